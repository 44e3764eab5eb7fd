"""What would happen if: changes are applied to the plans that hang together, and nothing is saved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, LostRace, NotFound
from yipanqi.lights.queries import rules_in_force
from yipanqi.org.models import Unit
from yipanqi.plans import lighting
from yipanqi.plans.assembling import CrossRow
from yipanqi.plans.changing import Changed, changed
from yipanqi.plans.computing import Cycle, Dates, PlanDates, float_to
from yipanqi.plans.drafts import SEPARATOR, PlanChange, split
from yipanqi.plans.lighting import Agreed, PlanView, Rules
from yipanqi.plans.queries.loading import Loaded, LoadedPlan, component, load, view_of
from yipanqi.plans.rules import PlanAction
from yipanqi.schedule import InputError
from yipanqi.workdays.calendar import WorkCalendar


@dataclass(frozen=True)
class PlanEffect:
    """One plan before and after. Floats are working days; `rule_*` are ids of the light's rules."""

    plan_id: int
    plan: str
    owner: str
    finish_before: date | None
    finish_after: date | None
    colour_before: str
    colour_after: str
    rule_before: str
    rule_after: str
    float_before: int | None
    float_after: int | None

    @property
    def moved(self) -> bool:
        """Whether the plan's finish, float or colour differs."""
        before = (self.finish_before, self.colour_before, self.float_before)
        return before != (self.finish_after, self.colour_after, self.float_after)


@dataclass(frozen=True)
class ActivityEffect:
    """One activity that moves; `days` its finish moves by, working days of its plan, later is positive."""

    plan_id: int
    plan: str
    key: str
    name: str
    unit_id: int | None
    unit: str
    start_before: date | None
    start_after: date | None
    finish_before: date | None
    finish_after: date | None
    days: int


@dataclass(frozen=True)
class WhatIf:
    """All that the changes reach: plans of the network (the changed and the moved ones), activities that move."""

    plans: tuple[PlanEffect, ...]
    activities: tuple[ActivityEffect, ...]


@dataclass(frozen=True)
class Trial:
    """A network before and after changes. `changed` are the plans that the changes name."""

    before: Loaded
    after: Loaded
    dates_before: Mapping[int, PlanDates]
    dates_after: Mapping[int, PlanDates]
    changed: Mapping[int, Changed]


def what_if(actor: Actor, changes: Sequence[PlanChange], now: datetime) -> WhatIf:
    """Dates and lights of everything that the changes reach. Only the plans that hang together are computed.

    DomainError when a change cannot be made (unknown activity, a ring of links); LostRace when it was meant for a
    version that is no longer current.
    """
    demand(actor, PlanAction.TRY)
    trial = tried(changes, now)
    force = rules_in_force(now)
    days = WorkCalendar(trial.before.calendars.exceptions, frozenset())
    rules = Rules(force.thresholds, days.add, trial.before.today)
    units = dict(Unit.objects.order_by().values_list("pk", "short_name"))
    plans = _plan_effects(trial, rules, units)
    named = {change.plan_id for change in changes}
    return WhatIf(
        tuple(one for one in plans if one.moved or one.plan_id in named), tuple(_moves(trial, units))
    )


def tried(changes: Sequence[PlanChange], now: datetime) -> Trial:
    """The network of the changed plans, scheduled without and with the changes."""
    by_plan: dict[int, list[PlanChange]] = defaultdict(list)
    for change in changes:
        by_plan[change.plan_id].append(change)
    pairs = [pair for change in changes for pair in _joined(change)]
    before = load(component(by_plan, pairs), clock.today(now))
    _guard_current(before, changes)
    new: dict[int, Changed] = {}
    after = before
    for plan_id, own in by_plan.items():
        one = before.plans[plan_id]
        new[plan_id] = changed(one.rows, one.plan.due, after.cross, own)
        after = replace(after, cross=new[plan_id].cross)
    _guard_ends(before, after.cross)
    dates_before = _computed(before)
    after = replace(after, plans={key: _after(one, new.get(key)) for key, one in before.plans.items()})
    dates_after = _computed(after)
    after = replace(after, plans=_agreed_anew(before, after, dates_before, dates_after, new))
    return Trial(before, after, dates_before, dates_after, new)


def _joined(change: PlanChange) -> list[tuple[int, int]]:
    """The plans that a change of links ties together."""
    name = change.value.get("predecessor", "") if isinstance(change.value, Mapping) else ""
    return [(split(name)[0], change.plan_id)] if SEPARATOR in str(name) else []


def _guard_current(loaded: Loaded, changes: Sequence[PlanChange]) -> None:
    for change in changes:
        if change.plan_id not in loaded.plans:
            raise NotFound()
        if loaded.plans[change.plan_id].version_id != change.base_version_id:
            raise LostRace("plans.version_not_current", plan=loaded.plans[change.plan_id].plan.name)


def _guard_ends(loaded: Loaded, cross: Sequence[CrossRow]) -> None:
    """A new link to another plan must find its activity there."""
    for link in set(cross) - set(loaded.cross):
        plan = loaded.plans.get(link.predecessor_plan)
        if plan is None or not any(row.key == link.predecessor for row in plan.rows.activities):
            raise DomainError("plans.unknown_predecessor", key=link.predecessor)


def _computed(loaded: Loaded) -> dict[int, PlanDates]:
    try:
        return loaded.compute()
    except Cycle as cycle:
        raise DomainError("plans.cycle", ring=cycle.ring, members=cycle.members) from None
    except InputError as error:
        raise DomainError("plans.impossible", reason=error.message) from None


def _after(one: LoadedPlan, new: Changed | None) -> LoadedPlan:
    """A plan with its changed rows; only a changed due date moves what it is held to."""
    if new is None:
        return one
    finish_by = new.due if new.due_changed else one.rows.finish_by
    rows = replace(one.rows, activities=new.activities, links=new.links, finish_by=finish_by)
    return replace(one, rows=rows)


def _agreed_anew(
    before: Loaded,
    after: Loaded,
    dates_before: Mapping[int, PlanDates],
    dates_after: Mapping[int, PlanDates],
    new: Mapping[int, Changed],
) -> dict[int, LoadedPlan]:
    """In changed plans, what the changes move is agreed at its new dates; all else stays as it was agreed."""
    plans = dict(after.plans)
    for plan_id in new:
        one = plans[plan_id]
        former = before.plans[plan_id].agreed
        old, now_ = dates_before[plan_id].dates, dates_after[plan_id].dates
        agreed = {key: _agreement(former.get(key), old.get(key), row) for key, row in now_.items()}
        plans[plan_id] = replace(one, agreed=agreed)
    return plans


def _agreement(former: Agreed | None, old: Dates | None, new: Dates) -> Agreed:
    """What a decision agrees of one activity; a slip that it does not touch is not forgiven."""
    if (
        former is None
        or old is None
        or former.start is None
        or (old.start, old.finish) != (new.start, new.finish)
    ):
        return Agreed(new.start, new.finish, new.late_finish or new.finish, new.total_float)
    if old.late_finish != new.late_finish:
        return Agreed(former.start, former.finish, new.late_finish, new.total_float)
    return former


def agreed_figures(trial: Trial, plan_id: int) -> tuple[date | None, int | None]:
    """The plan's agreed finish and float after the changes: only a changed due date sets them anew."""
    plan, new = trial.before.plans[plan_id].plan, trial.changed.get(plan_id)
    if new is None or not new.due_changed:
        return plan.agreed_finish, plan.agreed_float
    finish = trial.dates_after[plan_id].finish
    wanted = new.due or finish
    return wanted, float_to(finish, wanted, trial.after.calendars[plan.calendar])


def views(trial: Trial) -> tuple[dict[int, PlanView], dict[int, PlanView]]:
    """All plans before and after, as the rules of the lights see them."""
    before = {
        key: view_of(one, trial.dates_before[key], trial.before.calendars)
        for key, one in trial.before.plans.items()
    }
    after = {}
    for key, one in trial.after.plans.items():
        view = view_of(one, trial.dates_after[key], trial.after.calendars)
        finish, float_ = agreed_figures(trial, key)
        after[key] = replace(view, agreed_finish=finish, agreed_float=float_) if view.agreed_on else view
    return before, after


def _plan_effects(trial: Trial, rules: Rules, units: Mapping[int, str]) -> list[PlanEffect]:
    before, after = views(trial)
    effects = []
    for key, one in trial.before.plans.items():
        old, new = lighting.judge(key, before, units, rules), lighting.judge(key, after, units, rules)
        effects.append(
            PlanEffect(
                key,
                one.plan.name,
                units.get(one.plan.owner_id, ""),
                before[key].computed.finish,
                after[key].computed.finish,
                old.colour.value,
                new.colour.value,
                old.rule,
                new.rule,
                before[key].computed.total_float,
                after[key].computed.total_float,
            )
        )
    return effects


def _moves(trial: Trial, units: Mapping[int, str]) -> list[ActivityEffect]:
    """Activities whose dates differ, in the order of plans and rows."""
    effects = []
    for plan_id, one in trial.after.plans.items():
        table = trial.after.calendars[one.plan.calendar]
        for row in one.rows.activities:
            old = trial.dates_before[plan_id].dates.get(row.key, Dates(None, None))
            new = trial.dates_after[plan_id].dates[row.key]
            if (old.start, old.finish) != (new.start, new.finish):
                days = table.between(old.finish, new.finish) if old.finish and new.finish else 0
                unit = units.get(row.unit_id or 0, "")
                dates = (old.start, new.start, old.finish, new.finish)
                effects.append(
                    ActivityEffect(plan_id, one.plan.name, row.key, row.name, row.unit_id, unit, *dates, days)
                )
    return effects
