"""The quality of a plan that is to be agreed, from the rows of the year's network: pure, a few milliseconds a plan.

The checks are the engine's own (scheduling.md §4) but for those that other rules of the search speak of row by row
(hard dates, negative float, missing units), that look back at facts, or that need a second run. The plan is scheduled
alone and as planned; what waits for another plan, or is waited for, is not loose.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from yipanqi.consultations.search import Failure
from yipanqi.plans.assembling import ActivityRow, LinkRow, PlanRows, problem
from yipanqi.plans.days import Calendars
from yipanqi.plans.drafts import split
from yipanqi.plans.queries.network import Network, NetworkActivity, NetworkLink, NetworkPlan
from yipanqi.schedule import CycleError, InputError, schedule
from yipanqi.schedule.checks import CheckResult, Verdict, dates, network
from yipanqi.schedule.checks.facts import Facts

TOGETHER = 10
"""Plans in one run: more would make each check look through more activities that are not its own."""
CHECKS: tuple[Callable[[Facts], CheckResult], ...] = (
    network.logic,
    network.leads,
    network.lags,
    network.link_types,
    dates.high_float,
    dates.long_duration,
    dates.invalid_dates,
)


def failed_checks(
    whole: Network, plan_ids: Collection[int], calendars: Calendars
) -> dict[int, tuple[Failure, ...]]:
    """What each of these plans fails, by plan; plans that pass, or whose links form a ring (rule 1), are left out."""
    rows: dict[int, list[NetworkActivity]] = defaultdict(list)
    links: dict[int, list[NetworkLink]] = defaultdict(list)
    for row in whole.activities:
        if row.plan_id in plan_ids:
            rows[row.plan_id].append(row)
    for link in whole.links:
        if link.plan_id in plan_ids:
            links[link.plan_id].append(link)
    alone = [
        _alone(whole.plans[plan_id], rows[plan_id], links[plan_id]) for plan_id in plan_ids if rows[plan_id]
    ]
    tied = _tied(whole)
    checked = {
        plan_id: tuple(_failed(facts, tied.get(plan_id, set())))
        for plan_id, facts in _facts(alone, calendars)
    }
    return {plan_id: failures for plan_id, failures in checked.items() if failures}


def _alone(plan: NetworkPlan, rows: Iterable[NetworkActivity], links: Iterable[NetworkLink]) -> PlanRows:
    """The plan as planned, without facts and without what hangs on other plans."""
    activities = [
        ActivityRow(
            row.key,
            row.level,
            row.kind,
            row.name,
            row.duration,
            row.unit_id,
            row.constraint,
            row.constraint_date,
        )
        for row in rows
    ]
    ties = [LinkRow(*link[1:]) for link in links]
    return PlanRows(plan.id, plan.name, plan.start, plan.calendar, activities, ties, finish_by=plan.due)


def _facts(plans: Sequence[PlanRows], calendars: Calendars) -> Iterator[tuple[int, Facts]]:
    """What is to be checked of each plan that can be scheduled; a handful in one run, alone where that fails."""
    for at in range(0, len(plans), TOGETHER):
        some = plans[at : at + TOGETHER]
        yield from _scheduled(some, calendars) or (
            found for plan in some for found in _scheduled([plan], calendars)
        )


def _scheduled(plans: Sequence[PlanRows], calendars: Calendars) -> list[tuple[int, Facts]]:
    """Nothing where links form a ring or a figure cannot be right."""
    try:
        result = schedule(problem(plans, (), calendars))
    except (CycleError, InputError):
        return []
    return [(plan.plan_id, Facts(result, str(plan.plan_id))) for plan in plans]


def _tied(whole: Network) -> Mapping[int, set[str]]:
    """Keys with a link to another plan, by plan."""
    found: dict[int, set[str]] = defaultdict(set)
    for link in whole.cross:
        found[link.predecessor_plan].add(link.predecessor)
        found[link.successor_plan].add(link.successor)
    return found


def _failed(facts: Facts, tied: Collection[str]) -> Iterator[Failure]:
    for check in CHECKS:
        result = check(facts)
        keys = dict.fromkeys(split(name)[1] for offender in result.offenders for name in offender.ids)
        loose = [key for key in keys if check is not network.logic or key not in tied]
        if result.verdict == Verdict.FAILED and _still_fails(result, len(keys) - len(loose)):
            yield Failure(result.check.value, tuple(loose))


def _still_fails(result: CheckResult, excused: int) -> bool:
    """Whether a check fails without those that are excused; it then stands as a share."""
    if not excused:
        return True
    return (result.count - excused) / result.size > (result.threshold or 0)
