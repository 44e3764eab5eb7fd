"""Facts of the letters of assignment: items done on time, late, or with an approved later date."""

from yipanqi.appraisal.scoring import ONE, ZERO
from yipanqi.appraisal.sources.facts import Fact, Span, by_date
from yipanqi.assignments.models import Item
from yipanqi.assignments.transitions import ItemStatus, LetterStatus

KIND = "assignments.item"
_DONE = (ItemStatus.REPORTED, ItemStatus.VERIFIED, ItemStatus.CLOSED)
_NOT_ITS_DUTY = (ItemStatus.WITHDRAWN, ItemStatus.RETURNED, ItemStatus.SUSPENDED)


def gather_items(span: Span) -> list[Fact]:
    """Items of issued letters that were due in the span, or done in it. One query.

    An item that was sent back is not done; one that was returned, suspended or withdrawn is not scored.
    """
    rows = (
        Item.objects.filter(letter__session__year=span.year_id)
        .exclude(letter__status=LetterStatus.DRAFT)
        .exclude(status__in=_NOT_ITS_DUTY)
        .select_related("letter")
        .order_by("pk")
    )
    return [fact for item in rows if (fact := _fact(span, item))]


def gather_late_items(span: Span) -> list[Fact]:
    """Only those that came late or not at all, each as one too many. One query."""
    return [
        Fact(
            unit_id=fact.unit_id,
            kind=fact.kind,
            key=fact.key,
            label=fact.label,
            actual=ONE,
            target=ZERO,
            less_is_better=True,
            due=fact.due,
            done_on=fact.done_on,
            extended=fact.extended,
            remark=fact.remark,
            first_unit=fact.first_unit,
        )
        for fact in gather_items(span)
        if fact.remark != "on_time"
    ]


def _fact(span: Span, item: Item) -> Fact | None:
    due = item.extended_to or item.due
    done_on = item.done_on if item.status in _DONE else None
    made = by_date(span, due, done_on)
    if made is None or (due < span.since and done_on is not None and done_on < span.since):
        return None
    actual, remark = made
    return Fact(
        unit_id=item.unit_id,
        kind=KIND,
        key=str(item.pk),
        label=item.text,
        actual=actual,
        target=ONE,
        due=due,
        done_on=done_on if remark != "not_done" else None,
        extended=item.extended_to is not None,
        remark=remark,
        first_unit=item.letter.unit_id,
    )
