"""What the security administrator does with accounts. Every operation leaves one event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from yipanqi.access import lockout
from yipanqi.access.actor import Actor, load_actor
from yipanqi.access.models import RoleGrant, User
from yipanqi.access.operations.claims import claim
from yipanqi.access.passwords import check_password_rules, one_time_password
from yipanqi.access.queries import roles_of
from yipanqi.access.registry import demand
from yipanqi.access.roles import ADMINISTRATORS, Role, are_separated
from yipanqi.access.rules import AccessAction
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid


@dataclass(frozen=True)
class OneTime:
    """An account and the password to hand over; it is shown once and must be changed at the first sign-in."""

    account: User
    password: str


class NotSeparated(DomainError):
    """An administrator holds no other role and no post."""

    code = "access.not_separated"


@transaction.atomic
def create_account(
    *,
    actor: Actor,
    now: datetime,
    username: str,
    title: str,
    roles: Iterable[Role] = (),
    password: str = "",
) -> OneTime:
    """A new account with a one-time password, or with the `password` that an installation hands in."""
    demand(actor, AccessAction.CREATE_ACCOUNT)
    wanted = frozenset(roles)
    if not are_separated(wanted):
        raise NotSeparated()
    secret = password or one_time_password()
    account = _saved_account(username, title, secret, now, must_change=not password)
    RoleGrant.objects.bulk_create(RoleGrant(user=account, role=role) for role in sorted(wanted))
    record(
        actor=actor,
        action=AccessAction.CREATE_ACCOUNT,
        subject=account,
        now=now,
        changes={"username": account.username, "roles": sorted(wanted)},
    )
    return OneTime(account, secret)


def _saved_account(username: str, title: str, password: str, now: datetime, *, must_change: bool) -> User:
    name = User.normalize_username(username.strip())
    account = User(username=name, title=title.strip(), must_change_password=must_change, date_joined=now)
    if not name or not account.title:
        raise Invalid({"title" if name else "username": "input.required"})
    if not must_change:
        check_password_rules(password, account, field="password")
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise Invalid({"username": DomainError("access.username_taken", username=name)}) from None
    return account


@transaction.atomic
def change_account(*, actor: Actor, now: datetime, account: User, title: str, sso_name: str) -> User:
    """Another title, or another name at the zone's single sign-on."""
    demand(actor, AccessAction.CHANGE_ACCOUNT, account)
    if not title.strip():
        raise Invalid({"title": "input.required"})
    before = {"title": account.title, "sso_name": account.sso_name}
    try:
        with transaction.atomic():
            claim(account, title=title.strip(), sso_name=sso_name.strip() or None)
    except IntegrityError:
        raise Invalid({"sso_name": "access.sso_name_taken"}) from None
    after = {"title": account.title, "sso_name": account.sso_name}
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    record(actor=actor, action=AccessAction.CHANGE_ACCOUNT, subject=account, now=now, changes=changes)
    return account


@transaction.atomic
def grant_role(*, actor: Actor, now: datetime, account: User, role: Role) -> None:
    """One role more. An administrator's role stands alone: no other role beside it, and no post."""
    demand(actor, AccessAction.GRANT_ROLE, account)
    held = roles_of(account)
    if role in held:
        raise DomainError("access.role_held", role=role.label)
    if not are_separated(held | {role}) or (role in ADMINISTRATORS and load_actor(account, now).posts):
        raise NotSeparated()
    claim(account)
    RoleGrant.objects.create(user=account, role=role)
    record(
        actor=actor, action=AccessAction.GRANT_ROLE, subject=account, now=now, changes={"role": [None, role]}
    )


@transaction.atomic
def revoke_role(*, actor: Actor, now: datetime, account: User, role: Role) -> None:
    """One role less."""
    demand(actor, AccessAction.REVOKE_ROLE, account)
    claim(account)
    gone, _ = RoleGrant.objects.filter(user=account, role=role).delete()
    if not gone:
        raise DomainError("access.role_not_held", role=role.label)
    record(
        actor=actor, action=AccessAction.REVOKE_ROLE, subject=account, now=now, changes={"role": [role, None]}
    )


@transaction.atomic
def reset_password(*, actor: Actor, now: datetime, account: User) -> OneTime:
    """A new one-time password; every session of the account ends with the old one."""
    demand(actor, AccessAction.RESET_PASSWORD, account)
    secret = one_time_password()
    claim(account, password=make_password(secret), must_change_password=True)
    record(actor=actor, action=AccessAction.RESET_PASSWORD, subject=account, now=now)
    return OneTime(account, secret)


@transaction.atomic
def deactivate_account(*, actor: Actor, now: datetime, account: User, reason: str) -> None:
    """Nobody signs in to it any more; its open sessions end; what it did stays on record."""
    demand(actor, AccessAction.DEACTIVATE_ACCOUNT, account)
    if not account.is_active:
        raise DomainError("access.already_inactive")
    if not reason.strip():
        raise Invalid({"reason": "input.required"})
    claim(account, is_active=False)
    record(actor=actor, action=AccessAction.DEACTIVATE_ACCOUNT, subject=account, now=now, note=reason.strip())


@transaction.atomic
def reactivate_account(*, actor: Actor, now: datetime, account: User) -> OneTime:
    """Open again, with a new one-time password."""
    demand(actor, AccessAction.REACTIVATE_ACCOUNT, account)
    if account.is_active:
        raise DomainError("access.already_active")
    secret = one_time_password()
    claim(account, is_active=True, password=make_password(secret), must_change_password=True)
    record(actor=actor, action=AccessAction.REACTIVATE_ACCOUNT, subject=account, now=now)
    return OneTime(account, secret)


@transaction.atomic
def unlock_account(*, actor: Actor, now: datetime, account: User) -> int:
    """Forget the failed sign-ins of the account; returns how many there were."""
    demand(actor, AccessAction.UNLOCK_ACCOUNT, account)
    forgotten = lockout.forget_failures(account.username)
    record(
        actor=actor,
        action=AccessAction.UNLOCK_ACCOUNT,
        subject=account,
        now=now,
        changes={"failures": forgotten},
    )
    return forgotten


@transaction.atomic
def remove_second_factor(*, actor: Actor, now: datetime, account: User) -> None:
    """The device is lost: the account enrols a new one at the next sign-in, if its role needs one."""
    demand(actor, AccessAction.REMOVE_SECOND_FACTOR, account)
    gone, _ = TOTPDevice.objects.filter(user=account).delete()
    if not gone:
        raise DomainError("access.no_second_factor")
    record(actor=actor, action=AccessAction.REMOVE_SECOND_FACTOR, subject=account, now=now)
