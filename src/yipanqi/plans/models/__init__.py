"""Columns and constraints of plans, their versions, their facts and their stored schedules."""

from yipanqi.plans.models.facts import ProgressFact
from yipanqi.plans.models.network import (
    Activity,
    ActivityKind,
    ClaimKind,
    ConstraintChoice,
    CrossLink,
    Link,
    LinkChoice,
)
from yipanqi.plans.models.plans import CalendarChoice, Plan, Version
from yipanqi.plans.models.schedules import ScheduledActivity

__all__ = [
    "Activity",
    "ActivityKind",
    "CalendarChoice",
    "ClaimKind",
    "ConstraintChoice",
    "CrossLink",
    "Link",
    "LinkChoice",
    "Plan",
    "ProgressFact",
    "ScheduledActivity",
    "Version",
]
