"""What the editor and the import need: the rows of the version in work, words for units, and a trial that saves nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404, within
from yipanqi.access.roles import Role
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.lights.queries import Why, why_light
from yipanqi.org.models import Unit
from yipanqi.org.queries import leader_choices, unit_choices
from yipanqi.plans.assembling import ActivityRow, CrossRow, LinkRow, PlanRows
from yipanqi.plans.computing import Cycle, PlanDates, computed, scheduled
from yipanqi.plans.days import Calendars, DayTable
from yipanqi.plans.drafts import ActivityDraft, LinkDraft
from yipanqi.plans.merging import Existing
from yipanqi.plans.models import Activity, Link, Plan
from yipanqi.plans.pasting import word
from yipanqi.plans.queries.loading import Loaded, calendars, component, load
from yipanqi.plans.rules import PlanAction
from yipanqi.projects.models import Project
from yipanqi.projects.rules import ProjectAction
from yipanqi.schedule import InputError, ScheduleResult
from yipanqi.targets.models import Target, TargetKind
from yipanqi.targets.rules import TargetAction

_COLUMNS = (
    "key",
    "name",
    "duration",
    "kind",
    "level",
    "unit_id",
    "constraint",
    "constraint_date",
    "constraint_reason",
    "claim_kind",
    "claim",
    "approval",
    "standard",
    "optimistic",
    "pessimistic",
    "target_id",
)


@dataclass(frozen=True)
class PlanHead:
    """A plan as its editor shows it. `status` is that of the version in work, empty where there is none."""

    pk: int
    name: str
    owner: str
    start: date
    due: date | None
    calendar: str
    lock: int
    status: str
    number: int | None
    has_baseline: bool
    existing: Existing


@dataclass(frozen=True)
class UnitWords:
    """Units that exist: ids by every word they go under, short names by id."""

    by_word: Mapping[str, int]
    names: Mapping[int, str]


@dataclass(frozen=True)
class Trial:
    """A table scheduled without being saved. `error` says why it could not be; `members` are the keys along a ring.

    `days` is the plan's calendar, `today` the day to which the trial holds.
    """

    dates: PlanDates = field(default_factory=PlanDates)
    days: DayTable | None = None
    data_date: date | None = None
    error: DomainError | None = None
    members: tuple[str, ...] = ()


def head_of(actor: Actor, plan_id: int) -> PlanHead:
    """The plan with the rows of the version in work, else of the agreed one, for one who may edit it."""
    rows = Plan.objects.select_related("owner", "draft", "baseline")
    plan = fetch_or_404(actor, PlanAction.VIEW, rows, pk=plan_id)
    demand(actor, PlanAction.EDIT, plan)
    version = plan.draft or plan.baseline
    return PlanHead(
        pk=plan.pk,
        name=plan.name,
        owner=str(plan.owner),
        start=plan.start,
        due=plan.due,
        calendar=plan.calendar,
        lock=plan.lock,
        status=plan.draft.status if plan.draft else "",
        number=version.number if version else None,
        has_baseline=plan.baseline_id is not None,
        existing=_rows_of(version.pk) if version else Existing(),
    )


def _rows_of(version_id: int) -> Existing:
    partners: dict[int, list[int]] = {}
    through = Activity.partners.through.objects.filter(activity__version=version_id).order_by("pk")
    for activity, unit in through.values_list("activity_id", "unit_id"):
        partners.setdefault(activity, []).append(unit)
    rows = Activity.objects.filter(version=version_id).order_by("order")
    activities = tuple(
        ActivityDraft(**dict(zip(_COLUMNS, values, strict=True)), partner_ids=tuple(partners.get(pk, ())))
        for pk, *values in rows.values_list("pk", *_COLUMNS)
    )
    links = Link.objects.filter(version=version_id).order_by("pk")
    return Existing(
        activities,
        tuple(LinkDraft(*row) for row in links.values_list("predecessor", "successor", "type", "lag")),
    )


def unit_words() -> UnitWords:
    """The units of today, by code, short name and name. One query."""
    units = list(Unit.objects.filter(valid_to__isnull=True))
    by_word = {word(text): unit.pk for unit in units for text in (unit.code, unit.short_name, unit.name)}
    return UnitWords(by_word, {unit.pk: unit.short_name for unit in units})


def plans_to_fill(actor: Actor, year_id: int) -> tuple[tuple[int, str], ...]:
    """(id, name) of the plans that the actor may edit and that have no version yet."""
    empty = Plan.objects.filter(year=year_id, draft__isnull=True, baseline__isnull=True)
    return tuple(within(actor, PlanAction.EDIT, empty).values_list("pk", "name"))


def editable_plans(actor: Actor, year_id: int) -> frozenset[int]:
    """Ids of the plans that the actor may edit."""
    mine = within(actor, PlanAction.EDIT, Plan.objects.filter(year=year_id))
    return frozenset(mine.values_list("pk", flat=True))


def choices_for(actor: Actor, year_id: int, day: date) -> dict[str, list[tuple[int, str]]]:
    """(id, name) of what a new plan may belong to; its owner is a unit for which the actor plans."""
    owners = unit_choices(day)
    if not actor.has(Role.PROJECT_OFFICE):
        owners = [(pk, name) for pk, name in owners if pk in actor.units]
    projects = within(actor, ProjectAction.VIEW, Project.objects.filter(year=year_id))
    return {
        "owner": owners,
        "project": list(projects.values_list("pk", "name")),
        "target": milestone_choices(actor, year_id),
        "leader": leader_choices(day),
    }


def milestone_choices(actor: Actor, year_id: int) -> list[tuple[int, str]]:
    """(id, name) of the year's published milestones."""
    rows = within(actor, TargetAction.VIEW, Target.objects.filter(year=year_id, kind=TargetKind.MILESTONE))
    return list(rows.order_by("goal__order", "order", "id").values_list("pk", "name"))


def planned_activities(actor: Actor, plan_ids: Sequence[int]) -> tuple[tuple[int, str, str], ...]:
    """(plan id, key, name) of what a link between plans may name: no summaries, of the current versions."""
    plans = within(actor, PlanAction.VIEW, Plan.objects.filter(pk__in=plan_ids))
    versions = {baseline or draft: pk for pk, baseline, draft in plans.values_list("pk", "baseline", "draft")}
    rows = Activity.objects.filter(version__in=[one for one in versions if one]).exclude(kind="summary")
    found = rows.order_by("version", "order").values_list("version_id", "key", "name")
    return tuple((versions[version], key, name) for version, key, name in found)


def trial(
    head: PlanHead, activities: Sequence[ActivityDraft], links: Sequence[LinkDraft], now: datetime
) -> Trial:
    """The table's dates inside the network that the plan belongs to, with the facts entered; nothing is saved."""
    today = clock.today(now)
    loaded = load(component([head.pk]), today)
    own = _own_rows(head, activities, links, loaded)
    others = [one.rows for key, one in loaded.plans.items() if key != head.pk]
    return tried([own, *others], loaded.cross, loaded.calendars)


def _own_rows(
    head: PlanHead, activities: Sequence[ActivityDraft], links: Sequence[LinkDraft], loaded: Loaded
) -> PlanRows:
    known = loaded.plans.get(head.pk)
    if known is None:
        return plan_rows_of(head.pk, head.name, head.start, head.calendar, activities, links, head.due)
    return replace(
        known.rows, activities=_activity_rows(activities), links=_link_rows(links), finish_by=head.due
    )


def plan_rows_of(
    plan_id: int,
    name: str,
    start: date,
    calendar: str,
    activities: Sequence[ActivityDraft],
    links: Sequence[LinkDraft],
    due: date | None = None,
) -> PlanRows:
    """Drafts as the engine takes them, as planned from `start`."""
    return PlanRows(
        plan_id, name, start, calendar, _activity_rows(activities), _link_rows(links), finish_by=due
    )


def _activity_rows(activities: Sequence[ActivityDraft]) -> list[ActivityRow]:
    return [ActivityRow(*(getattr(each, name) for name in ActivityRow._fields)) for each in activities]


def _link_rows(links: Sequence[LinkDraft]) -> list[LinkRow]:
    return [LinkRow(link.predecessor, link.successor, link.type, link.lag) for link in links]


def tried(plans: Sequence[PlanRows], cross: Sequence[CrossRow], days: Calendars) -> Trial:
    """The first of these plans scheduled with the others, or why that cannot be."""
    own = plans[0]
    if not own.activities:
        return Trial(days=days[own.calendar], data_date=own.data_date)
    try:
        found = computed(plans, cross, days)[own.plan_id]
    except Cycle as cycle:
        members = tuple(key for plan_id, key in cycle.members if plan_id == own.plan_id)
        return Trial(error=DomainError("plans.cycle", ring=cycle.ring), members=members)
    except InputError as error:
        return Trial(error=DomainError("plans.impossible", reason=error.message))
    return Trial(found, days[own.calendar], own.data_date)


def planned(
    start: date, calendar: str, activities: Sequence[ActivityDraft], links: Sequence[LinkDraft]
) -> Trial:
    """Dates of a table that belongs to no plan yet, from `start`."""
    return tried([plan_rows_of(0, "", start, calendar, activities, links)], (), calendars())


def engine_result(actor: Actor, plan_id: int, version_id: int | None, now: datetime) -> ScheduleResult:
    """The engine's own result of one version of a plan in its network, for drawings of logic; None: the current one."""
    fetch_or_404(actor, PlanAction.VIEW, Plan.objects.all(), pk=plan_id)
    loaded = load(component([plan_id]), clock.today(now), {plan_id: version_id} if version_id else None)
    if plan_id not in loaded.plans or not loaded.plans[plan_id].rows.activities:
        raise DomainError("plans.empty", plan="")
    return scheduled(loaded.rows, loaded.cross, loaded.calendars)


def days_of(calendar: str) -> DayTable:
    """The working days of a plan's calendar. One query."""
    return calendars()[calendar]


def why_plan(actor: Actor, light_id: int | None) -> Why | None:
    """The plan's light explained; None where there is none yet."""
    return why_light(actor, light_id) if light_id else None
