"""From a frozen problem to a network of arrays: ids become rows, facts become bounds [4, 5, 6]."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from yipanqi.schedule import microsoft
from yipanqi.schedule.bounds import NOTHING, SPANNING, Instants, constrain, progress, restricting
from yipanqi.schedule.facts import Facts
from yipanqi.schedule.lags import LinkColumns
from yipanqi.schedule.network import FINISH_MOMENT, START_MOMENT, Network
from yipanqi.schedule.problem import Activity, ConstraintKind, Kind, Problem
from yipanqi.schedule.result import NONE, Minutes, to_minutes
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

    rows     (n,) position in `problem.activities` of each row of the network
    numbers  (m,) position in `problem.links` of each link of the network
    place, link_place  the other way: by position in the problem, -1 for what takes no part
    """

    facts: Facts
    links: LinkColumns
    network: Network
    rows: Int32
    numbers: Int32
    place: Int32
    link_place: Int32


def compiled(problem: Problem, first: Mapping[int, int] | None = None) -> Compiled:
    """The network of a problem that `checking.refuse_bad` let pass.

    first  the member at which a summary begins, by rows; only Microsoft's rules ask for it [10.4]
    """
    facts = Facts(problem)
    links = LinkColumns(facts, first or {})
    part = np.fromiter((a.kind not in SPANNING for a in facts.activities), np.bool_, facts.n)
    rows = np.flatnonzero(part).astype(np.int32)
    place = _inverse(rows, facts.n)
    inside = part[links.predecessor] & part[links.successor]
    kept = np.flatnonzero(inside)
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
        finish_by=facts.finish_by,
        open_ends_critical=np.array([o.open_ends_critical for o in facts.options], np.bool_),
        one_finish=not problem.options.float_per_project,
        raw_moments=facts.microsoft,
        **{name: column[rows] for name, column in columns(facts, links).items()},
    )
    numbers = links.number[kept]
    return Compiled(facts, links, network, rows, numbers, place, _inverse(numbers, len(problem.links)))


def _inverse(positions: Int32, n: int) -> Int32:
    out = np.full(n, -1, np.int32)
    out[positions] = np.arange(len(positions), dtype=np.int32)
    return out


def columns(facts: Facts, links: LinkColumns) -> dict[str, Any]:
    """The (n,) columns of `Network` that only some activities need."""
    found: dict[str, Any] = dict(bounds(facts, links))
    found["milestone"] = np.fromiter((MOMENT.get(a.kind, 0) for a in facts.activities), np.int8, facts.n)
    found["as_late"] = np.fromiter(map(wants_late, facts.activities), np.bool_, facts.n)
    found["finished"] = facts.finished
    if facts.microsoft:
        found["free_start"] = microsoft.free_starts(facts, links, found)
        found["overruled"] = microsoft.overruled(facts)
        found["moment"] = microsoft.moments(facts)
    return found


def bounds(facts: Facts, links: LinkColumns) -> dict[str, Minutes]:
    """(n,) bounds by name, as coordinates of starts on each activity's calendar."""
    instants = Instants(facts.n)
    for row, activity in enumerate(facts.activities):
        if restricting(activity) != NOTHING and activity.actual_finish is None:
            constrain(instants, row, activity, facts.options[facts.project[row]])
            if activity.actual_start is not None and not facts.microsoft:
                progress(instants, row, activity)
    for row, name, moment in links.floors():
        instants.bound(name, row, moment)
    found = coordinates(facts, instants)
    if facts.microsoft:
        microsoft.pin_progress(facts, found)
    pin_by_hand(facts, found)
    return found


def pin_by_hand(facts: Facts, bounds: dict[str, Minutes]) -> None:
    """A start fixed by hand moves for nothing [6.8]; changes `bounds`."""
    hands = {i: a.manual_start for i, a in enumerate(facts.activities) if a.manual and not a.actual_start}
    rows = np.array([i for i, start in hands.items() if start is not None], np.int64)
    if len(rows):
        pinned = bounds.setdefault("pinned_early", np.full(facts.n, NONE))
        starts = np.array([to_minutes(hands[row]) for row in rows], np.int64)
        pinned[rows] = facts.worked(facts.calendar[rows], starts)


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


def wants_late(activity: Activity) -> bool:
    """Whether a constraint asks for the latest dates and no work has begun."""
    if activity.constraint is None and activity.secondary is None:
        return False
    kinds = {c.kind for c in (activity.constraint, activity.secondary) if c is not None}
    return ConstraintKind.AS_LATE_AS_POSSIBLE in kinds and activity.actual_start is None
