"""To enter: a move of stage, the investment of a month, a correction, a talk."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation.errors import DomainError, NotAllowed, NotFound
from yipanqi.projects import operations, presenting
from yipanqi.projects.forms import CorrectionForm, InvestmentForm, MoveForm, VisitForm
from yipanqi.projects.models import StageName
from yipanqi.projects.operations import InvestmentEntry
from yipanqi.projects.queries import ProjectPage
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.transitions import STAGES
from yipanqi.projects.views.answers import answered, back_to, page_for, refuse
from yipanqi.targets.operations import NewFile
from yipanqi.web.forms import Form


def move_choices(page: ProjectPage, *, decided: bool) -> list[tuple[str, str]]:
    """(move, word of the stage it leads to) of the moves open to the reader: facts, or decisions."""
    moves = (STAGES.move(name) for name in page.powers.moves)
    return [(move.name, str(StageName(move.target).label)) for move in moves if move.needs_note == decided]


def take_move(request: HttpRequest, form: MoveForm, project_id: int) -> bool:
    """Whether the move was taken; otherwise the form says why not."""
    values = form.cleaned_data
    file = values.get("file")
    try:
        operations.move_stage(
            actor=actor_of(request),
            project_id=project_id,
            move=values["move"],
            on=values["on"],
            note=values["note"],
            files=(NewFile(file.name, file.read()),) if file else (),
            version=values["version"],
            now=now_of(request),
        )
    except DomainError as error:
        refuse(request, form, error, project_id)
        return False
    return True


@door(ProjectAction.START)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, project_id: int) -> HttpResponse:
    """The project has come to another stage."""
    page = page_for(request, project_id)
    moves = move_choices(page, decided=False)
    if not moves:
        raise NotAllowed()
    initial = {"on": page.today, "version": page.row.version}
    form = MoveForm(request.POST or None, request.FILES or None, moves=moves, initial=initial)
    if form.is_valid() and take_move(request, form, project_id):
        return back_to(request, project_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "move"})


@door(ProjectAction.ENTER_INVESTMENT)
@require_http_methods(["GET", "POST"])
def investment(request: HttpRequest, project_id: int) -> HttpResponse:
    """The total of the year at the end of one month."""
    page = page_for(request, project_id)
    if not page.powers.invest:
        raise NotAllowed()
    periods = presenting.open_periods(page, also=request.POST.get("period", ""))
    form = InvestmentForm(request.POST or None, periods=periods, initial={"period": page.asked.isoformat()})
    if form.is_valid():
        entry = InvestmentEntry(project_id, **form.cleaned_data)
        if _entered(request, form, entry):
            return back_to(request, project_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "investment"})


def _entered(request: HttpRequest, form: Form, entry: InvestmentEntry) -> bool:
    """Whether the reading was taken; otherwise the form says why not."""
    try:
        operations.enter_investments(actor=actor_of(request), entries=[entry], now=now_of(request))
    except DomainError as error:
        names = {f"{entry.project_id}.{name}": name for name in ("value", "period", "note")}
        refuse(request, form, error, entry.project_id, names)
        return False
    return True


@door(ProjectAction.ENTER_INVESTMENT)
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, project_id: int, period: date) -> HttpResponse:
    """A new revision of one month."""
    page = page_for(request, project_id)
    line = next((month for month in page.months if month.day == period), None)
    if line is None or line.invested is None or not page.powers.invest:
        raise NotFound()
    form = CorrectionForm(request.POST or None, initial={"value": line.invested})
    if form.is_valid():
        entry = InvestmentEntry(project_id, period, correction=True, **form.cleaned_data)
        if _entered(request, form, entry):
            return back_to(request, project_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "correction", "line": line})


@door(ProjectAction.RECORD_VISIT)
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, project_id: int) -> HttpResponse:
    """A talk with the firm, and what is next."""
    page = page_for(request, project_id)
    if not page.powers.visit:
        raise NotAllowed()
    initial = {"on": page.today, "next_step": page.row.next_step, "version": page.row.version}
    form = VisitForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            operations.record_visit(
                actor=actor_of(request), project_id=project_id, now=now_of(request), **form.cleaned_data
            )
            return back_to(request, project_id)
        except DomainError as error:
            refuse(request, form, error, project_id)
    return answered(request, form, {"page": page, "row": page.row, "task": "visit"})
