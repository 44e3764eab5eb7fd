"""Doors of the room: letters, items, requests for a later date."""
