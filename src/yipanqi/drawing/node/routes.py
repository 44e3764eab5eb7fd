"""From layers and heights to places in millimetres: columns, ports, tracks and the way of every link."""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from yipanqi.drawing.metrics import Box, text_width
from yipanqi.drawing.node.channels import Net, tracks
from yipanqi.drawing.node.heights import Room, heights, settle
from yipanqi.drawing.node.layers import Item, Layered
from yipanqi.drawing.node.order import Order
from yipanqi.drawing.sheet import SMALL_SIZE

Point = tuple[float, float]

TRACK = 1.9
"""Between two uprights of a channel."""
INTO, OUT_OF = 4.2, 2.0
"""Straight pieces before and behind a box."""
PORT = 2.2
"""Between two links that enter one box."""


@dataclass(frozen=True)
class Routed:
    """Boxes by node id, ways by link (corners from box to box), columns as (left, right) per layer."""

    boxes: dict[str, Box]
    ways: tuple[tuple[Point, ...], ...]
    columns: tuple[tuple[float, float], ...]
    width: float
    height: float


def routed(net: Layered, order: Order, room: Room, width: float, air: float = 0.0) -> Routed:
    """Everything in place; boxes are `width` wide, channels get `air` more, the left upper corner is (0, 0)."""
    y = heights(net, order, room)
    ports = _ports(net, order, y, room.box)
    nets = _nets(net, order, y, ports)
    found = [tracks(row) for row in nets]
    into = [piece + air for piece in _into(net, order)]
    columns = _columns(len(order), [count for _, count in found], into, width)
    boxes = {
        item[0]: Box(columns[i][0], y[item] - room.box / 2, columns[i][1], y[item] + room.box / 2)
        for i, layer in enumerate(order)
        for item in layer
        if item[1] < 0
    }
    layer_of = {item: i for i, layer in enumerate(order) for item in layer}
    track = {(i, source): k for i, (row, _) in enumerate(found) for source, k in row.items()}

    def step(first: Item, second: Item) -> list[Point]:
        i = layer_of[first]
        start, end = columns[i][1], columns[i + 1][0]
        to = ports.get((first, second), y[second])
        if abs(to - y[first]) < 0.005:
            return [(start, y[first]), (end, y[first])]
        x = start + OUT_OF + air / 3 + TRACK * track[i, first]
        return [(start, y[first]), (x, y[first]), (x, to), (end, to)]

    ways = tuple(
        tuple(point for pair in itertools.pairwise(chain) for point in step(*pair)) for chain in net.chains
    )
    bottom = max((at + room.half(item) for item, at in y.items()), default=0.0)
    return Routed(boxes, tuple(map(straightened, ways)), columns, columns[-1][1] if columns else 0.0, bottom)


def _ports(net: Layered, order: Order, y: dict[Item, float], box: float) -> dict[tuple[Item, Item], float]:
    """Where each link enters its box: as near to its own height as the others allow."""
    left = net.left
    found = {}
    for layer in order:
        for item in layer:
            if item[1] >= 0 or not left[item]:
                continue
            sources = sorted(left[item], key=lambda source: (y[source], source))
            gap = min(PORT, (box - 2.0) / max(1, len(sources) - 1))
            top, bottom = y[item] - box / 2 + 1.0, y[item] + box / 2 - 1.0
            wanted = [min(max(y[source], top), bottom) for source in sources]
            weights = [20.0 if net.critical(source) else 1.0 for source in sources]
            places = settle(wanted, weights, [gap / 2] * len(sources))
            last = len(sources) - 1
            for k, (source, at) in enumerate(zip(sources, places, strict=True)):
                found[source, item] = round(min(max(at, top + k * gap), bottom - (last - k) * gap), 2)
    return found


def _nets(
    net: Layered, order: Order, y: dict[Item, float], ports: dict[tuple[Item, Item], float]
) -> list[list[Net]]:
    """Per channel, its nets."""
    right = net.right
    return [
        [
            Net(item, y[item], tuple(ports.get((item, other), y[other]) for other in right[item]))
            for item in layer
            if right[item]
        ]
        for layer in order[:-1]
    ]


def _into(net: Layered, order: Order) -> list[float]:
    """Per channel, the straight piece before the boxes: long enough for the texts of the links that enter there."""
    layer_of = {item: i for i, layer in enumerate(order) for item in layer}
    pieces = [INTO] * max(0, len(order) - 1)
    for link, chain in zip(net.links, net.chains, strict=True):
        if link.text:
            i = layer_of[chain[-1]] - 1
            pieces[i] = max(pieces[i], text_width(link.text, SMALL_SIZE) + 3.6)
    return pieces


def _columns(
    layers: int, counts: Sequence[int], into: Sequence[float], width: float
) -> tuple[tuple[float, float], ...]:
    columns, x = [], 0.0
    for i in range(layers):
        columns.append((x, x + width))
        x += width + (into[i] + OUT_OF + TRACK * max(0, counts[i] - 1) if i < len(counts) else 0)
    return tuple(columns)


def straightened(way: Sequence[Point]) -> tuple[Point, ...]:
    """Corners only: repeated points and points on a straight line are left out."""
    kept: list[Point] = []
    for point in way:
        if kept and point == kept[-1]:
            continue
        while len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return a[0] == b[0] == c[0] or a[1] == b[1] == c[1]


def crossed(ways: Sequence[Sequence[Point]]) -> int:
    """Crossings of uprights with horizontals of links from other sources, for tests and for choosing."""
    flat = defaultdict(set)
    for way in ways:
        for (x0, y0), (x1, y1) in itertools.pairwise(way):
            kind = "V" if x0 == x1 else "H"
            flat[kind].add((way[0], min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)))
    return sum(
        h[0] != v[0] and h[1] < v[1] < h[2] and v[3] < h[3] < v[4] for h in flat["H"] for v in flat["V"]
    )
