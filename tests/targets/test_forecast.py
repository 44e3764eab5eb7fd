"""Where a figure ends, and what is still needed; with the arithmetic of the published example figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.targets.forecast import (
    Course,
    bad_days_allowed,
    best_pace,
    control_value,
    forecast,
    monthly_amounts,
    needed_pace,
    recent_pace,
)
from yipanqi.targets.periods import month_end, months_between
from yipanqi.targets.trajectory import Point, Promise

START, DUE = date(2018, 1, 1), date(2018, 12, 31)
GROWTH = st.lists(st.decimals(min_value=0, max_value=500, places=1), min_size=1, max_size=12)


def promise(measure: str = "cumulative", value: Decimal | int = 270, **fields: object) -> Promise:
    return Promise(measure=measure, value=Decimal(value), start=START, due=DUE, **fields)  # type: ignore[arg-type]


def course(made: Promise, *values: str | int | Decimal, past: tuple[Point, ...] = ()) -> Course:
    """Readings to date at the ends of January, February and so on."""
    points = tuple(
        Point(month_end(date(2018, number, 1)), Decimal(value))
        for number, value in enumerate(values, start=1)
    )
    return Course(made, points, past)


HOUSING = ("0", "0", "19", "46.6", "76", "104.8", "128.7", "150.1", "176.8")
"""An illustrative year of housing starts."""


def test_months_bring_what_lies_between_readings() -> None:
    amounts = monthly_amounts(course(promise(), *HOUSING).line)
    assert [float(point.value) for point in amounts] == [0, 0, 19, 27.6, 29.4, 28.8, 23.9, 21.4, 26.7]


def test_the_best_three_months() -> None:
    best = best_pace(course(promise(), *HOUSING))
    assert best is not None
    assert round(best, 1) == Decimal("28.6")


def test_needed_pace_to_the_end_of_the_year() -> None:
    needed = needed_pace(promise(), Decimal("176.8"), date(2018, 9, 28))
    assert needed is not None
    assert round(needed, 1) == Decimal("30.2")  # 93.2 ÷ (94 ÷ 30.4167)


def test_the_pace_of_three_months_goes_on() -> None:
    made = forecast(course(promise(), *HOUSING))
    months = months_between(date(2018, 9, 30), DUE)
    assert made.method == "pace"
    assert made.numbers["pace"] == Decimal("24")
    assert made.value == Decimal("176.8") + 24 * months
    assert made.low is not None
    assert made.high is not None
    assert made.low <= made.value <= made.high


def test_a_running_month_counts_from_its_25th_day() -> None:
    points = (Point(date(2018, 8, 31), Decimal(80)), Point(date(2018, 9, 10), Decimal(83)))
    early = Course(promise(), points)
    late = Course(promise(), (points[0], Point(date(2018, 9, 28), Decimal(88))))
    assert len(monthly_amounts(early.line)) == 8
    assert len(monthly_amounts(late.line)) == 9


def test_the_value_that_remaining_days_must_keep() -> None:
    made = promise("mean", 66, op="<=")
    last = Point(date(2018, 9, 30), Decimal(60))  # the 273rd of 365 days
    kept = control_value(made, last)
    assert kept == (66 * Decimal(365) - 60 * Decimal(273)) / 92
    assert control_value(made, Point(DUE, Decimal(60))) is None


def test_bad_days_that_may_still_come() -> None:
    made = promise("days", 200)
    assert bad_days_allowed(made, Point(date(2018, 9, 28), Decimal(150))) == 94 - 50
    assert bad_days_allowed(made, Point(date(2018, 9, 28), Decimal(100))) == 94 - 100
    assert bad_days_allowed(made, Point(date(2018, 9, 28), Decimal(210))) == 94


def test_a_count_of_days_never_outruns_the_days() -> None:
    made = forecast(course(promise("days", 360), 31, 59, 90))
    assert made.value <= 365


def test_a_mean_goes_on_as_it_is_or_as_last_year_ended() -> None:
    made = promise("mean", 66, op="<=")
    assert forecast(course(made, 90, 85, 80)).value == 80
    past = tuple(
        Point(month_end(date(2017, month, 1)), Decimal(value))
        for month, value in ((1, 100), (2, 95), (3, 90), (6, 70), (9, 60), (12, 66))
    )
    seasonal = forecast(course(made, 90, 85, 80, past=past))
    rest = (66 * Decimal(365) - 90 * Decimal(90)) / 275 * 80 / 90
    assert seasonal.value == (80 * Decimal(90) + rest * 275) / 365


def test_a_mean_with_a_typed_trajectory_carries_its_shape_on() -> None:
    typed = (Point(date(2018, 3, 31), Decimal(90)), Point(date(2018, 9, 30), Decimal(60)))
    made = forecast(course(promise("mean", 66, op="<=", trajectory="typed", points=typed), 90, 85, 81))
    planned_rest = (66 * Decimal(365) - 90 * Decimal(90)) / 275
    assert made.numbers["planned_rest"] == planned_rest
    assert made.numbers["mean_ratio"] == 90
    assert made.numbers["rest_mean"] == planned_rest * Decimal("0.9")
    assert round(made.value, 6) == round(66 * Decimal("0.9"), 6)  # one bound, one proportion


def test_last_year_outweighs_a_typed_trajectory() -> None:
    past = tuple(Point(month_end(date(2017, m, 1)), Decimal(60 + m)) for m in range(1, 13))
    typed = promise("mean", 66, op="<=", trajectory="typed", points=(Point(date(2018, 3, 31), Decimal(90)),))
    assert "planned_rest" not in forecast(course(typed, 90, 85, 80, past=past)).numbers


def test_by_rhythm_nothing_expected_yet_is_nothing_missed() -> None:
    typed = promise(value=2, trajectory="typed", points=(Point(date(2018, 10, 31), Decimal(0)),))
    made = forecast(course(typed, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    assert (made.method, made.value) == ("rhythm", 2)


def test_by_rhythm_the_rest_runs_at_the_degree_kept_so_far() -> None:
    typed = promise(value=100, trajectory="typed", points=(Point(date(2018, 6, 30), Decimal(40)),))
    made = forecast(course(typed, 5, 10, 15, 20, 25, 30))
    assert made.numbers["degree"] == 75
    assert made.value == 30 + 60 * Decimal("0.75")


def test_one_level_without_base_is_held() -> None:
    made = forecast(course(promise("level", 480), 450))
    assert (made.method, made.value, made.low) == ("held", 450, None)


def test_the_due_day_settles() -> None:
    made = forecast(course(promise(), *([0] * 11), 271))
    assert (made.method, made.value) == ("settled", 271)


def test_a_year_ago_counts_among_the_best() -> None:
    past = tuple(Point(month_end(date(2017, m, 1)), Decimal(40 * m)) for m in range(1, 13))
    assert best_pace(course(promise(), 10, past=past)) == 40
    assert best_pace(course(promise(), 10)) is None


@given(GROWTH, st.integers(0, 500))
def test_a_higher_reading_never_lowers_the_forecast(growth: list[Decimal], more: int) -> None:
    values = [sum(growth[: n + 1], Decimal(0)) for n in range(len(growth))]
    higher = [*values[:-1], values[-1] + more]
    assert forecast(course(promise(), *higher)).value >= forecast(course(promise(), *values)).value


@given(GROWTH)
def test_the_range_holds_the_forecast(growth: list[Decimal]) -> None:
    values = [sum(growth[: n + 1], Decimal(0)) for n in range(len(growth))]
    made = forecast(course(promise(), *values))
    if made.low is not None and made.high is not None:
        assert made.low <= made.value <= made.high


@given(st.decimals(min_value=0, max_value=1000, places=2), st.dates(START, DUE - timedelta(days=1)))
def test_needed_pace_times_months_left_closes_the_gap(to_date: Decimal, today: date) -> None:
    made = promise()
    needed = needed_pace(made, to_date, today)
    assert needed is not None
    closed = to_date + needed * months_between(today, DUE)
    assert abs(closed - max(made.value, to_date)) < Decimal("0.000001")


@given(
    st.decimals(min_value=1, max_value=200, places=1),
    st.decimals(min_value=0, max_value=200, places=1),
    st.dates(START, DUE - timedelta(days=1)),
)
def test_keeping_the_control_value_ends_exactly_at_the_bound(
    bound: Decimal, so_far: Decimal, day: date
) -> None:
    made = promise("mean", bound, op="<=")
    kept = control_value(made, Point(day, so_far))
    assert kept is not None
    passed = (day - made.eve).days
    mean = (so_far * passed + kept * (365 - passed)) / 365
    assert abs(mean - bound) < Decimal("0.000001")


@given(GROWTH)
def test_the_months_add_up_to_the_year_so_far(growth: list[Decimal]) -> None:
    values = [sum(growth[: n + 1], Decimal(0)) for n in range(len(growth))]
    amounts = monthly_amounts(course(promise(), *values).line)
    assert abs(sum((point.value for point in amounts), Decimal(0)) - values[-1]) < Decimal("0.000001")


@pytest.mark.parametrize("values", [(10,), (10, 20), (10, 20, 30), (10, 20, 30, 40)])
def test_the_pace_is_per_month_whatever_the_window(values: tuple[int, ...]) -> None:
    found = recent_pace(course(promise(), *values))
    assert found is not None
    pace, months = found
    assert 0 < months <= 3
    assert abs(pace - 10) < Decimal("0.5")
