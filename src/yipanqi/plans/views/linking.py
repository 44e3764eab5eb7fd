"""Links between plans: propose, accept, refuse, end, propose again."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation.errors import DomainError, NotAllowed, NotFound
from yipanqi.plans import operations, queries
from yipanqi.plans.drafts import join, split
from yipanqi.plans.forms import LinkForm, NoteForm
from yipanqi.plans.queries import editing
from yipanqi.plans.rules import PlanAction
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable

PROPOSE, ANSWER = "plans/link.html", "plans/link_answer.html"


@door(PlanAction.PROPOSE_LINK)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, plan_id: int) -> HttpResponse:
    """First the other plan is chosen, then the two activities."""
    page = queries.plan_page(actor_of(request), plan_id, now_of(request))
    if not page.may_propose:
        raise NotAllowed()
    others = _others(request, plan_id)
    chosen = request.GET.get("plan", "")
    other_id = int(chosen) if chosen.isdecimal() and int(chosen) in dict(others) else None
    form = _link_form(request, plan_id, other_id) if other_id else None
    if form is not None and form.is_valid():
        try:
            _proposed(request, plan_id, form)
            return see_other(request, _back(plan_id))
        except DomainError as error:
            form.refuse(error, {"predecessor": "other", "successor": "own", "predecessor_plan": "other"})
    context = {"form": form, "plan": page.row, "others": others, "other_id": other_id}
    return (
        unprocessable(request, PROPOSE, context)
        if request.method == "POST"
        else render(request, PROPOSE, context)
    )


def _others(request: HttpRequest, plan_id: int) -> list[tuple[int, str]]:
    rows = queries.plan_rows(actor_of(request), shown_year(request).pk)
    return [(row.pk, f"{row.name} ({row.owner})") for row in rows if row.pk != plan_id and row.version_id]


def _link_form(request: HttpRequest, plan_id: int, other_id: int) -> LinkForm:
    found = editing.planned_activities(actor_of(request), [plan_id, other_id])
    named = {owner: [] for owner in (plan_id, other_id)}  # type: dict[int, list[tuple[str, str]]]
    for owner, key, name in found:
        named[owner].append((join(owner, key), f"{key} {name}"))
    data = request.POST if request.method == "POST" else None
    return LinkForm(data, own=named[plan_id], other=named[other_id])


def _proposed(request: HttpRequest, plan_id: int, form: LinkForm) -> None:
    values = form.cleaned_data
    ends = [split(values["other"]), split(values["own"])]
    before, after = ends if values["direction"] == "in" else reversed(ends)
    operations.propose_link(
        actor=actor_of(request),
        predecessor_plan=before[0],
        predecessor=before[1],
        successor_plan=after[0],
        successor=after[1],
        type=values["type"],
        lag=values["lag"],
        needed_by=values["needed_by"],
        reason=values["reason"],
        now=now_of(request),
    )


def _back(plan_id: int) -> str:
    return reverse("plans:plan", args=[plan_id]) + "#links"


@door(PlanAction.ACCEPT)
@require_POST
def accept(request: HttpRequest, plan_id: int, link_id: int) -> HttpResponse:
    """From now on the link counts."""
    operations.accept_link(actor=actor_of(request), link_id=link_id, now=now_of(request))
    return see_other(request, _back(plan_id))


@door(PlanAction.REFUSE)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, plan_id: int, link_id: int) -> HttpResponse:
    """No, with the reason."""
    return _with_note(request, plan_id, link_id, "refuse")


@door(PlanAction.DISSOLVE)
@require_http_methods(["GET", "POST"])
def dissolve(request: HttpRequest, plan_id: int, link_id: int) -> HttpResponse:
    """Take a wish back, or end a link that counts."""
    return _with_note(request, plan_id, link_id, "dissolve")


@door(PlanAction.PROPOSE_AGAIN)
@require_http_methods(["GET", "POST"])
def propose_again(request: HttpRequest, plan_id: int, link_id: int) -> HttpResponse:
    """Put a refused wish once more."""
    return _with_note(request, plan_id, link_id, "propose_again")


def _with_note(request: HttpRequest, plan_id: int, link_id: int, move: str) -> HttpResponse:
    """The link with a field for the reason, then the move."""
    page = queries.plan_page(actor_of(request), plan_id, now_of(request))
    link = next((each for each in page.links if each.pk == link_id), None)
    if link is None or move not in link.moves:
        raise NotFound()
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _move(request, link_id, move, form.cleaned_data["note"])
            return see_other(request, _back(plan_id))
        except DomainError as error:
            form.refuse(error)
    context = {"form": form, "plan": page.row, "link": link, "move": move}
    return unprocessable(request, ANSWER, context) if form.is_bound else render(request, ANSWER, context)


def _move(request: HttpRequest, link_id: int, move: str, note: str) -> None:
    actor, now = actor_of(request), now_of(request)
    if move == "refuse":
        operations.refuse_link(actor=actor, link_id=link_id, note=note, now=now)
    elif move == "dissolve":
        operations.dissolve_link(actor=actor, link_id=link_id, note=note, now=now)
    else:
        operations.propose_link_again(actor=actor, link_id=link_id, reason=note, now=now)
