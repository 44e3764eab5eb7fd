"""The commendation list of a finished round: who is on it, with what reward and subsidy, and why."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.appraisal.models import Commendation, Round, Sheet
from yipanqi.appraisal.operations.access import round_for
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.schemes import terms_of
from yipanqi.appraisal.transitions import RoundStatus
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid

_LARGEST = Decimal(10) ** 9


@transaction.atomic
def commend(
    *,
    actor: Actor,
    round_id: int,
    unit_id: int,
    title: str,
    reason: str,
    now: datetime,
    reward: str = "",
    subsidy: Decimal | None = None,
) -> Commendation:
    """Put a unit on the list; `subsidy` in 元. Its grade must be one that the scheme commends, and no veto on it."""
    found = round_for(actor, AppraisalAction.COMMEND, round_id)
    if found.status != RoundStatus.FINAL:
        raise DomainError("appraisal.round_not_final", round=str(found))
    _check(title, reason, reward, subsidy)
    sheet = _eligible(found, unit_id)
    try:
        with transaction.atomic():
            made = Commendation.objects.create(
                round=found,
                unit_id=sheet.unit_id,
                title=title.strip(),
                reward=reward.strip(),
                subsidy=subsidy,
                reason=reason.strip(),
                author_label=actor.label,
                at=now,
            )
    except IntegrityError:
        raise Invalid({"title": DomainError("appraisal.commended_already", unit=str(sheet.unit))}) from None
    changes = {"unit": str(sheet.unit), "title": made.title, "reward": made.reward, "subsidy": subsidy}
    record(
        actor=actor, action=AppraisalAction.COMMEND, subject=made, now=now, note=made.reason, changes=changes
    )
    return made


def _check(title: str, reason: str, reward: str, subsidy: Decimal | None) -> None:
    wrong: dict[str, DomainError | str] = {}
    for name, text, longest in (("title", title, 100), ("reason", reason, 300), ("reward", reward, 200)):
        if not text.strip() and name != "reward":
            wrong[name] = "input.required"
        elif len(text.strip()) > longest:
            wrong[name] = DomainError("input.too_long", longest=longest)
    if subsidy is not None and not 0 <= subsidy <= _LARGEST:
        below = subsidy < 0
        wrong["subsidy"] = DomainError(
            "input.below" if below else "input.above", limit=0 if below else _LARGEST
        )
    if wrong:
        raise Invalid(wrong)


def _eligible(found: Round, unit_id: int) -> Sheet:
    sheet = Sheet.objects.select_related("unit").filter(round=found, unit=unit_id).first()
    if sheet is None:
        raise Invalid({"unit": "appraisal.unit_without_sheet"})
    if sheet.vetoed:
        raise Invalid({"unit": DomainError("appraisal.unit_vetoed", unit=str(sheet.unit))})
    grades = {grade.name for grade in terms_of(found.scheme.settings).grades if grade.commend}
    if sheet.grade not in grades:
        raise Invalid(
            {"unit": DomainError("appraisal.grade_not_commended", unit=str(sheet.unit), grade=sheet.grade)}
        )
    return sheet


@transaction.atomic
def strike(*, actor: Actor, commendation_id: int, now: datetime) -> int:
    """Take a line off the list of a round, whose id it returns; the record keeps it."""
    rows = Commendation.objects.select_related("unit")
    found = fetch_or_404(actor, AppraisalAction.VIEW, rows, pk=commendation_id)
    demand(actor, AppraisalAction.STRIKE, found)
    changes = {"unit": str(found.unit), "title": found.title}
    record(actor=actor, action=AppraisalAction.STRIKE, subject=found, now=now, changes=changes)
    found.delete()
    return found.round_id
