"""Writes of the room: accounts by the security administrator, what is everyone's own, and the doors."""
