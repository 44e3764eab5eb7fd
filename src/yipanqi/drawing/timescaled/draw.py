"""The one entrance: from a scheduled plan to sheets, statistics, rows to remember and a table twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yipanqi.drawing.timescaled import dating, events, pieces, rows
from yipanqi.drawing.timescaled.captions import CHINESE, Labels
from yipanqi.drawing.timescaled.dating import DatedNet
from yipanqi.drawing.timescaled.frontline import conclusions
from yipanqi.drawing.timescaled.layout import Layout, best_layout, find_rows
from yipanqi.drawing.timescaled.paper import PAPERS, Paper, papers
from yipanqi.drawing.timescaled.pieces import PieceNet
from yipanqi.drawing.timescaled.plan import DrawingError, NetworkPlan
from yipanqi.drawing.timescaled.render import render
from yipanqi.drawing.timescaled.tiles import sheets_of

TILE_ABOVE = 105
MORE_PAGES = 3
WORKS_PER_PAGE = 85
LEAST_DAY = 0.6
SHORTEST_MM = 1.0
FORMAT = "▭"
"""Key of the sheet format among the remembered rows: (number of the paper, pages)."""

Format = tuple[Paper, int]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the drawing cost: counts of its parts and of what a planner dislikes.

    ``leaders`` are names and durations set apart from their arrow, beside an upright work or at a leader's end;
    ``collisions`` are texts that found no free place.
    """

    works: int
    nodes: int
    arrows: int
    dummies: int
    rows: int
    crossings: int
    bypasses: int
    leaders: int
    collisions: int
    sheets: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """One arrow of the table twin; dates in working days from the start, floats in the plan's unit."""

    work: str
    tail: int
    head: int
    duration: float
    early_start: float
    early_finish: float
    total_float: float
    free_float: float
    critical: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """SVG sheets, their statistics, rows for a warm start, and the table for readers who cannot see them."""

    sheets: list[str]
    statistics: Statistics
    rows: dict[str, rows.Place]
    table: tuple[TableRow, ...]
    layout: Layout


def draw_timescaled(
    plan: NetworkPlan, *, sheet: str = "A3", previous_rows: Mapping[str, rows.Place] | None = None,
    effort: str = "interactive", labels: Labels = CHINESE,
) -> Drawing:  # fmt: skip
    """Draw the time-scaled arrow network of a scheduled plan.

    ``sheet`` is "auto" or a paper name; a plan that does not fit goes to the next larger one, and more than a
    hundred works to several sheets. ``previous_rows`` (``Drawing.rows`` of the version before) keeps works where
    they were. ``effort`` is "interactive" or "print". Raises DrawingError with one line that names the work.
    """
    if effort not in rows.EFFORTS:
        raise DrawingError(f"effort {effort} is unknown: choose {' or '.join(rows.EFFORTS)}")
    candidates = papers(sheet)
    span = max(max((work.finish for work in plan.works), default=1.0), 1.0)
    net = pieces.cut(plan, SHORTEST_MM * span / (candidates[0].plot_right - candidates[0].plot_left))
    dated = dating.date_net(net, events.build(net))
    formats = formats_of(plan, candidates, (previous_rows or {}).get(FORMAT))
    chosen = fitted(plan, dated, formats, rows.EFFORTS[effort], previous_rows, labels, sheet == "auto")
    (paper, pages), layout = chosen
    notes = notes_of(plan, net, layout, labels)
    found = sheets_of(layout, paper)
    return Drawing(
        [render(plan, layout, page, labels, notes) for page in found],
        statistics(plan, layout, len(found)),
        rows.remembered(dated, layout.chains, layout.row)
        | {FORMAT: (list(PAPERS.values()).index(paper), pages)},
        table(plan, layout),
        layout,
    )


def fitted(
    plan: NetworkPlan, net: DatedNet, formats: list[Format], effort: rows.Effort,
    previous: Mapping[str, rows.Place] | None, words: Labels, choose: bool,
) -> tuple[Format, Layout]:  # fmt: skip
    """The first format that holds the plan: one sheet, else several; the last if none does."""
    for paper, pages in formats:
        canvas, width = (paper.canvas(), 0.0) if pages == 1 else paper.tiled(pages)
        found = find_rows(net, canvas, effort, previous)
        layout = best_layout(plan, net, canvas, found, words, pages, width)
        if layout.height_share <= 1.0 and (comfortable(layout) or not (choose or pages > 1)):
            break
    return (paper, pages), layout


def formats_of(plan: NetworkPlan, candidates: tuple[Paper, ...], before: rows.Place | None) -> list[Format]:
    """Single sheets for up to a hundred works, then several sheets; none smaller than the version before had."""
    single = [(paper, 1) for paper in candidates] if len(plan.works) <= TILE_ABOVE else []
    first = max(2, -(-len(plan.works) // WORKS_PER_PAGE))
    tiles = [(paper, pages) for paper in candidates[-2:] for pages in range(first, first + MORE_PAGES)]
    formats = single + tiles
    former = (list(PAPERS.values())[before[0]], before[1]) if before else formats[0]
    return formats[formats.index(former) :] if former in formats else formats


def comfortable(layout: Layout) -> bool:
    """At most five labels in a hundred need the wide search, and a day is wide enough to see."""
    works = sum(not line.dummy for line in layout.net.lines)
    return layout.placed.wide <= 0.05 * works and layout.scale.day >= LEAST_DAY


def notes_of(plan: NetworkPlan, net: PieceNet, layout: Layout, words: Labels) -> list[str]:
    """Conclusions of the front line, then what the drawing shows in a way that needs a word."""
    notes = conclusions(plan, layout.front, words) if layout.front else []
    notes = ["；".join(notes) + "。"] if notes else []
    if any(piece.parts > 1 for piece in net.pieces):
        notes.append(words.pieces_note)
    if net.notes:
        names = {work.id: work.name for work in plan.works}
        links = (
            f"{names.get(link.before, link.before)}—{names.get(link.after, link.after)} {link.kind}{link.lag:+g}"
            for link in net.notes
        )
        notes.append(words.links_note.format("，".join(links)))
    return notes


def statistics(plan: NetworkPlan, layout: Layout, sheets: int) -> Statistics:
    placed = layout.placed
    return Statistics(
        len(plan.works), len(layout.net.dates), len(layout.net.lines),
        sum(line.dummy for line in layout.net.lines), max(layout.row) + 1, layout.routes.crossings,
        layout.routes.bypasses, placed.leaders + placed.beside, placed.failed, sheets,
    )  # fmt: skip


def table(plan: NetworkPlan, layout: Layout) -> tuple[TableRow, ...]:
    """One row per work piece, in order of node numbers."""
    found = []
    for line in layout.net.lines:
        if line.dummy or layout.net.pieces[line.piece].kind == "wait":
            continue
        piece = layout.net.pieces[line.piece]
        work = plan.works[piece.work]
        days = plan.timeline(work.calendar)
        whole = piece.parts == 1
        total = work.total_float if whole else days.units(line.solid + line.total) - days.units(line.solid)
        free = work.free_float if whole else days.units(line.solid + line.free) - days.units(line.solid)
        found.append(
            TableRow(
                piece.name, layout.numbers[line.tail], layout.numbers[line.head], piece.duration,
                round(days.units(piece.start), 4), round(days.units(piece.finish), 4), round(total, 4),
                round(free, 4), line.critical,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda row: (row.tail, row.head)))
