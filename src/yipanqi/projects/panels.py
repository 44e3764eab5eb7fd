"""Panels that later rooms hang on the page of a project: its plan, its letters."""

from collections.abc import Callable
from datetime import datetime

from yipanqi.access.actor import Actor
from yipanqi.org.panels import Panel

Provider = Callable[[Actor, int, datetime], Panel | None]

_providers: list[Provider] = []


def register(*providers: Provider) -> None:
    """Hand in, from the wiring, what shows a panel for (actor, project id, now), or None when there is nothing."""
    _providers.extend(provider for provider in providers if provider not in _providers)


def forget(provider: Provider) -> None:
    """Take a provider out again; for tests."""
    _providers.remove(provider)


def panels_of(actor: Actor, project_id: int, now: datetime) -> tuple[Panel, ...]:
    """All panels for one project, in the order of registration."""
    shown = (provider(actor, project_id, now) for provider in _providers)
    return tuple(panel for panel in shown if panel is not None)
