"""How every operation of the room begins: the row, if the actor may know of it; the right; the one who wins."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.assignments.events import ItemMoved
from yipanqi.assignments.models import Extension, Item, Letter
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.assignments.transitions import ITEMS
from yipanqi.audit.operations import record
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace

NOTE_LENGTH = 300
M = TypeVar("M", bound=Model)


def _reached(actor: Actor, action: AssignmentAction, rows: QuerySet[M], pk: int) -> M:
    row = fetch_or_404(actor, AssignmentAction.VIEW, rows, pk=pk)
    demand(actor, action, row)
    return row


def letter_for(actor: Actor, action: AssignmentAction, letter_id: int) -> Letter:
    """The letter on which `actor` may do `action`; NotFound or NotAllowed otherwise."""
    return _reached(actor, action, Letter.objects.select_related("unit", "session__year"), letter_id)


def item_for(actor: Actor, action: AssignmentAction, item_id: int) -> Item:
    """The item on which `actor` may do `action`."""
    rows = Item.objects.select_related("unit", "letter", "plan", "light")
    return _reached(actor, action, rows, item_id)


def extension_for(actor: Actor, action: AssignmentAction, extension_id: int) -> Extension:
    """The request on which `actor` may do `action`."""
    return _reached(
        actor, action, Extension.objects.select_related("item__unit", "item__letter"), extension_id
    )


def claim(row: Any, version: int | None, /, **columns: object) -> None:
    """Write `columns` if the row still is as it was seen: state and version (compare-and-set); LostRace otherwise."""
    seen = row.version if version is None else version
    columns["version"] = seen + 1
    still = type(row)._default_manager.filter(pk=row.pk, status=row.status, version=seen)
    if not still.update(**columns):
        raise LostRace(subject=str(row))
    for column, value in columns.items():
        setattr(row, column, value)


def move_item(
    actor: Actor,
    item: Item,
    name: str,
    now: datetime,
    /,
    *,
    version: int | None = None,
    note: str = "",
    **columns: object,
) -> Item:
    """Take the item one step further, with one event of the record."""
    demand_note(note)
    move = ITEMS.guard(item.status, name, note=note)
    before = item.status
    if note.strip():
        columns["note"] = note.strip()
    claim(item, version, status=move.target, **columns)
    record(
        actor=actor,
        action=AssignmentAction(f"assignments.{name}"),
        subject=item,
        now=now,
        note=note.strip(),
        changes={"status": [before, move.target.value]},
    )
    events.publish(ItemMoved(item.pk, item.unit_id, move.target.value, now))
    return item


def demand_note(note: str, name: str = "note") -> None:
    """A note fits its column."""
    if len(note.strip()) > NOTE_LENGTH:
        raise Invalid({name: DomainError("input.too_long", longest=NOTE_LENGTH)})
