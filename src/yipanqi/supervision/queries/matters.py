"""Matters as lines and as pages, and the years and choices that their forms need."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, may, within
from yipanqi.files.models import Attachment
from yipanqi.foundation import clock
from yipanqi.foundation.transitions import Group
from yipanqi.supervision.models import SETTLED, Basis, Matter, StatusName, Step
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.transitions import MATTERS, MatterStatus

UNSEEN = (MatterStatus.PROPOSED, MatterStatus.APPROVED, MatterStatus.DROPPED)
"""States in which the unit has not been told, or no longer has to do with it."""


@dataclass(frozen=True)
class MatterRow:
    """One matter as a line; `kind` and `thing_id` lead to what it is about ("" for a free one)."""

    pk: int
    number: int
    title: str
    basis: str
    basis_word: str
    basis_text: str
    approver: str
    unit_id: int
    unit: str
    due: date
    status: str
    status_word: str
    is_open: bool
    days_late: int
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None
    conclusion: str
    kind: str
    thing_id: int | None
    illustrative: bool
    version: int


@dataclass(frozen=True)
class Evidence:
    """An attachment, to be opened by its id."""

    pk: int
    name: str


@dataclass(frozen=True)
class Told:
    """One line of a matter's history: what was done, said or found, by whom, with what proves it."""

    what: str
    text: str
    how: str
    by: str
    at: datetime
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class MatterPage:
    """One matter with its history, old to new; `moves` are those that this actor may make now."""

    row: MatterRow
    thing: str
    history: tuple[Told, ...]
    moves: tuple[str, ...]


def matters_of(
    actor: Actor, unit_ids: Collection[int] | None = None, *, year_id: int | None = None, now: datetime
) -> tuple[MatterRow, ...]:
    """Matters that the actor may see, of some units or of all; newest first. One query.

    A unit sees a matter from the moment it is told of it.
    """
    rows = _seen(actor)
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    if year_id is not None:
        rows = rows.filter(year=year_id)
    today = clock.today(now)
    return tuple(as_row(matter, today) for matter in rows)


def matters_about(actor: Actor, *, now: datetime, **about: int) -> tuple[MatterRow, ...]:
    """Open matters about one thing (target_id, plan_id, project_id or item_id) that the actor may see. One query."""
    today = clock.today(now)
    return tuple(as_row(matter, today) for matter in _seen(actor).exclude(status__in=SETTLED).filter(**about))


def _seen(actor: Actor) -> QuerySet[Matter]:
    rows = within(actor, SupervisionAction.VIEW, Matter.objects.select_related("unit", "approver"))
    if may(actor, SupervisionAction.WATCH):
        return rows
    return rows.exclude(status__in=UNSEEN)


def as_row(matter: Matter, today: date) -> MatterRow:
    """A row with its unit and approver, frozen."""
    is_open = MATTERS.group(matter.status) == Group.OPEN
    waits = matter.status == MatterStatus.UNDER_WAY
    kind, thing_id = _about(matter)
    return MatterRow(
        pk=matter.pk,
        number=matter.number,
        title=matter.title,
        basis=matter.basis,
        basis_word=str(Basis(matter.basis).label),
        basis_text=matter.basis_text,
        approver=matter.approver.title if matter.approver else "",
        unit_id=matter.unit_id,
        unit=matter.unit.short_name,
        due=matter.due,
        status=matter.status,
        status_word=str(StatusName(matter.status).label),
        is_open=is_open,
        days_late=max((today - matter.due).days, 0) if waits else 0,
        opened_by=matter.opened_by,
        opened_at=matter.opened_at,
        closed_at=matter.closed_at,
        conclusion=matter.conclusion,
        kind=kind,
        thing_id=thing_id,
        illustrative=matter.illustrative,
        version=matter.version,
    )


def _about(matter: Matter) -> tuple[str, int | None]:
    """Where the thing stands; an item before the activity behind it."""
    pairs = (
        ("item", matter.item_id),
        ("plan", matter.plan_id),
        ("project", matter.project_id),
        ("target", matter.target_id),
    )
    return next(((kind, pk) for kind, pk in pairs if pk is not None), ("", None))


def matter_page(actor: Actor, matter_id: int, now: datetime) -> MatterPage:
    """One matter; NotFound unless the actor may see it. Eleven queries at most."""
    rows = _seen(actor).select_related("target", "plan", "project", "item")
    matter = fetch_or_404(actor, SupervisionAction.VIEW, rows, pk=matter_id)
    thing = matter.item or matter.plan or matter.project or matter.target
    moves = (
        move.name
        for move in MATTERS.moves_from(matter.status)
        if may(actor, SupervisionAction(f"supervision.{move.name}"), matter)
    )
    return MatterPage(
        row=as_row(matter, clock.today(now)),
        thing=str(thing or ""),
        history=_history(matter),
        moves=tuple(moves),
    )


def _history(matter: Matter) -> tuple[Told, ...]:
    """Steps, with the evidence of the answer or the look that came with each."""
    steps = matter.steps.select_related("feedback", "verification")
    return tuple(map(_told, steps.prefetch_related("feedback__evidence", "verification__evidence")))


def _told(step: Step) -> Told:
    look = getattr(step, "verification", None)
    brought = look or getattr(step, "feedback", None)
    return Told(
        what=step.move,
        text=step.note,
        how=look.how if look else "",
        by=step.author_label,
        at=step.at,
        evidence=_evidence(brought.evidence.all()) if brought else (),
    )


def _evidence(rows: "QuerySet[Attachment]") -> tuple[Evidence, ...]:
    return tuple(Evidence(row.pk, row.name) for row in rows)


def open_about(unit_id: int, subject: str) -> Matter | None:
    """The open matter about this thing, if there is one: nothing is supervised twice."""
    return Matter.objects.filter(unit=unit_id, subject=subject).exclude(status__in=SETTLED).first()


def keys_of_visible_matters(actor: Actor) -> list[str]:
    """For `files.visibility.register("supervision.matter", …)`: who sees a matter sees what proves it."""
    return [str(pk) for pk in _seen(actor).values_list("pk", flat=True)]
