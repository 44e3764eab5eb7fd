"""What a matter is about, named in one way, whoever asks: a target, a plan or one of its activities, a project, an item."""

from dataclasses import dataclass, replace

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404
from yipanqi.assignments.models import Item
from yipanqi.foundation.errors import NotFound
from yipanqi.plans.models import Activity, Plan
from yipanqi.projects.models import Project
from yipanqi.targets.models import Target
from yipanqi.targets.rules import TargetAction


@dataclass(frozen=True)
class About:
    """The ids by which a caller names a thing; none of them for a free matter."""

    target_id: int | None = None
    plan_id: int | None = None
    key: str = ""
    project_id: int | None = None
    item_id: int | None = None


@dataclass(frozen=True)
class Thing:
    """A thing with its name and the unit that answers for it; `subject` is the same for everyone who means it."""

    about: About
    subject: str
    name: str
    unit_id: int | None
    unit: str


def thing_of(actor: Actor, about: About) -> Thing | None:
    """The thing, None when none is named; NotFound for one that is not there. At most two queries."""
    if about.item_id is not None:
        return _item(about.item_id)
    if about.plan_id is not None:
        return _plan(about.plan_id, about.key)
    if about.project_id is not None:
        return _project(about.project_id)
    if about.target_id is not None:
        rows = Target.objects.select_related("lead")
        return _target(fetch_or_404(actor, TargetAction.VIEW, rows, pk=about.target_id))
    return None


def _target(target: Target) -> Thing:
    lead = target.lead
    return Thing(
        About(target_id=target.pk),
        f"targets.target:{target.pk}",
        target.name,
        target.lead_id,
        lead.short_name if lead else "",
    )


def _project(project_id: int) -> Thing:
    project = Project.objects.select_related("lead").filter(pk=project_id).first()
    if project is None:
        raise NotFound()
    about = About(project_id=project.pk)
    return Thing(
        about, f"projects.project:{project.pk}", project.name, project.lead_id, project.lead.short_name
    )


def _plan(plan_id: int, key: str) -> Thing:
    """The plan with its owner, or one activity of its version in force with its own unit."""
    plan = Plan.objects.select_related("owner").filter(pk=plan_id).first()
    if plan is None:
        raise NotFound()
    about, owner = About(plan_id=plan.pk, key=key), plan.owner
    whole = Thing(about, f"plans.plan:{plan.pk}", plan.name, owner.pk, owner.short_name)
    if not key:
        return whole
    version = plan.baseline_id or plan.draft_id
    activity = Activity.objects.select_related("unit").filter(version=version, key=key).first()
    if activity is None:
        raise NotFound()
    unit = activity.unit or owner
    return replace(
        whole,
        subject=f"plans.plan:{plan.pk}/{key}",
        name=f"{plan.name} · {activity.name}",
        unit_id=unit.pk,
        unit=unit.short_name,
    )


def _item(item_id: int) -> Thing:
    """The duty behind an item of a letter, so that item and activity are one thing."""
    item = Item.objects.select_related("unit").filter(pk=item_id).first()
    if item is None:
        raise NotFound()
    about = About(target_id=item.target_id, plan_id=item.plan_id, key=item.key, item_id=item.pk)
    return Thing(about, _duty(item), item.text, item.unit_id, item.unit.short_name)


def _duty(item: Item) -> str:
    if item.plan_id is not None:
        return f"plans.plan:{item.plan_id}/{item.key}"
    return f"targets.target:{item.target_id}" if item.target_id else f"assignments.item:{item.pk}"
