"""What several doors of the room share: a page under its tabs, a form again, a refused move said at the top."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from yipanqi.access.doors import actor_of
from yipanqi.appraisal import presenting
from yipanqi.foundation.errors import DomainError
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.responses import see_other


def page(
    request: HttpRequest, template: str, tab: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page under one of the room's tabs."""
    shown = {"tabs": presenting.tabs(actor_of(request), tab), **context}
    return render(request, template, shown, status=status)


def moved(request: HttpRequest, act: Callable[[], object], said: str, address: str) -> HttpResponse:
    """Do it and go on to `address`; a refusal is said there. What one may not see stays unseen."""
    try:
        act()
        messages.success(request, said)
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        messages.error(request, message_for(error))
    return see_other(request, address)
