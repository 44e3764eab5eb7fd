"""Weeks, months and quarters by their last days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.targets.periods import (
    after_cycles,
    next_end,
    period_end,
    period_start,
    periods_due,
    previous_end,
    shift_months,
)

CYCLES = st.sampled_from(["weekly", "monthly", "quarterly"])
DAYS = st.dates(date(2017, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("cycle", "start", "end"),
    [
        ("weekly", date(2018, 9, 24), date(2018, 9, 30)),
        ("monthly", date(2018, 9, 1), date(2018, 9, 30)),
        ("quarterly", date(2018, 7, 1), date(2018, 9, 30)),
    ],
)
def test_the_period_of_a_day(cycle: str, start: date, end: date) -> None:
    day = date(2018, 9, 28)
    assert (period_start(cycle, day), period_end(cycle, day)) == (start, end)


@given(CYCLES, DAYS)
def test_periods_follow_each_other_without_gap(cycle: str, day: date) -> None:
    assert period_start(cycle, day) <= day <= period_end(cycle, day)
    assert previous_end(cycle, day) == period_start(cycle, day) - timedelta(days=1)
    following = next_end(cycle, day)
    assert previous_end(cycle, following) == period_end(cycle, day)


def test_the_last_of_a_month_stays_one() -> None:
    assert shift_months(date(2018, 2, 28), 1) == date(2018, 3, 31)
    assert shift_months(date(2018, 3, 31), -1) == date(2018, 2, 28)
    assert after_cycles("quarterly", date(2018, 6, 30), 2) == date(2018, 12, 31)
    assert after_cycles("weekly", date(2018, 6, 30), 2) == date(2018, 7, 14)


def test_twelve_months_are_due_in_a_year() -> None:
    assert len(periods_due("monthly", date(2018, 1, 1), date(2018, 12, 31))) == 12
    assert len(periods_due("quarterly", date(2018, 1, 1), date(2018, 12, 31))) == 4
