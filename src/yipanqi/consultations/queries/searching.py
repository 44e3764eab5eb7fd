"""From rows to the search: the year's network with what it is compared to, in a constant number of queries."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from yipanqi.consultations.models import Session
from yipanqi.consultations.search import Case, Due, Failure, Found, find
from yipanqi.consultations.statutory import STATUTORY_DAYS
from yipanqi.foundation.errors import DomainError
from yipanqi.plans.queries import Network, quality, whole_network
from yipanqi.plans.queries.loading import calendars
from yipanqi.projects.queries import contribution_gaps
from yipanqi.schedule.checks import Check, Verdict
from yipanqi.targets.models import Target
from yipanqi.targets.transitions import TargetStatus

ELSEWHERE = frozenset(
    {Check.HARD_CONSTRAINTS, Check.NEGATIVE_FLOAT, Check.RESOURCES, Check.MISSED, Check.BEI}
)
"""Checks that rules 2, 7 and 9 speak of row by row, or that look back at facts."""


def search_for(session: Session) -> tuple[Found, ...]:
    """The conflicts of a session: of the whole year, or those that touch a plan on its list.

    Parts that do not add up concern the whole zone and are always on the agenda.
    """
    listed = set(session.plans.values_list("pk", flat=True))
    found = find(case_of(session.year_id, listed))
    return tuple(one for one in found if not listed or not one.where or _touches(one, listed))


def _touches(found: Found, plan_ids: Collection[int]) -> bool:
    return any(plan_id in plan_ids for plan_id, _ in found.where)


def case_of(year_id: int, listed: Collection[int] = ()) -> Case:
    """The case of a year. The quality check is made of submitted plans: those that are to be agreed."""
    network = whole_network(year_id)
    days = calendars()
    return Case(
        network=network,
        calendars=days,
        dues=_dues(year_id),
        gaps=contribution_gaps(year_id),
        quality=_quality(network, listed),
        statutory=STATUTORY_DAYS,
    )


def _dues(year_id: int) -> dict[int, Due]:
    rows: Any = Target.objects.filter(year=year_id, due__isnull=False).exclude(status=TargetStatus.DROPPED)
    return {pk: Due(*rest) for pk, *rest in rows.order_by().values_list("pk", "name", "due", "lead_id")}


def _quality(network: Network, listed: Collection[int]) -> dict[int, tuple[Failure, ...]]:
    on_table: Iterable[int] = (
        plan.id
        for plan in network.plans.values()
        if plan.status == "submitted" and (not listed or plan.id in listed)
    )
    checked = {plan_id: tuple(_failures(network.plans[plan_id].version_id)) for plan_id in on_table}
    return {plan_id: failed for plan_id, failed in checked.items() if failed}


def _failures(version_id: int) -> Iterator[Failure]:
    """The failed checks that no other rule of the search speaks of; none while links form a ring (rule 1)."""
    try:
        results = quality(version_id)
    except DomainError:
        return
    for result in results:
        if result.verdict == Verdict.FAILED and result.check not in ELSEWHERE:
            keys = dict.fromkeys(key for offender in result.offenders for key in offender.ids)
            yield Failure(result.check.value, tuple(keys))
