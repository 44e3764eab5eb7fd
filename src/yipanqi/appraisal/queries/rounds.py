"""All rounds, and one round with its ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, may, within
from yipanqi.appraisal.models import Objection, Round, Sheet
from yipanqi.appraisal.queries.deadlines import last_day_to_object
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.schemes import rules_of
from yipanqi.appraisal.scoring import ZERO, Kind, Rule
from yipanqi.appraisal.transitions import ROUNDS, ObjectionStatus
from yipanqi.foundation import clock


@dataclass(frozen=True)
class RoundPowers:
    """What the actor may do with the round in its present state."""

    compute: bool
    freeze: bool
    unfreeze: bool
    finish: bool
    commend: bool
    check: bool


@dataclass(frozen=True)
class RoundRow:
    """One round in the list. `waiting` counts objections without an answer."""

    pk: int
    name: str
    year: int
    year_id: int
    scheme_id: int
    scheme: str
    version: int
    since: date
    until: date
    status: str
    computed_at: datetime | None
    frozen_at: datetime | None
    frozen_by: str
    finished_at: datetime | None
    finished_by: str
    digest: str
    illustrative: bool
    lock: int
    sheets: int
    waiting: int
    powers: RoundPowers


@dataclass(frozen=True)
class SheetRow:
    """One line of the ranking. `basic` and `plus` are sums of the points of basic and ± rules; `points` by rule key."""

    pk: int
    unit_id: int
    unit: str
    kind: str
    kind_label: str
    rank: int | None
    total: Decimal | None
    grade: str
    counted: Decimal
    vetoed: bool
    basic: Decimal
    plus: Decimal
    points: Mapping[str, Decimal | None]


@dataclass(frozen=True)
class RoundPage:
    """A round with the sheets that the actor may see. `last_day` is the last one to object on, while frozen."""

    row: RoundRow
    rules: tuple[Rule, ...]
    sheets: tuple[SheetRow, ...]
    hidden: int
    last_day: date | None
    may_still_object: bool
    commended: int


def rounds(actor: Actor) -> tuple[RoundRow, ...]:
    """Every round, the latest first. Two queries."""
    rows = within(actor, AppraisalAction.VIEW, _counted(Round.objects.all()))
    return tuple(_row(actor, row) for row in rows)


def _counted(rows: QuerySet[Round]) -> QuerySet[Round]:
    waiting = Q(objections__status=ObjectionStatus.RAISED)
    return rows.select_related("year", "scheme").annotate(
        sheet_count=Count("sheets", distinct=True),
        waiting_count=Count("objections", filter=waiting, distinct=True),
    )


def _row(actor: Actor, row: Round) -> RoundRow:
    return RoundRow(
        pk=row.pk,
        name=row.name,
        year=row.year.number,
        year_id=row.year_id,
        scheme_id=row.scheme_id,
        scheme=row.scheme.name,
        version=row.scheme.version,
        since=row.since,
        until=row.until,
        status=row.status,
        computed_at=row.computed_at,
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by,
        finished_at=row.finished_at,
        finished_by=row.finished_by,
        digest=row.digest,
        illustrative=row.illustrative,
        lock=row.lock,
        sheets=getattr(row, "sheet_count", 0),
        waiting=getattr(row, "waiting_count", 0),
        powers=_powers(actor, row),
    )


def _powers(actor: Actor, row: Round) -> RoundPowers:
    """By role and by the table of moves; the rules of these verbs are the same on every round."""
    moves = {move.name for move in ROUNDS.moves_from(row.status)}
    return RoundPowers(
        compute="freeze" in moves and may(actor, AppraisalAction.COMPUTE),
        freeze="freeze" in moves and row.computed_at is not None and may(actor, AppraisalAction.FREEZE),
        unfreeze="unfreeze" in moves and may(actor, AppraisalAction.UNFREEZE),
        finish="finish" in moves and may(actor, AppraisalAction.FINISH),
        commend=not moves and may(actor, AppraisalAction.COMMEND),
        check=row.digest != "" and may(actor, AppraisalAction.CHECK),
    )


def round_page(actor: Actor, round_id: int, now: datetime) -> RoundPage:
    """One round; NotFound where there is none. Seven queries."""
    found = fetch_or_404(actor, AppraisalAction.VIEW, _counted(Round.objects.all()), pk=round_id)
    rules = rules_of(found.scheme.rules)
    sheets = within(actor, AppraisalAction.VIEW_SHEET, Sheet.objects.filter(round=found))
    shown = [_sheet_row(rules, sheet) for sheet in sheets.select_related("unit").prefetch_related("scores")]
    row = _row(actor, found)
    last = last_day_to_object(found)
    return RoundPage(
        row=row,
        rules=rules,
        sheets=tuple(sorted(shown, key=lambda one: (one.rank is None, one.rank or 0, one.unit))),
        hidden=row.sheets - len(shown),
        last_day=last,
        may_still_object=last is not None and clock.today(now) <= last,
        commended=found.commendations.count(),
    )


def _sheet_row(rules: tuple[Rule, ...], sheet: Sheet) -> SheetRow:
    points = {score.rule: score.points for score in sheet.scores.all()}
    return SheetRow(
        pk=sheet.pk,
        unit_id=sheet.unit_id,
        unit=sheet.unit.name,
        kind=sheet.unit.kind,
        kind_label=sheet.unit.get_kind_display(),
        rank=sheet.rank,
        total=sheet.total,
        grade=sheet.grade,
        counted=sheet.counted,
        vetoed=sheet.vetoed,
        basic=_sum(rules, points, Kind.BASIC),
        plus=_sum(rules, points, Kind.POINTS),
        points=points,
    )


def _sum(rules: tuple[Rule, ...], points: Mapping[str, Decimal | None], kind: Kind) -> Decimal:
    return sum((points.get(rule.key) or ZERO for rule in rules if rule.kind == kind), ZERO)


def objections_waiting(actor: Actor) -> int:
    """How many objections wait for an answer, of those the actor may see. One query."""
    rows = within(actor, AppraisalAction.VIEW_OBJECTION, Objection.objects.all())
    return rows.filter(status=ObjectionStatus.RAISED).count()
