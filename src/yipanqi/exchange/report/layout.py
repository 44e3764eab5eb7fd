"""Printed pages → paragraphs: what stands where tells which lines run on, which are page heads, which are columns.

Lengths are in points, the origin is the lower left corner of the page, an em is the height of the line's print.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_NUMBER = re.compile(r"[-—–·\s第]*\d{1,4}[-—–·\s页]*(?:[/，,\s]*共?\s*\d+\s*页?)?[-—–·\s]*")
_UNIT = re.compile(r"[“‘（《〈【〔(]*(?:[A-Za-z0-9.,%+\-/]+|.)[，。、；：！？”’）》〉】〕)％%]*")
"""What a line break never parts: a word or a figure, and the marks that cling to it."""
_MARGIN_LINES = 2
_APART = 1.3
_ENDS = "。！？"
_WIDE_GAP = 1.5
_INDENT = 1.2
_FEWEST = 5
_CELLS, _ROWS = 3, 3


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and the box of its advance."""

    char: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs beside each other, from left to right."""

    glyphs: tuple[Glyph, ...]
    page: int
    column: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(glyph.right for glyph in self.glyphs[-3:])

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.glyphs[0].top + self.glyphs[0].bottom) / 2

    @property
    def em(self) -> float:
        """The size of its print."""
        return max(0.1, median(glyph.top - glyph.bottom for glyph in self.glyphs))


def paragraphs(pages: Sequence[Sequence[Sequence[Glyph]]]) -> Iterator[str]:
    """The paragraphs of `pages`, each a list of lines in the order of the file."""
    lines = [line for number, rows in enumerate(pages) for line in _page(rows, number)]
    lines = _without_margins(lines, len(pages))
    columns = _columns(lines)
    words: list[str] = []
    for line, after in pairwise([*lines, None]):
        assert line is not None
        words.append(line.text.strip())
        if after is None or not _runs_on(line, after, columns):
            yield _joined(words)
            words = []


def has_table(pages: Sequence[Sequence[Sequence[Glyph]]]) -> bool:
    """Whether lines stand in cells beside each other: a table, whose rows the words alone do not tell."""
    lines = (Line(_tidy(row), 0) for page in pages for row in page if any(not g.char.isspace() for g in row))
    return sum(len(list(_pieces(line))) >= _CELLS for line in lines) >= _ROWS


def _page(rows: Sequence[Sequence[Glyph]], number: int) -> list[Line]:
    """The lines of a page in the order of reading."""
    lines = [Line(_tidy(row), number) for row in rows if any(not glyph.char.isspace() for glyph in row)]
    pieces = [piece for line in lines for piece in _pieces(line)]
    gutter = _gutter(pieces)
    if gutter is None:
        return lines
    return [Line(line.glyphs, number, column) for column, line in _by_column(pieces, gutter)]


def _tidy(row: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """Glyphs by their place, blanks at the ends left out; a blank without a place stays behind its neighbour."""
    placed: list[tuple[float, int, Glyph]] = []
    at = 0.0
    for glyph in row:
        at = glyph.left if not glyph.char.isspace() else at
        placed.append((at, len(placed), glyph))
    glyphs = [glyph for _at, _order, glyph in sorted(placed, key=lambda one: one[:2])]
    inked = [n for n, glyph in enumerate(glyphs) if not glyph.char.isspace()]
    return tuple(glyphs[inked[0] : inked[-1] + 1])


def _pieces(line: Line) -> Iterator[Line]:
    """The line, cut at gaps that are wider than any between words."""
    inked = [n for n, glyph in enumerate(line.glyphs) if not glyph.char.isspace()]
    start, wide = 0, _WIDE_GAP * line.em
    for before, after in pairwise(inked):
        if line.glyphs[after].left - line.glyphs[before].right > wide:
            yield Line(line.glyphs[start : before + 1], line.page)
            start = after
    yield Line(line.glyphs[start:], line.page)


def _gutter(pieces: Sequence[Line]) -> float | None:
    """The height-long gap between two columns of running text; a table's cells are too narrow to make one."""
    if not pieces:
        return None
    first, last = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    for step in (10, 9, 11, 8, 12):
        at = first + (last - first) * step / 20
        sides = [_side(piece, at) for piece in pieces]
        if min(sides.count(0), sides.count(1)) >= _FEWEST and sides.count(-1) <= len(pieces) * 0.1:
            return at if _is_running_text(pieces, sides, at, (first, last)) else None
    return None


def _side(piece: Line, at: float) -> int:
    """0 left of `at`, 1 right of it, -1 across."""
    return 0 if piece.right <= at else 1 if piece.left >= at else -1


def _is_running_text(
    pieces: Sequence[Line], sides: Sequence[int], at: float, edges: tuple[float, float]
) -> bool:
    """Whether most lines on both sides fill their column."""
    widths = (at - edges[0], edges[1] - at)
    full = [
        piece.right - piece.left >= widths[side] * 0.7
        for piece, side in zip(pieces, sides, strict=True)
        if side >= 0
    ]
    return sum(full) >= len(full) * 0.5


def _by_column(pieces: Sequence[Line], at: float) -> list[tuple[int, Line]]:
    """Above both columns, the left one, the right one, below both; each from top to bottom."""
    sided = [(_side(piece, at), piece) for piece in pieces]
    lowest = min(piece.middle for side, piece in sided if side >= 0)
    rank = {0: 1, 1: 2}
    keyed = [
        ((rank.get(side, 0 if piece.middle > lowest else 3), -piece.middle), max(side, 0), piece)
        for side, piece in sided
    ]
    return [(column, piece) for _key, column, piece in sorted(keyed, key=lambda one: one[0])]


def _without_margins(lines: Sequence[Line], pages: int) -> list[Line]:
    """The lines without page numbers and without heads and feet that stand on page after page."""
    apart = _APART * _pitch(lines)
    outer = [line for number in range(pages) for line in _outer(lines, number, apart)]
    said = Counter(
        key for page in range(pages) for key in {_key(line) for line in outer if line.page == page}
    )
    dropped = {
        id(line)
        for line in outer
        if _NUMBER.fullmatch(line.text.strip()) or said[_key(line)] >= max(2, pages * 0.5)
    }
    return [line for line in lines if id(line) not in dropped]


def _outer(lines: Sequence[Line], page: int, apart: float) -> list[Line]:
    """The uppermost and lowest lines of a page that stand apart from its text or are of other print."""
    here = sorted((line for line in lines if line.page == page), key=lambda line: -line.middle)
    found = []
    for order in (here, here[::-1]):
        for n, (line, after) in enumerate(pairwise(order[: _MARGIN_LINES + 1])):
            if abs(line.middle - after.middle) > apart or not _same_print(line, after):
                found += order[: n + 1]
    return list({id(line): line for line in found}.values())


def _pitch(lines: Sequence[Line]) -> float:
    """The height from one line of a paragraph to the next."""
    drops = sorted(a.middle - b.middle for a, b in pairwise(lines) if a.page == b.page)
    drops = [drop for drop in drops if drop > 0.5 * lines[0].em]
    return drops[len(drops) // 3] if drops else 0.0


def _key(line: Line) -> tuple[str, int]:
    """What heads of different pages have in common: words without figures, and the height."""
    return re.sub(r"[\d\s]+", "", line.text), round(line.middle / 6)


@dataclass(frozen=True, slots=True)
class Column:
    """The edges of a column, the height from line to line, and how its paragraphs are told apart."""

    left: float
    right: float
    pitch: float
    indented: bool
    spaced: bool


def _columns(lines: Sequence[Line]) -> dict[int, Column]:
    return {
        number: _column([line for line in lines if line.column == number])
        for number in {line.column for line in lines}
    }


def _column(lines: Sequence[Line]) -> Column:
    """Single lines may stand out on either side; the edges are those of nearly all."""
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    left, right = lefts[len(lefts) // 20], rights[-1 - len(rights) // 50]
    em = median(line.em for line in lines)
    pitch = _pitch(lines) or em
    return Column(
        left,
        right,
        pitch,
        indented=sum(_INDENT * em < line.left - left < 4 * em for line in lines) >= 2,
        spaced=sum(1.15 * pitch < a.middle - b.middle < 3 * pitch for a, b in pairwise(lines)) >= 2,
    )


def _runs_on(line: Line, after: Line, columns: dict[int, Column]) -> bool:
    """Whether the paragraph goes on: the line is full, and what follows neither begins anew nor is of other print."""
    here, there = columns[line.column], columns[after.column]
    if not _same_print(line, after) or _is_row(line) or _is_row(after):
        return False
    if line.right + _unit(after) + 0.3 * line.em < here.right:
        return False
    if after.left - there.left > _INDENT * after.em:
        return False
    if (line.page, line.column) != (after.page, after.column):
        return here.indented or line.text.strip()[-1:] not in _ENDS
    drop = line.middle - after.middle
    if here.spaced and not here.indented:
        return drop < 1.15 * here.pitch
    return drop < 2 * here.pitch and (here.indented or line.text.strip()[-1:] not in _ENDS)


def _same_print(line: Line, after: Line) -> bool:
    return 0.85 < line.em / after.em < 1.18


def _is_row(line: Line) -> bool:
    """Whether the line has gaps like those between the cells of a table."""
    return len(list(_pieces(line))) > 1


def _unit(line: Line) -> float:
    """The width of what would have had to fit on the line before."""
    found = _UNIT.match(line.text)
    last = line.glyphs[(found.end() if found else 1) - 1]
    return last.right - line.left


def _joined(words: Sequence[str]) -> str:
    """Lines as one; Latin words keep a space between them."""
    text = words[0]
    for word in words[1:]:
        latin = text[-1:].isascii() and text[-1:].isalpha() and word[:1].isascii() and word[:1].isalpha()
        text += f" {word}" if latin else word
    return text
