"""The registry of network plans behind milestones: a later room says how a milestone stands by its plan.

A milestone that a plan reaches is not asked for a second time: its facts are entered in the plan, once.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PlannedMilestone:
    """How a milestone stands by its plan: the computed day, the day it was reached, the last fact's moment."""

    plan: str
    expected_on: date | None = None
    done_on: date | None = None
    heard: datetime | None = None


Provider = Callable[[Collection[int]], Mapping[int, PlannedMilestone]]
"""Target ids → those of them that an agreed plan reaches, in a constant number of queries."""

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Hand in, from the wiring, who knows the plans."""
    if provider not in _providers:
        _providers.append(provider)


def forget(provider: Provider) -> None:
    """Take a provider out again; for tests."""
    _providers.remove(provider)


def planned(target_ids: Collection[int]) -> dict[int, PlannedMilestone]:
    """Which of these milestones are reached by an agreed plan, and how they stand there."""
    found: dict[int, PlannedMilestone] = {}
    for provider in _providers if target_ids else ():
        found |= provider(target_ids)
    return found
