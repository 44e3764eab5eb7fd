"""What is typed about units and posts, before it is checked."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class UnitEntry:
    """What is typed about a unit. `capacity` is how many activities it can carry at the same time."""

    code: str
    name: str
    kind: str
    valid_from: date
    short_name: str = ""
    parent_id: int | None = None
    valid_to: date | None = None
    capacity: int | None = None
    order: int = 0


@dataclass(frozen=True)
class PostEntry:
    """What is typed about a post. `valid_to` is the day on which it was abolished."""

    code: str
    title: str
    is_head: bool = False
    is_leader: bool = False
    planned: bool = False
    valid_to: date | None = None
    order: int = 0
