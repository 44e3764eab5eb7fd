"""Links between plans: one unit wishes for another's activity, the other says yes or no; only then it counts."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import may
from yipanqi.audit.operations import record
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, NotAllowed
from yipanqi.plans.models import Activity, CrossLink, LinkChoice, Plan
from yipanqi.plans.models.network import ActivityKind
from yipanqi.plans.operations.access import claim_network, link_for, move_link, plans_for
from yipanqi.plans.operations.recomputing import compute_or_refuse, recompute
from yipanqi.plans.queries.loading import load
from yipanqi.plans.rules import PlanAction


@transaction.atomic
def propose_link(
    *,
    actor: Actor,
    predecessor_plan: int,
    predecessor: str,
    successor_plan: int,
    successor: str,
    now: datetime,
    type: str = "FS",
    lag: int = 0,
    needed_by: date | None = None,
    reason: str = "",
) -> CrossLink:
    """Wish that an activity of one plan waits for one of another (ids and keys); `lag` in working days.

    The actor plans one of the two; the owner of the other is asked. Refused when such a link exists, an end is
    unknown, or the link would close a ring.
    """
    ends = plans_for(actor, PlanAction.VIEW, {predecessor_plan, successor_plan})
    own = _own_end(actor, ends[successor_plan], ends[predecessor_plan])
    other = ends[predecessor_plan] if own.pk == successor_plan else ends[successor_plan]
    _guard_ends(ends, predecessor_plan, predecessor, successor_plan, successor, type)
    row = CrossLink(
        predecessor_plan_id=predecessor_plan,
        predecessor=predecessor,
        successor_plan_id=successor_plan,
        successor=successor,
        asked=other,
        type=type,
        lag=lag,
        needed_by=needed_by,
        reason=reason.strip()[:200],
        author_label=actor.label,
        at=now,
    )
    _guard_ring(row, now)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise DomainError("plans.cross_link_exists") from None
    record(actor=actor, action=PlanAction.PROPOSE_LINK, subject=row, now=now, note=row.reason)
    return row


def _own_end(actor: Actor, successor: Plan, predecessor: Plan) -> Plan:
    """The plan for which the actor speaks: that which waits, before that which is waited for."""
    for plan in (successor, predecessor):
        if may(actor, PlanAction.PROPOSE_LINK, plan):
            return plan
    raise NotAllowed(action=str(PlanAction.PROPOSE_LINK))


def _guard_ends(
    ends: dict[int, Plan],
    predecessor_plan: int,
    predecessor: str,
    successor_plan: int,
    successor: str,
    type: str,
) -> None:
    if predecessor_plan == successor_plan:
        raise Invalid({"predecessor_plan": "plans.link_inside_plan"})
    if type not in LinkChoice.values:
        raise Invalid({"type": "input.not_a_choice"})
    for cell, plan_id, key in (
        ("predecessor", predecessor_plan, predecessor),
        ("successor", successor_plan, successor),
    ):
        versions = [version for version in (ends[plan_id].baseline_id, ends[plan_id].draft_id) if version]
        kinds = Activity.objects.filter(version__in=versions, key=key).values_list("kind", flat=True)
        if not kinds:
            raise Invalid({cell: DomainError("plans.unknown_activity", key=key)})
        if ActivityKind.SUMMARY in kinds:
            raise Invalid({cell: DomainError("plans.summary_linked", key=key)})


def _guard_ring(link: CrossLink, now: datetime) -> None:
    """Refuse a link that would close a ring through the links that count."""
    loaded = load(claim_network([link.predecessor_plan_id, link.successor_plan_id]), clock.today(now))
    compute_or_refuse(loaded.with_links(link))


@transaction.atomic
def accept_link(*, actor: Actor, link_id: int, now: datetime) -> CrossLink:
    """The owner of the other plan consents: from now on the link counts, and both networks are one."""
    link = link_for(actor, PlanAction.ACCEPT, link_id)
    plans = [link.predecessor_plan_id, link.successor_plan_id]
    claim_network(plans)
    changes = move_link(link, "accept")
    record(actor=actor, action=PlanAction.ACCEPT, subject=link, now=now, changes=changes)
    recompute(claim_network(plans), now, touched=plans)
    return link


@transaction.atomic
def refuse_link(*, actor: Actor, link_id: int, note: str, now: datetime) -> CrossLink:
    """The owner of the other plan says no, with a reason."""
    link = link_for(actor, PlanAction.REFUSE, link_id)
    changes = move_link(link, "refuse", note, reason=note.strip()[:200])
    record(actor=actor, action=PlanAction.REFUSE, subject=link, now=now, note=note.strip(), changes=changes)
    return link


@transaction.atomic
def propose_link_again(*, actor: Actor, link_id: int, now: datetime, reason: str = "") -> CrossLink:
    """Put a refused wish once more."""
    link = link_for(actor, PlanAction.PROPOSE_AGAIN, link_id)
    changes = move_link(link, "propose_again", reason=reason.strip()[:200])
    record(actor=actor, action=PlanAction.PROPOSE_AGAIN, subject=link, now=now, note=reason, changes=changes)
    return link


@transaction.atomic
def dissolve_link(*, actor: Actor, link_id: int, note: str, now: datetime) -> CrossLink:
    """Take a wish back, or end a link that counts, with a reason."""
    return _end(actor, link_for(actor, PlanAction.DISSOLVE, link_id), note, now)


@transaction.atomic
def decide_against_link(*, actor: Actor, link_id: int, note: str, now: datetime) -> CrossLink:
    """The meeting ends a link, or refuses one that was only wished for."""
    return _end(actor, link_for(actor, PlanAction.DECIDE, link_id), note, now)


def _end(actor: Actor, link: CrossLink, note: str, now: datetime) -> CrossLink:
    plans = [link.predecessor_plan_id, link.successor_plan_id]
    network = claim_network(plans)
    counted = link.status
    changes = move_link(link, "dissolve", note, reason=note.strip()[:200])
    record(actor=actor, action=PlanAction.DISSOLVE, subject=link, now=now, note=note.strip(), changes=changes)
    if counted == "accepted":
        recompute(network, now, touched=plans)
    return link
