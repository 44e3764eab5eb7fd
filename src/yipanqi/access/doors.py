"""What every view declares: the action that lets one through it, or that it is open to all."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from yipanqi.access.actor import NOBODY, Actor
from yipanqi.access.duties import Duty
from yipanqi.access.registry import demand
from yipanqi.foundation import clock
from yipanqi.web.responses import see_other

View = Callable[..., HttpResponseBase]
PUBLIC = "public"
SIGNED_IN = "signed in"


def actor_of(request: HttpRequest) -> Actor:
    """The Actor that the middleware put on the request."""
    return getattr(request, "actor", NOBODY)


def now_of(request: HttpRequest) -> datetime:
    """The moment of the request."""
    return getattr(request, "now", None) or clock.now()


def door(action: StrEnum | str) -> Callable[[View], View]:
    """Declare a view's action. PUBLIC lets everyone in, SIGNED_IN every account; an action demands it on any row.

    The operation or query behind the view still demands it on the row itself. An account with a duty (a handed-over
    password, a missing second factor) is led to it first.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return _stopped(request, action) or view(request, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return declare


def _stopped(request: HttpRequest, action: StrEnum | str) -> HttpResponseBase | None:
    """Where one is sent who may not pass yet; NotAllowed for one who may not pass at all."""
    actor = actor_of(request)
    if action == PUBLIC:
        return None
    if not actor.is_known:
        return _sign_in_first(request)
    duty = cast("Duty | None", getattr(request, "duty", None))
    if duty is not None and action != duty.action:
        return see_other(request, reverse(duty.url_name))
    if action != SIGNED_IN:
        demand(actor, cast(StrEnum, action))
    return None


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a fragment request is told to load the whole page."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Refresh"] = "true"
        return response
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
