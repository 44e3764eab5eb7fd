"""Heights of rows: two skylines a row (names and circles above, durations and circles below), not boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yipanqi.drawing.metrics import text_width
from yipanqi.drawing.timescaled.chains import Chains, Scale
from yipanqi.drawing.timescaled.dating import DatedNet, Line
from yipanqi.drawing.timescaled.words import breaks

CELL = 0.8
GAP = 0.8
LEAST = 3.0
MOST_SPREAD = 2.6
LEADING = 1.12
BEND = 3.2
LOW, RAISED = 1.5, 1.4
DEAREST = 6.0
NOTHING = -1e6

Profile = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to write a name above its line: last base line ``base`` mm above it, ``up`` mm in all."""

    lines: tuple[str, ...]
    width: float
    left: float
    right: float
    base: float
    up: float
    cost: float


def choices(line: Line, name: str, chains: Chains, scale: Scale, lane: int, most: int) -> list[Choice]:
    """All ways to write ``name`` above ``line``, cheapest first."""
    size = scale.name
    x0, x1 = chains.x[line.tail], chains.x[line.head]
    circle, corner = scale.radius + 0.35, 0.5
    low_left = x0 + (circle if chains.owner[line.tail] == lane else corner)
    low_right = x1 - (circle if chains.owner[line.head] == lane else corner)
    found = []
    for broken in breaks(name, most):
        count = len(broken.lines)
        width = broken.width * size
        cost = count + 1.3 * broken.cuts + (1.5 if count == 4 else 0.0)
        height = (count - 1) * LEADING * size + 0.9 * size
        if width <= low_right - low_left:
            found.append(Choice(broken.lines, width, low_left, low_right, LOW, LOW + height, cost))
        if width <= x1 - x0 - 1.0:
            base = scale.radius + RAISED
            found.append(Choice(broken.lines, width, x0 + 0.5, x1 - 0.5, base, base + height, cost + 0.35))
    return sorted((c for c in found if c.cost < DEAREST), key=lambda choice: choice.cost)


class Skyline:
    """Profiles of all rows over x, in cells."""

    def __init__(self, rows: int, left: float, right: float) -> None:
        self.left = left
        self.cells = int((right - left) / CELL) + 2
        self.up: Profile = np.full((rows, self.cells), NOTHING)
        self.down: Profile = np.full((rows, self.cells), NOTHING)

    def raise_to(self, row: int, x0: float, x1: float, up: float, down: float) -> None:
        """Let the row reach ``up`` and ``down`` mm between x0 and x1."""
        a = max(int((x0 - self.left) / CELL), 0)
        b = min(int((x1 - self.left) / CELL) + 1, self.cells)
        np.maximum(self.up[row, a:b], up, out=self.up[row, a:b])
        np.maximum(self.down[row, a:b], down, out=self.down[row, a:b])

    def heights(self) -> list[float]:
        """y of every row below the first, as near as the profiles allow."""
        ys: list[float] = []
        for row in range(len(self.up)):
            y = ys[-1] + LEAST if ys else 0.0
            for above, top in enumerate(ys):
                y = max(y, top + float((self.down[above] + self.up[row]).max()) + GAP)
            ys.append(y)
        return ys


def skyline(
    net: DatedNet, chains: Chains, scale: Scale, row: NDArray[np.int32], names: list[str], most: int
) -> Skyline:
    """The profiles of all rows: lanes with labels, circles, bends of short works."""
    sky = Skyline(int(row.max()) + 1, min(chains.x) - 12, max(chains.x) + 12)
    radius = scale.radius + 0.5
    for node, owner in enumerate(chains.owner):
        sky.raise_to(row[owner], chains.x[node] - radius, chains.x[node] + radius, radius, radius)
    for i, line in enumerate(net.lines):
        lane = chains.lane[i]
        if lane >= 0:
            lane_profile(sky, net, chains, scale, int(row[lane]), i, names[i], most)
        elif not line.dummy:
            bend_profile(sky, chains, scale, row, line)
    return sky


def lane_profile(
    sky: Skyline, net: DatedNet, chains: Chains, scale: Scale, row: int, i: int, name: str, most: int
) -> None:
    """A line on its lane with its name above and its duration below the solid part."""
    line = net.lines[i]
    sky.raise_to(row, chains.x[line.tail], chains.x[line.head], 0.9, 0.9)
    if line.dummy:
        return
    solid = scale.x(line.solid)
    middle = (chains.x[line.tail] + solid) / 2
    written = choices(line, name, chains, scale, chains.lane[i], most)
    if written:
        best = written[0]
        centre = min(max(middle, best.left + best.width / 2), best.right - best.width / 2)
        sky.raise_to(row, centre - best.width / 2, centre + best.width / 2, best.up, 0.9)
    half = text_width("000", scale.number) / 2
    sky.raise_to(row, middle - half, middle + half, 0.9, 1.3 + 0.85 * scale.number)


def bend_profile(sky: Skyline, chains: Chains, scale: Scale, row: NDArray[np.int32], line: Line) -> None:
    """The bend of a short work before its head."""
    a, b = int(row[chains.owner[line.tail]]), int(row[chains.owner[line.head]])
    if a == b:
        return
    reach = scale.radius + BEND + 0.6
    up, down = (reach, NOTHING) if a < b else (NOTHING, reach)
    sky.raise_to(b, chains.x[line.tail] - 0.6, chains.x[line.head] + 0.6, up, down)


def spread(sky: Skyline, top: float, bottom: float) -> tuple[list[float], float]:
    """y of every row between ``top`` and ``bottom``, and the share of that height the rows need."""
    ys = sky.heights()
    over = max(0.0, float(max((sky.up[r].max() - y for r, y in enumerate(ys)), default=0.0)))
    under = max(0.0, float(max((sky.down[r].max() + y - ys[-1] for r, y in enumerate(ys)), default=0.0)))
    room = bottom - top - over - under - 4.0
    need = ys[-1] if ys else 0.0
    factor = min(MOST_SPREAD, room / need) if need > 0 else 1.0
    factor = max(factor, 1.0)
    start = top + over + 2.0 + max(0.0, (room - need * factor) / 2)
    return [start + y * factor for y in ys], (need + over + under + 4.0) / (bottom - top)
