"""What the room announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MatterOpened:
    """A unit is told that something of its own is supervised from now on."""

    matter_id: int
    unit_id: int
    now: datetime


@dataclass(frozen=True)
class Reminded:
    """One digest went to one unit."""

    reminder_id: int
    unit_id: int
    level: int
    now: datetime
