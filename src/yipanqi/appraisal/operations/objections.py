"""A unit objects to a score; the office decides. Upheld, the round is taken back and the facts are corrected."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.appraisal.events import ObjectionDecided, ObjectionRaised
from yipanqi.appraisal.models import Objection, Sheet
from yipanqi.appraisal.operations.rounds import take_back
from yipanqi.appraisal.queries.deadlines import days_after, last_day_to_object
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.schemes import rules_of, terms_of
from yipanqi.appraisal.transitions import OBJECTIONS, RoundStatus
from yipanqi.audit.operations import record
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotFound

LONGEST = 500


@transaction.atomic
def raise_objection(*, actor: Actor, sheet_id: int, rule: str, text: str, now: datetime) -> Objection:
    """Object to the score of one rule, from the freezing on and within the working days that the scheme gives.

    Refused late (`appraisal.objection_too_late`), before the freezing, and while one about the same score waits.
    """
    rows = Sheet.objects.select_related("round__scheme", "unit")
    sheet = fetch_or_404(actor, AppraisalAction.VIEW_SHEET, rows, pk=sheet_id)
    demand(actor, AppraisalAction.OBJECT, sheet)
    _guard(sheet, rule, text, now)
    terms = terms_of(sheet.round.scheme.settings)
    decide_by = days_after(clock.today(now), terms.decision_days)
    try:
        with transaction.atomic():
            made = Objection.objects.create(
                round=sheet.round,
                unit=sheet.unit,
                rule=rule,
                text=text.strip(),
                raised_at=now,
                raised_by=actor.label,
                decide_by=decide_by,
            )
    except IntegrityError:
        raise DomainError("appraisal.objection_waits") from None
    changes = {"rule": rule, "unit": str(sheet.unit), "until": decide_by}
    record(actor=actor, action=AppraisalAction.OBJECT, subject=made, now=now, note=made.text, changes=changes)
    events.publish(ObjectionRaised(made.pk, made.round_id, made.unit_id, now))
    return made


def _guard(sheet: Sheet, rule: str, text: str, now: datetime) -> None:
    if rule not in {one.key for one in rules_of(sheet.round.scheme.rules)}:
        raise NotFound()
    last = last_day_to_object(sheet.round)
    if sheet.round.status != RoundStatus.FROZEN or last is None:
        raise DomainError("appraisal.objection_not_open")
    if clock.today(now) > last:
        raise DomainError("appraisal.objection_too_late", day=last)
    if not text.strip():
        raise Invalid({"text": "input.required"})
    if len(text.strip()) > LONGEST:
        raise Invalid({"text": DomainError("input.too_long", longest=LONGEST)})


@transaction.atomic
def uphold(
    *, actor: Actor, objection_id: int, note: str, now: datetime, version: int | None = None
) -> Objection:
    """The unit is right: say which fact is wrong. A frozen round is taken back with the same words."""
    made = _decide(actor, "uphold", objection_id, note, now, version)
    if made.round.status == RoundStatus.FROZEN:
        take_back(actor, made.round, note, now)
    return made


@transaction.atomic
def reject(
    *, actor: Actor, objection_id: int, note: str, now: datetime, version: int | None = None
) -> Objection:
    """The score stands: say why."""
    return _decide(actor, "reject", objection_id, note, now, version)


def _decide(
    actor: Actor, name: str, objection_id: int, note: str, now: datetime, version: int | None
) -> Objection:
    action = AppraisalAction(f"appraisal.{name}")
    rows = Objection.objects.select_related("round__scheme", "round__year", "unit")
    found = fetch_or_404(actor, AppraisalAction.VIEW_OBJECTION, rows, pk=objection_id)
    demand(actor, action, found)
    move = OBJECTIONS.guard(found.status, name, note=note)
    if len(note.strip()) > LONGEST:
        raise Invalid({"note": DomainError("input.too_long", longest=LONGEST)})
    seen = found.version if version is None else version
    columns = {
        "status": move.target.value,
        "answer": note.strip(),
        "decided_at": now,
        "decided_by": actor.label,
        "version": seen + 1,
    }
    won = Objection.objects.filter(pk=found.pk, status=found.status, version=seen).update(**columns)
    if not won:
        raise LostRace(objection=str(found))
    for column, value in columns.items():
        setattr(found, column, value)
    changes = {"status": found.status, "rule": found.rule, "unit": str(found.unit)}
    record(actor=actor, action=action, subject=found, now=now, note=found.answer, changes=changes)
    events.publish(ObjectionDecided(found.pk, found.round_id, found.unit_id, found.status, now))
    return found
