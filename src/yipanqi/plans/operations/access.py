"""How every operation of the room begins: the row, if the actor may know of it; the right; the lock."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from django.db.models import Exists, F, OuterRef

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, within
from yipanqi.foundation.errors import DomainError, LostRace, NotAllowed, NotFound
from yipanqi.plans.models import CrossLink, Plan, Version
from yipanqi.plans.queries.loading import networks
from yipanqi.plans.rules import PlanAction
from yipanqi.plans.transitions import CROSS_LINKS, VERSIONS
from yipanqi.targets.transitions import YearStatus


def plan_for(actor: Actor, action: StrEnum, plan_id: int) -> Plan:
    """The plan on which `actor` may do `action`; NotFound or NotAllowed otherwise."""
    return plans_for(actor, action, {plan_id})[plan_id]


def plans_for(actor: Actor, action: StrEnum, plan_ids: Collection[int]) -> dict[int, Plan]:
    """The plans, if `actor` may do `action` on every one. One query."""
    itself = Plan.objects.filter(pk=OuterRef("pk"))
    rows = Plan.objects.filter(pk__in=plan_ids).select_related("owner", "draft", "baseline", "year")
    reached = within(actor, PlanAction.VIEW, rows).annotate(allowed=Exists(within(actor, action, itself)))
    found: dict[int, Plan] = {plan.pk: plan for plan in reached}
    if len(found) != len(plan_ids):
        raise NotFound()
    if not all(vars(plan)["allowed"] for plan in found.values()):
        raise NotAllowed(action=str(action))
    if action != PlanAction.VIEW:
        for plan in found.values():
            guard_open(plan)
    return found


def guard_open(plan: Plan) -> None:
    """Nothing is written to plans of a closed year."""
    if plan.year.status == YearStatus.CLOSED:
        raise DomainError("plans.year_closed")


def version_for(actor: Actor, action: StrEnum, version_id: int) -> tuple[Plan, Version]:
    """A plan's version in work, if `actor` may do `action` on the plan."""
    return versions_for(actor, action, [version_id])[0]


def versions_for(actor: Actor, action: StrEnum, version_ids: Sequence[int]) -> list[tuple[Plan, Version]]:
    """Versions in work with their plans, if `actor` may do `action` on every plan. Two queries."""
    versions = Version.objects.in_bulk(version_ids)
    if len(versions) != len(set(version_ids)):
        raise NotFound()
    plans = plans_for(actor, action, {version.plan_id for version in versions.values()})
    found = [(plans[versions[pk].plan_id], versions[pk]) for pk in version_ids]
    for plan, version in found:
        if plan.draft_id != version.pk:
            raise LostRace(plan=str(plan))
    return found


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
