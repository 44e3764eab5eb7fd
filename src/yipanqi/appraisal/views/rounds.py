"""All rounds, a new one, one round with its ranking and its moves, the second computation."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.appraisal import operations, presenting, queries, wording
from yipanqi.appraisal.forms import LockForm, NoteForm, RoundForm
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.views.shown import moved, page
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.targets.models import Year
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.listing import EXPORT, listing_response
from yipanqi.web.responses import see_other

LIST, NEW, ROUND = "appraisal/rounds.html", "appraisal/new_round.html", "appraisal/round.html"


@door(AppraisalAction.VIEW)
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round, each with its next step."""
    actor = actor_of(request)
    rows = queries.rounds(actor)
    context = {
        "rows": [(row, wording.ROUND_STATES[row.status]) for row in rows],
        "may_open": may(actor, AppraisalAction.OPEN_ROUND),
        "has_scheme": queries.latest_scheme(actor) is not None,
        "may_decide": may(actor, AppraisalAction.UPHOLD),
    }
    return page(request, LIST, "rounds", context)


@door(AppraisalAction.OPEN_ROUND)
@require_http_methods(["GET", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    """Open a round and compute it; everything is filled in for the year on the board."""
    actor, year = actor_of(request), shown_year(request)
    schemes = [(row.pk, f"{row.name} v{row.version}") for row in queries.scheme_rows(actor)]
    form = RoundForm(request.POST or None, schemes=schemes, initial=_proposed(request, year))
    if form.is_valid():
        try:
            return see_other(request, reverse("appraisal:round", args=[_opened(request, form, year)]))
        except DomainError as error:
            form.refuse(error)
    status = 422 if request.method == "POST" else 200
    return page(request, NEW, "rounds", {"form": form, "year": year, "schemes": schemes}, status=status)


def _proposed(request: HttpRequest, year: Year) -> dict[str, Any]:
    latest = queries.latest_scheme(actor_of(request))
    today, end = clock.today(now_of(request)), date(year.number, 12, 31)
    return {
        "name": _("Appraisal of %(year)s") % {"year": year.number},
        "scheme": latest.pk if latest else None,
        "since": date(year.number, 1, 1),
        "until": min(max(today, date(year.number, 1, 1)), end),
    }


def _opened(request: HttpRequest, form: RoundForm, year: Year) -> int:
    typed = form.cleaned_data
    made = operations.open_and_compute(
        actor=actor_of(request),
        year_id=year.pk,
        scheme_id=typed["scheme"],
        name=typed["name"],
        since=typed["since"],
        until=typed["until"],
        now=now_of(request),
    )
    return made.pk


@door(AppraisalAction.VIEW)
@require_GET
def round_(request: HttpRequest, round_id: int) -> HttpResponse:
    """The ranking, as a page or as a workbook with the points of every rule."""
    found = queries.round_page(actor_of(request), round_id, now_of(request))
    whole = EXPORT in request.GET
    context = _context(request, found)
    return listing_response(
        request,
        presenting.ranking(found, whole=whole),
        found.sheets,
        ROUND,
        context,
        file_name=f"appraisal-{found.row.year}-{found.row.pk}",
    )


def _context(request: HttpRequest, found: queries.RoundPage) -> dict[str, Any]:
    return {
        "tabs": presenting.tabs(actor_of(request), "rounds", found.row.waiting),
        "page": found,
        "row": found.row,
        "state": wording.ROUND_STATES[found.row.status],
        "note_form": NoteForm(initial={"lock": found.row.lock}),
    }


@door(AppraisalAction.COMPUTE)
@require_POST
def compute(request: HttpRequest, round_id: int) -> HttpResponse:
    """Every sheet anew from the facts."""
    said = _("The sheets were computed from the facts as they stand.")
    return _moved(request, operations.compute_sheets, round_id, said)


@door(AppraisalAction.FREEZE)
@require_POST
def freeze(request: HttpRequest, round_id: int) -> HttpResponse:
    """Publish the sheets as they stand."""
    return _moved(request, operations.freeze_round, round_id, _("The sheets are frozen and published."))


@door(AppraisalAction.FINISH)
@require_POST
def finish(request: HttpRequest, round_id: int) -> HttpResponse:
    """Confirm the result."""
    return _moved(request, operations.finish_round, round_id, _("The result is final."))


def _moved(request: HttpRequest, operation: Any, round_id: int, said: str) -> HttpResponse:
    form = LockForm(request.POST)
    lock = form.cleaned_data["lock"] if form.is_valid() else None

    def act() -> object:
        return operation(actor=actor_of(request), round_id=round_id, now=now_of(request), lock=lock)

    return moved(request, act, said, reverse("appraisal:round", args=[round_id]))


@door(AppraisalAction.UNFREEZE)
@require_POST
def unfreeze(request: HttpRequest, round_id: int) -> HttpResponse:
    """Take the sheets back, with a reason."""
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            operations.unfreeze_round(
                actor=actor_of(request),
                round_id=round_id,
                note=form.cleaned_data["note"],
                now=now_of(request),
                lock=form.cleaned_data["lock"],
            )
            return see_other(request, reverse("appraisal:round", args=[round_id]))
        except DomainError as error:
            if error.code.startswith("access."):
                raise
            form.refuse(error)
    found = queries.round_page(actor_of(request), round_id, now_of(request))
    listing = presenting.ranking(found, whole=False).page(request.GET, found.sheets)
    context = _context(request, found) | {"note_form": form, "listing": listing}
    return page(request, ROUND, "rounds", context, status=422)


@door(AppraisalAction.CHECK)
@require_GET
def check(request: HttpRequest, round_id: int) -> HttpResponse:
    """The same round computed a second time, beside the stored sheets."""
    context = {"check": queries.check_round(actor_of(request), round_id)}
    return page(request, "appraisal/check.html", "rounds", context)
