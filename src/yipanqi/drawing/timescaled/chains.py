"""Chains: which lines share one straight row. A row is later given to each chain, not to each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yipanqi.drawing.timescaled.dating import DatedNet

HEAD_ROOM = 3.6
TOUCH_ROOM = 1.4


@dataclass(frozen=True, slots=True)
class Scale:
    """Millimetres: where day 0 stands, the width of a day, the circle radius, the two type sizes."""

    origin: float
    day: float
    radius: float
    name: float
    number: float

    def x(self, position: float) -> float:
        """Axis position in days to millimetres."""
        return self.origin + position * self.day


@dataclass(frozen=True, slots=True)
class Chain:
    """Lines on one row from ``left`` to ``right`` (mm), the nodes it owns, and the nodes at its ends."""

    lines: tuple[int, ...]
    nodes: tuple[int, ...]
    first: int
    last: int
    left: float
    right: float
    dummy: bool


@dataclass(frozen=True, slots=True)
class Chains:
    """All chains; ``owner[node]`` and ``lane[line]`` are chain numbers, lane -1 for a vertical or short line."""

    chains: tuple[Chain, ...]
    owner: tuple[int, ...]
    lane: tuple[int, ...]
    x: tuple[float, ...]


def build(net: DatedNet, scale: Scale, previous: Mapping[int, int] | None = None) -> Chains:
    """Cut the net into chains; ``previous`` (former chain by line) cuts again what was cut, in the same order."""
    cutter = _Cutter(net, scale)
    long = [i for i, line in enumerate(net.lines) if not line.dummy and cutter.length(i) >= cutter.shortest]
    for chain in sorted(set((previous or {}).values())):
        cutter.take_paths([i for i in long if previous and previous.get(i) == chain])
    cutter.take_paths([i for i in long if net.lines[i].critical])
    cutter.take_paths(long)
    for i, line in enumerate(net.lines):
        if line.dummy and line.wave > 0:
            cutter.take([i])
    cutter.take_points()
    return cutter.finished()


class _Cutter:
    def __init__(self, net: DatedNet, scale: Scale) -> None:
        self.net = net
        self.x = [scale.x(date) for date in net.dates]
        self.shortest = 2 * scale.radius + HEAD_ROOM
        self.owner = [-1] * len(net.dates)
        self.lane = [-1] * len(net.lines)
        self.chains: list[Chain] = []

    def length(self, i: int) -> float:
        return self.x[self.net.lines[i].head] - self.x[self.net.lines[i].tail]

    def take_paths(self, candidates: list[int]) -> None:
        """Longest paths of unused lines whose inner nodes have no owner, one after the other."""
        left = [i for i in candidates if self.lane[i] < 0]
        while left:
            path = self.longest(left)
            self.take(path)
            left = [i for i in left if self.lane[i] < 0]

    def longest(self, lines: list[int]) -> list[int]:
        """The path of greatest drawn length; lines come in topological order of their tails."""
        best: dict[int, float] = {}
        came: dict[int, int] = {}
        into: dict[int, list[int]] = {}
        for i in lines:
            tail = self.net.lines[i].tail
            before = into.get(tail, []) if self.owner[tail] < 0 else []
            last = max(before, key=lambda k: (best[k], -k), default=-1)
            best[i] = self.length(i) + (best[last] if last >= 0 else 0.0)
            came[i] = last
            into.setdefault(self.net.lines[i].head, []).append(i)
        end = max(lines, key=lambda i: (round(best[i], 6), -i))
        path = []
        while end >= 0:
            path.append(end)
            end = came[end]
        return path[::-1]

    def take(self, path: list[int]) -> None:
        lines = self.net.lines
        nodes = [lines[path[0]].tail, *(lines[i].head for i in path)]
        dummy = lines[path[0]].dummy
        number = len(self.chains)
        own = [] if dummy else [node for node in nodes if self.owner[node] < 0]
        for node in own:
            self.owner[node] = number
        for i in path:
            self.lane[i] = number
        left, right = self.x[nodes[0]], self.x[nodes[-1]]
        self.chains.append(Chain(tuple(path), tuple(own), nodes[0], nodes[-1], left, right, dummy))

    def take_points(self) -> None:
        for node, owner in enumerate(self.owner):
            if owner < 0:
                self.owner[node] = len(self.chains)
                x = self.x[node]
                self.chains.append(Chain((), (node,), node, node, x, x, False))

    def finished(self) -> Chains:
        return Chains(tuple(self.chains), tuple(self.owner), tuple(self.lane), tuple(self.x))
