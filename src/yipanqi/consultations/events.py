"""What the room announces, inside the transaction that made it true."""

from dataclasses import dataclass
from datetime import datetime

from yipanqi.access.actor import Actor


@dataclass(frozen=True)
class SessionDecided:
    """A session has ended: baselines are frozen, the minutes are written, letters may follow."""

    session_id: int
    now: datetime


@dataclass(frozen=True)
class DecisionMade:
    """Something was decided after its session; `unit_ids` are those whose work it reaches.

    `reissued_by` wants the letters that it changes sent out at once.
    """

    decision_id: int
    session_id: int
    unit_ids: tuple[int, ...]
    now: datetime
    reissued_by: Actor | None = None
