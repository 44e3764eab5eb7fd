"""The only place that knows the lock-out library."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """The answer to a sign-in on a locked account: says so, and nothing about whether the account exists."""
    return render(request, "access/locked.html", status=429)
