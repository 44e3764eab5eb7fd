"""The registry of network plans behind projects: a later room says how the plan of a project stands."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class PlanState:
    """How the plan of a project stands: colour of its light, days, float in working days, last fact.

    `agreed_finish` is None while nothing is agreed; `chain` are the steps behind the light, as a Verdict has them.
    """

    plan_id: int
    colour: str
    forecast_finish: date | None = None
    agreed_finish: date | None = None
    total_float: int | None = None
    fact_at: datetime | None = None
    chain: tuple[dict[str, Any], ...] = ()


Provider = Callable[[Collection[int]], Mapping[int, PlanState]]
"""Project ids → the plans of those that have one, in a constant number of queries."""

_providers: dict[Provider, Provider] = {}


def register(provider: Provider, without_chains: Provider | None = None) -> None:
    """Hand in, from the wiring, who knows the plans, and who tells them for lists, which show no chains."""
    _providers.setdefault(provider, without_chains or provider)


def forget(provider: Provider) -> None:
    """Take a provider out again; for tests."""
    del _providers[provider]


def plan_states(project_ids: Collection[int], *, chains: bool = True) -> dict[int, PlanState]:
    """The plans of these projects; quicker without the chains of their lights."""
    found: dict[int, PlanState] = {}
    for whole, brief in _providers.items() if project_ids else ():
        found |= (whole if chains else brief)(project_ids)
    return found
