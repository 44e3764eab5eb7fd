"""Who convenes, who gives opinions, who tries and decides. What is on the table is open to all who work with the year."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role
from yipanqi.consultations.models import Conflict

CONVENERS = (Role.SUPERVISION, Role.PROJECT_OFFICE)


class ConsultationAction(StrEnum):
    """Verbs of the room, the moves of its state tables among them."""

    VIEW = "consultations.view"
    OPEN = "consultations.open"
    FIND = "consultations.find"
    ASK_OPINIONS = "consultations.ask_opinions"
    PREPARE_AGAIN = "consultations.prepare_again"
    BEGIN = "consultations.begin"
    DECIDE = "consultations.decide"
    DECIDE_AFTERWARDS = "consultations.decide_afterwards"
    GIVE_OPINION = "consultations.give_opinion"
    TRY = "consultations.try"
    SETTLE = "consultations.settle"
    PUT_OFF = "consultations.put_off"
    AGREE = "consultations.agree"
    VANISH = "consultations.vanish"
    REOPEN = "consultations.reopen"


@rule(ConsultationAction.VIEW)
def readers(actor: Actor) -> Q:
    """Everyone who works with the year."""
    return ALL if actor.has(*READERS) else NONE


@rule(
    ConsultationAction.OPEN,
    ConsultationAction.FIND,
    ConsultationAction.ASK_OPINIONS,
    ConsultationAction.PREPARE_AGAIN,
    ConsultationAction.BEGIN,
    ConsultationAction.DECIDE,
    ConsultationAction.DECIDE_AFTERWARDS,
)
def conveners(actor: Actor) -> Q:
    """Who holds the consultation and records it: the supervision office and the project office."""
    return ALL if actor.has(*CONVENERS) else NONE


@rule(ConsultationAction.TRY, ConsultationAction.SETTLE, ConsultationAction.PUT_OFF)
def at_the_table(actor: Actor) -> Q:
    """In the meeting: the leaders, and those who record what they decide."""
    return ALL if actor.has(Role.LEADER, *CONVENERS) else NONE


@rule(ConsultationAction.GIVE_OPINION)
def units_concerned(actor: Actor) -> Q:
    """On conflicts: clerks and heads of the units that it concerns."""
    if not actor.has(Role.CLERK, Role.UNIT_HEAD) or not actor.units:
        return NONE
    return Q(pk__in=Conflict.units.through.objects.filter(unit__in=actor.units).values("conflict"))


@rule(ConsultationAction.AGREE, ConsultationAction.VANISH, ConsultationAction.REOPEN)
def follows_by_itself(actor: Actor) -> Q:
    """Nobody by hand: opinions and the search move a conflict so."""
    return NONE
