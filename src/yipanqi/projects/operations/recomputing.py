"""Figures and lights of projects, computed at write and stored: pages only read them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from yipanqi.bulk import update_rows
from yipanqi.foundation import clock
from yipanqi.lights.operations import Judged, store_lights
from yipanqi.lights.queries import rules_in_force
from yipanqi.lights.verdict import Verdict
from yipanqi.projects import judgement
from yipanqi.projects.courses import course_of, landing_days, planned_points
from yipanqi.projects.expecting import expected_by
from yipanqi.projects.judgement import Invested, Owed, ProjectFacts
from yipanqi.projects.models import Guarantee, InvestmentReading, Project, StageEvent, Visit
from yipanqi.projects.plan_states import PlanState, plan_states
from yipanqi.targets.judgement import Rules
from yipanqi.targets.transitions import YearStatus
from yipanqi.workdays.queries import calendar

SUBJECT = "project"
_COMPUTED = (
    "light_id",
    "invested",
    "invested_period",
    "invested_at",
    "invested_by",
    "heard_at",
    "expected",
    "computed_at",
)


@dataclass(frozen=True)
class Known:
    """All facts about the projects at hand, by project id."""

    readings: dict[int, InvestmentReading]
    points: dict[int, dict[date, Decimal]]
    landed: dict[int, date]
    overdue: dict[int, list[Owed]]
    heard: dict[int, datetime]
    plans: dict[int, PlanState]


@transaction.atomic(savepoint=False)
def recompute_projects(project_ids: Sequence[int] | None, now: datetime) -> None:
    """Compute figures and lights of these projects and store them; None: all that are older than the day or the rules.

    A constant number of queries whatever the number of projects. `tick` calls it with None at every round: idle until
    the zone's day changes or a rule set comes into force.
    """
    wanted = _stale(now) if project_ids is None else Q(pk__in=project_ids)
    rows = Project.objects.exclude(year__status=YearStatus.CLOSED).filter(wanted)
    projects = list(rows.select_related("year", "lead", "leader", "light"))
    if not projects:
        return
    today = clock.today(now)
    known = known_of(projects, today)
    force = rules_in_force(now)
    rules = Rules(force.method, force.thresholds, calendar(today.year, today.year + 1).add)
    verdicts = [_assess(project, known, rules, today) for project in projects]
    judged = [_judged(project, verdict) for project, verdict in zip(projects, verdicts, strict=True)]
    lights = store_lights(subject_kind=SUBJECT, judged=judged, rule_set=force, now=now)
    for project in projects:
        project.light_id, project.computed_at = lights[str(project.pk)], now
    update_rows(Project, ("id",), _COMPUTED, [_figures(project) for project in projects])


def _figures(project: Project) -> tuple[Any, ...]:
    return (project.pk, *(getattr(project, name) for name in _COMPUTED))


def _stale(now: datetime) -> Q:
    """Computed on an earlier day or by older rules."""
    force = rules_in_force(now)
    fresh_from = datetime.combine(clock.today(now), time(), clock.ZONE_TIME)
    other = Q(light__rule_set__isnull=False) if force.pk is None else ~Q(light__rule_set=force.pk)
    return Q(computed_at__isnull=True) | Q(computed_at__lt=fresh_from) | other


def _judged(project: Project, verdict: Verdict) -> Judged:
    post = project.leader.title if project.leader else ""
    return Judged(str(project.pk), verdict, project.lead_id, post)


def _assess(project: Project, known: Known, rules: Rules, today: date) -> Verdict:
    """The project's figures set on the row, and its verdict."""
    reading, plan = known.readings.get(project.pk), known.plans.get(project.pk)
    course = course_of(project, known.points.get(project.pk, {}), known.landed.get(project.pk))
    expected = expected_by(course, today)
    project.invested = reading.value if reading else None
    project.invested_period = reading.period if reading else None
    project.invested_at = reading.at if reading else None
    project.invested_by = reading.author_label if reading else ""
    project.expected = None if expected is None else round(expected, 4)
    words = [project.created_at, known.heard.get(project.pk), plan.fact_at if plan else None]
    project.heard_at = max(at for at in words if at)
    facts = ProjectFacts(
        stage=project.stage,
        heard=clock.today(project.heard_at),
        course=course,
        asked=judgement.is_asked(
            project.stage,
            is_major=project.is_major,
            has_points=bool(course.points),
            total=project.year_investment,
        ),
        invested=_invested(reading),
        overdue=known.overdue.get(project.pk, ()),
        plan=plan,
    )
    return judgement.judge(facts, today, rules)


def _invested(reading: InvestmentReading | None) -> Invested | None:
    if reading is None:
        return None
    return Invested(reading.value, reading.period, min(reading.period, clock.today(reading.at)))


def known_of(projects: Collection[Project], today: date) -> Known:
    """Everything that is known of the projects; five queries and those of the plans."""
    ids = [project.pk for project in projects]
    readings = InvestmentReading.objects.filter(project__in=ids, current=True).order_by("period")
    moves = list(StageEvent.objects.filter(project__in=ids).order_by("on", "id"))
    overdue: dict[int, list[Owed]] = defaultdict(list)
    owing = Guarantee.objects.filter(project__in=ids, done_on__isnull=True, due__lt=today)
    for owed in owing.select_related("owner"):
        overdue[owed.project_id].append(Owed(owed.text, owed.owner.short_name, owed.due))
    latest = {reading.project_id: reading for reading in readings}
    heard = _latest(
        *((reading.project_id, reading.at) for reading in latest.values()),
        *((move.project_id, move.at) for move in moves),
        *_spoken_of(ids),
    )
    return Known(latest, planned_points(ids), landing_days(moves), overdue, heard, plan_states(ids))


def _spoken_of(ids: Collection[int]) -> QuerySet[Any]:
    """The last visit to each project and the last guarantee settled for it. One query."""
    visits = Visit.objects.filter(project__in=ids).order_by().values_list("project_id")
    settled = Guarantee.objects.filter(project__in=ids, settled_at__isnull=False).order_by()
    last_settled = settled.values_list("project_id").annotate(at=Max("settled_at"))
    return visits.annotate(last=Max("at")).union(last_settled, all=True)


def _latest(*words: tuple[int, datetime]) -> dict[int, datetime]:
    """The last of the moments of each project."""
    found: dict[int, datetime] = {}
    for project, at in words:
        found[project] = max(at, found.get(project, at))
    return found
