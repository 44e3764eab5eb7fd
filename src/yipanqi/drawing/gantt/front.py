"""The front line through the rows: from the data date to the point of each work in hand and back between them."""

from collections.abc import Iterable, Sequence

from yipanqi.drawing import svg
from yipanqi.drawing.gantt.bars import Place
from yipanqi.drawing.gantt.plan import GanttLabels, Row
from yipanqi.drawing.gantt.scale import TimeScale
from yipanqi.drawing.metrics import Box
from yipanqi.drawing.placing import Anchor, Placer
from yipanqi.drawing.scene import Label
from yipanqi.drawing.sheet import SMALL_SIZE

Point = tuple[float, float]
REACH = 0.5
"""Share of a row after which the line is back on the data date where the next row has no point."""


def front_line(rows: Sequence[Row], middles: Sequence[float], base: float, top: float, bottom: float,
               scale: TimeScale, pitch: float) -> list[Point]:  # fmt: skip
    """Corners from top to bottom; y never falls."""
    corners: list[Point] = [(base, top)]
    for i, (row, y) in enumerate(zip(rows, middles, strict=True)):
        if row.point is None:
            continue
        if i == 0 or rows[i - 1].point is None:
            corners.append((base, max(top, y - pitch * REACH)))
        corners.append((scale.instant(row.point), y))
        if i == len(rows) - 1 or rows[i + 1].point is None:
            corners.append((base, min(bottom, y + pitch * REACH)))
    return [*corners, (base, bottom)]


def shapes(corners: list[Point], base: float) -> list[svg.Element]:
    """The line, and a white dot at every point off the data date or on it."""
    dots = [(x, y) for x, y in corners[1:-1] if x != base]
    return [
        svg.element("polyline", class_="g-front", points=svg.points(corners)),
        *(svg.element("circle", class_="g-point", cx=x, cy=y, r=0.8) for x, y in dots),
    ]


def captions(
    rows: Sequence[Row],
    middles: Sequence[float],
    corners: list[Point],
    places: Iterable[Place],
    words: GanttLabels,
    scale: TimeScale,
    area: Box,
    standing: Iterable[Label],
) -> list[Label]:
    """滞后13 beside each point, where neither a bar nor another label nor the line is; left out where no room is."""
    placer = Placer(area, gap=0.6, labels=list(standing), solid=[at.box.grown(0.3) for at in places])
    known = len(placer.labels)
    placer.draw_along(corners, 1.0, 0.3)
    for row, y in zip(rows, middles, strict=True):
        text = caption(row, words)
        if row.point is not None and text:
            x = scale.instant(row.point)
            placer.place(Label(text, x, y, SMALL_SIZE, "t-fore", halo=True), _beside(x, y))
    return placer.labels[known:]


def caption(row: Row, words: GanttLabels) -> str:
    """Nothing for less than a tenth of a day."""
    if row.behind is None or abs(row.behind) < 0.1:
        return ""
    pattern = words.behind if row.behind > 0 else words.ahead
    return pattern.format(days=f"{abs(round(row.behind, 1)):g}")


def _beside(x: float, y: float) -> list[Anchor]:
    """Left of the point before right of it, from its own line outwards."""
    rises = (0.9, -2.2, 4.0, -3.2, 5.0)
    return [(x + side * out, y + rise, anchor) for rise in rises for out in (1.6, 4.0)
            for side, anchor in ((-1, "end"), (1, "start"))]  # fmt: skip
