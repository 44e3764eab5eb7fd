"""Counting the working days of a plan's calendar in constant time: a prefix table, a plain week beyond it."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property

_WEEK = 7
_ONE = timedelta(days=1)
WEEKDAYS = {"china": 5, "5": 5, "6": 6, "7": 7}
"""How many days from Monday on each calendar works in a plain week."""


class DayTable:
    """Working days of one calendar. `exceptions` say of single days whether one works; others follow the week.

    The table spans the exceptions; outside it the plain week repeats, so there is no horizon.
    """

    def __init__(self, weekdays: int, exceptions: Mapping[date, bool]) -> None:
        self.weekdays, self.exceptions = weekdays, exceptions
        middle = date(2018, 1, 1)
        self._first = _monday(min(exceptions, default=middle)).toordinal()
        self._last = _monday(max(exceptions, default=middle)).toordinal() + _WEEK - 1

    @cached_property
    def _working(self) -> list[int]:
        """Ordinals of the working days of the table."""
        exceptions = {day.toordinal(): works for day, works in self.exceptions.items()}
        days = range(self._first, self._last + 1)
        return [day for day in days if exceptions.get(day, (day - 1) % _WEEK < self.weekdays)]

    def is_working(self, day: date) -> bool:
        """Whether one works on `day`."""
        return self.exceptions.get(day, day.weekday() < self.weekdays)

    def number(self, day: date) -> int:
        """How many working days lie at or before `day`, counted from the first of the table."""
        ordinal = day.toordinal()
        if ordinal > self._last:
            return len(self._working) + self._plain(ordinal - self._last)
        if ordinal < self._first:
            weeks = (self._first - ordinal + _WEEK - 1) // _WEEK
            return self._plain(ordinal - self._first + weeks * _WEEK + 1) - weeks * self.weekdays
        return bisect_right(self._working, ordinal)

    def _plain(self, days: int) -> int:
        """Working days among the first `days` days that follow a Sunday."""
        weeks, rest = divmod(days, _WEEK)
        return weeks * self.weekdays + min(rest, self.weekdays)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        return self.number(end) - self.number(start)

    def at_or_before(self, day: date) -> date:
        """`day`, or the last working day before it."""
        while not self.is_working(day):
            day -= _ONE
        return day

    def at_or_after(self, day: date) -> date:
        """`day`, or the first working day after it."""
        while not self.is_working(day):
            day += _ONE
        return day


class Calendars:
    """The calendars that plans choose from, by their codes; holidays and 调休 hold for "china" alone."""

    def __init__(self, exceptions: Mapping[date, bool]) -> None:
        self.exceptions = exceptions
        self._tables: dict[str, DayTable] = {}

    def __getitem__(self, code: str) -> DayTable:
        if code not in self._tables:
            self._tables[code] = DayTable(WEEKDAYS[code], self.exceptions if code == "china" else {})
        return self._tables[code]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
