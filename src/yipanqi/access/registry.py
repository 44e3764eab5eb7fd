"""One rule an action: a function from the Actor to a Q answers both "which rows" and "may I".

A rule over many-valued relations must not multiply rows: write it as `pk__in` a subquery.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from yipanqi.access.actor import Actor
from yipanqi.foundation.errors import NotAllowed, NotFound

M = TypeVar("M", bound=Model)
Rule = Callable[[Actor], Q]

ALL = Q()
NONE = Q(pk__in=[])

_rules: dict[StrEnum, Rule] = {}


def rule(*actions: StrEnum) -> Callable[[Rule], Rule]:
    """Register a function as the one rule of each of `actions`; a second rule for an action is refused."""

    def register(function: Rule) -> Rule:
        for action in actions:
            if action in _rules:
                raise ValueError(f"two rules for {action}")
            _rules[action] = function
        return function

    return register


def rules() -> dict[StrEnum, Rule]:
    """Every action with its rule, for the reference page and the tests."""
    return dict(_rules)


def scope(actor: Actor, action: StrEnum) -> Q:
    """The rows on which `actor` may do `action`. The system may do everything."""
    return ALL if actor.is_system else _rules[action](actor)


def within(actor: Actor, action: StrEnum, rows: QuerySet[M]) -> QuerySet[M]:
    """Those of `rows` on which `actor` may do `action`."""
    return rows.filter(scope(actor, action))


def may(actor: Actor, action: StrEnum, row: Model | None = None) -> bool:
    """Whether `actor` may do `action` on `row`; without a row, whether on any row at all."""
    allowed = scope(actor, action)
    if allowed == NONE:
        return False
    if row is None or allowed == ALL:
        return True
    return type(row)._default_manager.filter(allowed, pk=row.pk).exists()


def demand(actor: Actor, action: StrEnum, row: Model | None = None) -> None:
    """NotAllowed unless `actor` may do `action` on `row`."""
    if not may(actor, action, row):
        raise NotAllowed(action=str(action))


def fetch_or_404(actor: Actor, action: StrEnum, rows: QuerySet[M], **lookup: Any) -> M:
    """The one row that `lookup` names and `actor` may reach; NotFound for a missing and a forbidden one alike."""
    row = within(actor, action, rows).filter(**lookup).first()
    if row is None:
        raise NotFound()
    return row
