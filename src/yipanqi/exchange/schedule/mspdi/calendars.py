"""Calendars of MSPDI: weeks with inheritance, dated exceptions, recurring ones unrolled, work weeks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from yipanqi.exchange.schedule.mspdi.recurrence import occurrences
from yipanqi.exchange.schedule.mspdi.tree import Node
from yipanqi.exchange.schedule.shifts import merge_shifts
from yipanqi.exchange.schedule.source import Note, SourceError
from yipanqi.exchange.schedule.values import clock, moment
from yipanqi.schedule.problem import MINUTES_PER_DAY, OFFICE_DAY, Calendar, CalendarException, Shift, Shifts

_OFFICE_WEEK: tuple[Shifts, ...] = (OFFICE_DAY,) * 5 + ((),) * 2
_LONGEST_WORK_WEEK = 3660
Week = dict[int, Shifts]


def read_calendars(root: Node, minutes_per_day: int, notes: list[Note]) -> dict[str, Calendar]:
    """All calendars by UID; what a calendar does not say it takes from its base."""
    nodes = {node["UID"]: node for node in root.all("Calendars", "Calendar")}
    return {uid: _resolve(uid, nodes, minutes_per_day, notes) for uid in nodes}


def _resolve(uid: str, nodes: dict[str, Node], minutes_per_day: int, notes: list[Note]) -> Calendar:
    """Walk down from the farthest base, each step overriding the one before; a ring of bases is refused."""
    chain = [uid]
    while (base := nodes[chain[-1]]["BaseCalendarUID"]) in nodes and base != chain[-1]:
        if base in chain:
            raise SourceError("calendar_ring", row=nodes[uid].line, calendar=nodes[uid]["Name"] or uid)
        chain.append(base)
    week = list(_OFFICE_WEEK)
    exceptions: list[CalendarException] = []
    for step in reversed(chain):
        own = nodes[step]
        for day, shifts in _week(own).items():
            week[day] = shifts
        exceptions += _work_weeks(own)
        exceptions += _exceptions(own, notes if step == uid else [])
    name = nodes[uid]["Name"] or uid
    return Calendar(uid, name, tuple(week), tuple(exceptions), minutes_per_day)


def _week(node: Node) -> Week:
    """Weekday (Monday 0) → shifts, for the days the calendar itself defines."""
    found: Week = {}
    for day in node.all("WeekDays", "WeekDay"):
        number = day.number("DayType")
        if 1 <= number <= 7:
            found[(number + 5) % 7] = _shifts(day, node["Name"])
    return found


def _shifts(day: Node, calendar: str) -> Shifts:
    """A working day without times has office hours; a shift to 00:00 ends at midnight."""
    if not day.flag("DayWorking"):
        return ()
    found: list[Shift] = []
    for time in day.all("WorkingTimes", "WorkingTime"):
        if not time["FromTime"] or not time["ToTime"]:
            continue
        try:
            begin, end = clock(_hour(time["FromTime"])), clock(_hour(time["ToTime"]))
        except ValueError:
            raise SourceError("calendar_bad_shift", row=time.line, calendar=calendar) from None
        found.append((begin, end or MINUTES_PER_DAY))
    merged = merge_shifts(found)
    if merged is None:
        raise SourceError("calendar_bad_shift", row=day.line, calendar=calendar)
    return merged or OFFICE_DAY


def _hour(text: str) -> str:
    """The time of day, also when a date stands before it."""
    return text.rpartition("T")[2]


def _period(node: Node, calendar: str) -> tuple[date, date]:
    period = node.first("TimePeriod")
    first = moment(period["FromDate"], row=node.line, field="FromDate") if period else None
    last = moment(period["ToDate"], row=node.line, field="ToDate") if period else None
    if first is None or last is None or last < first:
        raise SourceError("calendar_bad_exception", row=node.line, calendar=calendar, text=node["Name"][:20])
    return first.date(), last.date()


def _work_weeks(node: Node) -> Iterator[CalendarException]:
    """Weeks that hold for a period only, day by day; the default week that names no period is the week itself."""
    for week in node.all("WorkWeeks", "WorkWeek"):
        if not week.first("TimePeriod"):
            continue
        first, last = _period(week, node["Name"])
        own = _week(week)
        if (last - first).days > _LONGEST_WORK_WEEK:
            raise SourceError(
                "calendar_bad_exception", row=week.line, calendar=node["Name"], text=week["Name"][:20]
            )
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if day.weekday() in own:
                yield CalendarException(day, day, own[day.weekday()], week["Name"])


def _exceptions(node: Node, notes: list[Note]) -> Iterator[CalendarException]:
    """Dated exceptions; files of Project 2003 and older keep them among the weekdays."""
    modern = list(node.all("Exceptions", "Exception"))
    for each in modern:
        yield from _exception(each, node, notes)
    if not modern:
        for day in node.all("WeekDays", "WeekDay"):
            if day.number("DayType") == 0 and day.first("TimePeriod"):
                first, last = _period(day, node["Name"])
                yield CalendarException(first, last, _shifts(day, node["Name"]))


def _exception(each: Node, node: Node, notes: list[Note]) -> Iterator[CalendarException]:
    first, last = _period(each, node["Name"])
    shifts = _shifts(each, node["Name"])
    template = CalendarException(first, last, shifts, each["Name"])
    days = occurrences(each, first, last)
    if days is None:
        notes.append(
            Note("source.recurring_exception", {"name": each["Name"], "calendar": node["Name"]}, each.line)
        )
    elif days == [(first, last)]:
        yield template
    else:
        for begin, end in days:
            yield replace(template, first=begin, last=end)
