"""Reads of the room: the frozen calendar that other rooms reckon with, and one year to look at."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.foundation.errors import NotFound
from yipanqi.foundation.once import once
from yipanqi.workdays.calendar import WorkCalendar
from yipanqi.workdays.models import CalendarYear, Day, DayKind
from yipanqi.workdays.rules import WorkdayAction

_SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class DayCell:
    """One day of a printed month; `mark` tells at a glance what is unlike the plain week: 休 rest, 班 work."""

    date: date
    is_working: bool
    kind: str
    name: str
    in_month: bool

    @property
    def mark(self) -> str:
        """The sign that Chinese calendars print beside the day."""
        if not self.kind:
            return ""
        return "班" if self.is_working else "休"


@dataclass(frozen=True)
class MonthSheet:
    """A month as weeks from Monday to Sunday."""

    first: date
    weeks: tuple[tuple[DayCell, ...], ...]
    working_days: int


@dataclass(frozen=True)
class YearSheet:
    """A year as a page shows it, and whether it is settled."""

    year: int
    source: str
    settled: bool
    working_days: int
    months: tuple["MonthSheet", ...]
    listed: tuple[Day, ...]


@once
def calendar(from_year: int, to_year: int) -> WorkCalendar:
    """The working days of these years and one beyond, so that deadlines run over the year's end. Two queries."""
    days = Day.objects.filter(date__year__gte=from_year - 1, date__year__lte=to_year + 1)
    years = CalendarYear.objects.filter(year__gte=from_year - 1, year__lte=to_year + 1)
    return WorkCalendar(
        exceptions={day: kind == DayKind.WORKING for day, kind in days.values_list("date", "kind")},
        settled=frozenset(years.values_list("year", flat=True)),
    )


def settled_years() -> tuple[int, ...]:
    """The years whose holidays are known."""
    return tuple(CalendarYear.objects.values_list("year", flat=True))


def year_sheet(actor: Actor, year: int) -> YearSheet:
    """One year for its page."""
    demand(actor, WorkdayAction.VIEW)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound()
    known = CalendarYear.objects.filter(year=year).first()
    listed = {day.date: day for day in Day.objects.filter(date__year=year)}
    months = tuple(_month(year, month, listed) for month in range(1, 13))
    working = sum(month.working_days for month in months)
    return YearSheet(
        year, known.source if known else "", known is not None, working, months, tuple(listed.values())
    )


def day_on(day: date) -> Day | None:
    """The listed day, if this one differs from the plain week."""
    return Day.objects.filter(date=day).first()


def _month(year: int, month: int, listed: dict[date, Day]) -> MonthSheet:
    weeks = tuple(
        tuple(_cell(day, month, listed.get(day)) for day in week)
        for week in Calendar().monthdatescalendar(year, month)
    )
    working = sum(cell.is_working for week in weeks for cell in week if cell.in_month)
    return MonthSheet(date(year, month, 1), weeks, working)


def _cell(day: date, month: int, listed: Day | None) -> DayCell:
    working = listed.kind == DayKind.WORKING if listed else day.weekday() < _SATURDAY
    return DayCell(
        day, working, listed.kind if listed else "", listed.name if listed else "", day.month == month
    )
