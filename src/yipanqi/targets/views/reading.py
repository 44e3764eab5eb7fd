"""To look: the list, the goal tree, one target, why, the sheet of A4."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.access.registry import may
from yipanqi.targets import presenting, queries
from yipanqi.targets.lists import listing_of
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.views.shown import shown_year, year_on_board
from yipanqi.web.htmx import render
from yipanqi.web.listing import listing_response
from yipanqi.web.responses import pdf


@door(TargetAction.VIEW)
@require_GET
def target_list(request: HttpRequest) -> HttpResponse:
    """Every target of the year with its light."""
    year = year_on_board(request)
    if year is None:
        return render(
            request, "targets/no_year.html", {"may_create": may(actor_of(request), TargetAction.CREATE_YEAR)}
        )
    meeting = queries.last_meeting(year.pk, now_of(request))
    rows = queries.target_rows(actor_of(request), year.pk, since=meeting.held_at if meeting else None)
    goals = [(str(pk), name) for pk, name in queries.goal_choices(actor_of(request), year.pk)]
    context = {
        "year": year,
        "counts": queries.count_colours(row.colour for row in rows),
        "meeting": meeting,
        "illustrative": any(row.illustrative for row in rows),
    }
    listing = listing_of(rows, goals)
    return listing_response(
        request, listing, rows, "targets/list.html", context, file_name=f"targets-{year.number}"
    )


@door(TargetAction.VIEW)
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """From the vision to the figures."""
    year = shown_year(request)
    nodes = queries.goal_tree(actor_of(request), year.pk)
    return render(request, "targets/tree.html", {"year": year, "nodes": nodes})


@door(TargetAction.VIEW)
@require_GET
def target(request: HttpRequest, target_id: int) -> HttpResponse:
    """One target in full."""
    return render(request, "targets/target.html", page_context(request, target_id))


def page_context(request: HttpRequest, target_id: int) -> dict[str, object]:
    """What the page of a target and its print are given."""
    year = shown_year(request)
    meeting = queries.last_meeting(year.pk, now_of(request))
    since = meeting.held_at if meeting else None
    page = queries.target_page(actor_of(request), target_id, now_of(request), since=since)
    return {
        "page": page,
        "row": page.row,
        "facts": presenting.facts_of(page),
        "why": presenting.why_panel(page.why, page),
        "chart": presenting.chart(page),
        "narrow_chart": presenting.chart(page, narrow=True),
        "bars": presenting.month_bars(page),
        "narrow_bars": presenting.month_bars(page, narrow=True),
        "twin": presenting.chart_table(page),
        "history": presenting.history(page),
        "lists": presenting.lists(page),
        "changes": presenting.changes(page),
    }


@door(TargetAction.VIEW)
@require_GET
def why(request: HttpRequest, target_id: int) -> HttpResponse:
    """The panel alone, for a lamp that opens it in place."""
    page = queries.target_page(actor_of(request), target_id, now_of(request))
    context = {"row": page.row, "why": presenting.why_panel(page.why, page)}
    return render(request, "targets/why.html", context, partial="panel")


@door(TargetAction.VIEW)
@require_GET
def sheet(request: HttpRequest, target_id: int) -> HttpResponse:
    """One target on A4."""
    context = page_context(request, target_id)
    page = context["page"]
    assert isinstance(page, queries.TargetPage)
    context["chart"] = presenting.chart(page, stand_alone=True)
    context["bars"] = presenting.month_bars(page, stand_alone=True)
    return pdf(request, "targets/sheet.html", context, _("target-%(key)s.pdf") % {"key": page.row.key})
