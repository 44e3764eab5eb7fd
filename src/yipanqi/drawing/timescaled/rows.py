"""Rows for chains: the cost as index pairs, then greedy start, annealing from several seeds, exact windows.

Everything that depends on x is settled here once; the kernels only compare rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yipanqi.drawing.timescaled.chains import TOUCH_ROOM, Chain, Chains, Scale
from yipanqi.drawing.timescaled.dating import DatedNet

NODE_HIT, CROSS, CROSS_WAVE = 320, 12, 10
IN_OUT, MIXED, SHORT_OUT, SHORT_IN = 70, 45, 60, 110
NEAR = 1.6
SPARE_ROWS = 6
UNCAPPED = 1 << 20
SOFT_CAP = 50

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long rows are searched: annealing runs, steps per chain, width of the exact windows."""

    seeds: int
    steps: int
    window: int


EFFORTS = {"interactive": Effort(2, 1200, 4), "print": Effort(12, 4000, 6)}


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

    def arrays(self, width: int) -> list[Ints]:
        start = np.zeros(len(self.items) + 1, np.int32)
        np.cumsum([len(items) for items in self.items], out=start[1:])
        flat = np.array([item for items in self.items for item in items], np.int32).reshape(-1, width)
        return [start, *(np.ascontiguousarray(flat[:, k]) for k in range(width))]


def model(net: DatedNet, chains: Chains, scale: Scale) -> tuple[object, ...]:
    """The kernel's ``Model`` of this net, as its fields in order."""
    verticals = verticals_of(net, chains)
    own = _Lists(len(chains.chains))
    for v, vertical in enumerate(verticals):
        own.add(vertical.a, v)
        if vertical.b != vertical.a:
            own.add(vertical.b, v)
    a = np.array([v.a for v in verticals], np.int32)
    b = np.array([v.b for v in verticals], np.int32)
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
    return (a, b, *parts)


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
            if any(abs(x - vertical.x) < margin for x in circles[c]):
                cost = NODE_HIT
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


def keys_of(net: DatedNet) -> list[str]:
    """A name for every line that survives an edit: its piece, or the pieces around a dummy."""
    ending, starting = around(net)
    return [
        net.pieces[line.piece].key if not line.dummy else f"{ending[line.tail]}>{starting[line.head]}"
        for line in net.lines
    ]


def around(net: DatedNet) -> tuple[list[str], list[str]]:
    """For every node the keys of the pieces that end in it and that start from it."""
    ending: list[list[str]] = [[] for _ in net.dates]
    starting: list[list[str]] = [[] for _ in net.dates]
    for line in net.lines:
        if not line.dummy:
            ending[line.head].append(net.pieces[line.piece].key)
            starting[line.tail].append(net.pieces[line.piece].key)
    return [",".join(sorted(keys)) for keys in ending], [",".join(sorted(keys)) for keys in starting]


def former(net: DatedNet, previous: Mapping[str, int] | None) -> dict[int, int]:
    """Former row by line, where the line's key is known."""
    if not previous:
        return {}
    return {i: previous[key] for i, key in enumerate(keys_of(net)) if key in previous}


def remembered(net: DatedNet, chains: Chains, row: Iterable[int]) -> dict[str, int]:
    """Rows by key: of every line on a lane, and of every node that stands alone (as a key with a bullet)."""
    rows = [int(r) for r in row]
    ending, starting = around(net)
    found = {key: rows[c] for key, c in zip(keys_of(net), chains.lane, strict=True) if c >= 0}
    for chain, r in zip(chains.chains, rows, strict=True):
        if not chain.lines:
            found[f"•{ending[chain.first]}>{starting[chain.first]}"] = r
    return found


def search(
    net: DatedNet, chains: Chains, scale: Scale, effort: Effort, previous: Mapping[str, int] | None = None
) -> Ints:
    """A row for every chain, 0 at the top. With ``previous`` rows the known chains keep theirs."""
    from yipanqi.drawing.timescaled import kernels

    prepared = kernels.Model(*model(net, chains, scale))  # type: ignore[arg-type]
    order = placing_order(chains)
    if previous:
        return warm(prepared, net, chains, order, previous)
    start = np.full(len(chains.chains), -1, np.int32)
    kernels.place(prepared, start, order)
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda seed: run(prepared, start, seed, effort), range(effort.seeds)))
    cost, row = min(runs, key=lambda found: (found[0], found[1].tolist()))
    return row


def placing_order(chains: Chains) -> Ints:
    """Long chains first, dummies last."""
    order = sorted(
        range(len(chains.chains)),
        key=lambda c: (chains.chains[c].dummy, round(chains.chains[c].left - chains.chains[c].right, 3), c),
    )
    return np.array(order, np.int32)


def run(prepared: object, start: Ints, seed: int, effort: Effort) -> tuple[int, Ints]:
    """One annealing run, every second seed in two phases, then descent and exact windows."""
    from yipanqi.drawing.timescaled import kernels

    row = start.copy()
    rows = int(row.max()) + 1 + SPARE_ROWS
    steps = effort.steps * row.size
    free = np.ones(row.size, np.uint8)
    if seed % 2:
        kernels.anneal(prepared, row, rows, steps // 2, 150.0, 8.0, SOFT_CAP, seed + 1)
        kernels.anneal(prepared, row, rows, steps // 2, 25.0, 0.5, UNCAPPED, seed + 101)
    else:
        kernels.anneal(prepared, row, rows, steps, 150.0, 0.5, UNCAPPED, seed + 1)
    kernels.descend(prepared, row, free)
    kernels.windows(prepared, row, effort.window)
    kernels.descend(prepared, row, free)
    kernels.pack(row)
    return kernels.total(prepared, row, UNCAPPED), row


def warm(prepared: object, net: DatedNet, chains: Chains, order: Ints, previous: Mapping[str, int]) -> Ints:
    """Known chains on their former rows, new ones on the cheapest; only clashing or new chains may move."""
    from yipanqi.drawing.timescaled import kernels

    row = np.full(len(chains.chains), -1, np.int32)
    known = former(net, previous)
    ending, starting = around(net)
    for c, chain in enumerate(chains.chains):
        votes = [known[i] for i in chain.lines if i in known]
        if votes:
            row[c] = max(set(votes), key=lambda r: (votes.count(r), -r))
        elif not chain.lines:
            row[c] = previous.get(f"•{ending[chain.first]}>{starting[chain.first]}", -1)
    release_clashes(prepared, row, order)
    free = (row < 0).astype(np.uint8)
    kernels.place(prepared, row, order)
    kernels.descend(prepared, row, free)
    kernels.pack(row)
    return row


def release_clashes(prepared: object, row: Ints, order: Ints) -> None:
    """Of two chains that may no longer share their row, the later in placing order looks for a new one."""
    start, clash = prepared.clash_at, prepared.clash  # type: ignore[attr-defined]
    settled: set[int] = set()
    for c in order.tolist():
        rivals = clash[start[c] : start[c + 1]]
        if row[c] >= 0 and any(int(d) in settled and row[d] == row[c] for d in rivals):
            row[c] = -1
        settled.add(c)
