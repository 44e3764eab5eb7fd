"""The effect of an item that was reported done is looked at: confirmed and struck off, or sent back with what was found."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.assignments import operations as assignments
from yipanqi.assignments.models import Item
from yipanqi.foundation.errors import Invalid, NotFound
from yipanqi.supervision.models import Outcome, Verification
from yipanqi.supervision.operations.access import demand_texts, evidence_for
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.targets.operations import NewFile

HOW_LENGTH = 200
FOUND_LENGTH = 300


@transaction.atomic
def verify_item(
    *,
    actor: Actor,
    item_id: int,
    outcome: str,
    how: str,
    found: str,
    now: datetime,
    evidence_ids: Collection[int] = (),
    files: Sequence[NewFile] = (),
    version: int | None = None,
) -> Verification:
    """Keep the look and take the item on: `confirmed` closes it, `sent_back` returns it to its unit.

    One winner: the item's own compare-and-set decides, and the look of the other is not kept.
    """
    demand(actor, SupervisionAction.VERIFY_ITEM)
    item = Item.objects.select_related("unit").filter(pk=item_id).first()
    if item is None:
        raise NotFound()
    if outcome not in Outcome.values:
        raise Invalid({"outcome": "input.not_a_choice"})
    demand_texts(how=(how, HOW_LENGTH), found=(found, FOUND_LENGTH))
    if outcome == Outcome.CONFIRMED:
        assignments.verify_item(actor=actor, item_id=item_id, note=found, version=version, now=now)
        assignments.close_item(actor=actor, item_id=item_id, now=now)
    else:
        assignments.send_back_item(actor=actor, item_id=item_id, note=found, version=version, now=now)
    look = Verification.objects.create(
        item=item, outcome=outcome, how=how.strip(), found=found.strip(), author_label=actor.label, at=now
    )
    look.evidence.set(evidence_for(actor, item, evidence_ids, files, now))
    return look
