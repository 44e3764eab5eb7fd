"""The value expected by a day: even, by last year's rhythm, or as typed month by month. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

CUMULATIVE, LEVEL, MEAN, DAYS, CEILING = "cumulative", "level", "mean", "days", "ceiling"
EVEN, HISTORY, TYPED = "even", "history", "typed"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Point:
    """A value at the end of a day."""

    day: date
    value: Decimal


@dataclass(frozen=True)
class Promise:
    """What was promised: `value` in the sense of `measure`, from the morning of `start` to the end of `due`.

    `base` is the level at the end of the year before, where it is known; `points` are the values expected at
    the ends of days when the trajectory is not even.
    """

    measure: str
    value: Decimal
    start: date
    due: date
    op: str = ">="
    base: Decimal | None = None
    trajectory: str = EVEN
    points: tuple[Point, ...] = ()

    @property
    def less_is_better(self) -> bool:
        """Ceilings always, means unless the figure is published as "at least"."""
        return self.measure == CEILING or self.op == "<=" or (self.measure == MEAN and self.op != ">=")

    @property
    def accumulates(self) -> bool:
        """Whether the value only grows through the year: sums, counts and days."""
        return self.measure in (CUMULATIVE, DAYS, CEILING)

    @property
    def eve(self) -> date:
        """The day before it starts."""
        return self.start - timedelta(days=1)

    @property
    def days(self) -> int:
        """Days from start to due, both inclusive."""
        return (self.due - self.eve).days

    def origin(self, first: Point | None) -> Point | None:
        """Where the value stood before: zero for what accumulates, the base of a level, else its first reading."""
        if self.accumulates:
            return Point(self.eve, ZERO)
        if self.measure == LEVEL and self.base is not None:
            return Point(self.eve, self.base)
        return first


def interpolate(line: Sequence[Point], day: date) -> Decimal | None:
    """The value of a broken line at the end of `day`; flat after its last point, None before its first."""
    after = bisect_right(line, day, key=lambda point: point.day)
    if after == 0:
        return None
    left = line[after - 1]
    if after == len(line) or left.day == day:
        return left.value
    right = line[after]
    share = Decimal((day - left.day).days) / (right.day - left.day).days
    return left.value + (right.value - left.value) * share


def line_of(promise: Promise, first: Point | None = None) -> tuple[Point, ...]:
    """The trajectory as a broken line that ends in the promised value on the due day.

    `first` is the first reading: an even line of a level without a known base starts there. An even line of a
    mean is flat at its bound. Empty when there is nowhere to start from.
    """
    end = Point(promise.due, promise.value)
    between = [point for point in promise.points if promise.eve < point.day < promise.due]
    if promise.trajectory == EVEN:
        between = []
    if promise.measure == MEAN:
        start = Point(promise.eve, between[0].value if between else promise.value)
    else:
        found = promise.origin(first) or (Point(promise.eve, between[0].value) if between else None)
        if found is None:
            return ()
        start = found
    inner = [point for point in between if point.day > start.day]
    return (start, *inner, end) if start.day < end.day else (end,)


def expected_at(promise: Promise, day: date, first: Point | None = None) -> Decimal | None:
    """The value expected by the end of `day`; the promised value from the due day on; None where unknown."""
    if day >= promise.due:
        return promise.value
    line = line_of(promise, first)
    return interpolate(line, day)


def points_by_history(promise: Promise, past: Iterable[Point]) -> tuple[Point, ...]:
    """Last year's values to date turned into this year's: each day's share of last year's end, one year on.

    Empty when last year ended at zero or nothing is known of it.
    """
    known = sorted(past, key=lambda point: point.day)
    if not known or not known[-1].value:
        return ()
    end = known[-1].value
    return tuple(Point(_year_on(point.day), promise.value * point.value / end) for point in known[:-1])


def _year_on(day: date) -> date:
    """The same day a year later; the leap day becomes the 28th of February."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + 1, day=28 if leap else day.day)
