"""An item's way: accepted or returned, reported done, verified or sent back, closed; suspended in between."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from yipanqi.access.actor import SYSTEM, Actor
from yipanqi.assignments.models import Item
from yipanqi.assignments.operations.access import item_for, move_item
from yipanqi.assignments.operations.recomputing import recompute_items
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.assignments.transitions import ITEMS, ItemStatus, LetterStatus
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, MoveRefused
from yipanqi.plans.operations import ProgressEntry, enter_progress
from yipanqi.plans.queries.loading import facts_of
from yipanqi.targets.operations.fact_checks import usable_evidence
from yipanqi.workdays.queries import calendar

RESULT_LENGTH = 300


@transaction.atomic
def accept_item(*, actor: Actor, item_id: int, now: datetime, version: int | None = None) -> Item:
    """The unit takes the item in hand."""
    item = _issued(item_for(actor, AssignmentAction.TAKE_IN_HAND, item_id))
    return _moved(move_item(actor, item, "take_in_hand", now, version=version), now)


def _issued(item: Item) -> Item:
    if item.letter.status == LetterStatus.DRAFT:
        raise MoveRefused("assignments.letter_not_issued")
    return item


def _moved(item: Item, now: datetime) -> Item:
    recompute_items(now, item_ids=[item.pk])
    return item


@transaction.atomic
def return_item(*, actor: Actor, item_id: int, note: str, now: datetime, version: int | None = None) -> Item:
    """“Not our duty”, with the reason, within the days that the settings allow after the letter went out."""
    item = _issued(item_for(actor, AssignmentAction.ASK_RETURN, item_id))
    today, issued = clock.today(now), item.letter.issued_at
    last = calendar(today.year, today.year).add(clock.today(issued or now), settings.RETURN_WITHIN_WORKDAYS)
    if today > last:
        raise MoveRefused("assignments.return_too_late", day=last)
    return _moved(move_item(actor, item, "ask_return", now, version=version, note=note), now)


@transaction.atomic
def settle_return(
    *, actor: Actor, item_id: int, keep: bool, note: str, now: datetime, version: int | None = None
) -> Item:
    """The supervision office decides on a returned item: the unit keeps it, or it is withdrawn from the unit."""
    action = AssignmentAction.KEEP if keep else AssignmentAction.WITHDRAW
    item = item_for(actor, action, item_id)
    if item.status != ItemStatus.RETURNED:
        raise MoveRefused(move="keep", status=item.status)
    return _moved(
        move_item(actor, item, "keep" if keep else "withdraw", now, version=version, note=note), now
    )


@transaction.atomic
def report_done(
    *,
    actor: Actor,
    item_id: int,
    done_on: date,
    result: str,
    now: datetime,
    evidence_ids: Sequence[int] = (),
    started_on: date | None = None,
    version: int | None = None,
) -> Item:
    """The unit reports the item done. Of an activity this enters its fact in the plan, which nobody asks for again."""
    item = _issued(item_for(actor, AssignmentAction.REPORT_DONE, item_id))
    _guard_report(actor, done_on, result, evidence_ids, clock.today(now))
    ITEMS.guard(item.status, "report_done")
    _reported(actor, item, done_on, result.strip(), now, version=version)
    item.evidence.set(evidence_ids)
    if item.plan_id and not _is_finished(item):
        _enter_fact(actor, item, done_on, started_on, result.strip(), evidence_ids, now)
    return _moved(item, now)


def _guard_report(actor: Actor, done_on: date, result: str, evidence_ids: Sequence[int], today: date) -> None:
    wrong: dict[str, DomainError | str] = {}
    if done_on > today:
        wrong["done_on"] = DomainError("targets.done_in_future", day=done_on)
    if not result.strip() and not evidence_ids:
        wrong["result"] = "targets.completion_needs_basis"
    elif len(result.strip()) > RESULT_LENGTH:
        wrong["result"] = DomainError("input.too_long", longest=RESULT_LENGTH)
    if missing := set(evidence_ids) - usable_evidence(actor, set(evidence_ids)):
        wrong["evidence"] = DomainError("targets.evidence_unknown", count=len(missing))
    if wrong:
        raise Invalid(wrong)


def _reported(
    actor: Actor, item: Item, done_on: date, result: str, now: datetime, *, version: int | None = None
) -> None:
    move_item(
        actor,
        item,
        "report_done",
        now,
        version=version,
        done_on=done_on,
        reported_at=now,
        result=result[:RESULT_LENGTH],
    )


def _is_finished(item: Item) -> bool:
    fact = facts_of([item.plan_id or 0])[item.plan_id or 0].get(item.key)
    return bool(fact and fact.actual_finish)


def _enter_fact(
    actor: Actor,
    item: Item,
    done_on: date,
    started_on: date | None,
    result: str,
    evidence_ids: Sequence[int],
    now: datetime,
) -> None:
    """The same fact in the plan; its refusals stand beside the fields of the report."""
    entry = ProgressEntry(
        plan_id=item.plan_id or 0,
        key=item.key,
        as_of=clock.today(now),
        actual_start=started_on,
        actual_finish=done_on,
        note=result,
        evidence_ids=tuple(evidence_ids),
    )
    names = {"actual_start": "started_on", "actual_finish": "done_on"}
    try:
        enter_progress(actor=actor, entries=[entry], now=now)
    except Invalid as error:
        cells = {place.rpartition(".")[2]: reason for place, reason in error.fields.items()}
        raise Invalid({names.get(cell, cell): reason for cell, reason in cells.items()}) from None


@transaction.atomic(savepoint=False)
def follow_progress(
    *, actor: Actor = SYSTEM, entries: Iterable[tuple[int, str, date | None]], now: datetime
) -> int:
    """Facts with a finish report the items of their activities done: one fact, one entry. How many moved."""
    done = {(plan, key): day for plan, key, day in entries if day}
    rows = Item.objects.filter(plan__in={plan for plan, _ in done}, key__in={key for _, key in done})
    working = next(move.source for move in ITEMS.moves if move.name == "report_done")
    items = [
        item
        for item in rows.filter(status__in=working, letter__status__in=(LetterStatus.ISSUED, LetterStatus.SIGNED)).select_related("letter", "unit", "plan")
        if (item.plan_id, item.key) in done
    ]  # fmt: skip
    for item in items:
        _reported(actor, item, done[item.plan_id or 0, item.key], "", now)
    if items:
        recompute_items(now, item_ids=[item.pk for item in items])
    return len(items)


@transaction.atomic
def verify_item(
    *, actor: Actor, item_id: int, now: datetime, note: str = "", version: int | None = None
) -> Item:
    """The effect was looked at and stands."""
    item = item_for(actor, AssignmentAction.VERIFY, item_id)
    return _moved(move_item(actor, item, "verify", now, version=version, note=note), now)


@transaction.atomic
def send_back_item(
    *, actor: Actor, item_id: int, note: str, now: datetime, version: int | None = None
) -> Item:
    """What was reported does not stand: the unit goes on with it, on its old date."""
    item = item_for(actor, AssignmentAction.SEND_BACK, item_id)
    columns = {"sent_back": item.sent_back + 1, "done_on": None}
    return _moved(move_item(actor, item, "send_back", now, version=version, note=note, **columns), now)


@transaction.atomic
def close_item(*, actor: Actor, item_id: int, now: datetime, version: int | None = None) -> Item:
    """A verified item is struck off."""
    item = item_for(actor, AssignmentAction.CLOSE, item_id)
    return _moved(move_item(actor, item, "close", now, version=version), now)


@transaction.atomic
def suspend_item(*, actor: Actor, item_id: int, note: str, now: datetime, version: int | None = None) -> Item:
    """Set aside with a reason; the dates stay."""
    item = item_for(actor, AssignmentAction.SUSPEND, item_id)
    return _moved(move_item(actor, item, "suspend", now, version=version, note=note), now)


@transaction.atomic
def resume_item(*, actor: Actor, item_id: int, now: datetime, version: int | None = None) -> Item:
    """Taken up again."""
    item = item_for(actor, AssignmentAction.RESUME, item_id)
    return _moved(move_item(actor, item, "resume", now, version=version), now)
