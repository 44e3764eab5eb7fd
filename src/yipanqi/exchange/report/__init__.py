"""Reports as files: bytes → text with offsets and tables; findings → the task breakdown.

`load_report` takes .txt (UTF-8, UTF-16, GB 18030, Big5), .docx, .pdf with a text layer and .html; the content
decides, not the name. `pasted_report` takes text. Whatever cannot be read raises a ReportError of one line.
"""

import re

from yipanqi.exchange.report.docx import read_docx
from yipanqi.exchange.report.errors import LONGEST_TEXT, ReportError, refuse_longer, remark_line
from yipanqi.exchange.report.html import read_html, read_markup
from yipanqi.exchange.report.pdf import read_pdf
from yipanqi.exchange.report.plain import checked, decode
from yipanqi.reading.model import ReportText

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes; a report is a few hundred kilobytes."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_BINARIES = (
    b"\x7fELF",
    b"{\\rtf",
    b"MZ",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"SQLite",
    b"\xca\xfe\xba\xbe",
    b"OggS",
    b"ID3",
)
_MARKUP = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype html|html|head|body|div|p|table|meta)\b", re.I)


def load_report(data: bytes) -> ReportText:
    """The report in `data`. Raises ReportError."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ReportError("report.empty")
    if len(data) > LARGEST_FILE:
        raise ReportError("report.too_large", limit=LARGEST_FILE // 1024**2)
    _refuse_other(data)
    return _with_words(_loaded(data))


def _loaded(data: bytes) -> ReportText:
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data)
    if b"%PDF-" in data[:1024]:
        return read_pdf(data)
    if _MARKUP.match(data[:512].removeprefix(b"\xef\xbb\xbf")):
        return read_html(data)
    return ReportText(decode(data))


def pasted_report(text: str) -> ReportText:
    """The report in text that was pasted, as words or as markup. Raises ReportError."""
    if len(text) > LARGEST_FILE // 4:
        raise ReportError("report.too_large", limit=LARGEST_FILE // 1024**2)
    if _MARKUP.match(text[:512].encode("utf-8", "replace")):
        return _with_words(read_markup(text))
    return _with_words(ReportText(text))


def _refuse_other(data: bytes) -> None:
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise ReportError("report.encrypted" if locked else "report.old_word")
    if data.startswith(_PICTURES):
        raise ReportError("report.picture")
    if data.startswith(_BINARIES):
        raise ReportError("report.binary")


def _with_words(report: ReportText) -> ReportText:
    refuse_longer(len(report.text), LONGEST_TEXT)
    checked(report.text)
    return report


__all__ = ["LARGEST_FILE", "ReportError", "ReportText", "load_report", "pasted_report", "remark_line"]
