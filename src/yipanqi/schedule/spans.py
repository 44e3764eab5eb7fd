"""Dates of what spans others: level of effort, hammocks and WBS summaries, after the passes [10.3, 10.4]."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from yipanqi.schedule.bounds import SPANNING
from yipanqi.schedule.facts import Facts
from yipanqi.schedule.lags import LinkColumns
from yipanqi.schedule.network import LINK_TYPES
from yipanqi.schedule.problem import Kind, TotalFloat
from yipanqi.schedule.result import NONE, Flags, Minutes

FS, SS, FF, SF = (LINK_TYPES[name] for name in ("FS", "SS", "FF", "SF"))


@dataclass(frozen=True, slots=True)
class Columns:
    """The (n,) columns of a result that spanning activities fill in; all instants and minutes may be NONE."""

    early_start: Minutes
    early_finish: Minutes
    late_start: Minutes
    late_finish: Minutes
    start: Minutes
    finish: Minutes
    start_float: Minutes
    finish_float: Minutes
    total_float: Minutes
    free_float: Minutes
    critical: Flags


def fill_spans(facts: Facts, links: LinkColumns, columns: Columns, project_finish: Minutes) -> None:
    """Writes the rows of all spanning activities into `columns`."""
    efforts = [i for i, a in enumerate(facts.activities) if a.kind in SPANNING - {Kind.WBS_SUMMARY}]
    if efforts:
        _fill_efforts(facts, links, columns, efforts, project_finish)
    for row, below in facts.members.items():
        _summarise(columns, row, np.array(below, np.int64))
    for row in [*efforts, *facts.members]:
        _floats(facts, columns, row)


def _fill_efforts(
    facts: Facts, links: LinkColumns, columns: Columns, efforts: list[int], project_finish: Minutes
) -> None:
    """Efforts may hang on efforts: as many rounds as they are deep, at most one for each."""
    ties = {row: list(_ties(links, row)) for row in efforts}
    for _ in efforts:
        before = [
            columns.start[efforts].copy(),
            columns.finish[efforts].copy(),
            columns.late_start[efforts].copy(),
        ]
        for row in efforts:
            _span(facts, links, columns, row, ties[row], int(project_finish[facts.project[row]]))
        after = (columns.start[efforts], columns.finish[efforts], columns.late_start[efforts])
        if all(np.array_equal(a, b) for a, b in zip(before, after, strict=True)):
            break


Tie = tuple[int, int, bool, bool]
"""(link, other row, whether it ties our finish, whether the other's finish)."""


def _ties(links: LinkColumns, row: int) -> Iterator[Tie]:
    for k in np.flatnonzero(links.successor == row):
        kind = links.kind[k]
        yield int(k), int(links.predecessor[k]), bool(kind in (FF, SF)), bool(kind in (FS, FF))
    for k in np.flatnonzero(links.predecessor == row):
        kind = links.kind[k]
        yield ~int(k), int(links.successor[k]), bool(kind in (FS, FF)), bool(kind in (FF, SF))


def _span(
    facts: Facts, links: LinkColumns, columns: Columns, row: int, ties: list[Tie], project_finish: int
) -> None:
    """One effort: from its earliest to its latest tie, early and late."""
    now = int(facts.not_before[facts.project[row]])
    begin, end = _extent(facts, links, ties, columns.start, columns.finish)
    begin = now if begin == NONE else begin
    start, finish = max(begin, now), max(begin, now, end)
    late_begin, late_end = _extent(facts, links, ties, columns.late_start, columns.late_finish)
    late_end = project_finish if late_end == NONE else late_end
    late_begin = late_end if late_begin == NONE else min(late_begin, late_end)
    begun, done = int(facts.started[row]), int(facts.finished[row])
    columns.start[row] = begun if begun != NONE else begin
    columns.finish[row] = done if done != NONE else _snapped(facts, row, finish, True)
    if done == NONE:
        columns.early_start[row], columns.early_finish[row] = (
            _snapped(facts, row, start, False),
            columns.finish[row],
        )
        columns.late_start[row] = _snapped(facts, row, late_begin, False)
        columns.late_finish[row] = _snapped(facts, row, late_end, True)


def _extent(
    facts: Facts, links: LinkColumns, ties: list[Tie], starts: Minutes, finishes: Minutes
) -> tuple[int, int]:
    """The earliest instant tied to the start and the latest tied to the finish; NONE without ties."""
    begin, end = NONE, NONE
    for link, other, our_finish, their_finish in ties:
        moment = int((finishes if their_finish else starts)[other])
        if moment == NONE:
            continue
        moment = _moved(facts, links, link, moment)
        if our_finish:
            end = max(end, moment)
        else:
            begin = moment if begin == NONE else min(begin, moment)
    return begin, end


def _moved(facts: Facts, links: LinkColumns, link: int, moment: int) -> int:
    """The instant a lag later, or earlier where we are the predecessor."""
    from yipanqi.schedule.kernels import compiled

    k = link if link >= 0 else ~link
    lag = int(links.whole_lag[k]) if link >= 0 else -int(links.whole_lag[k])
    return compiled.lagged(facts.lines, int(links.calendar[k]), moment, lag) if lag else moment


def _snapped(facts: Facts, row: int, moment: int, finish: bool) -> int:
    """A start at the next, a finish at the previous working instant [1.1]."""
    from yipanqi.schedule.kernels import compiled

    calendar = int(facts.calendar[row])
    coordinate = compiled.worked(facts.lines, calendar, moment)
    look = compiled.finish_of if finish else compiled.start_of
    return int(look(facts.lines, calendar, coordinate))


def _summarise(columns: Columns, row: int, below: Minutes) -> None:
    """A summary runs from the earliest to the latest date of its members."""
    for name in ("start", "early_start", "late_start"):
        column = getattr(columns, name)
        known = column[below][column[below] != NONE]
        column[row] = known.min() if len(known) else NONE
    for name in ("finish", "early_finish", "late_finish"):
        column = getattr(columns, name)
        column[row] = column[below].max(initial=NONE)
    last = below[columns.early_finish[below] == columns.early_finish[row]]
    free = columns.free_float[last]
    columns.free_float[row] = free[free != NONE].min() if (free != NONE).any() else NONE
    columns.critical[row] = columns.critical[below].any()


def _floats(facts: Facts, columns: Columns, row: int) -> None:
    """Start, finish and total float of a span in working minutes of its own calendar [8.1]."""
    names = ("early_start", "early_finish", "late_start", "late_finish")
    instants = np.array([getattr(columns, name)[row] for name in names], np.int64)
    if (instants == NONE).any():
        return
    begin, end, late_begin, late_end = facts.worked(np.full(4, facts.calendar[row]), instants)
    options = facts.options[facts.project[row]]
    columns.start_float[row], columns.finish_float[row] = late_begin - begin, late_end - end
    choose = {TotalFloat.FINISH: late_end - end, TotalFloat.START: late_begin - begin}
    columns.total_float[row] = choose.get(options.total_float, min(late_begin - begin, late_end - end))
    if facts.activities[row].kind is not Kind.WBS_SUMMARY:
        columns.free_float[row] = max(0, min(0, int(columns.total_float[row])))
    columns.critical[row] |= columns.total_float[row] <= options.critical_threshold
