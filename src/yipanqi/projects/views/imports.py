"""An existing list of projects: upload, preview, confirm; mistakes come back in red."""

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
from yipanqi.projects import operations, presenting, queries
from yipanqi.projects.forms import ImportForm
from yipanqi.projects.rules import ProjectAction
from yipanqi.targets.models import Year
from yipanqi.targets.queries import Effect
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.responses import download, see_other, unprocessable

SALT = "projects.import"
KEPT_SECONDS = 3600 * 8
UPLOAD, PREVIEW = "projects/import.html", "projects/import_preview.html"


@door(ProjectAction.CREATE)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose the file; see what it would do."""
    year = shown_year(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        values = form.cleaned_data
        try:
            sheet = read_sheet(values["file"].read(), values["sheet"])
            preview = queries.preview_projects(actor_of(request), year.pk, sheet)
            return render(request, PREVIEW, preview_context(year, preview))
        except DomainError as error:
            form.add_error("file", message_for(error))
    context = {"form": form, "year": year, **presenting.import_heads()}
    return unprocessable(request, UPLOAD, context) if form.is_bound else render(request, UPLOAD, context)


def preview_context(year: Year, preview: queries.Preview, refusal: str = "") -> dict[str, Any]:
    """What the preview is given; `token` carries the sheet to the next step, signed."""
    return {
        "year": year,
        "lines": [
            (line, [message_for(fault.error) for fault in line.entry.faults], presenting.differences(line))
            for line in sorted(preview.lines, key=lambda line: line.effect != Effect.REFUSED)
        ],
        "counts": {effect.value: preview.count(effect) for effect in Effect},
        "token": sealed(preview.table.sheet),
        "refusal": refusal,
    }


def sealed(sheet: Sheet) -> str:
    """A sheet as one signed text for a hidden field."""
    return signing.dumps([sheet.name, sheet.rows], salt=SALT, compress=True)


def opened(token: str) -> Sheet:
    """What `sealed` sealed; DomainError when it was altered or is a day old."""
    try:
        name, rows = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise DomainError("targets.upload_again") from None
    return Sheet(name, (name,), tuple(tuple(row) for row in rows))


@door(ProjectAction.CREATE)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Import what was previewed."""
    year = shown_year(request)
    sheet = opened(request.POST.get("token", ""))
    try:
        done = operations.import_projects(
            actor=actor_of(request), year_id=year.pk, sheet=sheet, now=now_of(request)
        )
    except DomainError as error:
        preview = queries.preview_projects(actor_of(request), year.pk, sheet)
        return unprocessable(request, PREVIEW, preview_context(year, preview, message_for(error)))
    words = _("Imported: %(added)s added, %(changed)s changed.")
    messages.success(request, words % {"added": done.added, "changed": done.changed})
    return see_other(request, reverse("projects:list"))


@door(ProjectAction.CREATE)
@require_POST
def errors(request: HttpRequest) -> HttpResponse:
    """The table again, with red cells that say what is wrong."""
    year = shown_year(request)
    preview = queries.preview_projects(actor_of(request), year.pk, opened(request.POST.get("token", "")))
    faults = [
        CellFault(line.entry.row, preview.table.columns.get(fault.key, 0), message_for(fault.error))
        for line in preview.lines
        for fault in line.entry.faults
    ]
    content = error_workbook(preview.table.sheet, faults, head=_("To be corrected"))
    return download(content, f"projects-{year.number}-errors.xlsx")
