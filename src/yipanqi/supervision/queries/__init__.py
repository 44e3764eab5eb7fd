"""Reads of the room: frozen dataclasses, in a constant number of queries."""
