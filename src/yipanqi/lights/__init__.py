"""One computed light per subject: colour, rule, numbers, chain, unit, since; and its history."""
