"""All plans of a year as one frozen network: for the search of conflicts, the letters, and drawings over plans."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet

from yipanqi.org.models import Unit
from yipanqi.plans.assembling import FactRow
from yipanqi.plans.collecting import collector_paused
from yipanqi.plans.models import Activity, CrossLink, Link, Plan, ScheduledActivity
from yipanqi.plans.queries.loading import facts_of

Key = tuple[int, str]
"""Plan id and key of an activity."""


class NetworkPlan(NamedTuple):
    """A plan with its current version: the agreed one, else that in work (`status`)."""

    id: int
    name: str
    owner_id: int
    project_id: int | None
    target_id: int | None
    leader_id: int | None
    start: date
    due: date | None
    calendar: str
    agreed_finish: date | None
    forecast_finish: date | None
    total_float: int | None
    illustrative: bool
    version_id: int
    status: str

    @property
    def is_agreed(self) -> bool:
        """Whether the version is the baseline."""
        return self.status == "agreed"


class NetworkActivity(NamedTuple):
    """An activity with its stored dates; durations and floats in working days. `baseline_*` is what was agreed."""

    plan_id: int
    key: str
    name: str
    kind: str
    level: int
    duration: int
    unit_id: int | None
    constraint: str
    constraint_date: date | None
    constraint_reason: str
    claim_kind: str
    claim: str
    approval: str
    standard: str
    target_id: int | None
    start: date | None
    finish: date | None
    late_start: date | None
    late_finish: date | None
    total_float: int | None
    free_float: int | None
    critical: bool
    longest_path: bool
    driver: str
    colour: str
    baseline_start: date | None
    baseline_finish: date | None
    baseline_late: date | None = None
    baseline_float: int | None = None


class NetworkLink(NamedTuple):
    """A dependency inside a plan."""

    plan_id: int
    predecessor: str
    successor: str
    type: str
    lag: int


class NetworkCross(NamedTuple):
    """A dependency between plans, accepted or still proposed."""

    id: int
    predecessor_plan: int
    predecessor: str
    successor_plan: int
    successor: str
    type: str
    lag: int
    status: str
    needed_by: date | None
    asked_plan: int


@dataclass(frozen=True)
class Network:
    """`units` are short names by id, `facts` the newest fact of each activity that has one."""

    plans: Mapping[int, NetworkPlan]
    activities: tuple[NetworkActivity, ...]
    links: tuple[NetworkLink, ...]
    cross: tuple[NetworkCross, ...]
    units: Mapping[int, str]
    facts: Mapping[Key, FactRow]

    @cached_property
    def by_key(self) -> dict[Key, NetworkActivity]:
        """Activities by plan and key."""
        return {(row.plan_id, row.key): row for row in self.activities}

    def is_done(self, key: Key) -> bool:
        """Whether a fact says that the activity is finished."""
        fact = self.facts.get(key)
        return bool(fact and fact.actual_finish)


_PLAN = (*NetworkPlan._fields[:13], "baseline_id", "draft_id", "baseline__status", "draft__status")
_ACTIVITY = NetworkActivity._fields[1:15]
_DATES = NetworkActivity._fields[15:]
_NOTHING = (None,) * 6 + (False, False, "", "grey", None, None, None, None)


def whole_network(year_id: int, plan_ids: Collection[int] | None = None) -> Network:
    """The current versions of the year's plans (of `plan_ids` alone, if given). Seven queries."""
    with collector_paused():
        return _network(year_id, plan_ids)


def _network(year_id: int, plan_ids: Collection[int] | None) -> Network:
    rows = Plan.objects.filter(year=year_id).order_by("pk")
    if plan_ids is not None:
        rows = rows.filter(pk__in=plan_ids)
    plans = {plan.id: plan for plan in _plans(rows)}
    versions = {plan.version_id: plan.id for plan in plans.values()}
    facts = {
        (plan_id, key): fact for plan_id, found in facts_of(plans).items() for key, fact in found.items()
    }
    return Network(
        plans=plans,
        activities=tuple(_activities(versions)),
        links=tuple(_links(versions)),
        cross=tuple(_cross(plans)),
        units=dict(Unit.objects.order_by().values_list("pk", "short_name")),
        facts=facts,
    )


def _plans(rows: QuerySet[Plan]) -> list[NetworkPlan]:
    found = []
    for *plain, baseline, draft, agreed, drafted in rows.values_list(*_PLAN):
        if baseline or draft:
            found.append(NetworkPlan._make((*plain, baseline or draft, agreed or drafted)))
    return found


def _activities(versions: Mapping[int, int]) -> list[NetworkActivity]:
    """Activities with their stored dates, in the order of plans and rows."""
    stored = ScheduledActivity.objects.filter(version__in=versions).order_by()
    dates = {(version, key): rest for version, key, *rest in stored.values_list("version_id", "key", *_DATES)}
    rows = Activity.objects.filter(version__in=versions).order_by("version__plan_id", "order")
    return [
        NetworkActivity(versions[version], *row, *dates.get((version, row[0]), _NOTHING))
        for version, *row in rows.values_list("version_id", *_ACTIVITY)
    ]


def _links(versions: Mapping[int, int]) -> list[NetworkLink]:
    rows = Link.objects.filter(version__in=versions).order_by("pk")
    found = rows.values_list("version_id", "predecessor", "successor", "type", "lag")
    return [NetworkLink._make((versions[version], *row)) for version, *row in found]


def _cross(plans: Collection[int]) -> list[NetworkCross]:
    rows = CrossLink.objects.filter(predecessor_plan__in=plans, successor_plan__in=plans).order_by("pk")
    columns = (
        "pk",
        "predecessor_plan_id",
        "predecessor",
        "successor_plan_id",
        "successor",
        "type",
        "lag",
        "status",
        "needed_by",
        "asked_id",
    )
    return [NetworkCross._make(row) for row in rows.exclude(status="refused").values_list(*columns)]
