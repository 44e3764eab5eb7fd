"""What units say while the year is being set, and the office's answers."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid, LostRace
from yipanqi.foundation.text import parse_number
from yipanqi.targets.models import Comment, Target
from yipanqi.targets.operations.access import target_for
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.transitions import YearStatus


@transaction.atomic
def comment_on(
    *,
    actor: Actor,
    target_id: int,
    unit_id: int,
    text: str,
    now: datetime,
    proposed_value: Decimal | str | None = None,
    proposed_due: date | None = None,
) -> Comment:
    """A unit's comment on a target of a year that is open for comments, with a proposal or without."""
    target = target_for(actor, TargetAction.COMMENT, target_id)
    if target.year.status != YearStatus.COMMENTS:
        raise DomainError("targets.not_open_for_comments", year=target.year.number)
    if not actor.is_system and unit_id not in actor.units:
        raise Invalid({"unit": "targets.not_your_unit"})
    if not text.strip():
        raise Invalid({"text": "input.required"})
    comment = Comment.objects.create(
        target=target,
        unit_id=unit_id,
        text=text.strip(),
        proposed_value=_proposed(proposed_value, target),
        proposed_due=proposed_due,
        author_label=actor.label,
        at=now,
    )
    record(actor=actor, action=TargetAction.COMMENT, subject=target, now=now, note=comment.text)
    return comment


def _proposed(value: Decimal | str | None, target: Target) -> Decimal | None:
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return value
    try:
        return parse_number(value, unit=target.unit)
    except DomainError as error:
        raise Invalid({"proposed_value": error}) from error


@transaction.atomic
def answer_comment(*, actor: Actor, comment_id: int, accepted: bool, answer: str, now: datetime) -> Comment:
    """The office answers a comment once; a refusal needs words."""
    comment = fetch_or_404(
        actor, TargetAction.ANSWER_COMMENT, Comment.objects.select_related("target", "unit"), pk=comment_id
    )
    demand(actor, TargetAction.ANSWER_COMMENT, comment)
    if not accepted and not answer.strip():
        raise Invalid({"answer": "input.reason_needed"})
    won = Comment.objects.filter(pk=comment.pk, answered_at__isnull=True).update(
        accepted=accepted, answer=answer.strip(), answered_at=now
    )
    if not won:
        raise LostRace(comment=comment.pk)
    changes = {"comment": comment.pk, "accepted": accepted}
    record(
        actor=actor,
        action=TargetAction.ANSWER_COMMENT,
        subject=comment.target,
        now=now,
        note=answer.strip(),
        changes=changes,
    )
    comment.refresh_from_db()
    return comment
