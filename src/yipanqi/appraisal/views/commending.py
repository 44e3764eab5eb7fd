"""The commendation list of a finished round: to read, to print, to fill."""

from io import BytesIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from weasyprint import HTML

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import demand
from yipanqi.appraisal import operations, queries
from yipanqi.appraisal.documents import commendation_document
from yipanqi.appraisal.forms import CommendationForm
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.views.shown import page
from yipanqi.exchange.official import OfficialDocument, to_docx, to_html
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.web.responses import INNER_BASE, OwnStaticFiles, download, see_other

LIST = "appraisal/commendations.html"


@door(AppraisalAction.VIEW)
@require_http_methods(["GET", "POST"])
def commendations(request: HttpRequest, round_id: int) -> HttpResponse:
    """The list; the appraisal office adds to it."""
    actor = actor_of(request)
    if request.method == "POST":
        demand(actor, AppraisalAction.COMMEND)
    found = queries.commendation_list(actor, round_id)
    units = queries.commendation_candidates(actor, round_id) if found.may_commend else []
    form = CommendationForm(request.POST or None, units=units)
    if request.method == "POST" and _commended(request, form, round_id):
        return see_other(request, reverse("appraisal:commendations", args=[round_id]))
    context = {"list": found, "form": form, "units": units}
    return page(request, LIST, "rounds", context, status=422 if request.method == "POST" else 200)


def _commended(request: HttpRequest, form: CommendationForm, round_id: int) -> bool:
    if not form.is_valid():
        return False
    typed = form.cleaned_data
    try:
        operations.commend(
            actor=actor_of(request),
            round_id=round_id,
            unit_id=typed["unit"],
            title=typed["title"],
            reason=typed["reason"],
            reward=typed["reward"],
            subsidy=typed["subsidy"],
            now=now_of(request),
        )
        return True
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        form.refuse(error)
        return False


@door(AppraisalAction.STRIKE)
@require_POST
def strike(request: HttpRequest, commendation_id: int) -> HttpResponse:
    """Take a line off the list."""
    round_id = operations.strike(
        actor=actor_of(request), commendation_id=commendation_id, now=now_of(request)
    )
    messages.success(request, _("Taken off the list; the record keeps it."))
    return see_other(request, reverse("appraisal:commendations", args=[round_id]))


@door(AppraisalAction.VIEW)
@require_GET
def commendations_file(request: HttpRequest, round_id: int, ending: str) -> HttpResponse:
    """The list as an official document, docx or pdf."""
    found = queries.commendation_list(actor_of(request), round_id)
    document = commendation_document(found, clock.today(now_of(request)))
    content = to_docx(document) if ending == "docx" else _as_pdf(document)
    return download(content, f"{document.title[:80]}.{ending}")


def _as_pdf(document: OfficialDocument) -> bytes:
    """The same text as PDF; loads nothing but our own static files."""
    target = BytesIO()
    page_ = HTML(string=to_html(document), base_url=INNER_BASE, url_fetcher=OwnStaticFiles())
    page_.write_pdf(target)
    return target.getvalue()
