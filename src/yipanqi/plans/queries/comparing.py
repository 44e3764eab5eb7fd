"""Two versions of a plan side by side, and the quality of one: the engine's own difference and fourteen checks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from yipanqi.foundation.errors import DomainError, NotFound
from yipanqi.org.models import Unit
from yipanqi.plans.assembling import problem
from yipanqi.plans.drafts import split
from yipanqi.plans.lighting import NOTHING_AGREED, Agreed
from yipanqi.plans.models import Plan, Version
from yipanqi.plans.queries.loading import Loaded, component, load
from yipanqi.schedule import Activity, CycleError, Problem, ScheduleResult, schedule
from yipanqi.schedule.checks import CheckResult, fourteen_checks
from yipanqi.schedule.difference import Difference, difference


def version_difference(before_id: int, after_id: int) -> Difference:
    """What changed between two versions of one plan, each scheduled in its network with today's facts.

    Activities are named by their keys, those of other plans that move along by "<plan id>/<key>".
    """
    plan_id = _plan_of(before_id)
    if _plan_of(after_id) != plan_id:
        raise DomainError("plans.versions_of_two_plans")
    day = _data_date(plan_id)
    before, after = (_result(plan_id, version, day, held=False) for version in (before_id, after_id))
    return difference(before, after)


def quality(version_id: int) -> tuple[CheckResult, ...]:
    """The fourteen checks of one version inside its network; offenders are named by their keys."""
    plan_id = _plan_of(version_id)
    return fourteen_checks(
        _result(plan_id, version_id, _data_date(plan_id), held=True), schedule, str(plan_id)
    )


def _plan_of(version_id: int) -> int:
    plan_id = Version.objects.filter(pk=version_id).values_list("plan_id", flat=True).first()
    if plan_id is None:
        raise NotFound()
    return plan_id


def _data_date(plan_id: int) -> date:
    data_date, start = Plan.objects.filter(pk=plan_id).values_list("data_date", "start").get()
    return data_date or start


def _result(plan_id: int, version_id: int, day: date, *, held: bool) -> ScheduleResult:
    loaded = load(component([plan_id]), day, {plan_id: version_id})
    try:
        return schedule(_named(loaded, plan_id, held=held))
    except CycleError as error:
        raise DomainError("plans.cycle", ring=" → ".join([*error.activities, error.activities[0]])) from None


def _named(loaded: Loaded, plan_id: int, *, held: bool) -> Problem:
    """The problem with plain keys as ids of the plan's own activities; `held` adds what was agreed of them."""
    whole = problem(loaded.rows, loaded.cross, loaded.calendars)
    own = loaded.plans[plan_id]
    names = dict(Unit.objects.order_by().values_list("pk", "short_name"))
    units = {row.key: names.get(row.unit_id or 0, "") for row in own.rows.activities}
    return replace(
        whole,
        activities=tuple(
            _own(activity, units, own.agreed if held else {})
            if activity.project == str(plan_id)
            else activity
            for activity in whole.activities
        ),
    )


def _own(activity: Activity, units: Mapping[str, str], agreed: Mapping[str, Agreed]) -> Activity:
    key = split(activity.key)[1]
    was = agreed.get(key, NOTHING_AGREED)
    return replace(
        activity,
        id=key,
        unit=units[key],
        baseline_start=_at(was.start, 8),
        baseline_finish=_at(was.finish, 17),
    )


def _at(day: date | None, hour: int) -> datetime | None:
    return datetime.combine(day, time(hour)) if day else None
