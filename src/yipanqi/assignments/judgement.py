"""The light of an item, pure: state, dates and today in, a Verdict out. The sentences are in `wording`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from yipanqi.assignments.transitions import ItemStatus
from yipanqi.lights.verdict import Colour, Verdict

NEAR_WORKDAYS = 5
_DONE = frozenset({ItemStatus.REPORTED, ItemStatus.VERIFIED, ItemStatus.CLOSED})
_ASIDE = frozenset({ItemStatus.RETURNED, ItemStatus.SUSPENDED, ItemStatus.WITHDRAWN})


@dataclass(frozen=True)
class ItemFacts:
    """What decides: the state, the date agreed, the later one approved, the day done, the computed finish."""

    status: str
    due: date
    extended_to: date | None = None
    done_on: date | None = None
    forecast: date | None = None

    @property
    def counts_on(self) -> date:
        """The day on which the item is late."""
        return self.extended_to or self.due


def judge(facts: ItemFacts, today: date, workdays_between: Callable[[date, date], int]) -> Verdict:
    """Done is green, set aside grey, overdue red, sent back, near or forecast late yellow, else green."""
    numbers = _numbers(facts, today)
    if facts.status in _DONE:
        return Verdict(Colour.GREEN, "item.done", numbers)
    if facts.status in _ASIDE:
        return Verdict(Colour.GREY, "item.aside", numbers)
    if facts.counts_on < today:
        return Verdict(Colour.RED, "item.overdue", numbers)
    if facts.status == ItemStatus.SENT_BACK:
        return Verdict(Colour.YELLOW, "item.sent_back", numbers)
    if facts.forecast and facts.forecast > facts.counts_on:
        return Verdict(Colour.YELLOW, "item.forecast_late", numbers)
    left = workdays_between(today, facts.counts_on)
    if left <= NEAR_WORKDAYS:
        return Verdict(Colour.YELLOW, "item.near", numbers | {"workdays_left": left})
    return Verdict(Colour.GREEN, "item.on_course", numbers)


def _numbers(facts: ItemFacts, today: date) -> dict[str, Any]:
    late = (today - facts.counts_on).days
    behind = (facts.forecast - facts.counts_on).days if facts.forecast else 0
    known: dict[str, Any] = {
        "due": facts.due.isoformat(),
        "counts_on": facts.counts_on.isoformat(),
        "extended_to": facts.extended_to and facts.extended_to.isoformat(),
        "done_on": facts.done_on and facts.done_on.isoformat(),
        "forecast": facts.forecast and facts.forecast.isoformat(),
        "days_late": late if late > 0 else None,
        "days_behind": behind if behind > 0 else None,
        "near": NEAR_WORKDAYS,
    }
    return {name: value for name, value in known.items() if value is not None}
