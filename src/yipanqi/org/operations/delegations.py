"""Stand-ins: one account acts for another for some days."""

from datetime import date, datetime, timedelta

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.models import User
from yipanqi.access.queries import is_administrator
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, NotAllowed
from yipanqi.org.models import Delegation
from yipanqi.org.rules import OrgAction

LONGEST = timedelta(days=366)


@transaction.atomic
def give_delegation(
    *, actor: Actor, now: datetime, taker: User, from_date: date, until: date, reason: str
) -> Delegation:
    """`taker` acts for the giver's own posts from a day until a day, both inclusive; roles are not handed on."""
    demand(actor, OrgAction.GIVE_DELEGATION)
    if actor.user_id is None:
        raise NotAllowed(action=str(OrgAction.GIVE_DELEGATION))  # the system holds no post to hand on
    _guard(actor, taker, from_date, until, clock.today(now), reason)
    given = Delegation.objects.create(
        giver_id=actor.user_id, taker=taker, from_date=from_date, until=until, reason=reason.strip()
    )
    record(
        actor=actor,
        action=OrgAction.GIVE_DELEGATION,
        subject=given,
        now=now,
        note=given.reason,
        changes={"taker": taker.username, "from": from_date, "until": until},
    )
    return given


def _guard(actor: Actor, taker: User, from_date: date, until: date, today: date, reason: str) -> None:
    wrong: dict[str, DomainError | str] = {}
    if taker.pk == actor.user_id or not taker.is_active or is_administrator(taker):
        wrong["taker"] = "org.cannot_stand_in"
    if until < from_date or until < today:
        wrong["until"] = "org.dates_not_in_order"
    elif until - from_date > LONGEST:
        wrong["until"] = DomainError("org.delegation_too_long", days=LONGEST.days)
    if not reason.strip():
        wrong["reason"] = "input.required"
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def withdraw_delegation(*, actor: Actor, now: datetime, delegation: Delegation) -> Delegation:
    """It ends at this moment."""
    demand(actor, OrgAction.WITHDRAW_DELEGATION, delegation)
    won = Delegation.objects.filter(pk=delegation.pk, withdrawn_at__isnull=True).update(withdrawn_at=now)
    if not won:
        raise DomainError("org.delegation_has_ended")
    delegation.withdrawn_at = now
    record(actor=actor, action=OrgAction.WITHDRAW_DELEGATION, subject=delegation, now=now)
    return delegation
