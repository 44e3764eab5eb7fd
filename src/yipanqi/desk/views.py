"""Where each role begins: the clerk's month, the supervision office's watch."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext

from yipanqi.access.doors import SIGNED_IN, actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.access.roles import Role
from yipanqi.desk import forms, queries
from yipanqi.desk.operations import send_month
from yipanqi.desk.rules import DeskAction
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable

HOMES = (
    (Role.LEADER, "board:board"),
    (Role.CLERK, "desk:month"),
    (Role.UNIT_HEAD, "desk:month"),
    (Role.SUPERVISION, "desk:watch"),
    (Role.OFFICE, "targets:list"),
    (Role.PROJECT_OFFICE, "plans:list"),
    (Role.APPRAISAL, "appraisal:rounds"),
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
    sheet = forms.sheet_of(shown, request.POST)
    context = {"month": shown, "sheet": sheet, "is_checked": request.method == "POST"}
    if request.method != "POST":
        return render(request, "desk/month.html", context)
    if "check" in request.POST:
        return render(request, "desk/month_check.html", context)
    if "unchanged" in request.POST:
        same = {"sheet": forms.unchanged(shown), "is_unchanged": True}
        return render(request, "desk/month_check.html", context | same)
    return _send(request, sheet, context)


def _send(request: HttpRequest, sheet: forms.Sheet, context: dict[str, object]) -> HttpResponse:
    try:
        facts = sheet.facts(clock.today(now_of(request)))
        saved = send_month(actor=actor_of(request), facts=facts, now=now_of(request))
    except DomainError as error:
        refusal = sheet.refuse(error)
        sheet.renew()
        return unprocessable(request, "desk/month.html", context | {"refusal": refusal})
    said = ngettext("%(n)d item sent. Thank you.", "%(n)d items sent. Thank you.", saved)
    messages.success(request, said % {"n": saved})
    return see_other(request, reverse("desk:month"))


@door(DeskAction.WATCH)
def watch(request: HttpRequest) -> HttpResponse:
    """Who turned yellow or red, who is silent."""
    context = {
        "watch": queries.watch(actor_of(request), now_of(request)),
        "may_supervise": may(actor_of(request), SupervisionAction.REMIND),
    }
    return render(request, "desk/watch.html", context)
