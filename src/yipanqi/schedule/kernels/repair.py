"""The compiled loops that mend a schedule after a change [11.3]; `forward` in compiled.py mends the early dates."""

from yipanqi.schedule.kernels.cache import kernel
from yipanqi.schedule.kernels.compiled import Flags, Minutes, finish_of, latest_start, start_of
from yipanqi.schedule.network import Arcs, Event, Onward
from yipanqi.schedule.result import MOST, NONE
from yipanqi.schedule.timeline import Timelines


@kernel
def mend_late(
    lines: Timelines, net: Arcs, onward: Onward, ceiling: Minutes, pinned: Minutes, late: Event, dirty: Flags
) -> None:
    """Late dates of the marked rows, last ones first; where they change their predecessors are marked."""
    link = (net.calendar, net.duration, net.kind, net.lag, net.lag_calendar)
    start, begins, ends = late
    for j in range(len(start) - 1, -1, -1):
        if not dirty[j]:
            continue
        best = ceiling[j]
        for q in range(onward.at[j], onward.at[j + 1]):
            bound = latest_start(lines, link, j, onward.row[q], onward.link[q], start, begins, ends)
            best = min(best, bound)
        if len(pinned) and pinned[j] != NONE:
            best = pinned[j]
        begin = start_of(lines, net.calendar[j], best)
        end = finish_of(lines, net.calendar[j], best + net.duration[j])
        if start[j] != best or begins[j] != begin or ends[j] != end:
            start[j], begins[j], ends[j] = best, begin, end
            for p in range(net.at[j], net.at[j + 1]):
                dirty[net.source[p]] = True


@kernel
def mend_slack(
    lines: Timelines, net: Arcs, onward: Onward, early: Event, touched: Flags, slack: Minutes, free: Minutes
) -> None:
    """Link floats at both ends of the marked rows, and the free float of all rows whose links changed."""
    link = (net.calendar, net.duration, net.kind, net.lag, net.lag_calendar)
    start, begins, ends = early
    stale = touched.copy()
    for j in range(len(start)):
        if touched[j]:
            for p in range(net.at[j], net.at[j + 1]):
                stale[net.source[p]] = True
    for i in range(len(start)):
        if not stale[i]:
            continue
        least = MOST
        for q in range(onward.at[i], onward.at[i + 1]):
            j, p = onward.row[q], onward.link[q]
            bound = latest_start(lines, link, i, j, p, start, begins, ends)
            slack[p] = MOST if bound == MOST else bound - start[i]
            least = min(least, slack[p])
        free[i] = least
