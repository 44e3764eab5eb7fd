"""To put forward: submit with the quality looked at first, return, take up again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation.errors import DomainError, MoveRefused, NotAllowed
from yipanqi.plans import operations, queries
from yipanqi.plans.forms import NoteForm, posted_number
from yipanqi.plans.presenting.quality import check_lines
from yipanqi.plans.rules import PlanAction
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.responses import see_other, unprocessable

SUBMIT, RETURN = "plans/submit.html", "plans/return.html"


def _page(request: HttpRequest, plan_id: int, move: str) -> queries.PlanPage:
    """The plan, if its version in work can make this move by this reader."""
    page = queries.plan_page(actor_of(request), plan_id, now_of(request))
    if move not in page.moves:
        if request.method == "POST" and page.row.draft_id is not None and page.may_edit:
            raise MoveRefused()
        raise NotAllowed()
    return page


@door(PlanAction.SUBMIT)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The checks first, then the version goes to the consultation."""
    page, refusal = _page(request, plan_id, "submit"), ""
    version_id = page.row.draft_id
    assert version_id is not None
    if request.method == "POST":
        try:
            lock = posted_number(request.POST, "lock")
            operations.submit_version(
                actor=actor_of(request), plan_id=plan_id, lock=lock, now=now_of(request)
            )
            messages.success(request, _("Submitted for consultation."))
            return see_other(request, reverse("plans:plan", args=[plan_id]))
        except DomainError as error:
            if error.code.startswith("access."):
                raise
            refusal = message_for(error)
    rows = queries.scheduled_rows(version_id)
    lines = check_lines(queries.quality(version_id), rows) if rows else []
    failed = [line for line in lines if line.state == "failed"]
    context = {"page": page, "plan": page.row, "lines": lines, "failed": len(failed), "refusal": refusal}
    return unprocessable(request, SUBMIT, context) if refusal else render(request, SUBMIT, context)


@door(PlanAction.RETURN)
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Return a submitted version with the reason."""
    page = _page(request, plan_id, "return")
    form = NoteForm(request.POST or None)
    if form.is_valid():
        try:
            operations.return_version(
                actor=actor_of(request),
                version_id=page.row.draft_id or 0,
                note=form.cleaned_data["note"],
                now=now_of(request),
            )
            return see_other(request, reverse("plans:plan", args=[plan_id]))
        except DomainError as error:
            form.refuse(error)
    context = {"form": form, "page": page, "plan": page.row}
    return (
        unprocessable(request, RETURN, context)
        if request.method == "POST"
        else render(request, RETURN, context)
    )


@door(PlanAction.REVISE)
@require_POST
def revise(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take a returned version into work again."""
    page = _page(request, plan_id, "revise")
    operations.revise_version(actor=actor_of(request), version_id=page.row.draft_id or 0, now=now_of(request))
    return see_other(request, reverse("plans:edit", args=[plan_id]))
