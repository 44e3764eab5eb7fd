"""The paper of plans: looks of sheets in millimetres."""

SHEET = ""
