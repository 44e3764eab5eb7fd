"""A goal of the tree is renamed, moved or taken out while its year is being set."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid, NotFound
from yipanqi.targets.models import Goal, GoalKind
from yipanqi.targets.operations.setting import settable_year
from yipanqi.targets.rules import TargetAction

GOAL_FIELDS = ("kind", "name", "parent_id", "short_name", "horizon")


def settable_goal(actor: Actor, goal_id: int) -> Goal:
    """The goal, while its year can still be set by `actor`."""
    goal = Goal.objects.filter(pk=goal_id).first()
    if goal is None:
        raise NotFound()
    settable_year(actor, goal.year_id)
    return goal


@transaction.atomic
def alter_goal(*, actor: Actor, goal_id: int, changes: Mapping[str, Any], now: datetime) -> Goal:
    """Change fields (of GOAL_FIELDS) of a goal; refuses a place below itself."""
    goal = settable_goal(actor, goal_id)
    if unknown := set(changes) - set(GOAL_FIELDS):
        raise ValueError(f"not alterable: {', '.join(sorted(unknown))}")
    _check(goal, changes)
    told = {
        name: [str(getattr(goal, name)), str(value)]
        for name, value in changes.items()
        if getattr(goal, name) != value
    }
    for name, value in changes.items():
        setattr(goal, name, value)
    goal.save(update_fields=[name.removesuffix("_id") for name in changes])
    record(actor=actor, action=TargetAction.SET_YEAR, subject=goal, now=now, changes=told)
    return goal


def _check(goal: Goal, changes: Mapping[str, Any]) -> None:
    parents = dict(Goal.objects.filter(year=goal.year_id).values_list("pk", "parent_id"))
    if changes.get("kind", goal.kind) not in GoalKind.values:
        raise Invalid({"kind": "input.not_a_choice"})
    above = changes.get("parent_id")
    if above is not None and above not in parents:
        raise Invalid({"parent": "targets.goal_of_other_year"})
    while above is not None:
        if above == goal.pk:
            raise Invalid({"parent": "targets.goal_below_itself"})
        above = parents[above]


@transaction.atomic
def remove_goal(*, actor: Actor, goal_id: int, now: datetime) -> None:
    """Take a goal out of the tree; one that still carries goals or targets stays."""
    goal = settable_goal(actor, goal_id)
    carried = goal.children.count() + goal.targets.count()
    if carried:
        raise DomainError("targets.goal_is_used", goal=goal.name, count=carried)
    record(actor=actor, action=TargetAction.SET_YEAR, subject=goal, now=now, changes={"removed": goal.name})
    goal.delete()
