"""Calendars of tables: the week chosen by --workdays, and a companion table `calendar, day, shifts`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from yipanqi.exchange.schedule.shifts import merge_shifts
from yipanqi.exchange.schedule.source import Note, SourceError
from yipanqi.exchange.schedule.table.cells import Grid
from yipanqi.exchange.schedule.values import clock, moment
from yipanqi.schedule.problem import MINUTES_PER_DAY, Calendar, CalendarException, Shifts

WORKDAYS = ("5", "6", "7", "china")
_TITLES = {"calendar": "calendar", "日历": "calendar", "day": "day", "日期": "day", "星期": "day", "日": "day", "shifts": "shifts", "班次": "shifts", "工作时间": "shifts", "name": "name", "名称": "name", "备注": "name"}  # fmt: skip
_DAYS = {name: number for number, names in enumerate(("mon monday 周一 星期一 1", "tue tuesday 周二 星期二 2", "wed wednesday 周三 星期三 3", "thu thursday 周四 星期四 4", "fri friday 周五 星期五 5", "sat saturday 周六 星期六 6", "sun sunday 周日 星期日 7 周天")) for name in names.split()}  # fmt: skip
_NO_WORK = ("", "off", "休", "休息", "-", "none")
_LONGEST_EXCEPTION = 3660


def shifts_of(hours: float) -> Shifts:
    """One day's shifts for so many hours: eight are 08:00–12:00 and 13:00–17:00; more go into the evening."""
    minutes = round(hours * 60)
    if minutes <= 240:
        return ((480, 480 + minutes),)
    if minutes <= 900:
        return ((480, 720), (780, 540 + minutes))
    return ((0, min(minutes, MINUTES_PER_DAY)),)


def standard_calendar(workdays: str, hours: float, first: date, last: date) -> tuple[Calendar, list[Note]]:
    """The calendar of `--workdays`: 5, 6 or 7 days from Monday, or China's official days from `first` to `last`."""
    day = shifts_of(hours)
    count = 5 if workdays == "china" else int(workdays)
    week = tuple(day if number < count else () for number in range(7))
    notes: list[Note] = []
    exceptions = tuple(_official_days(day, first, last, notes)) if workdays == "china" else ()
    return Calendar(workdays, f"{workdays}", week, exceptions, round(hours * 60)), notes


def _official_days(day: Shifts, first: date, last: date, notes: list[Note]) -> Iterator[CalendarException]:
    """Holidays on weekdays and working days on weekends, from the seed table of the State Council's notices."""
    import chinese_calendar

    known = [each.year for each in chinese_calendar.holidays]
    begin = max(first, date(min(known), 1, 1))
    end = min(last, date(max(known), 12, 31))
    if end < last:
        notes.append(Note("source.workdays_beyond", {"year": max(known)}))
    for each in (begin + timedelta(days=number) for number in range(max(0, (end - begin).days + 1))):
        official = chinese_calendar.is_workday(each)
        if official != (each.weekday() < 5):
            yield CalendarException(each, each, day if official else ())


def read_companion(grid: Grid, minutes_per_day: int) -> list[Calendar]:
    """The calendars of a companion table; days not named in it do not work."""
    columns = {
        _TITLES[plain]: n
        for n, title in enumerate(grid.titles)
        if (plain := title.strip().lower()) in _TITLES
    }
    for needed in ("calendar", "day"):
        if needed not in columns:
            raise SourceError("missing_column", row=1, column=needed)
    weeks: dict[str, list[Shifts]] = {}
    exceptions: dict[str, list[CalendarException]] = {}
    for row, cells in grid.rows:
        cell = {name: cells[position] if position < len(cells) else "" for name, position in columns.items()}
        name = cell["calendar"].strip()
        if not name:
            continue
        week = weeks.setdefault(name, [()] * 7)
        _read_day(cell, row, name, week, exceptions.setdefault(name, []))
    return [
        Calendar(name, name, tuple(week), tuple(exceptions[name]), minutes_per_day)
        for name, week in weeks.items()
    ]


def _read_day(
    cell: dict[str, str], row: int, name: str, week: list[Shifts], exceptions: list[CalendarException]
) -> None:
    """One row: a weekday, several of them (Mon-Fri), a date or a range of dates (2026-02-15..2026-02-23)."""
    shifts = _parse_shifts(cell.get("shifts", ""), row, name)
    day = unicodedata.normalize("NFKC", cell["day"]).strip().lower()
    first, _, last = re.sub(r"\s*(?:-|~|至|到)\s*", "-", day).partition("-")
    if first in _DAYS and (not last or last in _DAYS):
        for number in range(_DAYS[first], _DAYS[last or first] + 1):
            week[number] = shifts
        return
    begin_text, _, end_text = re.sub(r"\s*(?:\.\.|~|至|到)\s*", "~", day).partition("~")
    begin = moment(begin_text, row=row, field="day")
    end = moment(end_text, row=row, field="day") or begin
    if begin is None or end is None or not 0 <= (end - begin).days <= _LONGEST_EXCEPTION:
        raise SourceError("calendar_bad_exception", row=row, calendar=name, text=day[:30])
    exceptions.append(CalendarException(begin.date(), end.date(), shifts, cell.get("name", "").strip()))


def _parse_shifts(text: str, row: int, name: str) -> Shifts:
    """`08:00-12:00 13:00-17:00` → shifts; an empty cell or 休 is a day without work."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain in _NO_WORK:
        return ()
    try:
        pairs = [part.split("-") for part in re.split(r"[\s,;、]+", plain)]
        merged = merge_shifts((clock(begin), clock(end) or MINUTES_PER_DAY) for begin, end in pairs)
    except ValueError:
        merged = None
    if merged is None:
        raise SourceError("calendar_bad_shift", row=row, calendar=name)
    return merged


def companion_rows(calendars: Iterable[Calendar]) -> Iterator[tuple[str, str, str, str]]:
    """The rows of a companion table, under calendar, day, shifts, name."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    for calendar in calendars:
        for number, shifts in enumerate(calendar.week):
            yield calendar.id, names[number], _format_shifts(shifts), ""
        for each in calendar.exceptions:
            days = each.first.isoformat() if each.first == each.last else f"{each.first}..{each.last}"
            yield calendar.id, days, _format_shifts(each.shifts), each.name


def _format_shifts(shifts: Shifts) -> str:
    return " ".join(f"{b // 60:02d}:{b % 60:02d}-{e // 60:02d}:{e % 60:02d}" for b, e in shifts)


def day_edges(calendar: Calendar | None, day: date) -> tuple[datetime, datetime]:
    """First and last working instant of `day`, or its two midnights where nobody works."""
    shifts: Shifts = ()
    if calendar:
        shifts = calendar.week[day.weekday()]
        for each in calendar.exceptions:
            if each.first <= day <= each.last:
                shifts = each.shifts
    begin, end = (shifts[0][0], shifts[-1][1]) if shifts else (0, MINUTES_PER_DAY)
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a plan has no time zone
    return midnight + timedelta(minutes=begin), midnight + timedelta(minutes=end)
