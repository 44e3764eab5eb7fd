"""Links to and from summaries, which MS Project allows: they mean the activities below."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from yipanqi.exchange.schedule.source import Note
from yipanqi.schedule.problem import Activity, Kind, Link


def spread_links(
    activities: Sequence[Activity], links: Iterable[Link]
) -> tuple[tuple[Link, ...], list[Note]]:
    """The same restrictions between plain activities, and a note for each link that was spread.

    A summary begins when its first activity begins, so what holds its start holds all of them; it ends with its
    last, so what waits for its end waits for all. What waits for its start waits for the start of all: stricter
    than MS Project, which the note says.
    """
    below = _activities_below(activities)
    codes = {each.key: each.id for each in activities}
    kept, notes = list[Link](), list[Note]()
    for link in links:
        if link.predecessor in below or link.successor in below:
            notes.append(Note("source.summary_link", {}, None, codes[link.successor]))
        kept.extend(_spread(link, below))
    return tuple(kept), notes


def _activities_below(activities: Sequence[Activity]) -> dict[str, list[str]]:
    """Key of each summary → keys of the activities whose path begins with its own."""
    by_path: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in activities:
        if each.kind is not Kind.WBS_SUMMARY:
            for length in range(len(each.wbs) + 1):
                by_path.setdefault((each.project, each.wbs[:length]), []).append(each.key)
    return {
        each.key: by_path.get((each.project, each.wbs), [])
        for each in activities
        if each.kind is Kind.WBS_SUMMARY
    }


def _spread(link: Link, below: dict[str, list[str]]) -> Iterator[Link]:
    """One link for each pair of activities; a link of a summary to one of its own activities says nothing."""
    before = below.get(link.predecessor, [link.predecessor])
    after = below.get(link.successor, [link.successor])
    if set(before) & set(after):
        return
    for first in before:
        for second in after:
            yield replace(link, predecessor=first, successor=second)
