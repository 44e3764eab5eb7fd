"""A later date: asked for before the due day, endorsed by the head, reviewed by supervision, decided by the leader."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.assignments.events import ExtensionDecided
from yipanqi.assignments.models import Extension, Item
from yipanqi.assignments.operations.access import claim, extension_for, item_for
from yipanqi.assignments.operations.recomputing import recompute_items
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.assignments.transitions import EXTENSIONS, ITEMS, ExtensionStatus
from yipanqi.audit.operations import record
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused

TEXT_LENGTH = 300
WORKING = frozenset(next(move.source for move in ITEMS.moves if move.name == "report_done"))


@transaction.atomic
def ask_extension(
    *, actor: Actor, item_id: int, until: date, reason: str, progress: str, now: datetime
) -> Extension:
    """Ask for a later date with reason and progress; after the due day, or with a request open, it is refused."""
    item = item_for(actor, AssignmentAction.ASK_EXTENSION, item_id)
    _guard(item, until, reason, progress, clock.today(now))
    try:
        with transaction.atomic():
            asked = Extension.objects.create(
                item=item,
                asked_until=until,
                reason=reason.strip(),
                progress=progress.strip(),
                asked_at=now,
                asked_by=actor.label,
            )
    except IntegrityError:
        raise LostRace("assignments.extension_is_open", item=item.text) from None
    changes = {"due": [item.due, until], "progress": asked.progress}
    record(
        actor=actor,
        action=AssignmentAction.ASK_EXTENSION,
        subject=item,
        now=now,
        note=asked.reason,
        changes=changes,
    )
    return asked


def _guard(item: Item, until: date, reason: str, progress: str, today: date) -> None:
    counts_on = item.extended_to or item.due
    if item.status not in WORKING:
        raise MoveRefused(move="ask_extension", status=item.status)
    if today > counts_on:
        raise MoveRefused("assignments.extension_too_late", day=counts_on)
    wrong: dict[str, DomainError | str] = {}
    if until <= counts_on:
        wrong["until"] = DomainError("assignments.extension_not_later", day=counts_on)
    for name, text in (("reason", reason), ("progress", progress)):
        if not text.strip():
            wrong[name] = "input.required"
        elif len(text.strip()) > TEXT_LENGTH:
            wrong[name] = DomainError("input.too_long", longest=TEXT_LENGTH)
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def endorse_extension(
    *, actor: Actor, extension_id: int, now: datetime, version: int | None = None
) -> Extension:
    """The head of the unit stands behind the request."""
    asked = extension_for(actor, AssignmentAction.ENDORSE, extension_id)
    return _move(actor, asked, "endorse", now, version, endorsed_by=actor.label)


@transaction.atomic
def review_extension(
    *, actor: Actor, extension_id: int, now: datetime, version: int | None = None, note: str = ""
) -> Extension:
    """The supervision office puts the request before the leader."""
    asked = extension_for(actor, AssignmentAction.REVIEW, extension_id)
    return _move(actor, asked, "review", now, version, note=note, reviewed_by=actor.label)


@transaction.atomic
def approve_extension(
    *, actor: Actor, extension_id: int, now: datetime, version: int | None = None, note: str = ""
) -> Extension:
    """The leader grants the later date. The date agreed stays as it was."""
    asked = extension_for(actor, AssignmentAction.APPROVE, extension_id)
    _move(actor, asked, "approve", now, version, note=note, decided_by=actor.label, decided_at=now)
    item = asked.item
    claim(item, None, extended_to=asked.asked_until)
    recompute_items(now, item_ids=[item.pk])
    events.publish(ExtensionDecided(item.pk, asked.asked_until, True, now))
    return asked


@transaction.atomic
def refuse_extension(
    *, actor: Actor, extension_id: int, note: str, now: datetime, version: int | None = None
) -> Extension:
    """Head, supervision or leader say no, with a reason; the old date stands."""
    asked = extension_for(actor, AssignmentAction.REFUSE, extension_id)
    _move(actor, asked, "refuse", now, version, note=note, decided_by=actor.label, decided_at=now)
    events.publish(ExtensionDecided(asked.item_id, asked.asked_until, False, now))
    return asked


def _move(
    actor: Actor,
    asked: Extension,
    name: str,
    now: datetime,
    version: int | None,
    *,
    note: str = "",
    **columns: object,
) -> Extension:
    move = EXTENSIONS.guard(asked.status, name, note=note)
    before = asked.status
    if note.strip():
        columns["note"] = note.strip()[:TEXT_LENGTH]
    claim(asked, version, status=move.target, **columns)
    record(
        actor=actor,
        action=AssignmentAction(f"assignments.{name}"),
        subject=asked.item,
        now=now,
        note=note.strip(),
        changes={"status": [before, move.target.value], "until": asked.asked_until},
    )
    return asked


UNDECIDED = (ExtensionStatus.ASKED, ExtensionStatus.ENDORSED, ExtensionStatus.REVIEWED)
