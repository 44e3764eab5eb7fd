"""What stands on the desk of a unit: open matters, digests, and who waits for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from yipanqi.access.actor import Actor
from yipanqi.plans.queries import Blocker
from yipanqi.supervision.queries.blocking import blocked_by
from yipanqi.supervision.queries.matters import MatterRow, matters_of
from yipanqi.supervision.queries.reminding import ReminderRow, reminders_of

LAST = 20


@dataclass(frozen=True)
class Inbox:
    """`reminders` are the last ones, read and unread; `waiting` counts what the unit itself has to do something about."""

    matters: tuple[MatterRow, ...]
    reminders: tuple[ReminderRow, ...]
    blocked: tuple[Blocker, ...]

    @property
    def waiting(self) -> int:
        """Matters to answer, digests to read, units to let go on."""
        asked = sum(row.status == "under_way" for row in self.matters)
        unread = sum(row.read_at is None for row in self.reminders)
        return asked + unread + len(self.blocked)


def inbox(actor: Actor, year_id: int, unit_ids: Collection[int], now: datetime) -> Inbox:
    """The inbox of these units. Six queries at most."""
    rows = matters_of(actor, unit_ids, year_id=year_id, now=now)
    return Inbox(
        matters=tuple(row for row in rows if row.is_open),
        reminders=reminders_of(actor, unit_ids)[:LAST],
        blocked=blocked_by(year_id, unit_ids),
    )
