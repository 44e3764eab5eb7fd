"""The trajectory of a figure over the year, or the S-curve of a plan.

Grey is the plan, ink the fact, dashed indigo the forecast with its band, a thin line the target, a dotted upright the
data date; a heavy upright stroke shows what is missing today. Sizes are pixels of a page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import floor, log10

from yipanqi.drawing import svg
from yipanqi.drawing.dates import CHINESE, Cell, DateLabels, Step, cells
from yipanqi.drawing.metrics import Box, text_width
from yipanqi.drawing.placing import Anchor, Placer, around
from yipanqi.drawing.scene import Drawing, Label
from yipanqi.drawing.style import CHART

Series = tuple[tuple[date, float], ...]
Point = tuple[float, float]

SIZE = 12.0
TOP, BOTTOM = 18.0, 26.0
MOST_DOTS = 40
LEAST_SPAN = 1e-9
GAPS = {"red": "r", "yellow": "y", "grey": "o"}


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Values in one unit by date, ascending; every series may be empty.

    low, high   the band of the forecast
    light       light of the gap at the data date: "red", "yellow", "grey", anything else draws no gap
    """

    begin: date
    end: date
    fact: Series = ()
    plan: Series = ()
    forecast: Series = ()
    low: Series = ()
    high: Series = ()
    baseline: Series = ()
    target: float | None = None
    data_date: date | None = None
    light: str = ""


@dataclass(frozen=True, slots=True)
class CurveLabels:
    """Translated texts with their figures in them; an empty one is left out.

    now        at the last fact, such as 至今176.8          gap        at the gap today, such as 欠39.5
    forecast   at its end, such as 预测235.1               shortfall  between forecast and target at the end
    data_date  on the axis, such as 9-28
    """

    title: str
    desc: str
    now: str = ""
    gap: str = ""
    plan: str = ""
    baseline: str = ""
    forecast: str = ""
    shortfall: str = ""
    target: str = ""
    data_date: str = ""
    dates: DateLabels = CHINESE


@dataclass(frozen=True, slots=True)
class Axes:
    """From dates and values to pixels."""

    begin: date
    end: date
    bottom: float
    top: float
    area: Box

    def x(self, day: date) -> float:
        """Pixels from the left of the drawing."""
        share = (day - self.begin).days / max(1, (self.end - self.begin).days)
        return self.area.left + share * (self.area.right - self.area.left)

    def y(self, value: float) -> float:
        """Pixels from the top of the drawing."""
        share = (value - self.bottom) / (self.top - self.bottom)
        return self.area.bottom - share * (self.area.bottom - self.area.top)

    def points(self, series: Series) -> list[Point]:
        """A series as points of the drawing."""
        return [(self.x(day), self.y(value)) for day, value in series]


def layout(curve: Trajectory, labels: CurveLabels, width: float = 640, height: float = 320) -> Drawing:
    """The drawing in pixels; ValueError if `end` is not after `begin` or the size leaves no room."""
    if curve.end <= curve.begin or width < 160 or height < 96:
        raise ValueError("a curve needs an end after its begin, and a size of at least 160 × 96")
    ticks = nice_ticks(*_range(curve))
    axes = _axes(curve, labels, ticks, width, height)
    placer = Placer(Box(0, 0, width, height))
    shapes = [*_grid(axes, ticks), *_lines(curve, axes)]
    _label_axes(curve, labels, axes, ticks, placer)
    _block_lines(curve, axes, placer)
    leaders = _label_lines(curve, labels, axes, placer)
    places = {"area": axes.area}
    return Drawing(
        labels.title, labels.desc, width, height, "px", (*shapes, *leaders), tuple(placer.labels), CHART, places
    )  # fmt: skip


def _range(curve: Trajectory) -> tuple[float, float]:
    """Least and greatest value; 0 is always in sight, so that no difference is blown up."""
    series = (curve.fact, curve.plan, curve.forecast, curve.low, curve.high, curve.baseline)
    values = [value for row in series for _, value in row]
    values += [0.0] if curve.target is None else [0.0, curve.target]
    return min(values), max(values)


def nice_ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round values (1, 2, 5 × 10ⁿ apart) that cover [low, high], at most `most` steps."""
    span = high - low if high - low > LEAST_SPAN else 1.0
    size = 10.0 ** floor(log10(span / most))
    step = next(size * k for k in (1, 2, 5, 10) if span <= most * size * k * (1 + 1e-9))
    first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
    return tuple(round(step * i, 10) for i in range(first, max(last, first + 1) + 1))


def figure(value: float) -> str:
    """A tick's text: no trailing zeros, thousands parted."""
    return f"{value:,.6f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def _axes(
    curve: Trajectory, labels: CurveLabels, ticks: tuple[float, ...], width: float, height: float
) -> Axes:
    """The area the lines get: ticks at the left, what the ends of the lines say at the right."""
    left = max(text_width(figure(tick), SIZE) for tick in ticks) + 10
    ends = max(text_width(text, SIZE) for text in (labels.forecast, labels.shortfall))
    area = Box(left, TOP, width - max(12.0, min(ends + 12, width * 0.3)), height - BOTTOM)
    low, high = _range(curve)
    top = ticks[-1] if high > ticks[-2] + 0.35 * (ticks[-1] - ticks[-2]) else high * 1.06
    return Axes(curve.begin, curve.end, ticks[0], max(top, low + 1e-9), area)


def _grid(axes: Axes, ticks: tuple[float, ...]) -> list[svg.Element]:
    left, right = axes.area.left, axes.area.right
    shown = [tick for tick in ticks if tick <= axes.top and tick != 0]
    grid = svg.path(*(part for tick in shown for part in ("M", left, axes.y(tick), "H", right)))
    base = axes.y(max(axes.bottom, 0.0))
    return [
        *([svg.element("path", class_="c-grid", d=grid)] if grid else []),
        svg.element("path", class_="c-axis", d=svg.path("M", left, base, "H", right)),
    ]


def _lines(curve: Trajectory, axes: Axes) -> list[svg.Element]:
    """All lines, the most important last."""
    shapes = []
    if curve.low and curve.high:
        fan = [*axes.points(curve.low), *reversed(axes.points(curve.high))]
        shapes.append(svg.element("polygon", class_="c-fan", points=svg.points(fan)))
    if curve.data_date is not None:
        x = axes.x(curve.data_date)
        shapes.append(
            svg.element(
                "path", class_="c-day", d=svg.path("M", x, axes.area.top - 8, "V", axes.area.bottom + 4)
            )
        )
    if curve.target is not None:
        y = axes.y(curve.target)
        shapes.append(
            svg.element("path", class_="c-target", d=svg.path("M", axes.area.left, y, "H", axes.area.right))
        )
    for look, series in (("base", curve.baseline), ("plan", curve.plan), ("fore", curve.forecast)):
        if len(series) > 1:
            shapes.append(svg.element("polyline", class_=f"c-{look}", points=svg.points(axes.points(series))))
    return shapes + _gap(curve, axes) + _fact(curve, axes)


def _fact(curve: Trajectory, axes: Axes) -> list[svg.Element]:
    points = axes.points(curve.fact)
    shapes = []
    if len(points) > 1:
        shapes.append(svg.element("polyline", class_="c-fact", points=svg.points(points)))
    dots = points if len(points) <= MOST_DOTS else points[-1:]
    shapes += [svg.element("circle", class_="c-dot", cx=x, cy=y, r=4) for x, y in dots]
    if curve.forecast:
        x, y = axes.points(curve.forecast)[-1]
        shapes.append(svg.element("circle", class_="c-dot-fore", cx=x, cy=y, r=3.5))
    return shapes


def gap_at(curve: Trajectory) -> tuple[date, float, float] | None:
    """The data date with the fact and the planned value on it, if both are known."""
    if not curve.fact or not curve.plan:
        return None
    day, value = curve.fact[-1]
    planned = value_on(curve.plan, curve.data_date or day)
    return None if planned is None else (curve.data_date or day, value, planned)


def value_on(series: Series, day: date) -> float | None:
    """The value of a series on a day, on the straight line between its points; None outside of them."""
    for (d0, v0), (d1, v1) in pairwise(series):
        if d0 <= day <= d1:
            return v0 + (v1 - v0) * ((day - d0).days / max(1, (d1 - d0).days))
    return series[0][1] if len(series) == 1 and series[0][0] == day else None


def _gap(curve: Trajectory, axes: Axes) -> list[svg.Element]:
    found = gap_at(curve)
    if found is None or curve.light not in GAPS:
        return []
    day, value, planned = found
    way = svg.path("M", axes.x(day), axes.y(value), "V", axes.y(planned))
    return [svg.element("path", class_=f"c-gap-{GAPS[curve.light]}", d=way)]


def _label_axes(
    curve: Trajectory, labels: CurveLabels, axes: Axes, ticks: tuple[float, ...], placer: Placer
) -> None:
    """The data date goes before the months; a month without room is left out, never moved."""
    base = axes.area.bottom + 18
    if curve.data_date is not None and labels.data_date:
        half = text_width(labels.data_date, SIZE) / 2
        x = min(max(axes.x(curve.data_date), half), placer.frame.right - half)
        placer.fix(Label(labels.data_date, x, base, SIZE, "b", "middle"))
    for cell in _named_cells(curve, labels, axes):
        middle = (axes.x(cell.first) + axes.x(cell.end)) / 2
        placer.fix(Label(cell.text, middle, base, SIZE, "q", "middle"), clear=4)
    for tick in ticks:
        if tick <= axes.top:
            placer.fix(Label(figure(tick), axes.area.left - 6, axes.y(tick) + 4, SIZE, "q", "end"))


def _named_cells(curve: Trajectory, labels: CurveLabels, axes: Axes) -> tuple[Cell, ...]:
    """Months, or years where months are too many; every second or third one where they are too tight."""
    for step in (Step.MONTH, Step.YEAR):
        row = cells(curve.begin, curve.end, step, labels.dates)
        room = (axes.area.right - axes.area.left) / len(row)
        widest = max(text_width(cell.text, SIZE) for cell in row) + 6
        every = next((n for n in (1, 2, 3, 6) if room * n >= widest), 0)
        if every or step is Step.YEAR:
            return row[:: every or len(row)]
    return ()


def _block_lines(curve: Trajectory, axes: Axes, placer: Placer) -> None:
    for series in (curve.plan, curve.fact, curve.forecast, curve.baseline, curve.low, curve.high):
        placer.draw_along(axes.points(series), 5, 3)
    if curve.target is not None:
        y = axes.y(curve.target)
        placer.draw_along([(axes.area.left, y), (axes.area.right, y)], 20, 1.5)
    if curve.data_date is not None:
        x = axes.x(curve.data_date)
        placer.draw_along([(x, axes.area.top - 8), (x, axes.area.bottom)], 20, 3)


def _label_lines(curve: Trajectory, labels: CurveLabels, axes: Axes, placer: Placer) -> list[svg.Element]:
    """The texts at the lines, most important first; one that had to go far gets a thin leader."""
    leaders = []
    for text, look, (x, y), wishes in _wishes(curve, labels, axes):
        wanted = list(wishes)
        placed = placer.place(Label(text, x, y, SIZE, look, halo=True), [*wanted, *around(x, y, SIZE, 150)])
        if placed is not None and (placed.x, placed.y, placed.anchor) not in wanted:
            leaders += _leader(placed.box, x, y)
    return leaders


def _leader(box: Box, x: float, y: float) -> list[svg.Element]:
    """A line from (x, y) to a label that stands far away."""
    to_x, to_y = min(max(x, box.left - 2), box.right + 2), min(max(y, box.top), box.bottom)
    if abs(to_x - x) + abs(to_y - y) <= 3 * SIZE:
        return []
    return [svg.element("path", class_="c-lead", d=svg.path("M", x, y, "L", to_x, to_y))]


Wish = tuple[str, str, Point, Iterable[Anchor]]


def _wishes(curve: Trajectory, labels: CurveLabels, axes: Axes) -> list[Wish]:
    """Each text with its look, the point it speaks of, and the anchors it would like."""
    wishes: list[Wish] = []
    if curve.fact and labels.now:
        x, y = axes.points(curve.fact)[-1]
        wishes.append((labels.now, "b", (x, y), _corners(x, y)))
    if curve.forecast and labels.forecast:
        x, y = axes.points(curve.forecast)[-1]
        wishes.append((labels.forecast, "t-fore", (x, y), [(x + 8, y + 4 + k, "start") for k in _sway(60)]))
    if (found := gap_at(curve)) and labels.gap and curve.light in GAPS:
        day, value, planned = found
        x, y = axes.x(day), (axes.y(value) + axes.y(planned)) / 2
        beside = [(x - 8, y + 4 + k, "end") for k in _sway(30)] + [
            (x + 8, y + 4 + k, "start") for k in _sway(30)
        ]
        wishes.append((labels.gap, f"t-{GAPS[curve.light]}", (x, y), beside))
    if curve.target is not None and labels.target:
        y = axes.y(curve.target)
        along = [axes.area.left + 6 + k * (axes.area.right - axes.area.left) / 12 for k in range(11)]
        wishes.append(
            (labels.target, "b", (along[0], y), [(x, y + k, "start") for k in (-5, 15) for x in along])
        )
    wishes += _end_wish(curve, labels, axes)
    for text, series in ((labels.plan, curve.plan), (labels.baseline, curve.baseline)):
        if text and len(series) > 1:
            points = axes.points(series)
            wishes.append((text, "q", points[len(points) // 2], _beside(points)))
    return wishes


def _end_wish(curve: Trajectory, labels: CurveLabels, axes: Axes) -> list[Wish]:
    if not (curve.forecast and labels.shortfall) or curve.target is None:
        return []
    x, y = axes.area.right, (axes.y(curve.target) + axes.y(curve.forecast[-1][1])) / 2
    return [(labels.shortfall, "q", (x, y), [(x + 8, y + 4 + k, "start") for k in _sway(50)])]


def _corners(x: float, y: float) -> list[Anchor]:
    return [(x + 8, y + 16, "start"), (x + 8, y - 8, "start"), (x - 8, y - 8, "end"), (x - 8, y + 16, "end")]


def _sway(reach: int) -> list[int]:
    """0, −4, 4, −8, 8 … within the reach."""
    return sorted(range(-reach, reach + 1, 4), key=lambda k: (abs(k), k))


def _beside(points: list[Point]) -> list[Anchor]:
    """Anchors along a line from its middle outwards, on the side where the line leaves room."""
    steps = [points[0], *_between(points)]
    falling = points[-1][1] > points[0][1]
    left, right = ("start", "end") if falling else ("end", "start")
    order = sorted(range(len(steps)), key=lambda i: (abs(i - len(steps) / 2), i))
    gap = 8 if falling else -8
    above = [(steps[i][0] + gap, steps[i][1] - 8, left) for i in order]
    below = [(steps[i][0] - gap, steps[i][1] + 18, right) for i in order]
    return [anchor for pair in zip(above, below, strict=True) for anchor in pair]


def _between(points: list[Point]) -> list[Point]:
    """Points of a line at most about 24 pixels apart."""
    found = []
    for (x0, y0), (x1, y1) in pairwise(points):
        parts = max(1, round(abs(x1 - x0) / 24))
        found += [(x0 + (x1 - x0) * k / parts, y0 + (y1 - y0) * k / parts) for k in range(1, parts + 1)]
    return found
