"""Columns and constraints of the year, its goal tree, its targets and what is known of them."""

from yipanqi.targets.models.facts import ListItem, ListKind, Reading, Statement, TrajectoryPoint
from yipanqi.targets.models.goals import Goal, GoalKind, Year
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
    "Operator",
    "Reading",
    "Statement",
    "Target",
    "TargetKind",
    "TrajectoryKind",
    "TrajectoryPoint",
    "Year",
]
