"""Word documents: paragraphs with their numbering, and tables with merged cells. Nothing is run or fetched."""

import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from lxml import etree

from yipanqi.exchange.report.builder import Builder
from yipanqi.exchange.report.errors import MOST_MARKS, ReportError, refuse_longer
from yipanqi.reading.model import ReportText

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _MC_FALLBACK}
_CONTROLS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
_LARGEST_UNPACKED = 200 * 1024 * 1024
_LARGEST_PART = 40 * 1024 * 1024
_WIDEST = 200
_CHINESE = "一二三四五六七八九十"


def read_docx(data: bytes) -> ReportText:
    """The text and tables of a .docx. Raises ReportError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = _checked(parts)
            body = _parse(parts, "word/document.xml")
            numbering = _parse(parts, "word/numbering.xml") if "word/numbering.xml" in names else None
            builder = Builder()
            _remark(parts, names, builder)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        raise ReportError("report.damaged") from None
    _blocks(body, builder, Numbering(numbering))
    return builder.finish()


def _checked(parts: zipfile.ZipFile) -> set[str]:
    """The names of the parts of a package that is not too large and is a document."""
    if sum(part.file_size for part in parts.infolist()) > _LARGEST_UNPACKED:
        raise ReportError("report.bomb", limit=_LARGEST_UNPACKED // 1024**2)
    names = set(parts.namelist())
    if "word/document.xml" not in names:
        raise ReportError("report.spreadsheet" if "xl/workbook.xml" in names else "report.binary")
    return names


def _parse(parts: zipfile.ZipFile, name: str) -> Any:
    """One part as a tree; its real size is capped too, for the directory of a package can lie."""
    with parts.open(name) as stream:
        content = stream.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART:
        raise ReportError("report.bomb", limit=_LARGEST_PART // 1024**2)
    refuse_longer(content.count(b"<"), MOST_MARKS)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ReportError("report.damaged") from None


def _remark(parts: zipfile.ZipFile, names: set[str], builder: Builder) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        builder.remarks["macros"] = None
    for name in names:
        if (
            name.endswith("document.xml.rels")
            and b'TargetMode="External"' in parts.read(name)[:_LARGEST_PART]
        ):
            builder.remarks["external"] = None


class Numbering:
    """Numbers that Word writes itself (一、 （一） 1.), counted along the document."""

    def __init__(self, tree: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if tree is not None:
            abstract = {a.get(f"{_W}abstractNumId"): _levels(a) for a in tree.iterfind(f"{_W}abstractNum")}
            for num in tree.iterfind(f"{_W}num"):
                link = num.find(f"{_W}abstractNumId")
                key = link.get(f"{_W}val") if link is not None else None
                self._levels[num.get(f"{_W}numId")] = abstract.get(key, {})

    def next(self, paragraph: Any) -> str:
        """The number in front of this paragraph, empty where it has none."""
        mark = paragraph.find(f"{_W}pPr/{_W}numPr")
        if mark is None:
            return ""
        num, level = _value(mark, "numId"), _value(mark, "ilvl") or "0"
        levels, depth = self._levels.get(num, {}), _whole(level)
        if depth not in levels:
            return ""
        counts = self._counts[num]
        counts[depth] = counts.get(depth, 0) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return _written(levels, counts, depth)


def _levels(abstract: Any) -> dict[int, tuple[str, str]]:
    """For each level the format of its number and the text around it."""
    return {
        _whole(level.get(f"{_W}ilvl")): (_value(level, "numFmt"), _value(level, "lvlText"))
        for level in abstract.iterfind(f"{_W}lvl")
    }


def _whole(value: str | None, otherwise: int = 0) -> int:
    """A small number as it stands in an attribute; `otherwise` for anything else."""
    return int(value) if value and value.isdecimal() and len(value) < 6 else otherwise


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return str(child.get(f"{_W}val", "")) if child is not None else ""


def _written(levels: dict[int, tuple[str, str]], counts: dict[int, int], depth: int) -> str:
    text = levels[depth][1]
    if levels[depth][0] == "bullet":
        return ""
    for d in range(depth + 1):
        style = levels.get(d, ("decimal", ""))[0]
        text = text.replace(f"%{d + 1}", _count(counts.get(d, 1), style))
    return text


def _count(number: int, style: str) -> str:
    if "hinese" not in style and "japanese" not in style and "ideograph" not in style:
        return str(number)
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if number <= 10:
        return _CHINESE[number - 1]
    return f"{_CHINESE[tens - 1] if tens > 1 else ''}十{_CHINESE[ones - 1] if ones else ''}"


def _blocks(parent: Any, builder: Builder, numbering: Numbering) -> None:
    for child in _children(parent):
        if child.tag == f"{_W}p":
            builder.paragraph(numbering.next(child) + _text(child))
        elif child.tag == f"{_W}tbl" and _lays_out(child):
            for row in _parts(child, "tr"):
                for cell in _parts(row, "tc"):
                    _blocks(cell, builder, numbering)
        elif child.tag == f"{_W}tbl":
            _table(child, builder)
        elif child.tag not in _SKIPPED:
            _blocks(child, builder, numbering)


def _children(parent: Any) -> Iterator[Any]:
    return (child for child in parent if isinstance(child.tag, str))


def _text(element: Any) -> str:
    """The words of a paragraph or cell: tabs and breaks kept, deleted text and field codes left out."""
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: Any, pieces: list[str]) -> None:
    for child in _children(element):
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag == f"{_W}tab":
            pieces.append("\t")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif child.tag not in _SKIPPED:
            _collect(child, pieces)
            _end(child, pieces)


def _end(element: Any, pieces: list[str]) -> None:
    """Paragraphs of a cell are lines; the rows of a table inside it, and what stands before it, are clauses."""
    if element.tag == f"{_W}p":
        inner = element.getnext() is not None and element.getnext().tag == f"{_W}tbl"
        pieces.append("；\n" if inner and "".join(pieces).strip() else "\n")
    elif element.tag == f"{_W}tr":
        if pieces[-1:] == ["\n"]:
            pieces.pop()
        pieces.append("；\n")


def _lays_out(table: Any) -> bool:
    """A table of one cell a row around others only places them on the page."""
    rows = [list(_parts(row, "tc")) for row in _parts(table, "tr")]
    return table.find(f".//{_W}tc//{_W}tbl") is not None and all(len(cells) < 2 for cells in rows)


def _parts(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those in a content control too."""
    for child in _children(parent):
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in _CONTROLS:
            yield from _parts(child, name)


def _table(table: Any, builder: Builder) -> None:
    """A grid in which a merged cell stands in every place it covers."""
    grid: list[list[int | None]] = []
    cells: list[str] = []
    for row in _parts(table, "tr"):
        line: list[int | None] = [None] * _skip(row)
        for cell in _parts(row, "tc"):
            index = _merged(cell, grid, len(line))
            if index is None:
                index = len(cells)
                cells.append(_text(cell))
            line += [index] * min(_span(cell), _WIDEST)
        grid.append(line)
    if grid:
        builder.table(grid, cells)


def _skip(row: Any) -> int:
    """Columns left out in front of a row."""
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    return min(_whole(before.get(f"{_W}val")), _WIDEST) if before is not None else 0


def _span(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return max(1, _whole(span.get(f"{_W}val"), 1)) if span is not None else 1


def _merged(cell: Any, grid: list[list[int | None]], column: int) -> int | None:
    """The cell above that this one continues; None where it begins anew."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    if merge is None or merge.get(f"{_W}val") == "restart" or not grid or column >= len(grid[-1]):
        return None
    return grid[-1][column]
