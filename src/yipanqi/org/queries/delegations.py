"""Who stands in for whom, as both sides see it."""

from dataclasses import dataclass
from datetime import date, datetime

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, within
from yipanqi.foundation import clock
from yipanqi.org.models import Delegation
from yipanqi.org.rules import OrgAction


@dataclass(frozen=True)
class DelegationRow:
    """One delegation from the side of the reader."""

    id: int
    giver: str
    taker: str
    from_date: date
    until: date
    reason: str
    is_mine: bool
    is_open: bool


def delegations_of(actor: Actor, now: datetime) -> list[DelegationRow]:
    """Given and taken ones, newest first."""
    day = clock.today(now)
    rows = within(actor, OrgAction.VIEW_DELEGATIONS, Delegation.objects.select_related("giver", "taker"))
    return [
        DelegationRow(
            id=row.pk,
            giver=str(row.giver),
            taker=str(row.taker),
            from_date=row.from_date,
            until=row.until,
            reason=row.reason,
            is_mine=row.giver_id == actor.user_id,
            is_open=row.withdrawn_at is None and row.until >= day,
        )
        for row in rows.order_by("-from_date", "-pk")
    ]


def delegation_for(actor: Actor, delegation_id: int) -> Delegation:
    """One delegation that `actor` may withdraw."""
    rows = Delegation.objects.select_related("giver", "taker")
    return fetch_or_404(actor, OrgAction.WITHDRAW_DELEGATION, rows, pk=delegation_id)
