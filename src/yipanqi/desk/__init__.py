"""Role homes: my month, inbox, the auditor's reading room."""
