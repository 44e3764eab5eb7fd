"""To set: a new project, its fields, a decision to give it up, its planned months."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, NotAllowed
from yipanqi.org.queries import leader_choices, unit_choices
from yipanqi.projects import operations, presenting
from yipanqi.projects.forms import DecisionForm, InvestmentPlanForm, ProjectForm
from yipanqi.projects.operations import ProjectDraft
from yipanqi.projects.queries import ProjectPage
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.views.answers import answered, back_to, page_for, refuse
from yipanqi.projects.views.facts import move_choices, take_move
from yipanqi.targets.views.shown import shown_year


def _form(request: HttpRequest, *, is_new: bool, initial: dict[str, object] | None = None) -> ProjectForm:
    today = clock.today(now_of(request))
    return ProjectForm(
        request.POST or None,
        units=unit_choices(today),
        leaders=leader_choices(today),
        is_new=is_new,
        initial=initial,
    )


@door(ProjectAction.CREATE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new project of the year."""
    year = shown_year(request)
    form = _form(request, is_new=True)
    if form.is_valid():
        try:
            made = operations.create_project(
                actor=actor_of(request),
                year_id=year.pk,
                draft=ProjectDraft(**form.values()),
                now=now_of(request),
            )
            return back_to(request, made.pk)
        except DomainError as error:
            form.refuse(error)
    return answered(request, form, {"year": year, "task": "new"})


@door(ProjectAction.ALTER)
@require_http_methods(["GET", "POST"])
def alter(request: HttpRequest, project_id: int) -> HttpResponse:
    """The fields of a project."""
    page = page_for(request, project_id)
    if not page.powers.alter:
        raise NotAllowed()
    form = _form(request, is_new=False, initial=_initial(page))
    if form.is_valid():
        try:
            operations.alter_project(
                actor=actor_of(request),
                project_id=project_id,
                changes=form.values(),
                version=form.cleaned_data["version"],
                now=now_of(request),
            )
            return back_to(request, project_id)
        except DomainError as error:
            refuse(request, form, error, project_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "alter"})


def _initial(page: ProjectPage) -> dict[str, object]:
    row = page.row
    names = (
        "name",
        "sector",
        "kind",
        "is_major",
        "total_investment",
        "year_investment",
        "due",
        "place",
        "firm",
        "chain_link",
        "next_step",
        "version",
    )
    plain = {name: getattr(row, name) for name in names}
    return {**plain, "lead": row.lead_id, "leader": row.leader_id, "partners": list(page.partner_ids)}


@door(ProjectAction.GIVE_UP)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, project_id: int) -> HttpResponse:
    """The project is given up, or taken up again, with a reason."""
    page = page_for(request, project_id)
    moves = move_choices(page, decided=True)
    if not moves:
        raise NotAllowed()
    initial = {"on": page.today, "version": page.row.version}
    form = DecisionForm(request.POST or None, request.FILES or None, moves=moves, initial=initial)
    if form.is_valid() and take_move(request, form, project_id):
        return back_to(request, project_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "decide"})


@door(ProjectAction.PLAN_INVESTMENT)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, project_id: int) -> HttpResponse:
    """What is to be invested by the end of each month."""
    page = page_for(request, project_id)
    if not page.powers.plan:
        raise NotAllowed()
    initial: dict[str, object] = {day.isoformat(): value for day, value in page.course.points.items()}
    initial["version"] = page.row.version
    form = InvestmentPlanForm(request.POST or None, months=presenting.plan_months(page), initial=initial)
    if form.is_valid():
        try:
            operations.plan_investment(
                actor=actor_of(request),
                project_id=project_id,
                points=form.points(),
                version=form.cleaned_data["version"],
                now=now_of(request),
            )
            return back_to(request, project_id)
        except DomainError as error:
            refuse(request, form, error, project_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "plan"})
