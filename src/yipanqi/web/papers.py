"""An official document as a download: Word to go on writing, PDF to print."""

from io import BytesIO

from django.http import HttpResponse
from weasyprint import HTML

from yipanqi.exchange.official import OfficialDocument, to_docx, to_html
from yipanqi.web.responses import INNER_BASE, OwnStaticFiles, download


def paper(document: OfficialDocument, name: str) -> HttpResponse:
    """The document as the ending of `name` says: .docx or .pdf."""
    return download(paper_bytes(document, name), name)


def paper_bytes(document: OfficialDocument, name: str) -> bytes:
    """The bytes of `paper`; loads nothing from outside."""
    if name.endswith(".docx"):
        return to_docx(document)
    target = BytesIO()
    HTML(string=to_html(document), base_url=INNER_BASE, url_fetcher=OwnStaticFiles()).write_pdf(target)
    return target.getvalue()
