"""Who supervises, who instructs, who answers. A unit sees its own matters and reminders; the offices see all."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role
from yipanqi.supervision.models import Basis

SEE_ALL = (Role.SUPERVISION, Role.LEADER, Role.OFFICE, Role.APPRAISAL, Role.AUDITOR)
WATCHERS = (Role.SUPERVISION, Role.LEADER, Role.OFFICE, Role.AUDITOR)
ANSWERERS = (Role.CLERK, Role.UNIT_HEAD)


class SupervisionAction(StrEnum):
    """Verbs of the room, the moves of its state table among them."""

    VIEW = "supervision.view"
    WATCH = "supervision.watch"
    PROPOSE = "supervision.propose"
    INSTRUCT = "supervision.instruct"
    APPROVE = "supervision.approve"
    DROP = "supervision.drop"
    OPEN = "supervision.open"
    FEED_BACK = "supervision.feed_back"
    SEND_BACK = "supervision.send_back"
    ACCEPT = "supervision.accept"
    CONCLUDE = "supervision.conclude"
    FILE = "supervision.file"
    VERIFY_ITEM = "supervision.verify_item"
    REMIND = "supervision.remind"
    READ_REMINDER = "supervision.read_reminder"
    VIEW_BULLETINS = "supervision.view_bulletins"
    ISSUE_BULLETIN = "supervision.issue_bulletin"
    REPORT_UNIT = "supervision.report_unit"
    HAND_OVER = "supervision.hand_over"


@rule(SupervisionAction.VIEW)
def those_concerned(actor: Actor) -> Q:
    """The offices see every matter and reminder, clerks and heads those of their units."""
    if actor.has(*SEE_ALL):
        return ALL
    return Q(unit__in=actor.units) if actor.has(*ANSWERERS) and actor.units else NONE


@rule(SupervisionAction.WATCH)
def watchers(actor: Actor) -> Q:
    """The supervision office, the target office, the leaders and the auditor."""
    return ALL if actor.has(*WATCHERS) else NONE


@rule(
    SupervisionAction.PROPOSE,
    SupervisionAction.DROP,
    SupervisionAction.OPEN,
    SupervisionAction.SEND_BACK,
    SupervisionAction.ACCEPT,
    SupervisionAction.CONCLUDE,
    SupervisionAction.FILE,
    SupervisionAction.VERIFY_ITEM,
    SupervisionAction.REMIND,
    SupervisionAction.ISSUE_BULLETIN,
)
def supervision_office(actor: Actor) -> Q:
    """The one head of supervision."""
    return ALL if actor.has(Role.SUPERVISION) else NONE


@rule(SupervisionAction.INSTRUCT)
def leaders(actor: Actor) -> Q:
    """A leader instructs."""
    return ALL if actor.has(Role.LEADER) else NONE


@rule(SupervisionAction.APPROVE)
def approvers(actor: Actor) -> Q:
    """Leaders; what a decision of the committee ordered already, the supervision office takes up itself."""
    if actor.has(Role.LEADER):
        return ALL
    return Q(basis=Basis.DECISION) if actor.has(Role.SUPERVISION) else NONE


@rule(SupervisionAction.FEED_BACK, SupervisionAction.READ_REMINDER)
def the_unit_itself(actor: Actor) -> Q:
    """Clerks and heads of the unit that was told."""
    return Q(unit__in=actor.units) if actor.has(*ANSWERERS) and actor.units else NONE


@rule(SupervisionAction.VIEW_BULLETINS)
def readers(actor: Actor) -> Q:
    """Everyone who works with the year."""
    return ALL if actor.has(*READERS) else NONE


@rule(SupervisionAction.REPORT_UNIT)
def own_report(actor: Actor) -> Q:
    """On a unit: the watchers, and its own clerks and heads."""
    if actor.has(*WATCHERS):
        return ALL
    return Q(pk__in=actor.units) if actor.has(*ANSWERERS) and actor.units else NONE


@rule(SupervisionAction.HAND_OVER)
def system_only(actor: Actor) -> Q:
    """Nobody by hand: duties move when the unit room says that a unit was succeeded."""
    return NONE
