"""Who is who and who may what: accounts, roles, actions with one rule each, sign-in."""
