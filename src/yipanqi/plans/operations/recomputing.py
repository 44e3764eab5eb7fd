"""Dates, floats and lights of plans, computed at write and stored: pages only read them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django.db import models, transaction

from yipanqi.bulk import update_rows
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError
from yipanqi.foundation.once import reading_once
from yipanqi.lights.operations import Judged, store_lights
from yipanqi.lights.queries import RulesInForce, rules_in_force
from yipanqi.lights.verdict import Colour, Verdict
from yipanqi.org.models import Post, Unit
from yipanqi.plans import lighting, wording
from yipanqi.plans.collecting import collector_paused
from yipanqi.plans.computing import Cycle, PlanDates
from yipanqi.plans.events import PlanRescheduled
from yipanqi.plans.lighting import PlanView, Rules, judge
from yipanqi.plans.models import Plan
from yipanqi.plans.operations.access import claim_network
from yipanqi.plans.operations.storing import Row, write_dates
from yipanqi.plans.queries.loading import Loaded, LoadedPlan, load, view_of
from yipanqi.schedule import InputError
from yipanqi.targets.transitions import YearStatus
from yipanqi.workdays.calendar import WorkCalendar

SUBJECT = "plans.plan"
_FIGURES = ("light_id", "forecast_finish", "total_float", "data_date", "fact_at")
WORDINGS = wording.WORDINGS


@transaction.atomic
def recompute_plans(plan_ids: Collection[int] | None, now: datetime) -> None:
    """Reschedule these plans and all that hang together with them, store what changed, announce PlanRescheduled.

    None stands for every plan of a year that is not closed. A constant number of queries.
    """
    if plan_ids is None:
        everything = list(Plan.objects.exclude(year__status=YearStatus.CLOSED).values_list("pk", flat=True))
        recompute(claim_network(everything), now)
    elif plan_ids:
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
    with reading_once(), collector_paused():
        loaded = load(network, clock.today(now))
        changed, moved = _stored(loaded, now)
        _announce(loaded, changed | set(touched), moved, now)
    return loaded


Moved = frozenset[tuple[int, str]]
"""Activities of which a stored date or colour has changed: (plan id, key)."""


def _stored(loaded: Loaded, now: datetime) -> tuple[set[int], Moved]:
    """Schedule and judge; returns the plans of which anything stored has changed, and the activities that moved."""
    found = compute_or_refuse(loaded)
    force = rules_in_force(now)
    views = {key: view_of(one, found[key], loaded.calendars) for key, one in loaded.plans.items()}
    rules = rules_of(force, loaded)
    moved = _store_dates(loaded, found, views, rules)
    turned = _store_lights(loaded, views, rules, force, now)
    return turned | {plan_id for plan_id, _ in moved}, moved


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
) -> Moved:
    """Write the rows that changed; returns their activities."""
    new: list[Row] = []
    changed: list[Row] = []
    for key, one in loaded.plans.items():
        colours = lighting.colours(views[key], rules)
        for row in changed_rows(one, found[key], colours):
            (changed if row[1] in one.stored else new).append(row)
    write_dates(new, changed)
    plan_of = {one.version_id: key for key, one in loaded.plans.items()}
    return frozenset((plan_of[version_id], key) for version_id, key, *_ in (*new, *changed))


def changed_rows(one: LoadedPlan, dates: PlanDates, colours: Mapping[str, Colour]) -> list[Row]:
    """Rows of a version whose dates or colours are not those stored."""
    stored = one.stored
    return [
        (one.version_id, key, row, colours[key].value)
        for key, row in dates.dates.items()
        if stored.get(key) != (row, colours[key].value)
    ]


def _store_lights(
    loaded: Loaded, views: Mapping[int, PlanView], rules: Rules, force: RulesInForce, now: datetime
) -> set[int]:
    """Judge every plan, store what changed of lights and figures; returns the plans where anything did."""
    units = unit_names()
    posts = _heads({one.plan.owner_id for one in loaded.plans.values()})
    turned = [
        judged
        for key, one in loaded.plans.items()
        if not _is_stored(
            one.plan, judged := _judged(one.plan, judge(key, views, units, rules), posts), force
        )
    ]
    lights = store_lights(subject_kind=SUBJECT, judged=turned, rule_set=force, now=now) if turned else {}
    changed = {
        key for key, one in loaded.plans.items() if _set_figures(one.plan, views[key], lights.get(str(key)))
    }
    rows = [(key, *_figures(one.plan), now) for key, one in loaded.plans.items()]
    update_rows(Plan, ("id",), (*_FIGURES, "computed_at"), rows)
    return changed | {int(judged.subject_key) for judged in turned}


def _is_stored(plan: Plan, judged: Judged, force: RulesInForce) -> bool:
    """Whether the plan's light says all this already."""
    light, verdict = plan.light, judged.verdict
    if light is None:
        return False
    stored = (light.colour, light.rule, light.numbers, light.unit_id, light.post_title, light.rule_set_id)
    new = (verdict.colour.value, verdict.rule, verdict.numbers, judged.unit_id, judged.post_title, force.pk)
    return stored == new and light.chain == list(verdict.chain)


def _set_figures(plan: Plan, view: PlanView, light: int | None) -> bool:
    """Set the computed columns; whether any differs from what was loaded."""
    before = _figures(plan)
    if light is not None:
        plan.light_id = light
    plan.forecast_finish, plan.total_float = view.computed.finish, view.computed.total_float
    plan.data_date = view.rows.data_date or view.rows.start
    plan.fact_at = max((fact.at for fact in view.rows.facts.values()), default=None)
    return before != _figures(plan)


def _figures(plan: Plan) -> tuple[Any, ...]:
    return tuple(getattr(plan, name) for name in _FIGURES)


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


def _announce(loaded: Loaded, plan_ids: Collection[int], moved: Moved, now: datetime) -> None:
    """Say which plans changed, which activities moved, and what hangs on them."""
    changed = [one for key, one in sorted(loaded.plans.items()) if key in plan_ids]
    if not changed:
        return
    targets = {row.target_id for one in changed for row in one.rows.activities if row.target_id}
    targets |= {one.plan.target_id for one in changed if one.plan.target_id}
    events.publish(
        PlanRescheduled(
            plan_ids=tuple(one.plan.pk for one in changed),
            project_ids=tuple(sorted({one.plan.project_id for one in changed if one.plan.project_id})),
            year_ids=tuple(sorted({one.plan.year_id for one in changed})),
            now=now,
            target_ids=tuple(sorted(targets)),
            activities=moved,
        )
    )
