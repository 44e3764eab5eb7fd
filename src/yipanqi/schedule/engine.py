"""From a network of arrays to dates, floats and flags; the order of the steps is the order of ADR 6."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from yipanqi.schedule.errors import CycleError
from yipanqi.schedule.network import (
    ALL_ROWS,
    DEAD,
    FINISH_MOMENT,
    NOWHERE,
    START_MOMENT,
    Arcs,
    Bounds,
    Event,
    Network,
)
from yipanqi.schedule.result import MOST, NONE, Flags, Minutes
from yipanqi.schedule.timeline import Int32

T = TypeVar("T", bound=np.generic)


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

    def sorted(self, column: NDArray[T]) -> NDArray[T]:
        """Network order → topological order; no copy where they agree."""
        return column if self.identity or not len(column) else column[self.order]

    def restored(self, column: NDArray[T]) -> NDArray[T]:
        """Topological order → network order."""
        return column if self.identity else _scattered(column, self.order)


def _scattered(column: NDArray[T], places: Int32) -> NDArray[T]:
    out = np.empty_like(column)
    out[places] = column
    return out


def arranged(network: Network) -> Arranged:
    """Topological order and links by successor; CycleError with the rows along a cycle as text."""
    from yipanqi.schedule.kernels import compiled

    n = network.size
    predecessor, successor = network.predecessor, network.successor
    identity = bool((predecessor < successor).all())
    if identity:
        order = np.empty(0, np.int32)
    else:
        order, reached = compiled.topological(n, predecessor, successor)
        if reached < n:
            raise CycleError(tuple(str(row) for row in cycle(network, order[:reached])))
        place = _scattered(np.arange(n, dtype=np.int32), order)
        predecessor, successor = place[predecessor], place[successor]
    at, link = compiled.grouped(n, successor)
    if np.array_equal(link, np.arange(len(link))):
        kind, lag, lag_calendar, source = network.kind, network.lag, network.lag_calendar, predecessor
    else:
        kind, lag, lag_calendar = network.kind[link], network.lag[link], network.lag_calendar[link]
        source = predecessor[link]
    calendar = network.calendar if identity else network.calendar[order]
    duration = network.duration.copy() if identity else network.duration[order]
    return Arranged(order, identity, Arcs(calendar, duration, at, source, kind, lag, lag_calendar, link))


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
    return list(seen)[seen[row] :][::-1]


def run(network: Network) -> Computed:
    """Schedule the network: forward, as late as possible, backward, floats, longest path."""
    return Run(network, arranged(network)).computed()


class Run:
    """One scheduling: columns in topological order."""

    def __init__(self, network: Network, place: Arranged) -> None:
        from yipanqi.schedule.kernels import compiled

        self.kernels = compiled
        self.network = network
        self.lines = network.lines
        self.place = place
        self.arcs = place.arcs
        self.project = place.sorted(network.project)
        self.n, self.m = network.size, len(network.predecessor)
        self.floor = self.floors()

    def computed(self) -> Computed:
        """All steps."""
        early, driving = self.forward()
        finish = self.finish(early)
        late, slack, free = self.backward(early, finish)
        if self.network.raw_moments and self.network.as_late.any():
            self.follow_late(early, late, driving)
            late, slack, free = self.backward(early, finish)
        total = self.total_float(early, late)
        if self.network.raw_moments:
            free = np.minimum(free, np.maximum(total, 0))
        on = self.longest(early, driving, finish)
        self.show(early, late, driving)
        back = self.place.restored
        return Computed(
            early=back(early.start),
            late=back(late.start),
            duration=back(self.arcs.duration),
            early_start=back(early.begins),
            early_finish=back(early.ends),
            late_start=back(late.begins),
            late_finish=back(late.ends),
            total_float=back(total),
            free_float=back(free),
            longest_path=back(on),
            driving=_scattered(driving, self.arcs.link),
            link_float=_scattered(slack, self.arcs.link),
            finish=finish,
        )

    def floors(self) -> Minutes:
        """The earliest start by data date, constraints and progress, as coordinates [4.3]."""
        floor = self.from_project(self.network.not_before)
        if len(self.network.free_start):
            floor[self.place.sorted(self.network.free_start)] = NONE
        return np.maximum(floor, self.column("floor")) if len(self.network.floor) else floor

    def forward(self) -> tuple[Event, Flags]:
        """[4], then Primavera's [5.5]."""
        early, driving = self.event(np.empty(self.n, np.int64)), np.zeros(self.m, np.bool_)
        bounds = self.bounds(self.column("pinned_early"))
        self.kernels.forward(self.lines, self.arcs, bounds, early, driving, ALL_ROWS, NOWHERE)
        if self.network.as_late.any() and not self.network.raw_moments:
            marked = self.place.sorted(self.network.as_late)
            latest = self.from_project(self.finish(early)) - self.arcs.duration
            self.kernels.as_late_as_possible(self.lines, self.arcs, marked, early, latest)
        return early, driving

    def bounds(self, pinned: Minutes) -> Bounds:
        """What holds early starts besides links."""
        given = self.place.sorted(self.network.duration)
        return Bounds(self.floor, self.column("cap"), pinned, self.column("expected"), given)

    def follow_late(self, early: Event, late: Event, driving: Flags) -> None:
        """Successors of what is planned as late as possible begin after its late dates [5.5]; changes `early`."""
        rows = np.flatnonzero(self.place.sorted(self.network.as_late))
        pinned = self.column("pinned_early").copy()
        pinned = pinned if len(pinned) else np.full(self.n, NONE)
        pinned[rows] = late.start[rows]
        bounds = self.bounds(pinned)
        self.kernels.forward(self.lines, self.arcs, bounds, early, driving, ALL_ROWS, NOWHERE)
        early.start[rows] = self.by_links(rows, early)
        for row in rows:
            calendar, start = int(self.arcs.calendar[row]), int(early.start[row])
            early.begins[row] = self.kernels.start_of(self.lines, calendar, start)
            early.ends[row] = self.kernels.finish_of(
                self.lines, calendar, start + int(self.arcs.duration[row])
            )

    def by_links(self, rows: NDArray[np.intp], early: Event) -> Minutes:
        """Where floor and links alone would put these rows."""
        out = np.empty(len(rows), np.int64)
        self.kernels.by_links(self.lines, self.arcs, rows, self.floor[rows], early, out)
        return out

    def finish(self, early: Event) -> Minutes:
        """Latest early or actual finish of each project, as instants."""
        out = self.network.not_before.copy()
        finished = self.place.sorted(self.network.finished)
        self.kernels.latest(self.project, early, finished, out)
        return out

    def backward(self, early: Event, finish: Minutes) -> tuple[Event, Minutes, Minutes]:
        """[7], [8.2, 8.3]: late dates, link floats, free floats."""
        ends = np.full_like(finish, finish.max(initial=NONE)) if self.network.one_finish else finish
        free = np.full(self.n, MOST)
        by = np.where(self.network.finish_by == NONE, ends, self.network.finish_by)
        late = self.event(self.from_project(by) - self.arcs.duration)
        limit = self.column("ceiling")
        if len(limit):
            np.minimum(late.start, limit, out=late.start, where=limit != NONE)
        if self.network.open_ends_critical.any():
            ends_open = self.network.open_ends_critical[self.project]
            ends_open[self.arcs.source[self.arcs.kind != DEAD]] = False
            np.minimum(late.start, early.start, out=late.start, where=ends_open)
        slack = np.empty(self.m, np.int64)
        self.kernels.backward(self.lines, self.arcs, self.column("pinned_late"), late, early, slack, free)
        open_end = free == MOST
        np.copyto(free, self.from_project(ends) - self.arcs.duration - early.start, where=open_end)
        return late, slack, np.maximum(free, 0, out=free)

    def total_float(self, early: Event, late: Event) -> Minutes:
        """[8.1], [8.5]."""
        total = late.start - early.start
        rows = np.flatnonzero(self.place.sorted(self.network.overruled))
        if len(rows):
            total[rows] = late.start[rows] - np.maximum(early.start[rows], self.by_links(rows, early))
        return total

    def longest(self, early: Event, driving: Flags, finish: Minutes) -> Flags:
        """[9.3]: everything that drives an activity on which a project's finish stands."""
        on: Flags = early.start + self.arcs.duration >= self.from_project(finish)
        self.kernels.longest(self.arcs, driving, on)
        return on

    def show(self, early: Event, late: Event, driving: Flags) -> None:
        """Instants that are not where a start begins and a finish ends [1.4, 1.5]; changes both events."""
        kind, lag = self.arcs.kind, self.arcs.lag
        if ((kind == self.kernels.SF) | ((kind == self.kernels.FF) & (lag < 0))).any():
            self.kernels.raw_sides(self.lines, self.arcs, early, late, driving)
        empty = np.flatnonzero(self.arcs.duration == 0)
        if not len(empty):
            return
        mark = self.place.sorted(self.network.milestone)
        kinds = mark[empty] if len(mark) else np.zeros(len(empty), np.int8)
        start, finish = empty[kinds != FINISH_MOMENT], empty[kinds == FINISH_MOMENT]
        early.ends[start], early.begins[finish] = early.begins[start], early.ends[finish]
        start, finish = empty[kinds == START_MOMENT], empty[kinds != START_MOMENT]
        late.ends[start], late.begins[finish] = late.begins[start], late.ends[finish]
        if self.network.raw_moments:
            moment = self.place.sorted(self.network.moment)
            self.kernels.settle_moments(self.lines, self.arcs, early, driving, moment)
            self.kernels.settle_late_moments(self.lines, self.arcs, late)

    def event(self, start: Minutes) -> Event:
        """Room for dates."""
        return Event(start, np.empty(self.n, np.int64), np.empty(self.n, np.int64))

    def column(self, name: str) -> Minutes:
        """A bound of the network in topological order; empty where there is none."""
        column: Minutes = getattr(self.network, name)
        return self.place.sorted(column)

    def from_project(self, instants: Minutes) -> Minutes:
        """(n,) each activity's coordinate of an instant that belongs to its project."""
        out = np.empty(self.n, np.int64)
        calendars = int(self.arcs.calendar.max(initial=0)) + 1
        self.kernels.from_project(self.lines, self.arcs.calendar, self.project, instants, calendars, out)
        return out
