"""Sessions: their list, a new one, one with its agenda, and the steps it takes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.consultations import operations, queries, wording
from yipanqi.consultations.forms import NoteForm, SessionForm
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.targets.views.shown import year_on_board
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.responses import see_other, unprocessable

NEW = "consultations/new.html"
SHOWN = 60
"""Conflicts on the page before all of them are asked for."""


@door(ConsultationAction.VIEW)
@require_GET
def session_list(request: HttpRequest) -> HttpResponse:
    """The sessions of the year."""
    actor = actor_of(request)
    year = year_on_board(request)
    context = {
        "rows": queries.sessions(actor, year.pk) if year else (),
        "states": wording.SESSION_STATES,
        "may_open": may(actor, ConsultationAction.OPEN),
        "may_meet": may(actor, ConsultationAction.TRY),
    }
    return render(request, "consultations/list.html", context)


@door(ConsultationAction.VIEW)
@require_GET
def at_hand(request: HttpRequest) -> HttpResponse:
    """On to the session that is prepared or held now; to all of them where none is."""
    year = year_on_board(request)
    session_id = queries.next_session(actor_of(request), year.pk) if year else None
    if session_id is None:
        return see_other(request, reverse("consultations:list"))
    return see_other(request, reverse("consultations:session", args=[session_id]))


@door(ConsultationAction.OPEN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a session and search at once, so that its agenda stands."""
    actor, now = actor_of(request), now_of(request)
    year = year_on_board(request)
    plans = queries.plan_choices(year.pk) if year else ()
    first = {
        "planned_for": clock.today(now) + timedelta(days=7),
        "plans": [pk for pk, _name, is_submitted in plans if is_submitted],
    }
    form = SessionForm(request.POST or None, plans=[(pk, name) for pk, name, _on in plans], initial=first)
    if year and form.is_valid():
        values = form.cleaned_data
        try:
            session = operations.open_session(
                actor=actor,
                year_id=year.pk,
                title=values["title"],
                planned_for=values["planned_for"],
                opinions_until=values["opinions_until"],
                plan_ids=values["plans"],
                now=now,
            )
            operations.find_conflicts(actor=actor, session_id=session.pk, now=now)
            return see_other(request, reverse("consultations:session", args=[session.pk]))
        except DomainError as error:
            form.refuse(error)
    show = unprocessable if request.method == "POST" else render
    return show(request, NEW, {"form": form})


@door(ConsultationAction.VIEW)
@require_GET
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """One session with its agenda."""
    return render(request, "consultations/session.html", session_context(request, session_id))


def session_context(request: HttpRequest, session_id: int) -> dict[str, Any]:
    actor, now = actor_of(request), now_of(request)
    page = queries.session_page(actor, session_id, now)
    rows = queries.agenda(actor, session_id, now, None if "all" in request.GET else SHOWN).rows
    return {
        "page": page,
        "rows": rows,
        "hidden": page.row.found - len(rows),
        "decisions": queries.decisions(actor, session_id),
        "states": _steps(page.row.status),
        "note": NoteForm(initial={"version": page.row.version}),
    }


def _steps(status: str) -> list[tuple[str, bool]]:
    """The states of a session in words, and which one it is in."""
    return [(str(word), state == status) for state, word in wording.SESSION_STATES.items()]


@door(ConsultationAction.FIND)
@require_POST
def find(request: HttpRequest, session_id: int) -> HttpResponse:
    """Search for conflicts: the whole agenda in one click."""
    return _step(request, session_id, _found)


def _found(request: HttpRequest, session_id: int, **_version: object) -> str:
    found = operations.find_conflicts(actor=actor_of(request), session_id=session_id, now=now_of(request))
    said = _("%(open)s conflicts stand open: %(new)s new, %(back)s back again, %(gone)s gone.")
    return said % vars(found)


@door(ConsultationAction.ASK_OPINIONS)
@require_POST
def ask(request: HttpRequest, session_id: int) -> HttpResponse:
    """Put the agenda before the units."""
    return _step(request, session_id, _asked)


def _asked(request: HttpRequest, session_id: int, **version: Any) -> str:
    operations.ask_opinions(actor=actor_of(request), session_id=session_id, now=now_of(request), **version)
    return _("The units concerned can now answer.")


@door(ConsultationAction.PREPARE_AGAIN)
@require_POST
def back(request: HttpRequest, session_id: int) -> HttpResponse:
    """Take the agenda back, with a reason."""
    return _step(request, session_id, _taken_back)


def _taken_back(request: HttpRequest, session_id: int, **version: Any) -> str:
    operations.prepare_again(
        actor=actor_of(request),
        session_id=session_id,
        note=request.POST.get("note", ""),
        now=now_of(request),
        **version,
    )
    return _("The session is in preparation again.")


@door(ConsultationAction.BEGIN)
@require_POST
def begin(request: HttpRequest, session_id: int) -> HttpResponse:
    """The meeting begins: on to the wall."""
    return _step(request, session_id, _begun, "consultations:meeting")


def _begun(request: HttpRequest, session_id: int, **version: Any) -> str:
    operations.begin(actor=actor_of(request), session_id=session_id, now=now_of(request), **version)
    return _("The meeting has begun; opinions are closed.")


def _step(
    request: HttpRequest,
    session_id: int,
    take: Callable[..., str],
    then: str = "consultations:session",
) -> HttpResponse:
    """One step of a session and on to `then`; a refusal is said on the session's own page, nothing is lost."""
    note = NoteForm(request.POST)
    version = note.cleaned_data.get("version") if note.is_valid() else None
    try:
        messages.success(request, take(request, session_id, version=version))
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        context = session_context(request, session_id) | {"refusal": message_for(error), "note": note}
        return unprocessable(request, "consultations/session.html", context)
    return see_other(request, reverse(then, args=[session_id]))
