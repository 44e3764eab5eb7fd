"""How far a long piece of work has come: an operation tells, whoever called it shows."""

from collections.abc import Callable

Progress = Callable[[int, int], object]
"""Told (pieces done, pieces to do) after each piece."""


def silent(done: int, to_do: int) -> None:
    """Nobody is watching."""
