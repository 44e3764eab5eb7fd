"""What MS Project does differently before the passes: progress, hard dates, where the project start holds."""

import numpy as np

from yipanqi.schedule.facts import Facts
from yipanqi.schedule.lags import LinkColumns
from yipanqi.schedule.problem import Activity, ConstraintKind
from yipanqi.schedule.result import NONE, Flags, Minutes, to_minutes

MUST = frozenset({ConstraintKind.MANDATORY_START, ConstraintKind.MANDATORY_FINISH})
NO_LATER = frozenset({ConstraintKind.START_ON_OR_BEFORE, ConstraintKind.FINISH_ON_OR_BEFORE})
NO_EARLIER = frozenset({ConstraintKind.START_ON_OR_AFTER, ConstraintKind.FINISH_ON_OR_AFTER})


def pin_progress(facts: Facts, bounds: dict[str, Minutes]) -> None:
    """What has begun lies where its actual start and its work done put it [6.7]; changes `bounds`."""
    rows = np.flatnonzero(facts.started != NONE)
    if not len(rows):
        return
    early = bounds.setdefault("pinned_early", np.full(facts.n, NONE))
    late = bounds.setdefault("pinned_late", np.full(facts.n, NONE))
    begin = facts.worked(facts.calendar[rows], facts.started[rows])
    done = facts.finished[rows] != NONE
    whole = np.array([facts.activities[row].duration for row in rows])
    rest = begin + np.maximum(0, whole - facts.duration[rows])
    resumed = [to_minutes(facts.activities[row].resume) for row in rows]
    rest = np.maximum(rest, facts.worked(facts.calendar[rows], np.array(resumed, np.int64)))
    if "floor" in bounds:
        rest = np.maximum(rest, bounds["floor"][rows])
    early[rows] = np.where(done, begin, rest)
    late[rows[done]] = begin[done]


def free_starts(facts: Facts, links: LinkColumns, bounds: dict[str, Minutes]) -> Flags:
    """(n,) who may begin before the project does: links or a date of its own place it [4.3]."""
    to_finish = links.from_finish & links.to_finish
    linked, held = np.zeros(facts.n, np.bool_), np.zeros(facts.n, np.bool_)
    linked[links.successor[links.kept]] = True
    held[links.successor[links.kept & to_finish]] = True
    dated = np.fromiter((_kind(a) in NO_EARLIER for a in facts.activities), np.bool_, facts.n)
    free: Flags = (linked & ~held) | (dated & ~linked)
    if "pinned_early" in bounds:
        free |= bounds["pinned_early"] != NONE
    return free


def overruled(facts: Facts) -> Flags:
    """(n,) whose float counts from where the links would put it [8.5]."""
    hard = (
        _kind(activity) in MUST | NO_LATER and activity.actual_start is None for activity in facts.activities
    )
    return np.fromiter(hard, np.bool_, facts.n)


def moments(facts: Facts) -> Minutes:
    """(n,) constraint dates as instants, for activities that are but a moment [1.5]."""
    dates = (to_minutes(a.constraint.date) if a.constraint else NONE for a in facts.activities)
    return np.fromiter(dates, np.int64, facts.n)


def _kind(activity: Activity) -> ConstraintKind | None:
    return activity.constraint.kind if activity.constraint else None
