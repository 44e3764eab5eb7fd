"""Who administers accounts, who reads the record, who sees the machine; and what is everyone's own."""

from enum import StrEnum

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import ALL, NONE, rule
from yipanqi.access.roles import Role


class AccessAction(StrEnum):
    """The verbs of the room."""

    VIEW_ACCOUNTS = "access.view_accounts"
    CREATE_ACCOUNT = "access.create_account"
    CHANGE_ACCOUNT = "access.change_account"
    GRANT_ROLE = "access.grant_role"
    REVOKE_ROLE = "access.revoke_role"
    RESET_PASSWORD = "access.reset_password"  # noqa: S105
    DEACTIVATE_ACCOUNT = "access.deactivate_account"
    REACTIVATE_ACCOUNT = "access.reactivate_account"
    UNLOCK_ACCOUNT = "access.unlock_account"
    REMOVE_SECOND_FACTOR = "access.remove_second_factor"
    CHANGE_OWN_PASSWORD = "access.change_own_password"  # noqa: S105
    CHANGE_OWN_PROFILE = "access.change_own_profile"
    ENROL_SECOND_FACTOR = "access.enrol_second_factor"
    VIEW_EVENTS = "access.view_events"
    EXPORT_EVENTS = "access.export_events"
    VIEW_SYSTEM = "access.view_system"


class SignAction(StrEnum):
    """What the record says of the doors themselves; nobody needs leave to try them."""

    IN = "access.sign_in"
    OUT = "access.sign_out"


@rule(AccessAction.VIEW_ACCOUNTS, AccessAction.CREATE_ACCOUNT, AccessAction.UNLOCK_ACCOUNT)
def security_administrator(actor: Actor) -> Q:
    """Accounts are the security administrator's alone."""
    return ALL if actor.has(Role.SECURITY_ADMIN) else NONE


@rule(
    AccessAction.CHANGE_ACCOUNT,
    AccessAction.GRANT_ROLE,
    AccessAction.REVOKE_ROLE,
    AccessAction.RESET_PASSWORD,
    AccessAction.DEACTIVATE_ACCOUNT,
    AccessAction.REACTIVATE_ACCOUNT,
    AccessAction.REMOVE_SECOND_FACTOR,
)
def security_administrator_on_others(actor: Actor) -> Q:
    """Nobody changes what the own account may do, the security administrator included."""
    return ~Q(pk=actor.user_id) if actor.has(Role.SECURITY_ADMIN) else NONE


@rule(
    AccessAction.CHANGE_OWN_PASSWORD,
    AccessAction.CHANGE_OWN_PROFILE,
    AccessAction.ENROL_SECOND_FACTOR,
)
def own_account(actor: Actor) -> Q:
    """Every account on itself."""
    return Q(pk=actor.user_id) if actor.user_id is not None else NONE


@rule(AccessAction.VIEW_EVENTS, AccessAction.EXPORT_EVENTS)
def readers_of_the_record(actor: Actor) -> Q:
    """The auditor and the audit administrator read every event, nobody else any."""
    return ALL if actor.has(Role.AUDITOR, Role.AUDIT_ADMIN) else NONE


@rule(AccessAction.VIEW_SYSTEM)
def system_administrator(actor: Actor) -> Q:
    """Settings in force and health, and nothing of the business."""
    return ALL if actor.has(Role.SYSTEM_ADMIN) else NONE
