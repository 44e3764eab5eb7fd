"""Letters are drafted by the system: everything a unit owes out of a session, once; later only what changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.assignments.duties import Duty, duties_of
from yipanqi.assignments.models import Item, Letter, LetterKind
from yipanqi.assignments.operations.recomputing import judge_items
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.assignments.transitions import ITEMS, ItemStatus
from yipanqi.audit.operations import record
from yipanqi.bulk import insert_rows
from yipanqi.consultations.models import AgreedPlan, Decision, Session
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.transitions import SessionStatus
from yipanqi.foundation.errors import DomainError, LostRace, MoveRefused
from yipanqi.foundation.progress import Progress, silent
from yipanqi.foundation.transitions import Group
from yipanqi.org.models import Post
from yipanqi.plans.queries import whole_network

DATES = ("start", "due", "latest")
COMPARED = ("text", *DATES)
OPEN = ITEMS.in_group(Group.OPEN)
_BEGUN = ("letter_id", "unit_id", "order", "status", "result", "note", "sent_back", "version")
_AT_ONCE = 1000
_OF_DUTY = tuple(one.name for one in fields(Duty))


@transaction.atomic
def draft_letters(
    *, actor: Actor, session_id: int, now: datetime, progress: Progress = silent
) -> tuple[Letter, ...]:
    """One letter a unit out of a decided session, with every duty that stands in no other letter.

    Refused when nothing is left to hand out: the same session cannot be assigned twice.
    """
    session = _session(actor, session_id)
    owed = _without_standing(_duties(session))
    lettered = set(
        Letter.objects.filter(session=session, kind=LetterKind.WHOLE).values_list("unit", flat=True)
    )
    owed = {unit: duties for unit, duties in owed.items() if unit not in lettered}
    if not owed:
        raise DomainError("assignments.nothing_to_assign")
    letters = _write(session, owed, LetterKind.WHOLE, now, progress)
    changes = {"rows": len(letters), "items": sum(len(duties) for duties in owed.values())}
    record(actor=actor, action=AssignmentAction.DRAFT, subject=session, now=now, changes=changes)
    return letters


def _session(actor: Actor, session_id: int) -> Session:
    session = fetch_or_404(
        actor, ConsultationAction.VIEW, Session.objects.select_related("year"), pk=session_id
    )
    demand(actor, AssignmentAction.DRAFT)
    if session.status != SessionStatus.DECIDED:
        raise MoveRefused("assignments.session_not_decided")
    return session


def _duties(session: Session) -> dict[int, list[Duty]]:
    """What each unit owes out of the plans that the session agreed, and out of what it decided."""
    plans = list(AgreedPlan.objects.filter(session=session).values_list("plan", flat=True))
    network = whole_network(session.year_id, plans) if plans else None
    decisions = Decision.objects.filter(session=session, who__isnull=False).order_by("pk")
    return duties_of(network, list(decisions), _contacts() if network else {})


def _contacts() -> dict[int, str]:
    """The post to speak to in each unit: the first below its head, else the head. One query."""
    posts = Post.objects.filter(planned=False, valid_to__isnull=True, is_leader=False)
    rows = posts.order_by("unit", "-is_head", "-order").values_list("unit", "title")
    return dict(rows)


def _without_standing(owed: Mapping[int, list[Duty]]) -> dict[int, list[Duty]]:
    """Leave out what stands in a letter of the unit already."""
    rows = Item.objects.filter(unit__in=owed).exclude(status=ItemStatus.WITHDRAWN)
    standing = set(rows.values_list("unit", "plan", "key", "decision"))
    left = {
        unit: [duty for duty in duties if (unit, *duty.place) not in standing]
        for unit, duties in owed.items()
    }
    return {unit: duties for unit, duties in left.items() if duties}


def _write(
    session: Session,
    owed: Mapping[int, list[Duty]],
    kind: str,
    now: datetime,
    progress: Progress = silent,
    *,
    decision: Decision | None = None,
    changes: Mapping[int, list[dict[str, Any]]] | None = None,
) -> tuple[Letter, ...]:
    """The letters with their items, in bulk; LostRace when somebody drafted at the same moment."""
    try:
        with transaction.atomic():
            letters = Letter.objects.bulk_create(
                _letters(session, owed, kind, now, decision=decision, changes=changes or {})
            )
            _write_items(letters, owed, progress)
    except IntegrityError:
        raise LostRace(session=str(session)) from None
    judge_items(Item.objects.filter(letter__in=letters), now)
    return tuple(letters)


def _write_items(letters: Sequence[Letter], owed: Mapping[int, list[Duty]], progress: Progress) -> None:
    rows: list[tuple[Any, ...]] = []
    for done, letter in enumerate(letters, 1):
        rows += [_row(letter, duty, order) for order, duty in enumerate(owed[letter.unit_id])]
        if len(rows) >= _AT_ONCE or done == len(letters):
            insert_rows(Item, (*_BEGUN, *_OF_DUTY), rows)
            progress(done, len(letters))
            rows = []


def _letters(
    session: Session,
    owed: Mapping[int, list[Duty]],
    kind: str,
    now: datetime,
    *,
    decision: Decision | None,
    changes: Mapping[int, list[dict[str, Any]]],
) -> list[Letter]:
    """Numbered on from the last letter of the year, in the order of the units' ids."""
    used = Letter.objects.filter(session__year=session.year_id).count()
    sequence: dict[int, int] = defaultdict(int)
    for unit in Letter.objects.filter(session=session).values_list("unit", flat=True):
        sequence[unit] += 1
    return [
        Letter(
            session=session,
            unit_id=unit,
            kind=kind,
            number=f"{settings.LETTER_MARK}〔{session.year.number}〕{used + place}号",
            sequence=sequence[unit] + 1,
            decision=decision,
            drafted_at=now,
            changes=changes.get(unit, []),
            illustrative=session.illustrative,
        )
        for place, unit in enumerate(sorted(owed), 1)
    ]


def _row(letter: Letter, duty: Duty, order: int) -> tuple[Any, ...]:
    """An item as it begins, in the order of its columns."""
    begun = (letter.pk, letter.unit_id, order, ItemStatus.ASSIGNED.value, "", "", 0, 1)
    return (*begun, *(getattr(duty, name) for name in _OF_DUTY))


@dataclass
class _Difference:
    """What a decision changed for one unit."""

    new: list[Duty] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)


@transaction.atomic
def draft_difference_letters(
    *, actor: Actor, session_id: int, decision_id: int, now: datetime
) -> tuple[Letter, ...]:
    """Letters for the units for which a later decision changed something, and for no others.

    Dates agreed follow the decision; what no longer is owed is withdrawn; what is new is added.
    """
    session = _session(actor, session_id)
    decision = fetch_or_404(
        actor, ConsultationAction.VIEW, Decision.objects.filter(session=session), pk=decision_id
    )
    written = Letter.objects.filter(session=session)
    if not written.filter(kind=LetterKind.WHOLE).exists():
        raise DomainError("assignments.no_letters_yet")
    if written.filter(decision=decision).exists():
        raise DomainError("assignments.decision_is_lettered")
    found = _differences(session, now)
    if not found:
        raise DomainError("assignments.nothing_changed")
    owed = {unit: one.new for unit, one in found.items()}
    told = {unit: one.told for unit, one in found.items()}
    letters = _write(session, owed, LetterKind.DIFFERENCE, now, decision=decision, changes=told)
    record(
        actor=actor, action=AssignmentAction.DRAFT, subject=decision, now=now, changes={"rows": len(letters)}
    )
    return letters


def _differences(session: Session, now: datetime) -> dict[int, _Difference]:
    """Compare what stands in letters with what the plans say now, and bring the items up to it."""
    owed = _duties(session)
    found: dict[int, _Difference] = defaultdict(_Difference)
    rows = Item.objects.filter(letter__session=session, status__in=OPEN, plan__isnull=False)
    standing = {(item.unit_id, item.plan_id or 0, item.key): item for item in rows}
    current = {
        (unit, duty.plan_id, duty.key): duty
        for unit, duties in owed.items()
        for duty in duties
        if duty.plan_id is not None
    }
    for place, item in standing.items():
        found_here = _bring_up(item, current.get(place), now)
        if found_here:
            found[item.unit_id].told += found_here
    for unit, duties in _without_standing(owed).items():
        new = [duty for duty in duties if duty.plan_id is not None or duty.decision_id is not None]
        found[unit].new += new
        found[unit].told += [{"item": None, "text": duty.text, "field": "new", "before": "", "after": _iso(duty.due)} for duty in new]  # fmt: skip
    return dict(found)


def _bring_up(item: Item, duty: Duty | None, now: datetime) -> list[dict[str, Any]]:
    """The item as the plan has it now; what changed."""
    if duty is None:
        return _no_longer_owed(item)
    columns = {name: getattr(duty, name) for name in COMPARED if getattr(item, name) != getattr(duty, name)}
    told = [
        {"item": item.pk, "text": item.text, "field": name, "before": _iso(getattr(item, name)), "after": _iso(value)}
        for name, value in columns.items()
        if name in ("due", "text")
    ]  # fmt: skip
    if told:
        fresh = {name: getattr(duty, name) for name in (*COMPARED, "total_float", "waits_for", "waited_by")}
        claim_dates(item, fresh)
    return told


def claim_dates(item: Item, columns: Mapping[str, Any]) -> None:
    """Write the new dates if nobody moved the item meanwhile."""
    still = Item.objects.filter(pk=item.pk, status=item.status, version=item.version)
    if not still.update(version=item.version + 1, **columns):
        raise LostRace(subject=str(item))


def _no_longer_owed(item: Item) -> list[dict[str, Any]]:
    """The activity is finished (the facts close it) or has gone to another unit (it is withdrawn)."""
    activity = (
        item.plan.baseline.activities.filter(key=item.key).first()
        if item.plan and item.plan.baseline
        else None
    )
    if activity is not None and (activity.unit_id or item.plan.owner_id) == item.unit_id:  # type: ignore[union-attr]
        return []
    claim_dates(item, {"status": ItemStatus.WITHDRAWN})
    return [{"item": item.pk, "text": item.text, "field": "gone", "before": _iso(item.due), "after": ""}]


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
