"""Rules 8 and 9: parts that do not add up to the target; plans and milestones that end after what they promise."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from yipanqi.consultations.search.model import Case, Found, Remedy, Rule
from yipanqi.consultations.search.shortening import shorten
from yipanqi.plans.queries.network import NetworkActivity, NetworkPlan

YEAR_DAYS = 365


def parts_short(case: Case) -> Iterator[Found]:
    """Rule 8. Days: the part of the year in which, at an even pace, the missing part would be done."""
    for gap in case.gaps:
        missing = {"missing": _plain(gap.missing), "unit": gap.unit}
        numbers = {"target": gap.target, "value": _plain(gap.value), "planned": _plain(gap.planned)}
        units = {unit for unit in (gap.lead_id, *gap.project_lead_ids) if unit}
        yield Found(
            rule=Rule.PARTS_SHORT,
            about=(gap.target_id,),
            days=max(1, round(gap.missing / gap.value * YEAR_DAYS)),
            numbers=numbers | missing | {"projects": gap.projects, "target_id": gap.target_id},
            where=(),
            units=frozenset(units),
            remedy=Remedy("bring_more", missing | {"lead": gap.lead}),
        )


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def after_target(case: Case) -> Iterator[Found]:
    """Rule 9: a milestone, or a plan as a whole, that ends after the due date of the target it is to reach."""
    for row in case.open_rows:
        due = case.dues.get(row.target_id) if row.target_id else None
        if due and row.finish and row.finish > due.due:
            yield _after_target(case, row, row.target_id or 0)
    for plan in case.network.plans.values():
        due = case.dues.get(plan.target_id) if plan.target_id else None
        last = _last(case, plan) if due else None
        if due and last and last.finish and last.finish > due.due:
            yield _after_target(case, last, plan.target_id or 0)


def _last(case: Case, plan: NetworkPlan) -> NetworkActivity | None:
    """The open activity that ends last, unless it reaches a target itself."""
    rows = [row for row in case.open_by_plan.get(plan.id, ()) if row.finish]
    last = max(rows, key=lambda row: (row.finish, row.key), default=None)
    return last if last and last.target_id != plan.target_id else None


def _after_target(case: Case, row: NetworkActivity, target_id: int) -> Found:
    target, key = case.dues[target_id], (row.plan_id, row.key)
    days = _late(case, row.plan_id, row.finish, target.due)
    numbers = {
        "name": case.name(key),
        "target": target.name,
        "finish": str(row.finish),
        "due": target.due.isoformat(),
        "target_id": target_id,
    }
    return Found(
        rule=Rule.AFTER_TARGET,
        about=(target_id, row.plan_id, row.key),
        days=days,
        numbers=numbers,
        where=(key,),
        units=case.units_of([key]) | ({target.lead_id} if target.lead_id else set()),
        remedy=_in_time(case, row.plan_id, target.due, days, [row])
        or Remedy("move_target", {"target": target.name, "day": str(row.finish)}),
    )


def _late(case: Case, plan_id: int, finish: date | None, due: date) -> int:
    return max(1, case.days(plan_id).between(due, finish or due))


def _in_time(case: Case, plan_id: int, due: date, days: int, rows: list[NetworkActivity]) -> Remedy | None:
    """Shorter tasks, so that all of `rows` end by `due`."""
    last = case.days(plan_id).number(due)
    late = {row.key: last for row in rows if row.finish and row.finish > due}
    return shorten(case, plan_id, late, days)


def negative_float(case: Case) -> Iterator[Found]:
    """Rule 9: a plan that ends after its own date. Shorter tasks, or the date moves to where the plan ends."""
    for plan in case.network.plans.values():
        held_to = plan.agreed_finish if plan.is_agreed else plan.due
        is_open = plan.id in case.open_by_plan
        if not is_open or (plan.total_float or 0) >= 0 or not held_to or not plan.forecast_finish:
            continue
        days, finish = -(plan.total_float or 0), plan.forecast_finish.isoformat()
        numbers = {"plan": plan.name, "finish": finish, "due": held_to.isoformat()}
        keys = tuple((plan.id, row.key) for row in case.open_by_plan.get(plan.id, ()) if _ends(row, held_to))
        yield Found(
            rule=Rule.NEGATIVE_FLOAT,
            about=(plan.id,),
            days=days,
            numbers=numbers,
            where=((plan.id, ""), *keys),
            units=case.units_of([(plan.id, ""), *keys]),
            remedy=_in_time(case, plan.id, held_to, days, case.open_by_plan.get(plan.id, []))
            or _later_due(case, plan),
        )


def _ends(row: NetworkActivity, day: date) -> bool:
    return row.finish is not None and row.finish > day


def _later_due(case: Case, plan: NetworkPlan) -> Remedy:
    change = case.change((plan.id, ""), "due", plan.forecast_finish)
    return Remedy("move_due", {"plan": plan.name, "day": str(plan.forecast_finish)}, (change,))
