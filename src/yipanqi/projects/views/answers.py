"""How every form of the room is shown, refused and left again."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from yipanqi.access.doors import actor_of, now_of
from yipanqi.foundation.errors import DomainError, LostRace
from yipanqi.projects import queries
from yipanqi.web.forms import Form
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable

FORM = "projects/form.html"


def page_for(request: HttpRequest, project_id: int) -> queries.ProjectPage:
    """The project, as its page is given."""
    return queries.project_page(actor_of(request), project_id, now_of(request))


def back_to(request: HttpRequest, project_id: int) -> HttpResponse:
    """On to the page of the project."""
    return see_other(request, reverse("projects:project", args=[project_id]))


def answered(request: HttpRequest, form: Form, context: Mapping[str, object]) -> HttpResponse:
    """The form, fresh or with what was wrong."""
    shown = {"form": form, **context}
    return unprocessable(request, FORM, shown) if form.is_bound else render(request, FORM, shown)


def refuse(
    request: HttpRequest,
    form: Form,
    error: DomainError,
    project_id: int,
    names: Mapping[str, str] | None = None,
) -> None:
    """Say why in the form. Who came second is told, keeps what was typed, and may send it again."""
    form.refuse(error, names)
    if isinstance(error, LostRace) and "version" in form.fields:
        data = request.POST.copy()
        data["version"] = str(page_for(request, project_id).row.version)
        form.data = data
