"""Facts of the year's targets: figures against the value promised or expected, milestones by date, ceilings of zero."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from yipanqi.appraisal.scoring import ONE, ZERO
from yipanqi.appraisal.sources.facts import Fact, Span, by_date
from yipanqi.targets.models import Reading, Target, TargetKind
from yipanqi.targets.queries.pure import counted_due, promise_of
from yipanqi.targets.trajectory import Point, Promise, expected_at
from yipanqi.targets.transitions import TargetStatus

KIND = "targets.target"


def gather_indicators(span: Span) -> list[Fact]:
    """Every indicator with its latest reading against its promise. Three queries."""
    return [_fact(span, *one) for one in _indicators(span)]


def gather_zero_ceilings(span: Span) -> list[Fact]:
    """Ceilings of zero, such as major accidents, with what happened. Three queries."""
    return [
        _fact(span, target, promise, reading, None)
        for target, promise, reading, _first in _indicators(span)
        if promise.less_is_better and promise.value == ZERO
    ]


def gather_milestones(span: Span) -> list[Fact]:
    """Milestones due in the span or done in it; the date that counts moves with an approved extension only."""
    extended = _targets(span, TargetKind.MILESTONE).filter(changes__extension=True)
    moved = set(extended.values_list("pk", flat=True))
    return [
        fact
        for target in _targets(span, TargetKind.MILESTONE)
        if (fact := _milestone(span, target, extended=target.pk in moved))
    ]


def _targets(span: Span, kind: TargetKind) -> QuerySet[Target]:
    """Led targets of the year that were not dropped."""
    return (
        Target.objects.filter(year=span.year_id, kind=kind, lead__isnull=False)
        .exclude(status=TargetStatus.DROPPED)
        .select_related("year")
        .order_by("pk")
    )


def _indicators(span: Span) -> Iterator[tuple[Target, Promise, Reading | None, Reading | None]]:
    """(target, promise, latest reading, first reading) by the end of the span."""
    readings: dict[int, list[Reading]] = defaultdict(list)
    rows = Reading.objects.filter(target__year=span.year_id, current=True, as_of__lte=span.until)
    for row in rows.order_by("as_of", "pk"):
        readings[row.target_id].append(row)
    for target in _targets(span, TargetKind.INDICATOR).prefetch_related("trajectory_points"):
        if target.value is not None and counted_due(target) >= span.since:
            known = readings[target.pk]
            promise = promise_of(target, target.trajectory_points.all())
            yield target, promise, known[-1] if known else None, known[0] if known else None


def _fact(
    span: Span, target: Target, promise: Promise, reading: Reading | None, first: Reading | None
) -> Fact:
    """Against the promise from the due day on, before it against the value expected by the end of the span."""
    expected = expected_at(promise, span.until, Point(first.as_of, first.value) if first else None)
    settled = promise.due <= span.until
    return Fact(
        unit_id=target.lead_id or 0,
        kind=KIND,
        key=str(target.pk),
        label=target.name,
        actual=reading.value if reading else None,
        target=promise.value if expected is None else expected,
        less_is_better=promise.less_is_better,
        measure=target.unit,
        due=promise.due,
        done_on=reading.as_of if reading else None,
        remark="silent" if reading is None else "whole" if settled else "expected",
    )


def _milestone(span: Span, target: Target, *, extended: bool) -> Fact | None:
    due: date = counted_due(target)
    made = by_date(span, due, target.done_on)
    if made is None or _settled_before(span, due, target.done_on):
        return None
    actual, remark = made
    return Fact(
        unit_id=target.lead_id or 0,
        kind=KIND,
        key=str(target.pk),
        label=target.name,
        actual=actual,
        target=ONE,
        due=due,
        done_on=target.done_on if remark != "not_done" else None,
        extended=extended,
        remark=remark,
    )


def _settled_before(span: Span, due: date, done_on: date | None) -> bool:
    """Both the date and the doing lie before the span: an earlier round scored it."""
    return due < span.since and done_on is not None and done_on < span.since
