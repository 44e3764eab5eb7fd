"""Events and dummies: the order of concepts.

An event is a pair (I, O): I the pieces that must be finished, O those that must wait, each determined by the
other. Keeping only the tail and head of every piece gives the least number of nodes; dummies are the Hasse edges
of the inclusion order, thinned by reverse delete while every needed pair stays connected.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from yipanqi.drawing.timescaled.pieces import PieceNet, bits

ORDERS = 3


@dataclass(frozen=True, slots=True)
class Arrow:
    """From node ``tail`` to node ``head``; ``piece`` is -1 for a dummy."""

    tail: int
    head: int
    piece: int = -1


@dataclass(frozen=True, slots=True)
class EventNet:
    """Nodes 0 … ``nodes``-1 in an order no arrow runs against: 0 is the start, the last the end."""

    nodes: int
    arrows: tuple[Arrow, ...]
    milestones: tuple[tuple[int, int], ...]


def build(net: PieceNet) -> EventNet:
    """The event net of the pieces: exact precedence, one start, one end, few dummies."""
    full = (1 << len(net.pieces)) - 1
    bottom = meet(net.before, full, full)
    tails = list(net.before)
    heads = [meet(net.before, net.after[a], full) for a in range(len(net.pieces))]
    events = sorted({bottom, full, *tails, *heads}, key=lambda mask: (mask.bit_count(), mask))
    number = {mask: i for i, mask in enumerate(events)}
    works = [
        Arrow(number[t], number[h], a) for a, (t, h) in enumerate(zip(tails, heads, strict=True)) if t != h
    ]
    milestones = tuple((a, number[t]) for a, (t, h) in enumerate(zip(tails, heads, strict=True)) if t == h)
    needed = needs(net, [number[t] for t in tails], [number[h] for h in heads], len(events))
    dummies = thin(hasse(events, {(w.tail, w.head) for w in works}), works, needed, events)
    return EventNet(len(events), (*works, *(Arrow(u, v) for u, v in dummies)), milestones)


def meet(sets: tuple[int, ...], members: int, full: int) -> int:
    """Intersection of the sets of all members."""
    result = full
    for i in bits(members):
        result &= sets[i]
    return result


def hasse(events: list[int], taken: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs (u, v) where event u lies directly below v in the inclusion order and no piece joins them."""
    edges = []
    below = [0] * len(events)
    for v, mask in enumerate(events):
        covered = 0
        for u in range(v - 1, -1, -1):
            if covered >> u & 1 or events[u] & ~mask:
                continue
            covered |= below[u] | 1 << u
            if (u, v) not in taken:
                edges.append((u, v))
        below[v] = covered
    return edges


def needs(net: PieceNet, tails: list[int], heads: list[int], count: int) -> list[int]:
    """Bit sets per node: the nodes that must be reachable from it."""
    needed = [0] * count
    inner_start = inner_end = 0
    for a, b in net.immediate():
        inner_start |= 1 << b
        inner_end |= 1 << a
        if heads[a] != tails[b]:
            needed[heads[a]] |= 1 << tails[b]
    for a in range(len(net.pieces)):
        if not inner_start >> a & 1 and tails[a] != 0:
            needed[0] |= 1 << tails[a]
        if not inner_end >> a & 1 and heads[a] != count - 1:
            needed[heads[a]] |= 1 << (count - 1)
    return needed


def thin(
    edges: list[tuple[int, int]], works: list[Arrow], needed: list[int], events: list[int]
) -> list[tuple[int, int]]:
    """Reverse delete in several orders; the fewest dummies win, the first order on a tie."""
    span = {(u, v): (events[v] ^ events[u]).bit_count() for u, v in edges}
    first = sorted(edges, key=lambda edge: (-span[edge], edge))
    best = reverse_delete(first, works, needed)
    shuffle = random.Random(len(edges))  # noqa: S311 - a fixed order, not a secret
    for _ in range(ORDERS):
        other = first[:]
        shuffle.shuffle(other)
        found = reverse_delete(other, works, needed)
        if len(found) < len(best):
            best = found
    return sorted(best)


def reverse_delete(
    order: list[tuple[int, int]], works: list[Arrow], needed: list[int]
) -> list[tuple[int, int]]:
    """Drop each edge in turn if every needed pair is still connected without it."""
    count = len(needed)
    out: list[set[int]] = [set() for _ in range(count)]
    into: list[set[int]] = [set() for _ in range(count)]
    fixed = {(work.tail, work.head) for work in works}
    for u, v in (*fixed, *order):
        out[u].add(v)
        into[v].add(u)
    reach = [0] * count
    for u in range(count - 1, -1, -1):
        reach[u] = reached(u, out, reach)
    kept = []
    for u, v in order:
        out[u].discard(v)
        into[v].discard(u)
        if not settle(u, out, into, reach, needed):
            out[u].add(v)
            into[v].add(u)
            kept.append((u, v))
    return kept


def reached(u: int, out: list[set[int]], reach: list[int]) -> int:
    mask = 0
    for v in out[u]:
        mask |= reach[v] | 1 << v
    return mask


def settle(u: int, out: list[set[int]], into: list[set[int]], reach: list[int], needed: list[int]) -> bool:
    """Recompute reach from ``u`` backward; if a needed pair breaks, put everything back and say False."""
    undo: list[tuple[int, int]] = []
    waiting = 1 << u
    while waiting:
        node = waiting.bit_length() - 1
        waiting ^= 1 << node
        mask = reached(node, out, reach)
        if mask == reach[node]:
            continue
        undo.append((node, reach[node]))
        if needed[node] & ~mask:
            for old, value in undo:
                reach[old] = value
            return False
        reach[node] = mask
        for before in into[node]:
            waiting |= 1 << before
    return True
