"""Panels that later rooms hang on the page of a unit: open duties, lights, letters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from yipanqi.access.actor import Actor


@dataclass(frozen=True)
class Panel:
    """A titled part of the page: its `template` finds its data as `panel.context`, finished and never lazy."""

    title: "str | Promise"
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[[Actor, int, datetime], Panel | None]

_providers: list[Provider] = []


def register(*providers: Provider) -> None:
    """Hand in, from the wiring, what shows a panel for (actor, unit id, now), or None when there is nothing."""
    _providers.extend(provider for provider in providers if provider not in _providers)


def panels_of(actor: Actor, unit_id: int, now: datetime) -> tuple[Panel, ...]:
    """All panels for one unit, in the order of registration."""
    shown = (provider(actor, unit_id, now) for provider in _providers)
    return tuple(panel for panel in shown if panel is not None)
