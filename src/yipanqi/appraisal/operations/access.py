"""How every operation of the room begins: the row, if the actor may know of it; the right; the one who wins."""

from datetime import datetime

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.appraisal.events import RoundMoved
from yipanqi.appraisal.models import Round
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.transitions import ROUNDS
from yipanqi.audit.operations import record
from yipanqi.foundation import events
from yipanqi.foundation.errors import LostRace


def round_for(actor: Actor, action: AppraisalAction, round_id: int) -> Round:
    """The round on which `actor` may do `action`; NotFound or NotAllowed otherwise."""
    rows = Round.objects.select_related("year", "scheme")
    found = fetch_or_404(actor, AppraisalAction.VIEW, rows, pk=round_id)
    demand(actor, action, found)
    return found


def claim_round(found: Round, lock: int | None, **columns: object) -> None:
    """Write the columns if the round still is where it was seen (compare-and-set); LostRace otherwise."""
    seen = found.lock if lock is None else lock
    columns |= {"lock": seen + 1}
    won = Round.objects.filter(pk=found.pk, status=found.status, lock=seen).update(**columns)
    if not won:
        raise LostRace(round=str(found))
    for column, value in columns.items():
        setattr(found, column, value)


def move_round(
    actor: Actor,
    found: Round,
    name: str,
    now: datetime,
    *,
    lock: int | None,
    note: str = "",
    **columns: object,
) -> Round:
    """Move the round by the table, with one audit event and one announcement."""
    move = ROUNDS.guard(found.status, name, note=note)
    before = found.status
    claim_round(found, lock, **{"status": move.target.value, **columns})
    changes = {"status": [before, move.target.value], "digest": found.digest}
    action = AppraisalAction(f"appraisal.{name}")
    record(actor=actor, action=action, subject=found, now=now, note=note.strip(), changes=changes)
    events.publish(RoundMoved(found.pk, found.year_id, found.status, now))
    return found
