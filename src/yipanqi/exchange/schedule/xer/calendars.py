"""The working times of an XER calendar: nested records `(0||name(attributes)(children))`, both ways."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from yipanqi.exchange.schedule.shifts import merge_shifts
from yipanqi.exchange.schedule.source import Note, SourceError
from yipanqi.exchange.schedule.values import clock, from_serial, to_serial
from yipanqi.exchange.schedule.xer.tables import Row
from yipanqi.schedule.problem import MINUTES_PER_DAY, Calendar, CalendarException, Shift, Shifts

_TOKEN = re.compile(r"\(\d+\|\|(?P<name>[^()]*)\((?P<attributes>[^()]*)\)|(?P<open>\()|(?P<close>\))")
_MOST_DEPTH = 40
_DAY_NUMBERS = tuple("1234567")
_NO_WEEK: tuple[Shifts, ...] = ((),) * 7


@dataclass
class Record:
    """One record of the nested text."""

    name: str
    attributes: dict[str, str]
    children: list["Record"] = field(default_factory=list)

    def child(self, name: str) -> "Record | None":
        """The first child of that name."""
        return next((each for each in self.children if each.name == name), None)


def read_calendars(rows: Iterable[Row]) -> tuple[dict[str, Calendar], list[Note]]:
    """All calendars by clndr_id; the exceptions of a base calendar stand before a calendar's own."""
    notes: list[Note] = []
    rows = list(rows)
    own = {row["clndr_id"]: _read_calendar(row, notes) for row in rows}
    bases = {row["clndr_id"]: row["base_clndr_id"] for row in rows}
    return {key: _with_base(key, own, bases) for key in own}, notes


def _with_base(key: str, own: dict[str, Calendar], bases: dict[str, str]) -> Calendar:
    """A calendar with what it inherits; a ring of bases stops where it began."""
    exceptions: tuple[CalendarException, ...] = ()
    seen, step = {key}, key
    while (step := bases.get(step, "")) in own and step not in seen:
        seen.add(step)
        exceptions = (*own[step].exceptions, *exceptions)
    return replace(own[key], exceptions=(*exceptions, *own[key].exceptions))


def _read_calendar(row: Row, notes: list[Note]) -> Calendar:
    name = row["clndr_name"] or row["clndr_id"]
    root = _parse(row["clndr_data"], row, name)
    days = root.child("DaysOfWeek") if root else None
    if days is None:
        raise SourceError("calendar_without_week", row=row.line, calendar=name)
    week = list(_NO_WEEK)
    for day in days.children:
        if day.name in _DAY_NUMBERS:
            week[(int(day.name) + 5) % 7] = _shifts(day, row, name, notes)
    found = root.child("Exceptions") if root else None
    exceptions = tuple(sorted(_exceptions(found, row, name, notes), key=_first_day)) if found else ()
    return Calendar(row["clndr_id"], name, tuple(week), exceptions, _day_minutes(row))


def _day_minutes(row: Row) -> int:
    """Minutes of a day for showing durations; 8 hours where the cell is empty or senseless."""
    try:
        found = round(float(row["day_hr_cnt"] or 8) * 60)
    except (ValueError, OverflowError):
        return 480
    return found if 0 < found <= MINUTES_PER_DAY else 480


def _first_day(exception: CalendarException) -> date:
    return exception.first


def _exceptions(record: Record, row: Row, name: str, notes: list[Note]) -> Iterator[CalendarException]:
    for each in record.children:
        serial = each.attributes.get("d", "")
        if not (serial.isascii() and serial.isdigit() and 0 < int(serial) < 109_000):
            raise SourceError("calendar_bad_exception", row=row.line, calendar=name, text=serial[:20])
        day = from_serial(int(serial))
        yield CalendarException(day, day, _shifts(each, row, name, notes))


def _shifts(day: Record, row: Row, name: str, notes: list[Note]) -> Shifts:
    """The shifts of one day, ascending and without overlap; a finish of 00:00 is midnight after the day."""
    found: list[Shift] = []
    for each in day.children:
        try:
            begin, end = clock(each.attributes["s"]), clock(each.attributes["f"])
        except (KeyError, ValueError, IndexError):
            raise SourceError("calendar_bad_shift", row=row.line, calendar=name) from None
        found.append((begin, end or MINUTES_PER_DAY))
    merged = merge_shifts(found)
    if merged is None:
        raise SourceError("calendar_bad_shift", row=row.line, calendar=name)
    if len(merged) < len(found):
        notes.append(Note("source.shifts_joined", {"calendar": name}, row.line))
    return merged


def _parse(text: str, row: Row, name: str) -> Record | None:
    """The outermost record; None for an empty text. A stack, no recursion: the text comes from outside."""
    stack: list[Record | None] = []
    root: Record | None = None
    for token in _TOKEN.finditer(text):
        if token["name"] is not None:
            record = Record(token["name"].strip(), _attributes(token["attributes"]))
            parent = next((each for each in reversed(stack) if each), None)
            if parent:
                parent.children.append(record)
            root = root or record
            stack.append(record)
        elif token["open"]:
            stack.append(None)
        elif stack:
            stack.pop()
        if len(stack) > _MOST_DEPTH:
            raise SourceError("calendar_too_deep", row=row.line, calendar=name)
    if stack:
        raise SourceError("calendar_cut_off", row=row.line, calendar=name)
    return root


def _attributes(text: str) -> dict[str, str]:
    """`s|08:00|f|12:00` → {"s": "08:00", "f": "12:00"}, in whatever order."""
    parts = text.split("|")
    return dict(zip(parts[::2], parts[1::2], strict=False))


def write_calendar_data(calendar: Calendar) -> str:
    """The nested text of a calendar, one record a day and one a day of exception."""
    days = "".join(
        f"(0||{number}()({_write_shifts(calendar.week[(number + 5) % 7])}))" for number in range(1, 8)
    )
    exceptions = "".join(
        f"(0||{number}(d|{serial})({_write_shifts(shifts)}))"
        for number, (serial, shifts) in enumerate(_exception_days(calendar.exceptions))
    )
    return f"(0||CalendarData()((0||DaysOfWeek()({days}))(0||Exceptions()({exceptions}))))"


def _exception_days(exceptions: Iterable[CalendarException]) -> list[tuple[int, Shifts]]:
    """Day numbers with their shifts; the last exception of a day is the one that counts."""
    days: dict[int, Shifts] = {}
    for each in exceptions:
        for serial in range(to_serial(each.first), to_serial(each.last) + 1):
            days[serial] = each.shifts
    return sorted(days.items())


def _write_shifts(shifts: Shifts) -> str:
    return "".join(
        f"(0||{number}(s|{_hour(begin)}|f|{_hour(end)})())" for number, (begin, end) in enumerate(shifts)
    )


def _hour(minutes: int) -> str:
    return f"{minutes % MINUTES_PER_DAY // 60:02d}:{minutes % 60:02d}"
