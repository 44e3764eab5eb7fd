"""PDF documents: the text layer, put together from where its characters stand."""

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from yipanqi.exchange.report.builder import Builder
from yipanqi.exchange.report.errors import LONGEST_TEXT, ReportError, refuse_longer
from yipanqi.exchange.report.layout import Glyph, has_table, paragraphs
from yipanqi.reading.model import ReportText

MOST_PAGES = 1000
_FEWEST_CHARACTERS = 8
_NO_CHARACTERS = "\x00\x02\ufffe\uffff"
_LOCKED = ("password", "security")


def read_pdf(data: bytes) -> ReportText:
    """The text layer of a PDF. Raises ReportError: locked, damaged, too long, or scanned without words."""
    document = _opened(data)
    try:
        if len(document) > MOST_PAGES:
            raise ReportError("report.too_many_pages", limit=MOST_PAGES)
        pages = _pages(document)
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


def _pages(document: "pypdfium2.PdfDocument") -> list[list[list[Glyph]]]:
    """The lines of each page; refused as soon as there are more characters than any report has."""
    pages, size = [], 0
    for number in range(len(document)):
        pages.append(_glyphs(document, number))
        size += sum(map(len, pages[-1]))
        refuse_longer(size, LONGEST_TEXT)
    return pages


def _glyphs(document: "pypdfium2.PdfDocument", number: int) -> list[list[Glyph]]:
    """The lines of a page as the file breaks them."""
    page = document[number]
    try:
        layer = page.get_textpage()
        try:
            return list(_lines(layer))
        finally:
            layer.close()
    finally:
        page.close()


def _lines(layer: "pypdfium2.PdfTextPage") -> Iterator[list[Glyph]]:
    box = raw.FS_RECTF()
    line: list[Glyph] = []
    for at in range(layer.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(layer, at))
        if char in "\r\n":
            if line:
                yield line
            line = []
        elif char not in _NO_CHARACTERS:
            raw.FPDFText_GetLooseCharBox(layer, at, box)
            line.append(Glyph(char, box.left, box.right, box.bottom, box.top))
    if line:
        yield line


def _joined(pages: list[list[list[Glyph]]]) -> ReportText:
    spoken = [
        sum(not g.char.isspace() for line in page for g in line) >= _FEWEST_CHARACTERS for page in pages
    ]
    if not any(spoken):
        raise ReportError("report.scanned")
    builder = Builder()
    for words in paragraphs(pages):
        builder.paragraph(words)
    if not all(spoken):
        builder.remarks["some_pages_scanned"] = None
    if has_table(pages):
        builder.remarks["pdf_table"] = None
    return builder.finish()
