"""Doors of the room: reports, the review side by side, the year's targets, the breakdown, two versions."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.exchange.report import LARGEST_FILE
from yipanqi.exchange.report.breakdown import breakdown_docx, breakdown_xlsx
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.org.queries import unit_choices
from yipanqi.reports import operations, queries
from yipanqi.reports.forms import CorrectionForm, DecisionForm, ReportForm
from yipanqi.reports.rules import ReportAction
from yipanqi.reports.wording import REMARKS, filters
from yipanqi.web.htmx import render
from yipanqi.web.messages import message_for
from yipanqi.web.responses import download, see_other, unprocessable

NEW, FORM, TARGETS = "reports/new.html", "reports/finding.html", "reports/targets.html"


@door(ReportAction.VIEW)
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """All reports."""
    actor = actor_of(request)
    context = {"rows": queries.report_rows(actor), "may_read": may(actor, ReportAction.READ)}
    return render(request, "reports/list.html", context)


@door(ReportAction.READ)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Bring a report, as a file or as text."""
    form = ReportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return _opened(request, _read(request, form))
        except DomainError as error:
            form.refuse(error)
    context = {"form": form}
    return unprocessable(request, NEW, context) if request.method == "POST" else render(request, NEW, context)


def _read(request: HttpRequest, form: ReportForm) -> operations.Read:
    """Never more of the file than the reader takes."""
    typed, file = form.cleaned_data, form.cleaned_data["file"]
    return operations.read_report(
        actor=actor_of(request),
        now=now_of(request),
        content=file.read(LARGEST_FILE + 1) if file else None,
        name=file.name if file else "",
        text=typed["text"],
        number=typed["year"],
        zone=typed["zone"],
    )


def _opened(request: HttpRequest, done: operations.Read) -> HttpResponse:
    if done.known_before:
        messages.info(request, _("This report was read before; here it is."))
    elif done.report.previous_id:
        messages.info(
            request, _("Another version of this year's report was read before: here is what changed.")
        )
        return see_other(request, reverse("reports:compare", args=[done.report.pk]))
    return see_other(request, reverse("reports:review", args=[done.report.pk]))


@door(ReportAction.VIEW)
@require_GET
def review(request: HttpRequest, report_id: int) -> HttpResponse:
    """The text and its findings side by side."""
    page = queries.review(actor_of(request), report_id, request.GET.dict())
    context = {
        "review": page,
        "filters": filters(page, request.GET),
        "chosen": request.GET.urlencode(),
        "remarks": [REMARKS.get(remark, remark) for remark in page.remarks],
        "sure_from": round(queries.SURE * 100),
    }
    return render(request, "reports/review.html", context)


@door(ReportAction.CONFIRM)
@require_POST
def decide(request: HttpRequest, report_id: int) -> HttpResponse:
    """Confirm, reject, open again or merge what was pressed or picked."""
    form = DecisionForm(request.POST)
    step, seen = form.decision(request.POST.getlist("picked")) if form.is_valid() else ("", {})
    reason = {"reason": form.cleaned_data["reason"]} if step == "reject" else {}
    act = STEPS.get(step, operations.confirm)
    try:
        act(actor=actor_of(request), report_id=report_id, seen=seen, now=now_of(request), **reason)
    except DomainError as error:
        if error.code.startswith("access."):
            raise
        messages.error(request, message_for(error))
    return see_other(request, _back(request, report_id, min(seen, default=0)))


STEPS = {
    "confirm": operations.confirm,
    "reject": operations.reject,
    "reopen": operations.reopen,
    "merge": operations.merge,
}


def _back(request: HttpRequest, report_id: int, finding_id: int = 0) -> str:
    """The review as it was filtered, at the finding."""
    asked = request.POST.get("chosen", "")
    place = f"#f{finding_id}" if finding_id else ""
    return reverse("reports:review", args=[report_id]) + (f"?{asked}" if asked else "") + place


@door(ReportAction.CONFIRM)
@require_POST
def sure(request: HttpRequest, report_id: int) -> HttpResponse:
    """Confirm all that the reader was sure of."""
    done = operations.confirm_sure(
        actor=actor_of(request), report_id=report_id, at_least=queries.SURE, now=now_of(request)
    )
    said = ngettext("%(count)s finding confirmed.", "%(count)s findings confirmed.", len(done))
    messages.success(request, said % {"count": len(done)})
    return see_other(request, _back(request, report_id))


@door(ReportAction.CORRECT)
@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, report_id: int, finding_id: int) -> HttpResponse:
    """Say one finding right."""
    page = queries.correctable(actor_of(request), report_id, finding_id)
    units = unit_choices(clock.today(now_of(request)))
    form = CorrectionForm(request.POST or None, units=units, initial=dict(page.values))
    if form.is_valid():
        try:
            operations.correct(
                actor=actor_of(request),
                report_id=report_id,
                finding_id=finding_id,
                changes=form.changes(),
                version=form.cleaned_data["version"],
                now=now_of(request),
            )
            return see_other(request, _back(request, report_id, finding_id))
        except DomainError as error:
            form.refuse(error, {"lead_id": "lead"})
    context = {"form": form, "page": page}
    return (
        unprocessable(request, FORM, context) if request.method == "POST" else render(request, FORM, context)
    )


@door(ReportAction.MAKE_TARGETS)
@require_http_methods(["GET", "POST"])
def targets(request: HttpRequest, report_id: int) -> HttpResponse:
    """See what would become targets, and make them."""
    plan, refusal = queries.target_plan(actor_of(request), report_id), ""
    if request.method == "POST":
        try:
            done = operations.make_targets(actor=actor_of(request), report_id=report_id, now=now_of(request))
            said = _("%(created)s targets made, %(changed)s changed, %(known)s stood in the year already.")
            messages.success(request, said % asdict(done))
            return see_other(request, reverse("targets:year", args=[plan.year.number]))
        except DomainError as error:
            refusal = message_for(error)
    context = {"plan": plan, "refusal": refusal}
    return unprocessable(request, TARGETS, context) if refusal else render(request, TARGETS, context)


@door(ReportAction.VIEW)
@require_GET
def breakdown(request: HttpRequest, report_id: int, ending: str) -> HttpResponse:
    """The task breakdown as a workbook or a Word table."""
    title, promises = queries.breakdown_rows(actor_of(request), report_id)
    make = breakdown_xlsx if ending == "xlsx" else breakdown_docx
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    content = make(promises, title=_("Task breakdown"), language=language)
    return download(content, f"{title[:60]}-{_('Task breakdown')}.{ending}")


@door(ReportAction.VIEW)
@require_GET
def compare(request: HttpRequest, report_id: int) -> HttpResponse:
    """What changed since the version before."""
    both = queries.versions(actor_of(request), report_id)
    return render(request, "reports/compare.html", {"both": both})
