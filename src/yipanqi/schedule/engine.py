"""From a network of arrays to dates, floats and flags; the order of the steps is the order of ADR 6."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from yipanqi.schedule.errors import CycleError
from yipanqi.schedule.network import FINISH_MOMENT, START_MOMENT, Arcs, Network
from yipanqi.schedule.result import NONE, Flags, Minutes
from yipanqi.schedule.timeline import Int32, Timelines

Look = Callable[[Timelines, Int32, Minutes, Minutes], None]
MOST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Computed:
    """Results in the order of the network; times are instants, floats working minutes [8].

    early, late  (n,) starts as coordinates on each activity's own calendar, duration (n,) as scheduled
    finish       (p,) computed finish per project, instants
    """

    early: Minutes
    late: Minutes
    duration: Int32
    early_start: Minutes
    early_finish: Minutes
    late_start: Minutes
    late_finish: Minutes
    total_float: Minutes
    free_float: Minutes
    longest_path: Flags
    driving: Flags
    link_float: Minutes
    finish: Minutes


@dataclass(frozen=True, slots=True)
class Arranged:
    """A network in topological order: `order[r]` is the row of the network at place r."""

    order: Int32
    identity: bool
    arcs: Arcs

    def sorted(self, column: Minutes) -> Minutes:
        """Network order → topological order; no copy where they agree."""
        return column if self.identity or not len(column) else column[self.order]

    def restored(self, column: Minutes) -> Minutes:
        """Topological order → network order."""
        if self.identity:
            return column
        out = np.empty_like(column)
        out[self.order] = column
        return out


def arranged(network: Network) -> Arranged:
    """Topological order and links by successor; CycleError names rows as text (see `named_cycle`)."""
    from yipanqi.schedule.kernels import compiled

    n = network.size
    identity = bool(compiled.in_order(network.predecessor, network.successor))
    if identity:
        order = np.arange(n, dtype=np.int32)
        at, link = compiled.grouped(n, network.successor)
        source = network.predecessor[link]
    else:
        order, reached = compiled.topological(n, network.predecessor, network.successor)
        if reached < n:
            raise CycleError(tuple(str(row) for row in cycle(network, order[:reached])))
        place = np.empty(n, np.int32)
        place[order] = np.arange(n, dtype=np.int32)
        at, link = compiled.grouped(n, place[network.successor])
        source = place[network.predecessor[link]]
    calendar = network.calendar if identity else network.calendar[order]
    duration = network.duration.copy() if identity else network.duration[order]
    columns = (column[link] for column in (network.kind, network.lag, network.lag_calendar))
    return Arranged(order, identity, Arcs(calendar, duration, at, source, *columns, link))


def cycle(network: Network, reached: Int32) -> list[int]:
    """Rows along one cycle, in link order, found among the rows that Kahn's order did not reach."""
    stuck = np.ones(network.size, np.bool_)
    stuck[reached] = False
    inside = stuck[network.predecessor] & stuck[network.successor]
    before = dict(zip(network.successor[inside].tolist(), network.predecessor[inside].tolist(), strict=True))
    row = next(iter(before))
    seen: dict[int, int] = {}
    while row not in seen:
        seen[row] = len(seen)
        row = before[row]
    return list(seen)[: seen[row] - 1 if seen[row] else None : -1]


def run(network: Network) -> Computed:
    """Schedule the network: forward, as late as possible, backward, floats, longest path."""
    return _Run(network, arranged(network)).computed()


class _Run:
    """One scheduling: columns in topological order."""

    def __init__(self, network: Network, place: Arranged) -> None:
        from yipanqi.schedule.kernels import compiled

        self.kernels = compiled
        self.network = network
        self.place = place
        self.arcs = place.arcs
        self.project = place.sorted(network.project)
        self.n, self.m = network.size, len(network.predecessor)

    def computed(self) -> Computed:
        early, driving = self.forward()
        finish = self.finish(early)
        late = self.backward(finish)
        if self.network.raw_moments:
            self.follow_late(early, late, driving)
        total = self.total_float(early, late)
        slack, free = self.link_floats(early, finish)
        if self.network.raw_moments:
            free = np.minimum(free, np.maximum(total, 0))
        on = self.longest(early, driving, finish)
        back = self.place.restored
        return Computed(
            back(early),
            back(late),
            back(self.arcs.duration),
            *(back(column) for column in self.dates(early, late, driving)),
            back(total),
            back(free),
            back(on),
            self.by_link(driving),
            self.by_link(slack),
            finish,
        )

    def forward(self) -> tuple[Minutes, Flags]:
        """[4], then [5.5]."""
        early, driving = np.empty(self.n, np.int64), np.zeros(self.m, np.bool_)
        bounds = (self.floor(), *(self.column(name) for name in ("cap", "pinned_early", "expected")))
        self.kernels.forward(self.network.lines, self.arcs, *bounds, early, driving)
        if self.network.as_late.any() and not self.network.raw_moments:
            marked = self.place.sorted(self.network.as_late)
            free = self.coordinates(self.finish(early)[self.project]) - self.arcs.duration
            self.kernels.as_late_as_possible(self.network.lines, self.arcs, marked, early, free)
        return early, driving

    def follow_late(self, early: Minutes, late: Minutes, driving: Flags) -> None:
        """Successors of what is planned as late as possible begin after its late dates [5.5]; changes `early`."""
        rows = np.flatnonzero(self.place.sorted(self.network.as_late))
        if len(rows):
            pinned = self.column("pinned_early") if len(self.network.pinned_early) else np.full(self.n, NONE)
            pinned[rows] = late[rows]
            bounds = (self.floor(), self.column("cap"), pinned, self.column("expected"))
            self.kernels.forward(self.network.lines, self.arcs, *bounds, early, driving)
            early[rows] = self.by_links(rows, early)

    def by_links(self, rows: Int32, early: Minutes) -> Minutes:
        """Where floor and links alone would put these rows."""
        out = np.empty(len(rows), np.int64)
        self.kernels.by_links(self.network.lines, self.arcs, rows, self.floor()[rows], early, out)
        return out

    def total_float(self, early: Minutes, late: Minutes) -> Minutes:
        """[8.1], [8.5]."""
        total = late - early
        rows = np.flatnonzero(self.place.sorted(self.network.overruled))
        if len(rows):
            total[rows] = late[rows] - np.maximum(early[rows], self.by_links(rows, early))
        return total

    def floor(self) -> Minutes:
        """The earliest start by data date, constraints and progress, as coordinates [4.3]."""
        instants = self.network.not_before[self.project]
        if len(self.network.free_start):
            instants[self.place.sorted(self.network.free_start)] = NONE
        floor = self.coordinates(instants)
        return np.maximum(floor, self.column("floor")) if len(self.network.floor) else floor

    def backward(self, finish: Minutes) -> Minutes:
        """[7]."""
        late = self.ceiling(finish)
        self.kernels.backward(self.network.lines, self.arcs, self.column("pinned_late"), late)
        return late

    def ceiling(self, finish: Minutes) -> Minutes:
        """The latest start by project finish and constraints, as coordinates [7.1, 7.2]."""
        ends = np.full_like(finish, finish.max()) if self.network.one_finish else finish
        ends = np.where(self.network.finish_by == NONE, ends, self.network.finish_by)
        ceiling = self.coordinates(ends[self.project]) - self.arcs.duration
        limit = self.column("ceiling")
        if len(limit):
            np.minimum(ceiling, limit, out=ceiling, where=limit != NONE)
        return ceiling

    def finish(self, early: Minutes) -> Minutes:
        """Latest early or actual finish of each project, as instants."""
        out = self.network.not_before.copy()
        done = self.finishes(early)
        if len(self.network.finished):
            actual = self.place.sorted(self.network.finished)
            done = np.where(actual == NONE, done, actual)
        if len(out) == 1:
            return np.maximum(out, done.max(initial=out[0]))
        np.maximum.at(out, self.project, done)
        return out

    def link_floats(self, early: Minutes, finish: Minutes) -> tuple[Minutes, Minutes]:
        """[8.2, 8.3]; an activity without successors is free up to the finish of its project."""
        ends = np.full_like(finish, finish.max()) if self.network.one_finish else finish
        open_end = self.coordinates(ends[self.project]) - self.arcs.duration - early
        slack, free = np.empty(self.m, np.int64), np.full(self.n, MOST)
        self.kernels.link_floats(self.network.lines, self.arcs, early, slack, free)
        return slack, np.maximum(np.where(free == MOST, open_end, free), 0)

    def longest(self, early: Minutes, driving: Flags, finish: Minutes) -> Flags:
        """[9.3]: everything that drives an activity on which a project's finish stands."""
        on: Flags = early + self.arcs.duration >= self.coordinates(finish[self.project])
        self.kernels.longest(self.arcs, driving, on)
        return on

    def dates(self, early: Minutes, late: Minutes, driving: Flags) -> tuple[Minutes, ...]:
        """Early start, early finish, late start, late finish as instants [1.1], with the exceptions [1.4, 1.5]."""
        begins, ends = self.starts(early), self.finishes(early)
        late_begins, late_ends = self.starts(late), self.finishes(late)
        finish, start = np.zeros(self.n, np.bool_), np.zeros(self.n, np.bool_)
        self.kernels.raw_sides(self.network.lines, self.arcs, early, late, driving, finish, start)
        self.replace(ends, finish, self.kernels.starts, early + self.arcs.duration)
        self.replace(late_begins, start, self.kernels.finishes, late)
        empty = self.arcs.duration == 0
        mark = (
            self.place.sorted(self.network.milestone) if len(self.network.milestone) else empty * np.int8(0)
        )
        np.copyto(begins, ends, where=mark == FINISH_MOMENT)
        np.copyto(ends, begins, where=empty & (mark != FINISH_MOMENT))
        np.copyto(late_ends, late_begins, where=mark == START_MOMENT)
        np.copyto(late_begins, late_ends, where=empty & (mark != START_MOMENT))
        if self.network.raw_moments:
            moment = self.place.sorted(self.network.moment)
            self.kernels.settle_moments(self.network.lines, self.arcs, early, driving, moment, begins, ends)
            self.kernels.settle_late_moments(self.network.lines, self.arcs, late, late_begins, late_ends)
        return begins, ends, late_begins, late_ends

    def replace(self, out: Minutes, where: Flags, look: Look, coordinates: Minutes) -> None:
        """The other look at the same coordinate, for a few rows."""
        rows = np.flatnonzero(where)
        if len(rows):
            found = np.empty(len(rows), np.int64)
            look(self.network.lines, self.arcs.calendar[rows], coordinates[rows], found)
            out[rows] = found

    def column(self, name: str) -> Minutes:
        """A bound of the network in topological order; empty where there is none."""
        column: Minutes = getattr(self.network, name)
        return self.place.sorted(column)

    def coordinates(self, instants: Minutes) -> Minutes:
        out = np.empty(self.n, np.int64)
        self.kernels.to_coordinates(self.network.lines, self.arcs.calendar, instants, out)
        return out

    def starts(self, coordinates: Minutes) -> Minutes:
        out = np.empty(self.n, np.int64)
        self.kernels.starts(self.network.lines, self.arcs.calendar, coordinates, out)
        return out

    def finishes(self, coordinates: Minutes) -> Minutes:
        out = np.empty(self.n, np.int64)
        ends = coordinates + self.arcs.duration
        self.kernels.finishes(self.network.lines, self.arcs.calendar, ends, out)
        return out

    def by_link(self, column: Minutes) -> Minutes:
        out = np.empty_like(column)
        out[self.arcs.link] = column
        return out
