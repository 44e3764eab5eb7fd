"""A frozen calendar of working days: pure arithmetic over days that were loaded once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Working days by table; `exceptions` says for a day whether one works, all others follow the plain week.

    `settled` holds the years whose holidays are known. Outside them answers go by weekdays alone: ask
    `assumed` before showing a date as certain.
    """

    exceptions: Mapping[date, bool]
    settled: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Whether one works on `day`."""
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def add(self, day: date, count: int) -> date:
        """The working day `count` working days after `day` (before it, if negative).

        Zero gives `day` itself or, if one does not work then, the next working day.
        """
        if count == 0:
            return self.next_working(day)
        step = _ONE if count > 0 else -_ONE
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def next_working(self, day: date) -> date:
        """`day`, or the first working day after it."""
        while not self.is_working(day):
            day += _ONE
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + n * _ONE) for n in range(1, (end - start).days + 1))

    def assumed(self, start: date, end: date | None = None) -> bool:
        """Whether any year from `start` to `end` goes by weekdays only."""
        years = range(start.year, (end or start).year + 1)
        return any(year not in self.settled for year in years)
