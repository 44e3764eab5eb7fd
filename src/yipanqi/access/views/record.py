"""The reading room of the auditors: every event, its seal, and the list to take away."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from yipanqi.access import labels, queries
from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.forms import EventFilterForm
from yipanqi.access.operations.doors import note_export
from yipanqi.access.rules import AccessAction
from yipanqi.audit.models import Event
from yipanqi.audit.queries import KEPT_DAYS, EventFilter, known_actions, verify
from yipanqi.web.htmx import render
from yipanqi.web.listing import Column, Kind, Listing
from yipanqi.web.responses import download

PER_PAGE = 50
EXPORT = Listing(
    columns=(
        Column("id", _("Number"), kind=Kind.NUMBER),
        Column("at", _("When"), value=lambda event: event.at.isoformat(timespec="seconds")),
        Column("actor_label", _("Who")),
        Column("actor_key", _("Account")),
        Column("action", _("Action")),
        Column("outcome", _("Outcome"), value=lambda event: event.get_outcome_display()),
        Column("subject_kind", _("Kind of thing")),
        Column("subject_key", _("Key")),
        Column("subject_label", _("Thing")),
        Column("note", _("Reason")),
        Column("changes", _("Details"), value=lambda event: str(event.changes or "")),
        Column("seal", _("Seal"), value=lambda event: _seal(event)),
    ),
)


def _seal(event: Event) -> str:
    seal = getattr(event, "seal", None)
    return f"{seal.position} {seal.digest}" if seal else ""


@door(AccessAction.VIEW_EVENTS)
@require_GET
def events(request: HttpRequest) -> HttpResponseBase:
    """Events by who, what, thing and day, newest first."""
    form, wanted = _asked(request)
    rows = queries.events(actor_of(request), wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page", 1))
    asked = {name: value for name, value in form.data.items() if value and name in form.fields}
    context = {
        "form": form,
        "page": page,
        "lines": [
            (event, labels.word(event.action), labels.thing(event.subject_kind), _details(event))
            for event in page
        ],
        "params": urlencode(asked),
        "asked": asked,
        "kept_days": KEPT_DAYS,
        "unsealed": queries.unsealed_count(actor_of(request)),
    }
    return render(request, "access/events.html", context)


def _asked(request: HttpRequest) -> tuple[EventFilterForm, EventFilter]:
    data = request.POST if request.method == "POST" else request.GET
    actions = [(action, labels.word(action)) for action in known_actions()]
    form = EventFilterForm(data, actions=actions)
    return form, EventFilter(**form.cleaned_data) if form.is_valid() else EventFilter()


def _details(event: Event) -> list[tuple[str, str]]:
    """What changed, one pair a line; old and new value with an arrow."""
    return [
        (labels.field(name), _told(value)) for name, value in event.changes.items() if value not in ("", None)
    ]


def _told(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return " → ".join("—" if part is None else labels.value(str(part)) for part in value)
    return "、".join(map(str, value)) if isinstance(value, list) else labels.value(str(value))


@door(AccessAction.EXPORT_EVENTS)
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The events asked for, as a workbook; the taking away is an event itself."""
    _form, wanted = _asked(request)
    rows = queries.exported_events(actor_of(request), wanted)
    content = EXPORT.export({}, rows, "xlsx")
    note_export(actor=actor_of(request), now=now_of(request), wanted=wanted, rows=rows.count())
    return download(content, "events.xlsx")


@door(AccessAction.VIEW_EVENTS)
@require_POST
def check(request: HttpRequest) -> HttpResponseBase:
    """Walk the whole chain now and say what was found."""
    return render(request, "access/chain.html", {"found": verify()})
