"""How every operation of the room begins: the row, if the actor may know of it; the right; the one who wins."""

from datetime import datetime

from django.db.models import F

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.audit.operations import record
from yipanqi.consultations.models import Conflict, Session
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.transitions import CONFLICTS, SESSIONS
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused

NOTE_LENGTH = 300


def session_for(actor: Actor, action: ConsultationAction, session_id: int) -> Session:
    """The session on which `actor` may do `action`; NotFound or NotAllowed otherwise."""
    rows = Session.objects.select_related("year")
    session = fetch_or_404(actor, ConsultationAction.VIEW, rows, pk=session_id)
    demand(actor, action, session)
    return session


def conflict_for(actor: Actor, action: ConsultationAction, conflict_id: int) -> Conflict:
    """The conflict on which `actor` may do `action`, with its session."""
    rows = Conflict.objects.select_related("session__year")
    conflict = fetch_or_404(actor, ConsultationAction.VIEW, rows, pk=conflict_id)
    demand(actor, action, conflict)
    return conflict


def claim_session(session: Session, version: int | None = None, /, **columns: object) -> None:
    """Write `columns` if the session still is as it was seen (compare-and-set); LostRace otherwise."""
    seen = session.version if version is None else version
    columns["version"] = seen + 1
    still = Session.objects.filter(pk=session.pk, status=session.status, version=seen)
    if not still.update(**columns):
        raise LostRace(session=str(session))
    for column, value in columns.items():
        setattr(session, column, value)


def hold_session(session: Session, *states: str) -> None:
    """Keep the session in one of the states until this transaction ends; MoveRefused when it has moved on."""
    still = Session.objects.filter(pk=session.pk, status__in=states)
    if session.status not in states or not still.update(version=F("version")):
        raise MoveRefused("consultations.not_in_this_state", status=session.status)


def move_session(
    actor: Actor, session: Session, name: str, now: datetime, *, version: int | None, note: str = ""
) -> None:
    """Take the session one step further, with one event of the record."""
    move = SESSIONS.guard(session.status, name, note=note)
    demand_note(note)
    before = session.status
    claim_session(session, version, status=move.target)
    action = ConsultationAction(f"consultations.{name}")
    changes = {"status": [before, move.target.value]}
    record(actor=actor, action=action, subject=session, now=now, note=note.strip(), changes=changes)


def claim_conflict(conflict: Conflict, name: str, version: int | None, /, **columns: object) -> None:
    """Move a conflict by compare-and-set on state and version."""
    move = CONFLICTS.guard(conflict.status, name, note=str(columns.get("note", "x")))
    seen = conflict.version if version is None else version
    columns |= {"status": move.target, "version": seen + 1}
    still = Conflict.objects.filter(pk=conflict.pk, status=conflict.status, version=seen)
    if not still.update(**columns):
        raise LostRace(conflict=str(conflict))
    for column, value in columns.items():
        setattr(conflict, column, value)


def demand_note(note: str, name: str = "note") -> None:
    """A note fits its column."""
    if len(note.strip()) > NOTE_LENGTH:
        raise Invalid({name: DomainError("input.too_long", longest=NOTE_LENGTH)})
