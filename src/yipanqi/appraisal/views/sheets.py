"""One sheet: every rule with its arithmetic in words and its facts with their links."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.appraisal import presenting, queries, wording
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.appraisal.views.shown import page


@door(AppraisalAction.VIEW_SHEET)
@require_GET
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """The sheet of one unit."""
    found = queries.sheet_page(actor_of(request), sheet_id, now_of(request))
    context = {
        "sheet": found,
        "state": wording.ROUND_STATES[found.round_status],
        "lines": presenting.lines_of(found),
        "total_words": presenting.total_of(found),
    }
    return page(request, "appraisal/sheet.html", "rounds", context)
