"""Doors of the toolkit itself: language, size of text, the style guide."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from yipanqi.web.busy import told
from yipanqi.web.context import TEXT_SIZE_COOKIE
from yipanqi.web.style import style_guide

YEAR_SECONDS = 365 * 24 * 3600
Door = Callable[..., HttpResponse]


def open_to_all(view: Door) -> Door:
    """Declare that everyone may use this door."""
    view.action = "public"  # type: ignore[attr-defined]
    return view


language: Door = open_to_all(require_POST(lambda request: set_language(request)))


@open_to_all
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Keep `size` (large or normal) in this browser and go back."""
    response = HttpResponseRedirect(_back(request))
    size = "large" if request.POST.get("size") == "large" else "normal"
    response.set_cookie(
        TEXT_SIZE_COOKIE,
        size,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response


def _back(request: HttpRequest) -> str:
    """Where the form came from, if that is one of our own pages."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else "/"


@open_to_all
@require_safe
def busy(request: HttpRequest, mark: UUID) -> HttpResponse:
    """How far the work of one's own form has come: `{"done": 12, "to_do": 60}`."""
    done, to_do = told(request, mark)
    return JsonResponse({"done": done, "to_do": to_do}, headers={"Cache-Control": "no-store"})


@open_to_all
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every part in every state; only in the demo and while developing."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return style_guide(request)
