"""Workshop of formats: bytes on one side, dataclasses on the other; no ORM."""
