"""Doors of the room: the list and the tree, one target, facts, decisions, the year, the breakdown table."""
