"""What a source hands over: facts of all units in a span of days, each with its link back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from yipanqi.appraisal.scoring import ONE, Combine, Measured, as_text


@dataclass(frozen=True)
class Span:
    """The days a round looks at, both inclusive; nothing later than `until` counts. `late`: see `schemes.Terms`."""

    year_id: int
    since: date
    until: date
    late: Decimal


@dataclass(frozen=True)
class Fact:
    """One fact of a unit. `kind` and `key` name the row it came from, `duty` the row whose holder it follows.

    `measure` is the unit of measure, empty for dates; `due` is the date in force, moved by an approved extension
    only (`extended`); `remark` is a code that `wording` says in words; `first_unit` is who held it at first, where the
    row itself tells.
    """

    unit_id: int
    kind: str
    key: str
    label: str
    actual: Decimal | None
    target: Decimal
    less_is_better: bool = False
    share: Decimal = ONE
    measure: str = ""
    due: date | None = None
    done_on: date | None = None
    extended: bool = False
    remark: str = ""
    duty: tuple[str, str] = ("", "")
    first_unit: int | None = None

    @property
    def measured(self) -> Measured:
        """What the arithmetic needs of it."""
        return Measured(self.actual, self.target, self.less_is_better, self.share)

    def of(self, unit_id: int, share: Decimal) -> "Fact":
        """The part of it that a holder answers for."""
        if unit_id == self.unit_id and share == self.share:
            return self
        return replace(self, unit_id=unit_id, share=share)

    def stored(self) -> dict[str, Any]:
        """As JSON, without what is usual; `restored` gives it back."""
        values = {
            "kind": self.kind,
            "key": self.key,
            "label": self.label,
            "actual": None if self.actual is None else as_text(self.actual),
            "target": as_text(self.target),
            "less": self.less_is_better,
            "share": as_text(self.share),
            "measure": self.measure,
            "due": self.due.isoformat() if self.due else "",
            "done_on": self.done_on.isoformat() if self.done_on else "",
            "extended": self.extended,
            "remark": self.remark,
        }
        return {name: value for name, value in values.items() if value != USUAL.get(name, _NEVER)}


USUAL: dict[str, Any] = {
    "less": False,
    "share": "1",
    "measure": "",
    "due": "",
    "done_on": "",
    "extended": False,
}
_NEVER = object()


def restored(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A stored fact in full: {kind, key, label, actual, target, less, share, measure, due, done_on, extended, remark}."""
    return USUAL | dict(stored)


Gather = Callable[[Span], Sequence[Fact]]
"""Every unit's facts in a span, in a constant number of queries."""


@dataclass(frozen=True)
class Source:
    """A computed source: a stable key, a label in the reader's language, how its facts combine, and the gathering."""

    key: str
    label: "str | Promise"
    hint: "str | Promise"
    combine: Combine
    gather: Gather


def by_date(span: Span, due: date, done_on: date | None) -> tuple[Decimal | None, str] | None:
    """(ratio, remark) of something promised for a day; None where it is not due in the span and not done either.

    On time is one, done late is what the scheme gives for it, not done by the end of the span is zero.
    """
    done = done_on is not None and done_on <= span.until
    if done and done_on is not None and done_on <= due:
        return ONE, "on_time"
    if due > span.until:
        return None
    return (span.late, "late") if done else (Decimal(0), "not_done")
