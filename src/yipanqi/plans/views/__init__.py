"""Doors of the room: look, type, import, put forward, link."""
