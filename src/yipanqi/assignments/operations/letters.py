"""A letter is issued by the supervision office and signed for by its unit, once."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.assignments.events import LetterIssued
from yipanqi.assignments.models import Item, Letter
from yipanqi.assignments.operations.access import claim, letter_for
from yipanqi.assignments.operations.drafting import draft_difference_letters
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.assignments.transitions import LETTERS, LetterStatus
from yipanqi.audit.operations import record
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError
from yipanqi.foundation.progress import Progress, silent
from yipanqi.workdays.queries import calendar


@transaction.atomic
def issue_letters(
    *,
    actor: Actor,
    session_id: int,
    now: datetime,
    letter_ids: Sequence[int] | None = None,
    progress: Progress = silent,
) -> tuple[Letter, ...]:
    """Send out the drafts of a session (those of `letter_ids` alone, if given); from now on the days to sign run."""
    demand(actor, AssignmentAction.ISSUE)
    rows = Letter.objects.filter(session=session_id, status=LetterStatus.DRAFT).select_related("unit")
    if letter_ids is not None:
        rows = rows.filter(pk__in=letter_ids)
    letters = list(rows)
    if not letters:
        raise DomainError("assignments.nothing_to_issue")
    today = clock.today(now)
    sign_by = calendar(today.year, today.year).add(today, settings.SIGN_WITHIN_WORKDAYS)
    for done, letter in enumerate(letters, 1):
        move = LETTERS.guard(letter.status, "issue")
        stamps = {"issued_at": now, "issued_by": actor.label, "sign_by": sign_by, "digest": digest_of(letter)}
        claim(letter, None, status=move.target, **stamps)
        changes = {"number": letter.number, "unit": str(letter.unit), "until": str(sign_by)}
        record(actor=actor, action=AssignmentAction.ISSUE, subject=letter, now=now, changes=changes)
        events.publish(LetterIssued(letter.pk, letter.unit_id, now))
        progress(done, len(letters))
    return tuple(letters)


@transaction.atomic(savepoint=False)
def reissue(*, actor: Actor, session_id: int, decision_id: int, now: datetime) -> tuple[Letter, ...]:
    """Difference letters of a decision, drafted and issued at once; none where it changes nothing in a letter."""
    try:
        drafts = draft_difference_letters(
            actor=actor, session_id=session_id, decision_id=decision_id, now=now
        )
    except DomainError as error:
        if error.code != "assignments.nothing_changed":
            raise
        return ()
    return issue_letters(
        actor=actor, session_id=session_id, letter_ids=[letter.pk for letter in drafts], now=now
    )


def digest_of(letter: Letter) -> str:
    """SHA-256 over what the letter says, so that it can be shown later that nothing was changed in it."""
    rows = (
        Item.objects.filter(letter=letter).order_by("order").values_list("text", "standard", "due", "latest")
    )
    said = [letter.number, letter.changes, [[str(cell) for cell in row] for row in rows]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def sign_letter(*, actor: Actor, letter_id: int, now: datetime, version: int | None = None) -> Letter:
    """The unit signs for its letter; a second signature is refused."""
    letter = letter_for(actor, AssignmentAction.SIGN, letter_id)
    move = LETTERS.guard(letter.status, "sign")
    claim(letter, version, status=move.target, signed_at=now, signed_by=actor.label)
    late = bool(letter.sign_by and clock.today(now) > letter.sign_by)
    changes = {"number": letter.number, "late": late}
    record(actor=actor, action=AssignmentAction.SIGN, subject=letter, now=now, changes=changes)
    return letter
