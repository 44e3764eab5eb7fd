"""How plans are shown; for doors only."""
