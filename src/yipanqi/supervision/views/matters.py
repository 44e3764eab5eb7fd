"""Matters: the list, one of them, a new one, its steps, the unit's answer, the conclusion."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, MoveRefused, NotAllowed
from yipanqi.org.queries import leader_choices, unit_choices
from yipanqi.supervision import operations, presenting
from yipanqi.supervision.forms import AnswerForm, ConclusionForm, MatterForm, MoveForm
from yipanqi.supervision.lists import listing_of
from yipanqi.supervision.queries.matters import MatterPage, matter_page, matters_of
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.views.shown import answered, files_of, page
from yipanqi.supervision.views.things import about_of, first_values, thing_for
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.listing import listing_response
from yipanqi.web.messages import message_for
from yipanqi.web.responses import see_other

NEW, TASK = "supervision/new.html", "supervision/task.html"


@door(SupervisionAction.VIEW)
@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    """Every matter of the year that the reader may see."""
    actor, year = actor_of(request), shown_year(request)
    rows = matters_of(actor, year_id=year.pk, now=now_of(request))
    context = {
        "tabs": presenting.tabs(actor, "matters"),
        "open": sum(row.is_open for row in rows),
        "late": sum(row.days_late > 0 for row in rows),
        "may_propose": may(actor, SupervisionAction.PROPOSE),
        "may_instruct": may(actor, SupervisionAction.INSTRUCT),
    }
    listing = listing_of(rows)
    return listing_response(
        request, listing, rows, "supervision/matters.html", context, file_name=f"matters-{year.number}"
    )


@door(SupervisionAction.VIEW)
@require_GET
def matter(request: HttpRequest, matter_id: int) -> HttpResponse:
    """One matter with its history and what may be done now."""
    shown = matter_page(actor_of(request), matter_id, now_of(request))
    context = {
        "matter": shown,
        "row": shown.row,
        "thing_url": presenting.address(shown.row.kind, shown.row.thing_id),
        "history": [(presenting.STEPS.get(told.what, told.what), told) for told in shown.history],
        "buttons": _buttons(shown, noted=False),
        "noted": _buttons(shown, noted=True),
    }
    return page(request, "supervision/matter.html", "matters", context)


_NOTED = ("send_back", "drop")


def _buttons(shown: MatterPage, *, noted: bool) -> list[tuple[str, object]]:
    """(address, label) of the moves that the reader may make; those with a reason apart."""
    return [
        (reverse(f"supervision:{name}", args=[shown.row.pk]), label)
        for name, label in presenting.MOVES.items()
        if name in shown.moves and (name in _NOTED) == noted
    ]


@door(SupervisionAction.PROPOSE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose a matter."""
    year, today = shown_year(request), clock.today(now_of(request))
    thing = thing_for(request)
    form = MatterForm(
        request.POST or None,
        units=unit_choices(today),
        leaders=leader_choices(today),
        initial=first_values(request, thing),
    )
    if form.is_valid():
        try:
            made = operations.open_matter(
                actor=actor_of(request), year_id=year.pk, draft=_draft(form), now=now_of(request)
            )
            return see_other(request, reverse("supervision:matter", args=[made.pk]))
        except DomainError as error:
            form.refuse(error)
            return answered(request, NEW, form, {"thing": thing, "there": error.params.get("matter")})
    return answered(request, NEW, form, {"thing": thing})


def _draft(form: MatterForm) -> operations.MatterDraft:
    values = form.cleaned_data
    return operations.MatterDraft(
        title=values["title"],
        basis=values["basis"],
        basis_text=values["basis_text"],
        unit_id=values["unit"],
        due=values["due"],
        approver_id=values["approver"],
        about=about_of(values),
    )


def mover(name: str) -> Callable[..., HttpResponseBase]:
    """The door of one move: a POST with the version seen and, where it is needed, the reason."""

    @door(SupervisionAction(f"supervision.{name}"))
    @require_POST
    def move(request: HttpRequest, matter_id: int) -> HttpResponse:
        form = MoveForm(request.POST)
        try:
            operations.move_matter(
                actor=actor_of(request),
                matter_id=matter_id,
                move=name,
                note=form.data.get("note", ""),
                version=form.cleaned_data["version"] if form.is_valid() else None,
                now=now_of(request),
            )
        except MoveRefused as error:
            if error.code != "state.note_needed":
                raise
            messages.error(request, message_for(error))
        return see_other(request, reverse("supervision:matter", args=[matter_id]))

    return move


@door(SupervisionAction.FEED_BACK)
@require_http_methods(["GET", "POST"])
def feed_back(request: HttpRequest, matter_id: int) -> HttpResponse:
    """The unit's answer."""
    shown = _may_do(request, matter_id, "feed_back")
    form = AnswerForm(request.POST or None, request.FILES or None, initial={"version": shown.row.version})
    if form.is_valid():
        try:
            operations.feed_back(
                actor=actor_of(request),
                matter_id=matter_id,
                text=form.cleaned_data["text"],
                files=files_of(form),
                version=form.cleaned_data["version"],
                now=now_of(request),
            )
            return see_other(request, reverse("supervision:matter", args=[matter_id]))
        except DomainError as error:
            form.refuse(error)
    return answered(request, TASK, form, {"row": shown.row, "matter": shown, "task": "feed_back"})


@door(SupervisionAction.CONCLUDE)
@require_http_methods(["GET", "POST"])
def conclude(request: HttpRequest, matter_id: int) -> HttpResponse:
    """The effect was looked at."""
    shown = _may_do(request, matter_id, "conclude")
    form = ConclusionForm(request.POST or None, request.FILES or None, initial={"version": shown.row.version})
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("how", "found", "version")}
        try:
            operations.conclude_matter(
                actor=actor_of(request),
                matter_id=matter_id,
                files=files_of(form),
                now=now_of(request),
                **values,
            )
            return see_other(request, reverse("supervision:matter", args=[matter_id]))
        except DomainError as error:
            form.refuse(error)
    return answered(request, TASK, form, {"row": shown.row, "matter": shown, "task": "conclude"})


def _may_do(request: HttpRequest, matter_id: int, move: str) -> MatterPage:
    """The matter; NotAllowed for one who never may, MoveRefused while its state does not allow the move."""
    shown = matter_page(actor_of(request), matter_id, now_of(request))
    if move not in shown.moves:
        action = SupervisionAction(f"supervision.{move}")
        own = shown.row.unit_id in actor_of(request).units or move != "feed_back"
        if not (own and may(actor_of(request), action)):
            raise NotAllowed(action=str(action))
        raise MoveRefused(move=move, status=shown.row.status)
    return shown
