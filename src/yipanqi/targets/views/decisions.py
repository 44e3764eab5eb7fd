"""To decide: changes of a fixed target, dropping, reopening."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.org.queries import leader_choices, unit_choices
from yipanqi.targets import operations
from yipanqi.targets.forms import ChangeForm, DecisionForm, ReasonForm
from yipanqi.targets.models import TargetKind
from yipanqi.targets.queries import TargetPage
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.views.facts import answered, page_for, refuse
from yipanqi.web.responses import see_other


def _initial(page: TargetPage) -> dict[str, object]:
    row = page.row
    return {
        "name": row.name,
        "value": row.value,
        "due": row.due,
        "lead": row.lead_id,
        "leader": page.leader_id,
        "version": row.version,
    }


def _form(request: HttpRequest, page: TargetPage) -> ChangeForm:
    today = clock.today(now_of(request))
    form = ChangeForm(
        request.POST or None, units=unit_choices(today), leaders=leader_choices(today), initial=_initial(page)
    )
    if page.row.kind != TargetKind.INDICATOR:
        del form.fields["value"]
    if page.row.kind == TargetKind.STANDING:
        del form.fields["due"], form.fields["extension"]
    return form


@door(TargetAction.CHANGE_TARGET)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, target_id: int) -> HttpResponse:
    """A change by decision, with its reason."""
    page = page_for(request, target_id)
    form = _form(request, page)
    if form.is_valid():
        values = form.cleaned_data
        fields = {"name": "name", "value": "value", "due": "due", "lead": "lead_id", "leader": "leader_id"}
        try:
            operations.change_target(
                actor=actor_of(request),
                target_id=target_id,
                changes={column: values[name] for name, column in fields.items() if name in values},
                decision=values["decision"],
                reason=values["reason"],
                extension=values.get("extension", False),
                version=values["version"],
                now=now_of(request),
            )
            return see_other(request, reverse("targets:target", args=[target_id]))
        except DomainError as error:
            refuse(request, form, error, target_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "change"})


@door(TargetAction.DROP)
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, target_id: int) -> HttpResponse:
    """Out of force, by decision."""
    page = page_for(request, target_id)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        try:
            operations.drop_target(
                actor=actor_of(request), target_id=target_id, now=now_of(request), **form.cleaned_data
            )
            return see_other(request, reverse("targets:target", args=[target_id]))
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"page": page, "row": page.row, "task": "drop"})


@door(TargetAction.REOPEN)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, target_id: int) -> HttpResponse:
    """It was reported done and is not."""
    page = page_for(request, target_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            operations.reopen_target(
                actor=actor_of(request), target_id=target_id, now=now_of(request), **form.cleaned_data
            )
            return see_other(request, reverse("targets:target", args=[target_id]))
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"page": page, "row": page.row, "task": "reopen"})
