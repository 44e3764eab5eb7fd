"""One row's marks: bar, done part, floats, baseline, milestone, summary. Black and white must tell them apart."""

from dataclasses import dataclass
from math import ceil

from yipanqi.drawing import svg
from yipanqi.drawing.gantt.plan import Row, RowKind
from yipanqi.drawing.gantt.scale import TimeScale
from yipanqi.drawing.metrics import Box
from yipanqi.drawing.sheet import rect

MIDDLE = 0.46
"""Where the middle of a bar stands in its row: a little high, the baseline goes under it."""
WAVE = 0.8
"""Half a wave's length in millimetres, before it is fitted."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row's bar stands; a milestone's box is its diamond."""

    row: Row
    box: Box

    @property
    def middle(self) -> float:
        """y of the bar's middle line."""
        return (self.box.top + self.box.bottom) / 2

    @property
    def begin(self) -> float:
        """x where links to the start arrive; of a milestone its middle."""
        return self._centre if self.row.kind is RowKind.MILESTONE else self.box.left

    @property
    def end(self) -> float:
        """x where links from the finish leave; of a milestone its middle."""
        return self._centre if self.row.kind is RowKind.MILESTONE else self.box.right

    @property
    def _centre(self) -> float:
        return (self.box.left + self.box.right) / 2


def place(row: Row, top: float, pitch: float, scale: TimeScale) -> Place | None:
    """The bar of a row whose line begins at `top`; None without dates."""
    start, finish = row.start or row.finish, row.finish or row.start
    if start is None or finish is None:
        return None
    middle, half = top + pitch * MIDDLE, min(pitch * 0.24, 1.9)
    if row.kind is RowKind.MILESTONE:
        x = scale.evening(finish)
        return Place(row, Box(x - half * 1.15, middle - half * 1.15, x + half * 1.15, middle + half * 1.15))
    left = scale.morning(start)
    return Place(row, Box(left, middle - half, max(scale.evening(finish), left + 0.6), middle + half))


def marks(at: Place, scale: TimeScale, pitch: float) -> list[svg.Element]:
    """Everything drawn in one row, the bar last."""
    row = at.row
    if row.kind is RowKind.SUMMARY:
        return [*_baseline(at, scale, pitch), _summary(at.box)]
    if row.kind is RowKind.EFFORT:
        thin = Box(at.box.left, at.middle - 0.5, at.box.right, at.middle + 0.5)
        return [rect("g-effort", thin)]
    bar = [_diamond(at.box, "g-mile")] if row.kind is RowKind.MILESTONE else _bar(at)
    return [*_baseline(at, scale, pitch), *_floats(at, scale), *bar]


def _bar(at: Place) -> list[svg.Element]:
    """Open box; critical is a double line; the done part is filled and keeps the outline."""
    box, row = at.box, at.row
    share = min(max(row.done, 0.0), 1.0)
    till = box.left + (box.right - box.left) * share
    shapes = [rect("g-crit" if row.critical else "g-open", box)]
    if row.critical:
        rim = (box.bottom - box.top) * 0.31
        shapes.append(rect("g-core", Box(box.left, box.top + rim, box.right, box.bottom - rim)))
    if share > 0:
        inset = 0.0 if row.critical else 0.12
        inner = Box(box.left, box.top + inset, till, box.bottom - inset)
        core = (box.bottom - box.top) * 0.31
        shapes.append(
            rect(
                "g-done", Box(inner.left, box.top + core, till, box.bottom - core) if row.critical else inner
            )
        )
    return shapes


def _floats(at: Place, scale: TimeScale) -> list[svg.Element]:
    """Free float as a wave, the rest of the total float as a dashed line with an end stroke."""
    row, y, x = at.row, at.middle, at.box.right
    if row.finish is None or row.done >= 1:
        return []
    shapes = []
    free = scale.evening(row.free_until) if row.free_until and row.free_until > row.finish else x
    if free - x > 0.4:
        shapes.append(
            svg.element("path", class_="g-wave", d=wave(x, free, y, (at.box.bottom - at.box.top) * 0.3))
        )
        x = free
    total = scale.evening(row.float_until) if row.float_until and row.float_until > row.finish else x
    if total - x > 0.4:
        shapes.append(svg.element("path", class_="g-rest", d=svg.path("M", x, y, "H", total)))
        half = (at.box.bottom - at.box.top) * 0.35
        shapes.append(svg.element("path", class_="g-end", d=svg.path("M", total, y - half, "V", y + half)))
    return shapes


def wave(left: float, right: float, y: float, height: float) -> str:
    """Path data of a wave line with a whole number of periods."""
    periods = max(1, ceil((right - left) / (2 * WAVE) - 0.5))
    step = (right - left) / (2 * periods)
    return svg.path("M", left, y, "q", step / 2, -2 * height, step, 0) + svg.path("t", step, 0) * (
        2 * periods - 1
    )


def _baseline(at: Place, scale: TimeScale, pitch: float) -> list[svg.Element]:
    """A thin bar, or an open diamond, under the row's own."""
    row = at.row
    if row.baseline_finish is None:
        return []
    if row.kind is RowKind.MILESTONE:
        x = scale.evening(row.baseline_finish)
        half = (at.box.bottom - at.box.top) * 0.42
        return [_diamond(Box(x - half, at.middle - half, x + half, at.middle + half), "g-mile-open")]
    left = scale.morning(row.baseline_start or row.baseline_finish)
    top = at.box.bottom + min(0.35, pitch * 0.06)
    bottom = top + min(0.75, pitch * 0.15)
    return [rect("g-base", Box(left, top, max(scale.evening(row.baseline_finish), left + 0.4), bottom))]


def _diamond(box: Box, look: str) -> svg.Element:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return svg.element(
        "path", class_=look, d=svg.path("M", box.left, y, "L", x, box.top, box.right, y, x, box.bottom, "Z")
    )


def _summary(box: Box) -> svg.Element:
    """A bracket: a flat bar with its ends turned down."""
    height = box.bottom - box.top
    flat, foot = box.top + height * 0.45, min(height * 0.8, (box.right - box.left) / 2)
    d = svg.path(
        "M", box.left, box.top, "H", box.right, "V", box.bottom, "L", box.right - foot, flat,
        "H", box.left + foot, "L", box.left, box.bottom, "Z",
    )  # fmt: skip
    return svg.element("path", class_="g-sum", d=d)
