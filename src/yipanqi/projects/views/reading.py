"""To look: the list, the pipeline, one project."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.foundation import clock
from yipanqi.projects import presenting, queries
from yipanqi.projects.lists import LEADS, listing_of
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.transitions import LEADING, STAGES
from yipanqi.targets.queries import count_colours
from yipanqi.targets.views.shown import shown_year
from yipanqi.web.htmx import render
from yipanqi.web.listing import listing_response


@door(ProjectAction.VIEW)
@require_GET
def project_list(request: HttpRequest) -> HttpResponse:
    """Every project of the year with its light."""
    year = shown_year(request)
    rows = queries.project_rows(actor_of(request), year.pk, now_of(request))
    context = {
        "year": year,
        "counts": count_colours(row.colour for row in rows),
        "illustrative": any(row.illustrative for row in rows),
        "may_create": may(actor_of(request), ProjectAction.CREATE),
    }
    return listing_response(
        request, listing_of(rows), rows, "projects/list.html", context, file_name=f"projects-{year.number}"
    )


@door(ProjectAction.VIEW)
@require_GET
def leads(request: HttpRequest) -> HttpResponse:
    """Firms that are talked with: link of the chain, next step, last word."""
    year = shown_year(request)
    rows = queries.project_rows(actor_of(request), year.pk, now_of(request))
    leading = [row for row in rows if row.stage in LEADING]
    context = {"year": year, "may_create": may(actor_of(request), ProjectAction.CREATE)}
    return listing_response(
        request, LEADS, leading, "projects/leads.html", context, file_name=f"leads-{year.number}"
    )


@door(ProjectAction.VIEW)
@require_GET
def pipeline(request: HttpRequest) -> HttpResponse:
    """The funnel with the month's flow, and the investment of all."""
    year, today = shown_year(request), clock.today(now_of(request))
    since = today.replace(day=1) - timedelta(days=1)
    found = queries.pipeline(actor_of(request), year.pk, since, today)
    curve = queries.investment_curve(actor_of(request), year.pk, today)
    context = {
        "year": year,
        "pipeline": found,
        "unit": presenting.UNIT,
        "funnel": presenting.funnel(found),
        "facts": presenting.curve_facts(found, curve),
        "chart": presenting.curve(curve),
        "narrow_chart": presenting.curve(curve, narrow=True),
        "curve": curve,
        "twin": presenting.curve_table(curve),
    }
    return render(request, "projects/pipeline.html", context)


@door(ProjectAction.VIEW)
@require_GET
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """One project in full."""
    page = queries.project_page(actor_of(request), project_id, now_of(request))
    context = {
        "page": page,
        "row": page.row,
        "unit": presenting.UNIT,
        "facts": presenting.facts_of(page),
        "why": presenting.why_panel(page.why, page),
        "can_move": any(not STAGES.move(name).needs_note for name in page.powers.moves),
        "decision": any(STAGES.move(name).needs_note for name in page.powers.moves),
        "chart": presenting.project_curve(page),
        "narrow_chart": presenting.project_curve(page, narrow=True),
    }
    return render(request, "projects/project.html", context)
