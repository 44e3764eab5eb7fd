"""From rows to the pure modules."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from yipanqi.targets.forecast import Course
from yipanqi.targets.models import PastValue, Reading, Target, TrajectoryPoint
from yipanqi.targets.trajectory import Point, Promise


def promise_of(target: Target, points: Iterable[TrajectoryPoint]) -> Promise:
    """The promise of an indicator, scored on the day that counts. Select `year` with it."""
    columns = Promised(*(getattr(target, name) for name in Promised._fields))
    return promise_in(target.year.number, columns, points)


class Promised(NamedTuple):
    """The columns of a target that make its promise."""

    measure: str
    op: str
    value: Decimal | None
    base: Decimal | None
    trajectory: str
    due: date | None
    counts_on: date | None


def promise_in(year: int, row: Promised, points: Iterable[TrajectoryPoint]) -> Promise:
    """The promise that `row` is in the year of that number."""
    return Promise(
        measure=row.measure,
        op=row.op,
        value=row.value or Decimal(0),
        start=date(year, 1, 1),
        due=row.counts_on or row.due or date(year, 12, 31),
        base=row.base,
        trajectory=row.trajectory,
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
