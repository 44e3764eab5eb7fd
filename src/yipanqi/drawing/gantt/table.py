"""The table beside the bars: number, indented name, and the columns the caller asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from yipanqi.drawing import svg
from yipanqi.drawing.gantt.plan import GanttLabels, GanttPlan, Row, RowKind
from yipanqi.drawing.metrics import shortened, text_width
from yipanqi.drawing.scene import Label
from yipanqi.drawing.sheet import SMALL_SIZE, Drawn

PAD = 1.4
INDENT = 2.4
LEAST_NAME = 24.0
BIGGEST = 3.0
BOLDER = 1.04
"""How much wider bold text runs."""


@dataclass(frozen=True, slots=True)
class Table:
    """Widths of the number, the name and the other columns in millimetres."""

    words: GanttLabels
    number: float
    name: float
    columns: tuple[float, ...]
    size: float

    @classmethod
    def fitted(cls, plan: GanttPlan, words: GanttLabels, most: float, pitch: float) -> "Table":
        """Columns as wide as their widest text; the name gets the rest of `most`, up to its own widest."""
        size = min(BIGGEST, pitch * 0.62) if pitch > 5 else SMALL_SIZE
        number = text_width(str(len(plan.rows)), SMALL_SIZE) + 2 * PAD
        columns = tuple(_column(plan, words, i) for i in range(len(words.columns)))
        names = (text_width(row.name, size) * BOLDER + row.depth * INDENT for row in plan.rows)
        wanted = max([*names, text_width(words.name, SMALL_SIZE)]) + 2 * PAD + 0.5
        room = most - number - sum(columns)
        return cls(words, number, max(LEAST_NAME, min(wanted, room)), columns, size)

    @property
    def width(self) -> float:
        """Of the whole table."""
        return self.number + self.name + sum(self.columns)

    def draw(
        self, rows: Sequence[Row], begin: int, left: float, head: float, top: float, pitch: float
    ) -> Drawn:
        """Rows numbered from `begin` + 1; the first line at `top`, heads between `head` and `top`."""
        drawn = Drawn(self._lines(left, head, top, pitch, len(rows)), self._heads(left, top))
        for i, row in enumerate(rows):
            base = top + (i + 0.5) * pitch + 0.36 * self.size
            drawn.labels.extend(self._row(row, begin + i + 1, left, base))
        return drawn

    def _heads(self, left: float, top: float) -> list[Label]:
        base = top - 1.6
        labels = [
            Label(self.words.number, left + self.number - PAD, base, SMALL_SIZE, "q", "end"),
            Label(self.words.name, left + self.number + PAD, base, SMALL_SIZE, "q"),
        ]
        return labels + self._cells(tuple(c.head for c in self.words.columns), left, base, SMALL_SIZE, "q")

    def _row(self, row: Row, number: int, left: float, base: float) -> list[Label]:
        strong = row.critical or row.kind is RowKind.SUMMARY
        look = "b" if strong else "t-ink"
        indent = row.depth * INDENT
        name = shortened(row.name, self.name - PAD - 0.4 - indent, self.size * (BOLDER if strong else 1))
        return [
            Label(str(number), left + self.number - PAD, base, SMALL_SIZE, "q", "end"),
            Label(name, left + self.number + PAD + indent, base, self.size, look),
            *self._cells(row.cells, left, base, SMALL_SIZE, look),
        ]

    def _cells(self, texts: Sequence[str], left: float, base: float, size: float, look: str) -> list[Label]:
        labels = []
        x = left + self.number + self.name
        for column, width, text in zip(self.words.columns, self.columns, texts, strict=False):
            at, anchor = (x + width - PAD, "end") if column.figures else (x + PAD, "start")
            labels.append(Label(shortened(text, width - PAD, size), at, base, size, look, anchor))
            x += width
        return labels

    def _lines(self, left: float, head: float, top: float, pitch: float, rows: int) -> list[svg.Element]:
        right = left + self.width
        lines = [part for i in range(1, rows) for part in ("M", left, top + i * pitch, "H", right)]
        return [svg.element("path", class_="g-part", d=svg.path(*lines))] if lines else []


def _column(plan: GanttPlan, words: GanttLabels, i: int) -> float:
    texts = [words.columns[i].head, *(row.cells[i] for row in plan.rows if i < len(row.cells))]
    return min(max(text_width(text, SMALL_SIZE) for text in texts) * 1.06 + 2 * PAD, 40.0)
