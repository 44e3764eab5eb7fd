"""Facts of the projects: starts and completions the year planned, and investment against its plan."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from yipanqi.appraisal.scoring import ONE, ZERO
from yipanqi.appraisal.sources.facts import Fact, Span
from yipanqi.projects.expecting import InvestmentCourse, expected_by
from yipanqi.projects.models import (
    InvestmentPlan,
    InvestmentReading,
    Project,
    ProjectKind,
    StageEvent,
)
from yipanqi.projects.transitions import Stage

KIND = "projects.project"
_BEGUN = (Stage.STARTED, Stage.BUILDING, Stage.COMPLETED, Stage.AT_CAPACITY)
_FINISHED = (Stage.COMPLETED, Stage.AT_CAPACITY)
_BUILT = (ProjectKind.COMPLETING, ProjectKind.CONTINUED, ProjectKind.NEW)


def gather_starts(span: Span) -> list[Fact]:
    """Projects the year starts: one when begun by the end of the span, else zero. Two queries."""
    return _reached(span, (ProjectKind.NEW,), _BEGUN)


def gather_completions(span: Span) -> list[Fact]:
    """Projects the year completes: one when completed by the end of the span, else zero. Two queries."""
    return _reached(span, (ProjectKind.COMPLETING,), _FINISHED)


def gather_investment(span: Span) -> list[Fact]:
    """Investment of projects under construction against what was planned by the end of the span. Three queries."""
    return _investment(span, _BUILT)


def gather_start_investment(span: Span) -> list[Fact]:
    """The same, of projects the year starts."""
    return _investment(span, (ProjectKind.NEW,))


def gather_continued_investment(span: Span) -> list[Fact]:
    """The same, of continued projects."""
    return _investment(span, (ProjectKind.CONTINUED,))


def _projects(span: Span, kinds: Collection[str]) -> QuerySet[Project]:
    """Projects of the year that were not given up."""
    return (
        Project.objects.filter(year=span.year_id, kind__in=kinds)
        .exclude(stage=Stage.GIVEN_UP)
        .select_related("year")
        .order_by("pk")
    )


def _reached(span: Span, kinds: Collection[str], stages: Collection[str]) -> list[Fact]:
    projects = list(_projects(span, kinds))
    events = StageEvent.objects.filter(project__in=projects, after__in=stages, on__lte=span.until)
    first: dict[int, date] = {}
    for project_id, on in events.order_by("on", "pk").values_list("project", "on"):
        first.setdefault(project_id, on)
    return [
        Fact(
            unit_id=project.lead_id,
            kind=KIND,
            key=str(project.pk),
            label=project.name,
            actual=ONE if project.pk in first else ZERO,
            target=ONE,
            done_on=first.get(project.pk),
            remark="reached" if project.pk in first else "not_reached",
        )
        for project in projects
    ]


def _investment(span: Span, kinds: Collection[str]) -> list[Fact]:
    projects = list(_projects(span, kinds))
    readings = InvestmentReading.objects.filter(project__in=projects, current=True, period__lte=span.until)
    latest = {row.project_id: row for row in readings.order_by("period", "pk")}
    points: dict[int, dict[date, Decimal]] = defaultdict(dict)
    for plan in InvestmentPlan.objects.filter(project__in=projects):
        points[plan.project_id][plan.period] = plan.value
    facts = (_invested(span, project, latest.get(project.pk), points[project.pk]) for project in projects)
    return [fact for fact in facts if fact]


def _invested(
    span: Span, project: Project, reading: InvestmentReading | None, points: dict[date, Decimal]
) -> Fact | None:
    """None where nothing was planned and nothing invested."""
    number = project.year.number
    course = InvestmentCourse(number, project.year_investment, date(number - 1, 12, 31), points)
    planned = expected_by(course, span.until)
    if planned is None and reading is None:
        return None
    return Fact(
        unit_id=project.lead_id,
        kind=KIND,
        key=str(project.pk),
        label=project.name,
        actual=reading.value if reading else None,
        target=planned or ZERO,
        measure="亿元",
        done_on=reading.period if reading else None,
        remark="invested" if reading else "silent",
    )
