"""Dates of what spans others: level of effort, hammocks and WBS summaries, after the passes [10.3, 10.4]."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from yipanqi.schedule.facts import Facts
from yipanqi.schedule.lags import LinkColumns
from yipanqi.schedule.members import Summaries
from yipanqi.schedule.network import LINK_TYPES
from yipanqi.schedule.problem import TotalFloat
from yipanqi.schedule.result import MOST, NONE, Flags, Minutes
from yipanqi.schedule.timeline import Int64

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
    if facts.efforts:
        _fill_efforts(facts, links, columns, project_finish)
    if len(facts.summaries.rows):
        _summarise(columns, facts.summaries)
    _floats(facts, columns, np.array([*facts.efforts, *facts.summaries.rows], np.int64))


def _fill_efforts(facts: Facts, links: LinkColumns, columns: Columns, project_finish: Minutes) -> None:
    """Efforts may hang on efforts: as many rounds as they are deep, at most one for each."""
    efforts = facts.efforts
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
    k = link if link >= 0 else ~link
    lag = int(links.whole_lag[k]) if link >= 0 else -int(links.whole_lag[k])
    return facts.kernels.lagged(facts.lines, int(links.calendar[k]), moment, lag) if lag else moment


def _snapped(facts: Facts, row: int, moment: int, finish: bool) -> int:
    """A start at the next, a finish at the previous working instant [1.1]."""
    calendar = int(facts.calendar[row])
    coordinate = facts.kernels.worked(facts.lines, calendar, moment)
    look = facts.kernels.finish_of if finish else facts.kernels.start_of
    return int(look(facts.lines, calendar, coordinate))


def _summarise(columns: Columns, summaries: Summaries) -> None:
    """A summary runs from the earliest to the latest date of its members."""
    rows, at, member = summaries.rows, summaries.at, summaries.member
    for name in ("start", "early_start", "late_start"):
        column = getattr(columns, name)
        least = np.minimum.reduceat(np.where(column[member] == NONE, MOST, column[member]), at)
        column[rows] = np.where(least == MOST, NONE, least)
    for name in ("finish", "early_finish", "late_finish"):
        column = getattr(columns, name)
        column[rows] = np.maximum.reduceat(column[member], at)
    last = columns.early_finish[member] == np.repeat(columns.early_finish[rows], summaries.sizes)
    free = np.where(last & (columns.free_float[member] != NONE), columns.free_float[member], MOST)
    least = np.minimum.reduceat(free, at)
    columns.free_float[rows] = np.where(least == MOST, NONE, least)
    columns.critical[rows] = np.logical_or.reduceat(columns.critical[member], at)


def _floats(facts: Facts, columns: Columns, rows: Int64) -> None:
    """Start, finish and total float of spans in working minutes of their own calendars [8.1]."""
    names = ("early_start", "early_finish", "late_start", "late_finish")
    known = np.all([getattr(columns, name)[rows] != NONE for name in names], axis=0)
    rows = rows[known]
    calendar = facts.calendar[rows]
    begin, end, late_begin, late_end = (
        facts.worked(calendar, getattr(columns, name)[rows]) for name in names
    )
    columns.start_float[rows], columns.finish_float[rows] = late_begin - begin, late_end - end
    kinds = [facts.options[facts.project[row]].total_float for row in rows]
    choose = {TotalFloat.FINISH: 0, TotalFloat.START: 1, TotalFloat.SMALLEST: 2}
    floats = np.array([late_end - end, late_begin - begin, np.minimum(late_begin - begin, late_end - end)])
    total = floats[[choose[kind] for kind in kinds], np.arange(len(rows))] if len(rows) else late_end
    columns.total_float[rows] = total
    threshold = np.array([facts.options[facts.project[row]].critical_threshold for row in rows], np.int64)
    columns.critical[rows] |= total <= threshold
    bare = rows[columns.free_float[rows] == NONE]
    columns.free_float[bare] = 0
