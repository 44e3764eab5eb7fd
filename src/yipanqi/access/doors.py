"""What every view declares: the action that lets one through it, or that it is open to all."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from yipanqi.access.actor import NOBODY, Actor
from yipanqi.access.registry import demand

View = Callable[..., HttpResponseBase]
PUBLIC = "public"
SIGNED_IN = "signed in"


def actor_of(request: HttpRequest) -> Actor:
    """The Actor that the middleware put on the request."""
    return getattr(request, "actor", NOBODY)


def door(action: StrEnum | str) -> Callable[[View], View]:
    """Declare a view's action. PUBLIC lets everyone in, SIGNED_IN every account; an action demands it on any row.

    The operation or query behind the view still demands it on the row itself.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if action != PUBLIC and not actor.is_known:
                return _sign_in_first(request)
            if action not in (PUBLIC, SIGNED_IN):
                demand(actor, action)  # type: ignore[arg-type]
            return view(request, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return declare


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a fragment request is told to load the whole page."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Refresh"] = "true"
        return response
    return redirect_to_login(request.get_full_path())
