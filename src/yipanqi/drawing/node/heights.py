"""Heights inside the layers: as near to the neighbours as the order allows, so that most links run straight.

Wanted heights with least distances are an isotonic regression, solved exactly by pooling adjacent violators.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from yipanqi.drawing.node.layers import Item, Layered
from yipanqi.drawing.node.order import Neighbours, Order

SWEEPS = 36


@dataclass(frozen=True, slots=True)
class Room:
    """Heights in millimetres: of a box, of the air below a box, and of a passing line."""

    box: float
    gap: float
    line: float

    def half(self, item: Item) -> float:
        """Half of what an item takes."""
        return (self.box + self.gap) / 2 if item[1] < 0 else self.line / 2


def heights(net: Layered, order: Order, room: Room) -> dict[Item, float]:
    """Middle of every item in millimetres; the uppermost edge of all is at 0."""
    left, right = net.left, net.right
    y = {item: at for layer in order for item, at in _stacked(layer, room)}
    both = {item: left[item] + right[item] for item in y}
    sides = [_leading(net, side) for side in (left, right, both)]
    weights = {item: _weight(net, item) for item in y}
    halves = [[room.half(item) for item in layer] for layer in order]
    for sweep in range(SWEEPS):
        side = sides[sweep % 3]
        for i in range(len(order)) if sweep % 3 == 0 else range(len(order) - 1, -1, -1):
            layer = order[i]
            wanted = [_median(side[item], y, y[item]) for item in layer]
            y.update(zip(layer, settle(wanted, [weights[item] for item in layer], halves[i]), strict=True))
    top = min((at - room.half(item) for item, at in y.items()), default=0.0)
    return {item: round(at - top, 2) for item, at in y.items()}


def _stacked(layer: Sequence[Item], room: Room) -> list[tuple[Item, float]]:
    total = sum(2 * room.half(item) for item in layer)
    at, placed = -total / 2, []
    for item in layer:
        placed.append((item, at + room.half(item)))
        at += 2 * room.half(item)
    return placed


def _leading(net: Layered, side: Neighbours) -> Neighbours:
    """Whom each item follows: a critical one its critical neighbours if it has any, else all."""
    return {
        item: ([o for o in others if net.critical(o)] if net.critical(item) else []) or others
        for item, others in side.items()
    }


def _median(others: Sequence[Item], y: dict[Item, float], own: float) -> float:
    """Of the heights of `others`; its own without any."""
    if not others:
        return own
    found = sorted([y[other] for other in others])
    middle = len(found) // 2
    return found[middle] if len(found) % 2 else (found[middle - 1] + found[middle]) / 2


def _weight(net: Layered, item: Item) -> float:
    """Critical nodes and long lines should run straight first."""
    if net.critical(item):
        return 400.0
    return 4.0 if item[1] >= 0 else 1.0


def settle(wanted: Sequence[float], weights: Sequence[float], halves: Sequence[float]) -> list[float]:
    """Least weighted squares from `wanted`, so that neighbours stand at least the sum of their halves apart."""
    offsets = [0.0]
    for a, b in itertools.pairwise(halves):
        offsets.append(offsets[-1] + a + b)
    blocks: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=False):
        mean, total, count = want - offset, weight, 1
        while blocks and blocks[-1][0] > mean:
            other, other_total, other_count = blocks.pop()
            mean = (mean * total + other * other_total) / (total + other_total)
            total, count = total + other_total, count + other_count
        blocks.append((mean, total, count))
    means = [mean for mean, _, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]
