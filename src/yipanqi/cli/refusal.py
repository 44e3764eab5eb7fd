"""What a command says when it cannot do what was asked."""


class Refusal(Exception):
    """One line for the person at the keyboard; the command ends with exit code 2."""
