"""Who may what with plans: who leads, plans; who does the work, says how it stands; offices agree and decide."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role
from yipanqi.plans.models import Activity


class PlanAction(StrEnum):
    """Verbs of the room; the moves of its state tables are among them."""

    VIEW = "plans.view"
    TRY = "plans.try"
    CREATE = "plans.create"
    EDIT = "plans.edit"
    SUBMIT = "plans.submit"
    REVISE = "plans.revise"
    RETURN = "plans.return"
    AGREE = "plans.agree"
    SUPERSEDE = "plans.supersede"
    DECIDE = "plans.decide"
    ENTER_PROGRESS = "plans.enter_progress"
    PROPOSE_LINK = "plans.propose_link"
    PROPOSE_AGAIN = "plans.propose_again"
    DISSOLVE = "plans.dissolve"
    ACCEPT = "plans.accept"
    REFUSE = "plans.refuse"
    HAND_OVER = "plans.hand_over"


@rule(PlanAction.VIEW, PlanAction.TRY)
def readers(actor: Actor) -> Q:
    """Everyone who works with the year, on every plan; what is only tried changes nothing."""
    return ALL if actor.has(*READERS) else NONE


def works_for_units(actor: Actor) -> bool:
    """Clerks and heads, with a unit to act for."""
    return actor.has(Role.CLERK, Role.UNIT_HEAD) and bool(actor.units)


@rule(PlanAction.CREATE, PlanAction.EDIT, PlanAction.PROPOSE_LINK)
def planners(actor: Actor) -> Q:
    """On plans: who leads, plans; the project office helps with every draft."""
    if actor.has(Role.PROJECT_OFFICE):
        return ALL
    return Q(owner__in=actor.units) if works_for_units(actor) else NONE


@rule(PlanAction.SUBMIT, PlanAction.REVISE)
def owners(actor: Actor) -> Q:
    """On plans: the unit that leads alone puts its plan forward."""
    return Q(owner__in=actor.units) if works_for_units(actor) else NONE


@rule(PlanAction.RETURN)
def project_office(actor: Actor) -> Q:
    """On plans: the project office looks through what was submitted."""
    return ALL if actor.has(Role.PROJECT_OFFICE) else NONE


@rule(PlanAction.AGREE, PlanAction.SUPERSEDE)
def conveners(actor: Actor) -> Q:
    """On plans: who holds the consultation records what was agreed."""
    return ALL if actor.has(Role.SUPERVISION, Role.PROJECT_OFFICE) else NONE


@rule(PlanAction.DECIDE)
def at_the_table(actor: Actor) -> Q:
    """On plans and links: the leaders in the meeting, and those who record what they decide."""
    return ALL if actor.has(Role.LEADER, Role.SUPERVISION, Role.PROJECT_OFFICE) else NONE


@rule(PlanAction.ENTER_PROGRESS)
def doers(actor: Actor) -> Q:
    """On plans: the lead unit, and units with an activity in the agreed version, each for its own."""
    if not works_for_units(actor):
        return NONE
    own = Activity.objects.filter(unit__in=actor.units).values("version")
    return Q(owner__in=actor.units) | Q(baseline__in=own)


@rule(PlanAction.ACCEPT, PlanAction.REFUSE)
def asked_units(actor: Actor) -> Q:
    """On links between plans: the owner of the plan whose consent was asked for."""
    return Q(asked__owner__in=actor.units) if works_for_units(actor) else NONE


@rule(PlanAction.PROPOSE_AGAIN, PlanAction.DISSOLVE)
def linked_units(actor: Actor) -> Q:
    """On links between plans: the owners of both plans, and the project office."""
    if actor.has(Role.PROJECT_OFFICE):
        return ALL
    if not works_for_units(actor):
        return NONE
    return Q(predecessor_plan__owner__in=actor.units) | Q(successor_plan__owner__in=actor.units)


@rule(PlanAction.HAND_OVER)
def system_only(actor: Actor) -> Q:
    """Nobody by hand: duties move when the unit room says that a unit was succeeded."""
    return NONE
