"""Facts of single activities and links that no schedule can satisfy, refused with the row they stand in."""

from collections.abc import Iterator
from datetime import datetime

from yipanqi.exchange.schedule.source import ScheduleFile, SourceError
from yipanqi.schedule.problem import Activity, Constraint, ConstraintKind

_LOWER = {
    ConstraintKind.START_ON: "start",
    ConstraintKind.START_ON_OR_AFTER: "start",
    ConstraintKind.MANDATORY_START: "start",
    ConstraintKind.FINISH_ON: "finish",
    ConstraintKind.FINISH_ON_OR_AFTER: "finish",
    ConstraintKind.MANDATORY_FINISH: "finish",
}
_UPPER = {
    ConstraintKind.START_ON: "start",
    ConstraintKind.START_ON_OR_BEFORE: "start",
    ConstraintKind.MANDATORY_START: "start",
    ConstraintKind.FINISH_ON: "finish",
    ConstraintKind.FINISH_ON_OR_BEFORE: "finish",
    ConstraintKind.MANDATORY_FINISH: "finish",
}


def refuse_impossible(file: ScheduleFile) -> ScheduleFile:
    """`file` itself. SourceError for a link to itself, dates in the wrong order, constraints that exclude each other."""
    codes = {each.key: each.id for each in file.problem.activities}
    for link in file.problem.links:
        if link.predecessor == link.successor:
            row, activity = file.rows.get(link.successor), codes[link.successor]
            raise SourceError("self_link", row=row, activity=activity)
    for each in file.problem.activities:
        if each.actual_start and each.actual_finish and each.actual_finish < each.actual_start:
            raise SourceError("actual_order", row=file.rows.get(each.key), activity=each.id)
        _refuse_contradiction(each, file.rows.get(each.key))
    return file


def _refuse_contradiction(each: Activity, row: int | None) -> None:
    """No moment may have to lie after another that has to lie before it."""
    for lower, first in _bounds(each, _LOWER):
        for upper, second in _bounds(each, _UPPER):
            reversible = _LOWER[lower.kind] == "finish" and _UPPER[upper.kind] == "start"
            if lower is not upper and first > second and not reversible:
                raise SourceError(
                    "contradicting_constraints",
                    row=row,
                    activity=each.id,
                    first=_text(lower),
                    second=_text(upper),
                )


def _bounds(each: Activity, ends: dict[ConstraintKind, str]) -> Iterator[tuple[Constraint, datetime]]:
    for constraint in (each.constraint, each.secondary):
        if constraint and constraint.date and constraint.kind in ends:
            yield constraint, constraint.date


def _text(constraint: Constraint) -> str:
    return f"{constraint.kind.value} {constraint.date:%Y-%m-%d %H:%M}"
