"""Writes of the room: the seed, one day, and a year declared settled."""

from datetime import date, datetime

import chinese_calendar
from chinese_calendar import constants
from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import Subject, record
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.workdays.models import CalendarYear, Day, DayKind
from yipanqi.workdays.queries import FIRST_YEAR, LAST_YEAR
from yipanqi.workdays.rules import WorkdayAction

SEED = "chinesecalendar"


@transaction.atomic
def seed_years(*, actor: Actor, now: datetime) -> tuple[int, ...]:
    """Enter the years that the library knows and the table does not; years already entered stay untouched.

    Runs at every start: it enters something only after the library learned a new year. Returns the new years.
    """
    demand(actor, WorkdayAction.SEED)
    known = set(CalendarYear.objects.values_list("year", flat=True))
    new = tuple(sorted({day.year for day in constants.holidays} - known))
    if not new:
        return ()
    CalendarYear.objects.bulk_create(CalendarYear(year=year, source=SEED) for year in new)
    Day.objects.bulk_create(
        (day for day in _seeded_days() if day.date.year in new), ignore_conflicts=True, batch_size=500
    )
    record(
        actor=actor,
        action=WorkdayAction.SEED,
        subject=Subject(Day._meta.label_lower, "", f"{new[0]}–{new[-1]}"),
        now=now,
        changes={"years": new},
    )
    return new


def _seeded_days() -> list[Day]:
    """Every public holiday and every working weekend of the library, with its Chinese name."""
    kinds = ((constants.holidays, DayKind.HOLIDAY), (constants.workdays, DayKind.WORKING))
    return [
        Day(date=day, kind=kind, name=chinese_calendar.Holiday(name).chinese, source=SEED)
        for days, kind in kinds
        for day, name in days.items()
    ]


@transaction.atomic
def edit_day(*, actor: Actor, now: datetime, day: date, kind: str, name: str, reason: str) -> Day | None:
    """Say what `day` is; an empty `kind` makes it a plain day of the week again. The reason is kept."""
    demand(actor, WorkdayAction.EDIT)
    _check(day, kind, reason)
    before = Day.objects.filter(date=day).first()
    if kind:
        values = {"kind": kind, "name": name.strip(), "source": actor.label}
        after, _ = Day.objects.update_or_create(date=day, defaults=values)
    else:
        after = None
        Day.objects.filter(date=day).delete()
    record(
        actor=actor,
        action=WorkdayAction.EDIT,
        subject=Subject(Day._meta.label_lower, day.isoformat(), day.isoformat()),
        now=now,
        note=reason.strip(),
        changes={"kind": [before.kind if before else None, kind or None]},
    )
    return after


def _check(day: date, kind: str, reason: str) -> None:
    wrong: dict[str, DomainError | str] = {}
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        wrong["day"] = DomainError("workdays.year_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
    if kind and kind not in DayKind.values:
        wrong["kind"] = "workdays.unknown_kind"
    if not reason.strip():
        wrong["reason"] = "input.required"
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def settle_year(*, actor: Actor, now: datetime, year: int, source: str) -> CalendarYear:
    """All days of `year` are entered as `source` (a document) orders: the warning for it ends."""
    demand(actor, WorkdayAction.EDIT)
    if not source.strip():
        raise Invalid({"source": "input.required"})
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid({"year": DomainError("workdays.year_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)})
    settled, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source.strip()})
    record(actor=actor, action=WorkdayAction.EDIT, subject=settled, now=now, note=source.strip())
    return settled
