"""One digest a unit with everything it is late or silent with; and the unit's word that it was read."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.audit.operations import record
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace
from yipanqi.org.models import Unit
from yipanqi.supervision.events import Reminded
from yipanqi.supervision.models import Level, Reminder
from yipanqi.supervision.queries.reminding import digests, reminder_candidates
from yipanqi.supervision.queries.watching import Owed
from yipanqi.supervision.rules import SupervisionAction


@transaction.atomic
def remind(
    *, actor: Actor, unit_ids: Collection[int], now: datetime, level: int | None = None
) -> tuple[Reminder, ...]:
    """Send one digest to each of these units, all or none; units that owe nothing new get none.

    `level` None takes for each unit the next one above the last that went unanswered; an urgent matter may be told at
    any level. LostRace when the same digest of today was sent meanwhile.
    """
    demand(actor, SupervisionAction.REMIND)
    if level is not None and level not in Level.values:
        raise Invalid({"level": "input.not_a_choice"})
    if not unit_ids:
        raise DomainError("supervision.nobody_chosen")
    chosen = digests(reminder_candidates(actor, now, unit_ids), level)
    if not chosen:
        raise DomainError("supervision.nothing_to_remind")
    units = Unit.objects.in_bulk([one.unit_id for one, _height, _lines in chosen])
    return tuple(_send(actor, units[one.unit_id], height, lines, now) for one, height, lines in chosen)


def _send(actor: Actor, unit: Unit, level: int, lines: tuple[Owed, ...], now: datetime) -> Reminder:
    try:
        with transaction.atomic():
            reminder = Reminder.objects.create(
                unit=unit,
                level=level,
                day=clock.today(now),
                lines=[line.as_json() for line in lines],
                sent_at=now,
                sent_by=actor.label,
            )
    except IntegrityError as error:
        raise LostRace(unit=str(unit), level=level) from error
    changes = {"level": level, "rows": len(lines)}
    record(actor=actor, action=SupervisionAction.REMIND, subject=reminder, now=now, changes=changes)
    events.publish(Reminded(reminder.pk, unit.pk, level, now))
    return reminder


@transaction.atomic
def read_reminder(*, actor: Actor, reminder_id: int, now: datetime) -> Reminder:
    """The unit has read it; the first to say so stands in the receipt."""
    rows = Reminder.objects.select_related("unit")
    reminder = fetch_or_404(actor, SupervisionAction.VIEW, rows, pk=reminder_id)
    demand(actor, SupervisionAction.READ_REMINDER, reminder)
    won = Reminder.objects.filter(pk=reminder.pk, read_at__isnull=True).update(
        read_at=now, read_by=actor.label
    )
    if won:
        record(actor=actor, action=SupervisionAction.READ_REMINDER, subject=reminder, now=now)
    reminder.refresh_from_db()
    return reminder
