"""Puts the Actor, the moment and a pending duty on each request, and prolongs sessions that are used."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase

from yipanqi.access import duties
from yipanqi.access.actor import NOBODY, load_actor
from yipanqi.foundation import clock

PROLONG_AFTER_SECONDS = 60


class ActorMiddleware:
    """`request.now`, `request.actor` and `request.duty`, read once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.now = now = clock.now()  # type: ignore[attr-defined]
        request.actor, request.duty = NOBODY, None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            actor = load_actor(request.user, now)
            request.actor = actor  # type: ignore[attr-defined]
            request.duty = duties.pending(request.user, actor)  # type: ignore[attr-defined]
            prolong(request, now)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def prolong(request: HttpRequest, now: datetime) -> None:
    """Write the session at most once a minute, so that it lives as long as it is used."""
    seen = request.session.get("seen", 0)
    if abs(now.timestamp() - seen) >= PROLONG_AFTER_SECONDS:
        request.session["seen"] = now.timestamp()
