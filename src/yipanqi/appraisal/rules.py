"""Who appraises, who reads, who objects. A unit sees its own sheet at once, the others' when they are published."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role
from yipanqi.appraisal.transitions import RoundStatus

SEE_ALL = (Role.APPRAISAL, Role.LEADER, Role.AUDITOR)
SPEAKERS = (Role.CLERK, Role.UNIT_HEAD)
PUBLISHED = (RoundStatus.FROZEN, RoundStatus.FINAL)


class AppraisalAction(StrEnum):
    """Verbs of the room, the moves of its state tables among them."""

    VIEW = "appraisal.view"
    VIEW_SHEET = "appraisal.view_sheet"
    VIEW_OBJECTION = "appraisal.view_objection"
    CHECK = "appraisal.check"
    MAKE_SCHEME = "appraisal.make_scheme"
    OPEN_ROUND = "appraisal.open_round"
    COMPUTE = "appraisal.compute"
    FREEZE = "appraisal.freeze"
    UNFREEZE = "appraisal.unfreeze"
    FINISH = "appraisal.finish"
    OBJECT = "appraisal.object"
    UPHOLD = "appraisal.uphold"
    REJECT = "appraisal.reject"
    COMMEND = "appraisal.commend"
    STRIKE = "appraisal.strike"


@rule(AppraisalAction.VIEW)
def readers(actor: Actor) -> Q:
    """Schemes, rounds and commendations: everyone who works with the year."""
    return ALL if actor.has(*READERS) else NONE


@rule(AppraisalAction.VIEW_SHEET)
def readers_of_sheets(actor: Actor) -> Q:
    """On a sheet: the appraisal office, leaders and the auditor at once; a unit its own; all readers once published."""
    if actor.has(*SEE_ALL):
        return ALL
    if not actor.has(*READERS):
        return NONE
    published = Q(round__status__in=[state.value for state in PUBLISHED])
    return published | _own(actor) if actor.has(*SPEAKERS) and actor.units else published


@rule(AppraisalAction.VIEW_OBJECTION)
def readers_of_objections(actor: Actor) -> Q:
    """On an objection: the same three, and the unit that raised it."""
    if actor.has(*SEE_ALL):
        return ALL
    return _own(actor) if actor.has(*SPEAKERS) and actor.units else NONE


@rule(AppraisalAction.OBJECT)
def units_concerned(actor: Actor) -> Q:
    """On a sheet: clerks and heads of its unit, or of the successor of a unit that ended."""
    return _own(actor) if actor.has(*SPEAKERS) and actor.units else NONE


def _own(actor: Actor) -> Q:
    return Q(unit__in=actor.units) | Q(unit__successor__in=actor.units)


@rule(AppraisalAction.CHECK)
def checkers(actor: Actor) -> Q:
    """A second computation beside the frozen one: the appraisal office, leaders and the auditor."""
    return ALL if actor.has(*SEE_ALL) else NONE


@rule(
    AppraisalAction.MAKE_SCHEME,
    AppraisalAction.OPEN_ROUND,
    AppraisalAction.COMPUTE,
    AppraisalAction.FREEZE,
    AppraisalAction.UNFREEZE,
    AppraisalAction.UPHOLD,
    AppraisalAction.REJECT,
    AppraisalAction.COMMEND,
    AppraisalAction.STRIKE,
)
def appraisal_office(actor: Actor) -> Q:
    """The office that runs the appraisal; it types no score."""
    return ALL if actor.has(Role.APPRAISAL) else NONE


@rule(AppraisalAction.FINISH)
def leaders(actor: Actor) -> Q:
    """A leader confirms the result; the office cannot do so itself."""
    return ALL if actor.has(Role.LEADER) else NONE
