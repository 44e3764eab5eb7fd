"""Where a figure will end, what each remaining month must bring, and what is still allowed. Pure; decimals.

Every result carries the numbers it was made of, so that a page can print the arithmetic.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from yipanqi.targets.periods import month_end, months_between, shift_months
from yipanqi.targets.trajectory import (
    DAYS,
    EVEN,
    MEAN,
    ZERO,
    Point,
    Promise,
    expected_at,
    interpolate,
)

RECENT_MONTHS = 3
BEST_MONTHS = 3
FULL_ENOUGH = 25
"""A running month counts as a month once so many of its days are in."""
FASTEST_RHYTHM = Decimal(2)
"""The rest of the year is never forecast to run at more than so many times its plan."""


@dataclass(frozen=True)
class Forecast:
    """The value at the due day; `low` and `high` are a plain range, None when too little is known.

    `method` is how it was made: settled (the due day is read), held (one reading, no pace), pace (the last
    three months go on), rhythm (the rest of the trajectory at the degree met so far), mean (the rest of the
    year as the year so far, or as last year's rest in this year's proportion).
    """

    value: Decimal
    method: str
    low: Decimal | None = None
    high: Decimal | None = None
    numbers: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Course:
    """The course of one figure: its readings in order of days, and last year's values to date if known."""

    promise: Promise
    readings: tuple[Point, ...]
    past: tuple[Point, ...] = ()

    @property
    def last(self) -> Point:
        """The latest reading."""
        return self.readings[-1]

    @property
    def line(self) -> tuple[Point, ...]:
        """The readings with where they started from."""
        origin = self.promise.origin(self.readings[0])
        before = (origin,) if origin and origin.day < self.readings[0].day else ()
        return (*before, *self.readings)

    @property
    def months_left(self) -> Decimal:
        """Months from the latest reading to the due day, not below zero."""
        return max(ZERO, months_between(self.last.day, self.promise.due))


def forecast(course: Course) -> Forecast:
    """The forecast of a course with at least one reading."""
    promise = course.promise
    if course.last.day >= promise.due:
        return Forecast(course.last.value, "settled")
    if promise.measure == MEAN:
        return _forecast_mean(course)
    if promise.trajectory != EVEN and promise.points:
        return _forecast_by_rhythm(course)
    return _forecast_by_pace(course)


def recent_pace(course: Course) -> tuple[Decimal, Decimal] | None:
    """Growth per month over the last three months, or since the start, and the months looked at.

    None when there is only one point to look at. What accumulates never shrinks.
    """
    line, last = course.line, course.last
    three_back = shift_months(last.day, -RECENT_MONTHS)
    since = max(three_back, line[0].day)
    if since >= last.day:
        return None
    months = Decimal(RECENT_MONTHS) if since == three_back else months_between(since, last.day)
    growth = last.value - (interpolate(line, since) or ZERO)
    if course.promise.accumulates:
        growth = max(ZERO, growth)
    return growth / months, months


def monthly_amounts(line: Sequence[Point]) -> list[Point]:
    """What each calendar month brought along a broken line of values to date, by its last day.

    A last month that is still running is left out until 25 of its days are in.
    """
    if len(line) < 2:
        return []
    amounts = []
    before, end = line[0], month_end(line[0].day + timedelta(days=1))
    while before.day < line[-1].day:
        day = min(end, line[-1].day)
        value = interpolate(line, day) or ZERO
        if day == end or day.day >= FULL_ENOUGH:
            amounts.append(Point(end, value - before.value))
        before, end = Point(day, value), month_end(end + timedelta(days=1))
    return amounts


def known_amounts(course: Course) -> list[Decimal]:
    """What the months brought, this year's and last year's."""
    past = sorted(course.past, key=lambda point: point.day)
    if past and course.promise.accumulates:
        past = [Point(date(past[0].day.year - 1, 12, 31), ZERO), *past]
    return [point.value for line in (past, course.line) for point in monthly_amounts(line)]


def best_pace(course: Course) -> Decimal | None:
    """The average of the best three months known; None when fewer are known."""
    amounts = sorted(known_amounts(course), reverse=True)[:BEST_MONTHS]
    return sum(amounts, ZERO) / BEST_MONTHS if len(amounts) == BEST_MONTHS else None


def worst_pace(course: Course) -> Decimal | None:
    """The average of this year's three weakest months; None when fewer are known."""
    amounts = sorted(point.value for point in monthly_amounts(course.line))[:BEST_MONTHS]
    return sum(amounts, ZERO) / BEST_MONTHS if len(amounts) == BEST_MONTHS else None


def needed_pace(promise: Promise, to_date: Decimal, today: date) -> Decimal | None:
    """What each month from `today` to the due day must bring; zero when met, None when no day is left."""
    months = months_between(today, promise.due)
    if months <= 0:
        return None
    return max(ZERO, promise.value - to_date) / months


def control_value(promise: Promise, last: Point) -> Decimal | None:
    """The mean that the remaining days must keep: (T·N − sum so far) ÷ (N − n); None when no day is left."""
    passed = (last.day - promise.eve).days
    left = promise.days - passed
    if left <= 0:
        return None
    return (promise.value * promise.days - last.value * passed) / left


def bad_days_allowed(promise: Promise, last: Point) -> Decimal:
    """How many of the remaining days may still be bad; below zero when the count is out of reach."""
    left = max(0, (promise.due - last.day).days)
    return left - max(ZERO, promise.value - last.value)


def _forecast_by_pace(course: Course) -> Forecast:
    """Latest value + months left × growth per month over the last three months."""
    found = recent_pace(course)
    if found is None:
        return Forecast(course.last.value, "held")
    pace, window = found
    low, high = worst_pace(course), best_pace(course)
    value, below, above = (
        _within_days(course, course.last.value + rate * course.months_left)
        for rate in (pace, pace if low is None else min(low, pace), pace if high is None else max(high, pace))
    )
    known = low is not None and high is not None
    numbers = {"pace": pace, "pace_months": window, "forecast_months": course.months_left}
    return Forecast(value, "pace", below if known else None, above if known else None, numbers)


def _within_days(course: Course, value: Decimal) -> Decimal:
    """A count of days cannot grow faster than the days go by."""
    if course.promise.measure != DAYS:
        return value
    return min(value, course.last.value + (course.promise.due - course.last.day).days)


def _forecast_by_rhythm(course: Course) -> Forecast:
    """Latest value + what the trajectory still brings × the degree to which it was kept so far."""
    promise, last = course.promise, course.last
    planned = expected_at(promise, last.day, course.readings[0])
    rest = max(ZERO, promise.value - (planned if planned is not None else promise.value))
    degrees = [_degree(course, point) for point in course.readings[-RECENT_MONTHS:]]
    degree = degrees[-1]
    value, low, high = (
        _within_days(course, last.value + rest * k) for k in (degree, min(degrees), max(degrees))
    )
    ranged = len(degrees) == RECENT_MONTHS
    numbers = {"rest": rest, "degree": degree * 100}
    return Forecast(value, "rhythm", low if ranged else None, high if ranged else None, numbers)


def _degree(course: Course, point: Point) -> Decimal:
    """How much of the growth planned by a reading's day was there, between 0 and 2; 1 when none was planned."""
    origin = course.promise.origin(course.readings[0])
    base = origin.value if origin else ZERO
    planned = (expected_at(course.promise, point.day, course.readings[0]) or ZERO) - base
    if planned <= 0:
        return Decimal(1)
    return min(FASTEST_RHYTHM, max(ZERO, (point.value - base) / planned))


def _forecast_mean(course: Course) -> Forecast:
    """(mean to date × days passed + mean of the rest × days left) ÷ all days."""
    promise, last = course.promise, course.last
    rest, reasons = _rest_mean(course)
    means = sorted(_monthly_means(course))
    ranged = len(means) >= BEST_MONTHS
    low = min(rest, sum(means[:BEST_MONTHS], ZERO) / BEST_MONTHS) if ranged else None
    high = max(rest, sum(means[-BEST_MONTHS:], ZERO) / BEST_MONTHS) if ranged else None
    return Forecast(
        _year_mean(promise, last, rest),
        "mean",
        None if low is None else _year_mean(promise, last, low),
        None if high is None else _year_mean(promise, last, high),
        {"rest_mean": rest, "days_left": Decimal((promise.due - last.day).days), **reasons},
    )


def _rest_mean(course: Course) -> tuple[Decimal, dict[str, Decimal]]:
    """The mean of the days left, with the numbers it was made of: by last year, by the trajectory, as so far."""
    by_history = _rest_by_history(course)
    if by_history is not None:
        return by_history, {}
    promise, last = course.promise, course.last
    planned = None if promise.trajectory == EVEN else expected_at(promise, last.day)
    passed = (last.day - promise.eve).days
    if not planned or passed <= 0:
        return last.value, {}
    planned_rest = max(ZERO, promise.value * promise.days - planned * passed) / (promise.days - passed)
    ratio = last.value / planned
    return planned_rest * ratio, {"planned_rest": planned_rest, "mean_ratio": ratio * 100}


def _year_mean(promise: Promise, last: Point, rest: Decimal) -> Decimal:
    passed = (last.day - promise.eve).days
    return (last.value * passed + rest * (promise.days - passed)) / promise.days


def _monthly_means(course: Course) -> list[Decimal]:
    """The mean of the days between each two readings, from means to date."""
    before, passed_before, means = ZERO, 0, []
    for point in course.readings:
        passed = (point.day - course.promise.eve).days
        if passed > passed_before:
            means.append((point.value * passed - before * passed_before) / (passed - passed_before))
        before, passed_before = point.value, passed
    return means


def _rest_by_history(course: Course) -> Decimal | None:
    """Last year's mean after this day, in the proportion of this year's mean to last year's by this day."""
    past = sorted(course.past, key=lambda point: point.day)
    if len(past) < 2:
        return None
    then = interpolate(past, shift_months(course.last.day, -12))
    passed = (course.last.day - course.promise.eve).days
    left = course.promise.days - passed
    if not then or left <= 0:
        return None
    rest = (past[-1].value * course.promise.days - then * passed) / left
    return max(ZERO, rest * course.last.value / then)
