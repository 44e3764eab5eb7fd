"""The compiled loops. All in one file: numba's cache notices changes of a function's own file only.

An instant on a calendar is its working-minute coordinate (timeline.py): early and late values of an activity are
coordinates on its own calendar, so durations and floats are plain sums and differences. Clock time appears only
where a link joins two calendars.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from yipanqi.schedule.kernels.cache import CACHE
from yipanqi.schedule.network import NONE, Arcs
from yipanqi.schedule.timeline import WEEK, Int32, Timelines

Minutes = NDArray[np.int64]
Flags = NDArray[np.bool_]

FS, SS, FF, SF, SS_LATE = 0, 1, 2, 3, 4
ELAPSED = -1
"""Lag calendar of a lag in clock time."""


@njit(cache=CACHE)
def worked(lines: Timelines, c: int, t: int) -> int:
    """Working minutes of calendar c before the instant t [2.3]; O(shifts of a day)."""
    shift = 0
    if t < lines.first[c]:
        weeks = (lines.first[c] - t + WEEK - 1) // WEEK
        t += weeks * WEEK
        shift = -weeks * lines.weekly[c]
    elif t >= lines.last[c]:
        weeks = (t - lines.last[c]) // WEEK + 1
        t -= weeks * WEEK
        shift = weeks * lines.weekly[c]
    k = lines.rank[lines.day_at[c] + (t - lines.first[c]) // 1440]
    work = lines.before[k] + shift
    minute = t - lines.midnight[k]
    if minute > 0:
        row = lines.pattern[k]
        for s in range(lines.shift_at[row], lines.shift_at[row + 1]):
            done = minute - lines.begin[s]
            if done <= 0:
                break
            work += min(done, lines.length[s])
    return work


@njit(cache=CACHE)
def start_of(lines: Timelines, c: int, w: int) -> int:
    """The latest instant with w working minutes before it: where work begins again [1.1]; expected O(1)."""
    shift = 0
    if w < 0:
        weeks = (lines.weekly[c] - 1 - w) // lines.weekly[c]
        w += weeks * lines.weekly[c]
        shift = -weeks * WEEK
    elif w >= lines.total[c]:
        weeks = (w - lines.total[c]) // lines.weekly[c] + 1
        w -= weeks * lines.weekly[c]
        shift = weeks * WEEK
    k = lines.guess[lines.guess_at[c] + w // lines.grain[c]]
    while lines.before[k + 1] <= w:
        k += 1
    rest = w - lines.before[k]
    s = lines.shift_at[lines.pattern[k]]
    while lines.ahead[s] + lines.length[s] <= rest:
        s += 1
    return lines.midnight[k] + lines.begin[s] + rest - lines.ahead[s] + shift


@njit(cache=CACHE)
def finish_of(lines: Timelines, c: int, w: int) -> int:
    """The earliest instant with w working minutes before it: where work ended [1.1]."""
    return start_of(lines, c, w - 1) + 1


@njit(cache=CACHE)
def in_order(predecessor: NDArray[np.int32], successor: NDArray[np.int32]) -> bool:
    """Whether every link already points to a later row."""
    for k in range(len(predecessor)):
        if predecessor[k] >= successor[k]:
            return False
    return True


@njit(cache=CACHE)
def grouped(n: int, end: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
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


@njit(cache=CACHE)
def topological(
    n: int, predecessor: NDArray[np.int32], successor: NDArray[np.int32]
) -> tuple[NDArray[np.int32], int]:
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


@njit(cache=CACHE)
def forward_bound(lines: Timelines, ci: int, cj: int, cl: int, kind: int, lag: int, x: int) -> int:
    """Coordinate on calendar cj that an event at coordinate x of calendar ci allows, lag on calendar cl [3.3]."""
    if ci == cj and (lag == 0 or cl == ci):
        return x + lag
    t = start_of(lines, ci, x) if kind == SS or kind == SF else finish_of(lines, ci, x)
    if lag != 0:
        t = lagged(lines, cl, t, lag)
    return worked(lines, cj, t)


@njit(cache=CACHE)
def backward_bound(lines: Timelines, ci: int, cj: int, cl: int, kind: int, lag: int, y: int) -> int:
    """The inverse look: the latest coordinate on ci for an event of the successor at coordinate y of cj [7]."""
    if ci == cj and (lag == 0 or cl == ci):
        return y - lag
    t = finish_of(lines, cj, y) if kind == FF or kind == SF else start_of(lines, cj, y)
    if lag != 0:
        t = lagged(lines, cl, t, -lag)
    return worked(lines, ci, t)


@njit(cache=CACHE)
def lagged(lines: Timelines, cl: int, t: int, lag: int) -> int:
    """The instant `lag` working minutes of calendar cl after t (before, if negative) [3.3]."""
    if cl == ELAPSED:
        return t + lag
    w = worked(lines, cl, t) + lag
    return finish_of(lines, cl, w) if lag > 0 else start_of(lines, cl, w)


@njit(cache=CACHE)
def forward(
    lines: Timelines,
    net: Arcs,
    floor: Minutes,
    cap: Minutes,
    pinned: Minutes,
    expected: Minutes,
    early: Minutes,
    driving: Flags,
) -> None:
    """Early starts as coordinates [4]; `driving` marks the links that decide them [9.2]. Fills both."""
    for j in range(len(floor)):
        if len(pinned) and pinned[j] != NONE:
            early[j] = max(pinned[j], floor[j])
            continue
        early[j] = _earliest(lines, net, j, floor[j], early, driving)
        if len(cap) and cap[j] != NONE and cap[j] < early[j]:
            early[j] = cap[j]
            driving[net.at[j] : net.at[j + 1]] = False
        if len(expected) and expected[j] != NONE:
            net.duration[j] = max(0, expected[j] - early[j])


@njit(cache=CACHE)
def _earliest(lines: Timelines, net: Arcs, j: int, floor: int, early: Minutes, driving: Flags) -> int:
    """The latest of the floor and the bounds of all links into j; marks the links that reach it."""
    best = floor
    for p in range(net.at[j], net.at[j + 1]):
        bound = _start_bound(lines, net, p, j, early)
        driving[p] = bound >= best
        if bound > best:
            best = bound
            for q in range(net.at[j], p):
                driving[q] = False
    return best


@njit(cache=CACHE)
def _start_bound(lines: Timelines, net: Arcs, p: int, j: int, early: Minutes) -> int:
    """The earliest start of j that link p allows."""
    i, kind = net.source[p], net.kind[p]
    if kind == SS_LATE:
        return NONE
    x = early[i] + net.duration[i] if kind == FS or kind == FF else early[i]
    bound = forward_bound(lines, net.calendar[i], net.calendar[j], net.lag_calendar[p], kind, net.lag[p], x)
    return bound - net.duration[j] if kind == FF or kind == SF else bound


@njit(cache=CACHE)
def backward(lines: Timelines, net: Arcs, pinned: Minutes, late: Minutes) -> None:
    """Late starts as coordinates [7]; `late` holds the ceilings (late start ≤) and is lowered in place."""
    for j in range(len(late) - 1, -1, -1):
        if len(pinned) and pinned[j] != NONE:
            late[j] = pinned[j]
        for p in range(net.at[j], net.at[j + 1]):
            i = net.source[p]
            late[i] = min(late[i], _latest_start(lines, net, p, j, late))


@njit(cache=CACHE)
def _latest_start(lines: Timelines, net: Arcs, p: int, j: int, at: Minutes) -> int:
    """The latest start of its predecessor that link p allows when j starts at at[j]."""
    i, kind = net.source[p], net.kind[p]
    y = at[j] + net.duration[j] if kind == FF or kind == SF else at[j]
    bound = backward_bound(lines, net.calendar[i], net.calendar[j], net.lag_calendar[p], kind, net.lag[p], y)
    return bound - net.duration[i] if kind == FS or kind == FF else bound


@njit(cache=CACHE)
def link_floats(lines: Timelines, net: Arcs, early: Minutes, slack: Minutes, free: Minutes) -> None:
    """How far each link could give way, in the predecessor's calendar, and the least of them [8.3].

    `free` holds the float of an activity without successors and is lowered in place.
    """
    for j in range(len(free)):
        for p in range(net.at[j], net.at[j + 1]):
            i = net.source[p]
            slack[p] = _latest_start(lines, net, p, j, early) - early[i]
            free[i] = min(free[i], slack[p])


@njit(cache=CACHE)
def longest(net: Arcs, driving: Flags, on: Flags) -> None:
    """Walks back from the rows already marked along driving links [9.3]."""
    for j in range(len(on) - 1, -1, -1):
        if on[j]:
            for p in range(net.at[j], net.at[j + 1]):
                if driving[p]:
                    on[net.source[p]] = True


@njit(cache=CACHE)
def as_late_as_possible(lines: Timelines, net: Arcs, late_ones: Flags, early: Minutes, free: Minutes) -> None:
    """Moves the marked rows to the end of their free float, last ones first [5.5].

    `free` holds the latest early start by the project finish and is lowered in place.
    """
    for j in range(len(early) - 1, -1, -1):
        if late_ones[j]:
            early[j] = max(early[j], free[j])
        for p in range(net.at[j], net.at[j + 1]):
            i = net.source[p]
            free[i] = min(free[i], _latest_start(lines, net, p, j, early))


@njit(cache=CACHE)
def raw_sides(
    lines: Timelines, net: Arcs, early: Minutes, late: Minutes, driving: Flags, finish: Flags, start: Flags
) -> None:
    """Marks early finishes that begin a shift and late starts that end one, as their link gives them [1.4]."""
    for j in range(len(early)):
        for p in range(net.at[j], net.at[j + 1]):
            kind, lag = net.kind[p], net.lag[p]
            if kind == SF or kind == FF:
                if driving[p] and (lag < 0 or (lag == 0 and kind == SF)):
                    finish[j] = True
                i = net.source[p]
                if kind == SF and lag <= 0 and _latest_start(lines, net, p, j, late) == late[i]:
                    start[i] = True


@njit(cache=CACHE)
def by_links(
    lines: Timelines, net: Arcs, rows: Minutes, floor: Minutes, early: Minutes, out: Minutes
) -> None:
    """out[r] = where floor and links would put rows[r] [8.5]."""
    for r in range(len(rows)):
        j = rows[r]
        out[r] = floor[r]
        for p in range(net.at[j], net.at[j + 1]):
            out[r] = max(out[r], _start_bound(lines, net, p, j, early))


@njit(cache=CACHE)
def settle_moments(
    lines: Timelines,
    net: Arcs,
    early: Minutes,
    driving: Flags,
    moment: Minutes,
    begins: Minutes,
    ends: Minutes,
) -> None:
    """An activity without duration stays at the instant its date or driving link gives [1.5]; changes both."""
    for j in range(len(early)):
        if net.duration[j] != 0:
            continue
        c, raw = net.calendar[j], NONE
        if moment[j] != NONE and worked(lines, c, moment[j]) == early[j]:
            raw = moment[j]
        for p in range(net.at[j], net.at[j + 1]):
            kind, i = net.kind[p], net.source[p]
            t = ends[i] if kind == FS or kind == FF else begins[i]
            if net.lag[p] != 0:
                t = lagged(lines, net.lag_calendar[p], t, net.lag[p])
            if driving[p] and t > raw and worked(lines, c, t) == early[j]:
                raw = t
        if raw != NONE:
            begins[j], ends[j] = raw, raw


@njit(cache=CACHE)
def settle_late_moments(lines: Timelines, net: Arcs, late: Minutes, begins: Minutes, ends: Minutes) -> None:
    """The same for late dates: an activity without duration ends when its successor begins [1.5]; changes both."""
    raw = np.full(len(late), NONE)
    for j in range(len(late) - 1, -1, -1):
        if raw[j] != NONE:
            begins[j], ends[j] = raw[j], raw[j]
        for p in range(net.at[j], net.at[j + 1]):
            kind, i = net.kind[p], net.source[p]
            if net.duration[i] == 0:
                t = ends[j] if kind == FF or kind == SF else begins[j]
                if net.lag[p] != 0:
                    t = lagged(lines, net.lag_calendar[p], t, -net.lag[p])
                if (raw[i] == NONE or t < raw[i]) and worked(lines, net.calendar[i], t) == late[i]:
                    raw[i] = t


@njit(cache=CACHE)
def to_coordinates(lines: Timelines, calendar: Int32, instants: Minutes, out: Minutes) -> None:
    """out[i] = worked minutes at instants[i]; NONE stays NONE."""
    for i in range(len(instants)):
        out[i] = NONE if instants[i] == NONE else worked(lines, calendar[i], instants[i])


@njit(cache=CACHE)
def starts(lines: Timelines, calendar: Int32, coordinates: Minutes, out: Minutes) -> None:
    """out[i] = the instant work begins after coordinates[i] [1.1]."""
    for i in range(len(coordinates)):
        out[i] = start_of(lines, calendar[i], coordinates[i])


@njit(cache=CACHE)
def finishes(lines: Timelines, calendar: Int32, coordinates: Minutes, out: Minutes) -> None:
    """out[i] = the instant work ended before coordinates[i] [1.1]."""
    for i in range(len(coordinates)):
        out[i] = finish_of(lines, calendar[i], coordinates[i])
