"""PDF documents: the text layer, page by page."""

import pypdfium2

from yipanqi.exchange.report.builder import Builder
from yipanqi.exchange.report.errors import ReportError
from yipanqi.reading.model import ReportText

MOST_PAGES = 1000
_FEWEST_CHARACTERS = 8
_LOCKED = ("password", "security")


def read_pdf(data: bytes) -> ReportText:
    """The text layer of a PDF. Raises ReportError: locked, damaged, too long, or scanned without words."""
    document = _opened(data)
    try:
        if len(document) > MOST_PAGES:
            raise ReportError("report.too_many_pages", limit=MOST_PAGES)
        pages = [_words(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError:
        raise ReportError("report.damaged") from None
    finally:
        document.close()
    return _joined(pages)


def _opened(data: bytes) -> "pypdfium2.PdfDocument":
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = any(word in str(error).lower() for word in _LOCKED)
        raise ReportError("report.encrypted" if locked else "report.damaged") from None


def _words(document: "pypdfium2.PdfDocument", number: int) -> str:
    page = document[number]
    try:
        layer = page.get_textpage()
        try:
            return str(layer.get_text_bounded()).replace("\r\n", "\n").replace("\r", "\n")
        finally:
            layer.close()
    finally:
        page.close()


def _joined(pages: list[str]) -> ReportText:
    spoken = [len("".join(page.split())) >= _FEWEST_CHARACTERS for page in pages]
    if not any(spoken):
        raise ReportError("report.scanned")
    builder = Builder()
    for page in pages:
        builder.paragraph(page.replace("\ufffe", "").replace("\x02", ""))
    if not all(spoken):
        builder.remarks["some_pages_scanned"] = None
    return builder.finish()
