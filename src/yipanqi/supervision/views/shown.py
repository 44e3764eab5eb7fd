"""What several doors of the room share: the year, the form again, the files that came along."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from yipanqi.access.doors import actor_of
from yipanqi.supervision.presenting import tabs
from yipanqi.targets.operations import NewFile
from yipanqi.web.forms import Form
from yipanqi.web.htmx import render
from yipanqi.web.responses import unprocessable


def files_of(form: Form) -> tuple[NewFile, ...]:
    """The evidence that came with a form."""
    file = form.cleaned_data.get("file")
    return (NewFile(file.name, file.read()),) if file else ()


def answered(request: HttpRequest, template: str, form: Form, context: Mapping[str, Any]) -> HttpResponse:
    """The form, fresh or with what was wrong."""
    shown = {"form": form, **context}
    return unprocessable(request, template, shown) if form.is_bound else render(request, template, shown)


def page(
    request: HttpRequest, template: str, tab: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page under one of the room's tabs."""
    return render(request, template, {"tabs": tabs(actor_of(request), tab), **context}, status=status)
