"""Summaries: who belongs to them, and what their links mean for the members [10.4]."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from yipanqi.schedule.problem import Activity, Kind, Link, LinkType
from yipanqi.schedule.timeline import Int32, Int64

Nodes = Mapping[tuple[str, tuple[str, ...]], Sequence[int]]
FROM_START = frozenset({LinkType.START_START, LinkType.START_FINISH})


@dataclass(frozen=True, slots=True)
class Summaries:
    """Summaries with members: rows (s,), where the members of each begin (s,), how many (s,), and all of them."""

    rows: Int64
    at: Int64
    sizes: Int64
    member: Int64


def summaries(spans: Mapping[int, Sequence[int]]) -> Summaries:
    """`members` as flat arrays; summaries without members are left out."""
    filled = {row: below for row, below in spans.items() if below}
    sizes = np.array([len(below) for below in filled.values()], np.int64)
    return Summaries(
        np.array(list(filled), np.int64),
        np.cumsum(sizes) - sizes,
        sizes,
        np.array([row for below in filled.values() for row in below], np.int64),
    )


def members(activities: Sequence[Activity]) -> dict[int, list[int]]:
    """Rows of the activities that each WBS summary spans, by its row; summaries are not members."""
    nodes: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for row, activity in enumerate(activities):
        if activity.kind is Kind.WBS_SUMMARY:
            nodes[activity.project, activity.wbs].append(row)
    found: dict[int, list[int]] = {row: [] for rows in nodes.values() for row in rows}
    if nodes:
        for row, activity in enumerate(activities):
            for summary in _above(activity, nodes):
                found[summary].append(row)
    return found


def _above(activity: Activity, nodes: Nodes) -> Iterator[int]:
    """Summaries on the way from the project's root to the activity's own node."""
    if activity.kind is not Kind.WBS_SUMMARY:
        for depth in range(len(activity.wbs) + 1):
            yield from nodes.get((activity.project, activity.wbs[:depth]), ())


def expanded(
    links: Sequence[Link],
    row: Mapping[str, int],
    spans: Mapping[int, Sequence[int]],
    first: Mapping[int, int],
) -> tuple[Sequence[Link], Int32]:
    """Links between single activities and (m, 3) number of the link, predecessor row, successor row.

    `first` names the member at which a summary begins; a link from the start of another summary is left out.
    """
    if not spans:
        before = np.fromiter((row[link.predecessor] for link in links), np.int32, len(links))
        after = np.fromiter((row[link.successor] for link in links), np.int32, len(links))
        return links, np.stack((np.arange(len(links), dtype=np.int32), before, after), axis=1)
    found: list[Link] = []
    ends: list[tuple[int, int, int]] = []
    for number, link in enumerate(links):
        i, j = row[link.predecessor], row[link.successor]
        sources: Sequence[int] = spans.get(i, (i,))
        if i in spans and link.type in FROM_START:
            sources = (first[i],) if i in first else ()
        for member in sources:
            for other in spans.get(j, (j,)):
                found.append(link)
                ends.append((number, member, other))
    return found, np.array(ends, np.int32).reshape(len(ends), 3)
