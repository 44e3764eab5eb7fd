"""What the units say beforehand: yes to the remedy, or one new date and a reason."""

from datetime import date, datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.consultations.models import Conflict, Opinion
from yipanqi.consultations.operations.access import (
    NOTE_LENGTH,
    claim_conflict,
    conflict_for,
    hold_session,
)
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.transitions import CONFLICTS, ConflictStatus, SessionStatus
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, MoveRefused, NotAllowed
from yipanqi.foundation.transitions import Group


@transaction.atomic
def give_opinion(
    *,
    actor: Actor,
    conflict_id: int,
    unit_id: int,
    accepts: bool,
    now: datetime,
    proposed: date | None = None,
    reason: str = "",
) -> Opinion:
    """One opinion a unit and conflict; a second one replaces it until opinions close.

    Whoever does not accept names one date and a reason. When all units concerned accept, the conflict is agreed.
    """
    conflict = conflict_for(actor, ConsultationAction.GIVE_OPINION, conflict_id)
    _guard_place(actor, conflict, unit_id, clock.today(now))
    _guard_words(accepts, proposed, reason.strip())
    said = {"accepts": accepts, "proposed": None if accepts else proposed, "reason": reason.strip()}
    opinion, _ = Opinion.objects.update_or_create(
        conflict=conflict, unit_id=unit_id, defaults=said | {"author_label": actor.label, "at": now}
    )
    _count(conflict)
    changes = {"unit": unit_id, "accepted": accepts, "expected_on": str(proposed or "")}
    record(
        actor=actor,
        action=ConsultationAction.GIVE_OPINION,
        subject=conflict,
        now=now,
        note=reason.strip(),
        changes=changes,
    )
    return opinion


def _guard_place(actor: Actor, conflict: Conflict, unit_id: int, today: date) -> None:
    """The unit is one's own and concerned, opinions are open and the conflict is not settled."""
    hold_session(conflict.session, SessionStatus.OPINIONS)
    until = conflict.session.opinions_until
    if until and today > until:
        raise DomainError("consultations.opinions_closed", day=until)
    if not actor.is_system and unit_id not in actor.units:
        raise NotAllowed(action=str(ConsultationAction.GIVE_OPINION))
    if not conflict.units.filter(pk=unit_id).exists():
        raise DomainError("consultations.unit_not_concerned")
    conflict.refresh_from_db(fields=["status", "version"])
    if CONFLICTS.group(conflict.status) != Group.OPEN:
        raise MoveRefused("consultations.conflict_settled")


def _guard_words(accepts: bool, proposed: date | None, reason: str) -> None:
    wrong: dict[str, DomainError | str] = {}
    if not accepts and proposed is None:
        wrong["proposed"] = "input.required"
    if not accepts and not reason:
        wrong["reason"] = "input.reason_needed"
    if len(reason) > NOTE_LENGTH:
        wrong["reason"] = DomainError("input.too_long", longest=NOTE_LENGTH)
    if wrong:
        raise Invalid(wrong)


def _count(conflict: Conflict) -> None:
    """Agreed when every unit concerned accepts, open again when one no longer does."""
    concerned = set(conflict.units.values_list("pk", flat=True))
    accepting = set(conflict.opinions.filter(accepts=True).values_list("unit_id", flat=True))
    agreed = concerned <= accepting
    if agreed and conflict.status == ConflictStatus.OPEN:
        claim_conflict(conflict, "agree", None)
    elif not agreed and conflict.status == ConflictStatus.AGREED:
        claim_conflict(conflict, "reopen", None)
