"""A reorganisation: one unit ends, another takes over everything that is open, in one operation."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.org.events import UnitSucceeded
from yipanqi.org.models import Post, Unit
from yipanqi.org.operations.rows import write
from yipanqi.org.rules import OrgAction


@transaction.atomic
def succeed_unit(*, actor: Actor, now: datetime, unit: Unit, successor: Unit, at: date, reason: str) -> Unit:
    """`unit` ends on the day before `at`; from `at` on its posts, its lower units and its duties are the successor's.

    Later rooms hand over what they keep by listening to UnitSucceeded: if one of them fails, nothing happened.
    """
    demand(actor, OrgAction.SUCCEED_UNIT, unit)
    _guard(unit, successor, at, clock.today(now), reason)
    write(unit, valid_to=at - timedelta(days=1), successor=successor)
    moved = Post.objects.filter(unit=unit, valid_to__isnull=True).update(
        unit=successor, version=F("version") + 1
    )
    children = Unit.objects.filter(parent=unit, valid_to__isnull=True).exclude(pk=successor.pk)
    raised = children.update(parent=successor, version=F("version") + 1)
    successor.refresh_from_db()
    if successor.parent_id == unit.pk:
        write(successor, parent=unit.parent)
    record(
        actor=actor,
        action=OrgAction.SUCCEED_UNIT,
        subject=unit,
        now=now,
        note=reason.strip(),
        changes={
            "successor": [None, successor.code],
            "at": at,
            "posts_moved": moved,
            "units_moved": raised,
        },
    )
    events.publish(UnitSucceeded(unit.pk, successor.pk, at, now, actor))
    return unit


def _guard(unit: Unit, successor: Unit, at: date, today: date, reason: str) -> None:
    wrong: dict[str, DomainError | str] = {}
    if unit.valid_to is not None:
        raise DomainError("org.unit_has_ended", unit=str(unit), day=unit.valid_to)
    if successor.pk == unit.pk or successor.valid_to is not None or successor.valid_from > at:
        wrong["successor"] = "org.successor_not_valid"
    if at <= unit.valid_from:
        wrong["at"] = "org.succession_before_beginning"
    elif at > today:
        wrong["at"] = "org.succession_in_future"
    if not reason.strip():
        wrong["reason"] = "input.required"
    if wrong:
        raise Invalid(wrong)
