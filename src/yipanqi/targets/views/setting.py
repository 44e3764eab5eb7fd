"""To set the year: its targets, the units' comments and their answers, the fixing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.org.queries import leader_choices, unit_choices
from yipanqi.targets import operations, presenting, queries
from yipanqi.targets.forms import AnswerForm, CommentForm, FixForm, ReasonForm, TargetForm, TrajectoryForm
from yipanqi.targets.lists import SETTING
from yipanqi.targets.models import Year
from yipanqi.targets.operations import TargetDraft
from yipanqi.targets.queries import TargetPage
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.sources import all_sources
from yipanqi.targets.views.facts import answered, page_for, refuse
from yipanqi.web.listing import listing_response
from yipanqi.web.messages import message_for
from yipanqi.web.responses import see_other, unprocessable

COLUMNS = {"goal": "goal_id", "lead": "lead_id", "leader": "leader_id"}
"""Form fields that hold the id of a row, and the column it goes to."""


@door(TargetAction.VIEW)
@require_GET
def year(request: HttpRequest, number: int) -> HttpResponse:
    """Where the year stands, what it lacks, what the units say."""
    context = year_context(request, number)
    rows, name = context["sheet"].rows, f"targets-{number}"
    return listing_response(request, SETTING, rows, "targets/year.html", context, file_name=name)


def year_context(request: HttpRequest, number: int, **forms: object) -> dict[str, Any]:
    """What the page of a year is given."""
    actor = actor_of(request)
    sheet = queries.year_sheet(actor, queries.year_of(actor, number).pk)
    return {
        "sheet": sheet,
        "years": queries.all_years(actor),
        "goals": queries.goal_tree(actor, sheet.pk) if sheet.may_set else [],
        "may_create": may(actor, TargetAction.CREATE_YEAR),
        "listing": SETTING.page(request.GET, sheet.rows),
        "lacks": presenting.lacks(sheet.lacks),
        "moves": {move.name for move in sheet.moves},
        "fix_form": FixForm(),
        "reason_form": ReasonForm(),
        "answer_form": AnswerForm(),
        **forms,
    }


@door(TargetAction.OPEN_COMMENTS)
@require_POST
def open_comments(request: HttpRequest, number: int) -> HttpResponse:
    """Let the units comment."""
    return _moved(request, number, operations.open_comments)


@door(TargetAction.CLOSE)
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close the year."""
    return _moved(request, number, operations.close_year)


def _moved(request: HttpRequest, number: int, move: Callable[..., Year]) -> HttpResponse:
    shown = queries.year_of(actor_of(request), number)
    move(actor=actor_of(request), year_id=shown.pk, now=now_of(request))
    return see_other(request, reverse("targets:year", args=[number]))


@door(TargetAction.BACK_TO_DRAFT)
@require_POST
def back_to_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Take the year back from the units, with a reason."""
    shown = queries.year_of(actor_of(request), number)
    form = ReasonForm(request.POST)
    if form.is_valid():
        operations.back_to_draft(
            actor=actor_of(request), year_id=shown.pk, now=now_of(request), **form.cleaned_data
        )
        return see_other(request, reverse("targets:year", args=[number]))
    return unprocessable(request, "targets/year.html", year_context(request, number, reason_form=form))


@door(TargetAction.FIX)
@require_POST
def fix(request: HttpRequest, number: int) -> HttpResponse:
    """Fix the year by a decision; what is lacking is listed."""
    shown = queries.year_of(actor_of(request), number)
    form = FixForm(request.POST)
    if form.is_valid():
        try:
            operations.fix_year(
                actor=actor_of(request), year_id=shown.pk, now=now_of(request), **form.cleaned_data
            )
            return see_other(request, reverse("targets:year", args=[number]))
        except DomainError as error:
            form.add_error(None, message_for(error))
    return unprocessable(request, "targets/year.html", year_context(request, number, fix_form=form))


def _target_form(request: HttpRequest, year_id: int, initial: dict[str, object]) -> TargetForm:
    today = clock.today(now_of(request))
    return TargetForm(
        request.POST or None,
        goals=queries.goal_choices(actor_of(request), year_id),
        units=unit_choices(today),
        leaders=leader_choices(today),
        sources=[(source.key, source.label) for source in all_sources()],
        initial=initial,
    )


def _columns(values: dict[str, object], leave: tuple[str, ...]) -> dict[str, object]:
    """Cleaned fields under the names of the columns."""
    return {COLUMNS.get(name, name): value for name, value in values.items() if name not in leave}


@door(TargetAction.ALTER_TARGET)
@require_http_methods(["GET", "POST"])
def new_target(request: HttpRequest, number: int) -> HttpResponse:
    """A new target of a year that is being set."""
    shown = queries.year_of(actor_of(request), number)
    form = _target_form(request, shown.pk, {"cycle": "monthly", "due": f"{number}-12-31"})
    if form.is_valid():
        values = _columns(form.cleaned_data, ("partners", "version"))
        draft = TargetDraft(key="", partner_ids=tuple(form.cleaned_data["partners"]), **values)  # type: ignore[arg-type]
        try:
            operations.create_target(
                actor=actor_of(request), year_id=shown.pk, draft=draft, now=now_of(request)
            )
            return see_other(request, reverse("targets:year", args=[number]))
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"year": shown, "task": "new_target"})


def _initial(page: TargetPage) -> dict[str, object]:
    row = page.row
    names = ("kind", "name", "measure", "op", "value", "unit", "due", "cycle", "source", "version")
    return {name: getattr(row, name) for name in names} | {
        "goal": row.goal_id,
        "lead": row.lead_id,
        "leader": page.leader_id,
        "partners": list(page.partner_ids),
        "base": page.base,
        "standard": page.standard,
    }


@door(TargetAction.ALTER_TARGET)
@require_http_methods(["GET", "POST"])
def alter(request: HttpRequest, target_id: int) -> HttpResponse:
    """A target while its year is being set."""
    page = page_for(request, target_id)
    form = _target_form(request, page.year_id, _initial(page))
    del form.fields["kind"]
    if form.is_valid():
        try:
            operations.alter_target(
                actor=actor_of(request),
                target_id=target_id,
                changes=_columns(form.cleaned_data, ("partners", "version")),
                partner_ids=form.cleaned_data["partners"],
                version=form.cleaned_data["version"],
                now=now_of(request),
            )
            return see_other(request, reverse("targets:year", args=[page.year]))
        except DomainError as error:
            refuse(request, form, error, target_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "alter"})


@door(TargetAction.ALTER_TARGET)
@require_POST
def remove(request: HttpRequest, target_id: int) -> HttpResponse:
    """Out of a year that is being set."""
    page = page_for(request, target_id)
    operations.remove_target(actor=actor_of(request), target_id=target_id, now=now_of(request))
    return see_other(request, reverse("targets:year", args=[page.year]))


@door(TargetAction.ALTER_TARGET)
@require_http_methods(["GET", "POST"])
def trajectory(request: HttpRequest, target_id: int) -> HttpResponse:
    """How the value expected by a day is found."""
    page = page_for(request, target_id)
    months = presenting.months_of(page)
    initial = {"kind": page.trajectory, **{point.day.isoformat(): point.value for point in page.points}}
    form = TrajectoryForm(request.POST or None, months=months, unit=page.row.unit, initial=initial)
    if form.is_valid():
        try:
            operations.set_trajectory(
                actor=actor_of(request),
                target_id=target_id,
                kind=form.cleaned_data["kind"],
                points=form.points(),
                now=now_of(request),
            )
            return see_other(request, reverse("targets:target", args=[target_id]))
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"page": page, "row": page.row, "task": "trajectory"})


@door(TargetAction.COMMENT)
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, target_id: int) -> HttpResponse:
    """A unit's comment, with a proposal or without."""
    page, actor = page_for(request, target_id), actor_of(request)
    queries.demand_target(actor, TargetAction.COMMENT, target_id)
    own = [(pk, name) for pk, name in unit_choices(clock.today(now_of(request))) if pk in actor.units]
    initial = {"unit": own[0][0] if own else None}
    form = CommentForm(request.POST or None, units=own, unit=page.row.unit, initial=initial)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("text", "proposed_value", "proposed_due")}
        try:
            operations.comment_on(
                actor=actor,
                target_id=target_id,
                unit_id=form.cleaned_data["unit"],
                now=now_of(request),
                **values,
            )
            return see_other(request, reverse("targets:target", args=[target_id]) + "#comments")
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"page": page, "row": page.row, "task": "comment"})


@door(TargetAction.ANSWER_COMMENT)
@require_POST
def answer(request: HttpRequest, number: int, comment_id: int) -> HttpResponse:
    """The office's answer."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            operations.answer_comment(
                actor=actor_of(request), comment_id=comment_id, now=now_of(request), **form.cleaned_data
            )
            return see_other(request, reverse("targets:year", args=[number]) + "#comments")
        except DomainError as error:
            form.refuse(error)
    context = year_context(request, number, answer_form=form, answered=comment_id)
    return unprocessable(request, "targets/year.html", context)
