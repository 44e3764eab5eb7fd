"""Letters as lines and as pages: what they say, who has signed, how many changed what later."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, may, within
from yipanqi.assignments.models import Letter, LetterKind
from yipanqi.assignments.queries.items import ItemRow, items_in
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.assignments.transitions import LetterStatus
from yipanqi.consultations.models import Decision, Session
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.transitions import SessionStatus
from yipanqi.foundation import clock


@dataclass(frozen=True)
class LetterRow:
    """One letter as a line; `is_late`: unsigned after its day, or signed after it."""

    pk: int
    number: str
    kind: str
    session_id: int
    session: str
    zone: str
    unit_id: int
    unit: str
    unit_name: str
    status: str
    items: int
    changes: tuple[dict[str, Any], ...]
    drafted_at: datetime
    issued_at: datetime | None
    issued_by: str
    sign_by: date | None
    signed_at: datetime | None
    signed_by: str
    is_late: bool
    illustrative: bool
    version: int

    @property
    def is_difference(self) -> bool:
        """Whether it only says what changed."""
        return self.kind == LetterKind.DIFFERENCE


@dataclass(frozen=True)
class LetterPage:
    """One letter in full."""

    row: LetterRow
    items: tuple[ItemRow, ...]
    decision: str
    may_sign: bool
    digest: str


@dataclass(frozen=True)
class SessionLetters:
    """The letters of one session, and the decisions that no letter has told yet."""

    session_id: int
    session: str
    is_decided: bool
    letters: tuple[LetterRow, ...]
    untold: tuple[tuple[int, str], ...]
    may_draft: bool

    @property
    def drafts(self) -> int:
        """Not issued yet."""
        return sum(row.status == LetterStatus.DRAFT for row in self.letters)

    @property
    def unsigned(self) -> int:
        """Issued, not signed."""
        return sum(row.status == LetterStatus.ISSUED for row in self.letters)

    @property
    def differences(self) -> int:
        """Letters of what changed: the fewer, the better was the consultation."""
        return sum(row.is_difference for row in self.letters)


def letter_rows(rows: QuerySet[Letter], now: datetime) -> tuple[LetterRow, ...]:
    """Letters as lines. One query."""
    counted = rows.select_related("unit", "session__year").annotate(count=Count("items"))
    return tuple(_row(letter, clock.today(now)) for letter in counted)


def letters_of(actor: Actor, unit_ids: Collection[int], now: datetime) -> tuple[LetterRow, ...]:
    """The letters of these units that have gone out, the newest first. One query."""
    rows = within(actor, AssignmentAction.VIEW, Letter.objects.filter(unit__in=unit_ids))
    return letter_rows(rows.exclude(status=LetterStatus.DRAFT), now)


def letters_to_sign(actor: Actor, now: datetime) -> tuple[LetterRow, ...]:
    """The letters that wait for the actor's signature, the first due first. One query."""
    rows = within(actor, AssignmentAction.SIGN, Letter.objects.filter(status=LetterStatus.ISSUED))
    return letter_rows(rows.order_by("sign_by", "pk"), now)


def session_letters(actor: Actor, session_id: int, now: datetime) -> SessionLetters:
    """Everything about the letters of one session. Five queries."""
    session = fetch_or_404(actor, ConsultationAction.VIEW, Session.objects.all(), pk=session_id)
    rows = within(actor, AssignmentAction.VIEW, Letter.objects.filter(session=session))
    may_draft = may(actor, AssignmentAction.DRAFT)
    shown = rows if may_draft else rows.exclude(status=LetterStatus.DRAFT)
    later = Decision.objects.filter(session=session, conflict__isnull=True, letters__isnull=True)
    return SessionLetters(
        session_id=session.pk,
        session=session.title,
        is_decided=session.status == SessionStatus.DECIDED,
        letters=letter_rows(shown.order_by("sequence", "unit__order", "pk"), now),
        untold=tuple(later.order_by("at").values_list("pk", "text")),
        may_draft=may_draft,
    )


def letter_page(actor: Actor, letter_id: int, now: datetime) -> LetterPage:
    """One letter with its items. Four queries."""
    letter = fetch_or_404(actor, AssignmentAction.VIEW, _readable(actor), pk=letter_id)
    return _page(actor, letter, items_in(actor, letter_id=letter.pk), now)


def session_pages(actor: Actor, session_id: int, now: datetime) -> tuple[LetterPage, ...]:
    """Every letter of a session with its items, by number of the letter. A constant number of queries."""
    fetch_or_404(actor, ConsultationAction.VIEW, Session.objects.all(), pk=session_id)
    rows = within(actor, AssignmentAction.VIEW, _readable(actor).filter(session=session_id))
    items: dict[int, list[ItemRow]] = defaultdict(list)
    for row in items_in(actor, session_id=session_id):
        items[row.letter_id].append(row)
    return tuple(_page(actor, letter, tuple(items[letter.pk]), now) for letter in rows.order_by("pk"))


def _readable(actor: Actor) -> QuerySet[Letter]:
    """Drafts are for those who may draft."""
    rows = Letter.objects.select_related("unit", "session__year", "decision").annotate(count=Count("items"))
    return rows if may(actor, AssignmentAction.DRAFT) else rows.exclude(status=LetterStatus.DRAFT)


def _page(actor: Actor, letter: Letter, items: tuple[ItemRow, ...], now: datetime) -> LetterPage:
    return LetterPage(
        row=_row(letter, clock.today(now)),
        items=items,
        decision=letter.decision.text if letter.decision else "",
        may_sign=letter.status == LetterStatus.ISSUED and _may_sign(actor, letter),
        digest=letter.digest,
    )


def _may_sign(actor: Actor, letter: Letter) -> bool:
    return letter.unit_id in actor.units and may(actor, AssignmentAction.SIGN, letter)


def _row(letter: Letter, today: date) -> LetterRow:
    signed_on = clock.today(letter.signed_at) if letter.signed_at else today
    return LetterRow(
        pk=letter.pk,
        number=letter.number,
        kind=letter.kind,
        session_id=letter.session_id,
        session=letter.session.title,
        unit_id=letter.unit_id,
        zone=letter.session.year.zone,
        unit=letter.unit.short_name,
        unit_name=letter.unit.name,
        status=letter.status,
        items=getattr(letter, "count", 0),
        changes=tuple(letter.changes),
        drafted_at=letter.drafted_at,
        issued_at=letter.issued_at,
        issued_by=letter.issued_by,
        sign_by=letter.sign_by,
        signed_at=letter.signed_at,
        signed_by=letter.signed_by,
        is_late=bool(letter.sign_by and signed_on > letter.sign_by),
        illustrative=letter.illustrative,
        version=letter.version,
    )
