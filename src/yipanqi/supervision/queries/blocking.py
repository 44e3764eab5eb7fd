"""Who waits for whom: said once, with the progress fact, and seen by the supervision office and by the other unit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.plans.models import Activity, ProgressFact, ScheduledActivity
from yipanqi.supervision.rules import SupervisionAction


@dataclass(frozen=True)
class Blocked:
    """An activity that cannot go on: `unit` waits for `blocker` since a moment. `total_float` in working days."""

    plan_id: int
    plan: str
    key: str
    activity: str
    unit_id: int
    unit: str
    blocker_id: int
    blocker: str
    since: datetime
    note: str
    finish: date | None
    total_float: int | None


def blocked(actor: Actor, year_id: int) -> tuple[Blocked, ...]:
    """Every activity of the year that waits for another unit, the least float first. One query."""
    demand(actor, SupervisionAction.WATCH)
    return tuple(map(_blocked, _waiting().filter(plan__year=year_id)))


def blocked_by(unit_ids: Collection[int]) -> tuple[Blocked, ...]:
    """What waits for these units: for their own card. One query."""
    return tuple(map(_blocked, _waiting().filter(waits_for__in=unit_ids)))


def _waiting() -> QuerySet[ProgressFact]:
    in_force = Coalesce("plan__baseline", "plan__draft")
    activity = Activity.objects.filter(version=OuterRef("in_force"), key=OuterRef("key"))
    planned = ScheduledActivity.objects.filter(version=OuterRef("in_force"), key=OuterRef("key"))
    return (
        ProgressFact.objects.filter(current=True, waits_for__isnull=False, actual_finish__isnull=True)
        .select_related("plan__owner", "waits_for", "unit")
        .annotate(
            in_force=in_force,
            activity_name=Subquery(activity.values("name")[:1]),
            forecast=Subquery(planned.values("finish")[:1]),
            slack=Subquery(planned.values("total_float")[:1]),
        )
        .order_by("slack", "at", "pk")
    )


def _blocked(fact: ProgressFact) -> Blocked:
    unit = fact.unit or fact.plan.owner
    assert fact.waits_for is not None
    return Blocked(
        plan_id=fact.plan_id,
        plan=fact.plan.name,
        key=fact.key,
        activity=getattr(fact, "activity_name", None) or fact.key,
        unit_id=unit.pk,
        unit=unit.short_name,
        blocker_id=fact.waits_for.pk,
        blocker=fact.waits_for.short_name,
        since=fact.at,
        note=fact.note,
        finish=getattr(fact, "forecast", None),
        total_float=getattr(fact, "slack", None),
    )
