"""A unit is succeeded: its open items and unsigned letters move in one operation."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.assignments.models import Item, Letter
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.assignments.transitions import ITEMS, LetterStatus
from yipanqi.audit.operations import record
from yipanqi.foundation.transitions import Group
from yipanqi.org.models import Unit


@transaction.atomic
def hand_over(*, actor: Actor, from_unit: int, to_unit: int, now: datetime) -> int:
    """Move open items from one unit (id) to another, and letters that wait for a signature; how many items.

    A duty that the successor has already is withdrawn from the old unit instead of standing twice.
    """
    demand(actor, AssignmentAction.HAND_OVER)
    units = Unit.objects.in_bulk([from_unit, to_unit])
    open_items = Item.objects.filter(unit=from_unit, status__in=ITEMS.in_group(Group.OPEN))
    held = set(
        Item.objects.filter(unit=to_unit, status__in=ITEMS.in_group(Group.OPEN)).values_list("plan", "key")
    )
    twice = [item.pk for item in open_items if item.plan_id and (item.plan_id, item.key) in held]
    open_items.filter(pk__in=twice).update(status="withdrawn", version=F("version") + 1)
    moved = open_items.exclude(pk__in=twice).update(unit=to_unit, version=F("version") + 1)
    waiting = Letter.objects.filter(unit=from_unit).exclude(status=LetterStatus.SIGNED)
    taken = Letter.objects.filter(unit=to_unit).values("session")
    waiting.exclude(session__in=taken).update(unit=to_unit, version=F("version") + 1)
    if moved:
        changes = {"from": str(units[from_unit]), "to": str(units[to_unit]), "rows": moved}
        record(
            actor=actor, action=AssignmentAction.HAND_OVER, subject=units[to_unit], now=now, changes=changes
        )
    return moved
