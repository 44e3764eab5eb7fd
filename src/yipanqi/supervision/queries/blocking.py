"""Who waits for whom: said once, with the progress fact, and seen by the supervision office and by the other unit."""

from collections.abc import Collection

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.plans.queries import Blocker, blockers
from yipanqi.supervision.rules import SupervisionAction


def blocked(actor: Actor, year_id: int) -> tuple[Blocker, ...]:
    """Every activity of the year that waits for another unit, the longest waiting first."""
    demand(actor, SupervisionAction.WATCH)
    return blockers(year_id)


def blocked_by(year_id: int, unit_ids: Collection[int]) -> tuple[Blocker, ...]:
    """What waits for these units: for their own card."""
    return tuple(one for one in blockers(year_id) if one.blocking_id in unit_ids)


def waiting_and_blocking(year_id: int, unit_id: int) -> tuple[tuple[Blocker, ...], tuple[Blocker, ...]]:
    """(what this unit waits for, what waits for it)."""
    found = blockers(year_id)
    return (
        tuple(one for one in found if one.unit_id == unit_id),
        tuple(one for one in found if one.blocking_id == unit_id),
    )
