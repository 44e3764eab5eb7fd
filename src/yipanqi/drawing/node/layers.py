"""Layers: every node right of all its predecessors, long links cut by points in the layers they pass.

Points of one source in one layer are one point: its links share a trunk (母线法), which saves crossings and ink.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from yipanqi.drawing.node.plan import NetworkLink, NetworkNode, NodeLabels, NodeNetwork
from yipanqi.schedule.errors import InputError
from yipanqi.schedule.standard.order import check_unique, in_order

Item = tuple[str, int]
"""A node as (id, −1); a point where links from a node pass layer k as (id, k)."""

START, END = "\0start", "\0end"


@dataclass(frozen=True)
class Layered:
    """Layers of items from left to right.

    edges   pairs of items in neighbouring layers, each once
    chains  per link of the network, the items it runs through
    """

    nodes: dict[str, NetworkNode]
    links: tuple[NetworkLink, ...]
    layers: tuple[tuple[Item, ...], ...]
    edges: tuple[tuple[Item, Item], ...]
    chains: tuple[tuple[Item, ...], ...]
    critical_items: frozenset[Item]

    def critical(self, item: Item) -> bool:
        """True when a critical link runs through the item."""
        return item in self.critical_items

    @cached_property
    def left(self) -> dict[Item, list[Item]]:
        """Items to the left of each item that it is joined to."""
        return self._neighbours((second, first) for first, second in self.edges)

    @cached_property
    def right(self) -> dict[Item, list[Item]]:
        """Items to the right of each item that it is joined to."""
        return self._neighbours(self.edges)

    def _neighbours(self, pairs: Iterable[tuple[Item, Item]]) -> dict[Item, list[Item]]:
        found: dict[Item, list[Item]] = {item: [] for layer in self.layers for item in layer}
        for item, other in pairs:
            found[item].append(other)
        return found


def layered(network: NodeNetwork, words: NodeLabels) -> Layered:
    """The network in layers; InputError or CycleError for one that cannot be drawn."""
    nodes, links = with_virtual_ends(network, words)
    ids = [node.id for node in nodes]
    depth = _depths(ids, links)
    chains = tuple(_chain(link, depth) for link in links)
    layers: list[dict[Item, None]] = [{} for _ in range(max(depth.values(), default=-1) + 1)]
    for id in ids:
        layers[depth[id]][id, -1] = None
    edges: dict[tuple[Item, Item], None] = {}
    for chain in chains:
        for item in chain[1:-1]:
            layers[item[1]][item] = None
        edges.update(dict.fromkeys(itertools.pairwise(chain)))
    critical = frozenset(item for k, chain in zip(links, chains, strict=True) if k.critical for item in chain)
    return Layered({n.id: n for n in nodes}, links, tuple(map(tuple, layers)), tuple(edges), chains, critical)


def with_virtual_ends(
    network: NodeNetwork, words: NodeLabels
) -> tuple[tuple[NetworkNode, ...], tuple[NetworkLink, ...]]:
    """One start and one end, as the specification asks: a virtual node joins several."""
    check_unique(node.id for node in network.nodes)
    known = {node.id for node in network.nodes}
    for link in network.links:
        if missing := {link.predecessor, link.successor} - known:
            id = min(missing)
            raise InputError(
                "schedule.unknown_activity", f"a link names {id}, which is not in the network", (id,)
            )
    held = {link.successor for link in network.links}
    holding = {link.predecessor for link in network.links}
    nodes, links = network.nodes, network.links
    firsts = [node for node in network.nodes if node.id not in held]
    lasts = [node for node in network.nodes if node.id not in holding]
    if len(firsts) > 1:
        nodes = (NetworkNode(START, "", words.start, critical=any(n.critical for n in firsts)), *nodes)
        links += tuple(NetworkLink(START, node.id, critical=node.critical) for node in firsts)
    if len(lasts) > 1:
        nodes = (*nodes, NetworkNode(END, "", words.end, critical=any(n.critical for n in lasts)))
        links += tuple(NetworkLink(node.id, END, critical=node.critical) for node in lasts)
    return nodes, links


def _depths(ids: Sequence[str], links: Sequence[NetworkLink]) -> dict[str, int]:
    """Longest path from the start; then every node without slack to lose moves right, next to its successors."""
    before, after = defaultdict(list), defaultdict(list)
    for link in links:
        before[link.successor].append(link.predecessor)
        after[link.predecessor].append(link.successor)
    order = in_order(ids, ((link.predecessor, link.successor) for link in links))
    depth: dict[str, int] = {}
    for id in order:
        depth[id] = max((depth[p] + 1 for p in before[id]), default=0)
    for id in reversed(order):
        if after[id] and len(after[id]) >= len(before[id]) and before[id]:
            depth[id] = min(depth[s] for s in after[id]) - 1
    return depth


def _chain(link: NetworkLink, depth: dict[str, int]) -> tuple[Item, ...]:
    first, second = depth[link.predecessor], depth[link.successor]
    points = [(link.predecessor, k) for k in range(first + 1, second)]
    return (link.predecessor, -1), *points, (link.successor, -1)
