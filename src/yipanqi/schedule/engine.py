"""From a network of arrays to dates, floats and flags; the order of the steps is the order of ADR 6."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from yipanqi.schedule.errors import CycleError
from yipanqi.schedule.kernels import loops
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
    Onward,
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
    n = network.size
    kernels = loops(n + len(network.predecessor))
    predecessor, successor = network.predecessor, network.successor
    identity = bool((predecessor < successor).all())
    if identity:
        order = np.empty(0, np.int32)
    else:
        order, reached = kernels.topological(n, predecessor, successor)
        if reached < n:
            raise CycleError(tuple(str(row) for row in cycle(network, order[:reached])))
        place = _scattered(np.arange(n, dtype=np.int32), order)
        predecessor, successor = place[predecessor], place[successor]
    at, link = kernels.grouped(n, successor)
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
    """One scheduling: columns in topological order, and after `passes` what they found.

    early, late      dates as the passes need them; `computed` shows them to people [1.4, 1.5]
    driving, slack   (m,) in the order of the arcs; free (n,) least slack of the links out of a row, MOST without
    ceiling          (n,) latest starts before the links were looked at; finish (p,)
    """

    early: Event
    late: Event
    driving: Flags
    slack: Minutes
    free: Minutes
    ceiling: Minutes
    finish: Minutes
    onward: Onward = NOWHERE

    def __init__(self, network: Network, place: Arranged) -> None:
        self.network = network
        self.lines = network.lines
        self.place = place
        self.arcs = place.arcs
        self.project = place.sorted(network.project)
        self.n, self.m = network.size, len(network.predecessor)
        self.kernels = loops(self.n + self.m)
        self.floor = self.floors()

    def computed(self) -> Computed:
        """All steps from the beginning."""
        self.passes()
        return self.results()

    def passes(self) -> None:
        """Dates and link floats of every row."""
        self.forward()
        self.finish = self.finishes()
        self.backward()
        if self.network.raw_moments and self.network.as_late.any():
            self.follow_late()
            late, ceiling = self.late, self.ceiling
            self.backward()  # for the link floats: what was planned late stays where it is
            self.late, self.ceiling = late, ceiling
            self.finish = self.finishes()

    def results(self) -> Computed:
        """What the passes found, in the order of the network and as people read it."""
        early, late = self.shown()
        total = self.total_float()
        open_end = self.from_project(self.ends()) - self.arcs.duration - self.early.start
        free = np.maximum(np.where(self.free == MOST, open_end, self.free), 0)
        if self.network.raw_moments:
            free = np.minimum(free, np.maximum(total, 0))
        back = self.place.restored
        return Computed(
            early=back(self.early.start),
            late=back(self.late.start),
            duration=back(self.arcs.duration),
            early_start=back(early.begins),
            early_finish=back(early.ends),
            late_start=back(late.begins),
            late_finish=back(late.ends),
            total_float=back(total),
            free_float=back(free),
            longest_path=back(self.longest()),
            driving=_scattered(self.driving, self.arcs.link),
            link_float=_scattered(self.slack, self.arcs.link),
            finish=self.finish,
        )

    def floors(self) -> Minutes:
        """The earliest start by data date, constraints and progress, as coordinates [4.3]."""
        floor = self.from_project(self.network.not_before)
        if len(self.network.free_start):
            floor[self.place.sorted(self.network.free_start)] = NONE
        return np.maximum(floor, self.column("floor")) if len(self.network.floor) else floor

    def forward(self) -> None:
        """[4], then Primavera's [5.5]."""
        self.early, self.driving = self.event(np.empty(self.n, np.int64)), np.zeros(self.m, np.bool_)
        self.place_early(self.column("pinned_early"), ALL_ROWS, NOWHERE)
        if self.network.as_late.any() and not self.network.raw_moments:
            marked = self.place.sorted(self.network.as_late)
            latest = self.from_project(self.finishes()) - self.arcs.duration
            self.kernels.as_late_as_possible(self.lines, self.arcs, marked, self.early, latest)
            self.kernels.remark_driving(self.lines, self.arcs, self.hard(), self.early, self.driving)

    def place_early(self, pinned: Minutes, dirty: Flags, onward: Onward) -> None:
        """Early dates of the marked rows and of those they reach; no marks: of all."""
        given = self.place.sorted(self.network.duration)
        bounds = Bounds(self.floor, self.column("cap"), pinned, self.column("expected"), given)
        self.kernels.forward(self.lines, self.arcs, bounds, self.early, self.driving, dirty, onward)

    def hard(self) -> Flags:
        """(n,) whose early start a constraint sets whatever the links say [5.4]."""
        pinned = self.column("pinned_early")
        return pinned != NONE if len(pinned) else np.zeros(self.n, np.bool_)

    def follow_late(self) -> None:
        """Successors of what is planned as late as possible begin after its late dates [5.5]."""
        early, late = self.early, self.late
        rows = np.flatnonzero(self.place.sorted(self.network.as_late))
        pinned = self.column("pinned_early").copy()
        pinned = pinned if len(pinned) else np.full(self.n, NONE)
        pinned[rows] = np.maximum(early.start[rows], late.start[rows])
        self.place_early(pinned, ALL_ROWS, NOWHERE)
        early.start[rows] = self.by_links(rows)
        for row in rows:
            calendar, start = int(self.arcs.calendar[row]), int(early.start[row])
            early.begins[row] = self.kernels.start_of(self.lines, calendar, start)
            early.ends[row] = self.kernels.finish_of(
                self.lines, calendar, start + int(self.arcs.duration[row])
            )

    def by_links(self, rows: NDArray[np.intp]) -> Minutes:
        """Where floor and links alone would put these rows."""
        out = np.empty(len(rows), np.int64)
        self.kernels.by_links(self.lines, self.arcs, rows, self.floor[rows], self.early, out)
        return out

    def finishes(self) -> Minutes:
        """Latest early or actual finish of each project, as instants."""
        out = self.network.not_before.copy()
        self.kernels.latest(self.project, self.early, self.place.sorted(self.network.finished), out)
        return out

    def ends(self) -> Minutes:
        """(p,) where each project ends for its open ends: its own finish or the latest of all [7.2]."""
        if not self.network.one_finish or not self.n:
            return self.finish
        peopled = np.zeros(len(self.finish), np.bool_)
        peopled[self.project] = True
        return np.full_like(self.finish, self.finish[peopled].max())

    def ceilings(self) -> Minutes:
        """(n,) latest starts by project finish, constraints and open ends [7.1, 7.3]."""
        by = np.where(self.network.finish_by == NONE, self.ends(), self.network.finish_by)
        ceiling = self.from_project(by) - self.arcs.duration
        limit = self.column("ceiling")
        if len(limit):
            np.minimum(ceiling, limit, out=ceiling, where=limit != NONE)
        if self.network.open_ends_critical.any():
            ends_open = self.network.open_ends_critical[self.project]
            ends_open[self.arcs.source[self.arcs.kind != DEAD]] = False
            np.minimum(ceiling, self.early.start, out=ceiling, where=ends_open)
        return ceiling

    def backward(self) -> None:
        """[7], [8.2, 8.3]: late dates, link floats, free floats."""
        self.ceiling = self.ceilings()
        self.late = self.event(self.ceiling.copy())
        self.slack, self.free = np.empty(self.m, np.int64), np.full(self.n, MOST)
        pinned = self.column("pinned_late")
        self.kernels.backward(self.lines, self.arcs, pinned, self.late, self.early, self.slack, self.free)

    def total_float(self) -> Minutes:
        """[8.1], [8.5]."""
        early, late = self.early.start, self.late.start
        total = late - early
        rows = np.flatnonzero(self.place.sorted(self.network.overruled))
        if len(rows):
            total[rows] = late[rows] - np.maximum(early[rows], self.by_links(rows))
        return total

    def longest(self) -> Flags:
        """[9.3]: everything that drives an activity on which a project's finish stands."""
        on: Flags = self.early.start + self.arcs.duration >= self.from_project(self.finish)
        self.kernels.longest(self.arcs, self.driving, on)
        return on

    def shown(self) -> tuple[Event, Event]:
        """Copies of the dates with the instants that are not where a start begins and a finish ends [1.4, 1.5]."""
        early, late = (Event(e.start, e.begins.copy(), e.ends.copy()) for e in (self.early, self.late))
        kind, lag = self.arcs.kind, self.arcs.lag
        if ((kind == self.kernels.SF) | ((kind == self.kernels.FF) & (lag < 0))).any():
            self.kernels.raw_sides(self.lines, self.arcs, early, late, self.driving)
        empty = np.flatnonzero(self.arcs.duration == 0)
        mark = self.place.sorted(self.network.milestone)
        kinds = mark[empty] if len(mark) else np.zeros(len(empty), np.int8)
        start, finish = empty[kinds != FINISH_MOMENT], empty[kinds == FINISH_MOMENT]
        early.ends[start], early.begins[finish] = early.begins[start], early.ends[finish]
        start, finish = empty[kinds == START_MOMENT], empty[kinds != START_MOMENT]
        late.ends[start], late.begins[finish] = late.begins[start], late.ends[finish]
        if self.network.raw_moments:
            moment = self.place.sorted(self.network.moment)
            self.kernels.settle_moments(self.lines, self.arcs, early, self.driving, moment)
            self.kernels.settle_late_moments(self.lines, self.arcs, late)
        return early, late

    def onwards(self) -> Onward:
        """Links by predecessor; made once for all repairs of this network."""
        if not len(self.onward.at):
            at, link = self.kernels.grouped(self.n, self.arcs.source)
            target = np.repeat(np.arange(self.n, dtype=np.int32), np.diff(self.arcs.at))
            self.onward = Onward(at, target[link], link)
        return self.onward

    def places(self) -> Int32:
        """(n,) where each row of the network stands in topological order."""
        return _scattered(np.arange(self.n, dtype=np.int32), self.place.order)

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
