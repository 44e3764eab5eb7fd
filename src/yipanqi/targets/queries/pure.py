"""From rows to the pure modules."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from yipanqi.targets.forecast import Course
from yipanqi.targets.models import PastValue, Reading, Target, TrajectoryPoint
from yipanqi.targets.trajectory import Point, Promise


def promise_of(target: Target, points: Iterable[TrajectoryPoint]) -> Promise:
    """The promise of an indicator, scored on the day that counts. Select `year` with it."""
    return Promise(
        measure=target.measure,
        op=target.op,
        value=target.value or Decimal(0),
        start=date(target.year.number, 1, 1),
        due=counted_due(target),
        base=target.base,
        trajectory=target.trajectory,
        points=tuple(Point(point.day, point.value) for point in points),
    )


def counted_due(target: Target) -> date:
    """The day a target is scored on; the end of its year where none was published."""
    return target.counts_on or target.due or date(target.year.number, 12, 31)


def course_of(promise: Promise, readings: Iterable[Reading], past: Iterable[PastValue]) -> Course | None:
    """The current readings in order of days; None without any."""
    values = {reading.as_of: reading.value for reading in readings}
    if not values:
        return None
    course = tuple(Point(day, values[day]) for day in sorted(values))
    return Course(promise, course, tuple(Point(value.day, value.value) for value in past))
