"""A unit is succeeded: its plans and open activities move in one operation."""

from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.org.models import Unit
from yipanqi.plans.models import Activity, Plan
from yipanqi.plans.operations.access import claim_network
from yipanqi.plans.operations.recomputing import recompute_plans
from yipanqi.plans.rules import PlanAction
from yipanqi.targets.transitions import YearStatus


@transaction.atomic
def hand_over(*, actor: Actor, from_unit: int, to_unit: int, now: datetime) -> int:
    """Move plans, and activities of current versions, from one unit (id) to another; returns how many plans moved.

    Superseded versions keep the name that stood in them. Calling it again moves nothing.
    """
    demand(actor, PlanAction.HAND_OVER)
    units = Unit.objects.in_bulk([from_unit, to_unit])
    changes = {"unit": [str(units[from_unit]), str(units[to_unit])]}
    live = Plan.objects.exclude(year__status=YearStatus.CLOSED)
    owned = list(live.filter(owner=from_unit))
    versions = {version for pair in live.values_list("baseline", "draft") for version in pair if version}
    rows = Activity.objects.filter(version__in=versions, unit=from_unit)
    touched = {plan.pk for plan in owned} | set(rows.order_by().values_list("version__plan_id", flat=True))
    claim_network(touched)
    live.filter(owner=from_unit).update(owner=to_unit)
    rows.update(unit=to_unit)
    _move_partnership(versions, from_unit, to_unit)
    for plan in Plan.objects.filter(pk__in=touched):
        record(actor=actor, action=PlanAction.HAND_OVER, subject=plan, now=now, changes=changes)
    recompute_plans(touched, now)
    return len(owned)


def _move_partnership(versions: set[int], from_unit: int, to_unit: int) -> None:
    """The new unit takes the old one's place as a partner, unless it is one already."""
    links = Activity.partners.through.objects.filter(activity__version__in=versions)
    there = links.filter(unit=to_unit).values("activity")
    links.filter(unit=from_unit).exclude(activity__in=there).update(unit=to_unit)
    links.filter(unit=from_unit).delete()
