"""The paper of a plan: frame, heading, date axis, legend and title block (图签), in millimetres (GB/T 14689 margins)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from yipanqi.drawing import svg
from yipanqi.drawing.dates import DateLabels, Step, cells
from yipanqi.drawing.metrics import Box, shortened, text_width
from yipanqi.drawing.scene import Label

SHEET = """
.g-paper{fill:var(--paper)}
.g-frame{fill:none;stroke:var(--n-900);stroke-width:.7}
.g-rule{fill:none;stroke:var(--n-900);stroke-width:.3}
.g-hair{fill:none;stroke:var(--n-300);stroke-width:.16}
.g-month{fill:none;stroke:var(--n-300);stroke-width:.18}
.g-part{fill:none;stroke:var(--n-200);stroke-width:.14}
.g-off{fill:var(--n-50)}
.g-open{fill:var(--paper);stroke:var(--n-800);stroke-width:.25}
.g-done{fill:var(--n-500)}
.g-crit{fill:var(--n-900)}
.g-core{fill:var(--paper)}
.g-base{fill:var(--n-300)}
.g-wave{fill:none;stroke:var(--n-700);stroke-width:.26}
.g-rest{fill:none;stroke:var(--n-600);stroke-width:.24;stroke-dasharray:.9 .6}
.g-end{fill:none;stroke:var(--n-600);stroke-width:.24}
.g-mile{fill:var(--n-900)}
.g-mile-open{fill:var(--paper);stroke:var(--n-900);stroke-width:.3}
.g-sum{fill:var(--n-800)}
.g-effort{fill:var(--n-200);stroke:var(--n-600);stroke-width:.2}
.g-link{fill:none;stroke:var(--n-600);stroke-width:.22}
.g-link-c{fill:none;stroke:var(--n-900);stroke-width:.42}
.g-tip{fill:var(--n-600)}
.g-tip-c{fill:var(--n-900)}
.g-day{fill:none;stroke:var(--accent);stroke-width:.3;stroke-dasharray:.3 .7}
.g-front{fill:none;stroke:var(--accent);stroke-width:.55;stroke-linejoin:round;stroke-dasharray:3.4 .9 .5 .9}
.g-point{fill:var(--paper);stroke:var(--accent);stroke-width:.4}
.g-due{fill:none;stroke:var(--red);stroke-width:.4}
.g-pick{fill:var(--accent-tint)}
.g-join{fill:var(--paper);stroke:var(--accent);stroke-width:.3}
.g-node{fill:var(--paper);stroke:var(--n-800);stroke-width:.3}
.g-node-c{fill:var(--paper);stroke:var(--n-900);stroke-width:.9}
.g-cut{fill:none;stroke:var(--n-500);stroke-width:.18}
"""

MARGIN_LEFT, MARGIN = 25.0, 5.0
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 5.0, 2.8, 2.5
AXIS_ROW = 4.6
HEADING = 15.0


@dataclass(slots=True)
class Drawn:
    """A part of a drawing, growing."""

    shapes: list[svg.Element]
    labels: list[Label]

    def add(self, other: "Drawn") -> None:
        """Take over another part."""
        self.shapes.extend(other.shapes)
        self.labels.extend(other.labels)


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet by its size in millimetres."""

    name: str
    width: float
    height: float

    @property
    def frame(self) -> Box:
        """25 mm at the left for binding, 5 mm elsewhere."""
        return Box(MARGIN_LEFT, MARGIN, self.width - MARGIN, self.height - MARGIN)

    @property
    def upright(self) -> "Paper":
        """The same sheet in portrait."""
        return Paper(self.name, min(self.width, self.height), max(self.width, self.height))


A4, A3 = Paper("A4", 297, 210), Paper("A3", 420, 297)
A2, A1 = Paper("A2", 594, 420), Paper("A1", 841, 594)
PAPERS = {paper.name: paper for paper in (A4, A3, A2, A1)}


@dataclass(frozen=True, slots=True)
class SheetLabels:
    """Translated words around a drawing.

    block   rows of the title block as (head, value) pairs; an empty value stays an empty box
    page    pattern such as "第{page}张 共{pages}张"
    notes   lines under the legend
    """

    title: str
    desc: str
    subtitle: str = ""
    legend: str = ""
    block: tuple[tuple[tuple[str, str], ...], ...] = ()
    page: str = ""
    notes: tuple[str, ...] = ()


def rect(look: str, box: Box, **attributes: svg.Value | None) -> svg.Element:
    """A rectangle that covers `box`."""
    width, height = box.right - box.left, box.bottom - box.top
    return svg.element("rect", class_=look, x=box.left, y=box.top, width=width, height=height, **attributes)


def heading(paper: Paper, words: SheetLabels, page: int, pages: int) -> Drawn:
    """Paper, frame, title and subtitle; the number of the sheet when there are several."""
    frame = paper.frame
    middle = (frame.left + frame.right) / 2
    shapes = [
        svg.element("rect", class_="g-paper", width=paper.width, height=paper.height),
        rect("g-frame", frame),
    ]
    title = shortened(words.title, frame.right - frame.left - 80, TITLE_SIZE)
    labels = [Label(title, middle, frame.top + 7.6, TITLE_SIZE, "b", "middle")]
    subtitle = shortened(words.subtitle, frame.right - frame.left - 8, SMALL_SIZE)
    if subtitle:
        labels.append(Label(subtitle, middle, frame.top + 12, SMALL_SIZE, "q", "middle"))
    if pages > 1:
        text = words.page.format(page=page, pages=pages)
        labels.append(Label(text, frame.right - 3, frame.top + 7.6, TEXT_SIZE, "q", "end"))
    return Drawn(shapes, labels)


def axis(
    area: Box, first: date, end: date, steps: Sequence[Step], words: DateLabels, heads: float | None = None
) -> Drawn:
    """Rows of dates over `area`, whose top they share; lines of months run through `area`.

    `heads` is the x at which the column of row names begins; None leaves the names out. A text too wide for its
    cell is left out.
    """
    drawn = Drawn([], [])
    day = (area.right - area.left) / max(1, (end - first).days)
    for row, step in enumerate(steps):
        top = area.top + row * AXIS_ROW
        finest = row == len(steps) - 1
        bottom = area.bottom if finest or step is Step.MONTH else top + AXIS_ROW
        look = "g-part" if finest and len(steps) > 2 else "g-month"
        edges: list[svg.Value] = []
        for cell in cells(first, end, step, words):
            left, right = (area.left + (at - first).days * day for at in (cell.first, cell.end))
            if cell.first != first:
                edges += ["M", left, top, "V", bottom]
            if text_width(cell.text, SMALL_SIZE) <= right - left - 0.8:
                middle = (left + right) / 2
                strong = "b" if step is Step.YEAR else "q"
                drawn.labels.append(Label(cell.text, middle, top + 3.3, SMALL_SIZE, strong, "middle"))
        if edges:
            drawn.shapes.append(svg.element("path", class_=look, d=svg.path(*edges)))
        if heads is not None:
            name = Label(words.head(step), (heads + area.left) / 2, top + 3.3, SMALL_SIZE, "q", "middle")
            drawn.labels.append(name)
    left = area.left if heads is None else heads
    lines = [
        part for row in range(1, len(steps)) for part in _line(left, area.top + row * AXIS_ROW, area.right)
    ]
    if lines:
        drawn.shapes.append(svg.element("path", class_="g-hair", d=svg.path(*lines)))
    return drawn


def _line(left: float, y: float, right: float) -> tuple[svg.Value, ...]:
    return "M", left, y, "H", right


Symbol = Callable[[float, float], list[svg.Element]]
"""Draws the sample of a legend entry, 12 mm wide, from its left end on the middle line."""

SAMPLE = 12.0


def legend(area: Box, head: str, entries: Sequence[tuple[Symbol, str]], notes: Sequence[str]) -> Drawn:
    """Samples with their names in rows, then notes, as far as `area` goes."""
    drawn = Drawn([], [])
    x = left = area.left + text_width(head, SMALL_SIZE) + 3
    y = area.top + 4
    drawn.labels.append(Label(head, area.left, y, SMALL_SIZE, "b"))
    for symbol, text in entries:
        width = SAMPLE + 1.5 + text_width(text, SMALL_SIZE)
        if x + width > area.right and x > left:
            x, y = left, y + 4.4
        drawn.shapes.extend(symbol(x, y - 0.9))
        drawn.labels.append(Label(text, x + SAMPLE + 1.5, y, SMALL_SIZE, "q"))
        x += width + 5
    for note in notes:
        y += 4.2
        if y < area.bottom:
            text = shortened(note, area.right - left, SMALL_SIZE)
            drawn.labels.append(Label(text, left, y, SMALL_SIZE, "q"))
    return drawn


BLOCK_ROW = 5.2


def block_box(paper: Paper, words: SheetLabels) -> Box:
    """Where the title block stands: lower right, 150 mm wide or half of a narrow sheet; empty without rows."""
    frame = paper.frame
    width = min(150.0, (frame.right - frame.left) * 0.56) if words.block else 0.0
    return Box(frame.right - width, frame.bottom - BLOCK_ROW * len(words.block), frame.right, frame.bottom)


def title_block(paper: Paper, words: SheetLabels) -> Drawn:
    """The 图签: rows of heads and values; what nobody has signed stays an empty box."""
    box = block_box(paper, words)
    drawn = Drawn([], [])
    if not words.block:
        return drawn
    drawn.shapes.append(
        svg.element(
            "path", class_="g-rule", d=svg.path("M", box.left, box.bottom, "V", box.top, "H", box.right)
        )
    )
    heads = [text_width(head, SMALL_SIZE) for pairs in words.block for head, _ in pairs]
    head_width = min(max(15.0, *(width + 3 for width in heads)), 28.0)
    for row, pairs in enumerate(words.block):
        top = box.top + row * BLOCK_ROW
        width = (box.right - box.left) / len(pairs)
        for column, (head, value) in enumerate(pairs):
            left = box.left + column * width
            _cell(drawn, Box(left, top, left + width, top + BLOCK_ROW), head, value, head_width)
    return drawn


def _cell(drawn: Drawn, box: Box, head: str, value: str, head_width: float) -> None:
    parted = box.left + head_width
    d = svg.path(
        "M", box.left, box.bottom, "V", box.top, "H", box.right, "M", parted, box.top, "V", box.bottom
    )
    drawn.shapes.append(svg.element("path", class_="g-hair", d=d))
    base = box.top + 3.6
    drawn.labels.append(
        Label(
            shortened(head, head_width - 1, SMALL_SIZE),
            box.left + head_width / 2,
            base,
            SMALL_SIZE,
            "q",
            "middle",
        )
    )
    text = shortened(value, box.right - parted - 3, TEXT_SIZE)
    drawn.labels.append(Label(text, parted + 1.5, base, TEXT_SIZE, "t-ink"))
