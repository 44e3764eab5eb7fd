"""Bulletins: the list, the preview of a period, issuing, one as it went out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.supervision import operations, telling
from yipanqi.supervision.documents import bulletin_document
from yipanqi.supervision.forms import BulletinForm
from yipanqi.supervision.queries.bulletins import (
    Period,
    bulletin_contents,
    bulletin_page,
    bulletins,
    next_period,
)
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.views.shown import page
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.papers import paper
from yipanqi.web.responses import see_other


@door(SupervisionAction.VIEW_BULLETINS)
@require_GET
def bulletin_list(request: HttpRequest) -> HttpResponse:
    """Every bulletin of the year."""
    actor, year = actor_of(request), shown_year(request)
    context = {
        "rows": [(row, telling.title_of(row.year, row.number)) for row in bulletins(actor, year.pk)],
        "may_issue": may(actor, SupervisionAction.ISSUE_BULLETIN),
    }
    return page(request, "supervision/bulletins.html", "bulletins", context)


@door(SupervisionAction.ISSUE_BULLETIN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The bulletin as it would go out; a remark is the one thing to type."""
    year, today = shown_year(request), clock.today(now_of(request))
    usual = next_period(year.pk, today)
    typed = request.POST or (request.GET if "since" in request.GET else None)
    form = BulletinForm(typed, initial={"since": usual.since, "until": usual.until})
    period = _period(form, usual)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.issue_bulletin(
                actor=actor_of(request), year_id=year.pk, now=now_of(request), **form.cleaned_data
            )
            if request.POST.get("as") == "docx":
                document = bulletin_document(actor_of(request), made.pk)
                return paper(document, f"{document.title}.docx")
            messages.success(request, _("The bulletin went out; its figures stay as they are."))
            return see_other(request, reverse("supervision:bulletin", args=[made.pk]))
        except DomainError as error:
            form.refuse(error)
    contents = bulletin_contents(actor_of(request), year.pk, period, now_of(request))
    context = {
        "form": form,
        "title": telling.title_of(year.number, None),
        "period": period,
        "sections": telling.sections_of(contents),
        "source": telling.source_line(contents),
    }
    return page(
        request,
        "supervision/bulletin_new.html",
        "bulletins",
        context,
        status=422 if request.method == "POST" else 200,
    )


def _period(form: BulletinForm, usual: Period) -> Period:
    """The period typed, where it is one; the usual one otherwise."""
    if not form.is_bound or not form.is_valid():
        return usual
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    return Period(since, until) if since <= until else usual


@door(SupervisionAction.VIEW_BULLETINS)
@require_GET
def bulletin(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """One, as it went out."""
    row = bulletin_page(actor_of(request), bulletin_id)
    context = {
        "row": row,
        "title": telling.title_of(row.year, row.number),
        "sections": telling.sections_of(row.contents),
        "source": telling.source_line(row.contents),
    }
    return page(request, "supervision/bulletin.html", "bulletins", context)
