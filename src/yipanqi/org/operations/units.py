"""Units come into being and change."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.org.entries import UnitEntry
from yipanqi.org.models import Unit, UnitKind
from yipanqi.org.operations.rows import write
from yipanqi.org.rules import OrgAction


@transaction.atomic
def create_unit(*, actor: Actor, now: datetime, entry: UnitEntry) -> Unit:
    """A new unit."""
    demand(actor, OrgAction.CREATE_UNIT)
    columns = _checked(entry, unit=None)
    try:
        with transaction.atomic():
            unit = Unit.objects.create(**columns)
    except IntegrityError:
        raise _code_taken(entry) from None
    record(actor=actor, action=OrgAction.CREATE_UNIT, subject=unit, now=now, changes={"code": unit.code})
    return unit


@transaction.atomic
def change_unit(*, actor: Actor, now: datetime, unit: Unit, entry: UnitEntry) -> Unit:
    """The unit as `entry` says; LostRace when somebody changed it since `unit` was read."""
    demand(actor, OrgAction.CHANGE_UNIT, unit)
    columns = _checked(entry, unit)
    if unit.successor_id is not None and entry.valid_to is None:
        raise Invalid({"valid_to": "org.succeeded_unit_has_ended"})
    changes = {
        name: [getattr(unit, name), value] for name, value in columns.items() if getattr(unit, name) != value
    }
    write(unit, taken=_code_taken(entry), **columns)
    record(actor=actor, action=OrgAction.CHANGE_UNIT, subject=unit, now=now, changes=changes)
    return unit


def _checked(entry: UnitEntry, unit: Unit | None) -> dict[str, object]:
    """The columns of a right entry; Invalid names every wrong field."""
    wrong: dict[str, DomainError | str] = {
        name: "input.required" for name in ("code", "name") if not getattr(entry, name).strip()
    }
    if entry.kind not in UnitKind.values:
        wrong["kind"] = "org.unknown_kind"
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        wrong["valid_to"] = "org.dates_not_in_order"
    if unit is not None and entry.parent_id is not None and _stands_below(entry.parent_id, unit.pk):
        wrong["parent"] = "org.parent_below_itself"
    if wrong:
        raise Invalid(wrong)
    columns = asdict(entry)
    columns |= {name: columns[name].strip() for name in ("code", "name", "short_name")}
    columns["short_name"] = columns["short_name"] or columns["name"][:40]
    return columns


def _stands_below(candidate: int, top: int) -> bool:
    """Whether `candidate` is `top` or any unit below it."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    seen: set[int] = set()
    here: int | None = candidate
    while here is not None and here not in seen:
        if here == top:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


def _code_taken(entry: UnitEntry) -> Invalid:
    return Invalid({"code": DomainError("org.code_taken", text=entry.code.strip())})
