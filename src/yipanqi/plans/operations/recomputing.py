"""Dates, floats and lights of plans, computed at write and stored: pages only read them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time

from django.db import models, transaction

from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError
from yipanqi.lights.operations import Judged, store_lights
from yipanqi.lights.queries import RulesInForce, rules_in_force
from yipanqi.lights.verdict import Verdict
from yipanqi.org.models import Post, Unit
from yipanqi.plans import lighting, wording
from yipanqi.plans.computing import Cycle, Dates, PlanDates
from yipanqi.plans.events import PlanRescheduled
from yipanqi.plans.lighting import Agreed, PlanView, Rules
from yipanqi.plans.models import Plan, ScheduledActivity
from yipanqi.plans.operations.access import claim_network
from yipanqi.plans.queries.loading import Loaded, LoadedPlan, load, view_of
from yipanqi.schedule import InputError
from yipanqi.targets.transitions import YearStatus
from yipanqi.workdays.calendar import WorkCalendar

SUBJECT = "plans.plan"
_COMPUTED = ("light", "forecast_finish", "total_float", "data_date", "fact_at", "computed_at")
_DATES = (*Dates._fields, "colour")
_AGREED = ("baseline_start", "baseline_finish", "baseline_late", "baseline_float")
WORDINGS = wording.WORDINGS


@transaction.atomic
def recompute_plans(plan_ids: Collection[int] | None, now: datetime) -> None:
    """Reschedule these plans and all that hang together with them, store what changed, announce PlanRescheduled.

    None stands for every plan of a year that is not closed. A constant number of queries.
    """
    if plan_ids is None:
        plan_ids = list(Plan.objects.exclude(year__status=YearStatus.CLOSED).values_list("pk", flat=True))
    if plan_ids:
        recompute(claim_network(plan_ids), now, touched=plan_ids)


def recompute_stale(now: datetime) -> None:
    """Recompute the plans last computed on an earlier day or by older rules; for `tick`, idle otherwise."""
    force = rules_in_force(now)
    midnight = datetime.combine(clock.today(now), time(), clock.ZONE_TIME)
    stale = models.Q(computed_at__isnull=True) | models.Q(computed_at__lt=midnight)
    stale |= (
        models.Q(light__rule_set__isnull=False) if force.pk is None else ~models.Q(light__rule_set=force.pk)
    )
    live = Plan.objects.exclude(year__status=YearStatus.CLOSED)
    with_version = live.filter(models.Q(baseline__isnull=False) | models.Q(draft__isnull=False))
    recompute_plans(list(with_version.filter(stale).values_list("pk", flat=True)), now)


def recompute(network: Collection[int], now: datetime, touched: Iterable[int] = ()) -> Loaded:
    """Reschedule a network that is taken already; `touched` plans are announced even when no date moved."""
    loaded = load(network, clock.today(now))
    found = compute_or_refuse(loaded)
    force = rules_in_force(now)
    views = {key: view_of(one, found[key], loaded.calendars) for key, one in loaded.plans.items()}
    rules = rules_of(force, loaded)
    moved = _store_dates(loaded, found, views, rules)
    turned = _store_lights(loaded, views, rules, force, now)
    _announce(loaded, moved | turned | set(touched), now)
    return loaded


def compute_or_refuse(loaded: Loaded) -> dict[int, PlanDates]:
    """Every plan's dates; DomainError `plans.cycle` names the ring, `plans.impossible` a figure beyond reason."""
    try:
        return loaded.compute()
    except Cycle as cycle:
        raise DomainError("plans.cycle", ring=cycle.ring, members=cycle.members) from None
    except InputError as error:
        raise DomainError("plans.impossible", reason=error.message) from None


def rules_of(force: RulesInForce, loaded: Loaded) -> Rules:
    """The rules by which the lights of these plans are computed."""
    days = WorkCalendar(loaded.calendars.exceptions, frozenset())
    return Rules(force.thresholds, days.add, loaded.today)


def _store_dates(
    loaded: Loaded, found: Mapping[int, PlanDates], views: Mapping[int, PlanView], rules: Rules
) -> set[int]:
    """Write the rows that changed; returns the plans they belong to."""
    changed: list[ScheduledActivity] = []
    moved: set[int] = set()
    for key, one in loaded.plans.items():
        rows = changed_rows(one, found[key], lighting.colours(views[key], rules))
        if rows:
            moved.add(key)
            changed += rows
    write_dates(changed)
    return moved


def changed_rows(one: LoadedPlan, dates: PlanDates, colours: Mapping[str, str]) -> list[ScheduledActivity]:
    """Rows of a version whose dates or colours are not those stored."""
    return [
        ScheduledActivity(version_id=one.version_id, key=key, colour=str(colours[key]), **row._asdict())
        for key, row in dates.dates.items()
        if (one.stored.get(key)) != (row, str(colours[key]))
    ]


def write_dates(rows: Sequence[ScheduledActivity]) -> None:
    """Insert or update the computed columns; what was agreed stays as it is."""
    ScheduledActivity.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["version", "key"], update_fields=_DATES, batch_size=2000
    )


def write_agreed(version_id: int, dates: Mapping[str, Dates], agreed: Mapping[str, Agreed]) -> None:
    """Insert or update a version's rows with what is agreed of each activity."""
    ScheduledActivity.objects.bulk_create(
        [
            ScheduledActivity(
                version_id=version_id,
                key=key,
                **row._asdict(),
                **dict(zip(_AGREED, agreed[key], strict=True)),
            )
            for key, row in dates.items()
        ],
        update_conflicts=True,
        unique_fields=["version", "key"],
        update_fields=[*_DATES, *_AGREED],
        batch_size=2000,
    )


def _store_lights(
    loaded: Loaded, views: Mapping[int, PlanView], rules: Rules, force: RulesInForce, now: datetime
) -> set[int]:
    """Judge every plan, store lights and computed columns; returns the plans whose columns changed."""
    units = unit_names()
    posts = _heads({one.plan.owner_id for one in loaded.plans.values()})
    verdicts = {key: lighting.judge(key, views, units, rules) for key in views}
    lights = store_lights(
        subject_kind=SUBJECT,
        judged=[_judged(one.plan, verdicts[key], posts) for key, one in loaded.plans.items()],
        rule_set=force,
        now=now,
    )
    turned = set()
    plans = [one.plan for one in loaded.plans.values()]
    for plan in plans:
        before = (plan.light_id, plan.forecast_finish, plan.total_float)
        plan.light = lights[str(plan.pk)]
        _set_figures(plan, views[plan.pk], rules, now)
        if before != (plan.light_id, plan.forecast_finish, plan.total_float) or plan.light.since == now:
            turned.add(plan.pk)
    Plan.objects.bulk_create(plans, update_conflicts=True, unique_fields=["id"], update_fields=_COMPUTED)
    return turned


def _set_figures(plan: Plan, view: PlanView, rules: Rules, now: datetime) -> None:
    plan.forecast_finish, plan.total_float = view.computed.finish, view.computed.total_float
    plan.data_date = view.rows.data_date or view.rows.start
    plan.fact_at = max((fact.at for fact in view.rows.facts.values()), default=None)
    plan.computed_at = now


def _judged(plan: Plan, verdict: Verdict, posts: Mapping[int, str]) -> Judged:
    post = plan.leader.title if plan.leader else posts.get(plan.owner_id, "")
    return Judged(str(plan.pk), verdict, plan.owner_id, post)


def unit_names() -> dict[int, str]:
    """Short names of all units, by id. One query."""
    return dict(Unit.objects.order_by().values_list("pk", "short_name"))


def _heads(unit_ids: Collection[int]) -> dict[int, str]:
    """The title of each unit's head. One query."""
    heads = Post.objects.filter(unit__in=unit_ids, is_head=True, valid_to__isnull=True).order_by("-order")
    return dict(heads.values_list("unit_id", "title"))


def _announce(loaded: Loaded, plan_ids: Collection[int], now: datetime) -> None:
    """Say which plans moved, and what hangs on them."""
    moved = [one for key, one in sorted(loaded.plans.items()) if key in plan_ids]
    if not moved:
        return
    targets = {row.target_id for one in moved for row in one.rows.activities if row.target_id}
    targets |= {one.plan.target_id for one in moved if one.plan.target_id}
    events.publish(
        PlanRescheduled(
            plan_ids=tuple(one.plan.pk for one in moved),
            project_ids=tuple(sorted({one.plan.project_id for one in moved if one.plan.project_id})),
            year_ids=tuple(sorted({one.plan.year_id for one in moved})),
            now=now,
            target_ids=tuple(sorted(targets)),
        )
    )
