"""Who sees the units, who keeps them, who appoints, and whose stand-ins are whose."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import READERS, Role


class OrgAction(StrEnum):
    """The verbs of the room."""

    VIEW = "org.view"
    CREATE_UNIT = "org.create_unit"
    CHANGE_UNIT = "org.change_unit"
    SUCCEED_UNIT = "org.succeed_unit"
    CREATE_POST = "org.create_post"
    CHANGE_POST = "org.change_post"
    IMPORT = "org.import"
    APPOINT = "org.appoint"
    END_APPOINTMENT = "org.end_appointment"
    GIVE_DELEGATION = "org.give_delegation"
    VIEW_DELEGATIONS = "org.view_delegations"
    WITHDRAW_DELEGATION = "org.withdraw_delegation"


@rule(OrgAction.VIEW)
def readers(actor: Actor) -> Q:
    """Everyone of the business, and the security administrator who appoints to posts."""
    return ALL if actor.has(*READERS, Role.GRID_STAFF, Role.SECURITY_ADMIN) else NONE


@rule(
    OrgAction.CREATE_UNIT,
    OrgAction.CHANGE_UNIT,
    OrgAction.SUCCEED_UNIT,
    OrgAction.CREATE_POST,
    OrgAction.CHANGE_POST,
    OrgAction.IMPORT,
)
def office(actor: Actor) -> Q:
    """The office keeps units and posts."""
    return ALL if actor.has(Role.OFFICE) else NONE


@rule(OrgAction.APPOINT, OrgAction.END_APPOINTMENT)
def security_administrator(actor: Actor) -> Q:
    """An appointment gives power, so it comes from the security administrator, as roles do."""
    return ALL if actor.has(Role.SECURITY_ADMIN) else NONE


@rule(OrgAction.GIVE_DELEGATION)
def holders_of_posts(actor: Actor) -> Q:
    """Who holds a post may name a stand-in; a stand-in passes nothing on, because only own posts go with it."""
    return Q(giver=actor.user_id) if actor.posts and actor.user_id else NONE


@rule(OrgAction.VIEW_DELEGATIONS)
def both_sides(actor: Actor) -> Q:
    """Giver and taker see a delegation."""
    known = actor.user_id is not None and actor.has(*READERS, Role.GRID_STAFF)
    return Q(giver=actor.user_id) | Q(taker=actor.user_id) if known else NONE


@rule(OrgAction.WITHDRAW_DELEGATION)
def giver(actor: Actor) -> Q:
    """Only the giver takes it back."""
    return Q(giver=actor.user_id) if actor.user_id is not None and actor.posts else NONE
