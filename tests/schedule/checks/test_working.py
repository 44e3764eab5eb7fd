"""Working minutes there and back, on weeks with holidays and 调休."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yipanqi.schedule.problem import OFFICE_DAY, Calendar, CalendarException
from yipanqi.schedule.working import later_by, working_minutes

GOLDEN_WEEK = Calendar(
    "zh", exceptions=(
        CalendarException(date(2018, 10, 1), date(2018, 10, 7), name="国庆"),
        CalendarException(date(2018, 9, 29), date(2018, 9, 30), OFFICE_DAY, "调休"),
    ),
)  # fmt: skip
moments = st.integers(0, 60 * 1440).map(lambda m: datetime(2018, 9, 3) + timedelta(minutes=m))


@given(moments, st.integers(0, 20_000))
def test_the_way_there_takes_exactly_its_minutes(moment, minutes):
    assert working_minutes(GOLDEN_WEEK, moment, later_by(GOLDEN_WEEK, moment, minutes)) == minutes


@given(moments, moments)
def test_the_way_back_is_negative(first, second):
    there, back = working_minutes(GOLDEN_WEEK, first, second), working_minutes(GOLDEN_WEEK, second, first)
    assert there == -back


def test_work_goes_on_after_the_golden_week():
    assert later_by(GOLDEN_WEEK, datetime(2018, 9, 28, 8), 4 * 480) == datetime(2018, 10, 8, 17)


def test_no_minutes_no_move():
    assert later_by(GOLDEN_WEEK, datetime(2018, 10, 3, 12), 0) == datetime(2018, 10, 3, 12)
