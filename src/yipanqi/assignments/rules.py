"""Who may what with letters and items: supervision hands out, units sign and do, heads and leaders decide on time."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role


class AssignmentAction(StrEnum):
    """Verbs of the room; the moves of its state tables are among them."""

    VIEW = "assignments.view"
    DRAFT = "assignments.draft"
    ISSUE = "assignments.issue"
    SIGN = "assignments.sign"
    TAKE_IN_HAND = "assignments.take_in_hand"
    ASK_RETURN = "assignments.ask_return"
    KEEP = "assignments.keep"
    WITHDRAW = "assignments.withdraw"
    REPORT_DONE = "assignments.report_done"
    VERIFY = "assignments.verify"
    SEND_BACK = "assignments.send_back"
    CLOSE = "assignments.close"
    SUSPEND = "assignments.suspend"
    RESUME = "assignments.resume"
    ASK_EXTENSION = "assignments.ask_extension"
    ENDORSE = "assignments.endorse"
    REVIEW = "assignments.review"
    APPROVE = "assignments.approve"
    REFUSE = "assignments.refuse"
    HAND_OVER = "assignments.hand_over"


@rule(AssignmentAction.VIEW)
def readers(actor: Actor) -> Q:
    """Everyone who works with the year, on letters and items."""
    return ALL if actor.has(*READERS) else NONE


@rule(
    AssignmentAction.DRAFT,
    AssignmentAction.ISSUE,
    AssignmentAction.KEEP,
    AssignmentAction.WITHDRAW,
    AssignmentAction.VERIFY,
    AssignmentAction.SEND_BACK,
    AssignmentAction.CLOSE,
    AssignmentAction.SUSPEND,
    AssignmentAction.RESUME,
    AssignmentAction.REVIEW,
)
def supervision(actor: Actor) -> Q:
    """The supervision office hands out, settles returns, looks at what was done."""
    return ALL if actor.has(Role.SUPERVISION) else NONE


@rule(
    AssignmentAction.SIGN,
    AssignmentAction.TAKE_IN_HAND,
    AssignmentAction.ASK_RETURN,
    AssignmentAction.REPORT_DONE,
    AssignmentAction.ASK_EXTENSION,
)
def addressees(actor: Actor) -> Q:
    """On letters and items: clerks and heads of the unit that owes them."""
    return Q(unit__in=actor.units) if actor.has(Role.CLERK, Role.UNIT_HEAD) and actor.units else NONE


@rule(AssignmentAction.ENDORSE)
def heads(actor: Actor) -> Q:
    """On extensions: the head of the unit that asks."""
    return Q(item__unit__in=actor.units) if actor.has(Role.UNIT_HEAD) and actor.units else NONE


@rule(AssignmentAction.APPROVE)
def leaders(actor: Actor) -> Q:
    """On extensions: the leaders."""
    return ALL if actor.has(Role.LEADER) else NONE


@rule(AssignmentAction.REFUSE)
def all_who_pass_on(actor: Actor) -> Q:
    """On extensions: the head for the own unit, the supervision office, the leaders."""
    if actor.has(Role.LEADER, Role.SUPERVISION):
        return ALL
    return Q(item__unit__in=actor.units) if actor.has(Role.UNIT_HEAD) and actor.units else NONE


@rule(AssignmentAction.HAND_OVER)
def system_only(actor: Actor) -> Q:
    """Nobody by hand: duties move when the unit room says that a unit was succeeded."""
    return NONE
