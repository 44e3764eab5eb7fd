"""What is already drawn, as a grid of 0.4 mm cells: labels are placed against it and added to it."""

from __future__ import annotations

import numpy as np

from yipanqi.drawing.metrics import Box
from yipanqi.drawing.timescaled.routes import Routes, Stroke

CELL = 0.4
LINE_MARGIN, WAVE_MARGIN = 0.4, 0.7
PASSING = 11.0


class Raster:
    """Occupancy of the rectangle ``area`` in millimetres; everything outside it is taken."""

    def __init__(self, area: Box) -> None:
        self.area = area
        columns, rows = int((area.right - area.left) / CELL) + 1, int((area.bottom - area.top) / CELL) + 1
        self.taken = np.zeros((rows, columns), np.bool_)

    def _cells(self, box: Box) -> tuple[int, int, int, int]:
        area = self.area
        return (
            int((box.top - area.top) / CELL),
            int((box.bottom - area.top) / CELL) + 1,
            int((box.left - area.left) / CELL),
            int((box.right - area.left) / CELL) + 1,
        )

    def free(self, box: Box) -> bool:
        """True if nothing lies in the box and the box lies in the area."""
        if not box.within(self.area):
            return False
        top, bottom, left, right = self._cells(box)
        return not self.taken[top:bottom, left:right].any()

    def near(
        self, x: float, y: float, width: float, height: float, nearest: float, reach: float, step: float = 0.8,
        clearance: float = 0.0, passing: float = PASSING,
    ) -> tuple[float, float, float] | None:  # fmt: skip
        """(cost, left, top) of the best free box of a size around (x, y), or None; all in mm.

        ``clearance`` is kept free around the box; a leader that passes over anything costs ``passing``.
        """
        from yipanqi.drawing.timescaled.nearby import best_box

        left, top = self.area.left, self.area.top
        cost, bx, by = best_box(
            self.taken, (x - left) / CELL, (y - top) / CELL, width / CELL, height / CELL, nearest / CELL,
            reach / CELL, step / CELL, clearance / CELL, passing / CELL,
        )  # fmt: skip
        return None if cost < 0 else (float(cost) * CELL, left + float(bx) * CELL, top + float(by) * CELL)

    def mark(self, box: Box) -> None:
        """Take the box."""
        top, bottom, left, right = self._cells(box)
        self.taken[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = True

    def mark_line(self, x0: float, y0: float, x1: float, y1: float, margin: float) -> None:
        """Take a straight line of any direction with a margin."""
        if x0 == x1 or y0 == y1:
            self.mark(
                Box(min(x0, x1) - margin, min(y0, y1) - margin, max(x0, x1) + margin, max(y0, y1) + margin)
            )
            return
        count = int(max(abs(x1 - x0), abs(y1 - y0)) / CELL) + 1
        for k in range(count + 1):
            x, y = x0 + (x1 - x0) * k / count, y0 + (y1 - y0) * k / count
            self.mark(Box(x - margin, y - margin, x + margin, y + margin))

    def mark_routes(self, routes: Routes, at: list[tuple[float, float]], radius: float) -> None:
        """Take all lines, waves, heads, bridges and circles."""
        for stroke in routes.strokes:
            self._mark_stroke(stroke)
        for wave in routes.waves:
            self.mark(Box(wave.x0, wave.y - WAVE_MARGIN, wave.x1, wave.y + WAVE_MARGIN))
        for head in routes.heads:
            back_x, back_y = head.x - head.dx * head.length, head.y - head.dy * head.length
            side = 0.95 if head.critical else 0.65
            self.mark_line(head.x, head.y, back_x, back_y, side)
        for x, y in at:
            self.mark_circle(x, y, radius + 0.2)

    def _mark_stroke(self, stroke: Stroke) -> None:
        margin = 0.55 if stroke.style == "critical" else LINE_MARGIN
        for (x0, y0), (x1, y1) in zip(stroke.points, stroke.points[1:], strict=False):
            self.mark_line(x0, y0, x1, y1, margin)
        for x, y in stroke.bridges:
            self.mark(Box(x, y - 1.3, x + 1.4, y + 1.3))
        for x, y, right in stroke.bypasses:
            self.mark(Box(x - (0 if right else 4), y - 3.5, x + (4 if right else 0), y + 3.5))

    def mark_circle(self, x: float, y: float, radius: float) -> None:
        """Take a disc."""
        steps = max(int(2 * radius / CELL), 1)
        for k in range(steps + 1):
            dy = -radius + 2 * radius * k / steps
            half = max(radius**2 - dy**2, 0.0) ** 0.5
            self.mark(Box(x - half, y + dy, x + half, y + dy))
