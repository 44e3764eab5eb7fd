"""Calendars as prefix tables: what a minute of the clock is in working minutes, and back [2].

Every calendar becomes a *timeline*: `worked(t)` counts the working minutes before the instant t. An instant is thus
a plain integer on the timeline of its calendar, and two instants are equal exactly when no working time lies
between them [1.2]. The table covers the weeks with exceptions and one plain week on either side; beyond it the
plain week repeats, so there is no horizon.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yipanqi.schedule.errors import InputError
from yipanqi.schedule.problem import MINUTES_PER_DAY, Calendar, CalendarException, Shifts

WEEK = 7 * MINUTES_PER_DAY
FIRST_MONDAY = date(1969, 12, 29)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Exceptions outside these years are a mistake of the source."""

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]


class Timelines(NamedTuple):
    """The tables of c calendars laid end to end; all minutes are since 1970-01-01 00:00.

    first, last   (c,) the table covers [first, last), both Mondays 00:00
    weekly, total (c,) working minutes of the plain week and of the whole table
    day_at        (c,) where the calendar's days begin in `rank`
    grain, guess_at (c,) every `grain` working minutes `guess` knows the working day
    rank          (days,) index of the first working day that is not before this day
    midnight, before, pattern (working days,) its 00:00, the working minutes before it, its row in `shift_at`
    shift_at      (patterns + 1,) its shifts in `begin`, `length`, `ahead` (working minutes of the day before it)
    guess         index of the working day that holds the given grain
    """

    first: Int64
    last: Int64
    weekly: Int64
    total: Int64
    day_at: Int64
    grain: Int64
    guess_at: Int64
    rank: Int32
    midnight: Int64
    before: Int64
    pattern: Int32
    shift_at: Int32
    begin: Int32
    length: Int32
    ahead: Int32
    guess: Int32


def timelines(calendars: Sequence[Calendar]) -> Timelines:
    """The tables of `calendars` in their order; InputError names a calendar that cannot be worked on."""
    patterns: dict[Shifts, int] = {}
    tables = [_table(calendar, patterns) for calendar in calendars]
    heads = np.array([table[0] for table in tables], np.int64).reshape(len(tables), 5)
    ranks, midnights, befores, rows, guesses = ([table[i] for table in tables] for i in range(1, 6))
    shift_at, begin, length, ahead = _shift_table(patterns)
    work_at = _offsets(midnights)
    return Timelines(
        *(np.ascontiguousarray(heads[:, i]) for i in range(4)),
        _offsets(ranks),
        np.ascontiguousarray(heads[:, 4]),
        _offsets(guesses),
        _joined([rank + at for rank, at in zip(ranks, work_at, strict=True)], np.int32),
        _joined(midnights, np.int64),
        _joined(befores, np.int64),
        _joined(rows, np.int32),
        shift_at,
        begin,
        length,
        ahead,
        _joined([guess + at for guess, at in zip(guesses, work_at, strict=True)], np.int32),
    )


def _offsets(parts: Sequence[NDArray[np.generic]]) -> Int64:
    return np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)[:-1]


def _joined(parts: Sequence[NDArray[np.generic]], kind: type[np.generic]) -> NDArray[np.generic]:
    return np.concatenate([*parts, np.empty(0, kind)]).astype(kind)


def _shift_table(patterns: dict[Shifts, int]) -> tuple[Int32, Int32, Int32, Int32]:
    shifts = [shift for pattern in patterns for shift in pattern]
    lengths = [end - begin for begin, end in shifts]
    ahead = [sum(e - b for b, e in pattern[:i]) for pattern in patterns for i in range(len(pattern))]
    at = np.cumsum([0, *(len(pattern) for pattern in patterns)])
    return (
        at.astype(np.int32),
        np.array([begin for begin, _ in shifts], np.int32),
        np.array(lengths, np.int32),
        np.array(ahead, np.int32),
    )


def _table(
    calendar: Calendar, patterns: dict[Shifts, int]
) -> tuple[list[int], Int64, Int64, Int64, Int64, Int64]:
    """One calendar: (first, last, weekly, total, grain) and its arrays, indices counted from its own start."""
    _refuse_bad(calendar)
    monday, weeks = _covered(calendar.exceptions)
    rows = _patterns_by_day(calendar, monday, weeks, patterns)
    minutes = np.array([sum(e - b for b, e in shifts) for shifts in patterns], np.int64)[rows]
    working = np.flatnonzero(minutes)
    before = np.concatenate(([0], np.cumsum(minutes[working])))
    first = (monday - FIRST_MONDAY).days * MINUTES_PER_DAY - 3 * MINUTES_PER_DAY
    grain = max(1, int(before[-1]) // len(working))
    guess = np.searchsorted(before[1:], np.arange(0, before[-1], grain), side="right")
    head = [first, first + weeks * WEEK, int(minutes[:7].sum()), int(before[-1]), grain]
    rank = np.concatenate((np.searchsorted(working, np.arange(len(rows))), [len(working)]))
    midnight = first + np.append(working, len(rows)) * MINUTES_PER_DAY
    return head, rank, midnight, before, np.append(rows[working], 0), guess


def _covered(exceptions: tuple[CalendarException, ...]) -> tuple[date, int]:
    """First Monday and number of weeks: all exceptions with a plain week before and after."""
    first = min((e.first for e in exceptions), default=FIRST_MONDAY)
    last = max((e.last for e in exceptions), default=FIRST_MONDAY)
    monday = first - timedelta(days=first.weekday() + 7)
    return monday, (last - monday).days // 7 + 2


def _patterns_by_day(calendar: Calendar, monday: date, weeks: int, patterns: dict[Shifts, int]) -> Int64:
    def row(shifts: Shifts) -> int:
        return patterns.setdefault(shifts, len(patterns))

    rows = np.tile(np.array([row(shifts) for shifts in calendar.week], np.int64), weeks)
    for exception in calendar.exceptions:
        rows[(exception.first - monday).days : (exception.last - monday).days + 1] = row(exception.shifts)
    return rows


def _refuse_bad(calendar: Calendar) -> None:
    for shifts in (*calendar.week, *(e.shifts for e in calendar.exceptions)):
        edges = [edge for shift in shifts for edge in shift]
        if edges and (edges[0] < 0 or edges[-1] > MINUTES_PER_DAY or not _ascending(shifts)):
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


def _ascending(shifts: Shifts) -> bool:
    return all(b < e for b, e in shifts) and all(
        a[1] <= b[0] for a, b in zip(shifts, shifts[1:], strict=False)
    )


def _bad(calendar: Calendar, code: str, what: str) -> InputError:
    return InputError(f"schedule.calendar_{code}", f"calendar {calendar.name or calendar.id} {what}", ())
