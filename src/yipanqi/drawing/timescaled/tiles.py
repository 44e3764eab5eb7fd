"""Sheets of one layout: which part of the canvas each shows, and which lines are cut between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from yipanqi.drawing.timescaled.ink import Window
from yipanqi.drawing.timescaled.layout import Layout
from yipanqi.drawing.timescaled.paper import Paper


@dataclass(frozen=True, slots=True)
class Sheet:
    """Sheet ``number`` of ``count``, showing ``window`` of the canvas on ``paper``."""

    paper: Paper
    window: Window
    number: int
    count: int


def sheets_of(layout: Layout, paper: Paper) -> list[Sheet]:
    """One sheet, or one per part between the cuts."""
    if not layout.cuts:
        return [Sheet(paper, Window(paper.head, paper.right, 0.0), 1, 1)]
    radius = layout.scale.radius
    edges = [layout.canvas.left, *layout.cuts, layout.canvas.right]
    found = []
    for k in range(len(edges) - 1):
        first, last = k == 0, k == len(edges) - 2
        shift = 0.0 if first else paper.head + 2 * radius + 1.0 - edges[k]
        left = paper.head if first else edges[k]
        right = paper.right - shift if last else edges[k + 1]
        found.append(Sheet(paper, Window(left, right, shift), k + 1, len(edges) - 1))
    return found


def cut_edges(layout: Layout, sheet: Sheet) -> list[tuple[float, float, int]]:
    """(canvas x, page x, +1 right or -1 left) of the cuts at this sheet's edges."""
    window = sheet.window
    found = []
    if sheet.number > 1:
        found.append((window.x0, window.x0 + window.shift, -1))
    if sheet.number < sheet.count:
        found.append((window.x1, window.x1 + window.shift, 1))
    return found


def cut_lines(layout: Layout, x: float) -> list[tuple[int, float]]:
    """(line, y) of every horizontal that runs over ``x``, once per line."""
    found = {
        (stroke.line, ya)
        for stroke in layout.routes.strokes
        for (xa, ya), (xb, yb) in pairwise(stroke.points)
        if ya == yb and min(xa, xb) < x < max(xa, xb)
    }
    found |= {(wave.line, wave.y) for wave in layout.routes.waves if wave.x0 <= x <= wave.x1}
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def far_label(layout: Layout, i: int, edge: float) -> bool:
    """True if the name of line ``i`` stands on the sheet before."""
    return any(label.line == i and label.kind == "name" and label.x < edge for label in layout.placed.labels)
