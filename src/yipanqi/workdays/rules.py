"""Who sees the calendar and who changes it."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role


class WorkdayAction(StrEnum):
    """The verbs of the room."""

    VIEW = "workdays.view"
    EDIT = "workdays.edit"
    SEED = "workdays.seed"


@rule(WorkdayAction.VIEW)
def readers(actor: Actor) -> Q:
    """Everyone who works with dates."""
    return ALL if actor.has(*READERS, Role.GRID_STAFF) else NONE


@rule(WorkdayAction.EDIT, WorkdayAction.SEED)
def office(actor: Actor) -> Q:
    """The office enters what the State Council decides each autumn."""
    return ALL if actor.has(Role.OFFICE) else NONE
