"""The minutes on paper: Word, and PDF of the same document."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from weasyprint import HTML

from yipanqi.access.doors import actor_of, door, now_of
from yipanqi.consultations import queries
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.exchange.official import to_docx, to_html
from yipanqi.web.responses import INNER_BASE, OwnStaticFiles, download


@door(ConsultationAction.VIEW)
@require_GET
def minutes(request: HttpRequest, session_id: int, ending: str) -> HttpResponse:
    """The minutes of a decided session as a file."""
    document = queries.minutes_document(actor_of(request), session_id, now_of(request))
    name = f"{document.title[:60]}.{ending}"
    if ending == "docx":
        return download(to_docx(document), name)
    page = HTML(string=to_html(document), base_url=INNER_BASE, url_fetcher=OwnStaticFiles())
    return download(page.write_pdf(), name)
