"""The front line through the rows: from the data date to the point of each work in hand and back between them."""

from collections.abc import Sequence

from yipanqi.drawing import svg
from yipanqi.drawing.gantt.plan import Row
from yipanqi.drawing.gantt.scale import TimeScale

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
