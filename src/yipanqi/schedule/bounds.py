"""Constraints and progress as bounds on the start of each activity [5, 6]."""

from collections.abc import Mapping
from operator import attrgetter

import numpy as np

from yipanqi.schedule.problem import Activity, Constraint, ConstraintKind, Kind, Options, Rules
from yipanqi.schedule.result import NONE, Minutes, to_minutes

SPANNING = frozenset({Kind.LEVEL_OF_EFFORT, Kind.WBS_SUMMARY, Kind.HAMMOCK})
"""Kinds whose dates follow from others after the passes [10.3]."""
MOMENTARY = frozenset({Kind.START_MILESTONE, Kind.FINISH_MILESTONE, Kind.DUMMY})
"""Kinds without duration [10.2]."""

Names = tuple[str, ...]

PRIMAVERA: Mapping[ConstraintKind, Names] = {
    ConstraintKind.START_ON: ("earliest_start", "latest_start"),
    ConstraintKind.START_ON_OR_AFTER: ("earliest_start",),
    ConstraintKind.START_ON_OR_BEFORE: ("latest_start",),
    ConstraintKind.FINISH_ON: ("earliest_finish", "latest_finish"),
    ConstraintKind.FINISH_ON_OR_AFTER: ("earliest_finish",),
    ConstraintKind.FINISH_ON_OR_BEFORE: ("latest_finish",),
    ConstraintKind.MANDATORY_START: ("pinned_start", "pinned_late_start"),
    ConstraintKind.MANDATORY_FINISH: ("pinned_finish", "pinned_late_finish"),
    ConstraintKind.AS_LATE_AS_POSSIBLE: (),
}
"""Which bounds a constraint sets [5.1–5.4]."""

MICROSOFT: Mapping[ConstraintKind, Names] = {
    **PRIMAVERA,
    ConstraintKind.START_ON_OR_BEFORE: ("latest_start", "cap_start"),
    ConstraintKind.FINISH_ON_OR_BEFORE: ("latest_finish", "cap_finish"),
}
"""A constraint date goes before a link where MS Project honours constraints [5.8]."""

SOFT: Mapping[ConstraintKind, Names] = {
    **PRIMAVERA,
    ConstraintKind.MANDATORY_START: PRIMAVERA[ConstraintKind.START_ON],
    ConstraintKind.MANDATORY_FINISH: PRIMAVERA[ConstraintKind.FINISH_ON],
}
"""MS Project where it does not honour constraints [5.8]."""

STILL_ACT = frozenset({"earliest_finish", "latest_finish", "pinned_late_finish"})
LATER_WINS = frozenset({"earliest_start", "earliest_finish"})


restricting = attrgetter(
    *("constraint", "secondary", "actual_start", "external_early_start", "external_late_finish"),
    *("deadline", "expected_finish"),
)
"""All facts of an activity that may become bounds; NOTHING where there is none, which is quick to see."""
NOTHING = (None,) * 7


class Instants:
    """Bounds as clock times, one column per kind of bound; a column exists once it is used."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.columns: dict[str, Minutes] = {}

    def bound(self, name: str, row: int, moment: int) -> None:
        """Of two bounds of one kind the tighter one holds."""
        column = self.columns.setdefault(name, np.full(self.n, NONE))
        present = int(column[row])
        tighter = max if name in LATER_WINS else min
        column[row] = moment if present == NONE else tighter(present, moment)


def constrain(instants: Instants, row: int, activity: Activity, options: Options) -> None:
    """Constraints, deadline and external dates of one activity that has not finished [5, 6.6]."""
    for constraint in (activity.constraint, activity.secondary):
        if constraint is not None and constraint.date is not None:
            for name in _bounds_of(constraint, activity, options):
                instants.bound(name, row, to_minutes(constraint.date))
    if activity.external_early_start is not None and activity.actual_start is None:
        instants.bound("earliest_start", row, to_minutes(activity.external_early_start))
    if activity.external_late_finish is not None:
        instants.bound("latest_finish", row, to_minutes(activity.external_late_finish))
    microsoft = options.rules is Rules.MICROSOFT
    if activity.deadline is not None and microsoft:
        instants.bound("latest_finish", row, to_minutes(activity.deadline))
    if activity.expected_finish is not None and options.use_expected_finish and not microsoft:
        instants.bound("expected", row, to_minutes(activity.expected_finish))


def _bounds_of(constraint: Constraint, activity: Activity, options: Options) -> Names:
    """The bounds that still act: none on a start that has happened [5.9]."""
    hard = options.rules is Rules.MICROSOFT and options.honor_constraints
    names = (MICROSOFT if hard else SOFT if options.rules is Rules.MICROSOFT else PRIMAVERA)[constraint.kind]
    if activity.actual_start is None:
        return names
    return tuple(name for name in names if name in STILL_ACT)


def progress(instants: Instants, row: int, activity: Activity) -> None:
    """What has begun goes on from its actual start or its resumption, whichever is later [6.2, 6.4]."""
    for moment in (activity.actual_start, activity.resume if activity.suspend is not None else None):
        if moment is not None:
            instants.bound("earliest_start", row, to_minutes(moment))


def remaining(activity: Activity) -> int:
    """Working minutes still to do [6.2]."""
    if activity.actual_finish is not None or activity.kind in MOMENTARY:
        return 0
    if activity.remaining is not None:
        return activity.remaining
    if activity.actual_start is None:
        return activity.duration
    return round(activity.duration * (1 - activity.percent_complete / 100))
