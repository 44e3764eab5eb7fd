"""From numbers to path data: strokes with corners and bridges, waves, heads, clipped to one sheet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot

from yipanqi.drawing.timescaled.routes import BRIDGE, CORNER, Head, Point, Stroke, Wave

PERIOD, AMPLITUDE = 2.6, 1.4
CLASSES = {"work": "w", "wait": "wt", "dummy": "dm", "critical": "c", "dummy-critical": "cd"}
ARCS = {"dummy": "dh", "dummy-critical": "ch"}


def n(value: float) -> str:
    """Millimetres as tenths, one decimal at most."""
    text = f"{value * 10:.1f}"
    return "0" if text in ("-0.0", "0.0") else text.removesuffix(".0")


def p(x: float, y: float) -> str:
    return f"{n(x)} {n(y)}"


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the canvas from x0 to x1 that one sheet shows, moved by ``shift``."""

    x0: float
    x1: float
    shift: float

    def holds(self, x: float) -> bool:
        return self.x0 - 1e-6 <= x <= self.x1 + 1e-6


@dataclass(slots=True)
class Ink:
    """Path data gathered per class."""

    window: Window
    paths: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def stroke(self, stroke: Stroke) -> None:
        """One polyline, cut at the edges of the sheet."""
        points = self._inside(stroke.points)
        if len(points) < 2:
            return
        kind = CLASSES[stroke.style]
        pen = _Pen(stroke, self.window.shift, dashed=stroke.style in ARCS)
        pen.draw(points)
        self.paths[kind].append("".join(pen.data))
        if pen.arcs:
            self.paths[ARCS[stroke.style]].append("".join(pen.arcs))

    def _inside(self, points: list[Point]) -> list[Point]:
        """The part of a polyline that runs rightward between the edges; lines only cross them horizontally."""
        low, high = self.window.x0, self.window.x1
        kept: list[Point] = []
        for (xa, ya), (xb, yb) in pairwise(points):
            if max(xa, xb) < low or min(xa, xb) > high:
                continue
            for point in ((min(max(xa, low), high), ya), (min(max(xb, low), high), yb)):
                if not kept or kept[-1] != point:
                    kept.append(point)
        return kept

    def wave(self, wave: Wave) -> None:
        """An integer number of periods between the ends."""
        x0, x1 = max(wave.x0, self.window.x0), min(wave.x1, self.window.x1)
        if x1 - x0 < 0.3:
            return
        half = max(1, round((x1 - x0) / PERIOD)) * 2
        step = (x1 - x0) / half
        first = f"q{n(step / 2)} {n(-AMPLITUDE)} {n(step)} 0"
        # round the running position, not the step: tenths would add up to a visible gap
        parts, done = [f"M{p(x0 + self.window.shift, wave.y)}{first}"], round(step, 2)
        for k in range(1, half):
            target = (k + 1) * step
            parts.append(f"t{n(target - done)} 0")
            done += round((target - done) * 10, 1) / 10
        self.paths["wv"].append("".join(parts))

    def head(self, head: Head, wait: bool) -> None:
        if not self.window.holds(head.x):
            return
        side = (0.95 if head.critical else 0.65) * min(1.0, head.length / 2.0)
        x, y, back = head.x + self.window.shift, head.y, head.length
        if head.dx:
            data = f"M{p(x, y)}l{p(-back * head.dx, -side)}v{n(2 * side)}z"
        else:
            data = f"M{p(x, y)}l{p(-side, -back * head.dy)}h{n(2 * side)}z"
        self.paths["wh" if wait else "h"].append(data)


class _Pen:
    """Writes one polyline; on dashed lines the arcs are drawn apart and solid."""

    def __init__(self, stroke: Stroke, shift: float, dashed: bool) -> None:
        self.stroke, self.shift, self.dashed = stroke, shift, dashed
        self.data: list[str] = []
        self.arcs: list[str] = []

    def draw(self, points: list[Point]) -> None:
        self.data.append(f"M{p(points[0][0] + self.shift, points[0][1])}")
        for k in range(1, len(points)):
            here, there = points[k - 1], points[k]
            after = points[k + 1] if k + 1 < len(points) else None
            corner = self._radius(here, there, after)
            end = toward(there, here, corner)
            if here[0] == there[0]:
                self._vertical(here, end)
            else:
                self.data.append(f"H{n(end[0] + self.shift)}")
            if corner and after:
                bend = toward(there, after, corner)
                self.data.append(f"Q{p(there[0] + self.shift, there[1])} {p(bend[0] + self.shift, bend[1])}")

    def _radius(self, here: Point, there: Point, after: Point | None) -> float:
        if after is None or not self.stroke.round or (here[0] == there[0]) == (there[0] == after[0]):
            return 0.0
        sides = (
            hypot(there[0] - here[0], there[1] - here[1]),
            hypot(after[0] - there[0], after[1] - there[1]),
        )
        return min(CORNER, *(side / 2 for side in sides))

    def _vertical(self, here: Point, end: Point) -> None:
        """Straight down or up, with a half circle to the right over every line and around every node."""
        way = 1 if end[1] > here[1] else -1
        low, high = sorted((here[1], end[1]))
        arcs = [(y, BRIDGE, True) for _, y in self.stroke.bridges]
        arcs += [(y, self.stroke.detour, right) for _, y, right in self.stroke.bypasses]
        for y, radius, right in sorted(arcs, key=lambda arc: way * arc[0]):
            if low < y - radius and y + radius < high:
                self._arc(here[0], y, radius, way, right)
        self.data.append(f"V{n(end[1])}")

    def _arc(self, x: float, y: float, radius: float, way: int, right: bool) -> None:
        sweep = int((way > 0) == right)
        arc = f"a{n(radius)} {n(radius)} 0 0 {sweep} 0 {n(2 * radius * way)}"
        self.data.append(f"V{n(y - radius * way)}")
        if self.dashed:
            self.arcs.append(f"M{p(x + self.shift, y - radius * way)}{arc}")
            self.data.append(f"M{p(x + self.shift, y + radius * way)}")
        else:
            self.data.append(arc)


def toward(start: Point, target: Point, length: float) -> Point:
    """The point ``length`` mm from start on the axis-parallel way to target."""
    dx, dy = target[0] - start[0], target[1] - start[1]
    total = abs(dx) + abs(dy)
    return start if not total else (start[0] + dx / total * length, start[1] + dy / total * length)
