"""Checks 12 and 13: is the critical path one, and is it long enough?"""

from collections.abc import Callable
from dataclasses import replace

from yipanqi.schedule.checks.facts import Facts
from yipanqi.schedule.checks.model import Check, CheckResult, Measure, Offender, Population, judged
from yipanqi.schedule.problem import Activity, Problem, ProjectInfo
from yipanqi.schedule.result import ScheduleResult
from yipanqi.schedule.working import working_minutes

DELAY = 600
"""Working days added to one critical activity."""
TOLERANCE = 0.01
"""Share of the delay that calendars of successors may swallow."""
LEAST_INDEX = 0.95

Reschedule = Callable[[Problem], ScheduleResult]


def critical_path_test(facts: Facts, reschedule: Reschedule) -> CheckResult:
    """Delay the first task of the longest path by 600 days: the end of its project must move as much.

    `value` is the movement of the end in working days of the delayed activity's calendar.
    """
    victim = _first_critical(facts)
    moved = None if victim is None else _movement(facts, victim, reschedule)
    least = DELAY * (1 - TOLERANCE)
    offenders = () if victim is None or moved is None or moved >= least else (Offender((victim.id,), moved),)
    return judged(
        Check.CRITICAL_PATH_TEST, Population.ONE_ACTIVITY, int(victim is not None), offenders, Measure.DAYS, moved,
        least, at_most=False,
    )  # fmt: skip


def _first_critical(facts: Facts) -> Activity | None:
    """The earliest unfinished task of the longest path of the project that finishes last."""
    finishing = [(finish, p.id) for p in facts.projects if (finish := facts.project_finish(p)) is not None]
    last = max(finishing, default=(None, None))[1]
    row, result = facts.result.row, facts.result
    inside = [a for a in facts.open_tasks if a.project == last]
    on_path = [a for a in inside if result.longest_path[row[a.key]]] or inside
    return min(on_path, key=lambda a: _urgency(result, row[a.key]), default=None)


def _urgency(result: ScheduleResult, place: int) -> tuple[bool, int, int]:
    """Longest path first; without one the smallest float; then the earliest."""
    early = int(result.early_start[place])
    return (
        not result.longest_path[place],
        0 if result.longest_path[place] else int(result.total_float[place]),
        early,
    )


def _movement(facts: Facts, victim: Activity, reschedule: Reschedule) -> float | None:
    extra = DELAY * facts.day(victim)
    delayed = reschedule(_with(facts.result.problem, lengthened(victim, extra)))
    project = next(p for p in facts.projects if p.id == victim.project)
    before, after = facts.project_finish(project), Facts(delayed).project_finish(project)
    if before is None or after is None:
        return None
    return working_minutes(facts.calendar(victim), before, after) / facts.day(victim)


def lengthened(activity: Activity, extra: int) -> Activity:
    """The activity with `extra` more working minutes to do."""
    begun = activity.remaining is not None or activity.percent_complete > 0
    left = round(activity.duration * (1 - activity.percent_complete / 100))
    remaining = (activity.remaining if activity.remaining is not None else left) + extra if begun else None
    return replace(activity, duration=activity.duration + extra, remaining=remaining)


def _with(problem: Problem, changed: Activity) -> Problem:
    activities = tuple(changed if a.key == changed.key else a for a in problem.activities)
    return replace(problem, activities=activities)


def cpli(facts: Facts) -> CheckResult:
    """Critical path length index (CPL + float) ÷ CPL of the worst project.

    CPL runs from the data date to the computed finish, the float from there to the required finish, both in working
    time of the project's calendar.
    """
    indices = [(p, index) for p in facts.projects if (index := _path_index(facts, p)) is not None]
    offenders = tuple(Offender((p.id,), _float_days(facts, p)) for p, index in indices if index < LEAST_INDEX)
    value = min((index for _, index in indices), default=None)
    return judged(
        Check.CPLI, Population.PROJECTS, len(indices), offenders, Measure.INDEX, value, LEAST_INDEX, at_most=False
    )  # fmt: skip


def _path_index(facts: Facts, project: ProjectInfo) -> float | None:
    finish = facts.project_finish(project)
    if finish is None:
        return None
    length = working_minutes(facts.calendar(project), project.data_date or project.start, finish)
    spare = _float_days(facts, project)
    if spare is None or length <= 0:
        return None
    return 1 + spare * facts.day(project) / length


def _float_days(facts: Facts, project: ProjectInfo) -> float | None:
    required, finish = facts.required_finish(project), facts.project_finish(project)
    if required is None or finish is None:
        return None
    return working_minutes(facts.calendar(project), finish, required) / facts.day(project)
