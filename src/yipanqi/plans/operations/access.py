"""How every operation of the room begins: the row, if the actor may know of it; the right; the lock."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import F

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.foundation.errors import DomainError, LostRace, NotFound
from yipanqi.plans.models import CrossLink, Plan, Version
from yipanqi.plans.queries.loading import networks
from yipanqi.plans.rules import PlanAction
from yipanqi.plans.transitions import CROSS_LINKS, VERSIONS
from yipanqi.targets.transitions import YearStatus


def plan_for(actor: Actor, action: StrEnum, plan_id: int) -> Plan:
    """The plan on which `actor` may do `action`; NotFound or NotAllowed otherwise."""
    rows = Plan.objects.select_related("owner", "draft", "baseline", "year")
    plan = fetch_or_404(actor, PlanAction.VIEW, rows, pk=plan_id)
    demand(actor, action, plan)
    if action != PlanAction.VIEW:
        guard_open(plan)
    return plan


def guard_open(plan: Plan) -> None:
    """Nothing is written to plans of a closed year."""
    if plan.year.status == YearStatus.CLOSED:
        raise DomainError("plans.year_closed")


def version_for(actor: Actor, action: StrEnum, version_id: int) -> tuple[Plan, Version]:
    """A plan's version in work, if `actor` may do `action` on the plan."""
    version = Version.objects.filter(pk=version_id).first()
    if version is None:
        raise NotFound()
    plan = plan_for(actor, action, version.plan_id)
    if plan.draft_id != version.pk:
        raise LostRace(plan=str(plan))
    return plan, version


def link_for(actor: Actor, action: StrEnum, link_id: int) -> CrossLink:
    """The link between plans on which `actor` may do `action`."""
    link = (
        CrossLink.objects.select_related("predecessor_plan", "successor_plan", "asked")
        .filter(pk=link_id)
        .first()
    )
    if link is None:
        raise NotFound()
    demand(actor, PlanAction.VIEW)
    demand(actor, action, link)
    return link


def claim_plan(plan: Plan, lock: int | None) -> None:
    """Take the next lock of a plan; LostRace when somebody else has saved since `lock` was read."""
    seen = plan.lock if lock is None else lock
    if not Plan.objects.filter(pk=plan.pk, lock=seen).update(lock=seen + 1):
        raise LostRace(plan=str(plan))
    plan.lock = seen + 1


def move_version(version: Version, name: str, reason: str = "", **stamps: object) -> dict[str, list[str]]:
    """Move a version by compare-and-set and stamp it; returns the change of status for the record."""
    move, before = VERSIONS.guard(version.status, name, note=reason), version.status
    unmoved = Version.objects.filter(pk=version.pk, status=before, lock=version.lock)
    if not unmoved.update(status=move.target, lock=version.lock + 1, **stamps):
        raise LostRace(version=str(version))
    version.status, version.lock = move.target, version.lock + 1
    return {"status": [before, move.target.value]}


def move_link(link: CrossLink, name: str, note: str = "", **stamps: object) -> dict[str, list[str]]:
    """The same for a link between plans."""
    move, before = CROSS_LINKS.guard(link.status, name, note=note), link.status
    if not CrossLink.objects.filter(pk=link.pk, status=before).update(status=move.target, **stamps):
        raise LostRace(link=str(link))
    link.status = move.target
    return {"status": [before, move.target.value]}


def claim_network(plan_ids: Iterable[int]) -> set[int]:
    """The plans that hang together with these, taken for this transaction: who computes one of them waits.

    One row stands for each network, the plan with the smallest id; while it was waited for, the network may have
    grown, then the new one is taken too. Without that two facts at once would each miss the other. Taken before any
    plan's own row is: in the other order two writers could wait for each other.
    """
    wanted, taken = set(plan_ids), set[int]()
    while True:
        found = networks(wanted)
        if not (heads := {min(network) for network in found} - taken):
            return set().union(*found)
        Plan.objects.filter(pk__in=heads).update(turn=F("turn") + 1)
        taken |= heads
