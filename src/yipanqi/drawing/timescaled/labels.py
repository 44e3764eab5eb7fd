"""Names, durations, milestones and leaders, placed against the raster and added to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from yipanqi.drawing.metrics import ASCENT, Box, text_width
from yipanqi.drawing.timescaled.chains import Chains, Scale
from yipanqi.drawing.timescaled.dating import DatedNet, Line
from yipanqi.drawing.timescaled.heights import LEADING, Choice, choices
from yipanqi.drawing.timescaled.raster import CELL, Raster
from yipanqi.drawing.timescaled.routes import Routes
from yipanqi.drawing.timescaled.words import breaks

SLIDE = 25.0
REACH, WIDE_REACH = 20.0, 60.0
DESCENT = 0.12


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text around ``x``, the first base line at ``y``; ``leader`` runs from the work to the text."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    kind: str
    critical: bool
    line: int
    leader: tuple[float, float, float, float] | None = None

    @property
    def box(self) -> Box:
        """What the text covers."""
        half = max(text_width(text, self.size) for text in self.lines) / 2
        bottom = self.y + (len(self.lines) - 1) * LEADING * self.size
        return Box(self.x - half, self.y - ASCENT * self.size, self.x + half, bottom + DESCENT * self.size)


@dataclass(frozen=True, slots=True)
class Placed:
    """All labels; ``leaders`` counts names led away, ``beside`` those beside an upright work, ``failed`` the rest."""

    labels: tuple[Label, ...]
    leaders: int
    beside: int
    wide: int
    failed: int


class Writer:
    """Places every label of the net: names along their lines, then durations, then what fits nowhere."""

    def __init__(
        self, net: DatedNet, chains: Chains, scale: Scale, routes: Routes, at: list[tuple[float, float]],
        lane_y: list[float], names: list[str], durations: list[str], raster: Raster, most: int = 4,
    ) -> None:  # fmt: skip
        self.net, self.chains, self.scale, self.routes, self.at = net, chains, scale, routes, at
        self.lane_y, self.names, self.durations, self.raster, self.most = (
            lane_y,
            names,
            durations,
            raster,
            most,
        )
        self.labels: list[Label] = []
        self.leaders = self.beside = self.wide = self.failed = 0

    def write(self, milestones: list[tuple[int, str, bool]]) -> Placed:
        """``milestones`` are (node, caption, critical)."""
        lanes = [i for i, line in enumerate(self.net.lines) if not line.dummy and self.chains.lane[i] >= 0]
        lanes.sort(key=self._slack)
        led = [i for i in lanes if not self._name(i)]
        for i in sorted(set(lanes) - set(led)):
            self._duration(i)
        upright = [i for i, line in enumerate(self.net.lines) if not line.dummy and self.chains.lane[i] < 0]
        led += [i for i in upright if not self._beside(i)]
        for node, caption, critical in milestones:
            self._milestone(node, caption, critical)
        for i in sorted(led, key=lambda i: (self.at[self.net.lines[i].tail], i)):
            self._leader(i)
        return Placed(tuple(self.labels), self.leaders, self.beside, self.wide, self.failed)

    def _slack(self, i: int) -> tuple[float, int]:
        line = self.net.lines[i]
        room = self.scale.x(line.solid) - self.at[line.tail][0]
        return round(room - text_width(self.names[i], self.scale.name), 3), i

    def _middle(self, i: int) -> float:
        line = self.net.lines[i]
        return (self.at[line.tail][0] + max(self.scale.x(line.solid), self.at[line.tail][0])) / 2

    def _name(self, i: int) -> bool:
        line, lane = self.net.lines[i], self.chains.lane[i]
        if not self.names[i]:
            return True
        options = choices(line, self.names[i], self.chains, self.scale, lane, self.most)
        y = self.lane_y[lane]
        for option in options + self._overruns(i, options):
            for x in self._slides(i, option):
                first = y - option.base - (len(option.lines) - 1) * LEADING * self.scale.name
                if self._put(Label(option.lines, x, first, self.scale.name, "name", line.critical, i)):
                    return True
        return False

    def _overruns(self, i: int, options: list[Choice]) -> list[Choice]:
        """A lone last work may write past its end into free space on its row."""
        line, lane = self.net.lines[i], self.chains.lane[i]
        x1 = self.at[line.head][0]
        found = []
        for broken in breaks(self.names[i], 2):
            width = broken.width * self.scale.name
            left = self.at[line.tail][0] + 0.5
            low = self.chains.owner[line.head] != lane
            if low and width <= x1 - left + 6.0:
                up = len(broken.lines) * LEADING * self.scale.name
                found.append(Choice(broken.lines, width, left, x1 + 6.0, 1.3, up, 9.0))
        return found

    def _slides(self, i: int, option: Choice) -> Iterator[float]:
        """Centres along the own line, nearest to the middle of the solid part first."""
        low, high = option.left + option.width / 2, option.right - option.width / 2
        middle = self._middle(i)
        if high < low:
            return
        start = min(max(middle, low), high)
        yield start
        step = 2 * CELL
        for k in range(1, int(SLIDE / step)):
            for x in (start - k * step, start + k * step):
                if low <= x <= high and abs(x - middle) <= SLIDE:
                    yield x

    def _put(self, label: Label) -> bool:
        if not self.raster.free(label.box):
            return False
        self._keep(label)
        return True

    def _keep(self, label: Label) -> None:
        self.labels.append(label)
        box = label.box
        self.raster.mark(Box(box.left - 0.4, box.top, box.right + 0.4, box.bottom))

    def _duration(self, i: int) -> None:
        """Below the solid part, sliding; below the wave or a little lower where that is taken."""
        line, lane = self.net.lines[i], self.chains.lane[i]
        text, size = self.durations[i], self.scale.number
        half = text_width(text, size) / 2
        x0, solid = self.at[line.tail][0], max(self.scale.x(line.solid), self.at[line.tail][0])
        x1, y = self.at[line.head][0], self.lane_y[lane]
        for drop in (1.15, 2.0, 2.9):
            for left, right in ((x0 + 0.3, solid), (x0 + 0.3, min(x1 - 0.5, solid + SLIDE))):
                ends = Choice((text,), 2 * half, left, right, 0, 0, 0)
                for x in self._slides(i, ends):
                    if self._put(Label((text,), x, y + drop + 0.75 * size, size, "duration", False, i)):
                        return
        self._duration_near(i, text, (x0 + solid) / 2, y)

    def _duration_near(self, i: int, text: str, x: float, y: float) -> None:
        """A duration without room under its line goes to the nearest free place, at most 7 mm away."""
        size = self.scale.number
        width, height = text_width(text, size), (ASCENT + DESCENT) * size
        place = self.raster.near(x, y, width, height, 0.9, 7.0, CELL, passing=3.0)
        if place is None:
            self._stuck(Label((text,), x, y + 1.15 + 0.75 * size, size, "duration", False, i))
            return
        self._keep(Label((text,), place[1] + width / 2, place[2] + ASCENT * size, size, "duration", False, i))

    def _stuck(self, label: Label) -> None:
        self.failed += 1
        self._keep(label)

    def _blocks(self, i: int, most: int = 3) -> list[tuple[str, ...]]:
        """Name and duration as one block, wide to narrow; the duration alone in the last line comes last."""
        duration = self.durations[i]
        if not self.names[i]:
            return [(duration,)]
        whole = [broken.lines for broken in breaks(self.names[i], most) if broken.cuts == 0]
        joined = [(*lines[:-1], f"{lines[-1]} {duration}") for lines in whole]
        return joined + [(*lines, duration) for lines in whole]

    def _beside(self, i: int) -> bool:
        """Name and duration right or left of the upright part of a short work."""
        points = self._upright_span(i)
        if points is None:
            return False
        x, top, bottom = points
        size = self.scale.name
        for lines in self._blocks(i):
            half = max(text_width(text, size) for text in lines) / 2
            height = (len(lines) - 1) * LEADING * size
            for y in self._levels(top + ASCENT * size, bottom - height - DESCENT * size):
                for side in (1, -1):
                    label = Label(
                        lines, x + side * (half + 1.1), y, size, "name", self.net.lines[i].critical, i
                    )
                    if self._put(label):
                        self.beside += 1
                        return True
        return False

    def _upright_span(self, i: int) -> tuple[float, float, float] | None:
        """The longest vertical drawn for line ``i``."""
        spans = [
            (abs(yb - ya), xa, min(ya, yb), max(ya, yb))
            for stroke in self.routes.strokes
            if stroke.line == i
            for (xa, ya), (xb, yb) in pairwise(stroke.points)
            if xa == xb
        ]
        return max(spans)[1:] if spans and max(spans)[0] > 1.0 else None

    @staticmethod
    def _levels(low: float, high: float) -> Iterator[float]:
        """Heights from the middle outward."""
        middle = (low + high) / 2
        yield middle
        for k in range(1, int(max(high - low, 0) / 1.6) + 1):
            yield middle + (k * 0.8 if k % 2 else -k * 0.8)

    def _milestone(self, node: int, caption: str, critical: bool) -> None:
        x, y = self.at[node]
        self._ring((caption,), x, y, "milestone", critical, -1, self.scale.radius + 0.6)

    def _leader(self, i: int) -> None:
        x, y = self._anchor(i)
        near = 1.2 if self.chains.lane[i] >= 0 else 1.0
        best = None
        for reach in (REACH, WIDE_REACH):
            for lines in self._blocks(i):
                found = self._ring_best(lines, x, y, near, reach)
                if found and (best is None or found[0] + 0.8 * len(lines) < best[0]):
                    best = (found[0] + 0.8 * len(lines), found[1], found[2], lines)
            if best:
                self.wide += reach == WIDE_REACH
                break
        self.leaders += 1
        if best is None:
            self._stuck(
                Label(self._blocks(i)[-1], x, y - 2, self.scale.name, "name", self.net.lines[i].critical, i)
            )
            return
        label = self._label(best[3], best[1], best[2], "name", self.net.lines[i].critical, i)
        self._keep(self._led(label, x, y))

    def _anchor(self, i: int) -> tuple[float, float]:
        """The dot of a leader: the middle of the visible solid part."""
        line, lane = self.net.lines[i], self.chains.lane[i]
        radius = self.scale.radius
        if lane >= 0:
            left = self.at[line.tail][0] + (radius if self.chains.owner[line.tail] == lane else 0.0)
            right = max(self.scale.x(line.solid), left)
            if self.chains.owner[line.head] == lane:
                right = min(right, self.at[line.head][0] - radius)
            return (left + right) / 2, self.lane_y[lane]
        span = self._upright_span(i)
        if span:
            return span[0], (span[1] + span[2]) / 2
        return (self.at[line.tail][0] + self.at[line.head][0]) / 2, self.at[line.tail][1]

    def _label(
        self, lines: tuple[str, ...], left: float, top: float, kind: str, critical: bool, i: int
    ) -> Label:
        half = max(text_width(text, self.scale.name) for text in lines) / 2
        return Label(lines, left + half, top + ASCENT * self.scale.name, self.scale.name, kind, critical, i)

    def _ring(
        self, lines: tuple[str, ...], x: float, y: float, kind: str, critical: bool, i: int, near: float
    ) -> None:  # fmt: skip
        found = self._ring_best(lines, x, y, near, REACH) or self._ring_best(lines, x, y, near, WIDE_REACH)
        if found is None:
            self._stuck(self._label(lines, x + near, y + near, kind, critical, i))
            return
        label = self._label(lines, found[1], found[2], kind, critical, i)
        self._keep(self._led(label, x, y) if found[0] > near + 3.0 else label)

    def _ring_best(
        self, lines: tuple[str, ...], x: float, y: float, near: float, reach: float
    ) -> tuple[float, float, float] | None:
        """(cost, left, top) of the best free box around a point, ring by ring."""
        size = self.scale.name
        width = max(text_width(text, size) for text in lines)
        height = (ASCENT + DESCENT + (len(lines) - 1) * LEADING) * size
        return self.raster.near(x, y, width, height, near, reach, 0.8 if reach <= REACH else 2.0)

    def _led(self, label: Label, x: float, y: float) -> Label:
        px, py = nearest(label.box, x, y)
        if label.line < 0:
            length = hypot(px - x, py - y) / self.scale.radius
            x, y = x + (px - x) / length, y + (py - y) / length
        return Label(
            label.lines, label.x, label.y, label.size, label.kind, label.critical, label.line, (x, y, px, py)
        )


def nearest(box: Box, x: float, y: float) -> tuple[float, float]:
    """The point of a box nearest to (x, y)."""
    return min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)


def line_text(value: float) -> str:
    """A duration without trailing zeros."""
    return f"{round(value, 2):g}"


def caption_of(net: DatedNet, line: Line, wait: str) -> tuple[str, str]:
    """(name, duration) written at a line."""
    if line.dummy:
        return "", ""
    piece = net.pieces[line.piece]
    return (wait if piece.kind == "wait" else piece.name), line_text(piece.duration)
