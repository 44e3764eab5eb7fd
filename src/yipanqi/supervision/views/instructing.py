"""A leader's instruction: one field to type, from any page about a thing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.org.queries import unit_choices
from yipanqi.supervision import operations
from yipanqi.supervision.forms import InstructionForm
from yipanqi.supervision.models import Matter
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.views.shown import answered
from yipanqi.supervision.views.things import about_of, first_values, thing_for
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.responses import see_other

FORM = "supervision/instruct.html"


@door(SupervisionAction.INSTRUCT)
@require_http_methods(["GET", "POST"])
def instruct(request: HttpRequest) -> HttpResponse:
    """Say it; the unit is told at once."""
    thing = thing_for(request)
    form = InstructionForm(
        request.POST or None,
        units=unit_choices(clock.today(now_of(request))),
        initial=first_values(request, thing),
    )
    if form.is_valid():
        try:
            made = _said(request, form)
            told = _("%(unit)s is told. It stands as matter no. %(number)s.")
            messages.success(request, told % {"unit": made.unit, "number": made.number})
            return see_other(request, reverse("supervision:matter", args=[made.pk]))
        except DomainError as error:
            form.refuse(error)
            return answered(request, FORM, form, {"thing": thing, "there": error.params.get("matter")})
    return answered(request, FORM, form, {"thing": thing})


def _said(request: HttpRequest, form: InstructionForm) -> Matter:
    values = form.cleaned_data
    return operations.instruct(
        actor=actor_of(request),
        year_id=shown_year(request).pk,
        unit_id=values["unit"],
        text=values["text"],
        due=values["due"],
        now=now_of(request),
        **vars(about_of(values)),
    )
