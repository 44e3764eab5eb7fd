"""What the room announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TargetRecomputed:
    """A target's figures and light were computed; colours are empty when there was none before."""

    target_id: int
    before: str
    after: str
    at: datetime


@dataclass(frozen=True)
class YearFixed:
    """The targets of a year are fixed."""

    year_id: int
    at: datetime


@dataclass(frozen=True)
class ReadingEntered:
    """A reading was entered or corrected."""

    target_id: int
    reading_id: int
    at: datetime
