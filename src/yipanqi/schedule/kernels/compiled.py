"""The compiled loops. All in one file: numba's cache notices changes of a function's own file only.

An instant on a calendar is its working-minute coordinate (timeline.py): early and late values of an activity are
coordinates on its own calendar, so durations and floats are plain sums and differences. Clock time appears only
where a link joins two calendars.
"""

import numpy as np
from numpy.typing import NDArray

from yipanqi.schedule.network import DEAD, ELAPSED, SS_LATE, Arcs, Bounds, Event, Onward
from yipanqi.schedule.result import MOST, NONE
from yipanqi.schedule.timeline import (
    DAY,
    FIRST,
    GRAIN,
    GUESS_AT,
    HEAD,
    LAST,
    RANK_AT,
    TOTAL,
    WEEK,
    WEEKLY,
    WORK_AT,
    Int32,
    Timelines,
)

if "kernel" not in globals():  # else they were handed over, see __init__.py
    from yipanqi.schedule.kernels.cache import inlined, kernel, within

Minutes = NDArray[np.int64]
Flags = NDArray[np.bool_]
Link = tuple[Int32, Int32, NDArray[np.int8], Int32, Int32]
"""Columns that a link needs: calendar and duration by row, kind, lag and lag calendar by link."""

FS, SS, FF, SF = 0, 1, 2, 3


@within
def worked(lines: Timelines, c: int, t: int) -> int:
    """Working minutes of calendar c before the instant t [2.3]; O(shifts of a day)."""
    head = c * HEAD
    weeks = 0
    if t < lines[head + FIRST]:
        weeks = -((lines[head + FIRST] - t + WEEK - 1) // WEEK)
    elif t >= lines[head + LAST]:
        weeks = (t - lines[head + LAST]) // WEEK + 1
    t -= weeks * WEEK
    day = (t - lines[head + FIRST]) // 1440
    place = lines[head + WORK_AT] + DAY * lines[lines[head + RANK_AT] + day]
    work = lines[place + 1] + weeks * lines[head + WEEKLY]
    minute = t - lines[place]
    if minute > 0:
        shifts = lines[place + 2]
        for s in range(shifts + 1, shifts + 1 + 3 * lines[shifts], 3):
            work += max(0, min(minute - lines[s], lines[s + 1]))
    return work  # type: ignore[no-any-return]


@within
def start_of(lines: Timelines, c: int, w: int) -> int:
    """The latest instant with w working minutes before it: where work begins again [1.1]; expected O(1)."""
    head = c * HEAD
    weeks = 0
    if w < 0:
        weeks = -((lines[head + WEEKLY] - 1 - w) // lines[head + WEEKLY])
    elif w >= lines[head + TOTAL]:
        weeks = (w - lines[head + TOTAL]) // lines[head + WEEKLY] + 1
    w -= weeks * lines[head + WEEKLY]
    place = lines[head + WORK_AT] + DAY * lines[lines[head + GUESS_AT] + (w >> lines[head + GRAIN])]
    while lines[place + DAY + 1] <= w:
        place += DAY
    rest = w - lines[place + 1]
    s = lines[place + 2] + 1
    while lines[s + 2] + lines[s + 1] <= rest:
        s += 3
    return lines[place] + lines[s] + rest - lines[s + 2] + weeks * WEEK  # type: ignore[no-any-return]


@within
def finish_of(lines: Timelines, c: int, w: int) -> int:
    """The earliest instant with w working minutes before it: where work ended [1.1]."""
    return start_of(lines, c, w - 1) + 1


@kernel
def lagged(lines: Timelines, cl: int, t: int, lag: int) -> int:
    """The instant `lag` working minutes of calendar cl after t (before, if negative) [3.2]."""
    if cl == ELAPSED:
        return t + lag
    w = worked(lines, cl, t) + lag
    return finish_of(lines, cl, w) if lag > 0 else start_of(lines, cl, w)


@kernel
def across(lines: Timelines, c: int, cl: int, lag: int, t: int) -> int:
    """Coordinate on c of the instant `lag` after t, the lag on calendar cl [3.3]."""
    moved = t if lag == 0 else lagged(lines, cl, t, lag)
    return worked(lines, c, moved)


@inlined
def start_bound(
    lines: Timelines, net: Link, i: int, j: int, p: int, early: Minutes, begins: Minutes, ends: Minutes
) -> int:
    """The earliest start of j that link p from i allows [4.1, 4.2]."""
    calendar, duration, kind, lag, cl = net[0], net[1], net[2][p], net[3][p], net[4][p]
    from_finish = kind in (FS, FF)
    if calendar[i] == calendar[j] and (lag == 0 or cl == calendar[i]):
        bound = early[i] + lag + (duration[i] if from_finish else 0)
    else:
        bound = across(lines, calendar[j], cl, lag, ends[i] if from_finish else begins[i])
    return NONE if kind >= SS_LATE else bound - (duration[j] if kind in (FF, SF) else 0)


@inlined
def latest_start(
    lines: Timelines, net: Link, i: int, j: int, p: int, at: Minutes, begins: Minutes, ends: Minutes
) -> int:
    """The latest start of i that link p allows when j starts at at[j] [7.4]."""
    calendar, duration, kind, lag, cl = net[0], net[1], net[2][p], net[3][p], net[4][p]
    to_finish = kind in (FF, SF)
    if calendar[i] == calendar[j] and (lag == 0 or cl == calendar[i]):
        bound = at[j] - lag + (duration[j] if to_finish else 0)
    else:
        bound = across(lines, calendar[i], cl, -lag, ends[j] if to_finish else begins[j])
    return MOST if kind == DEAD else bound - (duration[i] if kind in (FS, FF) else 0)


@kernel
def grouped(n: int, end: Int32) -> tuple[Int32, Int32]:
    """Counting sort of links by one of their ends: (n + 1,) offsets and (m,) link numbers."""
    at = np.zeros(n + 1, np.int32)
    for k in range(len(end)):
        at[end[k] + 1] += 1
    for i in range(n):
        at[i + 1] += at[i]
    member = np.empty(len(end), np.int32)
    place = at[:-1].copy()
    for k in range(len(end)):
        member[place[end[k]]] = k
        place[end[k]] += 1
    return at, member


@kernel
def topological(n: int, predecessor: Int32, successor: Int32) -> tuple[Int32, int]:
    """Kahn's order, no recursion: (n,) rows and how many of them were reached; fewer than n means a cycle."""
    at, member = grouped(n, predecessor)
    waiting = np.zeros(n, np.int32)
    for k in range(len(successor)):
        waiting[successor[k]] += 1
    order = np.empty(n, np.int32)
    reached = 0
    for i in range(n):
        if waiting[i] == 0:
            order[reached] = i
            reached += 1
    head = 0
    while head < reached:
        for p in range(at[order[head]], at[order[head] + 1]):
            j = successor[member[p]]
            waiting[j] -= 1
            if waiting[j] == 0:
                order[reached] = j
                reached += 1
        head += 1
    return order, reached


@kernel
def mark_driving(lines: Timelines, net: Arcs, j: int, early: Event, driving: Flags) -> None:
    """Marks the links whose bound is the early start of row j as it stands now [9.2]."""
    link = (net.calendar, net.duration, net.kind, net.lag, net.lag_calendar)
    start, begins, ends = early
    for p in range(net.at[j], net.at[j + 1]):
        driving[p] = start_bound(lines, link, net.source[p], j, p, start, begins, ends) == start[j]


@kernel
def remark_driving(lines: Timelines, net: Arcs, hard: Flags, early: Event, driving: Flags) -> None:
    """`mark_driving` for all rows except those that a constraint places."""
    for j in range(len(early.start)):
        if not hard[j]:
            mark_driving(lines, net, j, early, driving)


@inlined
def overruled(cap: Minutes, pinned: Minutes, floor: Minutes, j: int, best: int) -> int:
    """Where a constraint puts row j whatever the links say, NONE where it says nothing [5.4, 5.8]."""
    ruled = NONE
    if len(cap) and cap[j] != NONE and cap[j] < best:
        ruled = cap[j]
    if len(pinned) and pinned[j] != NONE:
        ruled = max(pinned[j], floor[j])
    return ruled


@kernel
def forward(
    lines: Timelines, net: Arcs, bounds: Bounds, early: Event, driving: Flags, dirty: Flags, onward: Onward
) -> None:
    """Early dates of each row from its bounds and predecessors [4, 5], and the links that decide them [9.2].

    With `dirty` given only marked rows are computed; where dates change their successors are marked [11.3].
    """
    link = (net.calendar, net.duration, net.kind, net.lag, net.lag_calendar)
    calendar, duration, at, source = net.calendar, net.duration, net.at, net.source
    floor, cap, pinned, expected, given = bounds
    start, begins, ends = early
    out_at, out_row = onward.at, onward.row
    for j in range(len(start)):
        if len(dirty) and not dirty[j]:
            continue
        if len(expected) and expected[j] != NONE:
            duration[j] = given[j]
        best, first = floor[j], at[j]
        for p in range(at[j], at[j + 1]):
            bound = start_bound(lines, link, source[p], j, p, start, begins, ends)
            driving[p] = bound >= best and bound != NONE
            if bound > best:
                best = bound
                driving[first:p] = False
                first = p
        ruled = overruled(cap, pinned, floor, j, best)
        if ruled != NONE:
            best = ruled
            driving[at[j] : at[j + 1]] = False
        if len(expected) and expected[j] != NONE:
            duration[j] = max(0, expected[j] - best)
        begin = start_of(lines, calendar[j], best)
        end = finish_of(lines, calendar[j], best + duration[j])
        if len(dirty):
            dirty[j] = start[j] != best or begins[j] != begin or ends[j] != end
            if dirty[j]:
                for q in range(out_at[j], out_at[j + 1]):
                    dirty[out_row[q]] = True
        start[j], begins[j], ends[j] = best, begin, end
        if len(expected) and expected[j] != NONE and (len(pinned) == 0 or pinned[j] == NONE):
            mark_driving(lines, net, j, early, driving)


@kernel
def backward(
    lines: Timelines, net: Arcs, pinned: Minutes, late: Event, early: Event, slack: Minutes, free: Minutes
) -> None:
    """Late dates [7], and how far each link could give way [8.2, 8.3].

    The starts of `late` hold ceilings and are lowered in place; so is `free`, the least slack of the links out of a
    row. `slack` is filled: minutes on the predecessor's calendar.
    """
    calendar, duration, at, source = net.calendar, net.duration, net.at, net.source
    kinds, lags, lag_calendar = net.kind, net.lag, net.lag_calendar
    start, begins, ends = late
    early_start, early_begins, early_ends = early
    for j in range(len(start) - 1, -1, -1):
        if len(pinned) and pinned[j] != NONE:
            start[j] = pinned[j]
        begins[j] = start_of(lines, calendar[j], start[j])
        ends[j] = finish_of(lines, calendar[j], start[j] + duration[j])
        for p in range(at[j], at[j + 1]):
            i, kind, lag, cl = source[p], kinds[p], lags[p], lag_calendar[p]
            if kind == DEAD:
                slack[p] = MOST
                continue
            to_finish = kind in (FF, SF)
            shift = duration[i] if kind in (FS, FF) else 0
            if calendar[i] == calendar[j] and (lag == 0 or cl == calendar[i]):
                shift += lag - (duration[j] if to_finish else 0)
                bound, room = start[j] - shift, early_start[j] - shift
            else:
                bound = across(lines, calendar[i], cl, -lag, ends[j] if to_finish else begins[j]) - shift
                room = (
                    across(lines, calendar[i], cl, -lag, early_ends[j] if to_finish else early_begins[j])
                    - shift
                )
            start[i] = min(start[i], bound)
            slack[p] = room - early_start[i]
            free[i] = min(free[i], slack[p])


@kernel
def longest(net: Arcs, driving: Flags, on: Flags) -> None:
    """Walks back from the rows already marked along driving links [9.3]."""
    at, source = net.at, net.source
    for j in range(len(on) - 1, -1, -1):
        if on[j]:
            for p in range(at[j], at[j + 1]):
                if driving[p]:
                    on[source[p]] = True


@kernel
def as_late_as_possible(lines: Timelines, net: Arcs, late_ones: Flags, early: Event, latest: Minutes) -> None:
    """Moves the marked rows to the end of their free float, last ones first [5.5].

    `latest` holds the latest early start by the project finish and is lowered in place.
    """
    link = (net.calendar, net.duration, net.kind, net.lag, net.lag_calendar)
    start, begins, ends = early
    for j in range(len(start) - 1, -1, -1):
        if late_ones[j] and latest[j] > start[j]:
            start[j] = latest[j]
            begins[j] = start_of(lines, net.calendar[j], start[j])
            ends[j] = finish_of(lines, net.calendar[j], start[j] + net.duration[j])
        for p in range(net.at[j], net.at[j + 1]):
            i = net.source[p]
            latest[i] = min(latest[i], latest_start(lines, link, i, j, p, start, begins, ends))


@kernel
def by_links(lines: Timelines, net: Arcs, rows: Minutes, floor: Minutes, early: Event, out: Minutes) -> None:
    """out[r] = where floor and links would put rows[r] [8.5]."""
    link = (net.calendar, net.duration, net.kind, net.lag, net.lag_calendar)
    start, begins, ends = early
    for r in range(len(rows)):
        j = rows[r]
        out[r] = floor[r]
        for p in range(net.at[j], net.at[j + 1]):
            out[r] = max(out[r], start_bound(lines, link, net.source[p], j, p, start, begins, ends))


@kernel
def raw_sides(lines: Timelines, net: Arcs, early: Event, late: Event, driving: Flags) -> None:
    """Early finishes that begin a shift and late starts that end one, as their link gives them [1.4]."""
    link = (net.calendar, net.duration, net.kind, net.lag, net.lag_calendar)
    calendar, duration, kind, lag = net.calendar, net.duration, net.kind, net.lag
    start, begins, ends = late
    at_end = np.zeros(len(start), np.bool_)
    for j in range(len(start)):
        for p in range(net.at[j], net.at[j + 1]):
            if lag[p] <= 0 and (kind[p] == SF or (kind[p] == FF and lag[p] < 0)):
                i = net.source[p]
                if driving[p]:
                    early.ends[j] = start_of(lines, calendar[j], early.start[j] + duration[j])
                bound = latest_start(lines, link, i, j, p, start, begins, ends)
                at_end[i] |= kind[p] == SF and bound == start[i]
    for i in range(len(start)):
        if at_end[i]:
            begins[i] = finish_of(lines, calendar[i], start[i])


@kernel
def latest(project: Int32, early: Event, finished: Minutes, out: Minutes) -> None:
    """out[p] = the latest early or actual finish of project p; raises what is there."""
    ends = early.ends
    for j in range(len(ends)):
        end = ends[j] if len(finished) == 0 or finished[j] == NONE else finished[j]
        out[project[j]] = max(out[project[j]], end)


@kernel
def from_project(
    lines: Timelines, calendar: Int32, project: Int32, instants: Minutes, calendars: int, out: Minutes
) -> None:
    """out[i] = coordinate of the instant of i's project on i's calendar; one look for each pair of both."""
    known = np.full((len(instants), calendars), NONE)
    for i in range(len(calendar)):
        p, c = project[i], calendar[i]
        if known[p, c] == NONE:
            known[p, c] = worked(lines, c, instants[p])
        out[i] = known[p, c]


@kernel
def settle_moments(lines: Timelines, net: Arcs, early: Event, driving: Flags, moment: Minutes) -> None:
    """An activity without duration stays at the instant its date or driving link gives [1.5]; changes both."""
    start, begins, ends = early
    for j in range(len(start)):
        if net.duration[j] != 0:
            continue
        c, raw = net.calendar[j], NONE
        if moment[j] != NONE and worked(lines, c, moment[j]) == start[j]:
            raw = moment[j]
        for p in range(net.at[j], net.at[j + 1]):
            kind, i = net.kind[p], net.source[p]
            t = ends[i] if kind in (FS, FF) else begins[i]
            if net.lag[p] != 0:
                t = lagged(lines, net.lag_calendar[p], t, net.lag[p])
            if driving[p] and t > raw and worked(lines, c, t) == start[j]:
                raw = t
        if raw != NONE:
            begins[j], ends[j] = raw, raw


@kernel
def settle_late_moments(lines: Timelines, net: Arcs, late: Event) -> None:
    """The same for late dates: an activity without duration ends when its successor begins [1.5]; changes both."""
    start, begins, ends = late
    raw = np.full(len(start), NONE)
    for j in range(len(start) - 1, -1, -1):
        if raw[j] != NONE:
            begins[j], ends[j] = raw[j], raw[j]
        for p in range(net.at[j], net.at[j + 1]):
            kind, i = net.kind[p], net.source[p]
            if net.duration[i] == 0:
                t = ends[j] if kind in (FF, SF) else begins[j]
                if net.lag[p] != 0:
                    t = lagged(lines, net.lag_calendar[p], t, -net.lag[p])
                if (raw[i] == NONE or t < raw[i]) and worked(lines, net.calendar[i], t) == start[i]:
                    raw[i] = t


@kernel
def to_coordinates(lines: Timelines, calendar: Int32, instants: Minutes, out: Minutes) -> None:
    """out[i] = worked minutes at instants[i]; NONE stays NONE."""
    for i in range(len(instants)):
        out[i] = NONE if instants[i] == NONE else worked(lines, calendar[i], instants[i])
