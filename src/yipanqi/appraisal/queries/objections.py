"""The queue of objections: those without an answer first, by the day they are to be decided."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When

from yipanqi.access.actor import Actor
from yipanqi.access.registry import may, within
from yipanqi.appraisal.models import Objection, Score, Sheet
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.schemes import rules_of
from yipanqi.appraisal.transitions import ObjectionStatus


@dataclass(frozen=True)
class ObjectionRow:
    """One objection. `points` are those of its score as it stands now."""

    pk: int
    round_id: int
    round: str
    sheet_id: int | None
    unit: str
    rule: str
    rule_name: str
    points: Decimal | None
    text: str
    raised_at: datetime
    raised_by: str
    decide_by: date
    status: str
    answer: str
    decided_at: datetime | None
    decided_by: str
    version: int
    may_decide: bool = False


def objection_rows(actor: Actor) -> tuple[ObjectionRow, ...]:
    """Every objection the actor may see. One query."""
    waiting = Case(When(status=ObjectionStatus.RAISED, then=Value(0)), default=Value(1))
    rows = with_names(within(actor, AppraisalAction.VIEW_OBJECTION, Objection.objects.all()))
    decides = may(actor, AppraisalAction.UPHOLD)
    ordered = rows.order_by(waiting, "decide_by", "pk")
    return tuple(as_objection(row, getattr(row, "sheet_pk", None), decides=decides) for row in ordered)


def with_names(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    """Round, scheme and unit joined, the sheet and the points of its score beside them."""
    here = {"round": OuterRef("round"), "unit": OuterRef("unit")}
    score = Score.objects.filter(
        sheet__round=OuterRef("round"), sheet__unit=OuterRef("unit"), rule=OuterRef("rule")
    )
    return rows.select_related("round__scheme", "unit").annotate(
        sheet_pk=Subquery(Sheet.objects.filter(**here).values("pk")[:1]),
        points_now=Subquery(score.values("points")[:1]),
    )


def as_objection(row: Objection, sheet_id: int | None, *, decides: bool = False) -> ObjectionRow:
    """An annotated row as a frozen one."""
    names = {rule.key: rule.name for rule in rules_of(row.round.scheme.rules)}
    return ObjectionRow(
        pk=row.pk,
        round_id=row.round_id,
        round=row.round.name,
        sheet_id=sheet_id,
        unit=row.unit.name,
        rule=row.rule,
        rule_name=names.get(row.rule, row.rule),
        points=getattr(row, "points_now", None),
        text=row.text,
        raised_at=row.raised_at,
        raised_by=row.raised_by,
        decide_by=row.decide_by,
        status=row.status,
        answer=row.answer,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        version=row.version,
        may_decide=decides and row.status == ObjectionStatus.RAISED,
    )
