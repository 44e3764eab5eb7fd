"""To look: the list, one plan with its drawings, its versions and their difference, its quality."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.drawing.export import to_pdf
from yipanqi.foundation.errors import NotFound
from yipanqi.plans import queries
from yipanqi.plans.lists import STATUS, listing_of
from yipanqi.plans.planning_templates import TEMPLATES
from yipanqi.plans.presenting import bars, pages
from yipanqi.plans.presenting.differences import sides
from yipanqi.plans.presenting.network import network_sheets
from yipanqi.plans.presenting.quality import check_lines
from yipanqi.plans.queries import editing
from yipanqi.plans.rules import PlanAction
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.htmx import render
from yipanqi.web.listing import listing_response
from yipanqi.web.responses import download


@door(PlanAction.VIEW)
@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan of the year with its light."""
    year, actor = shown_year(request), actor_of(request)
    rows = queries.plan_rows(actor, year.pk)
    context = {
        "year": year,
        "counts": pages.colour_counts(rows),
        "may_create": may(actor, PlanAction.CREATE),
        "illustrative": any(row.illustrative for row in rows),
    }
    name = f"plans-{year.number}"
    return listing_response(request, listing_of(rows), rows, "plans/list.html", context, file_name=name)


@dataclass(frozen=True)
class Seen:
    """A plan and the version of it that is looked at."""

    page: queries.PlanPage
    version: queries.VersionRow | None
    rows: tuple[queries.ScheduledRow, ...]

    @property
    def is_current(self) -> bool:
        """Whether it is the version that the light belongs to."""
        return self.version is None or self.version.pk == self.page.row.version_id


def seen(request: HttpRequest, plan_id: int) -> Seen:
    """The version that `?version=` numbers, else the current one."""
    page = queries.plan_page(actor_of(request), plan_id, now_of(request))
    number = request.GET.get("version", "")
    wanted = [one for one in page.versions if str(one.number) == number]
    if number and not wanted:
        raise NotFound()
    current = [one for one in page.versions if one.pk == page.row.version_id]
    version = next(iter(wanted or current), None)
    return Seen(page, version, queries.scheduled_rows(version.pk) if version else ())


@door(PlanAction.VIEW)
@require_GET
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One plan: its table with the bars beside it, or the network under it."""
    found = seen(request, plan_id)
    view = pages.View.of(request.GET, found.rows, actor_of(request).units)
    context = page_context(request, found) | {"view": view, "rows": pages.table(found.rows, view)}
    if view.drawing == "bars" and context["rows"]:
        context["strip"] = bars.strip(_bars(found, view))
    return render(request, "plans/plan.html", context)


def page_context(request: HttpRequest, found: Seen) -> dict[str, Any]:
    """What every page of a plan is given."""
    actor, row = actor_of(request), found.page.row
    why = editing.why_plan(actor, row.light_id) if found.is_current else None
    return {
        "page": found.page,
        "plan": row,
        "version": found.version,
        "is_current": found.is_current,
        "status": str(STATUS[found.version.status if found.version else ""]),
        "facts": pages.facts_of(row),
        "why": pages.why_panel(why, row) if why else None,
        "templates": TEMPLATES,
        "links": pages.links(found.page.links),
        "has_open_link": any(link.status == "proposed" and link.moves for link in found.page.links),
    }


def _bars(found: Seen, view: "pages.View | None" = None) -> bars.Bars:
    row = found.page.row
    chosen = pages.chosen(found.rows, view) if view else found.rows
    data_date = row.data_date if row.is_agreed and found.is_current else None
    return bars.Bars(row, chosen, editing.days_of(row.calendar), data_date)


@door(PlanAction.VIEW)
@require_GET
def network_svg(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The first sheet of the time-scaled network as a picture; it carries its own looks, so it is shown as an image.

    A browser that has it already is not sent it again until the plan is computed anew.
    """
    found = seen(request, plan_id)
    version, row = found.version.pk if found.version else None, found.page.row
    etag = f'"{plan_id}-{version}-{row.lock}-{row.computed_at}-{get_language()}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    result = editing.engine_result(actor_of(request), plan_id, version, now_of(request))
    response = HttpResponse(network_sheets(row, result)[0], content_type="image/svg+xml")
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


@door(PlanAction.VIEW)
@require_GET
def bars_pdf(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The Gantt chart on A3."""
    found = seen(request, plan_id)
    name = _("%(plan)s: Gantt chart") % {"plan": found.page.row.name}
    return download(to_pdf(bars.sheets(_bars(found)), name), f"plan-{plan_id}-gantt.pdf")


@door(PlanAction.VIEW)
@require_GET
def network_pdf(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The time-scaled network on A3."""
    found = seen(request, plan_id)
    version = found.version.pk if found.version else None
    result = editing.engine_result(actor_of(request), plan_id, version, now_of(request))
    sheets = network_sheets(found.page.row, result)
    return download(to_pdf(sheets, found.page.row.name), f"plan-{plan_id}-network.pdf")


@door(PlanAction.VIEW)
@require_GET
def versions(request: HttpRequest, plan_id: int) -> HttpResponse:
    """All versions; two of them side by side."""
    found = seen(request, plan_id)
    numbers = {str(one.number): one for one in found.page.versions}
    before, after = (numbers.get(request.GET.get(name, "")) for name in ("before", "after"))
    if before is None and after is None and len(found.page.versions) > 1:
        after, before = found.page.versions[:2]
    context = page_context(request, found) | {"before": before, "after": after, "statuses": STATUS}
    if before and after:
        context["sides"] = sides(queries.version_difference(before.pk, after.pk))
    context["versions"] = [(one, str(STATUS[one.status])) for one in found.page.versions]
    return render(request, "plans/versions.html", context)


@door(PlanAction.VIEW)
@require_GET
def quality(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The fourteen checks of a version."""
    found = seen(request, plan_id)
    if found.version is None:
        raise NotFound()
    lines = check_lines(queries.quality(found.version.pk), found.rows)
    return render(request, "plans/quality.html", page_context(request, found) | {"lines": lines})
