"""The bars' half of a Gantt chart: ground, axis, bars, links, dates and front line, over some rows of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from yipanqi.drawing import svg
from yipanqi.drawing.dates import Step, rows_for
from yipanqi.drawing.gantt import bars, front, links
from yipanqi.drawing.gantt.bars import Place
from yipanqi.drawing.gantt.plan import GanttLabels, GanttLink, GanttPlan, Row
from yipanqi.drawing.gantt.scale import TimeScale, span
from yipanqi.drawing.metrics import Box, text_width
from yipanqi.drawing.scene import Label
from yipanqi.drawing.sheet import AXIS_ROW, SMALL_SIZE, Drawn, axis, rect

FLAG_ROW = 4.4
"""Room over the first row for the names of the data date and the required date."""


@dataclass(frozen=True)
class Chart:
    """What all sheets of a plan share, so that they can be glued.

    links    those that are drawn; numbers: the number of each row of the whole plan
    """

    plan: GanttPlan
    words: GanttLabels
    scale: TimeScale
    steps: tuple[Step, ...]
    links: tuple[GanttLink, ...]
    numbers: dict[str, int]

    @classmethod
    def between(
        cls, plan: GanttPlan, words: GanttLabels, left: float, right: float, most_rows: int = 3
    ) -> "Chart":
        """The chart of `plan` over a width in millimetres, with at most so many rows of dates."""
        scale = TimeScale(*span(plan), left, right)
        steps = rows_for(scale.day, SMALL_SIZE, words.dates, weeks=False)[:most_rows]
        numbers = {row.id: i + 1 for i, row in enumerate(plan.rows)}
        return cls(plan, words, scale, steps, tuple(links.shown(plan.links, plan.selected)), numbers)

    @property
    def head(self) -> float:
        """Height of the axis and the names of the dates."""
        return len(self.steps) * AXIS_ROW + FLAG_ROW

    def draw(self, drawn: Drawn, rows: Sequence[Row], top: float, pitch: float) -> dict[str, Place]:
        """Draw `rows`, the first at `top` with the axis above it; where their bars stand."""
        area = Box(self.scale.left, top - self.head, self.scale.right, top + pitch * len(rows))
        drawn.shapes += _ground(self.plan, rows, area, top, pitch, self.scale)
        drawn.add(axis(area, self.scale.first, self.scale.end, self.steps, self.words.dates))
        found = [bars.place(row, top + i * pitch, pitch, self.scale) for i, row in enumerate(rows)]
        places = {at.row.id: at for at in found if at is not None}
        for at in places.values():
            drawn.shapes += bars.marks(at, self.scale, pitch)
        for link in self.links:
            drawn.shapes += links.draw(link, places)
        if len(rows) < len(self.plan.rows):
            drawn.labels += links.joins(self.links, places, self.numbers, SMALL_SIZE)
        _flags(drawn, self.plan, self.words, area, top, self.scale)
        self._front(drawn, rows, places, Box(area.left, top, area.right, area.bottom), pitch)
        return places

    def _front(
        self, drawn: Drawn, rows: Sequence[Row], places: dict[str, Place], inside: Box, pitch: float
    ) -> None:
        if self.plan.data_date is None or not any(row.point for row in rows):
            return
        base = self.scale.instant(self.plan.data_date)
        middles = [inside.top + (i + bars.MIDDLE) * pitch for i in range(len(rows))]
        corners = front.front_line(rows, middles, base, inside.top, inside.bottom, self.scale, pitch)
        drawn.shapes += front.shapes(corners, base)
        drawn.labels += front.captions(
            rows, middles, corners, places.values(), self.words, self.scale, inside, drawn.labels
        )


def _ground(
    plan: GanttPlan, rows: Sequence[Row], area: Box, top: float, pitch: float, scale: TimeScale
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


def _flags(
    drawn: Drawn, plan: GanttPlan, words: GanttLabels, area: Box, top: float, scale: TimeScale
) -> None:
    """Data date and required date: a line through the rows, its name over the first one."""
    wanted = []
    if plan.required is not None:
        wanted.append((scale.evening(plan.required), "g-due", words.required, "t-r"))
    if plan.data_date is not None:
        wanted.append((scale.instant(plan.data_date), "g-day", words.data_date, "t-fore"))
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
