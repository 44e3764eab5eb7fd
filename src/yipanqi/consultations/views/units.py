"""What the units see and say: the conflicts that concern them, each answered in one click or with a date and reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.consultations import operations, queries
from yipanqi.consultations.forms import OpinionForm
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.foundation.errors import DomainError
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable

MINE = "consultations/mine.html"


@door(ConsultationAction.GIVE_OPINION)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The open conflicts that concern one's units."""
    return render(request, MINE, _context(request))


def _context(request: HttpRequest) -> dict[str, object]:
    actor = actor_of(request)
    rows = queries.open_conflicts(actor, actor.units)
    return {"rows": rows, "waiting": sum(row.own_opinion is None and row.takes_opinions for row in rows)}


@door(ConsultationAction.GIVE_OPINION)
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Answer one conflict; a GET shows it alone with its form."""
    actor = actor_of(request)
    row = queries.own_conflict(actor, conflict_id)
    form = OpinionForm(request.POST or None, initial={"proposed": queries.proposed_date(row)})
    if request.method == "GET" or not form.is_valid():
        show = render if request.method == "GET" else unprocessable
        return show(request, MINE, {"rows": (row,), "form": form, "alone": row.pk})
    values = form.cleaned_data
    try:
        operations.give_opinion(
            actor=actor,
            conflict_id=conflict_id,
            unit_id=values["unit"],
            accepts=values["answer"] == "accept",
            proposed=values["proposed"],
            reason=values["reason"],
            now=now_of(request),
        )
    except DomainError as error:
        if error.code == "access.not_found":
            raise
        form.refuse(error)
        return unprocessable(request, MINE, {"rows": (row,), "form": form, "alone": row.pk})
    messages.success(request, _("Your unit's answer is with the session."))
    return see_other(request, reverse("consultations:mine"))
