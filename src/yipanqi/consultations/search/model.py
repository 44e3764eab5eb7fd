"""What the search reads and what it finds: frozen, without a database.

`Case` is everything a rule may ask; `Found` is one conflict with its days, numbers, places, units and the smallest
change that resolves it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from yipanqi.plans.days import Calendars, DayTable
from yipanqi.plans.drafts import PlanChange
from yipanqi.plans.queries.network import Key, Network, NetworkActivity, NetworkLink
from yipanqi.projects.queries import Gap

MILESTONE, SUMMARY, TASK = "milestone", "summary", "task"
AT_START = frozenset({"start_on_or_after", "mandatory_start"})
"""Dates set by hand that hold the start."""
TO_FINISH = frozenset({"FF", "SF"})
"""Links that hold the finish of their successor."""
_LONGEST_SIGNATURE = 200


class Rule(StrEnum):
    """The rules in the order of the domain; the value is stored with each conflict."""

    CYCLE = "cycle"
    NO_OWNER = "no_owner"
    PREDECESSOR_GONE = "predecessor_gone"
    TOO_LATE = "too_late"
    CLAIMED_TWICE = "claimed_twice"
    APPROVAL_SHORT = "approval_short"
    NO_REASON = "no_reason"
    PARTS_SHORT = "parts_short"
    AFTER_TARGET = "after_target"
    NEGATIVE_FLOAT = "negative_float"
    DAY_OFF = "day_off"
    POOR_QUALITY = "poor_quality"


class Due(NamedTuple):
    """The date that a target promises, and who leads it."""

    name: str
    due: date
    lead_id: int | None


class Failure(NamedTuple):
    """A quality check that a plan fails: its id, and the activities at fault."""

    check: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Remedy:
    """The smallest change: `kind` and `params` make its sentence; no `changes` where no plan can resolve it."""

    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[PlanChange, ...] = ()


@dataclass(frozen=True)
class Found:
    """One conflict. `about` recognises it when the search runs again; `numbers` are ready for JSON."""

    rule: Rule
    about: tuple[object, ...]
    days: int
    numbers: Mapping[str, Any]
    where: tuple[Key, ...]
    units: frozenset[int]
    remedy: Remedy

    @property
    def signature(self) -> str:
        """The same for the same conflict, at most 200 characters."""
        text = ":".join([self.rule, *map(str, self.about)])
        if len(text) <= _LONGEST_SIGNATURE:
            return text
        return f"{self.rule}:{sha256(text.encode()).hexdigest()}"


@dataclass(frozen=True)
class Case:
    """The network of a year with what the rules compare it to.

    `dues` by target id, `quality` the failed checks by plan id, `statutory` shortest working days by approval.
    """

    network: Network
    calendars: Calendars
    dues: Mapping[int, Due] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    quality: Mapping[int, tuple[Failure, ...]] = field(default_factory=dict)
    statutory: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def open_rows(self) -> list[NetworkActivity]:
        """Activities and milestones that are not finished."""
        done = {key for key, fact in self.network.facts.items() if fact.actual_finish}
        return [
            row
            for row in self.network.activities
            if row.kind != SUMMARY and (row.plan_id, row.key) not in done
        ]

    @cached_property
    def open_by_plan(self) -> dict[int, list[NetworkActivity]]:
        """The same by plan."""
        found: dict[int, list[NetworkActivity]] = defaultdict(list)
        for row in self.open_rows:
            found[row.plan_id].append(row)
        return found

    @cached_property
    def links_into(self) -> dict[Key, list[NetworkLink]]:
        """Links inside plans by their successor."""
        found: dict[Key, list[NetworkLink]] = defaultdict(list)
        for link in self.network.links:
            found[link.plan_id, link.successor].append(link)
        return found

    @cached_property
    def held_from_outside(self) -> set[Key]:
        """Activities that wait for another plan by a link that counts."""
        return {
            (link.successor_plan, link.successor) for link in self.network.cross if link.status == "accepted"
        }

    @cached_property
    def ends_held_from_outside(self) -> set[Key]:
        """Those of them whose finish waits, so that a shorter duration only makes them begin later."""
        return {
            (link.successor_plan, link.successor)
            for link in self.network.cross
            if link.status == "accepted" and link.type in TO_FINISH
        }

    def opens(self, row: NetworkActivity) -> bool:
        """Whether it is a milestone that stands at the morning of its day, like the one that opens a plan."""
        if row.kind != MILESTONE:
            return False
        return row.constraint in AT_START or (row.plan_id, row.key) not in self.links_into

    def days(self, plan_id: int) -> DayTable:
        """The calendar of a plan."""
        return self.calendars[self.network.plans[plan_id].calendar]

    def has_begun(self, key: Key) -> bool:
        """Whether a fact says that the activity has begun."""
        fact = self.network.facts.get(key)
        return bool(fact and fact.actual_start)

    def change(self, key: Key, field: str, value: Any) -> PlanChange:
        """A change of an activity (of the plan itself for an empty key), meant for its current version."""
        plan_id, name = key
        return PlanChange(plan_id, name, field, value, self.network.plans[plan_id].version_id)

    def name(self, key: Key) -> str:
        """An activity with its plan, as sentences name it."""
        row = self.network.by_key.get(key)
        return f"{self.network.plans[key[0]].name}：{row.name if row else key[1]}"

    def unit_of(self, key: Key) -> int:
        """Who does the activity; the lead of its plan where nobody is named."""
        row = self.network.by_key.get(key)
        return (row.unit_id if row else None) or self.network.plans[key[0]].owner_id

    def units_of(self, keys: Iterable[Key]) -> frozenset[int]:
        """Who does these, and who leads their plans."""
        keys = list(keys)
        return frozenset(self.unit_of(key) for key in keys) | frozenset(
            self.network.plans[key[0]].owner_id for key in keys
        )
