"""From rows to a network: the plans that hang together, their current versions, facts and what was agreed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from yipanqi.foundation import clock
from yipanqi.foundation.once import once
from yipanqi.plans.assembling import ActivityRow, CrossRow, FactRow, LinkRow, PlanRows
from yipanqi.plans.computing import Dates, PlanDates, computed
from yipanqi.plans.days import Calendars
from yipanqi.plans.lighting import Agreed, PlanView
from yipanqi.plans.models import Activity, CrossLink, Link, Plan, ProgressFact, ScheduledActivity
from yipanqi.plans.transitions import CrossLinkStatus
from yipanqi.workdays.models import Day, DayKind

ACTIVITY = (
    "key",
    "level",
    "kind",
    "name",
    "duration",
    "unit_id",
    "constraint",
    "constraint_date",
    "target_id",
    "constraint_reason",
    "claim_kind",
    "claim",
    "approval",
)
_LINK = ("predecessor", "successor", "type", "lag")
_CROSS = ("predecessor_plan_id", "predecessor", "successor_plan_id", "successor", "type", "lag")
FACT = ("as_of", "actual_start", "actual_finish", "remaining", "at", "waits_for_id", "note")
_AGREED = ("baseline_start", "baseline_finish", "baseline_late", "baseline_float")


class Stored(NamedTuple):
    """The computed columns of a `ScheduledActivity` as they stand."""

    dates: Dates
    colour: str


@dataclass(frozen=True)
class LoadedPlan:
    """One plan with the version to be scheduled: the agreed one, else the one in work."""

    plan: Plan
    version_id: int
    rows: PlanRows
    agreed: Mapping[str, Agreed]
    stored: Mapping[str, Stored]

    @property
    def is_agreed(self) -> bool:
        """Whether this version is the baseline."""
        return self.version_id == self.plan.baseline_id


@dataclass(frozen=True)
class Loaded:
    """Plans that are scheduled together; `cross` are the links between them that count."""

    plans: Mapping[int, LoadedPlan]
    cross: tuple[CrossRow, ...]
    calendars: Calendars
    today: date

    @property
    def rows(self) -> list[PlanRows]:
        """What the engine takes."""
        return [one.rows for one in self.plans.values()]

    def compute(self) -> dict[int, PlanDates]:
        """Every plan's dates; raises computing.Cycle."""
        return computed(self.rows, self.cross, self.calendars)

    def with_links(self, *links: CrossLink) -> "Loaded":
        """The same plans with further links between them."""
        return replace(self, cross=(*self.cross, *map(cross_row, links)))


def networks(plan_ids: Iterable[int], more: Iterable[tuple[int, int]] = ()) -> list[set[int]]:
    """These plans with all that hang together with them by accepted links or by the pairs `more`. One query."""
    pairs = CrossLink.objects.filter(status=CrossLinkStatus.ACCEPTED).values_list(
        "predecessor_plan_id", "successor_plan_id"
    )
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in (*pairs.distinct(), *more):
        near[one].add(other)
        near[other].add(one)
    found: list[set[int]] = []
    seen: set[int] = set()
    for plan_id in plan_ids:
        if plan_id not in seen:
            found.append(_reached(plan_id, near))
            seen |= found[-1]
    return found


def _reached(plan_id: int, near: Mapping[int, set[int]]) -> set[int]:
    found, open_ = {plan_id}, [plan_id]
    while open_:
        new = near.get(open_.pop(), set()) - found
        found |= new
        open_ += new
    return found


def component(plan_ids: Iterable[int], more: Iterable[tuple[int, int]] = ()) -> set[int]:
    """The same as one set."""
    return set().union(*networks(plan_ids, more))


def load(plan_ids: Collection[int], today: date, versions: Mapping[int, int] | None = None) -> Loaded:
    """The current versions of these plans; `versions` names others, by plan. Plans without any are left out.

    Seven queries whatever the number of plans.
    """
    plans = Plan.objects.filter(pk__in=plan_ids).select_related("leader", "baseline", "light").order_by("pk")
    chosen = {plan.pk: (versions or {}).get(plan.pk) or plan.baseline_id or plan.draft_id for plan in plans}
    version_ids = [version for version in chosen.values() if version]
    activities = _grouped(
        Activity.objects.filter(version__in=version_ids).order_by("version", "order"), ACTIVITY
    )
    links = _grouped(Link.objects.filter(version__in=version_ids).order_by("version", "id"), _LINK)
    facts = facts_of(plan_ids)
    stored, agreed = _schedules(version_ids)
    loaded = {}
    for plan in plans:
        version = chosen[plan.pk]
        if version:
            rows = PlanRows(
                plan.pk,
                plan.name,
                plan.start,
                plan.calendar,
                [ActivityRow._make(row) for row in activities[version]],
                [LinkRow._make(row) for row in links[version]],
                **_state(plan, version, facts[plan.pk], today),
            )
            loaded[plan.pk] = LoadedPlan(plan, version, rows, agreed[version], stored[version])
    return Loaded(loaded, accepted_links(loaded), calendars(), today)


def _state(plan: Plan, version: int, facts: Mapping[str, FactRow], today: date) -> dict[str, Any]:
    """How a version is scheduled: the agreed one against what was agreed, a first draft as it is planned."""
    if version == plan.baseline_id:
        return {"facts": facts, "data_date": today, "finish_by": plan.agreed_finish}
    if plan.baseline_id:
        return {"facts": facts, "data_date": today, "finish_by": plan.due}
    return {"finish_by": plan.due}


def _grouped(rows: Any, columns: Sequence[str]) -> dict[int, list[tuple[Any, ...]]]:
    """Rows as tuples, by version."""
    grouped: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for version, *row in rows.values_list("version_id", *columns):
        grouped[version].append(tuple(row))
    return grouped


def facts_of(plan_ids: Collection[int]) -> dict[int, dict[str, FactRow]]:
    """The newest fact of every activity, by plan and key. One query."""
    found: dict[int, dict[str, FactRow]] = defaultdict(dict)
    rows = ProgressFact.objects.filter(plan__in=plan_ids, current=True).order_by()
    for plan_id, key, *row in rows.values_list("plan_id", "key", *FACT):
        found[plan_id][key] = FactRow._make(row)
    return found


def _schedules(
    version_ids: Sequence[int],
) -> tuple[dict[int, dict[str, Stored]], dict[int, dict[str, Agreed]]]:
    stored: dict[int, dict[str, Stored]] = defaultdict(dict)
    agreed: dict[int, dict[str, Agreed]] = defaultdict(dict)
    width = len(Dates._fields)
    rows = ScheduledActivity.objects.filter(version__in=version_ids).order_by()
    for version, key, colour, *rest in rows.values_list(
        "version_id", "key", "colour", *Dates._fields, *_AGREED
    ):
        stored[version][key] = Stored(Dates._make(rest[:width]), colour)
        agreed[version][key] = Agreed._make(rest[width:])
    return stored, agreed


def accepted_links(plan_ids: Collection[int]) -> tuple[CrossRow, ...]:
    """The links between these plans that count. One query."""
    rows = CrossLink.objects.filter(
        status=CrossLinkStatus.ACCEPTED, predecessor_plan__in=plan_ids, successor_plan__in=plan_ids
    )
    return tuple(CrossRow._make(row) for row in rows.order_by("pk").values_list(*_CROSS))


def cross_row(link: CrossLink) -> CrossRow:
    """A link between plans as the engine takes it."""
    return CrossRow(*(getattr(link, name) for name in _CROSS))


@once
def calendars() -> Calendars:
    """Every listed day of the zone's calendar. One query."""
    return _calendars(tuple(Day.objects.order_by("date").values_list("date", "kind")))


@lru_cache(maxsize=2)
def _calendars(listed: tuple[tuple[date, str], ...]) -> Calendars:
    """The same, with its tables of days, as long as no day is listed anew."""
    return Calendars({day: kind == DayKind.WORKING for day, kind in listed})


def view_of(one: LoadedPlan, dates: PlanDates, calendars: Calendars) -> PlanView:
    """A plan as the rules of the lights see it."""
    plan = one.plan
    heard = max((fact.at for fact in one.rows.facts.values()), default=None)
    agreed_at = plan.baseline.agreed_at if plan.baseline and one.is_agreed else None
    return PlanView(
        rows=one.rows,
        computed=dates,
        days=calendars[plan.calendar],
        agreed=one.agreed if agreed_at else {},
        agreed_on=clock.today(agreed_at) if agreed_at else None,
        agreed_finish=plan.agreed_finish if agreed_at else plan.due,
        agreed_float=plan.agreed_float if agreed_at else None,
        heard=clock.today(heard) if heard else None,
    )


def with_rows(one: LoadedPlan, **changes: Any) -> LoadedPlan:
    """The same plan with other rows."""
    return replace(one, rows=replace(one.rows, **changes))
