"""A unit objects; the office answers from its queue."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.appraisal import operations, presenting, queries
from yipanqi.appraisal.forms import NoteForm, ObjectionForm
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.views.shown import page
from yipanqi.foundation.errors import DomainError, NotFound
from yipanqi.web.responses import see_other

QUEUE, FORM = "appraisal/objections.html", "appraisal/object.html"


@door(AppraisalAction.OBJECT)
@require_http_methods(["GET", "POST"])
def object_(request: HttpRequest, sheet_id: int, rule: str) -> HttpResponse:
    """Say what is not right with the score of one rule."""
    found = queries.sheet_page(actor_of(request), sheet_id, now_of(request))
    line = next((one for one in presenting.lines_of(found) if one.line.rule.key == rule), None)
    if line is None:
        raise NotFound()
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and _raised(request, form, sheet_id, rule):
        messages.success(request, _("The objection was raised; the answer will stand on the sheet."))
        return see_other(request, f"{reverse('appraisal:sheet', args=[sheet_id])}#rule-{rule}")
    context = {"form": form, "sheet": found, "line": line}
    return page(request, FORM, "rounds", context, status=422 if request.method == "POST" else 200)


def _raised(request: HttpRequest, form: ObjectionForm, sheet_id: int, rule: str) -> bool:
    text = form.cleaned_data["text"] if form.is_valid() else ""
    try:
        operations.raise_objection(
            actor=actor_of(request), sheet_id=sheet_id, rule=rule, text=text, now=now_of(request)
        )
        return True
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        if form.is_valid():
            form.refuse(error)
        return False


@door(AppraisalAction.VIEW_OBJECTION)
@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    """The queue: those without an answer first."""
    return _queue(request, {})


def _queue(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    rows = [presenting.objection_words(row) for row in queries.objection_rows(actor_of(request))]
    shown = {
        "waiting": [one for one in rows if one.row.status == "raised"],
        "decided": [one for one in rows if one.row.status != "raised"],
        **context,
    }
    return page(request, QUEUE, "objections", shown, status=status)


@door(AppraisalAction.UPHOLD)
@require_POST
def uphold(request: HttpRequest, objection_id: int) -> HttpResponse:
    """The unit is right; the round is taken back to correct the facts."""
    said = _("Upheld. The round is open again: have the facts corrected and compute it anew.")
    return _decided(request, operations.uphold, objection_id, said)


@door(AppraisalAction.REJECT)
@require_POST
def reject(request: HttpRequest, objection_id: int) -> HttpResponse:
    """The score stands."""
    return _decided(request, operations.reject, objection_id, _("Rejected; the reason stands on the sheet."))


def _decided(request: HttpRequest, operation: Any, objection_id: int, said: str) -> HttpResponse:
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            operation(
                actor=actor_of(request),
                objection_id=objection_id,
                note=form.cleaned_data["note"],
                now=now_of(request),
                version=form.cleaned_data["lock"],
            )
            messages.success(request, said)
            return see_other(request, reverse("appraisal:objections"))
        except DomainError as error:
            if error.code.startswith("access."):
                raise
            form.refuse(error)
    return _queue(request, {"answered": objection_id, "form": form}, status=422)
