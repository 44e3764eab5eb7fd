"""From rows to the search: the year's network with what it is compared to, in a constant number of queries."""

from collections.abc import Collection
from typing import Any

from yipanqi.consultations.models import Session
from yipanqi.consultations.quality import failed_checks
from yipanqi.consultations.search import Case, Due, Found, find
from yipanqi.consultations.statutory import STATUTORY_DAYS
from yipanqi.plans.queries import Network, whole_network
from yipanqi.plans.queries.loading import calendars
from yipanqi.projects.queries import contribution_gaps
from yipanqi.targets.models import Target
from yipanqi.targets.transitions import TargetStatus


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
        quality=failed_checks(network, _on_table(network, listed), days),
        statutory=STATUTORY_DAYS,
    )


def _dues(year_id: int) -> dict[int, Due]:
    rows: Any = Target.objects.filter(year=year_id, due__isnull=False).exclude(status=TargetStatus.DROPPED)
    return {pk: Due(*rest) for pk, *rest in rows.order_by().values_list("pk", "name", "due", "lead_id")}


def _on_table(network: Network, listed: Collection[int]) -> set[int]:
    """The submitted plans that the session may agree."""
    submitted = {plan.id for plan in network.plans.values() if plan.status == "submitted"}
    return submitted & set(listed) if listed else submitted
