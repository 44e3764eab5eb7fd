"""Items: one of them with its steps, the report, the request for a later date and the way that this takes."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.assignments import operations, queries, words
from yipanqi.assignments.forms import ExtensionForm, ReportForm, StepForm
from yipanqi.assignments.presenting import why_panel
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.files.operations import add_attachment
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, NotAllowed, NotFound
from yipanqi.lights.queries import why_light
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.responses import see_other, unprocessable

FORM = "assignments/form.html"
STEPS: dict[str, Callable[..., object]] = {
    "take_in_hand": operations.accept_item,
    "ask_return": operations.return_item,
    "verify": operations.verify_item,
    "send_back": operations.send_back_item,
    "close": operations.close_item,
    "suspend": operations.suspend_item,
    "resume": operations.resume_item,
}
DECISIONS: dict[str, Callable[..., object]] = {
    "endorse": operations.endorse_extension,
    "review": operations.review_extension,
    "approve": operations.approve_extension,
    "refuse": operations.refuse_extension,
}


@door(AssignmentAction.VIEW)
@require_GET
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One item: how it stands and why, its steps, its requests."""
    actor = actor_of(request)
    row = queries.one_item(actor, item_id)
    context = {
        "row": row,
        "status": words.ITEM[row.status],
        "why": why_panel(why_light(actor, row.light_id), row) if row.light_id else None,
        "plain": [(name, words.MOVES[name]) for name in row.moves if name in words.MOVES and name not in words.NOTED],
        "noted": [(name, words.MOVES[name]) for name in row.moves if name in words.NOTED],
        "extensions": [(one, words.EXTENSION[one.status]) for one in queries.extensions_of(actor, item_id)],
        "moves": words.MOVES,
    }  # fmt: skip
    return render(request, "assignments/item.html", context)


def stepper(name: str) -> Callable[..., HttpResponseBase]:
    """The door of one step: a POST with the version seen and, where it is needed, the reason."""

    @door(AssignmentAction(f"assignments.{name}"))
    @require_POST
    def step(request: HttpRequest, item_id: int) -> HttpResponse:
        _attempt(request, lambda values: _step(request, name, item_id, values))
        return see_other(request, reverse("assignments:item", args=[item_id]))

    return step


def _attempt(request: HttpRequest, act: Callable[[dict[str, object]], object]) -> None:
    form = StepForm(request.POST)
    form.is_valid()
    values = {key: value for key, value in form.cleaned_data.items() if value not in ("", None)}
    try:
        act(values)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        messages.error(request, message_for(error))


def _step(request: HttpRequest, name: str, item_id: int, values: dict[str, object]) -> object:
    who = {"actor": actor_of(request), "item_id": item_id, "now": now_of(request)}
    if name in ("keep", "withdraw"):
        settle: Callable[..., object] = operations.settle_return
        return settle(keep=name == "keep", note=values.pop("note", ""), **who, **values)
    if name in words.NOTED:
        values.setdefault("note", "")
    return STEPS[name](**who, **values)


def decider(name: str) -> Callable[..., HttpResponseBase]:
    """The door of one step of a request for a later date."""

    @door(AssignmentAction(f"assignments.{name}"))
    @require_POST
    def decide(request: HttpRequest, extension_id: int) -> HttpResponse:
        def act(values: dict[str, object]) -> object:
            if name == "refuse":
                values.setdefault("note", "")
            elif name == "endorse":
                values.pop("note", None)
            return DECISIONS[name](
                actor=actor_of(request), extension_id=extension_id, now=now_of(request), **values
            )

        _attempt(request, act)
        return see_other(request, reverse("assignments:own"))

    return decide


def own_item(request: HttpRequest, item_id: int) -> queries.ItemRow:
    """The item, for a form that only its unit fills in; NotAllowed for others."""
    row = queries.one_item(actor_of(request), item_id)
    if not row.is_own:
        raise NotAllowed()
    return row


@door(AssignmentAction.REPORT_DONE)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, item_id: int) -> HttpResponse:
    """Done: when, with which result, shown by what."""
    row = own_item(request, item_id)
    today = clock.today(now_of(request))
    form = ReportForm(
        request.POST or None, request.FILES or None, initial={"done_on": today, "version": row.version}
    )
    if form.is_valid():
        try:
            _report(request, form, item_id)
            messages.success(request, _("Reported. The supervision office looks at the effect."))
            return see_other(request, reverse("assignments:item", args=[item_id]))
        except DomainError as error:
            form.refuse(error)
    return _answered(request, form, {"row": row, "task": "report"})


def _report(request: HttpRequest, form: ReportForm, item_id: int) -> None:
    values = dict(form.cleaned_data)
    file = values.pop("file", None)
    evidence: tuple[int, ...] = ()
    if file is not None:
        brought = add_attachment(
            actor=actor_of(request), now=now_of(request), name=file.name, content=file.read(), why=values["result"]
        )  # fmt: skip
        evidence = (brought.attachment.pk,)
    operations.report_done(
        actor=actor_of(request), item_id=item_id, now=now_of(request), evidence_ids=evidence, **values
    )


@door(AssignmentAction.ASK_EXTENSION)
@require_http_methods(["GET", "POST"])
def extension(request: HttpRequest, item_id: int) -> HttpResponse:
    """Ask for a later date."""
    row = own_item(request, item_id)
    form = ExtensionForm(request.POST or None)
    if form.is_valid():
        try:
            operations.ask_extension(
                actor=actor_of(request), item_id=item_id, now=now_of(request), **form.cleaned_data
            )
            return see_other(request, reverse("assignments:item", args=[item_id]))
        except DomainError as error:
            form.refuse(error)
    return _answered(request, form, {"row": row, "task": "extension"})


def _answered(
    request: HttpRequest, form: ReportForm | ExtensionForm, context: dict[str, object]
) -> HttpResponse:
    context = {"form": form, **context}
    return unprocessable(request, FORM, context) if form.is_bound else render(request, FORM, context)
