"""What is decided: conflicts one by one with the change of plans they need, then the session as a whole."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.consultations.events import DecisionMade, SessionDecided
from yipanqi.consultations.models import AgreedPlan, Decision, Session
from yipanqi.consultations.operations.access import (
    claim_conflict,
    conflict_for,
    demand_note,
    hold_session,
    move_session,
    session_for,
)
from yipanqi.consultations.queries.changing import described, proposed_links, units_reached, without_proposed
from yipanqi.consultations.queries.minutes import minutes_of
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.transitions import SessionStatus
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.org.models import Unit
from yipanqi.plans import operations as plans
from yipanqi.plans.models import Plan
from yipanqi.plans.operations import PlanChange
from yipanqi.plans.transitions import VersionStatus

TEXT_LENGTH = 2000


@transaction.atomic
def decide_conflict(
    *,
    actor: Actor,
    conflict_id: int,
    changes: Sequence[PlanChange],
    text: str,
    now: datetime,
    who_id: int | None = None,
    by: date | None = None,
    version: int | None = None,
) -> Decision:
    """Settle a conflict in the meeting: what is decided, who owes it by when, and what it changes in the plans.

    Refused as a whole when a plan has a newer version than a change was meant for, or somebody settled it first.
    """
    conflict = conflict_for(actor, ConsultationAction.SETTLE, conflict_id)
    hold_session(conflict.session, SessionStatus.IN_SESSION)
    _guard(text, who_id)
    claim_conflict(conflict, "settle", version)
    told = _changed(actor, changes, text, now)
    decision = Decision.objects.create(
        session=conflict.session,
        conflict=conflict,
        text=text.strip(),
        who_id=who_id,
        by=by,
        changes=told,
        author_label=actor.label,
        at=now,
    )
    record(
        actor=actor,
        action=ConsultationAction.SETTLE,
        subject=conflict,
        now=now,
        note=text.strip(),
        changes={"until": str(by or ""), "unit": who_id or "", "rows": len(told)},
    )
    return decision


@transaction.atomic
def put_off(*, actor: Actor, conflict_id: int, note: str, now: datetime, version: int | None = None) -> None:
    """Leave a conflict to another session, with a reason."""
    conflict = conflict_for(actor, ConsultationAction.PUT_OFF, conflict_id)
    hold_session(conflict.session, SessionStatus.IN_SESSION)
    demand_note(note)
    claim_conflict(conflict, "put_off", version, note=note.strip())
    record(actor=actor, action=ConsultationAction.PUT_OFF, subject=conflict, now=now, note=note.strip())


@transaction.atomic
def decide_session(*, actor: Actor, session_id: int, now: datetime, version: int | None = None) -> Session:
    """End the meeting: every submitted version on its list becomes the baseline, and the minutes are written.

    All or nothing: a version that cannot be agreed, with its reason, leaves the session as it is.
    """
    session = session_for(actor, ConsultationAction.DECIDE, session_id)
    move_session(actor, session, "decide", now, version=version)
    _agree_submitted(actor, session, now)
    _keep_baselines(session, now)
    session.decided_at = now
    session.minutes = minutes_of(session)
    session.save(update_fields=["decided_at", "minutes"])
    events.publish(SessionDecided(session.pk, now))
    return session


def _on_list(session: Session) -> Any:
    """The plans of the session; all of the year where none was named."""
    rows = session.plans.all() if session.plans.exists() else Plan.objects.filter(year=session.year_id)
    return rows.select_related("draft").order_by("pk")


def _agree_submitted(actor: Actor, session: Session, now: datetime) -> None:
    submitted = _on_list(session).filter(draft__status=VersionStatus.SUBMITTED)
    if drafts := list(submitted.values_list("draft_id", flat=True)):
        plans.agree_versions(actor=actor, version_ids=drafts, now=now)


def _keep_baselines(session: Session, now: datetime) -> None:
    """Which version of each plan holds from now on, unless an earlier session froze the very same."""
    rows = _on_list(session).filter(baseline__isnull=False, baseline__agreement__isnull=True)
    AgreedPlan.objects.bulk_create(
        AgreedPlan(session=session, plan=plan, version_id=plan.baseline_id, at=now) for plan in rows
    )


@transaction.atomic
def decide_afterwards(
    *,
    actor: Actor,
    session_id: int,
    text: str,
    changes: Sequence[PlanChange],
    now: datetime,
    who_id: int | None = None,
    by: date | None = None,
    reissue: bool = False,
) -> Decision:
    """A decision that changes plans after the session has ended; only units that it reaches get a new letter.

    `reissue` sends these letters out with it, all or nothing.
    """
    session = session_for(actor, ConsultationAction.DECIDE_AFTERWARDS, session_id)
    hold_session(session, SessionStatus.DECIDED)
    _guard(text, who_id)
    if not changes:
        raise Invalid({"changes": "plans.nothing_entered"})
    units = units_reached(actor, changes, who_id, now)
    told = _changed(actor, changes, text, now)
    decision = Decision.objects.create(
        session=session,
        text=text.strip(),
        who_id=who_id,
        by=by,
        changes=told,
        author_label=actor.label,
        at=now,
    )
    record(
        actor=actor,
        action=ConsultationAction.DECIDE_AFTERWARDS,
        subject=session,
        now=now,
        note=text.strip(),
        changes={"until": str(by or ""), "unit": who_id or "", "rows": len(told)},
    )
    events.publish(DecisionMade(decision.pk, session.pk, units, now, actor if reissue else None))
    return decision


def _guard(text: str, who_id: int | None) -> None:
    wrong: dict[str, Any] = {}
    if not text.strip():
        wrong["text"] = "input.required"
    elif len(text.strip()) > TEXT_LENGTH:
        wrong["text"] = DomainError("input.too_long", longest=TEXT_LENGTH)
    if who_id is not None and not Unit.objects.filter(pk=who_id, valid_to__isnull=True).exists():
        wrong["who"] = "input.not_a_choice"
    if wrong:
        raise Invalid(wrong)


def _changed(actor: Actor, changes: Sequence[PlanChange], text: str, now: datetime) -> list[dict[str, Any]]:
    """Change the plans, and say what each change did. A link that was only proposed is refused, not removed."""
    told, counting = described(changes), without_proposed(changes)
    for link_id in proposed_links(changes):
        plans.decide_against_link(actor=actor, link_id=link_id, note=text.strip()[:200], now=now)
    if counting:
        plans.apply_changes(actor=actor, changes=counting, reason=text.strip(), now=now)
    return told
