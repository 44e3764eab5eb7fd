"""What is asked of a unit: the month's investment of its projects, and what it owes to projects of others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from yipanqi.foundation import clock
from yipanqi.lights.queries import rules_in_force
from yipanqi.lights.verdict import Colour
from yipanqi.projects.courses import planned_points
from yipanqi.projects.judgement import INVESTING, is_asked
from yipanqi.projects.models import Guarantee, GuaranteeKind, InvestmentReading, Project
from yipanqi.projects.transitions import Stage
from yipanqi.targets.periods import MONTHLY
from yipanqi.targets.queries import asked_period
from yipanqi.targets.transitions import YearStatus
from yipanqi.workdays.queries import calendar

MINUTES = 1
"""What one line takes, roughly."""


@dataclass(frozen=True)
class InvestmentAsk:
    """One line of a month page, 亿元: the project and the month asked for; `due_on` is the last fair day.

    `last_value` is the latest total of an earlier month, `answer` what was entered for this one.
    """

    project_id: int
    project: str
    code: str
    unit_id: int
    period: date
    due_on: date
    last_value: Decimal | None
    last_period: date | None
    last_at: datetime | None
    answer: Decimal | None
    answered: bool
    year_investment: Decimal | None
    expected: Decimal | None
    colour: str
    minutes: int = MINUTES


def investment_asks(unit_ids: Collection[int], now: datetime) -> tuple[InvestmentAsk, ...]:
    """What these units (ids) are asked this month for the projects they lead, in fixed years. Six queries."""
    today = clock.today(now)
    period = asked_period(MONTHLY, today)
    asked = _asked(Project.objects.filter(lead__in=unit_ids, year__number=period.year))
    readings = InvestmentReading.objects.filter(project__in=asked, current=True).order_by("period")
    by_project: dict[int, list[InvestmentReading]] = {}
    for reading in readings:
        by_project.setdefault(reading.project_id, []).append(reading)
    grace = rules_in_force(now).thresholds.grace_days
    due_on = calendar(today.year, today.year).add(period, grace)
    return tuple(_ask(project, by_project.get(project.pk, []), period, due_on) for project in asked)


def _asked(rows: QuerySet[Project]) -> list[Project]:
    """Those whose months are asked for."""
    found = rows.filter(year__status=YearStatus.FIXED, stage__in=INVESTING).select_related("light", "year")
    projects = list(found)
    points = planned_points([project.pk for project in projects])
    return [
        project
        for project in projects
        if is_asked(
            project.stage,
            is_major=project.is_major,
            has_points=project.pk in points,
            total=project.year_investment,
        )
    ]


def _ask(project: Project, readings: list[InvestmentReading], period: date, due_on: date) -> InvestmentAsk:
    """Answered by a reading of this month or a later one; the one before it is the last value."""
    answer = next((row for row in reversed(readings) if row.period >= period), None)
    last = next((row for row in reversed(readings) if row.period < period), None)
    return InvestmentAsk(
        project_id=project.pk,
        project=project.name,
        code=project.code,
        unit_id=project.lead_id,
        period=period,
        due_on=due_on,
        last_value=last.value if last else None,
        last_period=last.period if last else None,
        last_at=last.at if last else None,
        answer=answer.value if answer else None,
        answered=answer is not None,
        year_investment=project.year_investment,
        expected=project.expected,
        colour=project.light.colour if project.light else Colour.GREY.value,
    )


@dataclass(frozen=True)
class GuaranteeRow:
    """What a unit owes a project by a day; `days_late` is 0 until then."""

    pk: int
    project_id: int
    project: str
    kind: str
    kind_word: str
    text: str
    owner_id: int
    owner: str
    lead_id: int
    lead: str
    due: date
    days_late: int
    done_on: date | None
    result: str
    settled_by: str

    @property
    def is_overdue(self) -> bool:
        """Past its day and not given."""
        return self.days_late > 0


def guarantees_open(unit_ids: Collection[int] | None, now: datetime) -> tuple[GuaranteeRow, ...]:
    """What these units (ids; None: all) owe to living projects, the longest overdue first. One query."""
    rows = Guarantee.objects.filter(done_on__isnull=True).exclude(project__stage=Stage.GIVEN_UP)
    rows = rows.exclude(project__year__status=YearStatus.CLOSED)
    if unit_ids is not None:
        rows = rows.filter(owner__in=unit_ids)
    return as_guarantees(rows, clock.today(now))


def as_guarantees(rows: QuerySet[Guarantee], today: date) -> tuple[GuaranteeRow, ...]:
    """Guarantees as frozen rows, by their day. One query."""
    joined = rows.select_related("project__lead", "owner").order_by("due", "id")
    return tuple(_guarantee(row, today) for row in joined)


def _guarantee(row: Guarantee, today: date) -> GuaranteeRow:
    late = 0 if row.done_on else max(0, (today - row.due).days)
    return GuaranteeRow(
        pk=row.pk,
        project_id=row.project_id,
        project=row.project.name,
        kind=row.kind,
        kind_word=str(GuaranteeKind(row.kind).label),
        text=row.text,
        owner_id=row.owner_id,
        owner=row.owner.short_name,
        lead_id=row.project.lead_id,
        lead=row.project.lead.short_name,
        due=row.due,
        days_late=late,
        done_on=row.done_on,
        result=row.result,
        settled_by=row.settled_by,
    )
