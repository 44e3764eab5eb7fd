"""Every connection that runs against the street: who loads the Actor, who listens, what `tick` does.

This file is read like a map: one line a connection, no logic.
"""

from collections.abc import Callable
from datetime import datetime

from yipanqi.access.actor import register_loader

TICK_JOBS: list[tuple[str, Callable[[datetime], object]]] = []


def connect() -> None:
    """Called once, when all rooms are loaded."""
    from yipanqi.org.queries import actor_for

    register_loader(actor_for)
