"""How plans stand, for the rooms before this one: behind projects, and behind the milestones of targets."""

from collections.abc import Collection
from datetime import datetime

from yipanqi.lights.verdict import SEVERITY, Colour
from yipanqi.plans.models import Activity, Plan, ScheduledActivity
from yipanqi.plans.queries.loading import facts_of
from yipanqi.projects.plan_states import PlanState
from yipanqi.targets.planned import PlannedMilestone


def plan_states(project_ids: Collection[int]) -> dict[int, PlanState]:
    """The plan of each project, the worst where it has several. One query."""
    plans = Plan.objects.filter(project__in=project_ids).select_related("light").order_by("pk")
    found: dict[int, PlanState] = {}
    for plan in plans:
        state = PlanState(
            plan.pk,
            plan.light.colour if plan.light else Colour.GREY.value,
            plan.forecast_finish,
            plan.agreed_finish if plan.baseline_id else None,
            plan.total_float,
            plan.fact_at,
            tuple(plan.light.chain) if plan.light else (),
        )
        known = found.get(plan.project_id or 0)
        if known is None or SEVERITY[Colour(state.colour)] < SEVERITY[Colour(known.colour)]:
            found[plan.project_id or 0] = state
    return found


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
