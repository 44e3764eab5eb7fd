"""An existing breakdown table: upload, preview, confirm; mistakes come back in red."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.exchange.tables import CellFault, Sheet, error_workbook, read_sheet
from yipanqi.foundation.errors import DomainError
from yipanqi.targets import operations, presenting, queries
from yipanqi.targets.forms import BreakdownForm
from yipanqi.targets.models import Year
from yipanqi.targets.queries import Effect, Preview
from yipanqi.targets.rules import TargetAction
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.responses import download, see_other, unprocessable

SALT = "targets.breakdown"
KEPT_SECONDS = 3600 * 8
UPLOAD, PREVIEW = "targets/breakdown.html", "targets/breakdown_preview.html"


@door(TargetAction.SET_YEAR)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """Choose the file; see what it would do."""
    year = queries.year_of(actor_of(request), number)
    goals = queries.goal_choices(actor_of(request), year.pk)
    form = BreakdownForm(request.POST or None, request.FILES or None, goals=goals)
    if form.is_valid():
        values = form.cleaned_data
        try:
            sheet = read_sheet(values["file"].read(), values["sheet"])
            preview = queries.preview_breakdown(actor_of(request), year.pk, values["goal"], sheet)
            return render(request, PREVIEW, preview_context(year, preview, values["goal"]))
        except DomainError as error:
            form.add_error("file", message_for(error))
    context = {"form": form, "year": year}
    return unprocessable(request, UPLOAD, context) if form.is_bound else render(request, UPLOAD, context)


def preview_context(year: Year, preview: Preview, goal_id: int, refusal: str = "") -> dict[str, Any]:
    """What the preview is given; `token` carries the sheet to the next step, signed."""
    return {
        "year": year,
        "preview": preview,
        "lines": [
            (line, [message_for(fault.error) for fault in line.entry.faults], presenting.differences(line))
            for line in sorted(preview.lines, key=lambda line: line.effect != Effect.REFUSED)
        ],
        "counts": {effect.value: preview.count(effect) for effect in Effect},
        "token": sealed(preview.table.sheet, goal_id),
        "refusal": refusal,
    }


def sealed(sheet: Sheet, goal_id: int) -> str:
    """A sheet and the goal chosen for it, as one signed text for a hidden field."""
    return signing.dumps([goal_id, sheet.name, sheet.rows], salt=SALT, compress=True)


def opened(token: str) -> tuple[Sheet, int]:
    """What `sealed` sealed; DomainError when it was altered or is a day old."""
    try:
        goal_id, name, rows = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise DomainError("targets.upload_again") from None
    return Sheet(name, (name,), tuple(tuple(row) for row in rows)), goal_id


@door(TargetAction.SET_YEAR)
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Import what was previewed."""
    year = queries.year_of(actor_of(request), number)
    sheet, goal_id = opened(request.POST.get("token", ""))
    try:
        done = operations.import_breakdown(
            actor=actor_of(request), year_id=year.pk, goal_id=goal_id, sheet=sheet, now=now_of(request)
        )
    except DomainError as error:
        preview = queries.preview_breakdown(actor_of(request), year.pk, goal_id, sheet)
        return unprocessable(request, PREVIEW, preview_context(year, preview, goal_id, message_for(error)))
    words = _("Imported: %(added)s added, %(changed)s changed.")
    messages.success(request, words % {"added": done.added, "changed": done.changed})
    return see_other(request, reverse("targets:year", args=[number]))


@door(TargetAction.SET_YEAR)
@require_POST
def errors(request: HttpRequest, number: int) -> HttpResponse:
    """The table again, with red cells that say what is wrong."""
    year = queries.year_of(actor_of(request), number)
    sheet, goal_id = opened(request.POST.get("token", ""))
    preview = queries.preview_breakdown(actor_of(request), year.pk, goal_id, sheet)
    faults = [
        CellFault(line.entry.row, preview.table.columns.get(fault.key, 0), message_for(fault.error))
        for line in preview.lines
        for fault in line.entry.faults
    ]
    content = error_workbook(sheet, faults, head=_("To be corrected"))
    return download(content, f"breakdown-{number}-errors.xlsx")
