"""What people hand in: plans, rows of a plan, facts, and the changes that a decision makes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

SEPARATOR = "/"
"""Between a plan's id and the key of one of its activities: "12/A30" names an activity among all plans."""


@dataclass(frozen=True)
class PlanDraft:
    """A new plan. It serves a project, a target, both or neither."""

    name: str
    owner_id: int
    start: date
    project_id: int | None = None
    target_id: int | None = None
    leader_id: int | None = None
    due: date | None = None
    calendar: str = "china"
    illustrative: bool = False


@dataclass(frozen=True)
class ActivityDraft:
    """One row of a plan. Durations are working days of the plan's calendar; `key` survives versions."""

    key: str
    name: str
    duration: int
    kind: str = "task"
    level: int = 0
    unit_id: int | None = None
    partner_ids: tuple[int, ...] = ()
    constraint: str = ""
    constraint_date: date | None = None
    constraint_reason: str = ""
    claim_kind: str = ""
    claim: str = ""
    approval: str = ""
    standard: str = ""
    optimistic: int | None = None
    pessimistic: int | None = None
    target_id: int | None = None


@dataclass(frozen=True)
class LinkDraft:
    """A dependency inside a plan; `lag` in working days, negative for an overlap."""

    predecessor: str
    successor: str
    type: str = "FS"
    lag: int = 0


@dataclass(frozen=True)
class ProgressEntry:
    """The state of one activity at the end of the day `as_of`.

    `remaining` counts working days after `as_of`. What is left empty is carried over from the former fact;
    `unchanged` confirms that one as it is. `correction` replaces it and needs a note.
    """

    plan_id: int
    key: str
    as_of: date
    actual_start: date | None = None
    actual_finish: date | None = None
    remaining: int | None = None
    unchanged: bool = False
    waits_for_id: int | None = None
    note: str = ""
    evidence_ids: tuple[int, ...] = ()
    correction: bool = False
    illustrative: bool = False


@dataclass(frozen=True)
class PlanChange:
    """One change of a version, as a decision makes it. `key` is empty for the plan itself.

    field   value
    duration, start_on_or_after, finish_on_or_before, due, unit, claim, constraint_reason
            working days | day or None | day or None | day or None (key "") | unit id | text | text
    add_link, remove_link, lag
            {"predecessor", "type", "lag"}; "<plan id>/<key>" as predecessor names another plan's activity
    """

    plan_id: int
    key: str
    field: str
    value: Any
    base_version_id: int


def join(plan_id: int, key: str) -> str:
    """The name of an activity among all plans."""
    return f"{plan_id}{SEPARATOR}{key}"


def split(name: str) -> tuple[int, str]:
    """The inverse of `join`."""
    plan_id, _, key = name.partition(SEPARATOR)
    return int(plan_id), key
