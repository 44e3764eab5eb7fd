"""Plans and their scheduled activities as lines: plain values, names resolved, nothing lazy."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Coalesce

from yipanqi.access.actor import Actor
from yipanqi.access.registry import within
from yipanqi.lights.verdict import Colour
from yipanqi.org.models import Unit
from yipanqi.plans.models import Activity, Link, Plan, ScheduledActivity, Version
from yipanqi.plans.queries.loading import facts_of
from yipanqi.plans.rules import PlanAction


@dataclass(frozen=True)
class PlanLight:
    """One plan as the board tells it: its light, and the days and the float behind it; grey where no light exists yet."""

    pk: int
    name: str
    owner: str
    target_id: int | None
    colour: str
    since: datetime | None
    agreed_finish: date | None
    forecast_finish: date | None
    total_float: int | None
    fact_at: datetime | None


@dataclass(frozen=True)
class PlanRow(PlanLight):
    """One plan as a line. `status` and `number` are those of the current version: the agreed one, else that in work.

    `draft_status` is that of the version in work beside the agreed one. `colour` is grey where no light exists yet;
    floats are working days; `activities` counts rows that are no summaries.
    """

    year_id: int
    owner_id: int
    leader: str
    project_id: int | None
    project: str
    target: str
    start: date
    due: date | None
    calendar: str
    version_id: int | None
    number: int | None
    status: str
    draft_id: int | None
    draft_status: str
    lock: int
    light_id: int | None
    rule: str
    agreed_float: int | None
    data_date: date | None
    computed_at: datetime | None
    activities: int
    illustrative: bool

    @property
    def is_agreed(self) -> bool:
        """Whether a version is agreed."""
        return self.status == "agreed"


@dataclass(frozen=True)
class ScheduledRow:
    """One activity with its stored schedule and newest fact; durations, floats and `remaining` in working days.

    `predecessors` reads as it is typed: "A10, A20SS+5". `driver` names what decides the start, "<plan id>/<key>" in
    another plan. Dates are None where a row spans nothing.
    """

    key: str
    order: int
    level: int
    kind: str
    name: str
    duration: int
    optimistic: int | None
    pessimistic: int | None
    unit_id: int | None
    unit: str
    partner_ids: tuple[int, ...]
    partners: str
    constraint: str
    constraint_date: date | None
    constraint_reason: str
    claim_kind: str
    claim: str
    approval: str
    standard: str
    target_id: int | None
    predecessors: str
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
    baseline_late: date | None
    baseline_float: int | None
    actual_start: date | None
    actual_finish: date | None
    remaining: int | None
    fact_as_of: date | None
    fact_at: datetime | None
    waits_for_id: int | None
    waits_for: str
    note: str


def plan_rows(actor: Actor, year_id: int) -> tuple[PlanRow, ...]:
    """The plans of a year that the actor may see, in the order of their owners. Two queries."""
    seen = within(actor, PlanAction.VIEW, Plan.objects.filter(year=year_id))
    plans = list(rich(seen).defer("light__numbers", "light__chain", "target__numbers"))
    counts = activity_counts(plan.baseline_id or plan.draft_id for plan in plans)
    return tuple(as_row(plan, counts) for plan in plans)


def plan_lights(actor: Actor, year_id: int) -> tuple[PlanLight, ...]:
    """The lights of the plans of a year that the actor may see, in the order of their owners. One query."""
    seen = within(actor, PlanAction.VIEW, Plan.objects.filter(year=year_id))
    found = seen.values_list(
        "pk",
        "name",
        "owner__short_name",
        "target_id",
        Coalesce("light__colour", Value(Colour.GREY.value)),
        "light__since",
        "agreed_finish",
        "forecast_finish",
        "total_float",
        "fact_at",
    )
    return tuple(PlanLight(*values) for values in found)


def rich(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Plans with everything that a line names."""
    return plans.select_related("owner", "leader", "project", "target", "light", "baseline", "draft")


def activity_counts(version_ids: Iterable[int | None]) -> dict[int, int]:
    """How many activities and milestones each version has. One query."""
    found = Activity.objects.filter(version__in={one for one in version_ids if one}).exclude(kind="summary")
    return dict(found.order_by().values_list("version").annotate(count=Count("pk")))


def as_row(plan: Plan, counts: Mapping[int, int]) -> PlanRow:
    """A plan, loaded by `rich`, as a line."""
    version = plan.baseline or plan.draft
    return PlanRow(
        pk=plan.pk,
        name=plan.name,
        year_id=plan.year_id,
        owner_id=plan.owner_id,
        owner=str(plan.owner),
        leader=plan.leader.title if plan.leader else "",
        project_id=plan.project_id,
        project=str(plan.project or ""),
        target_id=plan.target_id,
        target=str(plan.target or ""),
        start=plan.start,
        due=plan.due,
        calendar=plan.calendar,
        version_id=version.pk if version else None,
        number=version.number if version else None,
        status=version.status if version else "",
        draft_id=plan.draft_id,
        draft_status=plan.draft.status if plan.draft else "",
        lock=plan.lock,
        light_id=plan.light_id,
        colour=plan.light.colour if plan.light else Colour.GREY.value,
        rule=plan.light.rule if plan.light else "",
        since=plan.light.since if plan.light else None,
        agreed_finish=plan.agreed_finish,
        forecast_finish=plan.forecast_finish,
        agreed_float=plan.agreed_float,
        total_float=plan.total_float,
        data_date=plan.data_date,
        fact_at=plan.fact_at,
        computed_at=plan.computed_at,
        activities=counts.get(version.pk, 0) if version else 0,
        illustrative=plan.illustrative,
    )


def predecessor_text(key: str, type_: str, lag: int) -> str:
    """One predecessor as it is typed: "A10", "A10FS+2", "A10SS-1"."""
    if type_ == "FS" and not lag:
        return key
    return f"{key}{type_}{lag:+d}" if lag else f"{key}{type_}"


def predecessors_of(version_id: int) -> dict[str, str]:
    """The predecessors of every activity as they are typed. One query."""
    texts: dict[str, list[str]] = defaultdict(list)
    links = Link.objects.filter(version=version_id).order_by("pk")
    for before, after, type_, lag in links.values_list("predecessor", "successor", "type", "lag"):
        texts[after].append(predecessor_text(before, type_, lag))
    return {key: ", ".join(found) for key, found in texts.items()}


_COPIED = (
    "key",
    "order",
    "level",
    "kind",
    "name",
    "duration",
    "optimistic",
    "pessimistic",
    "unit_id",
    "constraint",
    "constraint_date",
    "constraint_reason",
    "claim_kind",
    "claim",
    "approval",
    "standard",
    "target_id",
)
_SCHEDULED = (
    "start",
    "finish",
    "late_start",
    "late_finish",
    "total_float",
    "free_float",
    "critical",
    "longest_path",
    "driver",
    "colour",
    "baseline_start",
    "baseline_finish",
    "baseline_late",
    "baseline_float",
)


def scheduled_rows(version_id: int) -> tuple[ScheduledRow, ...]:
    """A version's activities in the order of its rows, with stored dates, facts and names. Six queries."""
    version = Version.objects.filter(pk=version_id).values_list("plan_id", flat=True)
    plan_id = version.first()
    rows = list(
        Activity.objects.filter(version=version_id).select_related("unit").prefetch_related("partners")
    )
    schedule = {row.key: row for row in ScheduledActivity.objects.filter(version=version_id)}
    texts = predecessors_of(version_id)
    facts = facts_of([plan_id])[plan_id] if plan_id else {}
    units = _names({fact.waits_for_id for fact in facts.values() if fact.waits_for_id})
    empty = ScheduledActivity(colour=Colour.GREY.value)
    found = []
    for row in rows:
        stored, fact = schedule.get(row.key, empty), facts.get(row.key)
        partners = list(row.partners.all())
        found.append(
            ScheduledRow(
                **{name: getattr(row, name) for name in _COPIED},
                **{name: getattr(stored, name) for name in _SCHEDULED},
                unit=str(row.unit or ""),
                partner_ids=tuple(unit.pk for unit in partners),
                partners="、".join(map(str, partners)),
                predecessors=texts.get(row.key, ""),
                actual_start=fact.actual_start if fact else None,
                actual_finish=fact.actual_finish if fact else None,
                remaining=fact.remaining if fact else None,
                fact_as_of=fact.as_of if fact else None,
                fact_at=fact.at if fact else None,
                waits_for_id=fact.waits_for_id if fact else None,
                waits_for=units.get(fact.waits_for_id or 0, "") if fact else "",
                note=fact.note if fact else "",
            )
        )
    return tuple(found)


def _names(unit_ids: Collection[int]) -> dict[int, str]:
    if not unit_ids:
        return {}
    return dict(Unit.objects.filter(pk__in=unit_ids).order_by().values_list("pk", "short_name"))
