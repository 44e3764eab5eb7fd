"""督查问效: matters with a basis, reminders in three levels, verification of effects, bulletins."""
