"""Verification: items reported done, and the look at one of them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yipanqi.access.doors import actor_of, door
from yipanqi.access.registry import may
from yipanqi.supervision import presenting
from yipanqi.supervision.queries.verifying import items_to_verify
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.supervision.views.shown import page, shown_year


@door(SupervisionAction.WATCH)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What was reported done and not looked at yet."""
    actor = actor_of(request)
    rows = items_to_verify(actor, shown_year(request).pk)
    context = {
        "rows": [(row, presenting.address("letter", row.letter_id)) for row in rows],
        "may_verify": may(actor, SupervisionAction.VERIFY_ITEM),
    }
    return page(request, "supervision/queue.html", "queue", context)
