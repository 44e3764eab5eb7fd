"""What a year still lacks, and what the units said of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, may
from yipanqi.foundation.transitions import Move
from yipanqi.targets.models import Comment, Target, TargetKind, Year
from yipanqi.targets.queries.rows import TargetRow, target_rows
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.transitions import YEARS, TargetStatus, YearStatus


@dataclass(frozen=True)
class Lack:
    """A target that cannot be fixed yet, and the names of the fields it lacks."""

    target_id: int
    name: str
    fields: tuple[str, ...]


def lacks_of_year(year_id: int) -> tuple[Lack, ...]:
    """Targets without lead, without date (all but standing work) or without figure (indicators). One query."""
    wanting = (
        Q(lead__isnull=True)
        | (Q(due__isnull=True) & ~Q(kind=TargetKind.STANDING))
        | Q(kind=TargetKind.INDICATOR, value__isnull=True)
    )
    rows = Target.objects.filter(wanting, year=year_id).exclude(status=TargetStatus.DROPPED)
    return tuple(Lack(row.pk, row.name, _lacking(row)) for row in rows)


def _lacking(row: Target) -> tuple[str, ...]:
    found = []
    if row.lead_id is None:
        found.append("lead")
    if row.due is None and row.kind != TargetKind.STANDING:
        found.append("due")
    if row.value is None and row.kind == TargetKind.INDICATOR:
        found.append("value")
    return tuple(found)


@dataclass(frozen=True)
class UnitRemark:
    """A comment as the office reads it."""

    pk: int
    target_id: int
    target: str
    unit: str
    text: str
    proposed_value: Decimal | None
    proposed_due: date | None
    value: Decimal | None
    measure_unit: str
    due: date | None
    at: datetime
    accepted: bool | None
    answer: str


@dataclass(frozen=True)
class YearSheet:
    """The page on which a year is set: its targets, what they lack, what the units say, what may follow."""

    pk: int
    number: int
    zone: str
    status: str
    fixed_at: datetime | None
    decision: str
    version: int
    rows: tuple[TargetRow, ...]
    lacks: tuple[Lack, ...]
    remarks: tuple[UnitRemark, ...]
    moves: tuple[Move[YearStatus], ...]
    may_set: bool

    @property
    def open_remarks(self) -> int:
        """Comments without an answer."""
        return sum(remark.accepted is None for remark in self.remarks)


def year_sheet(actor: Actor, year_id: int) -> YearSheet:
    """The year with everything that still has to be settled. Four queries."""
    year = fetch_or_404(actor, TargetAction.VIEW, Year.objects.all(), pk=year_id)
    keeps = may(actor, TargetAction.SET_YEAR, year)
    comments = Comment.objects.filter(target__year=year).select_related("target", "unit")
    return YearSheet(
        pk=year.pk,
        number=year.number,
        zone=year.zone,
        status=year.status,
        fixed_at=year.fixed_at,
        decision=year.decision,
        version=year.version,
        rows=target_rows(actor, year.pk),
        lacks=lacks_of_year(year.pk),
        remarks=tuple(_remark(comment) for comment in comments),
        moves=tuple(YEARS.moves_from(year.status)) if keeps else (),
        may_set=keeps and year.status in (YearStatus.DRAFT, YearStatus.COMMENTS),
    )


def _remark(comment: Comment) -> UnitRemark:
    target = comment.target
    return UnitRemark(
        comment.pk,
        target.pk,
        target.name,
        comment.unit.short_name,
        comment.text,
        comment.proposed_value,
        comment.proposed_due,
        target.value,
        target.unit,
        target.due,
        comment.at,
        comment.accepted,
        comment.answer,
    )
