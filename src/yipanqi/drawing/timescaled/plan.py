"""What the time-scaled network is drawn from: a scheduled plan on one axis of days.

Axis positions are days after the start of ``NetworkPlan.origin``: 0 is that morning, 1 its evening. A fraction
is the share of that day's working time. A finish stands at the end of its last working day, and a start at the
same instant as the finish it waits for: never on the Monday after it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

EPSILON = 1e-6


class DrawingError(ValueError):
    """The plan cannot be drawn; the message names the work and the remedy."""


@dataclass(frozen=True, slots=True)
class Work:
    """One activity with its early dates; floats in the plan's unit, ``done`` a share from 0 to 1.

    ``remaining`` (plan's unit) replaces ``done`` where it is known; ``begun`` says that work has started.
    """

    id: str
    name: str
    duration: float
    start: float
    finish: float
    total_float: float = 0.0
    free_float: float = 0.0
    critical: bool = False
    unit: str = ""
    calendar: str = ""
    done: float = 0.0
    remaining: float | None = None
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """FS, SS, FF or SF from ``before`` to ``after``; lag in working days, or calendar days if ``elapsed``."""

    before: str
    after: str
    kind: str = "FS"
    lag: float = 0.0
    elapsed: bool = False


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """The fields of the 图签; an empty field stays an empty box."""

    project: str = ""
    drawing: str = ""
    drawn_by: str = ""
    checked_by: str = ""
    approved_by: str = ""
    unit: str = ""
    day: str = ""
    version: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """A scheduled plan: works, links, the day axis, the check date and the words of the title block.

    ``off_days`` maps a calendar name to its non-working days; the name "" is the plan's own calendar, whose
    free days are tinted. ``example`` marks invented data as 示例 on every sheet.
    """

    title: str
    origin: date
    works: tuple[Work, ...]
    links: tuple[Link, ...] = ()
    off_days: Mapping[str, frozenset[date]] = field(default_factory=dict)
    check: date | None = None
    subtitle: str = ""
    block: TitleBlock = TitleBlock()
    example: bool = False

    def timeline(self, calendar: str = "") -> Timeline:
        """The working days of one calendar along the axis; an unknown name falls back to the plan's own."""
        off = self.off_days.get(calendar, self.off_days.get("", frozenset()))
        return Timeline(frozenset((day - self.origin).days for day in off))

    @property
    def check_position(self) -> float | None:
        """Axis position of the evening of the check date."""
        return None if self.check is None else float((self.check - self.origin).days + 1)

    def day(self, index: int) -> date:
        """The date of day ``index`` of the axis."""
        return self.origin + timedelta(days=index)


class Timeline:
    """Axis positions against working days of one calendar; outside its horizon every day is worked."""

    def __init__(self, off: frozenset[int]) -> None:
        self.off = off
        self.horizon = max(off, default=-1) + 1
        self._days = [day for day in range(self.horizon) if day not in off]

    def units(self, position: float) -> float:
        """Working days between the axis origin and ``position``; free days count nothing."""
        day = int(position // 1)
        if day >= self.horizon:
            return len(self._days) + position - self.horizon
        if day < 0:
            return position
        return bisect_left(self._days, day) + (position - day if day not in self.off else 0.0)

    def position(self, units: float) -> float:
        """The earliest axis position with ``units`` working days before it."""
        if units <= EPSILON:
            return min(units, 0.0)
        index = -int(-(units - EPSILON) // 1) - 1
        if index >= len(self._days):
            return self.horizon + units - len(self._days)
        return self._days[index] + units - index

    def after(self, position: float, units: float) -> float:
        """Where ``units`` working days after ``position`` end; no time gives ``position`` itself."""
        return position if units <= EPSILON else self.position(self.units(position) + units)
