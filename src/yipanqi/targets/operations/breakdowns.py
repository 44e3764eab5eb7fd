"""A breakdown table becomes targets: all of its rows, or none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.exchange.tables import Sheet
from yipanqi.foundation.errors import DomainError
from yipanqi.targets.breakdown import Entry
from yipanqi.targets.models import Target, Year
from yipanqi.targets.operations.setting import TargetDraft, add_target, settable_year, write_target
from yipanqi.targets.queries.breakdowns import Effect, PreviewLine, preview_breakdown
from yipanqi.targets.rules import TargetAction

_WRITTEN = ("goal_id", "op", "value", "unit", "measure", "approx", "due", "due_explicit", "lead_id")


@dataclass(frozen=True)
class Imported:
    """How many targets a table added and changed."""

    added: int
    changed: int


@transaction.atomic
def import_breakdown(*, actor: Actor, year_id: int, goal_id: int, sheet: Sheet, now: datetime) -> Imported:
    """Import a table into a year that is being set; rows without a goal of their own go to `goal_id`.

    Refuses with `targets.import_has_faults` while any row has one: nothing is half saved. A row whose name exists
    changes that target; targets that the table does not name stay as they are. Importing it again changes nothing.
    """
    year = settable_year(actor, year_id)
    preview = preview_breakdown(actor, year_id, goal_id, sheet)
    if preview.refused:
        raise DomainError("targets.import_has_faults", count=preview.refused)
    targets = Target.objects.select_related("year").in_bulk(
        [line.target_id for line in preview.lines if line.target_id]
    )
    for line in preview.lines:
        _apply(actor, year, line, targets, now)
    made = Imported(preview.count(Effect.ADDED), preview.count(Effect.CHANGED))
    changes = {"added": made.added, "changed": made.changed, "sheet": sheet.name}
    record(actor=actor, action=TargetAction.SET_YEAR, subject=year, now=now, changes=changes)
    return made


def _apply(actor: Actor, year: Year, line: PreviewLine, targets: dict[int, Target], now: datetime) -> None:
    entry = line.entry
    if line.effect == Effect.ADDED:
        add_target(actor, year, _draft(entry), now)
    elif line.effect == Effect.CHANGED and line.target_id:
        changes: dict[str, Any] = {name: getattr(entry, name) for name in _WRITTEN}
        if entry.leader_id:
            changes["leader_id"] = entry.leader_id
        write_target(actor, targets[line.target_id], changes, now, partner_ids=entry.partner_ids)


def _draft(entry: Entry) -> TargetDraft:
    return TargetDraft(
        goal_id=entry.goal_id or 0,
        key="",
        kind=entry.kind,
        name=entry.name,
        op=entry.op,
        value=entry.value,
        unit=entry.unit,
        measure=entry.measure,
        approx=entry.approx,
        due=entry.due,
        due_explicit=entry.due_explicit,
        lead_id=entry.lead_id,
        partner_ids=entry.partner_ids,
        leader_id=entry.leader_id,
        order=entry.row,
    )
