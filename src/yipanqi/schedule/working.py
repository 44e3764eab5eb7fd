"""Working minutes between two moments, one pair at a time: for reports, where a table would be too much."""

from datetime import date, datetime, timedelta

from yipanqi.schedule.problem import Calendar, Shifts


def working_minutes(calendar: Calendar, first: datetime, second: datetime) -> int:
    """Working minutes of `calendar` from `first` to `second`; negative when `second` comes before."""
    if second < first:
        return -working_minutes(calendar, second, first)
    total, day = 0, first.date()
    while day <= second.date():
        begin = _minute_of_day(first) if day == first.date() else 0
        end = _minute_of_day(second) if day == second.date() else 1440
        total += sum(max(0, min(e, end) - max(b, begin)) for b, e in shifts_on(calendar, day))
        day += timedelta(days=1)
    return total


def shifts_on(calendar: Calendar, day: date) -> Shifts:
    """The shifts of one day; the last exception that names it goes before the week [2.2]."""
    for exception in reversed(calendar.exceptions):
        if exception.first <= day <= exception.last:
            return exception.shifts
    return calendar.week[day.weekday()]


def _minute_of_day(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def later_by(calendar: Calendar, moment: datetime, minutes: int) -> datetime:
    """The moment `minutes` of working time after `moment`; `moment` itself for none or fewer.

    The calendar must have working time in its week.
    """
    day, left = moment.date(), minutes
    while left > 0:
        begin = _minute_of_day(moment) if day == moment.date() else 0
        for shift_begin, shift_end in shifts_on(calendar, day):
            length = max(0, shift_end - max(shift_begin, begin))
            if length >= left:
                return datetime.combine(day, datetime.min.time()) + timedelta(
                    minutes=max(shift_begin, begin) + left
                )
            left -= length
        day += timedelta(days=1)
    return moment
