"""The commendation list of a round, and who may be put on it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, may, within
from yipanqi.appraisal.models import Commendation, Round, Sheet
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.schemes import terms_of
from yipanqi.appraisal.transitions import RoundStatus
from yipanqi.foundation import clock


@dataclass(frozen=True)
class Commended:
    """One line of the list; `subsidy` in 元."""

    pk: int
    unit: str
    title: str
    reward: str
    subsidy: Decimal | None
    reason: str
    rank: int | None
    grade: str
    total: Decimal | None
    sheet_id: int | None


@dataclass(frozen=True)
class CommendationList:
    """The list of a round with its sum of subsidies."""

    round_id: int
    round: str
    zone: str
    year: int
    status: str
    finished_on: date | None
    finished_by: str
    illustrative: bool
    lines: tuple[Commended, ...]
    subsidies: Decimal
    may_commend: bool


def commendation_list(actor: Actor, round_id: int) -> CommendationList:
    """The list; NotFound where there is no such round. Two queries."""
    rounds = Round.objects.select_related("year", "scheme")
    found = fetch_or_404(actor, AppraisalAction.VIEW, rounds, pk=round_id)
    sheets = Sheet.objects.filter(round=found, unit=OuterRef("unit"))
    rows = (
        Commendation.objects.filter(round=found)
        .select_related("unit")
        .annotate(
            sheet_pk=Subquery(sheets.values("pk")[:1]),
            sheet_rank=Subquery(sheets.values("rank")[:1]),
            sheet_grade=Subquery(sheets.values("grade")[:1]),
            sheet_total=Subquery(sheets.values("total")[:1]),
        )
    )
    lines = sorted(map(_line, rows), key=lambda line: (line.rank is None, line.rank or 0, line.pk))
    final = found.status == RoundStatus.FINAL
    return CommendationList(
        round_id=found.pk,
        round=found.name,
        zone=found.year.zone,
        year=found.year.number,
        status=found.status,
        finished_on=_day(found.finished_at),
        finished_by=found.finished_by,
        illustrative=found.illustrative,
        lines=tuple(lines),
        subsidies=sum((line.subsidy or Decimal(0) for line in lines), Decimal(0)),
        may_commend=final and may(actor, AppraisalAction.COMMEND),
    )


def _day(moment: datetime | None) -> date | None:
    return clock.today(moment) if moment else None


def _line(row: Commendation) -> Commended:
    return Commended(
        pk=row.pk,
        unit=row.unit.name,
        title=row.title,
        reward=row.reward,
        subsidy=row.subsidy,
        reason=row.reason,
        rank=getattr(row, "sheet_rank", None),
        grade=getattr(row, "sheet_grade", None) or "",
        total=getattr(row, "sheet_total", None),
        sheet_id=getattr(row, "sheet_pk", None),
    )


def commendation_candidates(actor: Actor, round_id: int) -> list[tuple[int, str]]:
    """(unit, place and name) of those whose grade is commended and who bear no veto, best first."""
    found = fetch_or_404(actor, AppraisalAction.VIEW, Round.objects.select_related("scheme"), pk=round_id)
    grades = [grade.name for grade in terms_of(found.scheme.settings).grades if grade.commend]
    sheets = Sheet.objects.filter(round=found, vetoed=False, grade__in=grades).select_related("unit")
    rows = within(actor, AppraisalAction.VIEW_SHEET, sheets).order_by("rank", "unit__order")
    return [(sheet.unit_id, f"{sheet.rank}. {sheet.unit.name}（{sheet.grade}）") for sheet in rows]
