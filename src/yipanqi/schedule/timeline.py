"""Calendars as prefix tables: what a minute of the clock is in working minutes, and back [2].

Every calendar becomes a *timeline*: the working minutes before an instant are its coordinate, so that durations
and floats are plain sums, and two instants are equal exactly when no working time lies between them [1.2]. The
table covers the weeks with exceptions and one plain week on either side; beyond it the plain week repeats, so
there is no horizon [1.3].

All tables of a problem are one flat array of int64 words, because compiled code passes one array cheaply:

    head of calendar c   HEAD words at c * HEAD: FIRST … GUESS_AT below
    rank                 one word a day: index of the first working day that is not before it
    working days         DAY words each: its 00:00, the working minutes before it, where its shifts are
    guess                every 2 ** GRAIN working minutes: index of the working day that holds them
    shifts of a pattern  their number, then begin, length and working minutes of the day before it, each
"""

import itertools
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from yipanqi.schedule.errors import InputError
from yipanqi.schedule.problem import MINUTES_PER_DAY, Calendar, CalendarException, Shifts

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]
Timelines = Int64
"""The tables of all calendars, see above; instants are minutes since 1970-01-01 00:00."""

HEAD, DAY = 8, 3
FIRST, LAST, WEEKLY, TOTAL, GRAIN, RANK_AT, WORK_AT, GUESS_AT = range(HEAD)
"""Head: the table covers [FIRST, LAST), both Mondays 00:00; working minutes of the plain week and of the table."""
WEEK = 7 * MINUTES_PER_DAY
SOME_MONDAY = date(1969, 12, 29)
EPOCH_DAY = date(1970, 1, 1)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Exceptions outside these years are a mistake of the source."""


@lru_cache(maxsize=8)
def timelines(calendars: tuple[Calendar, ...]) -> Timelines:
    """The tables of `calendars` in their order, only to be read; InputError names one that cannot be worked on.

    Many networks are scheduled on the same few calendars, whose tables take longer than a small network.
    """
    for calendar in calendars:
        _refuse_bad(calendar)
    at = HEAD * len(calendars)
    blocks: list[Int64] = []
    patterns: dict[Shifts, int] = {}
    for shifts in dict.fromkeys(shifts for calendar in calendars for shifts in _all_shifts(calendar)):
        patterns[shifts], block = at, _shift_words(shifts)
        blocks.append(block)
        at += len(block)
    heads: list[Int64] = []
    for calendar in calendars:
        head, block = _table(calendar, patterns, at)
        heads.append(head)
        blocks.append(block)
        at += len(block)
    return np.concatenate([*heads, *blocks, np.zeros(1, np.int64)])


def _all_shifts(calendar: Calendar) -> list[Shifts]:
    return [*calendar.week, *(exception.shifts for exception in calendar.exceptions)]


def _shift_words(shifts: Shifts) -> Int64:
    words = [len(shifts)]
    ahead = 0
    for begin, end in shifts:
        words += [begin, end - begin, ahead]
        ahead += end - begin
    return np.array(words, np.int64)


def _table(calendar: Calendar, patterns: dict[Shifts, int], at: int) -> tuple[Int64, Int64]:
    """Head and block of one calendar whose block begins at word `at`."""
    monday, weeks = _covered(calendar.exceptions)
    minutes, shift_at = _days(calendar, monday, weeks, patterns)
    working = np.flatnonzero(minutes)
    before = np.concatenate(([0], np.cumsum(minutes[working])))
    total, days = int(before[-1]), len(minutes)
    first = (monday - EPOCH_DAY).days * MINUTES_PER_DAY
    grain = (total // len(working)).bit_length() - 1
    rank = np.searchsorted(working, np.arange(days))
    guess = np.searchsorted(before[1:], np.arange(0, total, 1 << grain), side="right")
    work = np.empty((len(working) + 1, DAY), np.int64)
    work[:, 0] = first + np.append(working, days) * MINUTES_PER_DAY
    work[:, 1] = before
    work[:, 2] = shift_at[np.append(working, 0)]
    parts = (rank, work.ravel(), guess)
    places = itertools.accumulate((len(part) for part in parts[:-1]), initial=at)
    head = [first, first + weeks * WEEK, int(minutes[:7].sum()), total, grain, *places]
    return np.array(head, np.int64), np.concatenate(parts).astype(np.int64)


def _covered(exceptions: tuple[CalendarException, ...]) -> tuple[date, int]:
    """First Monday and number of weeks: all exceptions with a plain week before and after."""
    first = min((e.first for e in exceptions), default=SOME_MONDAY)
    last = max((e.last for e in exceptions), default=SOME_MONDAY)
    monday = first - timedelta(days=first.weekday() + 7)
    return monday, (last - monday).days // 7 + 2


def _days(calendar: Calendar, monday: date, weeks: int, patterns: dict[Shifts, int]) -> tuple[Int64, Int64]:
    """Working minutes and word of the shifts for each day of the table [2.2]."""

    def fact(shifts: Shifts) -> tuple[int, int]:
        return sum(end - begin for begin, end in shifts), patterns[shifts]

    days = np.tile(np.array([fact(shifts) for shifts in calendar.week], np.int64), (weeks, 1))
    for exception in calendar.exceptions:
        days[(exception.first - monday).days : (exception.last - monday).days + 1] = fact(exception.shifts)
    return days[:, 0].copy(), days[:, 1].copy()


def _refuse_bad(calendar: Calendar) -> None:
    for shifts in _all_shifts(calendar):
        if shifts and not _within_day(shifts):
            raise _bad(
                calendar, "shifts", f"has shifts that overlap or leave the day: {shifts}; correct them"
            )
    if len(calendar.week) != 7 or not any(calendar.week):
        raise _bad(calendar, "no_work", "has no working time in its week; give it at least one shift")
    for exception in calendar.exceptions:
        if not EARLIEST <= exception.first <= exception.last <= LATEST:
            span = f"{exception.first} to {exception.last}"
            raise _bad(
                calendar, "exception", f"has an exception with impossible dates ({span}); correct them"
            )


def _within_day(shifts: Shifts) -> bool:
    edges = [edge for shift in shifts for edge in shift]
    ascending = all(begin < end for begin, end in shifts)
    apart = all(a[1] <= b[0] for a, b in itertools.pairwise(shifts))
    return ascending and apart and edges[0] >= 0 and edges[-1] <= MINUTES_PER_DAY


def _bad(calendar: Calendar, code: str, what: str) -> InputError:
    return InputError(f"schedule.calendar_{code}", f"calendar {calendar.name or calendar.id} {what}", ())
