"""Where each role begins: the clerk's month, the supervision office's watch."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext

from yipanqi.access.doors import SIGNED_IN, actor_of, door, now_of
from yipanqi.access.roles import Role
from yipanqi.desk import forms, queries
from yipanqi.desk.rules import DeskAction
from yipanqi.foundation.errors import DomainError
from yipanqi.targets.operations import enter_month
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable

HOMES = (
    (Role.LEADER, "board:board"),
    (Role.CLERK, "desk:month"),
    (Role.UNIT_HEAD, "desk:month"),
    (Role.SUPERVISION, "desk:watch"),
    (Role.OFFICE, "targets:list"),
    (Role.PROJECT_OFFICE, "board:board"),
    (Role.APPRAISAL, "targets:list"),
    (Role.AUDITOR, "desk:watch"),
)
LAST_HOME = "access:profile"


@door(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """To the page that the first of one's roles begins with."""
    actor = actor_of(request)
    name = next((name for role, name in HOMES if actor.has(role)), LAST_HOME)
    return redirect(reverse(name))


@door(DeskAction.FILL_MONTH)
def month(request: HttpRequest) -> HttpResponse:
    """The month: what is asked, prefilled; sent as a whole or not at all."""
    shown = queries.month(actor_of(request), now_of(request))
    lines = forms.lines_of(shown.open, shown.answered, request.POST)
    context = {"month": shown, "lines": lines, "is_checked": request.method == "POST"}
    if request.method != "POST":
        return render(request, "desk/month.html", context)
    if "check" in request.POST or "unchanged" in request.POST:
        return render(request, "desk/month_check.html", context | _checked(request, shown))
    return _send(request, lines, context)


def _checked(request: HttpRequest, shown: queries.Month) -> dict[str, object]:
    """What would be sent: as typed, or everything unchanged."""
    if "unchanged" not in request.POST:
        return {}
    return {"lines": [forms.fresh(ask) for ask in shown.open], "is_unchanged": True}


def _send(request: HttpRequest, lines: list[forms.Line], context: dict[str, object]) -> HttpResponse:
    told = [line for line in lines if not line.is_blank]
    try:
        saved = enter_month(actor=actor_of(request), facts=forms.facts_of(told), now=now_of(request))
    except DomainError as error:
        forms.renew(lines)
        return unprocessable(request, "desk/month.html", context | {"refusal": forms.refuse(lines, error)})
    said = ngettext("%(n)d item sent. Thank you.", "%(n)d items sent. Thank you.", len(saved))
    messages.success(request, said % {"n": len(saved)})
    return see_other(request, reverse("desk:month"))


@door(DeskAction.WATCH)
def watch(request: HttpRequest) -> HttpResponse:
    """Who turned yellow or red, who is silent."""
    return render(request, "desk/watch.html", {"watch": queries.watch(actor_of(request), now_of(request))})
