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
