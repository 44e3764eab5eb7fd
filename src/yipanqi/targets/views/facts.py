"""To enter: a reading, a correction, a statement, lines of lists."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, LostRace, NotAllowed, NotFound
from yipanqi.org.queries import unit_choices
from yipanqi.targets import operations, presenting, queries
from yipanqi.targets.forms import CorrectionForm, LineDoneForm, ListItemForm, ReadingForm, StatementForm
from yipanqi.targets.models import ListKind
from yipanqi.targets.operations import Fact, NewFile
from yipanqi.targets.rules import TargetAction
from yipanqi.web.forms import Form
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable

FORM = "targets/form.html"


def files_of(form: Form) -> tuple[NewFile, ...]:
    """The evidence that came with a form."""
    file = form.cleaned_data.get("file")
    return (NewFile(file.name, file.read()),) if file else ()


def page_for(request: HttpRequest, target_id: int) -> queries.TargetPage:
    """The target, as its page is given."""
    return queries.target_page(actor_of(request), target_id, now_of(request))


def answered(request: HttpRequest, form: Form, context: dict[str, object]) -> HttpResponse:
    """The form, fresh or with what was wrong."""
    context = {"form": form, **context}
    return unprocessable(request, FORM, context) if form.is_bound else render(request, FORM, context)


@door(TargetAction.ENTER_READING)
@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest, target_id: int) -> HttpResponse:
    """The value to date of one period."""
    page = page_for(request, target_id)
    if not page.powers.enter:
        raise NotAllowed()
    form = ReadingForm(
        request.POST or None,
        request.FILES or None,
        periods=presenting.open_periods(page, also=request.POST.get("period", "")),
        unit=page.row.unit,
        initial={"period": page.asked.isoformat(), "version": page.row.version},
    )
    if form.is_valid():
        values = {
            name: form.cleaned_data[name] for name in ("period", "value", "unchanged", "note", "version")
        }
        fact = Fact(target_id, files=files_of(form), **values)
        if _saved(request, form, fact):
            return see_other(request, reverse("targets:target", args=[target_id]))
    return answered(request, form, {"page": page, "row": page.row, "task": "reading"})


def _saved(request: HttpRequest, form: Form, fact: Fact) -> bool:
    """Whether the fact was taken; otherwise the form says why not."""
    try:
        operations.enter_month(actor=actor_of(request), facts=[fact], now=now_of(request))
    except DomainError as error:
        names = {f"{fact.target_id}.{name}": name for name in (*form.fields, "evidence", "file")}
        refuse(request, form, error, fact.target_id, names)
        return False
    return True


def refuse(
    request: HttpRequest,
    form: Form,
    error: DomainError,
    target_id: int,
    names: Mapping[str, str] | None = None,
) -> None:
    """Say why in the form. Who came second is told, keeps what was typed, and may send it again."""
    form.refuse(error, names)
    if isinstance(error, LostRace):
        data = request.POST.copy()
        data["version"] = str(page_for(request, target_id).row.version)
        form.data = data


@door(TargetAction.ENTER_READING)
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, target_id: int, period: date) -> HttpResponse:
    """A new revision of one period."""
    page = page_for(request, target_id)
    line = next((line for line in page.readings if line.period == period), None)
    if line is None or not page.powers.enter:
        raise NotFound()
    initial = {"value": line.value, "version": page.row.version}
    form = CorrectionForm(request.POST or None, request.FILES or None, unit=page.row.unit, initial=initial)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("value", "note", "version")}
        fact = Fact(target_id, period, correction=True, files=files_of(form), **values)
        if _saved(request, form, fact):
            return see_other(request, reverse("targets:target", args=[target_id]))
    return answered(request, form, {"page": page, "row": page.row, "task": "correction", "line": line})


@door(TargetAction.ENTER_STATEMENT)
@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, target_id: int) -> HttpResponse:
    """The owner's word; with a day on which it was done, the completion."""
    page = page_for(request, target_id)
    if not page.powers.state:
        raise NotAllowed()
    form = StatementForm(request.POST or None, request.FILES or None, initial={"version": page.row.version})
    if form.is_valid():
        names = ("text", "unchanged", "expected_on", "done_on", "version")
        fact = Fact(target_id, files=files_of(form), **{name: form.cleaned_data[name] for name in names})
        if _saved(request, form, fact):
            return see_other(request, reverse("targets:target", args=[target_id]))
    return answered(request, form, {"page": page, "row": page.row, "task": "statement"})


@door(TargetAction.KEEP_LISTS)
@require_http_methods(["GET", "POST"])
def list_item(request: HttpRequest, target_id: int) -> HttpResponse:
    """A new line of a list."""
    queries.demand_target(actor_of(request), TargetAction.KEEP_LISTS, target_id)
    page = page_for(request, target_id)
    units = unit_choices(clock.today(now_of(request)))
    form = ListItemForm(request.POST or None, kinds=ListKind.choices, units=units)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("kind", "text", "due")}
        try:
            operations.add_list_item(
                actor=actor_of(request),
                target_id=target_id,
                owner_id=form.cleaned_data["owner"],
                now=now_of(request),
                **values,
            )
            return see_other(request, reverse("targets:target", args=[target_id]))
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"page": page, "row": page.row, "task": "list_item"})


@door(TargetAction.KEEP_LISTS)
@require_http_methods(["GET", "POST"])
def line_done(request: HttpRequest, target_id: int, item_id: int) -> HttpResponse:
    """A line of a list is done."""
    queries.demand_target(actor_of(request), TargetAction.KEEP_LISTS, target_id)
    page = page_for(request, target_id)
    form = LineDoneForm(request.POST or None, initial={"done_on": page.today})
    if form.is_valid():
        try:
            operations.close_list_item(
                actor=actor_of(request), item_id=item_id, now=now_of(request), **form.cleaned_data
            )
            return see_other(request, reverse("targets:target", args=[target_id]))
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"page": page, "row": page.row, "task": "line_done"})


@door(TargetAction.ENTER_READING)
@require_POST
def unchanged(request: HttpRequest, target_id: int) -> HttpResponse:
    """Nothing new in the period that is asked for, in one click."""
    page = page_for(request, target_id)
    if page.row.kind == "indicator":
        fact = Fact(target_id, page.asked, unchanged=True)
    else:
        fact = Fact(target_id, unchanged=True)
    operations.enter_month(actor=actor_of(request), facts=[fact], now=now_of(request))
    return see_other(request, reverse("targets:target", args=[target_id]))
