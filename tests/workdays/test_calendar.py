"""Working days as a planner draws them: # work, . rest."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.workdays.calendar import WorkCalendar

MONDAY = date(2018, 10, 1)


def drawn(days: str, first: date = MONDAY) -> WorkCalendar:
    """A calendar from a line such as `.......##`, beginning on `first`."""
    marks = {first + timedelta(days=n): mark == "#" for n, mark in enumerate(days.replace(" ", ""))}
    return WorkCalendar(exceptions=marks, settled=frozenset({2018}))


#                     M T W T F S S   M T W T F S S
NATIONAL_DAY = drawn("....... #####.# #####..")


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2018, 9, 30), 1, date(2018, 10, 8)),
        (date(2018, 9, 28), 3, date(2018, 10, 10)),
        (date(2018, 10, 12), 1, date(2018, 10, 14)),
        (date(2018, 10, 1), 0, date(2018, 10, 8)),
        (date(2018, 10, 9), 0, date(2018, 10, 9)),
        (date(2018, 10, 8), -1, date(2018, 9, 28)),
    ],
)
def test_a_deadline_counts_working_days(start, count, end):
    assert NATIONAL_DAY.add(start, count) == end


def test_between_counts_the_days_after_the_first():
    assert NATIONAL_DAY.between(date(2018, 9, 28), date(2018, 10, 10)) == 3
    assert NATIONAL_DAY.between(date(2018, 10, 10), date(2018, 9, 28)) == -3
    assert NATIONAL_DAY.between(MONDAY, MONDAY) == 0


def test_a_year_that_is_not_settled_is_flagged():
    assert not NATIONAL_DAY.assumed(MONDAY)
    assert NATIONAL_DAY.assumed(MONDAY, date(2019, 1, 3))
    assert NATIONAL_DAY.assumed(date(2030, 1, 1))


@given(st.text("#.", min_size=1, max_size=21), st.integers(0, 30), st.integers(1, 20))
@settings(max_examples=60)
def test_between_undoes_add(days, offset, count):
    calendar = drawn(days)
    start = MONDAY + timedelta(days=offset)
    end = calendar.add(start, count)
    assert calendar.is_working(end)
    assert calendar.between(start, end) == count
