"""The year's targets from the accepted findings, in one step: all of them or none."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError
from yipanqi.reports.models import WorkReport
from yipanqi.reports.operations.access import claim, move_report, report_for
from yipanqi.reports.queries.planning import (
    Effect,
    PlannedTarget,
    TargetPlan,
    kind_of,
    known_by,
    plan_of,
    range_of,
    units_by_name,
)
from yipanqi.reports.rules import ReportAction
from yipanqi.targets.models import Goal, GoalKind
from yipanqi.targets.operations import TargetDraft, alter_target, create_goal, create_target
from yipanqi.targets.operations.setting import settable_year


@dataclass(frozen=True)
class Made:
    """How many targets came new, were changed, and stood in the year already as the report says."""

    created: int
    changed: int
    known: int


@transaction.atomic
def make_targets(*, actor: Actor, report_id: int, now: datetime) -> Made:
    """Every accepted finding without a target becomes one; a target of the same name and unit is linked, not
    doubled, and changed where the finding tells its figure or due day otherwise.

    Goals are found by the theme's name and made where missing. Refused while the year is fixed, with nothing to
    make, and where a due day lies before the year.
    """
    report = report_for(actor, ReportAction.MAKE_TARGETS, report_id)
    settable_year(actor, report.year_id)
    plan = plan_of(report)
    _guard(plan)
    goals = _goals(actor, plan, now)
    units = units_by_name(now.date())
    made: dict[tuple[str, str], int] = {}
    for order, line in enumerate(plan.lines):
        key = known_by(line.finding.name, line.finding.unit)
        target_id = line.target_id or made.get(key)
        if target_id is None:
            draft = _draft(line, goals[line.theme], units, order)
            target_id = create_target(actor=actor, year_id=report.year_id, draft=draft, now=now).pk
            made[key] = target_id
        elif line.changes:
            alter_target(actor=actor, target_id=target_id, changes=line.changes, now=now)
        claim(line.finding, target_id=target_id)
    return _used(actor, report, plan, now)


def _guard(plan: TargetPlan) -> None:
    if not plan.lines:
        raise DomainError("reports.nothing_to_make")
    if refused := plan.of(Effect.REFUSED):
        names = "、".join(line.finding.name for line in refused)
        raise DomainError("reports.due_before_year", year=plan.year.number, names=names)


def _goals(actor: Actor, plan: TargetPlan, now: datetime) -> dict[str, int]:
    """The goal of each theme, made where the year has none of that name."""
    known = {line.theme: line.goal_id for line in plan.lines if line.goal_id}
    order = Goal.objects.filter(year=plan.year).count()
    for theme in plan.new_themes:
        goal = create_goal(
            actor=actor,
            year_id=plan.year.pk,
            kind=GoalKind.THEME,
            key=stable_key("g", theme),
            name=theme,
            now=now,
            order=order,
        )
        known[theme], order = goal.pk, order + 1
    return known


def _draft(line: PlannedTarget, goal_id: int, units: dict[str, int], order: int) -> TargetDraft:
    f = line.finding
    partners = dict.fromkeys(units[name] for name in f.partners if name in units)
    return TargetDraft(
        goal_id=goal_id,
        key=stable_key("r", f.kind, *known_by(f.name, f.unit)),
        kind=kind_of(f),
        name=f.name,
        op=f.op,
        value=f.value,
        unit=f.unit,
        measure=f.measure,
        approx=f.approx,
        due=f.due,
        due_explicit=f.due_explicit,
        lead_id=f.lead_id,
        partner_ids=tuple(pk for pk in partners if pk != f.lead_id),
        standard=range_of(f),
        order=order,
    )


def stable_key(letter: str, *words: str) -> str:
    """The same key for the same words, in every installation and every year."""
    return f"{letter}-{hashlib.sha256(chr(0).join(words).encode()).hexdigest()[:12]}"


def _used(actor: Actor, report: WorkReport, plan: TargetPlan, now: datetime) -> Made:
    move_report(report, "use")
    done = Made(len(plan.of(Effect.NEW)), len(plan.of(Effect.CHANGED)), len(plan.of(Effect.THERE)))
    told = {"created": done.created, "changed": done.changed, "known": done.known}
    record(actor=actor, action=ReportAction.MAKE_TARGETS, subject=report, now=now, changes=told)
    return done
