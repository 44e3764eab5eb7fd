"""The sheet of a Gantt chart: table at the left, bars at the right, as many sheets as its rows need."""

from dataclasses import dataclass
from math import ceil

from yipanqi.drawing import svg
from yipanqi.drawing.gantt.chart import FLAG_ROW, Chart
from yipanqi.drawing.gantt.legend import entries
from yipanqi.drawing.gantt.plan import GanttLabels, GanttPlan
from yipanqi.drawing.gantt.table import Table
from yipanqi.drawing.metrics import Box
from yipanqi.drawing.scene import Drawing
from yipanqi.drawing.sheet import (
    A3,
    AXIS_ROW,
    BLOCK_ROW,
    HEADING,
    SHEET,
    Drawn,
    Paper,
    block_box,
    heading,
    legend,
    title_block,
)

LEAST_PITCH, MOST_PITCH = 3.2, 9.0
LEGEND = 9.0
MOST_TABLE = 0.46
"""Share of the width that the table may take."""
AXIS_ROWS, STRIP_ROWS = 3, 2
"""Rows of dates at most: on a sheet, on a strip."""


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
    pages = _pages(plan, words, paper)
    body = _body(pages[0].paper, words)
    longest = max(1, pages[0].end - pages[0].begin)
    table = Table.fitted(plan, words, (body.right - body.left) * MOST_TABLE, _pitch(body, AXIS_ROWS, longest))
    chart = Chart.between(plan, words, body.left + table.width, body.right)
    pitch = _pitch(body, len(chart.steps), longest)
    return tuple(_sheet(chart, table, pitch, page, body) for page in pages)


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


def _pitch(body: Box, axis_rows: int, rows: int) -> float:
    return min(MOST_PITCH, (body.bottom - body.top - axis_rows * AXIS_ROW - FLAG_ROW) / rows)


def _sheet(chart: Chart, table: Table, pitch: float, page: Page, body: Box) -> Drawing:
    words, rows = chart.words, chart.plan.rows[page.begin : page.end]
    top = body.top + chart.head
    drawn = heading(page.paper, words.sheet, page.number, page.count)
    places = chart.draw(drawn, rows, top, pitch)
    drawn.add(table.draw(rows, page.begin, body.left, body.top, top, pitch))
    drawn.add(_foot(page.paper, words, chart.plan, body))
    drawn.shapes.append(_rules(body, top, top + pitch * len(rows), chart.scale.left))
    return Drawing(
        words.sheet.title, words.sheet.desc, page.paper.width, page.paper.height, "mm",
        tuple(drawn.shapes), tuple(drawn.labels), SHEET, {key: at.box for key, at in places.items()},
    )  # fmt: skip


def layout_strip(plan: GanttPlan, words: GanttLabels, width: float, pitch: float) -> Drawing:
    """Bars alone, to stand beside a table of the page: `width` and row height `pitch` in millimetres.

    The first row begins `strip_head()` millimetres from the top.
    """
    chart = Chart.between(plan, words, 0, width, STRIP_ROWS)
    drawn = Drawn([], [])
    places = chart.draw(drawn, plan.rows, strip_head(), pitch)
    return Drawing(
        words.sheet.title, words.sheet.desc, width, strip_head() + pitch * len(plan.rows), "mm",
        tuple(drawn.shapes), tuple(drawn.labels), SHEET, {key: at.box for key, at in places.items()},
    )  # fmt: skip


def strip_head() -> float:
    """Height of the axis over the first row of a strip."""
    return STRIP_ROWS * AXIS_ROW + FLAG_ROW


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
