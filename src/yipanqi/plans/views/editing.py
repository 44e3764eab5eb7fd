"""To type: a new plan, its table with everything computed while one types, one activity in full."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotFound
from yipanqi.plans import operations, pasting
from yipanqi.plans.drafts import ActivityDraft, PlanDraft
from yipanqi.plans.forms import ActivityForm, Choices, PlanForm, posted_lines, posted_number
from yipanqi.plans.importing import sheet_of_text
from yipanqi.plans.operations.beginning import begin_plan
from yipanqi.plans.pasting import CELLS, Line, Typed
from yipanqi.plans.planning_templates import TEMPLATES, template_of
from yipanqi.plans.presenting import trials
from yipanqi.plans.queries import editing
from yipanqi.plans.queries.editing import PlanHead
from yipanqi.plans.rules import PlanAction
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.responses import see_other, unprocessable

FORM, EDITOR, ACTIVITY = "plans/form.html", "plans/editor.html", "plans/activity.html"
SPARE_ROWS = 5


@door(PlanAction.CREATE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new plan, empty or from a template."""
    year, today = shown_year(request), clock.today(now_of(request))
    choices = editing.choices_for(actor_of(request), year.pk, today)
    named: dict[str, Choices] = {**choices, "template": [(one.key, one.title) for one in TEMPLATES]}
    initial = {"start": today, "project": request.GET.get("project", "")}
    form = PlanForm(request.POST or None, choices=named, initial=initial)
    if form.is_valid():
        try:
            return see_other(request, reverse("plans:edit", args=[_begun(request, form, year.pk)]))
        except DomainError as error:
            form.refuse(error, {f"{name}_id": name for name in choices})
    context = {"form": form, "templates": TEMPLATES}
    return unprocessable(request, FORM, context) if form.is_bound else render(request, FORM, context)


def _begun(request: HttpRequest, form: PlanForm, year_id: int) -> int:
    """The id of the new plan."""
    values = form.cleaned_data
    template = template_of(values["template"])
    typed = pasting.read(template.lines if template else (), {})
    draft = PlanDraft(
        name=values["name"],
        owner_id=values["owner"],
        start=values["start"],
        due=values["due"],
        calendar=values["calendar"],
        project_id=values["project"],
        target_id=values["target"],
        leader_id=values["leader"],
    )
    plan = begin_plan(
        actor=actor_of(request),
        year_id=year_id,
        draft=draft,
        activities=typed.activities,
        links=typed.links,
        now=now_of(request),
    )
    return plan.pk


@door(PlanAction.EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The table: shown with what was computed; saved when nothing is wrong; without scripts also checked here."""
    head = editing.head_of(actor_of(request), plan_id)
    if request.method != "POST":
        lines = pasting.cells_of(head.existing.activities, head.existing.links, editing.unit_words().names)
        return render(request, EDITOR, _editor(request, head, lines))
    lines = posted_lines(request.POST)
    if request.POST.get("act") in ("check", "rows"):
        return render(request, EDITOR, _editor(request, head, lines))
    return _saved(request, head, lines)


def _saved(request: HttpRequest, head: PlanHead, lines: Sequence[Line]) -> HttpResponse:
    """Saved, or the table again with everything typed and what is wrong."""
    typed = _typed(head, lines)
    faults = pasting.all_faults(typed)
    if faults:
        return unprocessable(request, EDITOR, _editor(request, head, lines))
    try:
        operations.save_draft(
            actor=actor_of(request),
            plan_id=head.pk,
            activities=typed.activities,
            links=typed.links,
            lock=posted_number(request.POST, "lock"),
            now=now_of(request),
        )
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        refusal = _refused(error, typed)
        lock = head.lock if isinstance(error, LostRace) else posted_number(request.POST, "lock")
        context = _editor(request, replace(head, lock=lock), lines, refusal)
        return unprocessable(request, EDITOR, context)
    messages.success(request, _("Saved."))
    return see_other(request, reverse("plans:plan", args=[head.pk]) + "?version=" + _number(request, head.pk))


def _number(request: HttpRequest, plan_id: int) -> str:
    return str(editing.head_of(actor_of(request), plan_id).number or "")


def _refused(error: DomainError, typed: Typed) -> list[str]:
    """Why the operation refused, with the rows where it names any."""
    if not isinstance(error, Invalid):
        return [message_for(error)]
    found = []
    for place, reason in error.fields.items():
        number, dot, _field = place.partition(".")
        row = typed.rows[int(number)] if dot and number.isdecimal() else None
        found.append((_("Row %(row)s: ") % {"row": row} if row else "") + message_for(reason))
    return found


def _typed(head: PlanHead, lines: Sequence[Line]) -> Typed:
    return pasting.read(lines, editing.unit_words().by_word, head.existing.by_key)


def _tried(request: HttpRequest, head: PlanHead, lines: Sequence[Line]) -> trials.Shown:
    """The table computed, nothing saved."""
    typed = _typed(head, lines)
    activities, links = pasting.usable(typed)
    trial = editing.trial(head, activities, links, now_of(request))
    return trials.shown(head, lines, typed, pasting.all_faults(typed), trial)


def _editor(
    request: HttpRequest, head: PlanHead, lines: Sequence[Line], refusal: Sequence[str] = ()
) -> dict[str, Any]:
    """What the editor is given; some blank rows stand below for those who have no script."""
    blank = dict.fromkeys(CELLS, "")
    wanted = len(lines) + (SPARE_ROWS if lines else 3 * SPARE_ROWS)
    spare = [Line(number, blank) for number in range(len(lines) + 1, wanted + 1)]
    return {
        "head": head,
        "shown": _tried(request, head, [*lines, *spare]),
        "units": sorted(editing.unit_words().names.values()),
        "refusal": refusal,
        "is_in_work": head.status in ("", "draft"),
    }


@door(PlanAction.EDIT)
@require_POST
def check(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The table as it stands in the browser: dates, float, critical activities and mistakes. Saves nothing."""
    head = editing.head_of(actor_of(request), plan_id)
    return JsonResponse(trials.as_json(_tried(request, head, posted_lines(request.POST))))


@door(PlanAction.EDIT)
@require_POST
def paste(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What was copied in Excel as rows of the editor; `headed` false when it is a block without a plan's columns."""
    editing.head_of(actor_of(request), plan_id)
    try:
        table = pasting.table_of(sheet_of_text(request.POST.get("text", "")[:500_000]))
    except DomainError:
        return JsonResponse({"headed": False, "rows": []})
    rows = [
        {cell: line[cell] for cell in CELLS}
        | {"constraint": f"{line['constraint']}{line['constraint_date']}"}
        for line in pasting.lines_of(table)
    ]
    return JsonResponse({"headed": table.head_row > 0, "rows": rows})


@door(PlanAction.EDIT)
@require_POST
def from_template(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A template's rows for a plan that has none yet."""
    head = editing.head_of(actor_of(request), plan_id)
    template = template_of(request.POST.get("template", ""))
    if template is None or head.existing.activities:
        return see_other(request, reverse("plans:edit", args=[plan_id]))
    typed = pasting.read(template.lines, {})
    operations.save_draft(
        actor=actor_of(request),
        plan_id=plan_id,
        activities=typed.activities,
        links=typed.links,
        lock=head.lock,
        now=now_of(request),
    )
    messages.info(request, _("Days of the template are illustrative: replace them, and name the units."))
    return see_other(request, reverse("plans:edit", args=[plan_id]))


@door(PlanAction.EDIT)
@require_http_methods(["GET", "POST"])
def activity(request: HttpRequest, plan_id: int, key: str) -> HttpResponse:
    """What the table has no column for: standard of completion, approval, claim, estimates, milestone."""
    head = editing.head_of(actor_of(request), plan_id)
    draft = head.existing.by_key.get(key)
    if draft is None:
        raise NotFound()
    targets = editing.milestone_choices(actor_of(request), shown_year(request).pk)
    initial = _initial(draft) | {"lock": head.lock}
    form = ActivityForm(request.POST or None, targets=targets, initial=initial)
    if form.is_valid():
        try:
            _save_one(request, head, draft, form.cleaned_data)
            return see_other(request, reverse("plans:edit", args=[plan_id]))
        except DomainError as error:
            form.refuse(error, _field_names(head, draft))
    context = {"form": form, "head": head, "draft": draft}
    return unprocessable(request, ACTIVITY, context) if form.is_bound else render(request, ACTIVITY, context)


_DETAILS = ("standard", "approval", "claim_kind", "claim", "optimistic", "pessimistic")


def _initial(draft: ActivityDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in _DETAILS} | {"target": draft.target_id}


def _field_names(head: PlanHead, draft: ActivityDraft) -> dict[str, str]:
    """The operation's "<row>.<cell>" for the fields of the form."""
    row = head.existing.activities.index(draft)
    return {f"{row}.{name}": name for name in (*_DETAILS, "target")}


def _save_one(request: HttpRequest, head: PlanHead, draft: ActivityDraft, values: dict[str, Any]) -> None:
    changed = replace(draft, target_id=values["target"], **{name: values[name] for name in _DETAILS})
    activities = [changed if each is draft else each for each in head.existing.activities]
    operations.save_draft(
        actor=actor_of(request),
        plan_id=head.pk,
        activities=activities,
        links=head.existing.links,
        lock=values["lock"],
        now=now_of(request),
    )
