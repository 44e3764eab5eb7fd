"""The agenda of a session and the conflicts that concern units: lines with everything that a page says of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, within
from yipanqi.consultations import wording
from yipanqi.consultations.changes import remedy_changes
from yipanqi.consultations.models import Conflict, Decision, Opinion, Session
from yipanqi.consultations.queries.sessions import SessionRow, session_row
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.transitions import CONFLICTS, ConflictStatus, SessionStatus
from yipanqi.foundation.errors import NotFound
from yipanqi.foundation.transitions import Group
from yipanqi.plans.drafts import PlanChange
from yipanqi.plans.queries.network import Key

OPEN = CONFLICTS.in_group(Group.OPEN)


@dataclass(frozen=True)
class OpinionRow:
    """What one unit says."""

    unit_id: int
    unit: str
    accepts: bool
    proposed: date | None
    reason: str
    author: str
    at: datetime


@dataclass(frozen=True)
class DecisionRow:
    """One decision; `changes` as kept: plan, key, field, plan_name, name, before, after."""

    pk: int
    conflict_id: int | None
    text: str
    who: str
    by: date | None
    changes: tuple[Mapping[str, Any], ...]
    author: str
    at: datetime

    @property
    def sentences(self) -> tuple[str, ...]:
        """Its changes in words."""
        return tuple(wording.change_sentence(change) for change in self.changes)


@dataclass(frozen=True)
class ConflictRow:
    """One conflict. Its title, sentence and remedy are computed from its numbers, in the reader's language.

    `units` are (id, short name); `own_units` those of them that the reader may speak for, without an opinion yet
    first; `changes` what the remedy would do.
    """

    pk: int
    session_id: int
    session: str
    session_status: str
    opinions_until: date | None
    rule: str
    days: int
    numbers: Mapping[str, Any]
    where: tuple[Key, ...]
    remedy_kind: str
    remedy_params: Mapping[str, Any]
    changes: tuple[PlanChange, ...]
    units: tuple[tuple[int, str], ...]
    own_units: tuple[tuple[int, str], ...]
    opinions: tuple[OpinionRow, ...]
    decision: DecisionRow | None
    status: str
    note: str
    found_at: datetime
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled."""
        return self.status in OPEN

    @property
    def takes_opinions(self) -> bool:
        """Whether units may still answer."""
        return self.is_open and self.session_status == SessionStatus.OPINIONS

    @property
    def title(self) -> str:
        """The rule's name."""
        return wording.title(self.rule)

    @property
    def sentence(self) -> str:
        """The conflict in words."""
        return wording.sentence(self.rule, self.numbers)

    @property
    def remedy(self) -> str:
        """The smallest change in words."""
        return wording.remedy_sentence(self.remedy_kind, self.remedy_params)

    @property
    def status_word(self) -> str:
        """How it stands."""
        return str(wording.CONFLICT_STATES[self.status])

    @property
    def own_opinion(self) -> OpinionRow | None:
        """What the reader's unit has said."""
        own = {unit for unit, _ in self.own_units}
        return next((opinion for opinion in self.opinions if opinion.unit_id in own), None)


@dataclass(frozen=True)
class AgendaPage:
    """A session with its conflicts: what is to settle first, each part by days at stake."""

    session: SessionRow
    rows: tuple[ConflictRow, ...]


def agenda(actor: Actor, session_id: int, now: datetime, most: int | None = None) -> AgendaPage:
    """The agenda of a session that the actor may see, at `most` so many lines of it. Five queries.

    What is to settle comes first, what is settled or put off next, what is gone last.
    """
    session = session_row(actor, session_id)
    place = Case(
        When(status__in=OPEN, then=Value(0)),
        When(status=ConflictStatus.GONE, then=Value(2)),
        default=Value(1),
    )
    rows = Conflict.objects.filter(session=session_id).order_by(place, "-days", "signature")
    return AgendaPage(session, tuple(_rows(actor, rows, most)))


def open_conflicts(
    actor: Actor, unit_ids: Collection[int] | None = None, year_id: int | None = None
) -> tuple[ConflictRow, ...]:
    """Open conflicts of sessions that are open for opinions or in session, the most days at stake first.

    Those that concern any of the units; None stands for every unit. Five queries.
    """
    live = (SessionStatus.OPINIONS, SessionStatus.IN_SESSION)
    rows = Conflict.objects.filter(session__status__in=live, status__in=OPEN)
    if unit_ids is not None:
        rows = rows.filter(pk__in=Conflict.units.through.objects.filter(unit__in=unit_ids).values("conflict"))
    if year_id is not None:
        rows = rows.filter(session__year=year_id)
    return tuple(_rows(actor, rows.order_by("-days", "signature")))


def one_conflict(actor: Actor, conflict_id: int) -> ConflictRow:
    """One conflict that the actor may see; NotFound otherwise."""
    rows = _rows(actor, Conflict.objects.filter(pk=conflict_id))
    if not rows:
        raise NotFound()
    return rows[0]


def own_conflict(actor: Actor, conflict_id: int) -> ConflictRow:
    """One conflict on which the actor may speak for a unit; NotFound otherwise."""
    conflict = fetch_or_404(actor, ConsultationAction.GIVE_OPINION, Conflict.objects.all(), pk=conflict_id)
    return one_conflict(actor, conflict.pk)


def proposed_date(row: ConflictRow) -> date | None:
    """The date to begin with when a unit names another one: its own of before, else that of the conflict."""
    own = row.own_opinion
    if own and own.proposed:
        return own.proposed
    named = (row.numbers.get(name) for name in ("ready", "finish", "until", "day"))
    return next((date.fromisoformat(day) for day in named if day), None)


def decisions(actor: Actor, session_id: int) -> tuple[DecisionRow, ...]:
    """The decisions of a session that the actor may see, as they were made. Two queries."""
    rows = Decision.objects.filter(session__in=within(actor, ConsultationAction.VIEW, Session.objects.all()))
    return tuple(map(decision_row, rows.filter(session=session_id).select_related("who")))


def _rows(actor: Actor, rows: QuerySet[Conflict], most: int | None = None) -> list[ConflictRow]:
    found = within(actor, ConsultationAction.VIEW, rows).select_related("session", "decision__who")
    return [_row(actor, row) for row in found.prefetch_related("units", "opinions__unit")[:most]]


def _row(actor: Actor, row: Conflict) -> ConflictRow:
    opinions = tuple(_opinion(opinion) for opinion in row.opinions.all())
    units = tuple((unit.pk, unit.short_name) for unit in row.units.all())
    heard = {opinion.unit_id for opinion in opinions}
    own = sorted((pair for pair in units if pair[0] in actor.units), key=lambda pair: pair[0] in heard)
    decision = getattr(row, "decision", None)
    return ConflictRow(
        pk=row.pk,
        session_id=row.session_id,
        session=row.session.title,
        session_status=row.session.status,
        opinions_until=row.session.opinions_until,
        rule=row.rule,
        days=row.days,
        numbers=row.numbers,
        where=tuple((spot["plan"], spot["key"]) for spot in row.where),
        remedy_kind=row.remedy.get("kind", ""),
        remedy_params=row.remedy.get("params", {}),
        changes=remedy_changes(row.remedy),
        units=units,
        own_units=tuple(own),
        opinions=opinions,
        decision=decision_row(decision) if decision else None,
        status=row.status,
        note=row.note,
        found_at=row.found_at,
        version=row.version,
    )


def _opinion(row: Opinion) -> OpinionRow:
    return OpinionRow(
        row.unit_id, row.unit.short_name, row.accepts, row.proposed, row.reason, row.author_label, row.at
    )


def decision_row(row: Decision) -> DecisionRow:
    """A decision with its unit loaded, as a line."""
    return DecisionRow(
        pk=row.pk,
        conflict_id=row.conflict_id,
        text=row.text,
        who=row.who.short_name if row.who else "",
        by=row.by,
        changes=tuple(row.changes),
        author=row.author_label,
        at=row.at,
    )
