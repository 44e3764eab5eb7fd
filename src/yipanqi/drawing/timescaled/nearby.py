"""The compiled search for the best free box near a point: leaders, milestones, captions of the front line."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Cells = NDArray[np.bool_]
Place = tuple[float, float, float]


@njit(cache=True, nogil=True)
def taken_in(taken: Cells, left: float, top: float, right: float, bottom: float) -> bool:
    """True if a cell of the box (in cells) is taken or the box leaves the grid."""
    if left < 0 or top < 0 or bottom > taken.shape[0] - 1 or right > taken.shape[1] - 1:
        return True
    for r in range(int(top), int(bottom) + 1):
        for c in range(int(left), int(right) + 1):
            if taken[r, c]:
                return True
    return False


@njit(cache=True, nogil=True)
def passed(taken: Cells, x0: float, y0: float, x1: float, y1: float) -> int:
    """Taken cells under a straight line, all in cells."""
    count = max(int(max(abs(x1 - x0), abs(y1 - y0))), 1)
    found = 0
    for k in range(count + 1):
        r, c = int(y0 + (y1 - y0) * k / count), int(x0 + (x1 - x0) * k / count)
        if 0 <= r < taken.shape[0] and 0 <= c < taken.shape[1] and taken[r, c]:
            found += 1
    return found


@njit(cache=True, nogil=True)
def price(
    taken: Cells,
    x: float,
    y: float,
    left: float,
    top: float,
    right: float,
    bottom: float,
    skip: float,
    passing: float,
) -> float:
    """What the leader from (x, y) to the box costs beyond its length, in cells."""
    px, py = min(max(x, left), right), min(max(y, top), bottom)
    length = np.hypot(px - x, py - y)
    if length <= skip + 1.0:
        return 0.0
    ux, uy = (px - x) / length, (py - y) / length
    return passing if passed(taken, x + ux * skip, y + uy * skip, px, py) > 1 else 0.0


@njit(cache=True, nogil=True)
def best_box(
    taken: Cells, x: float, y: float, width: float, height: float, near: float, reach: float, step: float,
    clearance: float, passing: float,
) -> Place:  # fmt: skip
    """(cost, left, top) of the best free box whose edge is ``near`` to ``reach`` from (x, y); cost -1 if none.

    Everything is counted in cells. Ring by ring outward; the cost is the distance, the price of a leader that
    runs over anything drawn, and a little for boxes to one side.
    """
    best, best_left, best_top = -1.0, 0.0, 0.0
    ring = near
    while ring <= reach and (best < 0 or best > ring):
        for k in range(28):
            if k < 18:
                left = x - width / 2 + (width / 2 + ring) * (k // 2 - 4) / 4
                top = y - ring - height if k % 2 == 0 else y + ring
            else:
                top = y - height / 2 + (height / 2 + ring) * ((k - 18) // 2 - 2) / 2
                left = x + ring if k % 2 == 0 else x - ring - width
            right, bottom = left + width, top + height
            if taken_in(taken, left - clearance, top - clearance, right + clearance, bottom + clearance):
                continue
            cost = ring + price(taken, x, y, left, top, right, bottom, near + 1.0, passing)
            cost += 0.02 * abs(left + width / 2 - x)
            if best < 0 or cost < best - 1e-9:
                best, best_left, best_top = cost, left, top
        ring += step
    return best, best_left, best_top
