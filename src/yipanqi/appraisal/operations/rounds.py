"""A round: opened, computed from the facts, frozen with its digest, taken back for a correction, finished."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.appraisal.computing import digest_of_drafts, digest_of_stored, draft_sheets
from yipanqi.appraisal.events import RoundMoved
from yipanqi.appraisal.models import Objection, Round, Scheme
from yipanqi.appraisal.operations.access import claim_round, move_round, round_for
from yipanqi.appraisal.operations.storing import store_sheets
from yipanqi.appraisal.queries.deadlines import last_day_to_object
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.transitions import ObjectionStatus, RoundStatus
from yipanqi.audit.operations import record
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.targets.models import Year
from yipanqi.targets.rules import TargetAction


@transaction.atomic
def open_round(
    *,
    actor: Actor,
    year_id: int,
    scheme_id: int,
    name: str,
    since: date,
    until: date,
    now: datetime,
    illustrative: bool = False,
) -> Round:
    """A round over days of one year with one version of a scheme; `illustrative` marks an invented one."""
    demand(actor, AppraisalAction.OPEN_ROUND)
    year = fetch_or_404(actor, TargetAction.VIEW, Year.objects.all(), pk=year_id)
    scheme = fetch_or_404(actor, AppraisalAction.VIEW, Scheme.objects.all(), pk=scheme_id)
    _check_round(year, name, since, until)
    try:
        with transaction.atomic():
            made = Round.objects.create(
                year=year,
                scheme=scheme,
                name=name.strip(),
                since=since,
                until=until,
                illustrative=illustrative,
            )
    except IntegrityError:
        raise Invalid({"name": DomainError("appraisal.round_exists", name=name.strip())}) from None
    changes = {"scheme": str(scheme), "from": since, "until": until}
    record(actor=actor, action=AppraisalAction.OPEN_ROUND, subject=made, now=now, changes=changes)
    return made


def _check_round(year: Year, name: str, since: date, until: date) -> None:
    wrong: dict[str, DomainError | str] = {}
    if not name.strip():
        wrong["name"] = "input.required"
    elif len(name.strip()) > 100:
        wrong["name"] = DomainError("input.too_long", longest=100)
    if until < since:
        wrong["until"] = "appraisal.period_backwards"
    for field, day in (("since", since), ("until", until)):
        if day.year != year.number:
            wrong[field] = DomainError("appraisal.period_outside_year", year=year.number)
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def compute_sheets(*, actor: Actor, round_id: int, now: datetime, lock: int | None = None) -> Round:
    """Every sheet anew from the facts as they stand; `lock` is the one a page had seen.

    Refused once the round is frozen. Of two at once that saw the same state one wins: LostRace for the other.
    """
    found = round_for(actor, AppraisalAction.COMPUTE, round_id)
    if found.status != RoundStatus.OPEN:
        raise DomainError("appraisal.round_is_frozen", round=str(found))
    claim_round(found, lock, computed_at=now)
    drafts = draft_sheets(found)
    store_sheets(found, drafts, now)
    digest = digest_of_drafts(found, drafts)
    Round.objects.filter(pk=found.pk).update(digest=digest)
    found.digest = digest
    changes = {"sheets": len(drafts), "digest": digest}
    record(actor=actor, action=AppraisalAction.COMPUTE, subject=found, now=now, changes=changes)
    events.publish(RoundMoved(found.pk, found.year_id, found.status, now))
    return found


@transaction.atomic
def open_and_compute(*, actor: Actor, now: datetime, **asked: Any) -> Round:
    """A round as `open_round` takes it, with its sheets, in one step."""
    made = open_round(actor=actor, now=now, **asked)
    return compute_sheets(actor=actor, round_id=made.pk, now=now)


@transaction.atomic
def freeze_round(*, actor: Actor, round_id: int, now: datetime, lock: int | None = None) -> Round:
    """Publish the sheets as they stand, with their digest; later facts do not change them.

    `appraisal.not_computed` where nothing was computed since the round was opened or unfrozen.
    """
    found = round_for(actor, AppraisalAction.FREEZE, round_id)
    if found.status == RoundStatus.OPEN and found.computed_at is None:
        raise DomainError("appraisal.not_computed", round=str(found))
    columns: dict[str, Any] = {"frozen_at": now, "frozen_by": actor.label, "digest": digest_of_stored(found)}
    return move_round(actor, found, "freeze", now, lock=lock, **columns)


@transaction.atomic
def unfreeze_round(
    *, actor: Actor, round_id: int, note: str, now: datetime, lock: int | None = None
) -> Round:
    """Take the sheets back, with a reason, to correct facts and compute again."""
    found = round_for(actor, AppraisalAction.UNFREEZE, round_id)
    return take_back(actor, found, note, now, lock=lock)


def take_back(actor: Actor, found: Round, note: str, now: datetime, *, lock: int | None = None) -> Round:
    """Unfreeze a round at hand; nothing may be frozen again before it is computed again."""
    columns: dict[str, Any] = {"frozen_at": None, "frozen_by": "", "computed_at": None}
    return move_round(actor, found, "unfreeze", now, lock=lock, note=note, **columns)


@transaction.atomic
def finish_round(*, actor: Actor, round_id: int, now: datetime, lock: int | None = None) -> Round:
    """Confirm the result. Refused while an objection waits for its answer or may still be raised."""
    found = round_for(actor, AppraisalAction.FINISH, round_id)
    if found.status == RoundStatus.FROZEN:
        _guard_finish(found, clock.today(now))
    columns: dict[str, Any] = {"finished_at": now, "finished_by": actor.label}
    return move_round(actor, found, "finish", now, lock=lock, **columns)


def _guard_finish(found: Round, today: date) -> None:
    waiting = Objection.objects.filter(round=found, status=ObjectionStatus.RAISED).count()
    if waiting:
        raise DomainError("appraisal.objections_waiting", count=waiting)
    last = last_day_to_object(found)
    if last and today <= last:
        raise DomainError("appraisal.objections_possible", day=last)
