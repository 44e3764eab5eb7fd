"""What a project is to invest by each month, and what it has: entered once, corrected as a new revision."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.projects.events import InvestmentEntered
from yipanqi.projects.models import InvestmentPlan, InvestmentReading, Project
from yipanqi.projects.operations.access import (
    claim_project,
    claim_projects,
    feed_targets,
    project_for,
    targets_of,
)
from yipanqi.projects.operations.investment_checks import Checked, Former, InvestmentEntry, check_entry
from yipanqi.projects.operations.recomputing import recompute_projects
from yipanqi.projects.rules import ProjectAction
from yipanqi.targets.periods import month_end


@transaction.atomic
def plan_investment(
    *,
    actor: Actor,
    project_id: int,
    points: Mapping[date, Decimal],
    now: datetime,
    version: int | None = None,
) -> Project:
    """Totals of the year planned by the ends of months, 亿元; they take the place of what was planned before."""
    project = project_for(actor, ProjectAction.PLAN_INVESTMENT, project_id)
    planned = _checked_points(project, points)
    claim_project(project, version)
    before = {row.period.isoformat(): str(row.value) for row in project.investment_plan.all()}
    project.investment_plan.all().delete()
    InvestmentPlan.objects.bulk_create(
        InvestmentPlan(project=project, period=day, value=value) for day, value in planned.items()
    )
    after = {day.isoformat(): str(value) for day, value in planned.items()}
    changes = {"before": before, "after": after}
    record(actor=actor, action=ProjectAction.PLAN_INVESTMENT, subject=project, now=now, changes=changes)
    recompute_projects([project.pk], now)
    project.refresh_from_db()
    return project


def _checked_points(project: Project, points: Mapping[date, Decimal]) -> dict[date, Decimal]:
    """The points at ends of months of the year, growing; Invalid by month otherwise."""
    wrong: dict[str, DomainError | str] = {}
    found: dict[date, Decimal] = {}
    last = Decimal(0)
    for day, value in sorted(points.items()):
        if day.year != project.year.number:
            wrong[day.isoformat()] = DomainError("targets.period_outside_year", year=project.year.number)
        elif value < last:
            wrong[day.isoformat()] = DomainError("projects.plan_shrinks", before=last)
        else:
            found[month_end(day)] = last = value
    total = project.year_investment
    if not wrong and total is not None and last > total:
        wrong[max(found).isoformat()] = DomainError("projects.plan_over_year", year=total)
    if wrong:
        raise Invalid(wrong)
    return found


@transaction.atomic
def enter_investments(
    *, actor: Actor, entries: Sequence[InvestmentEntry], now: datetime
) -> tuple[InvestmentReading, ...]:
    """Save many readings, all or nothing, and compute their projects and targets once.

    Raises Invalid with every wrong line at once: `fields["<project id>.<field>"]` is the reason, the field one of
    value, period, note.
    """
    ids = {entry.project_id for entry in entries}
    if not ids:
        raise Invalid({"entries": "targets.nothing_entered"})
    projects = claim_projects(actor, ProjectAction.ENTER_INVESTMENT, ids)
    former, today = Former(ids), clock.today(now)
    checked, wrong = [], dict[str, DomainError | str]()
    for entry in entries:
        try:
            checked.append(check_entry(projects[entry.project_id], entry, former, today))
        except Invalid as error:
            wrong |= {f"{entry.project_id}.{name}": reason for name, reason in error.fields.items()}
    if wrong:
        raise Invalid(wrong)
    saved = tuple(_save(actor, one, now) for one in checked)
    _tell(projects, now)
    return saved


def _save(actor: Actor, one: Checked, now: datetime) -> InvestmentReading:
    """The reading, and what it replaces kept beside it."""
    if one.replaces:
        InvestmentReading.objects.filter(pk=one.replaces.pk).update(current=False)
    reading = InvestmentReading.objects.create(
        project=one.project,
        period=one.period,
        revision=one.replaces.revision + 1 if one.replaces else 1,
        value=one.value,
        unchanged=one.entry.unchanged,
        note=one.entry.note.strip(),
        author_key=actor.key,
        author_label=actor.label,
        at=now,
        illustrative=one.entry.illustrative,
    )
    was = str(one.replaces.value) if one.replaces else ""
    changes = {"period": str(one.period), "value": str(one.value), "was": was}
    record(
        actor=actor,
        action=ProjectAction.ENTER_INVESTMENT,
        subject=one.project,
        now=now,
        note=reading.note,
        changes=changes,
    )
    return reading


def _tell(projects: Mapping[int, Project], now: datetime) -> None:
    """Lights, targets and whoever listens, a year at a time."""
    recompute_projects(list(projects), now)
    feed_targets(targets_of(projects), now)
    for year in sorted({project.year_id for project in projects.values()}):
        ids = tuple(sorted(pk for pk, project in projects.items() if project.year_id == year))
        events.publish(InvestmentEntered(ids, year, targets_of(ids), now))
