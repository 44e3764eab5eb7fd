"""One layout on one canvas: everything of the drawing as numbers in millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from yipanqi.drawing.metrics import ASCENT, Box, text_width
from yipanqi.drawing.timescaled import chains as chaining
from yipanqi.drawing.timescaled import heights, rows
from yipanqi.drawing.timescaled.captions import Labels
from yipanqi.drawing.timescaled.chains import Chains, Scale
from yipanqi.drawing.timescaled.cost import Ints
from yipanqi.drawing.timescaled.dating import DatedNet
from yipanqi.drawing.timescaled.frontline import Front, caption, front_line
from yipanqi.drawing.timescaled.labels import Label, Placed, Writer, caption_of
from yipanqi.drawing.timescaled.plan import NetworkPlan
from yipanqi.drawing.timescaled.raster import Raster
from yipanqi.drawing.timescaled.routes import Router, Routes, numbers

FRONT_SIZE = 2.4


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where a net may be drawn: axis day 0 at ``left``, the last day at ``right``, rows from top to bottom.

    ``edge_left`` and ``edge_right`` bound labels; ``cuts`` are x where a tiled sheet will be cut.
    """

    left: float
    right: float
    top: float
    bottom: float
    edge_left: float
    edge_right: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The finished numbers of a drawing."""

    net: DatedNet
    chains: Chains
    scale: Scale
    row: tuple[int, ...]
    lane_y: tuple[float, ...]
    at: tuple[tuple[float, float], ...]
    numbers: tuple[int, ...]
    routes: Routes
    placed: Placed
    front: Front | None
    front_labels: tuple[Label, ...]
    canvas: Canvas
    height_share: float
    cuts: tuple[float, ...]


def scale_for(net: DatedNet, canvas: Canvas) -> Scale:
    """Circle and type sizes by the number of works; the span fills the canvas."""
    count = sum(not line.dummy for line in net.lines)
    span = max(max(net.dates), 1e-6)
    sizes = ((25, 2.6, 3.3), (45, 2.5, 3.0), (80, 2.2, 2.7))
    radius, size = next(((r, s) for most, r, s in sizes if count <= most), (1.8, 2.5))
    return Scale(canvas.left, (canvas.right - canvas.left) / span, radius, size, round(0.9 * size, 2))


@dataclass(frozen=True, slots=True)
class Found:
    """Chains and the row vectors worth a layout, best first."""

    chains: Chains
    scale: Scale
    vectors: tuple[Ints, ...]


def find_rows(
    net: DatedNet, canvas: Canvas, effort: rows.Effort, previous: Mapping[str, rows.Place] | None
) -> Found:
    """Chains and their rows, with the main critical chain in the upper half."""
    scale = scale_for(net, canvas)
    cut = chaining.build(net, scale, {i: chain for i, (_, chain) in rows.former(net, previous).items()})
    vectors = rows.search(net, cut, scale, effort, previous)
    if not previous:
        vectors = [upright(net, cut, row) for row in vectors]
    vectors.sort(key=lambda row: bare_crossings(net, cut, scale, row))
    most = effort.layouts if len(cut.chains) > rows.SMALL else max(effort.layouts, rows.SEEDS_IF_SMALL)
    return Found(cut, scale, tuple(vectors[:most]))


def bare_crossings(net: DatedNet, cut: Chains, scale: Scale, row: Ints) -> int:
    """Crossings and, dearer, bypasses of the routes on evenly spaced rows: heights do not change their number."""
    routes = Router(net, cut, scale, [12.0 * float(r) for r in row]).draw()
    return routes.crossings + 5 * routes.bypasses


def best_layout(
    plan: NetworkPlan,
    net: DatedNet,
    canvas: Canvas,
    found: Found,
    words: Labels,
    pages: int,
    page_width: float,
) -> Layout:
    """Of all row vectors the layout with the least to dislike."""
    layouts = (lay_out(plan, net, canvas, found, row, words, pages, page_width) for row in found.vectors)
    return min(layouts, key=dislike)


def dislike(layout: Layout) -> float:
    """Text without room, height over the sheet, nodes passed by, crossings, names away from their arrows."""
    placed, routes = layout.placed, layout.routes
    over = max(0.0, layout.height_share - 1.0)
    names = placed.leaders + placed.beside
    return 1000 * placed.failed + 5000 * over + 40 * routes.bypasses + 12 * routes.crossings + 8 * names


def upright(net: DatedNet, cut: Chains, row: Ints) -> Ints:
    """Mirror the rows if the longest critical chain lies in the lower half: the cost is the same."""
    critical = [
        (chain.left - chain.right, c)
        for c, chain in enumerate(cut.chains)
        if chain.lines and net.lines[chain.lines[0]].critical
    ]
    top = int(row.max())
    main = min(critical)[1] if critical else 0
    return (top - row).astype(np.int32) if 2 * row[main] > top else row


def lay_out(
    plan: NetworkPlan, net: DatedNet, canvas: Canvas, found: Found, row: Ints, words: Labels,
    pages: int = 1, page_width: float = 0.0,
) -> Layout:  # fmt: skip
    """Heights, routes, front line and labels of a net whose rows are found."""
    cut, scale = found.chains, found.scale
    captions = [caption_of(net, line, words.wait) for line in net.lines]
    names, durations = [name for name, _ in captions], [duration for _, duration in captions]
    ys, share, most = row_heights(net, cut, scale, row, names, canvas)
    lane_y = [round(ys[r], 2) for r in row]
    router = Router(net, cut, scale, lane_y)
    routes = router.draw()
    front = front_line(plan, net, cut, scale, lane_y, canvas.top, canvas.bottom)
    cuts = find_cuts(canvas, router, pages, page_width)
    raster = filled(canvas, router, routes, scale, front, cuts)
    writer = Writer(net, cut, scale, routes, router.at, lane_y, names, durations, raster, most)
    placed = writer.write(milestone_captions(net))
    return Layout(
        net, cut, scale, tuple(int(r) for r in row), tuple(lane_y), tuple(router.at), tuple(numbers(net, router.at)),
        routes, placed, front, front_labels(front, words, raster), canvas, share, cuts,
    )  # fmt: skip


def row_heights(
    net: DatedNet, cut: Chains, scale: Scale, row: Ints, names: list[str], canvas: Canvas
) -> tuple[list[float], float, int]:
    """y of rows, share of the height needed, name lines allowed: four, then three, then two."""
    for most in (4, 3, 2):
        sky = heights.skyline(net, cut, scale, row, names, most)
        ys, share = heights.spread(sky, canvas.top, canvas.bottom)
        if share <= 1.0:
            break
    return ys, share, most


def milestone_captions(net: DatedNet) -> list[tuple[int, str, bool]]:
    """(node, ◆name, critical) of every milestone; names at one node are joined."""
    names: dict[int, list[str]] = {}
    critical: dict[int, bool] = {}
    for piece, node in net.milestones:
        names.setdefault(node, []).append(f"◆{net.pieces[piece].name}")
        critical[node] = critical.get(node, False) or net.pieces[piece].critical
    return [(node, "".join(found), critical[node]) for node, found in sorted(names.items())]


def filled(
    canvas: Canvas, router: Router, routes: Routes, scale: Scale, front: Front | None, cuts: tuple[float, ...]
) -> Raster:
    """The raster with all lines, circles, the front line and the cuts of tiles."""
    raster = Raster(Box(canvas.edge_left, canvas.top + 0.4, canvas.edge_right, canvas.bottom - 0.4))
    raster.mark_routes(routes, router.at, scale.radius)
    for x in cuts:
        raster.mark(Box(x - 2 * scale.radius - 1, canvas.top, x + 2 * scale.radius + 1, canvas.bottom))
    if front:
        for (x0, y0), (x1, y1) in pairwise(front.points):
            raster.mark_line(x0, y0, x1, y1, 0.5)
        for mark in front.marks:
            raster.mark_circle(mark.x, mark.y, (scale.radius if mark.node is not None else 0.9) + 0.5)
    return raster


def front_labels(front: Front | None, words: Labels, raster: Raster) -> tuple[Label, ...]:
    """滞后 and 超前 beside their points, with clearance to everything where there is any."""
    found = []
    for mark in front.marks if front else ():
        text = caption(mark, words)
        width, height = text_width(text, FRONT_SIZE), FRONT_SIZE
        for clearance, reach in ((0.9, 6.0), (0.4, 8.0), (0.4, 30.0)):
            place = (
                raster.near(mark.x, mark.y, width, height, 1.4, reach, 0.4, clearance, 0.0) if text else None
            )
            if place:
                _, left, top = place
                label = Label(
                    (text,), left + width / 2, top + ASCENT * FRONT_SIZE, FRONT_SIZE, "front", False, -1
                )
                raster.mark(label.box)
                found.append(label)
                break
    return tuple(found)


def find_cuts(canvas: Canvas, router: Router, pages: int, page_width: float) -> tuple[float, ...]:
    """x of the cuts between tiles: in the last 14 % of a page, few lines, no node or vertical near."""
    cuts: list[float] = []
    start = canvas.left
    for _ in range(pages - 1):
        end = start + page_width
        places = np.arange(end - 0.14 * page_width, end, 0.4)
        cuts.append(min(cut_cost(router, float(x), end) for x in places)[1])
        start = cuts[-1]
    return tuple(cuts)


def cut_cost(router: Router, x: float, end: float) -> tuple[float, float]:
    """(cost, x): lines cut, plus a heavy price for nodes within r + 4 mm and for verticals within 2 mm."""
    near = sum(abs(nx - x) < router.scale.radius + 4 for nx, _ in router.at)
    upright = sum(
        abs(xa - x) < 2.5
        for stroke in router.routes.strokes
        for (xa, _), (xb, _) in pairwise(stroke.points)
        if xa == xb
    )
    lines = sum(router.at[line.tail][0] < x < router.at[line.head][0] for line in router.net.lines)
    return lines + 100 * near + 100 * upright + 0.01 * (end - x), round(x, 1)
