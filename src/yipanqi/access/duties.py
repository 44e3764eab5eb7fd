"""What an account must do before anything else: change a handed-over password, enrol or show a second factor."""

from dataclasses import dataclass

from django.conf import settings

from yipanqi.access.actor import Actor
from yipanqi.access.models import User
from yipanqi.access.roles import ADMINISTRATORS
from yipanqi.access.rules import AccessAction


@dataclass(frozen=True)
class Duty:
    """The one action that is open while the duty stands, and the address of its page."""

    action: AccessAction
    url_name: str


CHANGE_PASSWORD = Duty(AccessAction.CHANGE_OWN_PASSWORD, "access:password")
SECOND_FACTOR = Duty(AccessAction.ENROL_SECOND_FACTOR, "access:second_factor")


def pending(user: User, actor: Actor) -> Duty | None:
    """The duty that stands first. Administrators need a second factor wherever the setting asks for it."""
    if user.must_change_password:
        return CHANGE_PASSWORD
    needs_factor = needs_second_factor(actor) and not user.is_verified()  # type: ignore[attr-defined]
    return SECOND_FACTOR if needs_factor else None


def needs_second_factor(actor: Actor) -> bool:
    """Three administrators, unless the installation is a demo or says otherwise."""
    asked = getattr(settings, "ADMIN_SECOND_FACTOR", not settings.DEMO)
    return bool(asked) and not actor.roles.isdisjoint(ADMINISTRATORS)
