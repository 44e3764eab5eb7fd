"""A new plan: who leads, plans."""

from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.access.roles import Role
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid, NotAllowed
from yipanqi.org.models import Post, Unit
from yipanqi.plans.drafts import PlanDraft
from yipanqi.plans.models import CalendarChoice, Plan
from yipanqi.plans.rules import PlanAction
from yipanqi.projects.models import Project
from yipanqi.targets.models import Target, Year
from yipanqi.targets.transitions import YearStatus


@transaction.atomic
def create_plan(*, actor: Actor, year_id: int, draft: PlanDraft, now: datetime) -> Plan:
    """A plan without activities yet; Invalid names the fields that are wrong."""
    demand(actor, PlanAction.CREATE)
    if not (actor.is_system or actor.has(Role.PROJECT_OFFICE) or draft.owner_id in actor.units):
        raise NotAllowed(action=str(PlanAction.CREATE))
    year = _checked(year_id, draft)
    plan = Plan.objects.create(
        year=year,
        name=draft.name.strip(),
        project_id=draft.project_id,
        target_id=draft.target_id,
        owner_id=draft.owner_id,
        leader_id=draft.leader_id,
        start=draft.start,
        due=draft.due,
        calendar=draft.calendar,
        illustrative=draft.illustrative,
    )
    changes = {"start": str(plan.start), "due": str(plan.due or "")}
    record(actor=actor, action=PlanAction.CREATE, subject=plan, now=now, changes=changes)
    return plan


def _checked(year_id: int, draft: PlanDraft) -> Year:
    wrong: dict[str, DomainError | str] = {}
    year = Year.objects.filter(pk=year_id).first()
    if year is None or year.status == YearStatus.CLOSED:
        raise Invalid({"year": "plans.year_closed"})
    if not draft.name.strip():
        wrong["name"] = "input.required"
    elif len(draft.name.strip()) > 200:
        wrong["name"] = DomainError("input.too_long", longest=200)
    if draft.calendar not in CalendarChoice.values:
        wrong["calendar"] = "input.not_a_choice"
    if draft.due and draft.due < draft.start:
        wrong["due"] = DomainError("plans.due_before_start", start=draft.start)
    rows = (
        ("owner_id", Unit.objects.filter(pk=draft.owner_id, valid_to__isnull=True), draft.owner_id),
        ("project_id", Project.objects.filter(pk=draft.project_id or 0, year=year), draft.project_id),
        ("target_id", Target.objects.filter(pk=draft.target_id or 0, year=year), draft.target_id),
        ("leader_id", Post.objects.filter(pk=draft.leader_id or 0), draft.leader_id),
    )
    wrong |= {name: "input.not_a_choice" for name, found, key in rows if key and not found.exists()}
    if wrong:
        raise Invalid(wrong)
    return year
