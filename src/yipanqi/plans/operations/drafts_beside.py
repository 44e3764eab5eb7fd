"""A version in work beside the baseline learns of what was decided, so that agreeing it later does not undo it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.plans.changing import CONSTRAINTS, LINKS
from yipanqi.plans.drafts import SEPARATOR, PlanChange
from yipanqi.plans.models import Activity, Link, Plan
from yipanqi.plans.operations.saving import store_beside_baseline
from yipanqi.plans.queries.loading import component, load

_COLUMNS = {
    "duration": "duration",
    "unit": "unit_id",
    "claim": "claim",
    "constraint_reason": "constraint_reason",
}


def change_drafts(plans: Iterable[Plan], changes: Sequence[PlanChange], now: datetime) -> None:
    """Make the changes in the versions in work too, where they still have the activity.

    Whoever is typing in it is told at the next save that it has changed. A version in which a change would close a ring of links stays as it is: its planner sees the decision beside it.
    """
    for plan in plans:
        if plan.draft_id:
            own = [change for change in changes if change.plan_id == plan.pk]
            try:
                with transaction.atomic():
                    _change_draft(plan.pk, plan.draft_id, own, now)
                    Plan.objects.filter(pk=plan.pk).update(lock=F("lock") + 1)
            except DomainError:
                continue


def _change_draft(plan_id: int, version_id: int, changes: Sequence[PlanChange], now: datetime) -> None:
    for change in changes:
        if change.field in LINKS:
            _change_link(version_id, change)
        elif change.key:
            _change_row(version_id, change)
    loaded = load(component([plan_id]), clock.today(now), {plan_id: version_id})
    store_beside_baseline(loaded, plan_id)


def _change_row(version_id: int, change: PlanChange) -> None:
    rows = Activity.objects.filter(version=version_id, key=change.key)
    if change.field in CONSTRAINTS:
        kind = change.field if change.value else ""
        rows.update(constraint=kind, constraint_date=change.value)
    else:
        rows.update(**{_COLUMNS[change.field]: change.value})


def _change_link(version_id: int, change: PlanChange) -> None:
    """Links between plans belong to no version; of the others both ends must be there."""
    before = change.value["predecessor"]
    ends = Activity.objects.filter(version=version_id, key__in=(before, change.key))
    if SEPARATOR in before or ends.count() != 2:
        return
    named = {"version_id": version_id, "predecessor": before, "successor": change.key}
    named["type"] = change.value.get("type", "FS")
    if change.field == "remove_link":
        Link.objects.filter(**named).delete()
    else:
        Link.objects.update_or_create(**named, defaults={"lag": change.value.get("lag", 0)})
