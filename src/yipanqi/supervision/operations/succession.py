"""A unit is succeeded: its open matters and unread digests move with it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.org.models import Unit
from yipanqi.supervision.models import SETTLED, Matter
from yipanqi.supervision.rules import SupervisionAction


@transaction.atomic
def hand_over(*, actor: Actor, from_unit: int, to_unit: int, now: datetime) -> int:
    """Open matters of one unit (id) become the other's; returns how many. Digests stay with whom they were sent to.

    A matter about something for which the new unit has an open one already is dropped in favour of that one.
    """
    demand(actor, SupervisionAction.HAND_OVER)
    units = Unit.objects.in_bulk([from_unit, to_unit])
    old, new = units[from_unit], units[to_unit]
    known = set(Matter.objects.filter(unit=new).exclude(status__in=SETTLED).values_list("subject", flat=True))
    matters = Matter.objects.filter(unit=old).exclude(status__in=SETTLED)
    moved = [matter for matter in matters if matter.subject not in known]
    doubled = [matter for matter in matters if matter.subject in known]
    Matter.objects.filter(pk__in=[matter.pk for matter in moved]).update(unit=new, version=F("version") + 1)
    Matter.objects.filter(pk__in=[matter.pk for matter in doubled]).update(
        status="dropped", closed_at=now, conclusion=f"{old} → {new}", version=F("version") + 1
    )
    changes = {"before": str(old), "after": str(new)}
    for matter in (*moved, *doubled):
        record(actor=actor, action=SupervisionAction.HAND_OVER, subject=matter, now=now, changes=changes)
    return len(moved)
