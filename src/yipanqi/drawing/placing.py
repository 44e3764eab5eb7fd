"""Finding room for labels: no label meets another, and lines are passed over only where nothing else is free."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil, cos, hypot, inf, pi, sin

from yipanqi.drawing.metrics import Box
from yipanqi.drawing.scene import Label

Anchor = tuple[float, float, str]
"""x, base line y, and start | middle | end."""


@dataclass(slots=True)
class Placer:
    """What is taken inside `frame`; labels are placed one by one, the most important first.

    lines may be passed over at `line_cost` each, counted in later wishes; solid things never.
    """

    frame: Box
    gap: float = 1.5
    labels: list[Label] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    solid: list[Box] = field(default_factory=list)
    line_cost: float = 1e6
    _taken: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._taken = [label.box for label in self.labels]

    def draw_along(self, points: Iterable[tuple[float, float]], grain: float, half: float) -> None:
        """Mark a polyline as something labels should not cover: boxes of `grain` length and 2·`half` thickness."""
        pairs = list(points)
        for (x0, y0), (x1, y1) in pairwise(pairs):
            parts = max(1, ceil(hypot(x1 - x0, y1 - y0) / grain))
            for i in range(parts):
                ax, bx = (x0 + (x1 - x0) * (i + k) / parts for k in (0, 1))
                ay, by = (y0 + (y1 - y0) * (i + k) / parts for k in (0, 1))
                self.lines.append(Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)).grown(half))

    def fix(self, label: Label, clear: float = 0) -> bool:
        """Put a label where it is, if no other comes nearer than `clear`; tells whether it stands."""
        if self._meets_label(label.box.grown(clear)):
            return False
        self._add(label)
        return True

    def place(self, label: Label, wanted: Iterable[Anchor]) -> Label | None:
        """Put `label` at the best of the `wanted` anchors: few lines passed over, early in the list; None if all are taken."""
        least, chosen = inf, None
        for rank, (x, y, anchor) in enumerate(wanted):
            if rank >= least:
                break
            moved = replace(label, x=x, y=y, anchor=anchor)
            box = moved.box
            if not box.within(self.frame) or self._meets_label(box) or box.meets_any(self.solid):
                continue
            cost = rank + self.line_cost * sum(box.meets(line) for line in self.lines)
            if cost < least:
                least, chosen = cost, moved
        if chosen is not None:
            self._add(chosen)
        return chosen

    def _add(self, label: Label) -> None:
        self.labels.append(label)
        self._taken.append(label.box)

    def _meets_label(self, box: Box) -> bool:
        return box.grown(self.gap).meets_any(self._taken)


def around(x: float, y: float, size: float, reach: float) -> Iterator[Anchor]:
    """Anchors in rings about a point, nearest first, to the right of it before the left."""
    ring = size
    while ring <= reach:
        for step in range(16):
            angle = pi / 8 * ((step + 1) // 2) * (-1 if step % 2 else 1) - pi / 8
            dx, dy = ring * cos(angle), ring * sin(angle)
            side = "start" if dx > ring / 3 else "end" if dx < -ring / 3 else "middle"
            yield x + dx, y + dy + 0.35 * size, side
        ring += size * 0.75
