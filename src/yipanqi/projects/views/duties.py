"""What others owe a project, and what it brings to targets."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, NotAllowed
from yipanqi.org.queries import unit_choices
from yipanqi.projects import operations
from yipanqi.projects.forms import ContributionForm, GuaranteeForm, SettleForm
from yipanqi.projects.queries.choices import target_choices
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.views.answers import answered, back_to, page_for, refuse


@door(ProjectAction.ADD_GUARANTEE)
@require_http_methods(["GET", "POST"])
def guarantee(request: HttpRequest, project_id: int) -> HttpResponse:
    """A new thing that a unit owes."""
    page = page_for(request, project_id)
    if not page.powers.guarantee:
        raise NotAllowed()
    form = GuaranteeForm(request.POST or None, units=unit_choices(clock.today(now_of(request))))
    if form.is_valid():
        values = dict(form.cleaned_data)
        values["owner_id"] = values.pop("owner")
        try:
            operations.add_guarantee(
                actor=actor_of(request), project_id=project_id, now=now_of(request), **values
            )
            return back_to(request, project_id)
        except DomainError as error:
            refuse(request, form, error, project_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "guarantee"})


@door(ProjectAction.SETTLE_GUARANTEE)
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, project_id: int, guarantee_id: int) -> HttpResponse:
    """What was owed has been given."""
    page = page_for(request, project_id)
    if guarantee_id not in page.powers.settle:
        raise NotAllowed()
    owed = next(one for one in page.guarantees if one.pk == guarantee_id)
    form = SettleForm(request.POST or None, initial={"done_on": page.today})
    if form.is_valid():
        try:
            operations.settle_guarantee(
                actor=actor_of(request), guarantee_id=guarantee_id, now=now_of(request), **form.cleaned_data
            )
            return back_to(request, project_id)
        except DomainError as error:
            refuse(request, form, error, project_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "settle", "owed": owed})


@door(ProjectAction.ADD_CONTRIBUTION)
@require_http_methods(["GET", "POST"])
def contribution(request: HttpRequest, project_id: int) -> HttpResponse:
    """What the project brings to a target."""
    page = page_for(request, project_id)
    if not page.powers.contribute:
        raise NotAllowed()
    form = ContributionForm(request.POST or None, targets=target_choices(actor_of(request), page.year_id))
    if form.is_valid():
        values = dict(form.cleaned_data)
        values["target_id"] = values.pop("target")
        try:
            operations.add_contribution(
                actor=actor_of(request), project_id=project_id, now=now_of(request), **values
            )
            return back_to(request, project_id)
        except DomainError as error:
            refuse(request, form, error, project_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "contribution"})


@door(ProjectAction.REMOVE_CONTRIBUTION)
@require_POST
def remove_contribution(request: HttpRequest, project_id: int, contribution_id: int) -> HttpResponse:
    """It brings this no more."""
    operations.remove_contribution(
        actor=actor_of(request), contribution_id=contribution_id, now=now_of(request)
    )
    return back_to(request, project_id)
