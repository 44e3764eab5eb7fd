"""The order of items inside each layer: barycentre sweeps, then exchanges of neighbours, the best of all kept."""

import itertools
from bisect import bisect_right, insort
from collections.abc import Sequence

from yipanqi.drawing.node.layers import Item, Layered

SWEEPS = 24

Order = list[list[Item]]
Neighbours = dict[Item, list[Item]]


def ordered(net: Layered) -> Order:
    """Layers with few crossings; the same network gives the same order."""
    left, right = net.left, net.right
    order = [list(layer) for layer in net.layers]
    best, least = [list(layer) for layer in order], crossings(order, right)
    for sweep in range(SWEEPS):
        _sweep(order, left if sweep % 2 == 0 else right, forward=sweep % 2 == 0)
        _exchange(order, left, right)
        count = crossings(order, right)
        if count < least:
            best, least = [list(layer) for layer in order], count
        if least == 0:
            break
    return best


def crossings(order: Order, right: Neighbours) -> int:
    """Crossings between all neighbouring layers."""
    total = 0
    for layer, following in itertools.pairwise(order):
        place = {item: i for i, item in enumerate(following)}
        seen: list[int] = []
        for item in layer:
            ends = sorted(place[other] for other in right[item])
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _sweep(order: Order, side: Neighbours, *, forward: bool) -> None:
    """Sort each layer by the mean place of its neighbours in the layer before; items without any keep their place."""
    indices = range(1, len(order)) if forward else range(len(order) - 2, -1, -1)
    for i in indices:
        place = {item: p for p, item in enumerate(order[i - 1 if forward else i + 1])}
        order[i] = sorted(order[i], key=_mean_places(order[i], side, place).__getitem__)


def _mean_places(layer: Sequence[Item], side: Neighbours, place: dict[Item, int]) -> dict[Item, float]:
    means = {}
    for p, item in enumerate(layer):
        found = [place[other] for other in side[item]]
        means[item] = sum(found) / len(found) if found else float(p)
    return means


def _exchange(order: Order, left: Neighbours, right: Neighbours) -> None:
    """Exchange neighbours while that removes crossings on both sides together."""
    for i, layer in enumerate(order):
        before = {item: p for p, item in enumerate(order[i - 1])} if i else {}
        after = {item: p for p, item in enumerate(order[i + 1])} if i + 1 < len(order) else {}
        improved = True
        while improved:
            improved = False
            for p in range(len(layer) - 1):
                a, b = layer[p], layer[p + 1]
                gain = _pair(a, b, left, before) + _pair(a, b, right, after)
                gain -= _pair(b, a, left, before) + _pair(b, a, right, after)
                if gain > 0:
                    layer[p], layer[p + 1] = b, a
                    improved = True


def _pair(upper: Item, lower: Item, side: Neighbours, place: dict[Item, int]) -> int:
    """Crossings of the links of two neighbours when `upper` stands above."""
    lows = sorted(place[other] for other in side[lower] if other in place)
    return sum(bisect_right(lows, place[other] - 1) for other in side[upper] if other in place)
