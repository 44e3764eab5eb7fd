"""Puts the Actor and the moment on each request, and ends idle sessions."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase

from yipanqi.access.actor import NOBODY, load_actor
from yipanqi.foundation import clock

PROLONG_AFTER_SECONDS = 60


class ActorMiddleware:
    """`request.now` and `request.actor`, read once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.now = now = clock.now()  # type: ignore[attr-defined]
        known = request.user.is_authenticated
        request.actor = load_actor(request.user, now) if known else NOBODY  # type: ignore[attr-defined,arg-type]
        if known:
            prolong(request, now)
        return self.get_response(request)


def prolong(request: HttpRequest, now: datetime) -> None:
    """Write the session at most once a minute, so that it lives as long as it is used."""
    seen = request.session.get("seen", 0)
    if now.timestamp() - seen >= PROLONG_AFTER_SECONDS:
        request.session["seen"] = now.timestamp()
