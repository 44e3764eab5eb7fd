"""Official documents of the room as Word and PDF: a bulletin, a unit's month."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.foundation import clock
from yipanqi.foundation.errors import NotFound
from yipanqi.supervision.documents import bulletin_document, unit_report_document
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.web.papers import paper


@door(SupervisionAction.VIEW_BULLETINS)
@require_GET
def bulletin(request: HttpRequest, bulletin_id: int, ending: str) -> HttpResponse:
    """One bulletin, as it went out."""
    document = bulletin_document(actor_of(request), bulletin_id)
    return paper(document, f"{document.title}.{ending}")


@door(SupervisionAction.REPORT_UNIT)
@require_GET
def unit_report(request: HttpRequest, unit_id: int, ending: str) -> HttpResponse:
    """The monthly report of a unit; `month` (2018-09) in the address, else the running one."""
    now = now_of(request)
    month = _month(request.GET.get("month", ""), clock.today(now))
    document = unit_report_document(actor_of(request), unit_id, month, now)
    return paper(document, f"{document.title}.{ending}")


def _month(text: str, today: date) -> date:
    """The first day of the month typed as 2018-09; NotFound for what is none."""
    try:
        return date.fromisoformat(f"{text}-01") if text else today
    except ValueError:
        raise NotFound() from None
