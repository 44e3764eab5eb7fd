"""From a frozen problem to a network of arrays: ids become rows, facts become bounds [4, 5, 6]."""

from dataclasses import dataclass

import numpy as np

from yipanqi.schedule.bounds import SPANNING, Instants, constrain, progress
from yipanqi.schedule.facts import Facts
from yipanqi.schedule.lags import LinkColumns
from yipanqi.schedule.network import FINISH_MOMENT, START_MOMENT, Int8, Network
from yipanqi.schedule.problem import Activity, ConstraintKind, Kind, Problem
from yipanqi.schedule.result import NONE, Flags, Minutes, to_minutes
from yipanqi.schedule.timeline import Int32

TARGETS = {
    "earliest_start": ("floor", np.maximum),
    "earliest_finish": ("floor", np.maximum),
    "latest_start": ("ceiling", np.minimum),
    "latest_finish": ("ceiling", np.minimum),
    "cap_start": ("cap", np.minimum),
    "cap_finish": ("cap", np.minimum),
    "pinned_start": ("pinned_early", np.minimum),
    "pinned_finish": ("pinned_early", np.minimum),
    "pinned_late_start": ("pinned_late", np.minimum),
    "pinned_late_finish": ("pinned_late", np.minimum),
    "expected": ("expected", np.minimum),
}
"""From a bound in clock time to the column of the network, and which of two bounds is tighter."""

MOMENT = {Kind.START_MILESTONE: START_MOMENT, Kind.FINISH_MILESTONE: FINISH_MOMENT}


@dataclass(frozen=True, slots=True)
class Compiled:
    """The network of the activities and links that take part in the passes.

    rows   (n,) position in `problem.activities` of each row of the network
    links  (m,) position in `problem.links` of each link of the network
    """

    facts: Facts
    network: Network
    rows: Int32
    links: Int32


def compiled(problem: Problem) -> Compiled:
    """The network of a problem that `checking.refuse_bad` let pass."""
    facts = Facts(problem)
    links = LinkColumns(facts)
    part = np.fromiter((a.kind not in SPANNING for a in facts.activities), np.bool_, facts.n)
    rows = np.flatnonzero(part).astype(np.int32)
    place = np.cumsum(part, dtype=np.int32) - np.int32(1)
    kept = np.flatnonzero(links.kept & part[links.predecessor] & part[links.successor]).astype(np.int32)
    network = Network(
        lines=facts.lines,
        calendar=facts.calendar[rows],
        duration=facts.duration[rows],
        predecessor=place[links.predecessor[kept]],
        successor=place[links.successor[kept]],
        kind=links.kind[kept],
        lag=links.lag[kept],
        lag_calendar=links.calendar[kept],
        project=facts.project[rows],
        not_before=facts.not_before,
        finish_by=facts.by_project(lambda p: to_minutes(p.must_finish_by)),
        one_finish=not problem.options.float_per_project,
        finished=facts.finished[rows],
        milestone=milestones(facts)[rows],
        as_late=as_late(facts)[rows],
        **{name: column[rows] for name, column in bounds(facts).items()},
    )
    return Compiled(facts, network, rows, kept)


def bounds(facts: Facts) -> dict[str, Minutes]:
    """(n,) columns of `Network` by name, as coordinates of starts on each activity's calendar."""
    instants = Instants(facts.n)
    for row, activity in enumerate(facts.activities):
        if activity.actual_finish is not None:
            continue
        if activity.actual_start is not None:
            progress(instants, row, activity)
        constrain(instants, row, activity, facts.options[facts.project[row]])
    return coordinates(facts, instants)


def coordinates(facts: Facts, instants: Instants) -> dict[str, Minutes]:
    """Start and finish bounds of one kind become one bound on the start [4.4]."""
    out: dict[str, Minutes] = {}
    for name, column in instants.columns.items():
        known = np.flatnonzero(column != NONE)
        values = facts.worked(facts.calendar[known], column[known])
        if name.endswith("_finish"):
            values -= facts.duration[known]
        target, tighter = TARGETS[name]
        bound = out.setdefault(target, np.full(facts.n, NONE))
        bound[known] = np.where(bound[known] == NONE, values, tighter(bound[known], values))
    return out


def milestones(facts: Facts) -> Int8:
    """(n,) START_MOMENT, FINISH_MOMENT or 0 [1.5]."""
    return np.fromiter((MOMENT.get(a.kind, 0) for a in facts.activities), np.int8, facts.n)


def as_late(facts: Facts) -> Flags:
    """Who is to be as late as possible and has not begun [5.5]."""
    return np.fromiter(map(wants_late, facts.activities), np.bool_, facts.n)


def wants_late(activity: Activity) -> bool:
    """Whether a constraint asks for the latest dates and no work has begun."""
    kinds = {c.kind for c in (activity.constraint, activity.secondary) if c is not None}
    return ConstraintKind.AS_LATE_AS_POSSIBLE in kinds and activity.actual_start is None
