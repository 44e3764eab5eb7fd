"""A unit is succeeded: its open duties move in one operation, and each says so."""

from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.org.models import Unit
from yipanqi.targets.models import Change, ListItem, Target
from yipanqi.targets.operations.recomputing import recompute
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.transitions import TargetStatus, YearStatus

_OPEN_YEARS = (YearStatus.DRAFT, YearStatus.COMMENTS, YearStatus.FIXED)


@transaction.atomic
def hand_over(*, actor: Actor, from_unit: int, to_unit: int, now: datetime) -> int:
    """Move lead, partnership and undone list lines of open targets from one unit (id) to another.

    Called through the wiring as SYSTEM when a unit is succeeded; `author` of the changes is `actor`. Returns
    the number of led targets that moved. Calling it again moves nothing.
    """
    demand(actor, TargetAction.HAND_OVER)
    units = Unit.objects.in_bulk([from_unit, to_unit])
    old, new = units[from_unit], units[to_unit]
    open_targets = Target.objects.filter(year__status__in=_OPEN_YEARS, status=TargetStatus.ACTIVE)
    led = list(open_targets.filter(lead=old))
    for target in led:
        _move_lead(actor, target, old, new, now)
    _move_partnership(list(open_targets.filter(partners=old)), old, new)
    ListItem.objects.filter(owner=old, done_on__isnull=True, target__in=open_targets).update(owner=new)
    recompute([target.pk for target in led], now)
    return len(led)


def _move_lead(actor: Actor, target: Target, old: Unit, new: Unit, now: datetime) -> None:
    target.lead, target.version = new, target.version + 1
    target.save(update_fields=["lead", "version"])
    Target.partners.through.objects.filter(target=target, unit=new).delete()
    Change.objects.create(
        target=target,
        field="lead",
        before=str(old),
        after=str(new),
        decision=f"{old} → {new}",
        reason=f"{old} → {new}",
        author_label=actor.label,
        at=now,
    )
    changes = {"field": "lead", "before": str(old), "after": str(new)}
    record(actor=actor, action=TargetAction.HAND_OVER, subject=target, now=now, changes=changes)


def _move_partnership(targets: list[Target], old: Unit, new: Unit) -> None:
    """The new unit takes the old one's place, unless it leads or is there already."""
    links = Target.partners.through
    there = set(links.objects.filter(target__in=targets, unit=new).values_list("target", flat=True))
    links.objects.filter(target__in=targets, unit=old).delete()
    links.objects.bulk_create(
        links(target_id=target.pk, unit_id=new.pk)
        for target in targets
        if target.pk not in there and target.lead_id != new.pk
    )
