"""Who may look at lights, and who may revise the rules behind them. Nobody may set a light."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role


class LightAction(StrEnum):
    """Verbs of the room."""

    VIEW = "lights.view"
    REVISE_RULES = "lights.revise_rules"


@rule(LightAction.VIEW)
def readers(actor: Actor) -> Q:
    """Lights are published to all who work with the year."""
    return ALL if actor.has(*READERS) else NONE


@rule(LightAction.REVISE_RULES)
def revisers(actor: Actor) -> Q:
    """The supervision office keeps the rules: who sets targets does not set what colours them."""
    return ALL if actor.has(Role.SUPERVISION) else NONE
