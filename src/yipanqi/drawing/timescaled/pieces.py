"""Works cut at the instants their links name: overlapping work drawn with the four symbols of the standard.

Every link says "instant a of A is not later than instant b of B (plus a wait)". A cut stands at each instant
inside a work; an instant at a work's start takes its predecessors, one at its finish its successors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from yipanqi.drawing.timescaled.plan import EPSILON, DrawingError, Link, NetworkPlan, Timeline, Work

MOST_CUTS = 4
ORDINALS = "①②③④⑤⑥⑦⑧⑨"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a work, a wait (间歇) or a milestone, with axis positions and working days."""

    work: int
    kind: str
    part: int
    parts: int
    start: float
    finish: float
    duration: float
    critical: bool
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class PieceNet:
    """Pieces in canonical order; ``before[i]`` and ``after[i]`` are bit sets of the strict closure.

    A milestone is a member of both of its own sets, which makes its head and tail one event.
    """

    pieces: tuple[Piece, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    notes: tuple[Link, ...] = ()

    def immediate(self) -> Iterator[tuple[int, int]]:
        """Pairs (i, j) where i precedes j and nothing lies between them."""
        for j, mask in enumerate(self.before):
            mask &= ~(1 << j)
            covered = 0
            for i in bits(mask):
                covered |= self.before[i] & ~(1 << i)
            yield from ((i, j) for i in bits(mask & ~covered))


def bits(mask: int) -> Iterator[int]:
    """The members of a bit set, smallest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True, slots=True)
class Bound:
    """Link ``link``: instant ``a`` of work ``before``, then ``wait`` days, then instant ``b`` of ``after``."""

    link: Link
    before: int
    after: int
    a: float
    b: float
    wait: float
    driving: bool


def instants(link: Link, first: float, second: float) -> tuple[float, float, float] | None:
    """(a, b, wait) of a link between works of durations ``first`` and ``second``; None where it has no cut."""
    lag = link.lag
    if link.kind == "FS":
        found = (first, 0.0, lag) if lag >= 0 else (first + lag, 0.0, 0.0)
    elif link.kind == "SS":
        found = (min(lag, first), 0.0, max(0.0, lag - first)) if lag >= 0 else (0.0, -lag, 0.0)
    elif link.kind == "FF":
        found = (
            (first, max(second - lag, 0.0), max(0.0, lag - second))
            if lag >= 0
            else (first + lag, second, 0.0)
        )
    else:
        taken = min(max(lag, 0.0), first)
        rest = lag - taken
        found = (
            taken,
            min(max(second - rest, 0.0), second + 1.0 if lag < 0 else second),
            max(0.0, rest - second),
        )
    inside = found[0] >= -EPSILON and found[1] <= second + EPSILON and (link.kind != "SF" or lag >= 0)
    return found if inside else None


class Cutter:
    """Gathers the bounds of a plan and cuts its works at them."""

    def __init__(self, plan: NetworkPlan, shortest: float) -> None:
        self.plan = plan
        self.shortest = shortest
        self.index = {work.id: i for i, work in enumerate(plan.works)}
        self.lines: dict[str, Timeline] = {}
        self.notes: list[Link] = []
        self.bounds = self._thinned([bound for link in plan.links if (bound := self._bound(link))])

    def line(self, work: Work) -> Timeline:
        if work.calendar not in self.lines:
            self.lines[work.calendar] = self.plan.timeline(work.calendar)
        return self.lines[work.calendar]

    def at(self, work: Work, units: float) -> float:
        """Axis position of the instant ``units`` working days after the work's start."""
        if units >= work.duration - EPSILON:
            return work.finish
        return self.line(work).after(work.start, units)

    def _bound(self, link: Link) -> Bound | None:
        try:
            i, j = self.index[link.before], self.index[link.after]
        except KeyError as missing:
            raise DrawingError(
                f"link {link.before} → {link.after}: work {missing.args[0]} is not in the plan"
            ) from None
        first, second = self.plan.works[i], self.plan.works[j]
        found = instants(link, first.duration, second.duration)
        if found is None or i == j:
            self.notes.append(link)
            return None
        a, b, wait = found
        line = self.line(second)
        gap = line.units(self.at(second, b)) - line.units(self._waited(first, a, wait, link.elapsed))
        if gap < -1e-3:
            self.notes.append(link)
            return None
        return Bound(link, i, j, a, b, wait, gap < 1e-3)

    def _waited(self, work: Work, a: float, wait: float, elapsed: bool) -> float:
        position = self.at(work, a)
        return position + wait if elapsed else self.line(work).after(position, wait)

    def _thinned(self, bounds: list[Bound]) -> list[Bound]:
        """Where a work would fall into too many or too short pieces, only driving links keep their cut."""
        cuts = cuts_of(bounds, self.plan.works)
        crowded = {i for i, found in cuts.items() if self._crowded(self.plan.works[i], found)}
        kept = [bound for bound in bounds if bound.driving or not self._cuts(bound, crowded)]
        self.notes += [bound.link for bound in bounds if bound not in kept]
        return kept

    def _cuts(self, bound: Bound, works: set[int]) -> bool:
        """True if the bound cuts one of the works."""
        sides = ((bound.before, bound.a), (bound.after, bound.b))
        return any(i in works and EPSILON < u < self.plan.works[i].duration - EPSILON for i, u in sides)

    def _crowded(self, work: Work, cuts: list[float]) -> bool:
        edges = [0.0, *cuts, work.duration]
        short = any(b - a < self.shortest for a, b in pairwise(edges))
        return len(cuts) > MOST_CUTS or short


def cuts_of(bounds: Iterable[Bound], works: tuple[Work, ...]) -> dict[int, list[float]]:
    """Sorted inner instants (working days after the start) at which each work is cut."""
    found: dict[int, set[float]] = defaultdict(set)
    for bound in bounds:
        for i, u in ((bound.before, bound.a), (bound.after, bound.b)):
            if EPSILON < u < works[i].duration - EPSILON:
                found[i].add(round(u, 6))
    return {i: sorted(units) for i, units in found.items()}


def cut(plan: NetworkPlan, shortest: float = 0.0) -> PieceNet:
    """The plan's pieces and their strict precedence; ``shortest`` in days is the least piece worth a cut.

    Raises DrawingError for duplicate ids, unknown works, bad dates and a loop among the links.
    """
    check(plan)
    cutter = Cutter(plan, shortest)
    return order(*link_pieces(plan, cutter), tuple(cutter.notes))


def check(plan: NetworkPlan) -> None:
    """Refuse a plan without works, with duplicate ids or with dates that run backward."""
    if not plan.works:
        raise DrawingError("the plan has no works: nothing to draw")
    seen: set[str] = set()
    for work in plan.works:
        if work.id in seen:
            raise DrawingError(f"work {work.id} occurs twice: give every work its own id")
        seen.add(work.id)
        if not (-1e-3 <= work.start <= work.finish + EPSILON < 1e5) or work.duration < 0:
            raise DrawingError(f"work {work.id} ({work.name}): start, finish or duration is out of range")


Graph = dict[object, list[object]]


def link_pieces(plan: NetworkPlan, cutter: Cutter) -> tuple[list[Piece], Graph]:
    """All pieces, and a graph over piece numbers and the virtual starts ("S", work) and finishes ("F", work)."""
    works = plan.works
    cuts = cuts_of(cutter.bounds, works)
    pieces: list[Piece] = []
    graph: Graph = defaultdict(list)
    ending: dict[tuple[int, float], object] = {}
    starting: dict[tuple[int, float], object] = {}
    for i, work in enumerate(works):
        edges = [0.0, *cuts.get(i, []), round(work.duration, 6)]
        previous: object = ("S", i)
        for part, (a, b) in enumerate(pairwise(edges), 1):
            number = len(pieces)
            pieces.append(piece_of(cutter, i, part, len(edges) - 1, a, b))
            graph[previous].append(number)
            starting[i, a], ending[i, b] = number, number
            previous = number
        graph[previous].append(("F", i))
        starting[i, 0.0], ending[i, round(work.duration, 6)] = ("S", i), ("F", i)
        if work.duration > EPSILON:
            ending[i, 0.0], starting[i, round(work.duration, 6)] = ("S", i), ("F", i)
    connect(cutter, pieces, graph, starting, ending)
    return pieces, graph


def piece_of(cutter: Cutter, i: int, part: int, parts: int, a: float, b: float) -> Piece:
    """Piece ``part`` of work ``i``, from ``a`` to ``b`` working days after its start."""
    work = cutter.plan.works[i]
    name = work.name + (ORDINALS[min(part, 9) - 1] if parts > 1 else "")
    kind = "work" if work.duration > EPSILON else "milestone"
    start, finish = cutter.at(work, a) if a > 0 else work.start, cutter.at(work, b)
    key = work.id if part == 1 else f"{work.id}#{part}"
    return Piece(i, kind, part, parts, start, finish, b - a, work.critical, name, key)


def connect(
    cutter: Cutter,
    pieces: list[Piece],
    graph: Graph,
    starting: dict[tuple[int, float], object],
    ending: dict[tuple[int, float], object],
) -> None:
    """Add the bounds to the graph, with one shared wait arrow per (instant, length)."""
    waits: dict[tuple[int, float, float, bool], int] = {}
    for bound in cutter.bounds:
        source = ending[bound.before, round(max(bound.a, 0.0), 6)]
        target = starting[bound.after, round(bound.b, 6)]
        if bound.wait > EPSILON:
            key = (bound.before, round(bound.a, 6), round(bound.wait, 6), bound.link.elapsed)
            if key not in waits:
                waits[key] = len(pieces)
                pieces.append(wait_of(cutter, bound))
                graph[source].append(waits[key])
            source = waits[key]
            drives = bound.driving and cutter.plan.works[bound.after].critical
            number = waits[key]
            pieces[number] = replace(pieces[number], critical=pieces[number].critical or drives)
        graph[source].append(target)


def wait_of(cutter: Cutter, bound: Bound) -> Piece:
    """The wait arrow of a positive lag, in the working time of its owner."""
    work = cutter.plan.works[bound.before]
    start = cutter.at(work, bound.a)
    finish = cutter._waited(work, bound.a, bound.wait, bound.link.elapsed)
    return Piece(
        bound.before, "wait", 1, 1, start, finish, bound.wait, False, "", f"{work.id}+{bound.wait:g}"
    )


def closure(pieces: list[Piece], graph: Graph) -> list[int]:
    """``before`` bit sets of the pieces: everything that must be finished before each may start."""
    indegree: dict[object, int] = defaultdict(int)
    for targets in graph.values():
        for target in targets:
            indegree[target] += 1
    before: dict[object, int] = defaultdict(int)
    ready = [node for node in graph if not indegree[node]]
    seen = 0
    while ready:
        node = ready.pop()
        seen += 1
        mask = before[node] | (1 << node if isinstance(node, int) else 0)
        for target in graph.get(node, ()):
            before[target] |= mask
            indegree[target] -= 1
            if not indegree[target]:
                ready.append(target)
    if seen < len(graph.keys() | indegree.keys()):
        raise loop_error(pieces, indegree)
    return [before[i] for i in range(len(pieces))]


def loop_error(pieces: list[Piece], indegree: dict[object, int]) -> DrawingError:
    names = sorted({pieces[n].name for n, left in indegree.items() if left and isinstance(n, int)})
    return DrawingError(f"the links run in a loop through {'、'.join(names[:8])}: remove one of them")


def order(pieces: list[Piece], graph: Graph, notes: tuple[Link, ...]) -> PieceNet:
    """Pieces in an order that depends on dates, names and logic, but neither on ids nor on the plan's row order."""
    before = closure(pieces, graph)
    after = [0] * len(pieces)
    for j, mask in enumerate(before):
        for i in bits(mask):
            after[i] |= 1 << j
    ranks = canonical(pieces, before, after)
    place = {old: new for new, old in enumerate(ranks)}

    def moved(mask: int, own: int) -> int:
        moved_mask = sum(1 << place[i] for i in bits(mask))
        return moved_mask | (1 << place[own] if pieces[own].kind == "milestone" else 0)

    return PieceNet(
        tuple(pieces[i] for i in ranks),
        tuple(moved(before[i], i) for i in ranks),
        tuple(moved(after[i], i) for i in ranks),
        notes,
    )


def canonical(pieces: list[Piece], before: list[int], after: list[int]) -> list[int]:
    """Indices sorted by dates and names, ties refined by the ranks of what stands before and after."""
    keys = [(p.start, p.finish, p.kind, p.part, p.name, p.duration) for p in pieces]
    rank = dense([(key, ()) for key in keys])
    for _ in range(3):
        around = [
            (
                rank[i],
                (
                    tuple(sorted(rank[k] for k in bits(before[i]))),
                    tuple(sorted(rank[k] for k in bits(after[i]))),
                ),
            )
            for i in range(len(pieces))
        ]
        finer = dense(around)
        if finer == rank:
            break
        rank = finer
    return sorted(range(len(pieces)), key=lambda i: rank[i])


def dense(keys: Sequence[Any]) -> list[int]:
    """The rank of every key among the distinct keys."""
    ranks = {key: n for n, key in enumerate(sorted(set(keys)))}
    return [ranks[key] for key in keys]
