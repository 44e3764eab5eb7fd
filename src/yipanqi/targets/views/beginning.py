"""To begin a year from nothing: the year itself and the goals that its targets hang on."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.targets import operations, queries
from yipanqi.targets.forms import GoalForm, YearForm
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.views.facts import answered
from yipanqi.web.responses import see_other


@door(TargetAction.CREATE_YEAR)
@require_http_methods(["GET", "POST"])
def new_year(request: HttpRequest) -> HttpResponse:
    """A year in draft; the next number and the zone of the last year are offered."""
    years = queries.all_years(actor_of(request))
    number = years[0].number + 1 if years else clock.today(now_of(request)).year
    form = YearForm(request.POST or None, initial={"number": number, "zone": years[0].zone if years else ""})
    if form.is_valid():
        try:
            made = operations.create_year(actor=actor_of(request), now=now_of(request), **form.cleaned_data)
            return see_other(request, reverse("targets:year", args=[made.number]))
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"task": "new_year"})


@door(TargetAction.SET_YEAR)
@require_http_methods(["GET", "POST"])
def new_goal(request: HttpRequest, number: int) -> HttpResponse:
    """A goal of a year that is being set, after the goals that are there."""
    actor = actor_of(request)
    year = queries.year_of(actor, number)
    goals = queries.goal_choices(actor, year.pk)
    form = GoalForm(request.POST or None, goals=goals, initial={"kind": "theme" if goals else "vision"})
    if form.is_valid():
        values = dict(form.cleaned_data)
        parent_id = values.pop("parent")
        try:
            operations.create_goal(
                actor=actor,
                year_id=year.pk,
                parent_id=parent_id,
                order=len(goals),
                now=now_of(request),
                **values,
            )
            return see_other(request, reverse("targets:year", args=[number]) + "#goals")
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"year": year, "task": "new_goal"})


@door(TargetAction.SET_YEAR)
@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, number: int, goal_id: int) -> HttpResponse:
    """Rename a goal, or hang it elsewhere."""
    actor = actor_of(request)
    year = queries.year_of(actor, number)
    shown = queries.goal_of(actor, year.pk, goal_id)
    initial = {
        "kind": shown.kind,
        "name": shown.name,
        "parent": shown.parent_id,
        "short_name": shown.short_name,
    }
    form = GoalForm(
        request.POST or None,
        goals=queries.goal_choices(actor, year.pk),
        initial=initial | {"horizon": shown.horizon},
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        values["parent_id"] = values.pop("parent")
        try:
            operations.alter_goal(actor=actor, goal_id=goal_id, changes=values, now=now_of(request))
            return see_other(request, reverse("targets:year", args=[number]) + "#goals")
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"year": year, "task": "goal", "goal_id": goal_id})


@door(TargetAction.SET_YEAR)
@require_POST
def remove_goal(request: HttpRequest, number: int, goal_id: int) -> HttpResponse:
    """Take a goal that carries nothing out of the tree."""
    operations.remove_goal(actor=actor_of(request), goal_id=goal_id, now=now_of(request))
    return see_other(request, reverse("targets:year", args=[number]) + "#goals")
