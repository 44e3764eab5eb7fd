"""Rules 2, 7 and 10: what is missing or wrong in a plan's table. One conflict a plan and rule, with every row named."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from yipanqi.consultations.search.model import AT_START, MILESTONE, Case, Found, Remedy, Rule
from yipanqi.plans.days import DayTable
from yipanqi.plans.drafts import PlanChange, join
from yipanqi.plans.queries.network import Key, NetworkActivity, NetworkCross

FIRST_NAMES = 3


def without_owner(case: Case) -> Iterator[Found]:
    """Rule 2: activities that nobody does. The smallest change: the unit that leads the plan takes them."""
    for plan_id, rows in case.open_by_plan.items():
        if lost := [row for row in rows if row.unit_id is None]:
            owner = case.network.plans[plan_id].owner_id
            changes = tuple(case.change((plan_id, row.key), "unit", owner) for row in lost)
            params = {"unit": case.network.units.get(owner, ""), "count": len(lost)}
            days = sum(row.duration for row in lost if row.kind != MILESTONE)
            yield _found(case, Rule.NO_OWNER, plan_id, lost, days, Remedy("lead_takes", params, changes))


def predecessors_gone(case: Case) -> Iterator[Found]:
    """Rule 2: a link into another plan whose activity is no longer there: nobody owns what is waited for."""
    by_key = case.network.by_key
    for link in case.network.cross:
        before = (link.predecessor_plan, link.predecessor)
        after = (link.successor_plan, link.successor)
        if after in by_key and before not in by_key and not case.network.is_done(after):
            yield _gone(case, link, before, after)


def _gone(case: Case, link: NetworkCross, before: Key, after: Key) -> Found:
    value = {"predecessor": join(*before), "type": link.type, "lag": link.lag}
    plan = case.network.plans[before[0]]
    names = {"before": case.name(before), "after": case.name(after)}
    return Found(
        rule=Rule.PREDECESSOR_GONE,
        about=(join(*before), join(*after), link.type),
        days=max(1, case.network.by_key[after].duration),
        numbers=names | {"key": before[1], "plan": plan.name},
        where=(after,),
        units=case.units_of([after]) | {plan.owner_id},
        remedy=Remedy("remove_link", names, (case.change(after, "remove_link", value),)),
    )


def without_reason(case: Case) -> Iterator[Found]:
    """Rule 7: dates set by hand without a word why. Days: by how much the worst of them holds back or is missed."""
    for plan_id, rows in case.open_by_plan.items():
        if bare := [row for row in rows if row.constraint and not row.constraint_reason.strip()]:
            days = max(held_by_date(case, row) for row in bare)
            changes = tuple(change for row in bare for change in _freed(case, row))
            remedy = Remedy("free_dates", {"count": len(bare)}, changes)
            yield _found(case, Rule.NO_REASON, plan_id, bare, days, remedy)


def held_by_date(case: Case, row: NetworkActivity) -> int:
    """Working days that a date set by hand costs: what it makes wait, or by how much it is missed. 0: it costs nothing."""
    day, table = row.constraint_date, case.days(row.plan_id)
    if day is None or row.start is None or row.finish is None:
        return 0
    if row.constraint not in AT_START:
        return max(0, table.between(day, row.finish))
    ready = max(_ready_days(case, row), default=case.network.plans[row.plan_id].start)
    return max(0, table.between(ready, day) - 1)


def _ready_days(case: Case, row: NetworkActivity) -> Iterator[date]:
    for link in case.links_into.get((row.plan_id, row.key), ()):
        before = case.network.by_key.get((row.plan_id, link.predecessor))
        if before and before.finish and link.type == "FS":
            yield before.finish


def _freed(case: Case, row: NetworkActivity) -> tuple[PlanChange, ...]:
    """Let go of a date; an exact one is made a bound first, since only bounds can be let go."""
    key = (row.plan_id, row.key)
    bound = "start_on_or_after" if row.constraint in AT_START else "finish_on_or_before"
    let_go = case.change(key, bound, None)
    if row.constraint == bound:
        return (let_go,)
    return case.change(key, bound, row.constraint_date), let_go


class OffDay(NamedTuple):
    """A date that falls on a day off, and the working day that it means. Key and name are empty for the plan's own date."""

    key: str
    name: str
    field: str
    day: date
    better: date


def days_off(case: Case) -> Iterator[Found]:
    """Rule 10: a date set by hand on a day on which the plan does not work."""
    for plan_id, rows in case.open_by_plan.items():
        plan = case.network.plans[plan_id]
        off = list(_off_days(case.days(plan_id), plan.due, rows))
        if off:
            yield _off(case, plan_id, off)


def _off_days(table: DayTable, due: date | None, rows: Sequence[NetworkActivity]) -> Iterator[OffDay]:
    if due and not table.is_working(due):
        yield OffDay("", "", "due", due, table.at_or_before(due))
    for row in rows:
        day = row.constraint_date
        if row.constraint and day and not table.is_working(day):
            starts = row.constraint in AT_START
            better = table.at_or_after(day) if starts else table.at_or_before(day)
            field = "start_on_or_after" if starts else "finish_on_or_before"
            yield OffDay(row.key, row.name, field, day, better)


def _off(case: Case, plan_id: int, off: list[OffDay]) -> Found:
    worst = max(off, key=lambda one: abs((one.better - one.day).days))
    changes = tuple(case.change((plan_id, one.key), one.field, one.better) for one in off)
    keys = [(plan_id, one.key) for one in off]
    return Found(
        rule=Rule.DAY_OFF,
        about=(plan_id,),
        days=abs((worst.better - worst.day).days),
        numbers=_listed(case, plan_id, [one.name for one in off if one.name])
        | {"count": len(off), "day": worst.day.isoformat()},
        where=tuple(keys),
        units=case.units_of(keys),
        remedy=Remedy("move_to_workdays", {"day": worst.better.isoformat(), "count": len(off)}, changes),
    )


def poor_quality(case: Case) -> Iterator[Found]:
    """Rule 10: a plan that fails checks of its quality; no day is at stake yet. What to mend its own check tells."""
    for plan_id, failures in case.quality.items():
        plan = case.network.plans.get(plan_id)
        if plan and failures:
            checks = [failure.check for failure in failures]
            keys = dict.fromkeys(key for failure in failures for key in failure.keys)
            yield Found(
                rule=Rule.POOR_QUALITY,
                about=(plan_id,),
                days=0,
                numbers={"plan": plan.name, "checks": checks, "count": len(checks), "rows": len(keys)},
                where=((plan_id, ""), *((plan_id, key) for key in keys)),
                units=frozenset({plan.owner_id}),
                remedy=Remedy("mend_checks", {"unit": case.network.units.get(plan.owner_id, "")}),
            )


def short_approvals(case: Case) -> Iterator[Found]:
    """Rule 6: an approval that is planned shorter than the law gives its office. The change: the statutory days."""
    for row in case.open_rows if case.statutory else ():
        needed = case.statutory.get(row.approval.strip(), 0) if row.approval else 0
        if row.kind != MILESTONE and row.duration < needed and not case.has_begun((row.plan_id, row.key)):
            key = (row.plan_id, row.key)
            params = {"before": row.duration, "days": needed, "name": row.name}
            yield Found(
                rule=Rule.APPROVAL_SHORT,
                about=key,
                days=needed - row.duration,
                numbers={
                    "plan": case.network.plans[row.plan_id].name,
                    "name": row.name,
                    "approval": row.approval,
                    "planned": row.duration,
                    "needed": needed,
                },
                where=(key,),
                units=case.units_of([key]),
                remedy=Remedy("give_days", params, (case.change(key, "duration", needed),)),
            )


def _found(
    case: Case, rule: Rule, plan_id: int, rows: Sequence[NetworkActivity], days: int, remedy: Remedy
) -> Found:
    keys = tuple((plan_id, row.key) for row in rows)
    numbers = _listed(case, plan_id, [row.name for row in rows])
    return Found(rule, (plan_id,), days, numbers, keys, case.units_of(keys), remedy)


def _listed(case: Case, plan_id: int, names: Sequence[str]) -> dict[str, object]:
    """The plan, how many, and the first few by name."""
    return {
        "plan": case.network.plans[plan_id].name,
        "count": len(names),
        "names": "、".join(names[:FIRST_NAMES]) + ("…" if len(names) > FIRST_NAMES else ""),
    }
