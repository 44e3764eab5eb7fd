"""The value expected by a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.targets.trajectory import Point, Promise, expected_at, line_of, points_by_history

START, DUE = date(2018, 1, 1), date(2018, 12, 31)
VALUES = st.decimals(min_value=0, max_value=100_000, places=2)
DAYS = st.dates(START, DUE)


def promise(measure: str = "cumulative", value: Decimal | int = 365, **fields: object) -> Promise:
    return Promise(measure=measure, value=Decimal(value), start=START, due=DUE, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measure", "day", "expected"),
    [
        ("cumulative", date(2018, 1, 1), 1),
        ("cumulative", date(2018, 9, 28), 271),
        ("days", date(2018, 9, 28), 271),
        ("ceiling", date(2018, 9, 28), 271),
        ("mean", date(2018, 9, 28), 365),
    ],
)
def test_an_even_trajectory_goes_by_days(measure: str, day: date, expected: int) -> None:
    assert expected_at(promise(measure), day) == expected


def test_a_level_starts_at_its_base_or_at_its_first_reading() -> None:
    middle = date(2018, 7, 2)  # the 183rd of 365 days
    known = expected_at(promise("level", 37, base=Decimal(34)), middle)
    assert known is not None
    assert round(known, 2) == Decimal("35.50")
    assert expected_at(promise("level", 480), middle) is None
    first = Point(date(2018, 3, 31), Decimal(400))
    assert expected_at(promise("level", 480), date(2018, 3, 31), first) == 400
    assert expected_at(promise("level", 480), date(2018, 2, 1), first) is None


def test_typed_points_are_met_and_lines_between_them_straight() -> None:
    typed = promise(value=270, trajectory="typed", points=(Point(date(2018, 6, 30), Decimal(128)),))
    assert expected_at(typed, date(2018, 6, 30)) == 128
    assert expected_at(typed, date(2018, 12, 31)) == 270
    assert expected_at(typed, date(2018, 9, 30)) == 128 + (270 - 128) * Decimal(92) / Decimal(184)


def test_last_years_rhythm_is_scaled_to_this_years_figure() -> None:
    past = [Point(date(2017, month, 28), Decimal(month * month)) for month in (3, 6, 9)]
    past.append(Point(date(2017, 12, 31), Decimal(144)))
    points = points_by_history(promise(value=288), past)
    assert points == tuple(Point(date(2018, month, 28), Decimal(2 * month * month)) for month in (3, 6, 9))


def test_no_rhythm_without_history_or_after_an_empty_year() -> None:
    assert points_by_history(promise(), []) == ()
    assert points_by_history(promise(), [Point(date(2017, 12, 31), Decimal(0))]) == ()


def test_a_leap_day_is_carried_to_the_28th() -> None:
    past = [Point(date(2016, 2, 29), Decimal(1)), Point(date(2016, 12, 31), Decimal(4))]
    [point] = points_by_history(promise(), past)
    assert point.day == date(2017, 2, 28)


@given(st.sampled_from(["cumulative", "level", "days", "ceiling", "mean"]), VALUES, VALUES)
def test_every_trajectory_ends_at_the_target(measure: str, value: Decimal, base: Decimal) -> None:
    made = promise(measure, value, base=base)
    assert expected_at(made, DUE) == value
    assert expected_at(made, DUE + timedelta(days=9)) == value
    assert line_of(made)[-1] == Point(DUE, value)


@given(VALUES, DAYS, DAYS)
def test_an_even_sum_never_falls(value: Decimal, one: date, other: date) -> None:
    made = promise(value=value)
    earlier, later = expected_at(made, min(one, other)), expected_at(made, max(one, other))
    assert earlier is not None
    assert later is not None
    assert 0 <= earlier <= later <= value
