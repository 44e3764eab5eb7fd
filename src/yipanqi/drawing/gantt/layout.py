"""The sheet of a Gantt chart: table at the left, bars at the right, as many sheets as its rows need."""

from dataclasses import dataclass
from math import ceil

from yipanqi.drawing import svg
from yipanqi.drawing.dates import Step, rows_for
from yipanqi.drawing.gantt import bars, front, links
from yipanqi.drawing.gantt.bars import Place
from yipanqi.drawing.gantt.legend import entries
from yipanqi.drawing.gantt.plan import GanttLabels, GanttPlan, Row
from yipanqi.drawing.gantt.scale import TimeScale, span
from yipanqi.drawing.gantt.table import Table
from yipanqi.drawing.metrics import Box, text_width
from yipanqi.drawing.scene import Drawing, Label
from yipanqi.drawing.sheet import (
    A3,
    AXIS_ROW,
    BLOCK_ROW,
    HEADING,
    SHEET,
    SMALL_SIZE,
    Drawn,
    Paper,
    axis,
    block_box,
    heading,
    legend,
    rect,
    title_block,
)

LEAST_PITCH, MOST_PITCH = 3.2, 9.0
FLAG_ROW = 4.4
"""Room over the first row for the names of the data date and the required date."""
LEGEND = 9.0
MOST_TABLE = 0.46
"""Share of the width that the table may take."""
AXIS_ROWS = 3
"""At most."""


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one sheet, [begin, end) of the plan, and where they are drawn."""

    paper: Paper
    begin: int
    end: int
    number: int
    count: int


def layout(plan: GanttPlan, words: GanttLabels, paper: Paper = A3) -> tuple[Drawing, ...]:
    """One drawing per sheet: landscape if all rows fit, else portrait, else several landscape sheets."""
    return tuple(_sheet(plan, words, page) for page in _pages(plan, words, paper))


def _pages(plan: GanttPlan, words: GanttLabels, paper: Paper) -> list[Page]:
    count = max(1, len(plan.rows))
    for choice in (paper, paper.upright):
        if count <= _capacity(choice, words):
            return [Page(choice, 0, len(plan.rows), 1, 1)]
    pages = ceil(count / _capacity(paper, words))
    per = ceil(count / pages)
    return [Page(paper, i * per, min(count, (i + 1) * per), i + 1, pages) for i in range(pages)]


def _capacity(paper: Paper, words: GanttLabels) -> int:
    body = _body(paper, words)
    return max(1, int((body.bottom - body.top - AXIS_ROWS * AXIS_ROW - FLAG_ROW) / LEAST_PITCH))


def _body(paper: Paper, words: GanttLabels) -> Box:
    """From the axis down to the foot."""
    frame = paper.frame
    foot = max(LEGEND + 4.2 * len(words.sheet.notes), BLOCK_ROW * len(words.sheet.block))
    return Box(frame.left, frame.top + HEADING, frame.right, frame.bottom - foot)


def _sheet(plan: GanttPlan, words: GanttLabels, page: Page) -> Drawing:
    body = _body(page.paper, words)
    rows = plan.rows[page.begin : page.end]
    pitch = min(MOST_PITCH, (body.bottom - body.top - AXIS_ROWS * AXIS_ROW - FLAG_ROW) / max(1, len(rows)))
    table = Table.fitted(plan, words, (body.right - body.left) * MOST_TABLE, pitch)
    first, end = span(plan)
    scale = TimeScale(first, end, body.left + table.width, body.right)
    steps = rows_for(scale.day, SMALL_SIZE, words.dates, weeks=False)
    top = body.top + len(steps) * AXIS_ROW + FLAG_ROW
    pitch = min(MOST_PITCH, (body.bottom - top) / max(1, len(rows)))
    area = Box(scale.left, body.top, body.right, top + pitch * len(rows))
    drawn = heading(page.paper, words.sheet, page.number, page.count)
    places = _chart(drawn, plan, words, rows, area, top, pitch, scale, steps)
    drawn.add(table.draw(rows, page.begin, body.left, body.top, top, pitch))
    drawn.add(_foot(page.paper, words, plan, body))
    drawn.shapes.append(_rules(body, top, area.bottom, scale.left))
    return Drawing(
        words.sheet.title, words.sheet.desc, page.paper.width, page.paper.height, "mm",
        tuple(drawn.shapes), tuple(drawn.labels), SHEET, {key: at.box for key, at in places.items()},
    )  # fmt: skip


def layout_strip(plan: GanttPlan, words: GanttLabels, width: float, pitch: float) -> Drawing:
    """Bars alone, to stand beside a table of the page: `width` and row height `pitch` in millimetres.

    The first row begins `strip_head(...)` millimetres from the top.
    """
    first, end = span(plan)
    scale = TimeScale(first, end, 0, width)
    steps = rows_for(scale.day, SMALL_SIZE, words.dates, weeks=False)[:2]
    top = strip_head()
    area = Box(0, 0, width, top + pitch * len(plan.rows))
    drawn = Drawn([], [])
    places = _chart(drawn, plan, words, plan.rows, area, top, pitch, scale, steps)
    return Drawing(
        words.sheet.title, words.sheet.desc, width, area.bottom, "mm", tuple(drawn.shapes), tuple(drawn.labels),
        SHEET, {key: at.box for key, at in places.items()},
    )  # fmt: skip


def strip_head() -> float:
    """Height of the axis over the first row of a strip."""
    return 2 * AXIS_ROW + FLAG_ROW


def _chart(
    drawn: Drawn,
    plan: GanttPlan,
    words: GanttLabels,
    rows: tuple[Row, ...],
    area: Box,
    top: float,
    pitch: float,
    scale: TimeScale,
    steps: tuple[Step, ...],
) -> dict[str, Place]:
    """Ground, axis, bars, links, lines of dates: in painting order."""
    drawn.shapes += _ground(plan, rows, area, top, pitch, scale)
    drawn.add(axis(area, scale.first, scale.end, steps, words.dates))
    found = [bars.place(row, top + i * pitch, pitch, scale) for i, row in enumerate(rows)]
    places = {at.row.id: at for at in found if at is not None}
    for at in places.values():
        drawn.shapes += bars.marks(at, scale, pitch)
    for link in links.shown(plan.links, plan.selected):
        drawn.shapes += links.draw(link, places)
    if len(rows) < len(plan.rows):
        numbers = {row.id: i + 1 for i, row in enumerate(plan.rows)}
        drawn.labels += links.joins(links.shown(plan.links, plan.selected), places, numbers, SMALL_SIZE)
    _flags(drawn, plan, words, area, top, scale)
    if plan.data_date is not None and any(row.point for row in rows):
        base = _data_x(plan, scale)
        middles = [top + (i + 0.46) * pitch for i in range(len(rows))]
        corners = front.front_line(rows, middles, base, top, area.bottom, scale, pitch)
        drawn.shapes += front.shapes(corners, base)
        inside = Box(area.left, top, area.right, area.bottom)
        drawn.labels += front.captions(
            rows, middles, corners, places.values(), words, scale, inside, drawn.labels
        )
    return places


def _ground(
    plan: GanttPlan, rows: tuple[Row, ...], area: Box, top: float, pitch: float, scale: TimeScale
) -> list[svg.Element]:
    """Selected rows, days without work where a day can be seen, hairlines under every row."""
    picked = [
        rect("g-pick", Box(area.left, top + i * pitch, area.right, top + (i + 1) * pitch))
        for i, row in enumerate(rows)
        if row.id in plan.selected
    ]
    off = sorted(day for day in plan.off_days if scale.first <= day < scale.end) if scale.day >= 0.65 else []
    columns = [
        p
        for d in off
        for p in ("M", scale.morning(d), top, "h", scale.day, "V", area.bottom, "h", -scale.day, "Z")
    ]
    tint = [svg.element("path", class_="g-off", d=svg.path(*columns))] if columns else []
    lines = [p for i in range(1, len(rows)) for p in ("M", area.left, top + i * pitch, "H", area.right)]
    hair = [svg.element("path", class_="g-part", d=svg.path(*lines))] if lines else []
    return [*tint, *picked, *hair]


def _data_x(plan: GanttPlan, scale: TimeScale) -> float:
    assert plan.data_date is not None
    return scale.instant(plan.data_date)


def _flags(
    drawn: Drawn, plan: GanttPlan, words: GanttLabels, area: Box, top: float, scale: TimeScale
) -> None:
    """Data date and required date: a line through the rows, its name over the first one."""
    wanted = []
    if plan.required is not None:
        wanted.append((scale.evening(plan.required), "g-due", words.required, "t-r"))
    if plan.data_date is not None:
        wanted.append((_data_x(plan, scale), "g-day", words.data_date, "t-fore"))
    row = top - FLAG_ROW
    drawn.shapes += [
        svg.element("path", class_=look, d=svg.path("M", x, row + 3.6, "V", area.bottom))
        for x, look, _, _ in wanted
    ]
    taken: list[Box] = []
    for x, _, text, look in reversed(wanted):
        label = _flag(text, x, row + 3, look, area, taken)
        if label is not None:
            drawn.labels.append(label)
            taken.append(label.box.grown(0.8))


def _flag(text: str, x: float, y: float, look: str, area: Box, taken: list[Box]) -> Label | None:
    """Centred over its line, else beside it; left out rather than laid over another."""
    half = text_width(text, SMALL_SIZE) / 2
    inside = min(max(x, area.left + half), area.right - half)
    for at, anchor in ((inside, "middle"), (x + 0.5, "start"), (x - 0.5, "end")):
        label = Label(text, at, y, SMALL_SIZE, look, anchor, halo=True)
        fits = label.box.left >= area.left - 0.01 and label.box.right <= area.right + 0.01
        if text and fits and not label.box.meets_any(taken):
            return label
    return None


def _foot(paper: Paper, words: GanttLabels, plan: GanttPlan, body: Box) -> Drawn:
    drawn = title_block(paper, words.sheet)
    block = block_box(paper, words.sheet)
    area = Box(body.left + 3, body.bottom + 0.6, block.left - 4, paper.frame.bottom)
    drawn.add(legend(area, words.sheet.legend, entries(plan, words), words.sheet.notes))
    return drawn


def _rules(body: Box, top: float, bottom: float, parted: float) -> svg.Element:
    d = svg.path(
        "M", body.left, body.top, "H", body.right, "M", body.left, top, "H", body.right,
        "M", body.left, bottom, "H", body.right, "M", body.left, body.bottom, "H", body.right,
        "M", parted, body.top, "V", max(bottom, top),
    )  # fmt: skip
    return svg.element("path", class_="g-rule", d=d)
