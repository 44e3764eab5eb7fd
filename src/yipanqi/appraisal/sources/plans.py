"""Facts of the network plans: what was agreed for a day, against what was entered."""

from datetime import date

from django.db.models import F

from yipanqi.appraisal.scoring import ONE
from yipanqi.appraisal.sources.facts import Fact, Span, by_date
from yipanqi.assignments.models import Item
from yipanqi.assignments.transitions import ItemStatus
from yipanqi.plans.models import Activity, ActivityKind, ProgressFact, ScheduledActivity

KIND = "plans.activity"
Node = tuple[int, str]


def gather_nodes(span: Span) -> list[Fact]:
    """Activities of agreed plans whose agreed finish lies in the span, or that were done in it. Four queries.

    Its own unit answers for an activity, else the plan's owner. An approved extension of its letter item counts.
    """
    agreed = _agreed(span)
    if not agreed:
        return []
    finished, extended = _finished(span), _extended(span)
    rows = (
        Activity.objects.filter(version__plan__baseline=F("version"), version__plan__year=span.year_id)
        .exclude(kind=ActivityKind.SUMMARY)
        .order_by("version__plan", "order")
        .values_list("version__plan", "key", "name", "unit", "version__plan__owner", "version__plan__name")
    )
    facts = []
    for plan, key, name, unit, owner, plan_name in rows:
        due = agreed.get((plan, key))
        if due is not None:
            later = extended.get((plan, key))
            label = f"{plan_name}：{name}"
            fact = _node(span, (plan, key), unit or owner, label, due, later, finished.get((plan, key)))
            facts += [fact] if fact else []
    return facts


def _node(
    span: Span, node: Node, unit_id: int, label: str, agreed: date, later: date | None, done_on: date | None
) -> Fact | None:
    """None where it is not due yet, or was settled before the span."""
    due = max(agreed, later) if later else agreed
    made = by_date(span, due, done_on)
    if made is None or (due < span.since and done_on is not None and done_on < span.since):
        return None
    actual, remark = made
    return Fact(
        unit_id=unit_id,
        kind=KIND,
        key=f"{node[0]}/{node[1]}",
        label=label,
        actual=actual,
        target=ONE,
        due=due,
        done_on=done_on if remark != "not_done" else None,
        extended=later is not None,
        remark=remark,
        duty=("plans.plan", str(node[0])),
    )


def _agreed(span: Span) -> dict[Node, date]:
    """The agreed finish of every activity of the year's baselines."""
    rows = ScheduledActivity.objects.filter(
        version__plan__baseline=F("version"),
        version__plan__year=span.year_id,
        baseline_finish__isnull=False,
        baseline_finish__lte=span.until,
    )
    return {
        (plan, key): day
        for plan, key, day in rows.values_list("version__plan", "key", "baseline_finish")
        if day
    }


def _finished(span: Span) -> dict[Node, date]:
    rows = ProgressFact.objects.filter(plan__year=span.year_id, current=True, actual_finish__isnull=False)
    return {(plan, key): day for plan, key, day in rows.values_list("plan", "key", "actual_finish") if day}


def _extended(span: Span) -> dict[Node, date]:
    """Approved later dates of letter items about activities."""
    rows = Item.objects.filter(plan__year=span.year_id, extended_to__isnull=False).exclude(
        status=ItemStatus.WITHDRAWN
    )
    return {
        (plan, key): day
        for plan, key, day in rows.values_list("plan", "key", "extended_to")
        if plan is not None and day
    }
