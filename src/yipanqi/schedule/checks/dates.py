"""Checks 6–11 and 14: floats, durations, dates, resources, and what was due."""

from collections.abc import Iterator
from datetime import datetime

from yipanqi.schedule.checks.facts import Facts
from yipanqi.schedule.checks.model import (
    Check,
    CheckResult,
    Measure,
    Offender,
    Population,
    judged,
    none_allowed,
    share,
)
from yipanqi.schedule.problem import Activity
from yipanqi.schedule.result import NONE

FEW = 0.05
TWO_MONTHS = 44
"""Working days: two months of office weeks."""
LEAST_INDEX = 0.95


def _floats(facts: Facts) -> Iterator[tuple[Activity, float]]:
    """Unfinished activities with their total float in working days."""
    for activity in facts.open:
        minutes = int(facts.result.total_float[facts.result.row[activity.key]])
        if minutes != NONE:
            yield activity, minutes / facts.day(activity)


def high_float(facts: Facts) -> CheckResult:
    """Total float above 44 working days: at most 5 %."""
    offenders = tuple(Offender((a.id,), days) for a, days in _floats(facts) if days > TWO_MONTHS)
    return share(Check.HIGH_FLOAT, Population.OPEN_ACTIVITIES, len(facts.open), offenders, FEW)


def negative_float(facts: Facts) -> CheckResult:
    """Total float below 0: none is allowed."""
    offenders = tuple(Offender((a.id,), days) for a, days in _floats(facts) if days < 0)
    return none_allowed(Check.NEGATIVE_FLOAT, Population.OPEN_ACTIVITIES, len(facts.open), offenders)


def long_duration(facts: Facts) -> CheckResult:
    """Planned duration above 44 working days: at most 5 % of the unfinished tasks."""
    lengths = ((a, a.duration / facts.day(a)) for a in facts.open_tasks)
    offenders = tuple(Offender((a.id,), days) for a, days in lengths if days > TWO_MONTHS)
    return share(Check.LONG_DURATION, Population.OPEN_TASKS, len(facts.open_tasks), offenders, FEW)


def invalid_dates(facts: Facts) -> CheckResult:
    """Actual dates after the data date, or planned dates before it: none is allowed."""
    offenders = tuple(
        Offender((a.id,), days) for a in facts.activities if (days := _days_wrong(facts, a)) > 0
    )
    return none_allowed(Check.INVALID_DATES, Population.ACTIVITIES, len(facts.activities), offenders)


def _days_wrong(facts: Facts, activity: Activity) -> float:
    """By how many working days the worst of its dates lies on the wrong side of the data date."""
    data_date = facts.data_date(activity)
    wrong = [0.0]
    for actual, planned in (
        (activity.actual_start, facts.start(activity)),
        (activity.actual_finish, facts.finish(activity)),
    ):
        if actual is not None:
            wrong.append(facts.days_late(activity, data_date, actual) if actual > data_date else 0)
        elif planned is not None and planned < data_date and activity.actual_finish is None:
            wrong.append(facts.days_late(activity, planned, data_date))
    return max(wrong)


def resources(facts: Facts) -> CheckResult:
    """Unfinished tasks of a day or more without a resource: reported, not judged."""
    sized = [a for a in facts.open_tasks if a.duration >= facts.day(a)]
    offenders = tuple(Offender((a.id,)) for a in sized if not a.resources)
    return share(Check.RESOURCES, Population.OPEN_TASKS, len(sized), offenders, None)


def due(facts: Facts) -> list[tuple[Activity, datetime]]:
    """Tasks and milestones that the baseline wanted finished by the data date, with that finish."""
    dated = ((a, a.baseline_finish) for a in facts.activities)
    return [(a, finish) for a, finish in dated if finish is not None and finish <= facts.data_date(a)]


def missed(facts: Facts) -> CheckResult:
    """Finished, or to be finished, later than the baseline wanted: at most 5 % of what was due."""
    wanted = due(facts)
    late = [(a, planned, finish) for a, planned in wanted if (finish := facts.finish(a)) and finish > planned]
    lateness = ((a, facts.days_late(a, planned, finish)) for a, planned, finish in late)
    offenders = tuple(Offender((a.id,), days) for a, days in lateness if days > 0)
    return share(Check.MISSED, Population.DUE, len(wanted), offenders, FEW)


def bei(facts: Facts) -> CheckResult:
    """Baseline execution index: activities finished by the data date ÷ activities due or finished unplanned.

    Work finished ahead of its baseline counts above the line, so the index may pass 1. Offenders are due and unfinished.
    A plan without any baseline has no index.
    """
    wanted = {a.key for a, _ in due(facts)}
    done = [a for a in facts.activities if a.actual_finish and a.actual_finish <= facts.data_date(a)]
    size = len(wanted) + sum(a.baseline_finish is None for a in done)
    offenders = tuple(Offender((a.id,)) for a in facts.open if a.key in wanted)
    planned = any(a.baseline_finish is not None for a in facts.activities)
    value = len(done) / size if size and planned else None
    return judged(
        Check.BEI, Population.DUE_OR_UNPLANNED, size, offenders, Measure.INDEX, value, LEAST_INDEX, at_most=False
    )  # fmt: skip
