"""Who may look at the board."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS


class BoardAction(StrEnum):
    """What one may do here."""

    VIEW = "board.view"


@rule(BoardAction.VIEW)
def view(actor: Actor) -> Q:
    """Every role of the zone's work; not the administrators."""
    return ALL if actor.has(*READERS) else NONE
