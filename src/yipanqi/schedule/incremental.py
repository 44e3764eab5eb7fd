"""One changed fact reschedules only what it reaches; the result equals a full computation [11.3]."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yipanqi.schedule.bounds import SPANNING
from yipanqi.schedule.checking import refuse_bad
from yipanqi.schedule.compile import Compiled, columns
from yipanqi.schedule.errors import InputError
from yipanqi.schedule.facts import Facts
from yipanqi.schedule.lags import LinkColumns
from yipanqi.schedule.network import Network
from yipanqi.schedule.problem import Activity, Link, Problem
from yipanqi.schedule.repair import mended
from yipanqi.schedule.result import NONE, Flags, ScheduleResult
from yipanqi.schedule.scheduling import State, assembled, schedule

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Change:
    """What is different: each activity takes the place of the one with its key.

    links    a new link in the place of the one at this position in `problem.links`
    added, removed  further links, and positions of links that go
    """

    activities: tuple[Activity, ...] = ()
    links: Mapping[int, Link] = field(default_factory=dict)
    added: tuple[Link, ...] = ()
    removed: frozenset[int] = frozenset()

    def applied(self, problem: Problem, row: Mapping[str, int]) -> Problem:
        """The problem after the change; InputError for an unknown activity or link."""
        activities = list(problem.activities)
        links = list(problem.links) if self.links or self.added or self.removed else []
        for activity in self.activities:
            if activity.key not in row:
                raise InputError("schedule.unknown_activity", f"there is no activity {activity.id} to change")
            activities[row[activity.key]] = activity
        for number in (*self.links, *self.removed):
            if not 0 <= number < len(problem.links):
                raise InputError("schedule.unknown_link", f"there is no link number {number} to change")
        changed = replace(problem, activities=tuple(activities))
        return (
            replace(changed, links=self._links(links))
            if self.links or self.added or self.removed
            else changed
        )

    def _links(self, links: list[Link]) -> tuple[Link, ...]:
        for number, link in self.links.items():
            links[number] = link
        kept = (link for number, link in enumerate(links) if number not in self.removed)
        return (*kept, *self.added)


def reschedule(previous: ScheduleResult, change: Change) -> ScheduleResult:
    """The schedule after `change`: what the change cannot reach is taken over from `previous`.

    Facts of activities and of links (type, lag) are mended in place; what changes the shape of the network, its
    calendars or who belongs to which summary is computed anew. Errors as `schedule`.
    """
    state = previous.state
    if not isinstance(state, State):
        return schedule(change.applied(previous.problem, previous.row))
    problem = change.applied(previous.problem, state.compiled.facts.row)
    if not _mendable(state.compiled, change):
        return schedule(problem)
    return _Mending(state, problem, change).result()


def _mendable(compiled: Compiled, change: Change) -> bool:
    """Whether rows, links, calendars and summaries stay what they are."""
    facts = compiled.facts
    if change.added or change.removed or len(compiled.links.number) != len(facts.problem.links):
        return False
    if any(project.from_finish for project in facts.problem.projects):
        return False
    for activity in change.activities:
        old = facts.activities[facts.row[activity.key]]
        same = (old.project, old.wbs) == (activity.project, activity.wbs)
        if not same or SPANNING & {old.kind, activity.kind} or activity.calendar not in facts.calendar_row:
            return False
    for number, link in change.links.items():
        before = facts.problem.links[number]
        if (before.predecessor, before.successor) != (link.predecessor, link.successor):
            return False
        if link.lag_calendar is not None and link.lag_calendar not in facts.calendar_row:
            return False
    return not (facts.microsoft and facts.members and _touches_summary(compiled, change))


def _touches_summary(compiled: Compiled, change: Change) -> bool:
    """Under Microsoft's rules a summary's links hold for its members: then all is computed anew."""
    facts = compiled.facts
    kinds = np.fromiter((a.kind in SPANNING for a in facts.activities), np.bool_, facts.n)
    return bool((kinds[compiled.links.predecessor] | kinds[compiled.links.successor]).any())


class _Mending:
    """The columns of a few rows computed from a small problem, put into copies of the large one's columns.

    rows    positions in the problem of the changed activities and of the successors of changed links' ends
    links   positions of all links at `rows`
    """

    def __init__(self, state: State, problem: Problem, change: Change) -> None:
        self.state, self.problem = state, problem
        facts, links = state.compiled.facts, state.compiled.links
        marked = np.zeros(facts.n, np.bool_)
        marked[[facts.row[activity.key] for activity in change.activities]] = True
        numbers = list(change.links)
        marked[links.successor[numbers]] = True
        marked[links.successor[marked[links.predecessor]]] = True
        self.rows: Rows = np.flatnonzero(marked)
        self.links: Rows = np.flatnonzero(marked[links.predecessor] | marked[links.successor])
        self.small = self._small()

    def _small(self) -> tuple[Facts, LinkColumns, Rows]:
        """Facts and links of the neighbourhood, and where `rows` are among its activities."""
        facts, links = self.state.compiled.facts, self.state.compiled.links
        near = np.unique(
            np.concatenate((self.rows, links.predecessor[self.links], links.successor[self.links]))
        )
        problem = replace(
            self.problem,
            activities=tuple(self.problem.activities[row] for row in near),
            links=tuple(self.problem.links[number] for number in self.links),
        )
        refuse_bad(problem)
        small = Facts(problem, facts)
        return small, LinkColumns(small, {}), np.searchsorted(near, self.rows)

    def result(self) -> ScheduleResult:
        """Columns, then dates, then the result."""
        before = self.state.compiled
        facts = self._facts()
        links = self._links(facts)
        part = before.place[self.rows] >= 0
        rows = before.place[self.rows[part]].astype(np.intp)
        inside = before.link_place[self.links] >= 0
        numbers = before.link_place[self.links[inside]].astype(np.intp)
        network = self._network(rows, part, numbers, inside)
        run = mended(self.state.run, network, rows, numbers)
        compiled = replace(before, facts=facts, links=links, network=network)
        return assembled(self.problem, State(compiled, run))

    def _facts(self) -> Facts:
        facts = copy.copy(self.state.compiled.facts)
        facts.problem, facts.activities = self.problem, self.problem.activities
        small, _, at = self.small
        for name in ("calendar", "duration", "started", "finished"):
            setattr(facts, name, _put(getattr(facts, name), self.rows, getattr(small, name)[at]))
        return facts

    def _links(self, facts: Facts) -> LinkColumns:
        links = copy.copy(self.state.compiled.links)
        links.facts, links.links = facts, self.problem.links
        for name in (
            "kind",
            "lag",
            "whole_lag",
            "calendar",
            "kept",
            "fixed",
            "gone",
            "from_finish",
            "to_finish",
        ):
            setattr(links, name, _put(getattr(links, name), self.links, getattr(self.small[1], name)))
        return links

    def _network(self, rows: Rows, part: Flags, numbers: Rows, inside: Flags) -> Network:
        """The network with the columns of a few rows and links replaced."""
        before = self.state.compiled.network
        small, links, at = self.small
        found = columns(small, links)
        new: dict[str, Any] = {}
        for name in OPTIONAL:
            old, few = getattr(before, name), found.get(name, _no_bound(name, small.n))
            if len(old) or _binds(few):
                full = old if len(old) else _no_bound(name, before.size)
                new[name] = _put(full, rows, few[at][part])
        for name in ("calendar", "duration"):
            new[name] = _put(getattr(before, name), rows, getattr(small, name)[at][part])
        for name, source in (("kind", "kind"), ("lag", "lag"), ("lag_calendar", "calendar")):
            new[name] = _put(getattr(before, name), numbers, getattr(links, source)[inside])
        return replace(before, **new)


OPTIONAL = (
    *("floor", "ceiling", "cap", "pinned_early", "pinned_late", "expected", "finished", "moment"),
    *("free_start", "overruled", "as_late", "milestone"),
)
"""Columns of `Network` that may be empty."""
KINDS = {"free_start": np.bool_, "overruled": np.bool_, "as_late": np.bool_, "milestone": np.int8}


def _no_bound(name: str, n: int) -> NDArray[Any]:
    """The column of a bound that nobody has."""
    return np.zeros(n, KINDS[name]) if name in KINDS else np.full(n, NONE)


def _binds(column: NDArray[Any]) -> bool:
    return bool((column != (NONE if column.dtype == np.int64 else 0)).any())


def _put(column: NDArray[Any], rows: Rows, values: NDArray[Any]) -> NDArray[Any]:
    out = column.copy()
    out[rows] = values
    return out
