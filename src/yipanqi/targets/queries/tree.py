"""The goal tree: vision, path, theme, with the lights of everything below each node."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from yipanqi.access.actor import Actor
from yipanqi.access.registry import within
from yipanqi.targets.models import Goal
from yipanqi.targets.queries.rows import Counts, TargetRow, count_colours, target_rows
from yipanqi.targets.rules import TargetAction


@dataclass(frozen=True)
class GoalNode:
    """A goal with its own targets, its lower goals, and the count of all lights below."""

    pk: int
    kind: str
    name: str
    horizon: int | None
    counts: Counts
    targets: tuple[TargetRow, ...]
    children: tuple["GoalNode", ...]


def goal_tree(actor: Actor, year_id: int) -> tuple[GoalNode, ...]:
    """The tree of a year from its roots. Two queries."""
    goals = list(within(actor, TargetAction.VIEW, Goal.objects.filter(year=year_id)))
    targets: dict[int, list[TargetRow]] = defaultdict(list)
    for row in target_rows(actor, year_id):
        targets[row.goal_id].append(row)
    below: dict[int | None, list[Goal]] = defaultdict(list)
    for goal in goals:
        below[goal.parent_id].append(goal)
    return _nodes(below[None], below, targets)


def _nodes(
    goals: Iterable[Goal], below: dict[int | None, list[Goal]], targets: dict[int, list[TargetRow]]
) -> tuple[GoalNode, ...]:
    return tuple(
        _node(goal, _nodes(below[goal.pk], below, targets), tuple(targets[goal.pk])) for goal in goals
    )


def _node(goal: Goal, children: tuple[GoalNode, ...], targets: tuple[TargetRow, ...]) -> GoalNode:
    own = count_colours(row.colour for row in targets)
    parts = [own, *(child.counts for child in children)]
    summed = Counts(*(sum(counts) for counts in zip(*map(_as_tuple, parts), strict=True)))
    return GoalNode(goal.pk, goal.kind, goal.name, goal.horizon, summed, targets, children)


def _as_tuple(counts: Counts) -> tuple[int, int, int, int, int]:
    return counts.red, counts.yellow, counts.grey, counts.green, counts.blue
