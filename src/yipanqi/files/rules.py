"""Who brings evidence and who may fetch it."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role
from yipanqi.files.models import Attachment
from yipanqi.files.visibility import through_subjects

SEE_ALL = (Role.LEADER, Role.OFFICE, Role.SUPERVISION, Role.AUDITOR)
BRING = tuple(sorted(READERS - {Role.AUDITOR} | {Role.GRID_STAFF}))
ANY_UNIT = (Role.OFFICE, Role.SUPERVISION)


class FileAction(StrEnum):
    """The verbs of the room."""

    VIEW = "files.view"
    UPLOAD = "files.upload"
    ATTACH = "files.attach"


@rule(FileAction.VIEW)
def who_sees_the_thing(actor: Actor) -> Q:
    """Leaders, the offices and the auditor all; others what their unit or they brought, and files of things they see."""
    if actor.has(*SEE_ALL):
        return ALL
    if not actor.has(*READERS, Role.GRID_STAFF):
        return NONE
    through = through_subjects(actor)
    seen = Attachment.objects.filter(through).values("pk") if through else []
    return Q(unit__in=actor.units) | Q(uploaded_by_key=actor.key) | Q(pk__in=seen)


@rule(FileAction.UPLOAD, FileAction.ATTACH)
def who_brings(actor: Actor) -> Q:
    """Those who do the work; on an attachment that exists: its own unit, its bringer, the offices."""
    if actor.has(*ANY_UNIT):
        return ALL
    if not actor.has(*BRING):
        return NONE
    return Q(unit__in=actor.units) | Q(uploaded_by_key=actor.key)
