"""One project in full: everything its page shows, finished, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F

from yipanqi.access.actor import Actor
from yipanqi.access.registry import may, within
from yipanqi.foundation import clock
from yipanqi.foundation.errors import NotFound
from yipanqi.lights.queries import Why, why
from yipanqi.org.panels import Panel
from yipanqi.projects.courses import courses_of
from yipanqi.projects.expecting import InvestmentCourse, expected_by
from yipanqi.projects.models import (
    Contribution,
    ContributionKind,
    Guarantee,
    InvestmentReading,
    Project,
    StageEvent,
    StageName,
    Visit,
)
from yipanqi.projects.panels import panels_of
from yipanqi.projects.queries.asks import GuaranteeRow, as_guarantees
from yipanqi.projects.queries.gaps import planned_worth
from yipanqi.projects.queries.rows import ProjectRow, as_rows, with_words
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.sources import SOURCE_OF, has_reached
from yipanqi.projects.transitions import STAGES
from yipanqi.targets.periods import MONTHLY, periods_due
from yipanqi.targets.queries import asked_period
from yipanqi.targets.transitions import YearStatus


@dataclass(frozen=True)
class Proof:
    """A file that shows a move."""

    pk: int
    name: str


@dataclass(frozen=True)
class StageLine:
    """One move of stage; `days` is how long the stage before it lasted, None for the first."""

    before: str
    after: str
    on: date
    days: int | None
    note: str
    author: str
    at: datetime
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class FormerReading:
    """A revision that a correction replaced."""

    value: Decimal
    author: str
    at: datetime
    note: str


@dataclass(frozen=True)
class MonthLine:
    """The end of one month, 亿元: planned, invested to date, what the month brought, and by whom; None: not entered."""

    day: date
    planned: Decimal | None
    invested: Decimal | None
    brought: Decimal | None
    author: str
    at: datetime | None
    note: str
    unchanged: bool
    former: tuple[FormerReading, ...]


@dataclass(frozen=True)
class ContributionLine:
    """What the project brings to a target; `came` once its stage is reached, `counted` when the target counts it."""

    pk: int
    target_id: int
    target: str
    kind: str
    kind_word: str
    stage_word: str
    amount: Decimal
    unit: str
    came: bool
    counted: bool


@dataclass(frozen=True)
class VisitLine:
    """One talk."""

    on: date
    text: str
    author: str


@dataclass(frozen=True)
class Powers:
    """What the actor may do with this project now; `moves` are the names of the moves that are open to him."""

    moves: tuple[str, ...] = ()
    alter: bool = False
    invest: bool = False
    plan: bool = False
    guarantee: bool = False
    contribute: bool = False
    visit: bool = False
    settle: tuple[int, ...] = ()


@dataclass(frozen=True)
class ProjectPage:
    """Everything of one project. `asked` is the month that is asked for; `course` what it is to invest."""

    row: ProjectRow
    year: int
    year_id: int
    year_status: str
    today: date
    asked: date
    course: InvestmentCourse
    partners: tuple[str, ...]
    partner_ids: tuple[int, ...]
    stages: tuple[StageLine, ...]
    months: tuple[MonthLine, ...]
    guarantees: tuple[GuaranteeRow, ...]
    contributions: tuple[ContributionLine, ...]
    visits: tuple[VisitLine, ...]
    why: Why | None
    powers: Powers
    panels: tuple[Panel, ...]


def project_page(actor: Actor, project_id: int, now: datetime) -> ProjectPage:
    """The project, if the actor may see it; NotFound otherwise."""
    found = within(actor, ProjectAction.VIEW, Project.objects.filter(pk=project_id))
    project = with_words(found.select_related("year", "light__unit", "light__rule_set"), now).first()
    if project is None:
        raise NotFound()
    today = clock.today(now)
    course = courses_of([project])[0]
    partners = list(project.partners.values_list("pk", "short_name"))
    guarantees = as_guarantees(Guarantee.objects.filter(project=project), today)
    return ProjectPage(
        row=as_rows([project])[0],
        year=project.year.number,
        year_id=project.year_id,
        year_status=project.year.status,
        today=today,
        asked=asked_period(MONTHLY, today),
        course=course,
        partners=tuple(name for _pk, name in partners),
        partner_ids=tuple(pk for pk, _name in partners),
        stages=_stages(project),
        months=_months(project, course),
        guarantees=guarantees,
        contributions=_contributions(project),
        visits=tuple(
            VisitLine(visit.on, visit.text, visit.author_label)
            for visit in Visit.objects.filter(project=project).order_by("-on", "-id")
        ),
        why=why(project.light) if project.light else None,
        powers=_powers(actor, project, guarantees),
        panels=panels_of(actor, project.pk, now),
    )


def _stages(project: Project) -> tuple[StageLine, ...]:
    """The moves, the latest first. Two queries."""
    moves = list(StageEvent.objects.filter(project=project).prefetch_related("evidence"))
    lines = []
    for number, move in enumerate(moves):
        before = moves[number - 1] if number else None
        lines.append(
            StageLine(
                before=str(StageName(move.before).label) if move.before else "",
                after=str(StageName(move.after).label),
                on=move.on,
                days=(move.on - before.on).days if before else None,
                note=move.note,
                author=move.author_label,
                at=move.at,
                proofs=tuple(Proof(file.pk, file.name) for file in move.evidence.all()),
            )
        )
    return tuple(reversed(lines))


def _months(project: Project, course: InvestmentCourse) -> tuple[MonthLine, ...]:
    """Every month of the year with plan and readings. One query."""
    by_period: dict[date, list[InvestmentReading]] = defaultdict(list)
    for reading in InvestmentReading.objects.filter(project=project).order_by("period", "revision"):
        by_period[reading.period].append(reading)
    lines: list[MonthLine] = []
    last = Decimal(0)
    for day in periods_due(MONTHLY, date(course.year, 1, 1), course.end):
        readings = by_period.get(day, [])
        lines.append(_month(day, expected_by(course, day), readings, last))
        last = readings[-1].value if readings else last
    return tuple(lines)


def _month(
    day: date, planned: Decimal | None, readings: Sequence[InvestmentReading], last: Decimal
) -> MonthLine:
    current = readings[-1] if readings else None
    return MonthLine(
        day=day,
        planned=None if planned is None else round(planned, 2),
        invested=current.value if current else None,
        brought=current.value - last if current else None,
        author=current.author_label if current else "",
        at=current.at if current else None,
        note=current.note if current else "",
        unchanged=bool(current and current.unchanged),
        former=tuple(FormerReading(row.value, row.author_label, row.at, row.note) for row in readings[:-1]),
    )


def _contributions(project: Project) -> tuple[ContributionLine, ...]:
    rows = Contribution.objects.filter(project=project).select_related("target", "project")
    return tuple(
        ContributionLine(
            pk=row.pk,
            target_id=row.target_id,
            target=row.target.name,
            kind=row.kind,
            kind_word=str(ContributionKind(row.kind).label),
            stage_word=str(StageName(row.stage).label) if row.stage else "",
            amount=planned_worth(row),
            unit=row.target.unit,
            came=not row.stage or has_reached((project.stage, project.stage_since), row.stage),
            counted=row.target.source == SOURCE_OF[row.kind],
        )
        for row in rows.order_by(F("target__order"), "pk")
    )


def _powers(actor: Actor, project: Project, guarantees: Iterable[GuaranteeRow]) -> Powers:
    """One query a rule at most; nothing in a closed year."""
    if project.year.status == YearStatus.CLOSED:
        return Powers()
    mine = may(actor, ProjectAction.ENTER_INVESTMENT, project)
    office = may(actor, ProjectAction.ALTER, project)
    owed = [row.pk for row in guarantees if row.done_on is None]
    settles = within(actor, ProjectAction.SETTLE_GUARANTEE, Guarantee.objects.filter(pk__in=owed))
    return Powers(
        moves=tuple(
            move.name for move in STAGES.moves_from(project.stage) if (office if move.needs_note else mine)
        ),
        alter=office,
        invest=mine,
        plan=mine or office,
        guarantee=mine or office,
        contribute=office,
        visit=mine,
        settle=tuple(settles.values_list("pk", flat=True)) if owed else (),
    )
