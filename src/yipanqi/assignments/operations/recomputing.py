"""Lights of items, computed at write and stored."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q

from yipanqi.assignments.judgement import ItemFacts, judge
from yipanqi.assignments.models import Item
from yipanqi.assignments.transitions import ITEMS, LetterStatus
from yipanqi.foundation import clock
from yipanqi.foundation.transitions import Group
from yipanqi.lights.operations import Judged, store_lights
from yipanqi.lights.queries import rules_in_force
from yipanqi.plans.models import ScheduledActivity
from yipanqi.workdays.queries import calendar

SUBJECT = "assignments.item"


@transaction.atomic
def recompute_items(
    now: datetime, *, plan_ids: Collection[int] | None = None, item_ids: Collection[int] | None = None
) -> int:
    """Judge the items of these plans or these items, and store their lights; how many. A few queries."""
    rows = Item.objects.exclude(letter__status=LetterStatus.DRAFT)
    if item_ids is not None:
        rows = Item.objects.filter(pk__in=item_ids)
    elif plan_ids is not None:
        rows = rows.filter(plan__in=plan_ids, status__in=ITEMS.in_group(Group.OPEN))
    items = list(rows.select_related("leader", "plan"))
    if items:
        _store(items, now)
    return len(items)


def recompute_stale(now: datetime) -> None:
    """Judge the open items last judged on an earlier day; for `tick`, idle otherwise."""
    midnight = datetime.combine(clock.today(now), time(), clock.ZONE_TIME)
    stale = Item.objects.filter(status__in=ITEMS.in_group(Group.OPEN)).exclude(
        letter__status=LetterStatus.DRAFT
    )
    stale = stale.filter(Q(light__isnull=True) | Q(light__computed_at__lt=midnight))
    recompute_items(now, item_ids=list(stale.values_list("pk", flat=True)))


def _store(items: Sequence[Item], now: datetime) -> None:
    today = clock.today(now)
    days, finishes = calendar(today.year, today.year + 1), _finishes(items)
    judged = []
    for item in items:
        finish = finishes.get((item.plan.baseline_id, item.key)) if item.plan else None
        facts = ItemFacts(item.status, item.due, item.extended_to, item.done_on, finish)
        post = item.leader.title if item.leader else ""
        judged.append(Judged(str(item.pk), judge(facts, today, days.between), item.unit_id, post))
    lights = store_lights(subject_kind=SUBJECT, judged=judged, rule_set=rules_in_force(now), now=now)
    fresh = [item for item in items if item.light_id is None]
    for item in fresh:
        item.light = lights[str(item.pk)]
    Item.objects.bulk_update(fresh, ["light"], batch_size=1000)


def _finishes(items: Sequence[Item]) -> dict[tuple[int | None, str], date]:
    """The computed finish of each item's activity, by version and key. One query."""
    versions = {item.plan.baseline_id for item in items if item.plan}
    rows = ScheduledActivity.objects.filter(version__in=versions, finish__isnull=False)
    found = rows.values_list("version", "key", "finish")
    return {(version, key): finish for version, key, finish in found if finish}
