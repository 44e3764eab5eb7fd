"""Units and posts from Excel: choose, look, import; what is wrong comes back red."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.exchange.tables import error_workbook
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.org import operations, queries, workbook
from yipanqi.org.forms import ImportForm
from yipanqi.org.imports import Effect, LineFault
from yipanqi.org.queries import ImportPreview
from yipanqi.org.rules import OrgAction
from yipanqi.org.workbook import Workbook
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.responses import download, see_other, unprocessable

SALT = "org.import"
KEPT_SECONDS = 3600
EFFECTS = {
    Effect.NEW: gettext_lazy("new"),
    Effect.CHANGED: gettext_lazy("changed"),
    Effect.SAME: gettext_lazy("unchanged"),
}


@door(OrgAction.IMPORT)
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponseBase:
    """Choose a workbook; the answer is the preview. Nothing is saved."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            book = workbook.read_workbook(form.cleaned_data["file"].read())
            return render(request, "org/import_preview.html", _preview(request, book))
        except DomainError as error:
            form.refuse(Invalid({"file": error}))
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "org/import.html", {"form": form})


def _preview(request: HttpRequest, book: Workbook) -> dict[str, Any]:
    plan = queries.preview_import(
        actor_of(request), now_of(request), workbook.records(book.units), workbook.records(book.posts)
    )
    carried = {"units": workbook.packed(book.units), "posts": workbook.packed(book.posts)}
    return {
        "plan": plan,
        "counts": [(EFFECTS[effect], plan.count(effect)) for effect in Effect],
        "faults": [
            (_sheet(book, fault, plan), fault.row, message_for(fault.reason)) for fault in plan.faults
        ],
        "units": [(line, EFFECTS[line.effect]) for line in plan.units],
        "posts": [(line, EFFECTS[line.effect]) for line in plan.posts],
        "carried": signing.dumps(carried, salt=SALT, compress=True),
    }


def _sheet(book: Workbook, fault: LineFault, plan: ImportPreview) -> str:
    table = book.units if fault in plan.unit_faults else book.posts
    return table.sheet.name if table else ""


@door(OrgAction.IMPORT)
@require_POST
def apply(request: HttpRequest) -> HttpResponseBase:
    """Import what the preview showed."""
    book = _carried(request)
    done = operations.import_units(
        actor=actor_of(request),
        now=now_of(request),
        units=workbook.records(book.units),
        posts=workbook.records(book.posts),
    )
    said = _("%(new)s new, %(changed)s changed.") % {
        "new": done.count(Effect.NEW),
        "changed": done.count(Effect.CHANGED),
    }
    messages.success(request, said)
    return see_other(request, reverse("org:units"))


@door(OrgAction.IMPORT)
@require_POST
def mistakes(request: HttpRequest) -> HttpResponseBase:
    """The sheet with the first faults, its wrong cells red."""
    book = _carried(request)
    plan = queries.preview_import(
        actor_of(request), now_of(request), workbook.records(book.units), workbook.records(book.posts)
    )
    pairs = ((book.units, plan.unit_faults), (book.posts, plan.post_faults))
    for table, faults in pairs:
        if table is not None and faults:
            red = workbook.cell_faults(table, faults, message_for)
            return download(error_workbook(table.sheet, red, head=_("What is wrong")), "mistakes.xlsx")
    return see_other(request, reverse("org:import"))


def _carried(request: HttpRequest) -> Workbook:
    """The lines that the preview signed; DomainError when they are too old or not ours."""
    try:
        data = signing.loads(request.POST.get("carried", ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise DomainError("org.import_too_old") from None
    return Workbook(workbook.unpacked(data["units"]), workbook.unpacked(data["posts"]))
