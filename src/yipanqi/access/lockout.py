"""The only place that knows the lock-out library."""

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yipanqi.access.models import User


def authenticated(request: HttpRequest, username: str, password: str) -> User | None:
    """The active account with this name and password, unless it is locked; each failure is counted."""
    user = authenticate(request, username=username, password=password)
    return user if isinstance(user, User) else None


def is_locked(request: HttpRequest) -> bool:
    """Whether the sign-in just tried on `request` met a lock."""
    return bool(getattr(request, "axes_locked_out", False))


def locked_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """The answer to a sign-in on a locked account: says so, and nothing about whether the account exists."""
    context = {"minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)}
    return render(request, "access/locked.html", context, status=429)


def locked_names() -> frozenset[str]:
    """User names that some address is locked out of at the moment."""
    since = timezone.now() - (get_cool_off() or settings.AXES_COOLOFF_TIME)
    failures = AccessAttempt.objects.filter(
        attempt_time__gte=since, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    return frozenset(failures.values_list("username", flat=True))


def forget_failures(username: str) -> int:
    """Take every lock of `username` away; returns how many records of failures went."""
    return int(AxesProxyHandler.reset_attempts(username=username))
