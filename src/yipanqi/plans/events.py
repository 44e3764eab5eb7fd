"""What the room announces, inside the transaction that made it true."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PlanRescheduled:
    """Dates, floats or lights of these plans changed.

    `target_ids` are the milestones that they reach, `activities` those that moved: (plan id, key).
    """

    plan_ids: tuple[int, ...]
    project_ids: tuple[int, ...]
    year_ids: tuple[int, ...]
    now: datetime
    target_ids: tuple[int, ...] = ()
    activities: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True)
class PlanAgreed:
    """A version became the agreed baseline, in a consultation or by a decision."""

    plan_id: int
    version_id: int
    now: datetime


@dataclass(frozen=True)
class ProgressEntered:
    """Facts were entered: (plan id, key, actual finish or None) each."""

    entries: tuple[tuple[int, str, date | None], ...]
    now: datetime
