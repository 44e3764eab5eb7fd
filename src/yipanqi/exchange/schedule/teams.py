"""The calendar of a team: MS Project works on a task whenever any of its resources works."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import reduce

from yipanqi.exchange.schedule.shifts import merge_shifts
from yipanqi.schedule.problem import Calendar, CalendarException, Shifts
from yipanqi.schedule.working import shifts_on

_MOST_DAYS = 20_000


def team_calendar(members: Sequence[Calendar]) -> Calendar:
    """One calendar that works whenever any of `members` does; a single one is returned as it is."""
    if len(members) == 1:
        return members[0]
    name = " + ".join(each.name for each in members)
    week = tuple(_union(each.week[day] for each in members) for day in range(7))
    days = sorted(set(_excepted(members)))
    exceptions = tuple(
        CalendarException(day, day, _union(shifts_on(each, day) for each in members)) for day in days
    )
    return Calendar(name, name, week, exceptions, members[0].minutes_per_day)


def same_times(one: Calendar, other: Calendar) -> bool:
    """True when both work at the same times, whatever they are called."""
    return (one.week, one.exceptions) == (other.week, other.exceptions)


def _excepted(members: Iterable[Calendar]) -> Iterable[date]:
    """Every day for which any of the calendars makes an exception, bounded."""
    spans = [(each.first, (each.last - each.first).days + 1) for one in members for each in one.exceptions]
    left = _MOST_DAYS
    for first, length in spans:
        yield from (first + timedelta(days=number) for number in range(min(length, left)))
        left -= min(length, left)


def _union(days: Iterable[Shifts]) -> Shifts:
    """All shifts of a day in one; those that touch become one shift."""
    merged = merge_shifts(shift for shifts in days for shift in shifts) or ()
    return reduce(_touching, merged, ())


def _touching(done: Shifts, shift: tuple[int, int]) -> Shifts:
    if done and done[-1][1] == shift[0]:
        return (*done[:-1], (done[-1][0], shift[1]))
    return (*done, shift)
