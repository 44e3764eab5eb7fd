"""Items as lines: what, by when, how it stands, whom it waits for, and what the reader may do about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, within
from yipanqi.assignments.models import Extension, Item
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.assignments.transitions import EXTENSIONS, ITEMS, ExtensionStatus, ItemStatus, LetterStatus
from yipanqi.foundation import clock
from yipanqi.foundation.transitions import Group
from yipanqi.lights.verdict import Colour

OPEN = ITEMS.in_group(Group.OPEN)
UNDECIDED = EXTENSIONS.in_group(Group.OPEN)
_UNITS_MOVES = ("take_in_hand", "report_done", "ask_return")
_OFFICES_MOVES = ("keep", "withdraw", "verify", "send_back", "close", "suspend", "resume")


@dataclass(frozen=True)
class ItemRow:
    """One item; `counts_on` is the day it is late on (the extended one, if granted), float in working days."""

    pk: int
    text: str
    unit_id: int
    unit: str
    letter_id: int
    letter: str
    plan_id: int | None
    key: str
    target_id: int | None
    standard: str
    verified_how: str
    start: date | None
    due: date
    latest: date | None
    extended_to: date | None
    counts_on: date
    total_float: int | None
    waits_for: tuple[dict[str, Any], ...]
    waited_by: tuple[dict[str, Any], ...]
    leader: str
    status: str
    done_on: date | None
    reported_at: datetime | None
    result: str
    note: str
    sent_back: int
    colour: str
    rule: str
    since: datetime | None
    light_id: int | None
    version: int
    is_own: bool
    moves: tuple[str, ...]
    may_ask_extension: bool


@dataclass(frozen=True)
class ExtensionRow:
    """One request for a later date; `moves` are the steps that the reader may take now."""

    pk: int
    item_id: int
    item: str
    unit: str
    due: date
    asked_until: date
    reason: str
    progress: str
    status: str
    asked_at: datetime
    asked_by: str
    endorsed_by: str
    reviewed_by: str
    decided_by: str
    decided_at: datetime | None
    note: str
    version: int
    moves: tuple[str, ...]


def items_in(
    actor: Actor,
    *,
    letter_id: int | None = None,
    unit_ids: Collection[int] | None = None,
    item_id: int | None = None,
    session_id: int | None = None,
) -> tuple[ItemRow, ...]:
    """The items of one letter, of a session's letters, of some units, or one. One query and one for what the actor may do."""
    rows = within(actor, AssignmentAction.VIEW, Item.objects.all())
    if letter_id is not None:
        rows = rows.filter(letter=letter_id)
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids).exclude(letter__status=LetterStatus.DRAFT)
    if session_id is not None:
        rows = rows.filter(letter__session=session_id)
    if item_id is not None:
        rows = rows.filter(pk=item_id)
    return as_rows(actor, rows)


def as_rows(actor: Actor, rows: QuerySet[Item]) -> tuple[ItemRow, ...]:
    """Items as lines, in the order of their days."""
    joined = rows.select_related("unit", "letter", "leader", "light").order_by("order", "pk")
    items = list(joined)
    own = set(within(actor, AssignmentAction.REPORT_DONE, Item.objects.filter(pk__in=[item.pk for item in items])).values_list("pk", flat=True))  # fmt: skip
    office = actor.is_system or bool(within(actor, AssignmentAction.VERIFY, rows)[:1])
    return tuple(_row(item, item.pk in own, office) for item in items)


def _row(item: Item, is_own: bool, is_office: bool) -> ItemRow:
    named = (_UNITS_MOVES if is_own else ()) + (_OFFICES_MOVES if is_office else ())
    out = item.letter.status != LetterStatus.DRAFT
    light = item.light
    return ItemRow(
        pk=item.pk,
        text=item.text,
        unit_id=item.unit_id,
        unit=item.unit.short_name,
        letter_id=item.letter_id,
        letter=item.letter.number,
        plan_id=item.plan_id,
        key=item.key,
        target_id=item.target_id,
        standard=item.standard,
        verified_how=item.verified_how,
        start=item.start,
        due=item.due,
        latest=item.latest,
        extended_to=item.extended_to,
        counts_on=item.extended_to or item.due,
        total_float=item.total_float,
        waits_for=tuple(item.waits_for),
        waited_by=tuple(item.waited_by),
        leader=item.leader.title if item.leader else "",
        status=item.status,
        done_on=item.done_on,
        reported_at=item.reported_at,
        result=item.result,
        note=item.note,
        sent_back=item.sent_back,
        colour=light.colour if light else Colour.GREY.value,
        rule=light.rule if light else "",
        since=light.since if light else None,
        light_id=item.light_id,
        version=item.version,
        is_own=is_own,
        moves=tuple(move.name for move in ITEMS.moves_from(item.status) if out and move.name in named),
        may_ask_extension=out
        and is_own
        and item.status in (ItemStatus.ASSIGNED, ItemStatus.IN_HAND, ItemStatus.SENT_BACK),
    )


def items_of(actor: Actor, unit_ids: Collection[int], now: datetime) -> tuple[ItemRow, ...]:
    """What these units have in hand: open items, the most urgent first. Three queries."""
    rows = within(actor, AssignmentAction.VIEW, Item.objects.filter(unit__in=unit_ids, status__in=OPEN))
    found = as_rows(actor, rows.exclude(letter__status=LetterStatus.DRAFT))
    return tuple(sorted(found, key=lambda row: (row.reported_at is not None, row.counts_on, row.pk)))


def open_returns(actor: Actor) -> tuple[ItemRow, ...]:
    """Items that units gave back and nobody has decided on. Two queries."""
    rows = within(actor, AssignmentAction.KEEP, Item.objects.filter(status=ItemStatus.RETURNED))
    return as_rows(actor, rows)


def overdue_items(actor: Actor, now: datetime) -> tuple[ItemRow, ...]:
    """Late and not reported, the longest first. Two queries."""
    late = Item.objects.annotate(on=Coalesce("extended_to", F("due"))).filter(on__lt=clock.today(now))
    working = (ItemStatus.ASSIGNED, ItemStatus.IN_HAND, ItemStatus.SENT_BACK)
    rows = within(actor, AssignmentAction.VIEW, late.filter(status__in=working))
    found = as_rows(actor, rows.exclude(letter__status=LetterStatus.DRAFT))
    return tuple(sorted(found, key=lambda row: (row.counts_on, row.pk)))


def one_item(actor: Actor, item_id: int) -> ItemRow:
    """One item; NotFound when there is none that the actor may see."""
    fetch_or_404(actor, AssignmentAction.VIEW, Item.objects.all(), pk=item_id)
    return items_in(actor, item_id=item_id)[0]


def extensions_of(actor: Actor, item_id: int) -> tuple[ExtensionRow, ...]:
    """Every request about one item, in their order. One query."""
    return _extensions(actor, Extension.objects.filter(item=item_id))


def open_extensions(actor: Actor) -> tuple[ExtensionRow, ...]:
    """The undecided requests on which the actor may take a step, the earliest due first."""
    rows = _extensions(actor, Extension.objects.filter(status__in=UNDECIDED))
    return tuple(sorted((row for row in rows if row.moves), key=lambda row: row.due))


_STEP = {
    ExtensionStatus.ASKED: ("endorse", AssignmentAction.ENDORSE),
    ExtensionStatus.ENDORSED: ("review", AssignmentAction.REVIEW),
    ExtensionStatus.REVIEWED: ("approve", AssignmentAction.APPROVE),
}


def _extensions(actor: Actor, rows: QuerySet[Extension]) -> tuple[ExtensionRow, ...]:
    itself = Extension.objects.filter(pk=OuterRef("pk"))
    steps = {f"may_{step}": Exists(within(actor, action, itself)) for step, action in _STEP.values()}
    asked = list(rows.select_related("item__unit").annotate(**steps))
    return tuple(_extension(one, _due_when_asked(one, asked)) for one in asked)


def _due_when_asked(one: Extension, asked: list[Extension]) -> date:
    """The day that counted when it was asked: undecided, today's; decided, the last one approved before it."""
    if one.status in UNDECIDED:
        return one.item.extended_to or one.item.due
    approved = [
        each.asked_until
        for each in asked
        if each.item_id == one.item_id and each.pk < one.pk and each.status == ExtensionStatus.APPROVED
    ]
    return approved[-1] if approved else one.item.due


def _extension(one: Extension, due: date) -> ExtensionRow:
    step = _STEP.get(ExtensionStatus(one.status))
    moves = (step[0], "refuse") if step and getattr(one, f"may_{step[0]}") else ()
    return ExtensionRow(
        pk=one.pk,
        item_id=one.item_id,
        item=one.item.text,
        unit=one.item.unit.short_name,
        due=due,
        asked_until=one.asked_until,
        reason=one.reason,
        progress=one.progress,
        status=one.status,
        asked_at=one.asked_at,
        asked_by=one.asked_by,
        endorsed_by=one.endorsed_by,
        reviewed_by=one.reviewed_by,
        decided_by=one.decided_by,
        decided_at=one.decided_at,
        note=one.note,
        version=one.version,
        moves=moves,
    )


def open_item_count(unit_ids: Collection[int]) -> int:
    """How many open items these units have. One query."""
    return (
        Item.objects.filter(Q(unit__in=unit_ids), status__in=OPEN)
        .exclude(letter__status=LetterStatus.DRAFT)
        .count()
    )
