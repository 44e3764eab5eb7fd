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


@dataclass(frozen=True, slots=True)
class Effort:
    """How long rows are searched: annealing runs, steps per chain, width of the exact windows."""

    seeds: int
    steps: int
    window: int


EFFORTS = {"interactive": Effort(2, 1200, 4), "print": Effort(12, 4000, 6)}


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

    prepared = model(net, chains, scale)
    order = placing_order(chains)
    if previous:
        return warm(prepared, net, chains, order, previous)
    start = np.full(len(chains.chains), -1, np.int32)
    kernels.place(prepared, start, order)
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda seed: run(prepared, start, seed, effort), range(effort.seeds)))
    return min(runs, key=lambda found: (found[0], found[1].tolist()))[1]


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
    (6, (Phase(0.5, 150.0, 8.0, 50), Phase(0.5, 25.0, 0.5, UNCAPPED))),
    (2, (Phase(1.0, 300.0, 2.0, UNCAPPED),)),
    (6, (Phase(1.0, 300.0, 0.5, UNCAPPED),)),
)
"""Spare rows and phases, taken in turn by the seeds: no single plan is best on every net."""


def run(prepared: Model, start: Ints, seed: int, effort: Effort) -> tuple[int, Ints]:
    """One annealing run, then descent and the exact order of small windows."""
    from yipanqi.drawing.timescaled import kernels

    spare, phases = PLANS[seed % len(PLANS)]
    row, free = start.copy(), np.ones(start.size, np.uint8)
    rows, steps = int(row.max()) + 1 + spare, effort.steps * row.size
    for k, phase in enumerate(phases):
        budget = int(steps * phase.share)
        kernels.anneal(prepared, row, rows, budget, phase.hot, phase.cold, phase.cap, 100 * k + seed + 1)
    kernels.descend(prepared, row, free)
    kernels.windows(prepared, row, effort.window)
    kernels.descend(prepared, row, free)
    kernels.pack(row)
    return int(kernels.total(prepared, row, UNCAPPED)), row


def warm(prepared: Model, net: DatedNet, chains: Chains, order: Ints, previous: Mapping[str, int]) -> Ints:
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


def release_clashes(prepared: Model, row: Ints, order: Ints) -> None:
    """Of two chains that may no longer share their row, the later in placing order looks for a new one."""
    start, clash = prepared.clash_at, prepared.clash
    settled: set[int] = set()
    for c in order.tolist():
        rivals = clash[start[c] : start[c + 1]]
        if row[c] >= 0 and any(int(d) in settled and row[d] == row[c] for d in rivals):
            row[c] = -1
        settled.add(c)
