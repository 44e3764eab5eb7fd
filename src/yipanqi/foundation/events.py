"""Typed events inside one process: a lower room announces, `config/wiring.py` says who listens.

Handlers run in the order of subscription, inside the publisher's transaction; what must reach outside it
uses `on_commit`. An exception of a handler undoes the publisher's work: nothing is half done.
"""

from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")

_handlers: dict[type, list[Callable[[Any], None]]] = {}


def subscribe(event: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` whenever an `event` is published; subscribing the same handler twice is one subscription."""
    handlers = _handlers.setdefault(event, [])
    if handler not in handlers:
        handlers.append(handler)


def publish(event: object) -> None:
    """Hand `event` to all who listen to exactly its type."""
    for handler in tuple(_handlers.get(type(event), ())):
        handler(event)


def subscriptions() -> dict[type, tuple[Callable[[Any], None], ...]]:
    """Who listens to what, for the reference page and its test."""
    return {event: tuple(handlers) for event, handlers in _handlers.items()}
