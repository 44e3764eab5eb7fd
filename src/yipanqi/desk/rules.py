"""Who has which desk."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import Role


class DeskAction(StrEnum):
    """The desks."""

    FILL_MONTH = "desk.fill_month"
    WATCH = "desk.watch"


@rule(DeskAction.FILL_MONTH)
def fill_month(actor: Actor) -> Q:
    """Clerks and heads who stand for a unit."""
    return ALL if actor.has(Role.CLERK, Role.UNIT_HEAD) and actor.units else NONE


@rule(DeskAction.WATCH)
def watch(actor: Actor) -> Q:
    """The supervision office, the target office and the leaders: who turned, who is silent."""
    return ALL if actor.has(Role.SUPERVISION, Role.OFFICE, Role.LEADER, Role.AUDITOR) else NONE
