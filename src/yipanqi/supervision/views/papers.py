"""Official documents of the room as Word and PDF: a bulletin, a unit's month."""

from datetime import date
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from weasyprint import HTML

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.exchange.official import OfficialDocument, to_docx, to_html
from yipanqi.foundation import clock
from yipanqi.foundation.errors import NotFound
from yipanqi.supervision.documents import bulletin_document, unit_report_document
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.web.responses import INNER_BASE, OwnStaticFiles, download


def paper(document: OfficialDocument, ending: str) -> HttpResponse:
    """The document as a file called after its title; `ending` is docx or pdf."""
    content = to_docx(document) if ending == "docx" else as_pdf(document)
    return download(content, f"{document.title[:80]}.{ending}")


def as_pdf(document: OfficialDocument) -> bytes:
    """The same text as PDF; loads nothing but our own static files."""
    target = BytesIO()
    page = HTML(string=to_html(document), base_url=INNER_BASE, url_fetcher=OwnStaticFiles())
    page.write_pdf(target)
    return target.getvalue()


@door(SupervisionAction.VIEW_BULLETINS)
@require_GET
def bulletin(request: HttpRequest, bulletin_id: int, ending: str) -> HttpResponse:
    """One bulletin, as it went out."""
    return paper(bulletin_document(actor_of(request), bulletin_id), ending)


@door(SupervisionAction.REPORT_UNIT)
@require_GET
def unit_report(request: HttpRequest, unit_id: int, ending: str) -> HttpResponse:
    """The monthly report of a unit; `month` (2018-09) in the address, else the running one."""
    now = now_of(request)
    month = _month(request.GET.get("month", ""), clock.today(now))
    return paper(unit_report_document(actor_of(request), unit_id, month, now), ending)


def _month(text: str, today: date) -> date:
    """The first day of the month typed as 2018-09; NotFound for what is none."""
    try:
        return date.fromisoformat(f"{text}-01") if text else today
    except ValueError:
        raise NotFound() from None
