"""Addresses for tests of the toolkit alone: its own doors, a home, and views that refuse."""

from threading import Event

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused, NotAllowed, NotFound
from yipanqi.web.busy import teller
from yipanqi.web.forms import Form, NumberField
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable

REFUSALS: dict[str, DomainError] = {
    "not-allowed": NotAllowed(),
    "not-found": NotFound(),
    "lost-race": LostRace(),
    "move-refused": MoveRefused(),
    "invalid": Invalid({"value": DomainError("input.not_a_number", text="abc")}),
}


class OneNumber(Form):
    """A figure in 万㎡."""

    value = NumberField(label="Figure", unit="万㎡")


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    """Raise what `kind` names, as an operation would."""
    raise REFUSALS[kind]


def form(request: HttpRequest) -> HttpResponse:
    """A form that goes home when it is right."""
    given = OneNumber(request.POST or None)
    if given.is_valid():
        return see_other(request, "/")
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "web/components/form.html", {"form": given})


LONG = """{% extends "web/base.html" %}{% block content %}<form method="post">
{% csrf_token %}{% busy %}<button>Begin</button></form>{% endblock %}"""
may_end = Event()


def long(request: HttpRequest) -> HttpResponse:
    """Work of sixty pieces that stays at the twelfth until the page has shown it."""
    if request.method == "POST":
        teller(request)(12, 60)
        may_end.wait(20)
        may_end.clear()
        return see_other(request, "/")
    return HttpResponse(engines["django"].from_string(LONG).render({}, request))


def shown(request: HttpRequest) -> HttpResponse:
    """Let the long work end."""
    may_end.set()
    return HttpResponse()


urlpatterns = [
    path("", include("yipanqi.web.urls")),
    path("", lambda request: render(request, "web/errors/404.html"), name="home"),
    path("refuse/<slug:kind>/", refuse),
    path("form/", form),
    path("long/", long),
    path("long/shown/", shown),
]
handler403 = "yipanqi.web.errors.denied"
handler404 = "yipanqi.web.errors.missing"
handler500 = "yipanqi.web.errors.broken"
