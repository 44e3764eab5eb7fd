"""Sheets as rows: written over in place, so that a sheet keeps its address through every computation."""

from collections.abc import Sequence
from datetime import datetime

from yipanqi.appraisal.computing import SheetDraft
from yipanqi.appraisal.models import Round, Score, Sheet

_SHEET_COLUMNS = ("total", "counted", "grade", "rank", "vetoed", "computed_at")
_BATCH = 200


def store_sheets(round_: Round, drafts: Sequence[SheetDraft], now: datetime) -> None:
    """Every draft as a sheet with its scores; sheets of units without facts any more go. A constant number of queries."""
    Sheet.objects.filter(round=round_).exclude(unit__in=[draft.unit_id for draft in drafts]).delete()
    Sheet.objects.bulk_create(
        (_sheet(round_, draft, now) for draft in drafts),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=("round", "unit"),
        update_fields=_SHEET_COLUMNS,
    )
    sheets = dict(Sheet.objects.filter(round=round_).values_list("unit", "pk"))
    Score.objects.filter(sheet__round=round_).delete()
    Score.objects.bulk_create(
        (score for draft in drafts for score in _scores(sheets[draft.unit_id], draft)), batch_size=_BATCH
    )


def _sheet(round_: Round, draft: SheetDraft, now: datetime) -> Sheet:
    made = draft.total
    return Sheet(
        round=round_,
        unit_id=draft.unit_id,
        total=made.points,
        counted=made.counted,
        grade=made.grade,
        rank=draft.rank,
        vetoed=made.vetoed,
        computed_at=now,
    )


def _scores(sheet_id: int, draft: SheetDraft) -> list[Score]:
    return [
        Score(
            sheet_id=sheet_id,
            rule=line.rule.key,
            points=line.points,
            numbers=line.numbers,
            facts=[fact.stored() for fact in facts],
            order=order,
        )
        for order, (line, facts) in enumerate(draft.lines)
    ]
