"""Doors of the room: a year to look at, a day to change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable
from yipanqi.workdays import operations, queries
from yipanqi.workdays.forms import DayForm, SettleForm
from yipanqi.workdays.rules import WorkdayAction

WEEKDAYS = (
    gettext_lazy("Mo"),
    gettext_lazy("Tu"),
    gettext_lazy("We"),
    gettext_lazy("Th"),
    gettext_lazy("Fr"),
    gettext_lazy("Sa"),
    gettext_lazy("Su"),
)


@door(WorkdayAction.VIEW)
@require_GET
def this_year(request: HttpRequest) -> HttpResponseBase:
    """The year of today."""
    return see_other(request, reverse("workdays:year", args=[clock.today(now_of(request)).year]))


@door(WorkdayAction.VIEW)
@require_GET
def year(request: HttpRequest, year: int) -> HttpResponseBase:
    """Twelve months; a year that is not settled says so."""
    return render(request, "workdays/year.html", _page(request, year))


def _page(request: HttpRequest, year: int, **more: Any) -> dict[str, Any]:
    actor = actor_of(request)
    sheet = queries.year_sheet(actor, year)
    may_edit = may(actor, WorkdayAction.EDIT)
    context = {
        "sheet": sheet,
        "weekdays": WEEKDAYS,
        "today": clock.today(now_of(request)),
        "before": year - 1 if year > queries.FIRST_YEAR else None,
        "after": year + 1 if year < queries.LAST_YEAR else None,
        "day_form": DayForm() if may_edit else None,
        "settle_form": SettleForm(auto_id="settle_%s") if may_edit and not sheet.settled else None,
    }
    return context | more


@door(WorkdayAction.EDIT)
@require_POST
def edit_day(request: HttpRequest, year: int) -> HttpResponseBase:
    """Say what a day is."""
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            operations.edit_day(actor=actor_of(request), now=now_of(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return see_other(request, reverse("workdays:year", args=[form.cleaned_data["day"].year]))
        except DomainError as error:
            form.refuse(error)
    return unprocessable(request, "workdays/year.html", _page(request, year, day_form=form))


@door(WorkdayAction.EDIT)
@require_POST
def settle(request: HttpRequest, year: int) -> HttpResponseBase:
    """The year is entered as the notice orders."""
    form = SettleForm(request.POST, auto_id="settle_%s")
    if form.is_valid():
        try:
            operations.settle_year(
                actor=actor_of(request), now=now_of(request), year=year, **form.cleaned_data
            )
            messages.success(request, _("The year is settled."))
            return see_other(request, reverse("workdays:year", args=[year]))
        except DomainError as error:
            form.refuse(error)
    return unprocessable(request, "workdays/year.html", _page(request, year, settle_form=form))
