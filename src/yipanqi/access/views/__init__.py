"""Doors of the room: sign-in, the own account, accounts, the record, the machine."""
