"""Doors of the room: the directory, units, posts and who holds them, stand-ins, import."""
