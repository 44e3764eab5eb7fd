"""The directory and one unit."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.forms import send_over
from yipanqi.access.registry import may
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, LostRace
from yipanqi.org import operations, panels, queries
from yipanqi.org.entries import UnitEntry
from yipanqi.org.forms import SuccessionForm, UnitForm
from yipanqi.org.models import Unit
from yipanqi.org.rules import OrgAction
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable


@door(OrgAction.VIEW)
@require_GET
def units(request: HttpRequest) -> HttpResponseBase:
    """The tree of units."""
    actor, ended = actor_of(request), request.GET.get("ended") == "1"
    context = {
        "rows": queries.unit_rows(actor, now_of(request), ended=ended),
        "ended": ended,
        "may_create": may(actor, OrgAction.CREATE_UNIT),
        "may_import": may(actor, OrgAction.IMPORT),
    }
    return render(request, "org/units.html", context)


@door(OrgAction.VIEW)
@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponseBase:
    """One unit: posts, who stands in, and what later rooms hang here."""
    actor, now = actor_of(request), now_of(request)
    sheet = queries.unit_sheet(actor, unit_id, now)
    context = {
        "sheet": sheet,
        "panels": panels.panels_of(actor, unit_id, now),
        "may_change": may(actor, OrgAction.CHANGE_UNIT),
        "may_appoint": may(actor, OrgAction.APPOINT),
        "has_ended": sheet.unit.valid_to is not None,
    }
    return render(request, "org/unit.html", context)


@door(OrgAction.CREATE_UNIT)
@require_http_methods(["GET", "POST"])
def new_unit(request: HttpRequest) -> HttpResponseBase:
    """A new unit."""
    today = clock.today(now_of(request))
    form = UnitForm(
        request.POST or None,
        parents=queries.unit_choices(today),
        initial={"valid_from": date(today.year, 1, 1), "order": 0},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.create_unit(
                actor=actor_of(request), now=now_of(request), entry=_entry(form.cleaned_data)
            )
            return see_other(request, reverse("org:unit", args=[made.pk]))
        except DomainError as error:
            form.refuse(error)
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "org/unit_form.html", {"form": form})


def _entry(typed: dict[str, Any]) -> UnitEntry:
    kept = {name: value for name, value in typed.items() if name not in ("parent", "version")}
    return UnitEntry(**kept, parent_id=typed["parent"])


@door(OrgAction.CHANGE_UNIT)
@require_http_methods(["GET", "POST"])
def change_unit(request: HttpRequest, unit_id: int) -> HttpResponseBase:
    """Change a unit; whoever is second is told and keeps what was typed."""
    kept = queries.unit_for(actor_of(request), unit_id, OrgAction.CHANGE_UNIT)
    parents = queries.unit_choices(clock.today(now_of(request)))
    form = UnitForm(request.POST or None, parents=parents, initial=_initial(kept))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            kept.version = seen if seen is not None else kept.version
            operations.change_unit(
                actor=actor_of(request), now=now_of(request), unit=kept, entry=_entry(form.cleaned_data)
            )
            messages.success(request, _("Saved."))
            return see_other(request, reverse("org:unit", args=[unit_id]))
        except DomainError as error:
            form.refuse(error)
            if isinstance(error, LostRace):
                send_over(form, queries.unit_for(actor_of(request), unit_id).version)
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "org/unit_form.html", {"form": form, "unit": kept})


def _initial(unit: Unit) -> dict[str, Any]:
    names = ("code", "name", "short_name", "kind", "valid_from", "valid_to", "capacity", "order", "version")
    return {name: getattr(unit, name) for name in names} | {"parent": unit.parent_id}


@door(OrgAction.SUCCEED_UNIT)
@require_http_methods(["GET", "POST"])
def succeed(request: HttpRequest, unit_id: int) -> HttpResponseBase:
    """Hand everything of a unit over to its successor."""
    actor, now = actor_of(request), now_of(request)
    kept = queries.unit_for(actor, unit_id, OrgAction.SUCCEED_UNIT)
    today = clock.today(now)
    others = [choice for choice in queries.unit_choices(today) if choice[0] != unit_id]
    form = SuccessionForm(request.POST or None, units=others, initial={"at": today})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        successor = queries.unit_for(actor, typed["successor"], OrgAction.SUCCEED_UNIT)
        try:
            operations.succeed_unit(
                actor=actor, now=now, unit=kept, successor=successor, at=typed["at"], reason=typed["reason"]
            )
            messages.success(request, _("Everything that was open is the successor's now."))
            return see_other(request, reverse("org:unit", args=[successor.pk]))
        except DomainError as error:
            form.refuse(error)
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "org/succeed.html", {"form": form, "unit": kept})
