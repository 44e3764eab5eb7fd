"""The sheet of a 单代号 network: one sheet if a standard one holds it, else several with the numbers of cut links."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from yipanqi.drawing import svg
from yipanqi.drawing.metrics import Box
from yipanqi.drawing.node.box import Form, draw, form_for
from yipanqi.drawing.node.heights import Room
from yipanqi.drawing.node.layers import Layered, layered
from yipanqi.drawing.node.order import Order, ordered
from yipanqi.drawing.node.plan import NetworkNode, NodeLabels, NodeNetwork
from yipanqi.drawing.node.routes import INTO, OUT_OF, Point, Routed, routed
from yipanqi.drawing.placing import Placer, around
from yipanqi.drawing.scene import Drawing, Label
from yipanqi.drawing.sheet import (
    A1,
    A2,
    A3,
    BLOCK_ROW,
    HEADING,
    SHEET,
    SMALL_SIZE,
    Drawn,
    Paper,
    Symbol,
    block_box,
    heading,
    legend,
    title_block,
)

SHEETS = (A3, Paper("A3×1.5", 630, 297), A2, Paper("A3×2", 841, 297), A1)
SCALES = (1.0, 0.93, 0.86)
"""Sizes of a box that are tried; the smallest still writes figures of 2.2 mm."""
GAP, LINE = 3.4, 2.8
LOOSER = (3.5, 2.6, 2.0, 1.5)
"""Factors of the gaps between boxes that are tried to use the height of a sheet."""
MOST_AIR = 12.0
"""By how much a channel is widened at most to use the width."""
FOOT = 21.0
MARGIN = 7.0
HEAD = 1.4
CORNER = 0.9
JOIN = 9.0
"""Room for join marks at either side of a tiled sheet."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of the network: columns [begin, end), shifted by (dx, dy)."""

    paper: Paper
    begin: int
    end: int
    dx: float
    dy: float
    number: int = 1
    count: int = 1


def layout(network: NodeNetwork, words: NodeLabels) -> tuple[Drawing, ...]:
    """One drawing per sheet; InputError or CycleError for a network that cannot be drawn."""
    net = layered(network, words)
    form = form_for(net.nodes.values())
    placed, sheets = _fitted(net, ordered(net), form, words)
    return tuple(_sheet(net, placed, form, words, sheet) for sheet in sheets)


def _area(paper: Paper, words: NodeLabels) -> Box:
    frame = paper.frame
    foot = max(FOOT, BLOCK_ROW * len(words.sheet.block), 9 + 4.2 * len(words.sheet.notes))
    return Box(frame.left + MARGIN, frame.top + HEADING + 3, frame.right - MARGIN, frame.bottom - foot - 3)


def _fitted(net: Layered, order: Order, form: Form, words: NodeLabels) -> tuple[Routed, list[Sheet]]:
    """The smallest sheet that holds all, boxes as large as possible; else columns on as many sheets as they need."""
    tried: dict[float, Routed] = {}
    for paper in SHEETS:
        area = _area(paper, words)
        for scale in SCALES:
            if _least_width(len(order), form.width * scale) > area.right - area.left:
                continue
            if scale not in tried:
                tried[scale] = _routed(net, order, form, scale)
            if _holds(area, tried[scale]):
                spread = _spread(net, order, form, scale, area, tried[scale])
                return spread, [_centred(spread, paper, area)]
    placed = tried.get(SCALES[-1]) or _routed(net, order, form, SCALES[-1])
    wider = (
        _routed(net, order, form, SCALES[-1], looser)
        for looser in _promising(placed, form, _height(A3, words))
    )
    placed = next((found for found in wider if found.height <= _height(A3, words)), placed)
    return placed, _tiled(placed, words)


def _least_width(layers: int, width: float) -> float:
    """Less than this no routing can need."""
    return layers * width + max(0, layers - 1) * (INTO + OUT_OF)


def _routed(
    net: Layered, order: Order, form: Form, scale: float, looser: float = 1.0, air: float = 0.0
) -> Routed:
    room = Room(form.height * scale, GAP * looser, LINE * min(looser, 1.6))
    return routed(net, order, room, form.width * scale, air)


def _holds(area: Box, placed: Routed) -> bool:
    return placed.width <= area.right - area.left and placed.height <= area.bottom - area.top


def _spread(net: Layered, order: Order, form: Form, scale: float, area: Box, placed: Routed) -> Routed:
    """The same with the white of the sheet shared out between boxes and in the channels."""
    spare = (area.right - area.left - placed.width) / max(1, len(placed.columns) - 1)
    air = min(MOST_AIR, max(0.0, spare - 0.01))
    loose = _promising(placed, form, area.bottom - area.top)
    wider = (_routed(net, order, form, scale, looser, air) for looser in (*loose, 1.0))
    return next((found for found in wider if _holds(area, found)), placed)


def _promising(placed: Routed, form: Form, height: float) -> list[float]:
    """The factors that may fit `height`, judged by how much of a layer is gap."""
    box = form.height * SCALES[-1]
    return [f for f in LOOSER if placed.height * (box + GAP * f) / (box + GAP) <= height * 1.1]


def _centred(placed: Routed, paper: Paper, area: Box) -> Sheet:
    dx = area.left + (area.right - area.left - placed.width) / 2
    dy = area.top + (area.bottom - area.top - placed.height) / 2
    return Sheet(paper, 0, len(placed.columns), dx, dy)


def _tiled(placed: Routed, words: NodeLabels) -> list[Sheet]:
    paper = next((p for p in SHEETS if _height(p, words) >= placed.height), None)
    paper = paper or Paper("A1+", A1.width, A1.height + placed.height - _height(A1, words))
    area = _area(paper, words)
    room = area.right - area.left - 2 * JOIN
    starts = [0]
    for i, (_, right) in enumerate(placed.columns):
        if right - placed.columns[starts[-1]][0] > room and i > starts[-1]:
            starts.append(i)
    ends = [*starts[1:], len(placed.columns)]
    dy = area.top + (area.bottom - area.top - placed.height) / 2
    return [
        Sheet(paper, begin, end, area.left + JOIN - placed.columns[begin][0], dy, k + 1, len(starts))
        for k, (begin, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _height(paper: Paper, words: NodeLabels) -> float:
    area = _area(paper, words)
    return area.bottom - area.top


def _sheet(net: Layered, placed: Routed, form: Form, words: NodeLabels, sheet: Sheet) -> Drawing:
    drawn = heading(sheet.paper, words.sheet, sheet.number, sheet.count)
    column = {left: i for i, (left, _) in enumerate(placed.columns)}
    here = {
        id: Box(at.left + sheet.dx, at.top + sheet.dy, at.right + sheet.dx, at.bottom + sheet.dy)
        for id, at in placed.boxes.items()
        if sheet.begin <= column[at.left] < sheet.end
    }
    ways = {
        i: tuple((x + sheet.dx, y + sheet.dy) for x, y in placed.ways[i])
        for i, link in enumerate(net.links)
        if link.predecessor in here and link.successor in here
    }
    drawn.shapes += _lines(net, ways)
    for id, at in here.items():
        drawn.add(draw(net.nodes[id], at, form))
    _texts(drawn, net, ways, here, sheet.paper)
    drawn.add(_foot(net, form, words, sheet.paper))
    return Drawing(
        words.sheet.title, words.sheet.desc, sheet.paper.width, sheet.paper.height, "mm",
        tuple(drawn.shapes), tuple(drawn.labels), SHEET, here,
    )  # fmt: skip


def _lines(net: Layered, ways: dict[int, tuple[Point, ...]]) -> list[svg.Element]:
    """Links with rounded corners, which tell a branch from a crossing; the critical ones last."""
    shapes = []
    for i in sorted(ways, key=lambda i: (net.links[i].critical, i)):
        look = "-c" if net.links[i].critical else ""
        x, y = ways[i][-1]
        tip = svg.path("M", x, y, "l", -HEAD * 1.5, -HEAD / 2, "v", HEAD, "Z")
        shapes.append(svg.element("path", class_=f"g-link{look}", d=rounded([*ways[i][:-1], (x - HEAD, y)])))
        shapes.append(svg.element("path", class_=f"g-tip{look}", d=tip))
    return shapes


def rounded(way: Sequence[Point]) -> str:
    """Path data of a way of horizontals and verticals with rounded corners."""
    parts: list[svg.Value] = ["M", *way[0]]
    for before, at, after in zip(way, way[1:], way[2:], strict=False):
        bend = min(CORNER, _length(before, at) / 2, _length(at, after) / 2)
        parts += ["L", *_towards(at, before, bend), "Q", *at, *_towards(at, after, bend)]
    return svg.path(*parts, "L", *way[-1])


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(start: Point, end: Point, by: float) -> Point:
    whole = _length(start, end) or 1.0
    return start[0] + (end[0] - start[0]) * by / whole, start[1] + (end[1] - start[1]) * by / whole


def _texts(
    drawn: Drawn, net: Layered, ways: dict[int, tuple[Point, ...]], here: dict[str, Box], paper: Paper
) -> None:
    """Relations beside their links, and the numbers of nodes on other sheets."""
    placer = Placer(
        paper.frame,
        gap=0.4,
        line_cost=6,
        labels=list(drawn.labels),
        solid=[at.grown(0.5) for at in here.values()],
    )
    known = len(placer.labels)
    for way in ways.values():
        placer.draw_along(way, 2.0, 0.3)
    for i, way in ways.items():
        if net.links[i].text:
            _relation(placer, net.links[i].text, way, critical=net.links[i].critical)
    _joins(placer, net, here)
    drawn.labels += placer.labels[known:]


def _relation(placer: Placer, text: str, way: tuple[Point, ...], *, critical: bool) -> None:
    (x0, y0), (x1, y1) = way[0], way[-1]
    wanted = [(x1 - 2.6, y1 - 0.8, "end"), (x1 - 2.6, y1 + 2.9, "end"), (x0 + 1, y0 - 0.8, "start")]
    label = Label(text, x1, y1, SMALL_SIZE, "b" if critical else "q", halo=True)
    placer.place(label, [*wanted, *around(x1 - 2.6, y1, SMALL_SIZE, 24)])


def _joins(placer: Placer, net: Layered, here: dict[str, Box]) -> None:
    after: dict[str, list[str]] = defaultdict(list)
    before: dict[str, list[str]] = defaultdict(list)
    for link in net.links:
        if (link.predecessor in here) != (link.successor in here):
            inner, outer = (after, link.successor) if link.predecessor in here else (before, link.predecessor)
            inner[link.predecessor if link.predecessor in here else link.successor].append(outer)
    for id, others in (*after.items(), *before.items()):
        at, behind = here[id], others is after.get(id)
        names = " ".join(sorted({net.nodes[o].number or net.nodes[o].name for o in others}))
        text = f"→{names}" if behind else f"{names}→"
        x = at.right + 1 if behind else at.left - 1
        ys = [(at.top + at.bottom) / 2 - 0.6, at.top + 2.2, at.bottom, at.top, at.bottom + 3]
        anchors = [(x, y, "start" if behind else "end") for y in ys]
        placer.place(
            Label(text, x, at.top, SMALL_SIZE, "t-fore", halo=True),
            [*anchors, *around(x, at.top, SMALL_SIZE, 30)],
        )


def _foot(net: Layered, form: Form, words: NodeLabels, paper: Paper) -> Drawn:
    """A sample box with the names of its fields, samples of links, notes, title block."""
    drawn = title_block(paper, words.sheet)
    frame, block = paper.frame, block_box(paper, words.sheet)
    top = min(block.top, frame.bottom - FOOT)
    drawn.shapes.append(
        svg.element("path", class_="g-rule", d=svg.path("M", frame.left, top, "H", frame.right))
    )
    sample = NetworkNode(
        "",
        words.number,
        words.name,
        words.duration,
        words.es,
        words.ef,
        words.ls,
        words.lf,
        words.tf,
        words.ff,
    )
    height = FOOT - 4
    at = Box(frame.left + 14, top + 2, frame.left + 14 + form.width * height / form.height, top + 2 + height)
    drawn.add(draw(sample, at, form))
    drawn.labels.append(Label(words.sheet.legend, frame.left + 3, top + 4.6, SMALL_SIZE, "b"))
    area = Box(at.right + 6, top + 0.6, block.left - 4, frame.bottom)
    drawn.add(legend(area, "", _entries(net, words), words.sheet.notes))
    return drawn


def _entries(net: Layered, words: NodeLabels) -> list[tuple[Symbol, str]]:
    found = [
        (any(link.critical for link in net.links), _symbol("-c"), words.critical),
        (any(not link.critical for link in net.links), _symbol(""), words.link),
    ]
    return [(symbol, text) for occurs, symbol, text in found if occurs and text]


def _symbol(look: str) -> Symbol:
    def sample(x: float, y: float) -> list[svg.Element]:
        end = x + 12
        tip = svg.path("M", end, y, "l", -HEAD * 1.5, -HEAD / 2, "v", HEAD, "Z")
        return [
            svg.element("path", class_=f"g-link{look}", d=svg.path("M", x, y, "H", end - HEAD)),
            svg.element("path", class_=f"g-tip{look}", d=tip),
        ]

    return sample
