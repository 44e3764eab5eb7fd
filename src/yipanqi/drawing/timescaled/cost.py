"""The cost of rows as index pairs: which chains clash, cross, run too near or meet at one node.

Everything that depends on x is settled here once; the kernels only compare rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from yipanqi.drawing.timescaled.chains import TOUCH_ROOM, Chain, Chains, Scale
from yipanqi.drawing.timescaled.dating import DatedNet

NODE_HIT, CROSS, CROSS_WAVE, CROSS_AT_NODE = 320, 16, 15, 32
IN_OUT, MIXED, SHORT_OUT, SHORT_IN = 70, 45, 60, 110
NEAR = 1.6
BRIDGE_ROOM = 1.9

Ints = NDArray[np.int32]
Index = NDArray[np.uint32]


class Model(NamedTuple):
    """Index pairs of the row cost.

    a, b            the two chains of each vertical
    own_*           verticals attached to each chain
    clash_*         chains that may not share a row with each chain
    over_*          per chain: verticals whose x it covers, with the cost of lying strictly between their rows
    under_*         the same pairs per vertical: chain and cost
    near_*          per vertical: verticals of other nodes too near in x
    meet_*          per vertical: verticals at the same node; sign of either side, cost of sharing a side
    """

    a: Index
    b: Index
    own_at: Index
    own: Index
    clash_at: Index
    clash: Index
    over_at: Index
    over: Index
    over_cost: Ints
    under_at: Index
    under: Index
    under_cost: Ints
    near_at: Index
    near: Index
    meet_at: Index
    meet: Index
    meet_mine: Ints
    meet_other: Ints
    meet_cost: Ints


@dataclass(frozen=True, slots=True)
class Vertical:
    """A vertical line at ``x`` between the rows of chains ``a`` and ``b``, drawn for ``line``.

    ``ends`` are (node, leaves) pairs of the nodes it touches; ``short`` marks a work without a lane.
    """

    x: float
    a: int
    b: int
    line: int
    ends: tuple[tuple[int, bool], ...]
    dashed: bool
    short: bool = False


def verticals_of(net: DatedNet, chains: Chains) -> list[Vertical]:
    """All verticals: chain ends at foreign nodes, dummies without float, short works."""
    found = []
    for number, chain in enumerate(chains.chains):
        if not chain.lines:
            continue
        if chains.owner[chain.first] != number:
            a = chains.owner[chain.first]
            found.append(Vertical(chain.left, a, number, chain.lines[0], ((chain.first, True),), chain.dummy))
        if chains.owner[chain.last] != number:
            b = chains.owner[chain.last]
            found.append(
                Vertical(chain.right, number, b, chain.lines[-1], ((chain.last, False),), chain.dummy)
            )
    for i, line in enumerate(net.lines):
        if chains.lane[i] < 0:
            ends = ((line.tail, True), (line.head, False))
            a, b = chains.owner[line.tail], chains.owner[line.head]
            found.append(Vertical(chains.x[line.tail], a, b, i, ends, line.dummy, not line.dummy))
    return found


class _Lists:
    """Lists per key that become CSR arrays."""

    def __init__(self, count: int) -> None:
        self.items: list[list[tuple[int, ...]]] = [[] for _ in range(count)]

    def add(self, key: int, *item: int) -> None:
        self.items[key].append(item)

    def arrays(self, width: int) -> list[Any]:
        start = np.zeros(len(self.items) + 1, np.uint32)
        np.cumsum([len(items) for items in self.items], out=start[1:])
        flat = np.array([item for items in self.items for item in items], np.int32).reshape(-1, width)
        index = np.ascontiguousarray(flat[:, 0]).astype(np.uint32)
        return [start, index, *(np.ascontiguousarray(flat[:, k]) for k in range(1, width))]


def model(net: DatedNet, chains: Chains, scale: Scale) -> Model:
    """The row cost of this net as index pairs."""
    verticals = verticals_of(net, chains)
    own = _Lists(len(chains.chains))
    for v, vertical in enumerate(verticals):
        own.add(vertical.a, v)
        if vertical.b != vertical.a:
            own.add(vertical.b, v)
    a = np.array([v.a for v in verticals], np.uint32)
    b = np.array([v.b for v in verticals], np.uint32)
    clash = clashes(net, chains, scale)
    over, under = crossings(net, chains, verticals, scale)
    near, meet = neighbours(chains, verticals)
    parts = (
        *own.arrays(1),
        *clash.arrays(1),
        *over.arrays(2),
        *under.arrays(2),
        *near.arrays(1),
        *meet.arrays(4),
    )
    return Model(a, b, *parts)


def clashes(net: DatedNet, chains: Chains, scale: Scale) -> _Lists:
    """Pairs of chains that may not share a row."""
    found: set[tuple[int, int]] = set()
    spans = [reach(n, chain, chains, scale) for n, chain in enumerate(chains.chains)]
    order = sorted(range(len(spans)), key=lambda n: spans[n])
    for at, i in enumerate(order):
        for j in order[at + 1 :]:
            if spans[j][0] >= spans[i][1]:
                break
            if not touching(i, j, chains, scale):
                found.add((min(i, j), max(i, j)))
    for i, line in enumerate(net.lines):
        gap = chains.x[line.head] - chains.x[line.tail]
        if chains.lane[i] < 0 and not line.dummy and gap < 2 * scale.radius + TOUCH_ROOM:
            a, b = chains.owner[line.tail], chains.owner[line.head]
            found.add((min(a, b), max(a, b)))
    lists = _Lists(len(spans))
    for i, j in sorted(found):
        if i != j:
            lists.add(i, j)
            lists.add(j, i)
    return lists


def reach(number: int, chain: Chain, chains: Chains, scale: Scale) -> tuple[float, float]:
    """What a chain covers of its row: a circle at ends it owns, else a corner."""
    circle, corner = scale.radius + 0.4, 0.6
    left = circle if chains.owner[chain.first] == number else corner
    right = circle if chains.owner[chain.last] == number else corner
    return chain.left - left, chain.right + right


def touching(i: int, j: int, chains: Chains, scale: Scale) -> bool:
    """True if two chains may share a row: they meet end to end at a node on it, with room for what is drawn."""
    one, two = chains.chains[i], chains.chains[j]
    if one.left > two.left or (one.left == two.left and one.right > two.right):
        one, two = two, one
    if one.right > two.left + 0.01 or one.last != two.first or chains.owner[one.last] not in (i, j):
        return False
    return all(visible(chain, chains, scale) for chain in (one, two))


def visible(chain: Chain, chains: Chains, scale: Scale) -> bool:
    """A dummy's wave between or beside circles must leave something to see."""
    return not chain.dummy or chain.right - chain.left >= 2 * scale.radius + HEAD_MIN


HEAD_MIN = 3.0


def crossings(
    net: DatedNet, chains: Chains, verticals: list[Vertical], scale: Scale
) -> tuple[_Lists, _Lists]:
    """For chains the verticals over them, for verticals the chains under them, with the cost of lying between."""
    over, under = _Lists(len(chains.chains)), _Lists(len(verticals))
    circles = [[chains.x[node] for node in chain.nodes] for chain in chains.chains]
    margin = scale.radius + 0.5
    for v, vertical in enumerate(verticals):
        for c, chain in enumerate(chains.chains):
            if c in (vertical.a, vertical.b) or not chain.left - margin < vertical.x < chain.right + margin:
                continue
            nearest = min((abs(x - vertical.x) for x in circles[c]), default=1e6)
            if nearest < margin:
                cost = NODE_HIT
            elif nearest < scale.radius + BRIDGE_ROOM and chain.left < vertical.x < chain.right:
                cost = CROSS_AT_NODE
            elif chain.left + 0.01 < vertical.x < chain.right - 0.01:
                cost = CROSS_WAVE if chain.dummy else CROSS
            else:
                continue
            over.add(c, v, cost)
            under.add(v, c, cost)
    return over, under


def neighbours(chains: Chains, verticals: list[Vertical]) -> tuple[_Lists, _Lists]:
    """Pairs of verticals: of different nodes too near in x, or at one node with something to say about sides."""
    near, meet = _Lists(len(verticals)), _Lists(len(verticals))
    order = sorted(range(len(verticals)), key=lambda v: (verticals[v].x, v))
    for at, v in enumerate(order):
        for w in order[at + 1 :]:
            if verticals[w].x - verticals[v].x >= NEAR:
                break
            common = shared(verticals[v], verticals[w])
            if not common:
                near.add(v, w)
                near.add(w, v)
            for node, cost in common:
                if cost:
                    one, two = toward(node, verticals[v], chains), toward(node, verticals[w], chains)
                    meet.add(v, w, one, two, cost)
                    meet.add(w, v, two, one, cost)
    return near, meet


def shared(one: Vertical, two: Vertical) -> list[tuple[int, int]]:
    """Common nodes of two verticals, with the cost of leaving or entering them on one side."""
    found = []
    for node, out in one.ends:
        for other, leaves in two.ends:
            if node == other:
                found.append((node, side_cost(one, two, out, leaves)))
    return found


def side_cost(one: Vertical, two: Vertical, out: bool, leaves: bool) -> int:
    if one.short or two.short:
        return SHORT_OUT if out and leaves else SHORT_IN
    if out != leaves:
        return IN_OUT
    return MIXED if one.dashed != two.dashed else 0


def toward(node: int, vertical: Vertical, chains: Chains) -> int:
    """+1 if the vertical's far end is chain b as seen from the node, -1 if it is chain a."""
    return 1 if chains.owner[node] == vertical.a else -1
