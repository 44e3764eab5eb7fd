"""One sheet in full: every rule with its arithmetic, its facts and what was objected."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, may, within
from yipanqi.appraisal.models import Objection, Score, Sheet
from yipanqi.appraisal.queries.deadlines import last_day_to_object
from yipanqi.appraisal.queries.objections import ObjectionRow, as_objection, with_names
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.schemes import Terms, rules_of, terms_of
from yipanqi.appraisal.scoring import Rule
from yipanqi.appraisal.sources import restored
from yipanqi.appraisal.transitions import ObjectionStatus, RoundStatus
from yipanqi.foundation import clock


@dataclass(frozen=True)
class SheetLine:
    """The line of one rule; numbers and facts as stored by the computation."""

    rule: Rule
    points: Decimal | None
    numbers: dict[str, str]
    facts: tuple[dict[str, Any], ...]
    objections: tuple[ObjectionRow, ...]
    may_object: bool


@dataclass(frozen=True)
class SheetPage:
    """A unit's sheet. `of` is how many sheets the round has; `last_day` the last one to object on, while frozen."""

    pk: int
    round_id: int
    round: str
    round_status: str
    scheme_id: int
    scheme: str
    version: int
    since: date
    until: date
    illustrative: bool
    unit_id: int
    unit: str
    total: Decimal | None
    counted: Decimal
    grade: str
    rank: int | None
    of: int
    vetoed: bool
    computed_at: datetime
    terms: Terms
    lines: tuple[SheetLine, ...]
    last_day: date | None
    may_object: bool


def sheet_page(actor: Actor, sheet_id: int, now: datetime) -> SheetPage:
    """One sheet; NotFound where there is none or it is not published to the actor yet. At most eight queries."""
    rows = Sheet.objects.select_related("round__scheme", "unit").prefetch_related("scores")
    sheet = fetch_or_404(actor, AppraisalAction.VIEW_SHEET, rows, pk=sheet_id)
    round_, scheme = sheet.round, sheet.round.scheme
    last = last_day_to_object(round_)
    open_still = round_.status == RoundStatus.FROZEN and last is not None and clock.today(now) <= last
    may_object = open_still and may(actor, AppraisalAction.OBJECT, sheet)
    return SheetPage(
        pk=sheet.pk,
        round_id=round_.pk,
        round=round_.name,
        round_status=round_.status,
        scheme_id=scheme.pk,
        scheme=scheme.name,
        version=scheme.version,
        since=round_.since,
        until=round_.until,
        illustrative=round_.illustrative,
        unit_id=sheet.unit_id,
        unit=sheet.unit.name,
        total=sheet.total,
        counted=sheet.counted,
        grade=sheet.grade,
        rank=sheet.rank,
        of=Sheet.objects.filter(round=round_, rank__isnull=False).count(),
        vetoed=sheet.vetoed,
        computed_at=sheet.computed_at,
        terms=terms_of(scheme.settings),
        lines=_lines(actor, sheet, may_object=may_object),
        last_day=last,
        may_object=may_object,
    )


def _lines(actor: Actor, sheet: Sheet, *, may_object: bool) -> tuple[SheetLine, ...]:
    """In the order of the scheme."""
    said: dict[str, list[ObjectionRow]] = defaultdict(list)
    mine = Objection.objects.filter(round=sheet.round_id, unit=sheet.unit_id)
    for row in with_names(within(actor, AppraisalAction.VIEW_OBJECTION, mine)):
        said[row.rule].append(as_objection(row, sheet.pk))
    scores = {score.rule: score for score in sheet.scores.all()}
    return tuple(
        _line(rule, scores[rule.key], said[rule.key], may_object=may_object)
        for rule in rules_of(sheet.round.scheme.rules)
        if rule.key in scores
    )


def _line(rule: Rule, score: Score, said: list[ObjectionRow], *, may_object: bool) -> SheetLine:
    waits = any(one.status == ObjectionStatus.RAISED for one in said)
    return SheetLine(
        rule=rule,
        points=score.points,
        numbers=dict(score.numbers),
        facts=tuple(map(restored, score.facts)),
        objections=tuple(said),
        may_object=may_object and not waits,
    )
