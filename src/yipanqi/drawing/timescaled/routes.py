"""Routes: from rows to strokes, waves, heads, bridges and node bypasses, in millimetres."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt

from yipanqi.drawing.timescaled.chains import Chains, Scale
from yipanqi.drawing.timescaled.dating import DatedNet, Line
from yipanqi.drawing.timescaled.heights import BEND

CORNER = 0.9
BRIDGE = 1.1
HEAD, HEAD_CRITICAL = 2.2, 2.6
LEAST_WAVE = 0.6

Point = tuple[float, float]


@dataclass(slots=True)
class Stroke:
    """A polyline of horizontals and verticals; ``bridges`` are the y at which its verticals hop."""

    line: int
    style: str
    points: list[Point]
    round: bool = True
    bridges: list[tuple[float, float]] = field(default_factory=list)
    bypasses: list[tuple[float, float, bool]] = field(default_factory=list)
    detour: float = 0.0


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave line from x0 to x1 at y."""

    line: int
    x0: float
    x1: float
    y: float


@dataclass(frozen=True, slots=True)
class Head:
    """An arrowhead with its tip at (x, y), pointing along (dx, dy)."""

    line: int
    x: float
    y: float
    dx: int
    dy: int
    length: float
    critical: bool


@dataclass(slots=True)
class Routes:
    """Everything that is drawn as a line."""

    strokes: list[Stroke] = field(default_factory=list)
    waves: list[Wave] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)

    @property
    def crossings(self) -> int:
        return sum(len(stroke.bridges) for stroke in self.strokes)

    @property
    def bypasses(self) -> int:
        return sum(len(stroke.bypasses) for stroke in self.strokes)


def style_of(net: DatedNet, line: Line) -> str:
    """work, wait, dummy, critical or dummy-critical."""
    if line.dummy:
        return "dummy-critical" if line.critical else "dummy"
    if line.critical:
        return "critical"
    return net.pieces[line.piece].kind


def numbers(net: DatedNet, at: Sequence[Point]) -> list[int]:
    """Node numbers that rise left to right, then top to bottom, and always along every arrow."""
    degree = [0] * len(at)
    out: dict[int, list[int]] = defaultdict(list)
    for line in net.lines:
        out[line.tail].append(line.head)
        degree[line.head] += 1
    ready = [(round(at[n][0], 2), round(at[n][1], 2), n) for n in range(len(at)) if not degree[n]]
    heapq.heapify(ready)
    found = [0] * len(at)
    for number in range(1, len(at) + 1):
        node = heapq.heappop(ready)[2]
        found[node] = number
        for head in out[node]:
            degree[head] -= 1
            if not degree[head]:
                heapq.heappush(ready, (round(at[head][0], 2), round(at[head][1], 2), head))
    return found


class Router:
    """Draws every line of the net between node centres ``at`` with chains on ``lane_y``."""

    def __init__(self, net: DatedNet, chains: Chains, scale: Scale, lane_y: Sequence[float]) -> None:
        self.net, self.chains, self.scale, self.lane_y = net, chains, scale, lane_y
        self.at: list[Point] = [(x, lane_y[chains.owner[node]]) for node, x in enumerate(chains.x)]
        self.routes = Routes()
        self.trunks = self._trunks()

    def draw(self) -> Routes:
        for i in range(len(self.net.lines)):
            if self.chains.lane[i] >= 0:
                self._lane(i)
            elif self.net.lines[i].dummy:
                self._upright(i)
            else:
                self._short(i)
        self._bridge()
        return self.routes

    def ends_y(self, i: int) -> tuple[float, float, float]:
        """y of the tail, of the lane (the head's row for a line without a lane) and of the head."""
        line, lane = self.net.lines[i], self.chains.lane[i]
        head = self.at[line.head][1]
        return self.at[line.tail][1], self.lane_y[lane] if lane >= 0 else head, head

    def _trunks(self) -> dict[tuple[int, bool, bool, bool], tuple[float, int]]:
        """Per (node, leaves, upward, style): the longest line there, which alone draws the shared part."""
        longest: dict[tuple[int, bool, bool, bool], tuple[float, int]] = {}
        for i, line in enumerate(self.net.lines):
            for node, leaves, own, far in self._verticals(i):
                key = (node, leaves, far < own, line.dummy)
                length = abs(own - far)
                if length >= 0.01 and length > longest.get(key, (0.0, -1))[0]:
                    longest[key] = (length, i)
        return longest

    def _verticals(self, i: int) -> list[tuple[int, bool, float, float]]:
        """(node, leaves, y of the node, y of the far end) of the verticals that stand at a node's own x.

        That of a short work stands at its tail: it cannot carry what enters its head.
        """
        line, (tail, lane, head) = self.net.lines[i], self.ends_y(i)
        found = [(line.tail, True, tail, lane)]
        if self.chains.lane[i] >= 0:
            found.append((line.head, False, head, lane))
        elif line.dummy:
            found.append((line.head, False, head, tail))
        return found

    def _draws_trunk(self, i: int, leaves: bool, own: float, far: float) -> bool:
        line = self.net.lines[i]
        key = (line.tail if leaves else line.head, leaves, far < own, line.dummy)
        best = self.trunks[key][1]
        return best == i or (line.critical and not self.net.lines[best].critical)

    def _head(self, i: int, x: float, y: float, dx: int, dy: int, room: float = 9.0) -> None:
        critical = self.net.lines[i].critical
        length = min(HEAD_CRITICAL if critical and not self.net.lines[i].dummy else HEAD, room)
        self.routes.heads.append(Head(i, x, y, dx, dy, length, critical and not self.net.lines[i].dummy))

    def _stroke(self, i: int, points: list[Point], rounded: bool = True) -> None:
        kept = [p for k, p in enumerate(points) if k == 0 or p != points[k - 1]]
        if len(kept) > 1:
            stroke = Stroke(i, style_of(self.net, self.net.lines[i]), kept, rounded)
            stroke.detour = self.scale.radius + 0.9
            self.routes.strokes.append(stroke)

    def _lane(self, i: int) -> None:
        """Vertical from the tail, the lane with solid part and wave, vertical into the head."""
        line = self.net.lines[i]
        tail, y, head = self.ends_y(i)
        x0, x1, solid = self.at[line.tail][0], self.at[line.head][0], self.scale.x(line.solid)
        start = self._start(i, x0, tail, y)
        end, bare = self._end(i, x1, y, head)
        wavy = line.wave > 0 and bare - max(solid, start[-1][0]) >= LEAST_WAVE
        rounded = not line.dummy
        if not wavy:
            self._stroke(i, [*start, *end], rounded)
            return
        first = max(solid, start[-1][0])
        self._stroke(i, [*start, (first, y)], rounded)
        self.routes.waves.append(Wave(i, first, bare, y))
        self._stroke(i, [(bare, y), *end], rounded)

    def _start(self, i: int, x: float, tail: float, y: float) -> list[Point]:
        radius = self.scale.radius
        if abs(tail - y) < 0.01:
            return [(x + radius, y)]
        if not self._draws_trunk(i, True, tail, y):
            near = y + (CORNER if tail > y else -CORNER)
            return [(x, near), (x, y)]
        return [(x, tail + (radius if y > tail else -radius)), (x, y)]

    def _end(self, i: int, x: float, y: float, head: float) -> tuple[list[Point], float]:
        """Points from the lane's end to the circle, and the x at which a wave must stop."""
        radius, line = self.scale.radius, self.net.lines[i]
        if abs(head - y) < 0.01:
            self._head(i, x - radius, y, 1, 0)
            length = HEAD_CRITICAL if line.critical else HEAD
            return [(x - radius - length * 0.8, y)], x - radius - length * 0.8
        bare = x if line.dummy else x - CORNER
        way = 1 if head > y else -1
        if not self._draws_trunk(i, False, head, y):
            return [(x, y), (x, y + way * CORNER)], bare
        rim = head - way * radius
        self._head(i, x, rim, 0, way)
        return [(x, y), (x, rim - way * HEAD * 0.8)], bare

    def _upright(self, i: int) -> None:
        """A dummy without float: one dashed vertical."""
        line = self.net.lines[i]
        x, (tail, _, head) = self.at[line.head][0], self.ends_y(i)
        way, radius = (1 if head > tail else -1), self.scale.radius
        start = tail + way * radius
        rim = head - way * radius
        if self._draws_trunk(i, False, head, tail):
            self._head(i, x, rim, 0, way)
        self._stroke(i, [(x, start), (x, rim - way * HEAD * 0.8)], False)

    def _short(self, i: int) -> None:
        """A work with no room on a lane: straight on one row, else a vertical that turns in before its head."""
        line = self.net.lines[i]
        (x0, tail), (x1, head) = self.at[line.tail], self.at[line.head]
        radius = self.scale.radius
        if abs(tail - head) < 0.01:
            room = x1 - x0 - 2 * radius
            self._head(i, x1 - radius, head, 1, 0, room * 0.75)
            self._solid_and_wave(i, x0 + radius, x1 - radius - min(room * 0.6, HEAD * 0.8), head)
            return
        way = 1 if head > tail else -1
        start = (x0, tail + way * radius)
        if not self._draws_trunk(i, True, tail, head):
            start = (x0, head - way * (radius + BEND + CORNER))
        if x1 - x0 < 0.8 * radius:
            rim = head - way * sqrt(radius**2 - (x1 - x0) ** 2)
            self._head(i, x0, rim, 0, way)
            self._stroke(i, [start, (x0, rim - way * HEAD * 0.8)])
            return
        bend, rim = head - way * (radius + BEND), head - way * radius
        self._head(i, x1, rim, 0, way)
        self._bent(i, start, bend, (x1, rim - way * HEAD * 0.8))

    def _bent(self, i: int, start: Point, bend: float, end: Point) -> None:
        line, solid = self.net.lines[i], self.scale.x(self.net.lines[i].solid)
        if line.wave > 0 and end[0] - solid >= LEAST_WAVE:
            solid = max(solid, start[0])
            self._stroke(i, [start, (start[0], bend), (solid, bend)])
            self.routes.waves.append(Wave(i, solid, end[0], bend))
            self._stroke(i, [(end[0], bend), end], False)
        else:
            self._stroke(i, [start, (start[0], bend), (end[0], bend), end])

    def _solid_and_wave(self, i: int, x0: float, x1: float, y: float) -> None:
        solid = max(self.scale.x(self.net.lines[i].solid), x0)
        if x1 - solid >= LEAST_WAVE and self.net.lines[i].wave > 0:
            self._stroke(i, [(x0, y), (solid, y)])
            self.routes.waves.append(Wave(i, solid, x1, y))
        else:
            self._stroke(i, [(x0, y), (x1, y)])

    def _bridge(self) -> None:
        """Every vertical hops over each horizontal it crosses, and around each node in its way."""
        heads = {(h.y, h.x - h.length, h.x) for h in self.routes.heads if h.dx}
        waves = {(w.y, w.x0, w.x1) for w in self.routes.waves}
        flats = merged(heads | waves | set(self._flats()))
        for stroke in self.routes.strokes:
            for (xa, ya), (xb, yb) in pairwise(stroke.points):
                if xa == xb and ya != yb:
                    self._hop(stroke, xa, min(ya, yb), max(ya, yb), flats)

    def _flats(self) -> list[tuple[float, float, float]]:
        return [
            (ya, min(xa, xb), max(xa, xb))
            for stroke in self.routes.strokes
            for (xa, ya), (xb, yb) in pairwise(stroke.points)
            if ya == yb
        ]

    def _hop(
        self, stroke: Stroke, x: float, top: float, bottom: float, flats: list[tuple[float, float, float]]
    ) -> None:
        margin = self.scale.radius + 0.5
        blocked = [
            (nx, ny) for nx, ny in self.at if abs(nx - x) < margin and top + margin < ny < bottom - margin
        ]
        stroke.bypasses += [(x, ny, nx <= x) for nx, ny in sorted(blocked)]
        around = {round(ny, 3) for _, ny in blocked}
        crossed = {y for y, x0, x1 in flats if top + 0.3 < y < bottom - 0.3 and x0 + 0.05 < x < x1 - 0.05}
        stroke.bridges += [(x, y) for y in sorted(crossed) if round(y, 3) not in around]


def merged(flats: set[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Horizontals (y, x0, x1) with those joined that continue each other, as solid part and wave do."""
    found: list[tuple[float, float, float]] = []
    for y, x0, x1 in sorted(flats):
        if found and found[-1][0] == y and x0 <= found[-1][2] + 0.01:
            found[-1] = (y, found[-1][1], max(x1, found[-1][2]))
        else:
            found.append((y, x0, x1))
    return found
