"""Web pages: words of blocks and tables. Scripts are dropped, nothing is fetched."""

import re
from typing import Any

from lxml import etree, html

from yipanqi.exchange.report.builder import Builder
from yipanqi.exchange.report.errors import MOST_MARKS, ReportError, refuse_longer
from yipanqi.exchange.report.plain import checked, decode
from yipanqi.reading.model import ReportText

_DROPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "nav",
    "select",
    "button",
    "head",
}
_BLOCKS = {
    "p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "tr", "br", "hr", "blockquote",
    "pre", "dt", "dd", "header", "footer", "main", "center", "td", "th", "caption", "body", "figure", "figcaption",
}  # fmt: skip
_OUTSIDE = re.compile(r"""(?:src|background)\s*=\s*["']?(?:https?:)?//""", re.I)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?([\w-]{2,20})""", re.I)
_WIDEST = 200


def read_html(data: bytes) -> ReportText:
    """The words and tables of a web page. Raises ReportError."""
    return read_markup(_decoded(data))


def read_markup(text: str) -> ReportText:
    """The words and tables of markup that is text already."""
    refuse_longer(text.count("<"), MOST_MARKS)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ReportError("report.damaged") from None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise ReportError("report.damaged")  # what lies deeper was left out
    builder = Builder()
    if tree.find(".//script") is not None:
        builder.remarks["scripts"] = None
    if _OUTSIDE.search(text):
        builder.remarks["external"] = None
    line: list[str] = []
    try:
        _walk(tree, builder, line)
    except RecursionError:
        raise ReportError("report.damaged") from None
    _end(builder, line)
    checked("".join(report.text) if (report := builder.finish()) else "")
    return report


def _decoded(data: bytes) -> str:
    declared = _DECLARED.search(data[:4096])
    name = declared[1].decode().lower() if declared else ""
    if name in ("gb2312", "gbk", "gb18030", "big5"):
        try:
            return data.decode("gb18030" if name != "big5" else "big5")
        except UnicodeDecodeError:
            return decode(data)
    return decode(data)


def _walk(element: Any, builder: Builder, line: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in _DROPPED:
        return
    if element.tag == "table" and _is_data(element):
        _end(builder, line)
        _table(element, builder)
        return
    block = element.tag in _BLOCKS
    if block:
        _end(builder, line)
    line.append(_flat(element.text))
    for child in element:
        _walk(child, builder, line)
        line.append(_flat(child.tail))
    if block:
        _end(builder, line)


def _flat(text: str | None) -> str:
    return re.sub(r"[\s\xa0]+", " ", text or "")


def _end(builder: Builder, line: list[str]) -> None:
    words = "".join(line).strip()
    line.clear()
    if words:
        builder.paragraph(words)


def _is_data(table: Any) -> bool:
    """A table of data has no table inside and more than one column; others only lay out the page."""
    rows = table.findall(".//tr")
    return table.find(".//table") is None and len(rows) > 1 and any(len(_cells(row)) > 1 for row in rows)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _table(table: Any, builder: Builder) -> None:
    """A grid in which a cell with rowspan and colspan stands in every place it covers."""
    places: dict[tuple[int, int], int] = {}
    texts: list[str] = []
    rows = table.findall(".//tr")
    for r, row in enumerate(rows):
        column = 0
        for cell in _cells(row):
            while (r, column) in places:
                column += 1
            tall, wide = _spans(cell, len(rows) - r)
            places.update({(r + i, column + k): len(texts) for i in range(tall) for k in range(wide)})
            texts.append(_flat(cell.text_content()).strip())
            column += wide
    width = max((c for _, c in places), default=-1) + 1
    builder.table([[places.get((r, c)) for c in range(width)] for r in range(len(rows))], texts)


def _spans(cell: Any, below: int) -> tuple[int, int]:
    def number(name: str) -> int:
        value = str(cell.get(name, "1")).strip()
        return max(1, int(value)) if value.isdigit() and len(value) < 6 else 1

    return min(number("rowspan"), below), min(number("colspan"), _WIDEST)
