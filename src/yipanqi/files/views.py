"""Doors of the room: the files one may fetch, bringing one, fetching one. Nothing is ever shown inline."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.files import operations, queries
from yipanqi.files.forms import UploadForm
from yipanqi.files.models import Attachment
from yipanqi.files.rules import FileAction
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.org.queries import unit_choices, unit_of
from yipanqi.web.listing import Column, Kind, Listing, listing_response
from yipanqi.web.responses import see_other, unprocessable

FILES = Listing(
    columns=(
        Column(
            "name",
            gettext_lazy("File"),
            head=True,
            link=lambda row: reverse("files:download", args=[row.pk]),
        ),
        Column("why", gettext_lazy("What it shows")),
        Column("unit", gettext_lazy("Unit"), value="unit.short_name"),
        Column(
            "size",
            gettext_lazy("Size"),
            value=lambda row: max(round(row.size / 1024), 1),
            order="size",
            kind=Kind.NUMBER,
            unit="KB",
        ),
        Column("uploaded_by_label", gettext_lazy("Brought by")),
        Column("uploaded_at", gettext_lazy("When"), kind=Kind.DATE),
    ),
    search=("name", "why", "unit__name"),
    first_order="-uploaded_at",
)


@door(FileAction.VIEW)
@require_GET
def files(request: HttpRequest) -> HttpResponseBase:
    """The files one may fetch."""
    actor = actor_of(request)
    form = _form(request) if may(actor, FileAction.UPLOAD) else None
    return _listed(request, form)


def _form(request: HttpRequest) -> UploadForm:
    actor = actor_of(request)
    units = [choice for choice in unit_choices(clock.today(now_of(request))) if choice[0] in actor.units]
    return UploadForm(request.POST or None, request.FILES or None, units=units)


def _listed(request: HttpRequest, form: UploadForm | None) -> HttpResponseBase:
    rows: QuerySet[Attachment] = queries.attachments(actor_of(request))
    return listing_response(request, FILES, rows, "files/list.html", {"form": form}, file_name="files")


@door(FileAction.UPLOAD)
@require_POST
def upload(request: HttpRequest) -> HttpResponseBase:
    """Bring one file."""
    form = _form(request)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            brought = operations.add_attachment(
                actor=actor_of(request),
                now=now_of(request),
                name=typed["file"].name,
                content=typed["file"].read(),
                unit=unit_of(typed["unit"]),
                why=typed["why"],
            )
            known = brought.known_before
            said = _("This file was here already; it is kept once.") if known else _("The file is kept.")
            messages.success(request, said)
            return see_other(request, reverse("files:list"))
        except DomainError as error:
            form.refuse(error)
    page = FILES.page({}, queries.attachments(actor_of(request)))
    return unprocessable(request, "files/list.html", {"form": form, "listing": page})


@door(FileAction.VIEW)
@require_GET
def download(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """The bytes, to be saved and never run: attachment, no sniffing, sandboxed."""
    attachment = queries.attachment_for(actor_of(request), attachment_id)
    response = FileResponse(
        queries.opened(attachment),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
