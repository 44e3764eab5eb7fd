"""Who may what with the year and its targets. Targets are published: who works with the year reads them all."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role
from yipanqi.targets.models import Target


class TargetAction(StrEnum):
    """Verbs of the room, the moves of its state tables among them."""

    VIEW = "targets.view"
    ENTER_READING = "targets.enter_reading"
    ENTER_STATEMENT = "targets.enter_statement"
    KEEP_LISTS = "targets.keep_lists"
    COMPLETE = "targets.complete"
    REOPEN = "targets.reopen"
    COMMENT = "targets.comment"
    ANSWER_COMMENT = "targets.answer_comment"
    CREATE_YEAR = "targets.create_year"
    SET_YEAR = "targets.set_year"
    OPEN_COMMENTS = "targets.open_comments"
    BACK_TO_DRAFT = "targets.back_to_draft"
    FIX = "targets.fix"
    CLOSE = "targets.close"
    ALTER_TARGET = "targets.alter_target"
    CHANGE_TARGET = "targets.change_target"
    DROP = "targets.drop"
    HAND_OVER = "targets.hand_over"
    RECORD_MEETING = "targets.record_meeting"


@rule(TargetAction.VIEW)
def readers(actor: Actor) -> Q:
    """Everyone who works with the year, on every target."""
    return ALL if actor.has(*READERS) else NONE


@rule(
    TargetAction.ENTER_READING,
    TargetAction.ENTER_STATEMENT,
    TargetAction.KEEP_LISTS,
    TargetAction.COMPLETE,
)
def lead_units(actor: Actor) -> Q:
    """Clerks and heads of the unit that leads the target: a fact is entered once, by its owner."""
    return Q(lead__in=actor.units) if actor.has(Role.CLERK, Role.UNIT_HEAD) and actor.units else NONE


@rule(TargetAction.COMMENT)
def units_concerned(actor: Actor) -> Q:
    """Clerks and heads of the lead unit and of the partners."""
    if not (actor.has(Role.CLERK, Role.UNIT_HEAD) and actor.units):
        return NONE
    partnered = Target.partners.through.objects.filter(unit__in=actor.units).values("target")
    return Q(lead__in=actor.units) | Q(pk__in=partnered)


@rule(
    TargetAction.ANSWER_COMMENT,
    TargetAction.CREATE_YEAR,
    TargetAction.SET_YEAR,
    TargetAction.OPEN_COMMENTS,
    TargetAction.BACK_TO_DRAFT,
    TargetAction.FIX,
    TargetAction.CLOSE,
    TargetAction.ALTER_TARGET,
    TargetAction.CHANGE_TARGET,
    TargetAction.DROP,
    TargetAction.REOPEN,
)
def target_office(actor: Actor) -> Q:
    """The office that keeps the year."""
    return ALL if actor.has(Role.OFFICE) else NONE


@rule(TargetAction.RECORD_MEETING)
def conveners(actor: Actor) -> Q:
    """Those who run the meeting: the office and the supervision office."""
    return ALL if actor.has(Role.OFFICE, Role.SUPERVISION) else NONE


@rule(TargetAction.HAND_OVER)
def system_only(actor: Actor) -> Q:
    """Nobody by hand: duties move when the unit room says that a unit was succeeded."""
    return NONE
