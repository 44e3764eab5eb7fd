"""Reads of the room: accounts with their roles and locks, and the machine's state for its administrator."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from yipanqi.access import lockout
from yipanqi.access.actor import Actor
from yipanqi.access.models import RoleGrant, User
from yipanqi.access.registry import demand, fetch_or_404, within
from yipanqi.access.roles import ADMINISTRATORS, Role
from yipanqi.access.rules import AccessAction
from yipanqi.audit.models import Event
from yipanqi.audit.queries import EventFilter, find_events, unsealed_events
from yipanqi.foundation.errors import NotFound


@dataclass(frozen=True)
class AccountRow:
    """An account as the security administrator sees it."""

    id: int
    username: str
    title: str
    roles: tuple[Role, ...]
    is_active: bool
    is_locked: bool
    has_second_factor: bool
    last_login: datetime | None


def roles_of(account: User) -> frozenset[Role]:
    """The roles of one account."""
    return frozenset(
        Role(role) for role in RoleGrant.objects.filter(user=account).values_list("role", flat=True)
    )


def accounts(actor: Actor) -> list[AccountRow]:
    """Every account that `actor` may administer, by user name. Three queries."""
    rows = within(actor, AccessAction.VIEW_ACCOUNTS, _accounts_with_roles())
    locked = lockout.locked_names()
    return [_row(account, locked) for account in rows]


def account(actor: Actor, account_id: int) -> User:
    """One account for its page; NotFound for whoever may not administer it."""
    return fetch_or_404(actor, AccessAction.VIEW_ACCOUNTS, User.objects.all(), pk=account_id)


def account_row(actor: Actor, account_id: int) -> AccountRow:
    """One account as it stands in the list."""
    found = fetch_or_404(actor, AccessAction.VIEW_ACCOUNTS, _accounts_with_roles(), pk=account_id)
    return _row(found, lockout.locked_names())


def own_account(actor: Actor) -> User:
    """The account behind `actor`."""
    return fetch_or_404(actor, AccessAction.CHANGE_OWN_PROFILE, User.objects.all(), pk=actor.user_id)


def account_of(user_id: int) -> User:
    """The account with this id, for its own owner's pages."""
    found = User.objects.filter(pk=user_id).first()
    if found is None:
        raise NotFound()
    return found


def waiting_account(account_id: int) -> User | None:
    """The active account whose password was right and whose second factor is still asked."""
    return User.objects.filter(pk=account_id, is_active=True).first()


def has_second_factor(account: User) -> bool:
    """Whether signing in asks for six digits too."""
    return bool(TOTPDevice.objects.filter(user=account, confirmed=True).exists())


def events(actor: Actor, wanted: EventFilter) -> QuerySet[Event]:
    """Events that fit, newest first, for those who may read the record."""
    return within(actor, AccessAction.VIEW_EVENTS, find_events(wanted).select_related("seal"))


def unsealed_count(actor: Actor) -> int:
    """How many events wait for their seal."""
    return within(actor, AccessAction.VIEW_EVENTS, unsealed_events()).count()


def exported_events(actor: Actor, wanted: EventFilter) -> QuerySet[Event]:
    """The same for a file."""
    demand(actor, AccessAction.EXPORT_EVENTS)
    return within(actor, AccessAction.EXPORT_EVENTS, find_events(wanted).select_related("seal"))


def account_choices() -> list[tuple[int, str]]:
    """Active accounts that may be appointed to a post: everyone but the administrators."""
    rows = User.objects.filter(is_active=True).exclude(grants__role__in=ADMINISTRATORS).order_by("username")
    return [(account.pk, f"{account.title} ({account.username})") for account in rows]


def is_administrator(account: User) -> bool:
    """Holds one of the three administrators' roles."""
    return RoleGrant.objects.filter(user=account, role__in=ADMINISTRATORS).exists()


def _accounts_with_roles() -> QuerySet[User]:
    device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    grants = Prefetch("grants", RoleGrant.objects.order_by("role"))
    return User.objects.annotate(has_device=Exists(device)).prefetch_related(grants).order_by("username")


def _row(account: User, locked: frozenset[str]) -> AccountRow:
    return AccountRow(
        id=account.pk,
        username=account.username,
        title=account.title,
        roles=tuple(Role(grant.role) for grant in account.grants.all()),
        is_active=account.is_active,
        is_locked=account.username in locked,
        has_second_factor=account.has_device,  # type: ignore[attr-defined]
        last_login=account.last_login,
    )
