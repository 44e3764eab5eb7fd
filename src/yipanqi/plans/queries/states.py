"""How plans stand, for the rooms before this one: behind projects, and behind the milestones of targets."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from yipanqi.lights.verdict import SEVERITY, Colour
from yipanqi.plans.models import Activity, Plan, ScheduledActivity
from yipanqi.plans.queries.loading import facts_of
from yipanqi.projects.plan_states import PlanState
from yipanqi.targets.planned import PlannedMilestone


def plan_states(project_ids: Collection[int]) -> dict[int, PlanState]:
    """The plan of each project, the worst where it has several. One query."""
    return _worst(project_ids, "light__chain")


def plan_states_without_chains(project_ids: Collection[int]) -> dict[int, PlanState]:
    """The same for a list, which shows no chain. One query."""
    return _worst(project_ids)


_STATE = (
    "project_id",
    "baseline_id",
    "pk",
    "light__colour",
    "forecast_finish",
    "agreed_finish",
    "total_float",
)


def _worst(project_ids: Collection[int], *chain: str) -> dict[int, PlanState]:
    plans = Plan.objects.filter(project__in=project_ids).order_by("pk")
    found: dict[int, PlanState] = {}
    for project_id, *values in plans.values_list(*_STATE, "fact_at", *chain):
        state, known = _state(*values), found.get(project_id)
        if known is None or SEVERITY[Colour(state.colour)] < SEVERITY[Colour(known.colour)]:
            found[project_id] = state
    return found


def _state(
    baseline_id: int | None,
    pk: int,
    colour: str | None,
    forecast: date | None,
    agreed: date | None,
    total_float: int | None,
    fact_at: datetime | None,
    chain: Sequence[dict[str, Any]] | None = None,
) -> PlanState:
    return PlanState(
        pk,
        colour or Colour.GREY.value,
        forecast,
        agreed if baseline_id else None,
        total_float,
        fact_at,
        tuple(chain or ()),
    )


def planned_milestones(target_ids: Collection[int]) -> dict[int, PlannedMilestone]:
    """Milestones of targets that an activity of an agreed plan reaches; the latest where several do. Three queries."""
    rows = list(
        Activity.objects.filter(target__in=target_ids, version__baseline_of__isnull=False)
        .select_related("version__plan")
        .order_by()
    )
    facts = facts_of({row.version.plan_id for row in rows}) if rows else {}
    stored = ScheduledActivity.objects.filter(
        version__in={row.version_id for row in rows}, key__in={row.key for row in rows}
    )
    finish = {(version, key): day for version, key, day in stored.values_list("version_id", "key", "finish")}
    found: dict[int, PlannedMilestone] = {}
    for row in sorted(rows, key=lambda row: str(finish.get((row.version_id, row.key)) or "")):
        known = facts[row.version.plan_id]
        fact = known.get(row.key)
        heard: datetime | None = max((one.at for one in known.values()), default=None)
        done = fact.actual_finish if fact else None
        expected = finish.get((row.version_id, row.key))
        if row.target_id is not None:
            found[row.target_id] = PlannedMilestone(row.version.plan.name, expected, done, heard)
    return found
