"""What the room announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ProjectMoved:
    """A project took another stage; `target_ids` are the targets it contributes to."""

    project_id: int
    year_id: int
    target_ids: tuple[int, ...]
    now: datetime


@dataclass(frozen=True)
class InvestmentEntered:
    """Investment of projects of one year was entered or corrected."""

    project_ids: tuple[int, ...]
    year_id: int
    target_ids: tuple[int, ...]
    now: datetime
