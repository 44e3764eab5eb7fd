"""Refusals as answers: DomainErrors that reach a door become 403, 404, 409 or 422, as page or as fragment."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from yipanqi.foundation.errors import DomainError, LostRace, MoveRefused, NotAllowed, NotFound
from yipanqi.web.htmx import is_fragment
from yipanqi.web.messages import message_for

STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotAllowed, 403),
    (NotFound, 404),
    (LostRace, 409),
    (MoveRefused, 409),
    (DomainError, 422),
)


class DomainErrorMiddleware:
    """Turns a DomainError that no view caught into its answer; what was typed stays in the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer for a DomainError; other exceptions go on to Django."""
        return answer(request, error) if isinstance(error, DomainError) else None


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A page for a browser; for htmx a note that goes above the page and leaves the form as it is."""
    return refuse(request, status_of(error), message_for(error))


def refuse(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """`message` with `status`, as page or fragment."""
    if not is_fragment(request):
        return render(request, f"web/errors/{status}.html", {"message": message}, status=status)
    response = render(request, "web/components/note.html", {"text": message, "kind": "bad"}, status=status)
    response["HX-Retarget"] = "#flash"
    response["HX-Reswap"] = "innerHTML show:window:top"
    return response


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own 403."""
    return answer(request, NotAllowed())


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own 404."""
    return answer(request, NotFound())


def broken(request: HttpRequest) -> HttpResponse:
    """The 500 page: needs no database, no session and no context processor."""
    return HttpResponse(render_to_string("web/errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long or cookies are off."""
    return render(request, "web/errors/csrf.html", status=403)
