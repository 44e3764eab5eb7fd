"""Reporting periods: the week, month or quarter that a reading speaks for, named by its last day."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

WEEKLY, MONTHLY, QUARTERLY = "weekly", "monthly", "quarterly"
MONTH_DAYS = Decimal(365) / 12
_DAY = timedelta(days=1)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def period_end(cycle: str, day: date) -> date:
    """The last day of the period that `day` lies in; weeks end on Sunday."""
    if cycle == WEEKLY:
        return day + timedelta(days=6 - day.weekday())
    if cycle == QUARTERLY:
        return month_end(day.replace(day=1, month=(day.month - 1) // 3 * 3 + 3))
    return month_end(day)


def period_start(cycle: str, day: date) -> date:
    """The first day of the period that `day` lies in."""
    if cycle == WEEKLY:
        return day - timedelta(days=day.weekday())
    if cycle == QUARTERLY:
        return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)
    return day.replace(day=1)


def next_end(cycle: str, day: date) -> date:
    """The last day of the period after the one that `day` lies in."""
    return period_end(cycle, period_end(cycle, day) + _DAY)


def previous_end(cycle: str, day: date) -> date:
    """The last day of the period before the one that `day` lies in."""
    return period_start(cycle, day) - _DAY


def after_cycles(cycle: str, day: date, count: int) -> date:
    """`day` plus so many weeks, months or quarters; the end of a month stays one."""
    if cycle == WEEKLY:
        return day + timedelta(weeks=count)
    return shift_months(day, count * (3 if cycle == QUARTERLY else 1))


def shift_months(day: date, count: int) -> date:
    """`day` moved by `count` months; the last day of a month moves to the last day of a month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if day == month_end(day) else min(day.day, last))


def months_between(start: date, end: date) -> Decimal:
    """Months of 365 ÷ 12 days from the end of `start` to the end of `end`."""
    return (end - start).days / MONTH_DAYS


def periods_due(cycle: str, start: date, end: date) -> list[date]:
    """The last days of all periods that end from `start` to `end`, both inclusive."""
    ends = []
    day = period_end(cycle, start)
    while day <= end:
        ends.append(day)
        day = next_end(cycle, day)
    return ends
