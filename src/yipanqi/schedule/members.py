"""Summaries: who belongs to them, and what their links mean for the members [10.4]."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from yipanqi.schedule.problem import Activity, Kind, Link, LinkType
from yipanqi.schedule.timeline import Int32

Summaries = Mapping[tuple[str, tuple[str, ...]], Sequence[int]]
FROM_START = frozenset({LinkType.START_START, LinkType.START_FINISH})


def members(activities: Sequence[Activity]) -> dict[int, list[int]]:
    """Rows of the activities that each WBS summary spans, by its row; summaries are not members."""
    summaries: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for row, activity in enumerate(activities):
        if activity.kind is Kind.WBS_SUMMARY:
            summaries[activity.project, activity.wbs].append(row)
    found: dict[int, list[int]] = {row: [] for rows in summaries.values() for row in rows}
    if summaries:
        for row, activity in enumerate(activities):
            for summary in _above(activity, summaries):
                found[summary].append(row)
    return found


def _above(activity: Activity, summaries: Summaries) -> Iterator[int]:
    """Summaries on the way from the project's root to the activity's own node."""
    if activity.kind is not Kind.WBS_SUMMARY:
        for depth in range(len(activity.wbs) + 1):
            yield from summaries.get((activity.project, activity.wbs[:depth]), ())


def expanded(
    links: Sequence[Link],
    row: Mapping[str, int],
    spans: Mapping[int, Sequence[int]],
    first: Mapping[int, int],
) -> tuple[list[Link], Int32]:
    """Links between single activities and (m, 3) number of the link, predecessor row, successor row.

    `first` names the member at which a summary begins; a link from the start of another summary is left out.
    """
    found: list[Link] = []
    ends: list[tuple[int, int, int]] = []
    for number, link in enumerate(links):
        i, j = row[link.predecessor], row[link.successor]
        before: Sequence[int] = spans.get(i, (i,))
        if i in spans and link.type in FROM_START:
            before = (first[i],) if i in first else ()
        for member in before:
            for other in spans.get(j, (j,)):
                found.append(link)
                ends.append((number, member, other))
    return found, np.array(ends, np.int32).reshape(len(ends), 3)
