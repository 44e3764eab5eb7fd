"""A meeting over the whole board was held: changes are told from its end on."""

from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import Invalid
from yipanqi.targets.models import Meeting
from yipanqi.targets.operations.access import year_for
from yipanqi.targets.rules import TargetAction


@transaction.atomic
def record_meeting(
    *, actor: Actor, year_id: int, held_at: datetime, now: datetime, title: str = ""
) -> Meeting:
    """Note the end of a meeting; the same moment twice is one meeting."""
    year = year_for(actor, TargetAction.RECORD_MEETING, year_id)
    if held_at > now:
        raise Invalid({"held_at": "targets.meeting_in_future"})
    meeting, made = Meeting.objects.get_or_create(
        year=year, held_at=held_at, defaults={"title": title.strip(), "author_label": actor.label}
    )
    if made:
        record(actor=actor, action=TargetAction.RECORD_MEETING, subject=meeting, now=now)
    return meeting
