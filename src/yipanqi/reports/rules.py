"""Who may what with the reports: they are published, so all who work with the year read them; one office decides."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role


class ReportAction(StrEnum):
    """Verbs of the room, the moves of its state tables among them."""

    VIEW = "reports.view"
    READ = "reports.read"
    CONFIRM = "reports.confirm"
    CORRECT = "reports.correct"
    MERGE = "reports.merge"
    REJECT = "reports.reject"
    REOPEN = "reports.reopen"
    MAKE_TARGETS = "reports.make_targets"


@rule(ReportAction.VIEW)
def readers(actor: Actor) -> Q:
    """Everyone who works with the year."""
    return ALL if actor.has(*READERS) else NONE


@rule(
    ReportAction.READ,
    ReportAction.CONFIRM,
    ReportAction.CORRECT,
    ReportAction.MERGE,
    ReportAction.REJECT,
    ReportAction.REOPEN,
    ReportAction.MAKE_TARGETS,
)
def target_office(actor: Actor) -> Q:
    """The office that keeps the year."""
    return ALL if actor.has(Role.OFFICE) else NONE
