"""The year itself: made, opened for comments, fixed, closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace
from yipanqi.targets.events import YearFixed
from yipanqi.targets.models import Year
from yipanqi.targets.operations.access import claim_year, year_for
from yipanqi.targets.operations.recomputing import recompute
from yipanqi.targets.queries.setting import lacks_of_year
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.transitions import YEARS


@transaction.atomic
def create_year(*, actor: Actor, number: int, zone: str, now: datetime) -> Year:
    """A new year in draft; `targets.year_exists` when there is one of that number."""
    demand(actor, TargetAction.CREATE_YEAR)
    if Year.objects.filter(number=number).exists():
        raise Invalid({"number": DomainError("targets.year_exists", year=number)})
    year = Year.objects.create(number=number, zone=zone)
    record(actor=actor, action=TargetAction.CREATE_YEAR, subject=year, now=now)
    return year


@transaction.atomic
def open_comments(*, actor: Actor, year_id: int, now: datetime, version: int | None = None) -> Year:
    """Let the units comment."""
    return _move_year(actor, TargetAction.OPEN_COMMENTS, year_id, "open_comments", now, version)


@transaction.atomic
def back_to_draft(
    *, actor: Actor, year_id: int, reason: str, now: datetime, version: int | None = None
) -> Year:
    """Take the year back from the units, with a reason."""
    return _move_year(actor, TargetAction.BACK_TO_DRAFT, year_id, "back_to_draft", now, version, reason)


@transaction.atomic
def fix_year(*, actor: Actor, year_id: int, decision: str, now: datetime, version: int | None = None) -> Year:
    """Fix the year by a decision, and compute every light for the first time.

    Refuses with `targets.year_incomplete` while a target lacks lead, due or figure; `params["lacks"]` lists
    them as (target id, name, lacking fields).
    """
    year = year_for(actor, TargetAction.FIX, year_id)
    YEARS.guard(year.status, "fix")
    if not decision.strip():
        raise Invalid({"decision": "input.required"})
    lacks = lacks_of_year(year.pk)
    if lacks:
        names = "、".join(lack.name for lack in lacks)
        raise DomainError("targets.year_incomplete", count=len(lacks), names=names, lacks=lacks)
    _move_year(actor, TargetAction.FIX, year_id, "fix", now, version, decision)
    Year.objects.filter(pk=year.pk).update(decision=decision.strip(), fixed_at=now)
    year.targets.filter(counts_on__isnull=True).update(counts_on=F("due"))
    recompute(list(year.targets.values_list("pk", flat=True)), now)
    events.publish(YearFixed(year.pk, now))
    return Year.objects.get(pk=year.pk)


@transaction.atomic
def close_year(*, actor: Actor, year_id: int, now: datetime, version: int | None = None) -> Year:
    """Close the year: nothing can be entered any more."""
    return _move_year(actor, TargetAction.CLOSE, year_id, "close", now, version)


def _move_year(
    actor: Actor,
    action: TargetAction,
    year_id: int,
    name: str,
    now: datetime,
    version: int | None,
    note: str = "",
) -> Year:
    year = year_for(actor, action, year_id)
    move = YEARS.guard(year.status, name, note=note)
    before = year.status
    claim_year(year, version)
    won = Year.objects.filter(pk=year.pk, status=before).update(status=move.target)
    if not won:
        raise LostRace(year=str(year))
    year.status = move.target
    changes = {"status": [before, move.target.value]}
    record(actor=actor, action=action, subject=year, now=now, note=note, changes=changes)
    return year
