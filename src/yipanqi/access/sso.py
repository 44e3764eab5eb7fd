"""The zone's own single sign-on (OpenID Connect), where settings name one. It only recognises accounts, never makes them."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from yipanqi.access.models import User
from yipanqi.access.operations import doors
from yipanqi.foundation import clock

NAME_CLAIM = "preferred_username"


def is_on() -> bool:
    """Whether the installation has a single sign-on."""
    return bool(getattr(settings, "OIDC_RP_CLIENT_ID", ""))


class Recognised(OIDCAuthenticationBackend):  # type: ignore[misc]
    """An account is recognised by the name that the security administrator entered for it."""

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        """There is a name to look for."""
        return bool(claims.get(NAME_CLAIM))

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[User]:
        """The one active account with that name."""
        return User.objects.filter(sso_name=claims[NAME_CLAIM], is_active=True)

    def create_user(self, claims: dict[str, Any]) -> None:
        """Nobody gets an account by signing in elsewhere."""
        return None

    def describe_user_by_claims(self, claims: dict[str, Any]) -> str:
        """For the log of the library."""
        return f"name {claims.get(NAME_CLAIM)}"


class Begin(OIDCAuthenticationRequestView):  # type: ignore[misc]
    """To the zone's sign-on."""


class Return(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """Back from it; the coming in is an event like any other."""

    request: HttpRequest
    user: User

    def login_success(self) -> HttpResponse:
        """Signed in."""
        response: HttpResponse = super().login_success()
        address = str(self.request.META.get("REMOTE_ADDR") or "")
        doors.note_sign_in(account=self.user, now=clock.now(), address=address, how="single sign-on")
        return response
