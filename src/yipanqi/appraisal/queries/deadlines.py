"""Working days of the objections: the last day to raise one, and the day to decide it by."""

from datetime import date

from yipanqi.appraisal.models import Round
from yipanqi.appraisal.schemes import terms_of
from yipanqi.foundation import clock
from yipanqi.workdays.queries import calendar


def days_after(day: date, count: int) -> date:
    """The working day `count` working days after `day`."""
    return calendar(day.year, day.year).add(day, count)


def last_day_to_object(round_: Round) -> date | None:
    """The last day on which a unit may object, inclusive; None while the round is not frozen. Select its scheme."""
    if round_.frozen_at is None:
        return None
    return days_after(clock.today(round_.frozen_at), terms_of(round_.scheme.settings).objection_days)
