"""Changes of plans seen from a decision: what they would do, what stood there before, whom they reach."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from yipanqi.access.actor import Actor
from yipanqi.consultations.changes import packed
from yipanqi.org.models import Unit
from yipanqi.plans.drafts import SEPARATOR, PlanChange, split
from yipanqi.plans.models import Activity, CrossLink, Link, Plan
from yipanqi.plans.queries import WhatIf, what_if
from yipanqi.plans.transitions import CrossLinkStatus

NOTHING = WhatIf((), ())
_CONSTRAINTS = ("start_on_or_after", "finish_on_or_before")
_LINKS = ("add_link", "remove_link", "lag")


def trial(actor: Actor, changes: Sequence[PlanChange], now: datetime) -> WhatIf:
    """Dates and lights of all that the changes reach; nothing is saved. Links only proposed move nothing."""
    counting = without_proposed(changes)
    return what_if(actor, counting, now) if counting else NOTHING


def units_reached(
    actor: Actor, changes: Sequence[PlanChange], who_id: int | None, now: datetime
) -> tuple[int, ...]:
    """Units whose work moves or changes, and who owes the decision."""
    moved = {one.unit_id for one in trial(actor, changes, now).activities if one.unit_id}
    named = {(change.plan_id, change.key) for change in changes}
    rows = Activity.objects.filter(version__baseline_of__in=[plan_id for plan_id, _ in named])
    doers = {
        unit
        for plan_id, key, unit in rows.values_list("version__plan_id", "key", "unit_id")
        if (plan_id, key) in named and unit
    }
    given = {change.value for change in changes if change.field == "unit"}
    owners = set(
        Plan.objects.filter(pk__in={change.plan_id for change in changes}).values_list("owner", flat=True)
    )
    return tuple(sorted(moved | doers | given | owners | ({who_id} if who_id else set())))


def proposed_links(changes: Iterable[PlanChange]) -> list[int]:
    """Links between plans that are to go and that nobody has accepted yet."""
    found: list[int] = []
    for change in changes:
        if change.field == "remove_link" and SEPARATOR in change.value["predecessor"]:
            plan_id, key = split(change.value["predecessor"])
            rows = CrossLink.objects.filter(
                predecessor_plan=plan_id,
                predecessor=key,
                successor_plan=change.plan_id,
                successor=change.key,
                type=change.value.get("type", "FS"),
                status=CrossLinkStatus.PROPOSED,
            )
            found += rows.values_list("pk", flat=True)
    return found


def without_proposed(changes: Iterable[PlanChange]) -> list[PlanChange]:
    """The changes of what counts already."""
    return [change for change in changes if not proposed_links([change])]


def described(changes: Sequence[PlanChange]) -> list[dict[str, Any]]:
    """Each change with the names of plan and activity and the value that stood there, ready to be kept."""
    plans = Plan.objects.in_bulk({change.plan_id for change in changes})
    rows = Activity.objects.filter(version__in={change.base_version_id for change in changes})
    activities = {(row.version_id, row.key): row for row in rows.select_related("unit")}
    units = Unit.objects.in_bulk([change.value for change in changes if change.field == "unit"])
    return [
        _described(change, plans[change.plan_id], activities.get((change.base_version_id, change.key)), units)
        for change in changes
        if change.plan_id in plans
    ]


def _described(
    change: PlanChange, plan: Plan, row: Activity | None, units: dict[int, Unit]
) -> dict[str, Any]:
    after = packed(change)["value"]
    told = {
        "plan": plan.pk,
        "key": change.key,
        "field": change.field,
        "plan_name": plan.name,
        "name": row.name if row else "",
        "before": _before(change, plan, row),
        "after": after,
    }
    if change.field == "unit":
        told["after"] = str(units.get(change.value, ""))
        told["after_id"] = change.value
    if change.field in _LINKS:
        told["after"] = "" if change.field == "remove_link" else link_text(after)
        told["link"] = after
    return told


def _before(change: PlanChange, plan: Plan, row: Activity | None) -> Any:
    """What stood there, as JSON."""
    if change.field == "due":
        return _iso(plan.due)
    if change.field in _LINKS:
        return _link_before(change)
    if row is None:
        return None
    if change.field in _CONSTRAINTS:
        return _iso(row.constraint_date) if row.constraint == change.field else None
    return str(row.unit or "") if change.field == "unit" else getattr(row, change.field, None)


def _link_before(change: PlanChange) -> str:
    """The link as it stood; empty when there was none."""
    name, type_ = change.value["predecessor"], change.value.get("type", "FS")
    if SEPARATOR in name:
        plan_id, key = split(name)
        rows: Any = CrossLink.objects.filter(
            predecessor_plan=plan_id, predecessor=key, successor_plan=change.plan_id, successor=change.key
        ).exclude(status=CrossLinkStatus.REFUSED)
    else:
        rows = Link.objects.filter(version=change.base_version_id, predecessor=name, successor=change.key)
    lag = rows.filter(type=type_).values_list("lag", flat=True).first()
    return "" if lag is None else link_text({"predecessor": name, "type": type_, "lag": lag})


def link_text(link: dict[str, Any]) -> str:
    """A link as it is typed: "A10FS+2", "12/A10SS-1"."""
    lag = int(link.get("lag", 0))
    return f"{link['predecessor']}{link.get('type', 'FS')}" + (f"{lag:+d}" if lag else "")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
