"""What the room tells later rooms. Published inside the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RoundMoved:
    """A round was computed anew, frozen, unfrozen or finished; `status` is the state after."""

    round_id: int
    year_id: int
    status: str
    now: datetime


@dataclass(frozen=True)
class ObjectionRaised:
    """A unit does not agree with a score."""

    objection_id: int
    round_id: int
    unit_id: int
    now: datetime


@dataclass(frozen=True)
class ObjectionDecided:
    """The office answered; `status` is upheld or rejected."""

    objection_id: int
    round_id: int
    unit_id: int
    status: str
    now: datetime
