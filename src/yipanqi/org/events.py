"""What the room tells later rooms."""

from dataclasses import dataclass
from datetime import date, datetime

from yipanqi.access.actor import Actor


@dataclass(frozen=True)
class UnitSucceeded:
    """From the day `at` on, every open duty of the unit is its successor's. Published inside the transaction."""

    unit_id: int
    successor_id: int
    at: date
    now: datetime
    actor: Actor
