"""What a planner should look at though the schedule stands; each names its activities."""

from collections.abc import Callable, Iterator

import numpy as np

from yipanqi.schedule.bounds import MOMENTARY, SPANNING
from yipanqi.schedule.facts import Facts
from yipanqi.schedule.lags import LinkColumns
from yipanqi.schedule.problem import Activity, LinkType, ProgressMode
from yipanqi.schedule.result import NONE, Flags, Minutes, ScheduleWarning
from yipanqi.schedule.spans import Columns


def warnings(
    facts: Facts, links: LinkColumns, columns: Columns, finish: Minutes
) -> tuple[ScheduleWarning, ...]:
    """In stable order: progress first, then what the dates show."""
    found = (
        *_by_activity(facts),
        *_out_of_sequence(facts, links),
        *_late_projects(facts, finish),
        *_negative(facts, columns),
    )
    return found


def _by_activity(facts: Facts) -> Iterator[ScheduleWarning]:
    now = facts.not_before[facts.project]
    if not facts.microsoft:
        ahead = (facts.started != NONE) & (facts.started > now) | (facts.finished != NONE) & (
            facts.finished > now
        )
        yield from _about(facts, ahead, "actual_after_data_date", "actual dates after the data date")
    yield from _about(
        facts,
        _flags(facts, _hangs),
        "suspended",
        "suspended without a date to resume: goes on at the data date",
    )
    yield from _about(
        facts, _flags(facts, _long_moment), "milestone_duration", "milestones with a duration: it is left out"
    )


def _hangs(activity: Activity) -> bool:
    return activity.suspend is not None and activity.resume is None and activity.actual_finish is None


def _long_moment(activity: Activity) -> bool:
    return activity.kind in MOMENTARY and activity.duration > 0


def _out_of_sequence(facts: Facts, links: LinkColumns) -> Iterator[ScheduleWarning]:
    """Begun although a predecessor by FS has not finished, or by SS has not begun [6.5]."""
    begun = facts.started[links.successor] != NONE
    waits = np.array([link.type is LinkType.FINISH_START for link in links.links], np.bool_)
    open_finish = facts.finished[links.predecessor] == NONE
    open_start = (facts.started[links.predecessor] == NONE) & open_finish
    starts = np.array([link.type is LinkType.START_START for link in links.links], np.bool_)
    broken = begun & ((waits & open_finish) | (starts & open_start)) & (links.whole_lag >= 0)
    flags = np.zeros(facts.n, np.bool_)
    flags[links.successor[broken]] = True
    for row in np.flatnonzero(flags):
        flags[row] = facts.activities[row].kind not in SPANNING
    names = {
        ProgressMode.RETAINED_LOGIC: "begun before a predecessor allows: the rest waits for it",
        ProgressMode.OVERRIDE: "begun before a predecessor allows: the link is overridden",
        ProgressMode.ACTUAL_DATES: "begun before a predecessor allows: the rest waits, actual dates count",
    }
    yield from _about(facts, flags, "out_of_sequence", names[facts.problem.options.progress])


def _late_projects(facts: Facts, finish: Minutes) -> Iterator[ScheduleWarning]:
    for project, end, wanted in zip(facts.problem.projects, finish, facts.finish_by, strict=True):
        if wanted != NONE and end > wanted:
            message = f"project {project.name or project.id} finishes after its must-finish-by date"
            yield ScheduleWarning("schedule.late_project", message)


def _negative(facts: Facts, columns: Columns) -> Iterator[ScheduleWarning]:
    flags = (columns.total_float != NONE) & (columns.total_float < 0)
    yield from _about(facts, flags, "negative_float", "negative float: a constraint or date cannot be kept")


def _flags(facts: Facts, asked: Callable[[Activity], bool]) -> Flags:
    return np.fromiter(map(asked, facts.activities), np.bool_, facts.n)


def _about(facts: Facts, flags: Flags, code: str, what: str) -> Iterator[ScheduleWarning]:
    """One warning with all its activities; the sentence names the first few."""
    ids = tuple(facts.activities[row].id for row in np.flatnonzero(flags))
    if ids:
        shown = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
        yield ScheduleWarning(f"schedule.{code}", f"{shown}: {what}", ids)
