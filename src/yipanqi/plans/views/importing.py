"""A file or a pasted table: see what it would do, correct in Excel, confirm. For a new plan or one that exists."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.plans import merging, operations
from yipanqi.plans.drafts import PlanDraft
from yipanqi.plans.forms import ImportForm, posted_number
from yipanqi.plans.importing import LARGEST_FILE, Days, Incoming, from_file, from_text
from yipanqi.plans.merging import DateDifference, Existing, Preview
from yipanqi.plans.models import CalendarChoice
from yipanqi.plans.operations.beginning import begin_plan
from yipanqi.plans.presenting import previews
from yipanqi.plans.queries import editing
from yipanqi.plans.queries.editing import PlanHead, UnitWords
from yipanqi.plans.rules import PlanAction
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.htmx import render
from yipanqi.web.responses import download, see_other, unprocessable

UPLOAD, PREVIEW = "plans/import.html", "plans/import_preview.html"
MAPPED = "is-"
"""Before the key of the file in the name of a field that says which activity it is."""


@dataclass(frozen=True)
class Comparison:
    """The dates of the file beside ours: how many it has, and which differ."""

    count: int
    differences: tuple[DateDifference, ...]
    calendar: str


def _read(form: ImportForm) -> Incoming:
    file = form.cleaned_data["file"]
    if file:
        return from_file(file.name, file.read(LARGEST_FILE + 1))
    return from_text(form.cleaned_data["text"])


@door(PlanAction.CREATE)
@require_http_methods(["GET", "POST"])
def new_from_file(request: HttpRequest) -> HttpResponse:
    """A file that becomes a plan: its name, its beginning and its rows, to be looked at first."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return render(request, PREVIEW, _new_preview(request, _read(form)))
        except DomainError as error:
            form.add_error("file" if form.cleaned_data["file"] else "text", previews.reason_of(error))
    return _upload(request, form, None)


def _upload(request: HttpRequest, form: ImportForm, head: PlanHead | None) -> HttpResponse:
    context = {"form": form, "head": head}
    return unprocessable(request, UPLOAD, context) if form.is_bound else render(request, UPLOAD, context)


@door(PlanAction.EDIT)
@require_http_methods(["GET", "POST"])
def into_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A file for a plan that exists."""
    head = editing.head_of(actor_of(request), plan_id)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return render(request, PREVIEW, _preview(request, head, _read(form)))
        except DomainError as error:
            form.add_error("file" if form.cleaned_data["file"] else "text", previews.reason_of(error))
    return _upload(request, form, head)


def _preview(
    request: HttpRequest, head: PlanHead, incoming: Incoming, refusal: str = "", mapping: Any = None
) -> dict[str, Any]:
    """What the preview of an existing plan is given."""
    units = editing.unit_words()
    incoming = merging.without_unknown_units(incoming, units.by_word)
    found = merging.preview(incoming, head.existing, units.by_word, units.names, mapping)
    dates = _compare(incoming, found, head.start, (head.calendar,))
    return _context(incoming, found, head.existing, dates, refusal) | {"head": head}


def _new_preview(request: HttpRequest, incoming: Incoming, refusal: str = "") -> dict[str, Any]:
    """What the preview of a new plan is given: name, beginning, calendar and unit are proposed."""
    units, actor = editing.unit_words(), actor_of(request)
    found, incoming = _read_new(incoming, units)
    start = incoming.start or clock.today(now_of(request))
    nearest = (incoming.calendar, *(code for code in CalendarChoice.values if code != incoming.calendar))
    dates = _compare(incoming, found, start, nearest if incoming.dates else nearest[:1])
    year = shown_year(request)
    owners = editing.choices_for(actor, year.pk, clock.today(now_of(request)))["owner"]
    fills = editing.plans_to_fill(actor, year.pk)
    return _context(incoming, found, Existing(), dates, refusal) | {
        "head": None,
        "start": start,
        "owners": owners,
        "calendars": CalendarChoice.choices,
        "fills": fills,
        "fill": next((pk for pk, name in fills if name == incoming.name), 0),
    }


def _read_new(incoming: Incoming, units: UnitWords) -> tuple[Preview, Incoming]:
    incoming = merging.without_unknown_units(incoming, units.by_word)
    return merging.preview(incoming, Existing(), units.by_word, units.names), incoming


def _compare(incoming: Incoming, found: Preview, start: date, calendars: Sequence[str]) -> Comparison | None:
    """Our dates beside those of the file, on the calendar that fits best; None where there is nothing to compare."""
    if found.faults or not found.activities:
        return None
    best: Comparison | None = None
    for calendar in calendars:
        trial = editing.planned(start, calendar, found.activities, found.links)
        ours: Mapping[str, Days] = {key: (one.start, one.finish) for key, one in trial.dates.dates.items()}
        if trial.error:
            return None
        one = Comparison(*merging.compared(found, ours, incoming.dates), calendar)
        if best is None or len(one.differences) < len(best.differences):
            best = one
    return best


def _context(
    incoming: Incoming, found: Preview, existing: Existing, dates: Comparison | None, refusal: str
) -> dict[str, Any]:
    return {
        "incoming": incoming,
        "lines": previews.shown_lines(found, existing),
        "gone": found.gone,
        "counts": previews.counts(found),
        "remarks": previews.remarks_of(incoming),
        "dates": dates,
        "token": previews.sealed(incoming),
        "refusal": refusal,
        "mapped": MAPPED,
    }


def _mapping(request: HttpRequest) -> dict[str, str]:
    """What a person said: which activity a row of the file is."""
    return {
        name.removeprefix(MAPPED): str(value)
        for name, value in request.POST.items()
        if name.startswith(MAPPED)
    }


@door(PlanAction.EDIT)
@require_POST
def confirm(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Import what was previewed, with the keys as they were mapped."""
    head, incoming = (
        editing.head_of(actor_of(request), plan_id),
        previews.opened(request.POST.get("token", "")),
    )
    mapping = _mapping(request)
    if request.POST.get("act") == "again":
        return render(request, PREVIEW, _preview(request, head, incoming, mapping=mapping))
    units = editing.unit_words()
    found = merging.preview(incoming, head.existing, units.by_word, units.names, mapping)
    if found.faults:
        return unprocessable(request, PREVIEW, _preview(request, head, incoming, mapping=mapping))
    try:
        operations.save_draft(
            actor=actor_of(request),
            plan_id=plan_id,
            activities=found.activities,
            links=found.links,
            lock=posted_number(request.POST, "lock"),
            now=now_of(request),
        )
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        context = _preview(request, head, incoming, previews.reason_of(error), mapping)
        return unprocessable(request, PREVIEW, context)
    _say(request, found)
    return see_other(request, reverse("plans:edit", args=[plan_id]))


@door(PlanAction.CREATE)
@require_POST
def confirm_new(request: HttpRequest) -> HttpResponse:
    """Make the plan that was previewed, or fill one that is still empty."""
    incoming = previews.opened(request.POST.get("token", ""))
    fill = posted_number(request.POST, "fill")
    if fill:
        return _filled(request, fill, incoming)
    found, incoming = _read_new(incoming, editing.unit_words())
    if found.faults:
        return unprocessable(request, PREVIEW, _new_preview(request, incoming))
    try:
        plan = begin_plan(
            actor=actor_of(request),
            year_id=shown_year(request).pk,
            draft=_draft(request, incoming),
            activities=found.activities,
            links=found.links,
            now=now_of(request),
        )
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        return unprocessable(request, PREVIEW, _new_preview(request, incoming, previews.reason_of(error)))
    _say(request, found)
    return see_other(request, reverse("plans:plan", args=[plan.pk]))


def _draft(request: HttpRequest, incoming: Incoming) -> PlanDraft:
    """The head of the plan as it was proposed, or changed in the preview."""
    name = request.POST.get("name", "").strip() or incoming.name
    start = incoming.start or clock.today(now_of(request))
    with suppress(ValueError):
        start = date.fromisoformat(request.POST.get("start", ""))
    owner = posted_number(request.POST, "owner")
    return PlanDraft(name=name, owner_id=owner, start=start, calendar=request.POST.get("calendar", "china"))


def _filled(request: HttpRequest, plan_id: int, incoming: Incoming) -> HttpResponse:
    """An empty plan takes the rows."""
    head, units = editing.head_of(actor_of(request), plan_id), editing.unit_words()
    found, incoming = _read_new(incoming, units)
    if found.faults or head.existing.activities:
        return unprocessable(request, PREVIEW, _preview(request, head, incoming))
    operations.save_draft(
        actor=actor_of(request),
        plan_id=plan_id,
        activities=found.activities,
        links=found.links,
        lock=head.lock,
        now=now_of(request),
    )
    _say(request, found)
    return see_other(request, reverse("plans:plan", args=[plan_id]))


def _say(request: HttpRequest, found: Preview) -> None:
    words = _("Imported: %(added)s added, %(changed)s changed, %(gone)s gone.")
    messages.success(request, words % previews.counts(found))


@door(PlanAction.CREATE)
@require_POST
def errors(request: HttpRequest) -> HttpResponse:
    """The table again, with red cells that say what is wrong."""
    incoming = previews.opened(request.POST.get("token", ""))
    units, plan_id = editing.unit_words(), posted_number(request.POST, "plan")
    existing = editing.head_of(actor_of(request), plan_id).existing if plan_id else Existing()
    found = merging.preview(incoming, existing, units.by_word, units.names, _mapping(request))
    return download(previews.mistakes(incoming, found), "plan-errors.xlsx")
