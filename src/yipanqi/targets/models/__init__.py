"""Columns and constraints of the year, its goal tree, its targets and what is known of them."""

from yipanqi.targets.models.facts import ListItem, ListKind, PastValue, Reading, Statement, TrajectoryPoint
from yipanqi.targets.models.goals import Goal, GoalKind, Meeting, Year
from yipanqi.targets.models.targets import (
    Change,
    Comment,
    Cycle,
    Measure,
    Operator,
    Target,
    TargetKind,
    TrajectoryKind,
)

__all__ = [
    "Change",
    "Comment",
    "Cycle",
    "Goal",
    "GoalKind",
    "ListItem",
    "ListKind",
    "Measure",
    "Meeting",
    "Operator",
    "PastValue",
    "Reading",
    "Statement",
    "Target",
    "TargetKind",
    "TrajectoryKind",
    "TrajectoryPoint",
    "Year",
]
