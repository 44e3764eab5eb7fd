"""Recurring exceptions of MS Project as the days they fall on."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from yipanqi.exchange.schedule.mspdi.tree import Node

DAILY, YEARLY_DATE, YEARLY_PLACE, MONTHLY_DATE, MONTHLY_PLACE, WEEKLY = 1, 2, 3, 4, 5, 6
_MOST = 5000
_EVERY_NTH_DAY, _NO_RECURRENCE = 7, 9
_LAST = 4
Span = tuple[date, date]


def occurrences(node: Node, first: date, last: date) -> list[Span] | None:
    """Begin and end of each stretch between `first` and `last`; None for a pattern we do not know."""
    kind = node.number("Type", DAILY)
    period = max(1, node.number("Period", 1))
    if kind == _NO_RECURRENCE:
        return [(first, last)]
    if kind in (DAILY, _EVERY_NTH_DAY):
        return [(first, last)] if period == 1 else _single(_daily(first, last, period))
    makers = {
        WEEKLY: lambda: _weekly(first, last, period, node.number("DaysOfWeek")),
        MONTHLY_DATE: lambda: _monthly_date(first, last, period, node.number("MonthDay", first.day)),
        MONTHLY_PLACE: lambda: _monthly_place(first, last, period, node),
        YEARLY_DATE: lambda: _yearly_date(
            first, last, node.number("Month") + 1, node.number("MonthDay", first.day)
        ),
        YEARLY_PLACE: lambda: _yearly_place(first, last, node),
    }
    return _single(makers[kind]()) if kind in makers else None


def _single(days: Iterator[date]) -> list[Span]:
    """One stretch a day, bounded: an exception may not recur for ever."""
    return [(day, day) for day, _ in zip(days, range(_MOST), strict=False)]


def _daily(first: date, last: date, period: int) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=period)


def _weekly(first: date, last: date, period: int, mask: int) -> Iterator[date]:
    """`mask` has Sunday as bit 0; weeks are counted from the one of the first day, beginning on Sunday."""
    sunday = first - timedelta(days=(first.weekday() + 1) % 7)
    for day in _daily(first, last, 1):
        if (day - sunday).days // 7 % period == 0 and mask >> (day.weekday() + 1) % 7 & 1:
            yield day


def _months(first: date, last: date, period: int) -> Iterator[tuple[int, int]]:
    month = first.year * 12 + first.month - 1
    while month <= last.year * 12 + last.month - 1:
        yield month // 12, month % 12 + 1
        month += period


def _monthly_date(first: date, last: date, period: int, day: int) -> Iterator[date]:
    for year, month in _months(first, last, period):
        yield from _within(_date_of(year, month, day), first, last)


def _monthly_place(first: date, last: date, period: int, node: Node) -> Iterator[date]:
    for year, month in _months(first, last, period):
        yield from _within(_place(year, month, node), first, last)


def _yearly_date(first: date, last: date, month: int, day: int) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        yield from _within(_date_of(year, month, day), first, last)


def _yearly_place(first: date, last: date, node: Node) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        yield from _within(_place(year, node.number("Month") + 1, node), first, last)


def _within(day: date | None, first: date, last: date) -> Iterator[date]:
    if day is not None and first <= day <= last:
        yield day


def _date_of(year: int, month: int, day: int) -> date | None:
    """Nothing where the month has no such day."""
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _place(year: int, month: int, node: Node) -> date | None:
    """First … fourth or last of a kind of day: any day, weekday, weekend day or Sunday … Saturday."""
    if not 1 <= month <= 12:
        return None
    item, position = node.number("MonthItem"), node.number("MonthPosition")
    days = [date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1)]
    fitting = [day for day in days if _fits(day, item)]
    if not fitting or not 0 <= position <= _LAST:
        return None
    return fitting[-1] if position == _LAST else fitting[position]


def _fits(day: date, item: int) -> bool:
    """Items: 0 day, 1 weekday, 2 weekend day, 3 Sunday … 9 Saturday."""
    if item <= 2:
        return item == 0 or (day.weekday() < 5) == (item == 1)
    return (day.weekday() + 1) % 7 == item - 3
