"""Who may what with the projects. They are published: who works with the year reads them all."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role


class ProjectAction(StrEnum):
    """Verbs of the room, the moves of the stages among them."""

    VIEW = "projects.view"
    CREATE = "projects.create"
    ALTER = "projects.alter"
    SIGN = "projects.sign"
    LAND = "projects.land"
    START = "projects.start"
    CONTINUE = "projects.continue"
    COMPLETE = "projects.complete"
    REACH_CAPACITY = "projects.reach_capacity"
    GIVE_UP = "projects.give_up"
    TAKE_UP = "projects.take_up"
    PLAN_INVESTMENT = "projects.plan_investment"
    ENTER_INVESTMENT = "projects.enter_investment"
    RECORD_VISIT = "projects.record_visit"
    ADD_GUARANTEE = "projects.add_guarantee"
    SETTLE_GUARANTEE = "projects.settle_guarantee"
    ADD_CONTRIBUTION = "projects.add_contribution"
    REMOVE_CONTRIBUTION = "projects.remove_contribution"
    HAND_OVER = "projects.hand_over"


@rule(ProjectAction.VIEW)
def readers(actor: Actor) -> Q:
    """Everyone who works with the year, on every project."""
    return ALL if actor.has(*READERS) else NONE


@rule(
    ProjectAction.SIGN,
    ProjectAction.LAND,
    ProjectAction.START,
    ProjectAction.CONTINUE,
    ProjectAction.COMPLETE,
    ProjectAction.REACH_CAPACITY,
    ProjectAction.ENTER_INVESTMENT,
    ProjectAction.RECORD_VISIT,
)
def lead_units(actor: Actor) -> Q:
    """Clerks and heads of the unit that leads the project: a fact is entered once, by its owner."""
    return Q(lead__in=actor.units) if actor.has(Role.CLERK, Role.UNIT_HEAD) and actor.units else NONE


@rule(ProjectAction.PLAN_INVESTMENT, ProjectAction.ADD_GUARANTEE)
def planners(actor: Actor) -> Q:
    """Who leads, plans; and the project office for all."""
    return ALL if actor.has(Role.PROJECT_OFFICE) else lead_units(actor)


@rule(ProjectAction.SETTLE_GUARANTEE)
def guarantors(actor: Actor) -> Q:
    """Clerks and heads of the unit that owes the guarantee."""
    return Q(owner__in=actor.units) if actor.has(Role.CLERK, Role.UNIT_HEAD) and actor.units else NONE


@rule(
    ProjectAction.CREATE,
    ProjectAction.ALTER,
    ProjectAction.GIVE_UP,
    ProjectAction.TAKE_UP,
    ProjectAction.ADD_CONTRIBUTION,
    ProjectAction.REMOVE_CONTRIBUTION,
)
def project_office(actor: Actor) -> Q:
    """The office that keeps the projects."""
    return ALL if actor.has(Role.PROJECT_OFFICE) else NONE


@rule(ProjectAction.HAND_OVER)
def system_only(actor: Actor) -> Q:
    """Nobody by hand: duties move when the unit room says that a unit was succeeded."""
    return NONE
