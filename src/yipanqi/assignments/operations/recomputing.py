"""Lights of items, computed at write and stored."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from yipanqi.assignments.judgement import ItemFacts, judge
from yipanqi.assignments.models import Item
from yipanqi.assignments.transitions import ITEMS, LetterStatus
from yipanqi.bulk import update_rows
from yipanqi.foundation import clock
from yipanqi.foundation.transitions import Group
from yipanqi.lights.operations import Judged, store_lights
from yipanqi.lights.queries import rules_in_force
from yipanqi.plans.models import ScheduledActivity
from yipanqi.workdays.queries import calendar

SUBJECT = "assignments.item"


_FACTS = ("status", "due", "extended_to", "done_on")
_COLUMNS = ("pk", "unit_id", "light_id", "leader__title", "plan_id", "plan__baseline_id", "key", *_FACTS)


class _Row(NamedTuple):
    """What judging an item needs of it."""

    pk: int
    unit_id: int
    light_id: int | None
    leader: str | None
    plan_id: int | None
    version: int | None
    key: str
    status: str
    due: date
    extended_to: date | None
    done_on: date | None


@transaction.atomic(savepoint=False)
def recompute_items(now: datetime, *, item_ids: Collection[int]) -> int:
    """Judge these items and store their lights; how many. A few queries."""
    return judge_items(Item.objects.filter(pk__in=item_ids), now)


@transaction.atomic(savepoint=False)
def follow_schedule(*, activities: Collection[tuple[int, str]], now: datetime) -> int:
    """Judge the open items of activities that moved, (plan id, key) each; how many. A few queries."""
    rows = _handed_out().filter(plan__in={plan_id for plan_id, _ in activities})
    return judge_items(rows, now, among=activities) if activities else 0


def _handed_out() -> QuerySet[Item]:
    return Item.objects.filter(status__in=ITEMS.in_group(Group.OPEN)).exclude(
        letter__status=LetterStatus.DRAFT
    )


def judge_items(
    rows: QuerySet[Item], now: datetime, *, among: Collection[tuple[int, str]] | None = None
) -> int:
    """Judge these items, those `among` the activities alone if given, and store their lights; how many."""
    items = [_Row._make(row) for row in rows.order_by().values_list(*_COLUMNS)]
    if among is not None:
        items = [item for item in items if (item.plan_id, item.key) in among]
    if items:
        _store(items, now)
    return len(items)


def recompute_stale(now: datetime) -> None:
    """Judge the open items last judged on an earlier day; for `tick`, idle otherwise."""
    midnight = datetime.combine(clock.today(now), time(), clock.ZONE_TIME)
    judge_items(_handed_out().filter(Q(light__isnull=True) | Q(light__computed_at__lt=midnight)), now)


def _store(items: Sequence[_Row], now: datetime) -> None:
    today = clock.today(now)
    days = calendar(today.year, today.year + 1)
    finishes = _finishes({item.version for item in items if item.version})
    judged = []
    for item in items:
        finish = finishes.get((item.version or 0, item.key))
        facts = ItemFacts(item.status, item.due, item.extended_to, item.done_on, finish)
        judged.append(
            Judged(str(item.pk), judge(facts, today, days.between), item.unit_id, item.leader or "")
        )
    lights = store_lights(subject_kind=SUBJECT, judged=judged, rule_set=rules_in_force(now), now=now)
    fresh = [(item.pk, lights[str(item.pk)]) for item in items if item.light_id is None]
    update_rows(Item, ("id",), ("light_id",), fresh)


def _finishes(versions: Collection[int]) -> dict[tuple[int, str], date]:
    """The computed finish of each activity of these versions, by version and key. One query."""
    rows = ScheduledActivity.objects.filter(version__in=versions, finish__isnull=False)
    found = rows.values_list("version", "key", "finish")
    return {(version, key): finish for version, key, finish in found if finish}
