"""Rows for chains: greedy start, annealing from several seeds, exact windows; or a warm start after an edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from yipanqi.drawing.timescaled.chains import Chains, Scale
from yipanqi.drawing.timescaled.cost import Ints, Model, model
from yipanqi.drawing.timescaled.dating import DatedNet

UNCAPPED = 1 << 20
FIRST_SEED = 13


@dataclass(frozen=True, slots=True)
class Effort:
    """How long rows are searched: annealing runs, steps per chain and at least, width of the exact windows,
    and how many of the vectors found are laid out to the end.
    """

    seeds: int
    steps: int
    least: int
    window: int
    layouts: int


EFFORTS = {"interactive": Effort(2, 2000, 100_000, 4, 1), "print": Effort(12, 5000, 200_000, 5, 5)}
SMALL, SEEDS_IF_SMALL = 30, 4
"""Up to so many chains there is time for more runs, and to lay out more than one of them."""


Place = tuple[int, int]
"""Row and chain number of a line or lone node, remembered from one version of a drawing to the next."""


def keys_of(net: DatedNet) -> list[str]:
    """A name for every line that survives an edit: its piece, or the pieces around a dummy."""
    nodes = node_keys(net)
    names = [
        net.pieces[line.piece].key if not line.dummy else f"{nodes[line.tail]}→{nodes[line.head]}"
        for line in net.lines
    ]
    return numbered(names)


def node_keys(net: DatedNet) -> list[str]:
    """For every node the keys of the pieces that end in it and of those that start from it."""
    ending: list[list[str]] = [[] for _ in net.dates]
    starting: list[list[str]] = [[] for _ in net.dates]
    for line in net.lines:
        if not line.dummy:
            ending[line.head].append(net.pieces[line.piece].key)
            starting[line.tail].append(net.pieces[line.piece].key)
    pairs = zip(ending, starting, strict=True)
    return numbered([f"{','.join(sorted(end))}>{','.join(sorted(start))}" for end, start in pairs])


def numbered(names: list[str]) -> list[str]:
    """The names with a number behind every repetition."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}~{seen[name]}")
    return found


def former(net: DatedNet, previous: Mapping[str, Place] | None) -> dict[int, Place]:
    """Former place by line, where the line's key is known."""
    if not previous:
        return {}
    return {i: previous[key] for i, key in enumerate(keys_of(net)) if key in previous}


def remembered(net: DatedNet, chains: Chains, row: Iterable[int]) -> dict[str, Place]:
    """Places by key: of every line on a lane, and of every node that stands alone."""
    rows = [int(r) for r in row]
    nodes = node_keys(net)
    found = {key: (rows[c], c) for key, c in zip(keys_of(net), chains.lane, strict=True) if c >= 0}
    lone = ((c, chain) for c, chain in enumerate(chains.chains) if not chain.lines)
    return found | {f"•{nodes[chain.first]}": (rows[c], c) for c, chain in lone}


def search(
    net: DatedNet, chains: Chains, scale: Scale, effort: Effort, previous: Mapping[str, Place] | None = None
) -> list[Ints]:
    """Vectors of a row for every chain, 0 at the top, best first. With ``previous`` rows known chains keep theirs."""
    from yipanqi.drawing.timescaled import kernels

    prepared = model(net, chains, scale)
    order = placing_order(chains)
    if previous:
        return [warm(prepared, net, chains, order, previous)]
    start = np.full(len(chains.chains), -1, np.int32)
    kernels.place(prepared, start, order, start.copy())
    seeds = effort.seeds if start.size > SMALL else max(effort.seeds, SEEDS_IF_SMALL)
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda seed: run(prepared, start, seed, effort), range(seeds)))
    ranked = sorted(runs, key=lambda found: (found[0], found[1].tolist()))
    return list({row.tobytes(): row for _, row in ranked}.values())


def placing_order(chains: Chains) -> Ints:
    """Long chains first, dummies last."""
    order = sorted(
        range(len(chains.chains)),
        key=lambda c: (chains.chains[c].dummy, round(chains.chains[c].left - chains.chains[c].right, 3), c),
    )
    return np.array(order, np.int32)


class Phase(NamedTuple):
    """Part of an annealing run: share of the steps, hot and cold temperature, cap of a single cost."""

    share: float
    hot: float
    cold: float
    cap: int


PLANS: tuple[tuple[int, tuple[Phase, ...]], ...] = (
    (0, (Phase(1.0, 300.0, 3.0, UNCAPPED),)),
    (0, (Phase(1.0, 300.0, 3.0, UNCAPPED),)),
    (6, (Phase(0.5, 150.0, 8.0, 50), Phase(0.5, 25.0, 0.5, UNCAPPED))),
    (2, (Phase(1.0, 400.0, 1.0, UNCAPPED),)),
)
"""Spare rows and phases, taken in turn by the seeds: no single plan is best on every net."""


def run(prepared: Model, start: Ints, seed: int, effort: Effort) -> tuple[int, Ints]:
    """One annealing run, then descent and the exact order of small windows."""
    from yipanqi.drawing.timescaled import kernels

    spare, phases = PLANS[seed % len(PLANS)]
    row, free = start.copy(), np.ones(start.size, np.uint8)
    rows, steps = int(row.max()) + 1 + spare, max(effort.steps * row.size, effort.least)
    for k, phase in enumerate(phases):
        budget = int(steps * phase.share)
        kernels.anneal(
            prepared, row, rows, budget, phase.hot, phase.cold, phase.cap, 100 * k + seed + FIRST_SEED
        )
    kernels.descend(prepared, row, free)
    kernels.windows(prepared, row, effort.window)
    kernels.descend(prepared, row, free)
    kernels.pack(row, row.copy())
    return int(kernels.total(prepared, row, UNCAPPED)), row


def warm(prepared: Model, net: DatedNet, chains: Chains, order: Ints, previous: Mapping[str, Place]) -> Ints:
    """Known chains on their former rows, new ones on the cheapest; only clashing or new chains may move."""
    from yipanqi.drawing.timescaled import kernels

    row = np.full(len(chains.chains), -1, np.int32)
    known, nodes = former(net, previous), node_keys(net)
    for c, chain in enumerate(chains.chains):
        votes = [known[i][0] for i in chain.lines if i in known]
        if votes:
            row[c] = max(set(votes), key=lambda r: (votes.count(r), -r))
        elif not chain.lines:
            row[c] = previous.get(f"•{nodes[chain.first]}", (-1, -1))[0]
    home = row.copy()
    release_clashes(prepared, row, order)
    kernels.place(prepared, row, order, home)
    kernels.descend(prepared, row, (home < 0).astype(np.uint8))
    kernels.pack(row, home)
    return row


def release_clashes(prepared: Model, row: Ints, order: Ints) -> None:
    """Of two chains that may no longer share their row, the later in placing order looks for a new one."""
    start, clash = prepared.clash_at, prepared.clash
    settled: set[int] = set()
    for c in order.tolist():
        rivals = clash[start[c] : start[c + 1]]
        if row[c] >= 0 and any(int(d) in settled and row[d] == row[c] for d in rivals):
            row[c] = -1
        settled.add(c)
