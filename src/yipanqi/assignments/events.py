"""What the room announces, inside the transaction that made it true."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class LetterIssued:
    """A letter is out; the unit has to sign it."""

    letter_id: int
    unit_id: int
    now: datetime


@dataclass(frozen=True)
class ItemMoved:
    """An item took a step of its table."""

    item_id: int
    unit_id: int
    status: str
    now: datetime


@dataclass(frozen=True)
class ExtensionDecided:
    """The leader said yes or no to a later date."""

    item_id: int
    until: date
    approved: bool
    now: datetime
