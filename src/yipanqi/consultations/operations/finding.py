"""The agenda in one click: what the search finds is laid over what the session already has, by signature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.consultations.changes import packed
from yipanqi.consultations.models import Conflict, Session
from yipanqi.consultations.operations.access import claim_session, session_for
from yipanqi.consultations.queries.searching import search_for
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.search import Found
from yipanqi.consultations.transitions import CONFLICTS, SESSIONS, ConflictStatus
from yipanqi.foundation.errors import MoveRefused
from yipanqi.foundation.transitions import Group

_WRITTEN = ("days", "numbers", "where", "remedy", "status", "version")


@dataclass(frozen=True)
class Agenda:
    """How many conflicts stand open, came new, came back and are gone."""

    open: int
    new: int
    back: int
    gone: int


@transaction.atomic
def find_conflicts(*, actor: Actor, session_id: int, now: datetime) -> Agenda:
    """Search the whole network again. What is settled or put off stays; what no longer shows is marked gone.

    Opinions stay with a conflict that is found again. Two who search at once: one wins.
    """
    session = session_for(actor, ConsultationAction.FIND, session_id)
    if SESSIONS.group(session.status) == Group.CLOSED:
        raise MoveRefused("consultations.not_in_this_state", status=session.status)
    claim_session(session, found_at=now)
    found = {one.signature: one for one in search_for(session)}
    known = {row.signature: row for row in session.conflicts.all()}
    fresh = [one for signature, one in found.items() if signature not in known]
    kept = {signature: row for signature, row in known.items() if _is_open(row)}
    back = [
        row for signature, row in known.items() if row.status == ConflictStatus.GONE and signature in found
    ]
    gone = [row for signature, row in kept.items() if signature not in found]
    _move(gone, "vanish")
    _move(back, "reopen")
    still = [*back, *(row for signature, row in kept.items() if signature in found)]
    changed = [row for row in still if _renew(row, found[row.signature])]
    _write([*changed, *back, *gone], [row.pk for row in still], now)
    rows = Conflict.objects.bulk_create((_row(session, one, now) for one in fresh), batch_size=500)
    _name_units([*rows, *still], found)
    agenda = Agenda(len(rows) + len(still), len(rows), len(back), len(gone))
    record(actor=actor, action=ConsultationAction.FIND, subject=session, now=now, changes=vars(agenda))
    return agenda


def _is_open(row: Conflict) -> bool:
    return CONFLICTS.group(row.status) == Group.OPEN


def _move(rows: Iterable[Conflict], name: str) -> None:
    for row in rows:
        row.status = CONFLICTS.guard(row.status, name).target
        row.version += 1


def _renew(row: Conflict, found: Found) -> bool:
    """Fresh figures, if they differ; consent given to another remedy no longer counts as consent of all."""
    columns = _columns(found)
    if all(getattr(row, column) == value for column, value in columns.items()):
        return False
    if row.status == ConflictStatus.AGREED and _proposal(columns["remedy"]) != _proposal(row.remedy):
        _move([row], "reopen")
    for column, value in columns.items():
        setattr(row, column, value)
    return True


def _write(changed: list[Conflict], seen: list[int], now: datetime) -> None:
    """Store the rows that changed; all that was seen again carries the moment."""
    rows = {row.pk: row for row in changed}
    Conflict.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN, batch_size=500
    )
    Conflict.objects.filter(pk__in=seen).update(found_at=now)


def _proposal(remedy: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What a remedy changes, whatever version it was computed on."""
    return [
        (change["plan_id"], change["key"], change["field"], change["value"])
        for change in remedy.get("changes", ())
    ]


def _columns(found: Found) -> dict[str, Any]:
    remedy = {
        "kind": found.remedy.kind,
        "params": dict(found.remedy.params),
        "changes": [packed(change) for change in found.remedy.changes],
    }
    where = [{"plan": plan_id, "key": key} for plan_id, key in found.where]
    return {"days": found.days, "numbers": dict(found.numbers), "where": where, "remedy": remedy}


def _row(session: Session, found: Found, now: datetime) -> Conflict:
    return Conflict(
        session=session, rule=found.rule, signature=found.signature, found_at=now, **_columns(found)
    )


def _name_units(rows: list[Conflict], found: Mapping[str, Found]) -> None:
    """The units concerned, as the search names them now."""
    through = Conflict.units.through
    wanted = {(row.pk, unit) for row in rows for unit in found[row.signature].units}
    there = set(
        through.objects.filter(conflict__in=[row.pk for row in rows]).values_list("conflict_id", "unit_id")
    )
    for conflict_id, unit_id in there - wanted:
        through.objects.filter(conflict=conflict_id, unit=unit_id).delete()
    through.objects.bulk_create(
        (through(conflict_id=conflict, unit_id=unit) for conflict, unit in sorted(wanted - there)),
        batch_size=2000,
    )
