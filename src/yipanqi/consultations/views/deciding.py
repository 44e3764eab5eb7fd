"""Decisions: one conflict in the meeting, the session as a whole, and what is decided after it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.roles import Role
from yipanqi.consultations import operations, queries
from yipanqi.consultations.forms import DecisionForm, LaterForm, NoteForm
from yipanqi.consultations.queries.meeting import based, dated, versions_of
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.consultations.views.meeting import MEETING, meeting_context
from yipanqi.consultations.views.sessions import session_context
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.org.queries import unit_choices
from yipanqi.plans.operations import PlanChange
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.responses import see_other, unprocessable


@door(ConsultationAction.SETTLE)
@require_POST
def settle(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Decide what is on the wall; on to the next conflict."""
    row = queries.one_conflict(actor_of(request), conflict_id)
    form = DecisionForm(request.POST, units=row.units)
    if not form.is_valid():
        return _wall_again(request, row, form)
    values = form.cleaned_data
    try:
        operations.decide_conflict(
            actor=actor_of(request),
            conflict_id=conflict_id,
            changes=_changes(row, values),
            text=values["text"],
            who_id=values["who"],
            by=values["by"],
            version=values["version"],
            now=now_of(request),
        )
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        form.refuse(error)
        return _wall_again(request, row, form)
    messages.success(request, _("Decided and written down."))
    return see_other(request, reverse("consultations:meeting", args=[row.session_id]))


def _changes(row: queries.ConflictRow, values: dict[str, Any]) -> tuple[PlanChange, ...]:
    """What was tried, meant for the versions that were seen then."""
    versions = versions_of(values["base"])
    if values["how"] == "remedy":
        return based(row.changes, versions)
    if values["how"] == "date" and values["day"]:
        return dated(values["place"], values["day"], versions, values["text"])
    return ()


def _wall_again(request: HttpRequest, row: queries.ConflictRow, form: DecisionForm) -> HttpResponse:
    """The wall with everything typed."""
    tried = {"conflict": row.pk, **{name: form.cleaned_data.get(name) for name in ("how", "place", "day")}}
    context = meeting_context(request, row.session_id, tried) | {"form": form}
    return unprocessable(request, MEETING, context, partial="effect")


@door(ConsultationAction.PUT_OFF)
@require_POST
def put_off(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Leave a conflict to another session."""
    row = queries.one_conflict(actor_of(request), conflict_id)
    note = NoteForm(request.POST)
    try:
        operations.put_off(
            actor=actor_of(request),
            conflict_id=conflict_id,
            note=note.cleaned_data["note"] if note.is_valid() else "",
            version=note.cleaned_data.get("version"),
            now=now_of(request),
        )
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        context = meeting_context(request, row.session_id, {"conflict": row.pk})
        context |= {"note": note, "note_refusal": message_for(error)}
        return unprocessable(request, MEETING, context, partial="effect")
    messages.success(request, _("Put off, with its reason."))
    return see_other(request, reverse("consultations:meeting", args=[row.session_id]))


@door(ConsultationAction.DECIDE)
@require_POST
def decide_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End the meeting: freeze the baselines, write the minutes."""
    note = NoteForm(request.POST)
    version = note.cleaned_data.get("version") if note.is_valid() else None
    try:
        operations.decide_session(
            actor=actor_of(request), session_id=session_id, version=version, now=now_of(request)
        )
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        context = session_context(request, session_id) | {"refusal": message_for(error)}
        return unprocessable(request, "consultations/session.html", context)
    messages.success(request, _("The session is decided: baselines are frozen, the minutes are written."))
    return see_other(request, reverse("consultations:session", args=[session_id]))


@door(ConsultationAction.DECIDE_AFTERWARDS)
@require_GET
def later(request: HttpRequest, session_id: int) -> HttpResponse:
    """Choose the plan that a later decision changes."""
    page = queries.later_page(actor_of(request), session_id)
    return render(request, "consultations/later.html", {"page": page})


@door(ConsultationAction.DECIDE_AFTERWARDS)
@require_http_methods(["GET", "POST"])
def later_plan(request: HttpRequest, session_id: int, plan_id: int) -> HttpResponse:
    """Record a decision that changes one plan after the session."""
    actor, now = actor_of(request), now_of(request)
    page = queries.later_page(actor, session_id, plan_id)
    form = LaterForm(
        request.POST or None,
        activities=page.activities,
        units=unit_choices(clock.today(now)),
        may_reissue=actor.has(Role.SUPERVISION),
        initial={"base": page.version_id, "who": page.owner_id, "reissue": True},
    )
    if form.is_valid():
        values = form.cleaned_data
        change = _later_change(plan_id, values)
        try:
            operations.decide_afterwards(
                actor=actor,
                session_id=session_id,
                text=values["text"],
                changes=change,
                who_id=values["who"],
                by=values["by"],
                reissue=values.get("reissue", False),
                now=now,
            )
            messages.success(request, _told_later(values))
            return see_other(request, reverse("consultations:session", args=[session_id]))
        except DomainError as error:
            if error.code.startswith("access."):
                raise
            form.refuse(error)
    show = unprocessable if request.method == "POST" else render
    return show(request, "consultations/later.html", {"page": page, "form": form})


def _told_later(values: dict[str, Any]) -> str:
    if values.get("reissue"):
        return _("Decided; every unit for which something changed has its letter.")
    return _("Decided; only the units that it reaches get a new letter.")


def _later_change(plan_id: int, values: dict[str, Any]) -> list[PlanChange]:
    """The change; a date set by hand carries the decision as its reason."""
    field, key = values["field"], values["key"]
    value = values["days"] if field == "duration" else values["day"]
    changes = [PlanChange(plan_id, key, field, value, values["base"])]
    if field in ("start_on_or_after", "finish_on_or_before"):
        changes.append(PlanChange(plan_id, key, "constraint_reason", values["text"][:200], values["base"]))
    return changes
