"""Node dates, late starts, parallel works, waves, floats and critical lines of the event net."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from yipanqi.drawing.timescaled.events import Arrow, EventNet
from yipanqi.drawing.timescaled.pieces import Piece, PieceNet
from yipanqi.drawing.timescaled.plan import EPSILON

SAME = 1e-4


@dataclass(frozen=True, slots=True)
class Line:
    """One drawn arrow: solid from the tail's date to ``solid``, wave from there to the head's date.

    ``total`` is the total float on the axis; ``free`` the own free float: the wave, or behind dummies alone the
    least sum of waves to the next work.
    """

    tail: int
    head: int
    piece: int
    solid: float
    wave: float
    total: float
    free: float
    critical: bool

    @property
    def dummy(self) -> bool:
        return self.piece < 0


@dataclass(frozen=True, slots=True)
class DatedNet:
    """Nodes with their dates (axis days), lines between them, milestones as (piece, node)."""

    dates: tuple[float, ...]
    lines: tuple[Line, ...]
    milestones: tuple[tuple[int, int], ...]
    pieces: tuple[Piece, ...]

    def critical_nodes(self) -> frozenset[int]:
        """Nodes touched by a critical line."""
        return frozenset(node for line in self.lines if line.critical for node in (line.tail, line.head))


def date_net(net: PieceNet, events: EventNet) -> DatedNet:
    """Dates of all nodes; late starts and parallel works get nodes of their own."""
    dates = early_dates(net, events)
    count, arrows, dates = split_late(net, events.arrows, dates)
    count, arrows, dates = split_parallel(net, arrows, dates)
    order = topological(count, arrows, dates)
    place = {old: new for new, old in enumerate(order)}
    arrows = sorted((Arrow(place[a.tail], place[a.head], a.piece) for a in arrows), key=by_ends)
    dates = [dates[old] for old in order]
    milestones = tuple((piece, place[node]) for piece, node in events.milestones)
    return DatedNet(tuple(dates), lines_of(net, arrows, dates), milestones, net.pieces)


def by_ends(arrow: Arrow) -> tuple[int, int, int]:
    return arrow.tail, arrow.head, arrow.piece


def early_dates(net: PieceNet, events: EventNet) -> list[float]:
    """ET: the latest finish that ends in each node, through dummies; the start stands at the earliest start."""
    first = min(piece.start for piece in net.pieces)
    dates = [first] * events.nodes
    for piece, node in events.milestones:
        dates[node] = max(dates[node], net.pieces[piece].finish)
    for arrow in sorted(events.arrows, key=by_ends):
        reach = dates[arrow.tail] if arrow.piece < 0 else net.pieces[arrow.piece].finish
        dates[arrow.head] = max(dates[arrow.head], reach)
    return dates


def split_late(
    net: PieceNet, arrows: tuple[Arrow, ...], dates: list[float]
) -> tuple[int, list[Arrow], list[float]]:
    """A work that starts after its tail's date starts in a node of its own, behind a dummy with a wave."""
    dates = list(dates)
    late: dict[tuple[int, float], int] = {}
    found: list[Arrow] = []
    for arrow in arrows:
        start = net.pieces[arrow.piece].start if arrow.piece >= 0 else 0.0
        if arrow.piece < 0 or start <= dates[arrow.tail] + SAME:
            found.append(arrow)
            continue
        key = (arrow.tail, round(start, 4))
        if key not in late:
            late[key] = len(dates)
            dates.append(start)
            found.append(Arrow(arrow.tail, late[key]))
        found.append(Arrow(late[key], arrow.head, arrow.piece))
    return len(dates), found, dates


def split_parallel(
    net: PieceNet, arrows: list[Arrow], dates: list[float]
) -> tuple[int, list[Arrow], list[float]]:
    """Of works with equal ends the longest (a critical one first) keeps them; the others start behind a dummy."""
    dates = list(dates)
    groups: dict[tuple[int, int], list[Arrow]] = defaultdict(list)
    for arrow in arrows:
        groups[arrow.tail, arrow.head].append(arrow)
    found: list[Arrow] = []
    for (tail, head), group in groups.items():
        works = sorted(
            (a for a in group if a.piece >= 0), key=lambda a: keeps_pair(net.pieces[a.piece], a.piece)
        )
        found.append(works[0] if works else group[0])
        for arrow in works[1:]:
            found += [Arrow(tail, len(dates)), Arrow(len(dates), head, arrow.piece)]
            dates.append(dates[tail])
    return len(dates), found, dates


def keeps_pair(piece: Piece, index: int) -> tuple[bool, float, int]:
    """Sort key: critical works first, then late finishes, then the canonical order."""
    return not piece.critical, -piece.finish, index


def topological(count: int, arrows: list[Arrow], dates: list[float]) -> list[int]:
    """Node order by date in which no arrow runs backward."""
    depth = [0] * count
    out: dict[int, list[int]] = defaultdict(list)
    degree = [0] * count
    for arrow in arrows:
        out[arrow.tail].append(arrow.head)
        degree[arrow.head] += 1
    ready = [node for node in range(count) if not degree[node]]
    while ready:
        node = ready.pop()
        for head in out[node]:
            depth[head] = max(depth[head], depth[node] + 1)
            degree[head] -= 1
            if not degree[head]:
                ready.append(head)
    return sorted(range(count), key=lambda node: (round(dates[node], 4), depth[node], node))


def lines_of(net: PieceNet, arrows: list[Arrow], dates: list[float]) -> tuple[Line, ...]:
    """Waves, floats on the axis and criticality of every arrow."""
    late = late_dates(net, arrows, dates)
    solids = [
        dates[a.tail] if a.piece < 0 else max(net.pieces[a.piece].finish, dates[a.tail]) for a in arrows
    ]
    waves = [
        wave if (wave := dates[a.head] - solid) > SAME else 0.0
        for a, solid in zip(arrows, solids, strict=True)
    ]
    free = free_floats(arrows, waves, len(dates))
    lines = [
        Line(a.tail, a.head, a.piece, solid, wave, max(late[a.head] - solid, 0.0), f, False)
        for a, solid, wave, f in zip(arrows, solids, waves, free, strict=True)
    ]
    return mark_critical(net, lines, len(dates))


def late_dates(net: PieceNet, arrows: list[Arrow], dates: list[float]) -> list[float]:
    """LT on the axis, backward from the end over works and dummies."""
    late = [max(dates)] * len(dates)
    for arrow in sorted(arrows, key=by_ends, reverse=True):
        length = 0.0 if arrow.piece < 0 else max(net.pieces[arrow.piece].finish - dates[arrow.tail], 0.0)
        late[arrow.tail] = min(late[arrow.tail], late[arrow.head] - length)
    return late


def free_floats(arrows: list[Arrow], waves: list[float], count: int) -> list[float]:
    """Own wave plus the least total wave over dummies to the next node where a work starts, or the end."""
    starts = {a.tail for a in arrows if a.piece >= 0}
    end = count - 1
    least = [0.0 if node in starts or node == end else float("inf") for node in range(count)]
    for arrow, wave in sorted(zip(arrows, waves, strict=True), key=lambda p: by_ends(p[0]), reverse=True):
        if arrow.piece < 0 and arrow.tail not in starts:
            least[arrow.tail] = min(least[arrow.tail], wave + least[arrow.head])
    return [wave + (least[a.head] if a.piece >= 0 else 0.0) for a, wave in zip(arrows, waves, strict=True)]


def mark_critical(net: PieceNet, lines: list[Line], count: int) -> tuple[Line, ...]:
    """The engine's flag for works; of a cut work the pieces with its least float; dummies that join such works."""
    least: dict[int, float] = {}
    for line in lines:
        if not line.dummy and net.pieces[line.piece].kind == "work":
            work = net.pieces[line.piece].work
            least[work] = min(least.get(work, line.total), line.total)
    marked = [replace(line, critical=work_critical(net, line, least)) for line in lines]
    return join_critical(marked, count)


def work_critical(net: PieceNet, line: Line, least: dict[int, float]) -> bool:
    if line.dummy or not net.pieces[line.piece].critical:
        return False
    piece = net.pieces[line.piece]
    return piece.parts == 1 or line.total <= least.get(piece.work, 0.0) + SAME


def join_critical(lines: list[Line], count: int) -> tuple[Line, ...]:
    """A dummy without wave is critical where a critical line enters it and another leaves it."""
    entered = {0} | {line.head for line in lines if line.critical}
    left = {count - 1} | {line.tail for line in lines if line.critical}
    plain = [line for line in lines if line.dummy and line.wave <= EPSILON]
    for line in plain:
        if line.tail in entered:
            entered.add(line.head)
    for line in reversed(plain):
        if line.head in left:
            left.add(line.tail)
    return tuple(
        replace(line, critical=True)
        if line.dummy and line.wave <= EPSILON and line.tail in entered and line.head in left
        else line
        for line in lines
    )
