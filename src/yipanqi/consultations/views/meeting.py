"""Meeting mode: one conflict on the wall, a date tried, what it would do; nothing is saved until it is decided."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.consultations import queries, wording
from yipanqi.consultations.forms import DecisionForm, NoteForm, TrialForm
from yipanqi.consultations.queries.meeting import MeetingPage, Place, dated
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.foundation.errors import DomainError
from yipanqi.plans.drafts import PlanChange
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for

MEETING = "consultations/meeting.html"
MOST_MOVED = 12


@door(ConsultationAction.TRY)
@require_GET
def meeting(request: HttpRequest, session_id: int) -> HttpResponse:
    """The wall; with a date or a remedy to try, its effect."""
    asked = TrialForm(request.GET)
    values = asked.cleaned_data if asked.is_valid() else {}
    return render(request, MEETING, meeting_context(request, session_id, values), partial="effect")


def meeting_context(request: HttpRequest, session_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Everything on the wall: the conflict, what is tried and does, and the form that decides it."""
    actor = actor_of(request)
    page = queries.meeting_page(actor, session_id, values.get("conflict"), now_of(request))
    how = _how(page, values)
    effect, refusal = None, ""
    try:
        changes = changes_of(page, how, values)
        effect = queries.trial(actor, changes, now_of(request)) if changes else None
    except DomainError as error:
        refusal = message_for(error)
    return {
        "page": page,
        "how": how,
        "place": values.get("place") or (page.places[0].value if page.places else ""),
        "day": values.get("day") or _first_day(page),
        "effect": effect,
        "more": max(0, len(effect.activities) - MOST_MOVED) if effect else 0,
        "shown": effect.activities[:MOST_MOVED] if effect else (),
        "refusal": refusal,
        "fields": wording.FIELDS,
        "form": _form(page, how, values) if page.may_settle and not refusal else None,
        "note": NoteForm(initial={"version": page.current.version if page.current else None}),
    }


def _how(page: MeetingPage, values: Mapping[str, Any]) -> str:
    """What is tried: what was asked for, else the remedy where there is one."""
    if values.get("how"):
        return str(values["how"])
    return "remedy" if page.remedy_changes and page.current and page.current.is_open else "none"


def changes_of(page: MeetingPage, how: str, values: Mapping[str, Any]) -> tuple[PlanChange, ...]:
    """The changes that the tried thing means, for the versions on the page. DomainError for an unknown place."""
    if how == "remedy":
        return page.remedy_changes
    if how == "date" and values.get("day"):
        return dated(values["place"], values["day"], page.versions, str(values.get("text", "")))
    return ()


def _first_day(page: MeetingPage) -> date | None:
    """The date that a unit proposed, else the present one of the first place."""
    opinions = page.current.opinions if page.current else ()
    proposed = next((opinion.proposed for opinion in opinions if opinion.proposed), None)
    return proposed or (page.places[0].now if page.places else None)


def _form(page: MeetingPage, how: str, values: Mapping[str, Any]) -> DecisionForm:
    current = page.current
    assert current is not None  # may_settle says so
    first = {
        "how": how,
        "place": values.get("place", ""),
        "day": values.get("day"),
        "base": page.base,
        "version": current.version,
        "text": _words(page, how, values),
        "who": current.units[0][0] if current.units else None,
    }
    return DecisionForm(units=current.units, initial=first)


def _words(page: MeetingPage, how: str, values: Mapping[str, Any]) -> str:
    """The decision in words, to be sent as it is or said better."""
    if how == "remedy" and page.current:
        return page.current.remedy
    place = next((one for one in page.places if one.value == values.get("place")), None)
    if how == "date" and place and values.get("day"):
        about = {"place": place_words(place), "day": values["day"].isoformat()}
        return _("%(place)s: %(day)s.") % about
    return ""


def place_words(place: Place) -> str:
    """A place as a sentence names it."""
    name = f"{place.plan}：{place.name}" if place.name else place.plan
    return f"{name} {wording.FIELDS[place.field]}"
