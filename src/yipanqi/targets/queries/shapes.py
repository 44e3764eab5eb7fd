"""What the page of one target is made of: finished parts, nothing lazy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from yipanqi.lights.queries import Why
from yipanqi.targets.queries.rows import TargetRow
from yipanqi.targets.trajectory import Point


@dataclass(frozen=True)
class Former:
    """A replaced revision of a reading."""

    value: Decimal
    note: str
    author: str
    at: datetime


@dataclass(frozen=True)
class Evidence:
    """An attachment, to be opened by its id."""

    pk: int
    name: str


@dataclass(frozen=True)
class ReadingLine:
    """A current reading in the history: what the period brought, what was expected, the light after it."""

    pk: int
    period: date
    as_of: date
    value: Decimal
    amount: Decimal | None
    expected: Decimal | None
    colour: str
    note: str
    source: str
    provenance: str
    author: str
    at: datetime
    unchanged: bool
    illustrative: bool
    former: tuple[Former, ...]
    evidence: tuple[Evidence, ...]

    @property
    def gap(self) -> Decimal | None:
        """Value less expected value."""
        return None if self.expected is None else self.value - self.expected


@dataclass(frozen=True)
class Course:
    """What the chart of an indicator draws; all by day. `low` and `high` end the band of the forecast."""

    begin: date
    end: date
    plan: tuple[Point, ...]
    fact: tuple[Point, ...]
    forecast: tuple[Point, ...]
    low: Decimal | None
    high: Decimal | None
    months: tuple[Point, ...]


@dataclass(frozen=True)
class Said:
    """One statement of the owner."""

    text: str
    unchanged: bool
    done_on: date | None
    expected_on: date | None
    author: str
    unit: str
    at: datetime
    illustrative: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Line:
    """One line of a duty, task or problem list."""

    pk: int
    text: str
    owner: str
    due: date | None
    done_on: date | None
    result: str
    is_overdue: bool


@dataclass(frozen=True)
class Remark:
    """A unit's comment and its answer; `accepted` is None until it is answered."""

    pk: int
    unit: str
    author: str
    text: str
    proposed_value: Decimal | None
    proposed_due: date | None
    at: datetime
    accepted: bool | None
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Decided:
    """A change by decision."""

    field: str
    before: str
    after: str
    decision: str
    reason: str
    extension: bool
    author: str
    at: datetime


@dataclass(frozen=True)
class Powers:
    """What this actor may do here now: rights and states together."""

    enter: bool
    state: bool
    keep_lists: bool
    complete: bool
    comment: bool
    answer: bool
    alter: bool
    change: bool
    trajectory: bool
    drop: bool
    reopen: bool


@dataclass(frozen=True)
class TargetPage:
    """Everything that a target's page and its print show; nothing lazy."""

    row: TargetRow
    year: int
    year_id: int
    year_status: str
    goal_parents: tuple[str, ...]
    partners: tuple[str, ...]
    partner_ids: tuple[int, ...]
    leader_id: int | None
    standard: str
    trajectory: str
    base: Decimal | None
    why: Why | None
    course: Course | None
    points: tuple[Point, ...]
    readings: tuple[ReadingLine, ...]
    statements: tuple[Said, ...]
    lists: Mapping[str, tuple[Line, ...]]
    comments: tuple[Remark, ...]
    changes: tuple[Decided, ...]
    powers: Powers
    asked: date
    today: date
    days_left: int | None
