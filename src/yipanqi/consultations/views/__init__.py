"""Doors of the room: sessions, what units say, the meeting, decisions."""
