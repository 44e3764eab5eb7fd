"""Posts of a unit, who holds them, and stand-ins."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.forms import send_over
from yipanqi.access.queries import account_choices, account_of
from yipanqi.access.registry import may
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, LostRace
from yipanqi.org import operations, queries
from yipanqi.org.entries import PostEntry
from yipanqi.org.forms import AppointmentForm, DelegationForm, PostForm
from yipanqi.org.models import Post
from yipanqi.org.rules import OrgAction
from yipanqi.web.htmx import render
from yipanqi.web.responses import see_other, unprocessable


@door(OrgAction.CREATE_POST)
@require_http_methods(["GET", "POST"])
def new_post(request: HttpRequest, unit_id: int) -> HttpResponseBase:
    """A new post."""
    unit = queries.unit_for(actor_of(request), unit_id, OrgAction.CHANGE_UNIT)
    form = PostForm(request.POST or None, initial={"order": 0})
    if request.method == "POST" and form.is_valid():
        try:
            operations.create_post(
                actor=actor_of(request), now=now_of(request), unit=unit, entry=_entry(form.cleaned_data)
            )
            return see_other(request, reverse("org:unit", args=[unit_id]))
        except DomainError as error:
            form.refuse(error)
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "org/post_form.html", {"form": form, "unit": unit})


def _entry(typed: dict[str, Any]) -> PostEntry:
    return PostEntry(**{name: value for name, value in typed.items() if name != "version"})


@door(OrgAction.CHANGE_POST)
@require_http_methods(["GET", "POST"])
def change_post(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Change or abolish a post."""
    post = queries.post_for(actor_of(request), post_id, OrgAction.CHANGE_POST)
    form = PostForm(request.POST or None, initial=_initial(post))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            post.version = seen if seen is not None else post.version
            operations.change_post(
                actor=actor_of(request), now=now_of(request), post=post, entry=_entry(form.cleaned_data)
            )
            messages.success(request, _("Saved."))
            return see_other(request, reverse("org:unit", args=[post.unit_id]))
        except DomainError as error:
            form.refuse(error)
            if isinstance(error, LostRace):
                send_over(form, queries.post_for(actor_of(request), post_id).version)
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "org/post_form.html", {"form": form, "unit": post.unit, "post": post})


def _initial(post: Post) -> dict[str, Any]:
    names = ("code", "title", "is_head", "is_leader", "planned", "valid_to", "order", "version")
    return {name: getattr(post, name) for name in names}


@door(OrgAction.APPOINT)
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Somebody holds the post from a day on."""
    post = queries.post_for(actor_of(request), post_id)
    today = clock.today(now_of(request))
    form = AppointmentForm(request.POST or None, accounts=account_choices(), initial={"from_date": today})
    if request.method == "POST" and form.is_valid():
        try:
            operations.appoint(
                actor=actor_of(request),
                now=now_of(request),
                post=post,
                account=account_of(form.cleaned_data["account"]),
                from_date=form.cleaned_data["from_date"],
            )
            messages.success(request, _("Appointed."))
            return see_other(request, reverse("org:unit", args=[post.unit_id]))
        except DomainError as error:
            form.refuse(error)
    answer = unprocessable if request.method == "POST" else render
    return answer(request, "org/appoint.html", {"form": form, "post": post})


@door(OrgAction.END_APPOINTMENT)
@require_POST
def end_appointment(request: HttpRequest, appointment_id: int) -> HttpResponseBase:
    """Today is the last day."""
    appointment = queries.appointment_for(actor_of(request), appointment_id)
    operations.end_appointment(
        actor=actor_of(request),
        now=now_of(request),
        appointment=appointment,
        to_date=clock.today(now_of(request)),
    )
    messages.success(request, _("The appointment ends today."))
    return see_other(request, reverse("org:unit", args=[appointment.post.unit_id]))


@door(OrgAction.VIEW_DELEGATIONS)
@require_http_methods(["GET"])
def delegations(request: HttpRequest) -> HttpResponseBase:
    """Stand-ins given and taken."""
    return render(request, "org/delegations.html", _delegations_page(request))


def _delegations_page(request: HttpRequest) -> dict[str, Any]:
    actor, now = actor_of(request), now_of(request)
    return {
        "rows": queries.delegations_of(actor, now),
        "form": _delegation_form(request) if may(actor, OrgAction.GIVE_DELEGATION) else None,
    }


def _delegation_form(request: HttpRequest) -> DelegationForm:
    actor, today = actor_of(request), clock.today(now_of(request))
    others = [choice for choice in account_choices() if choice[0] != actor.user_id]
    return DelegationForm(request.POST or None, accounts=others, initial={"from_date": today})


@door(OrgAction.GIVE_DELEGATION)
@require_POST
def give_delegation(request: HttpRequest) -> HttpResponseBase:
    """Name a stand-in."""
    form = _delegation_form(request)
    if form.is_valid():
        typed = form.cleaned_data | {"taker": account_of(form.cleaned_data["taker"])}
        try:
            operations.give_delegation(actor=actor_of(request), now=now_of(request), **typed)
            messages.success(request, _("The stand-in is named."))
            return see_other(request, reverse("org:delegations"))
        except DomainError as error:
            form.refuse(error)
    return unprocessable(request, "org/delegations.html", _delegations_page(request) | {"form": form})


@door(OrgAction.WITHDRAW_DELEGATION)
@require_POST
def withdraw_delegation(request: HttpRequest, delegation_id: int) -> HttpResponseBase:
    """It ends now."""
    delegation = queries.delegation_for(actor_of(request), delegation_id)
    operations.withdraw_delegation(actor=actor_of(request), now=now_of(request), delegation=delegation)
    messages.success(request, _("Withdrawn."))
    return see_other(request, reverse("org:delegations"))
