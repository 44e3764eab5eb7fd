"""The last step: one sheet of a layout as SVG markup."""

from __future__ import annotations

from yipanqi.drawing import svg
from yipanqi.drawing.metrics import text_width
from yipanqi.drawing.svg import Element, element
from yipanqi.drawing.timescaled.axis import Axis, Cell, axis
from yipanqi.drawing.timescaled.captions import Labels
from yipanqi.drawing.timescaled.frame import block, ground, heading, legend
from yipanqi.drawing.timescaled.heights import LEADING
from yipanqi.drawing.timescaled.ink import Ink, Window, n
from yipanqi.drawing.timescaled.labels import Label, line_text
from yipanqi.drawing.timescaled.layout import Layout
from yipanqi.drawing.timescaled.plan import NetworkPlan
from yipanqi.drawing.timescaled.shapes import path, text
from yipanqi.drawing.timescaled.style import STYLE
from yipanqi.drawing.timescaled.tiles import Sheet, cut_edges, cut_lines, far_label

ORDER = ("wv", "wt", "w", "dm", "dh", "cd", "ch", "c", "cc", "wh", "h")


def render(plan: NetworkPlan, layout: Layout, sheet: Sheet, words: Labels, notes: list[str]) -> str:
    """The whole sheet as one SVG document in tenths of a millimetre."""
    paper = sheet.paper
    drawn = [
        *ground(paper),
        *heading(plan, paper, words),
        *scale_rows(plan, layout, sheet, words),
        *lines(layout, sheet),
        *front(plan, layout, sheet, words),
        *circles(layout, sheet),
        *joins(layout, sheet, words),
        *texts(layout, sheet),
        *legend(layout, sheet, words, notes),
        *block(plan, layout, sheet, words),
    ]
    title = f"{plan.title} {words.heading}"
    return svg.write(
        svg.document(
            *drawn, title=title, desc=description(plan, layout, words),
            width=f"{paper.width:g}mm", height=f"{paper.height:g}mm",
            view_box=(0.0, 0.0, paper.width * 10, paper.height * 10), style=STYLE, class_="timescaled",
            lang=words.language,
        )
    )  # fmt: skip


def description(plan: NetworkPlan, layout: Layout, words: Labels) -> str:
    """What a reader who cannot see the drawing needs first: size, time span, critical works."""
    unit = words.working_day if plan.off_days.get("") else words.day
    end = plan.timeline().units(max(layout.net.dates))
    critical = "、".join(dict.fromkeys(work.name for work in plan.works if work.critical))
    return f"{plan.title}: {len(plan.works)} × {words.work}, {line_text(end)} {unit}. {words.critical}: {critical}"


def scale_rows(plan: NetworkPlan, layout: Layout, sheet: Sheet, words: Labels) -> list[Element]:
    """Tinted free days, grid, axis rows and the months again at the foot."""
    paper, window = sheet.paper, sheet.window
    found = axis(plan, layout.scale, window.x0, window.x1, words)
    top, bottom, step = paper.axis_top, paper.plot_bottom, paper.axis_row
    levels = [top + step * k for k in range(5)]
    levels[4] = paper.plot_top
    cells = [
        *cell_texts(found.years, levels[0] + 3.3, 2.8, "m b", window),
        *cell_texts(found.months, levels[1] + 3.3, 2.8, "m", window),
        *cell_texts(found.thirds, levels[2] + 3.2, 2.4, "m q", window),
        *cell_texts(found.ticks, levels[4] - 1.1, 2.2, "m q", window),
        *cell_texts(found.months, bottom + 3.4, 2.4, "m q", window),
    ]
    heads = [
        text(found.heads[k], (paper.left + paper.head) / 2, levels[k] + 3.3, 2.6 if k < 3 else 2.2, "m q")
        for k in range(4)
    ]
    return [*grid(found, sheet, levels), *cells, *heads]


def grid(found: Axis, sheet: Sheet, levels: list[float]) -> list[Element]:
    paper, shift = sheet.paper, sheet.window.shift
    top, bottom = levels[4], paper.plot_bottom

    def uprights(cells: tuple[Cell, ...], start: float, end: float) -> str:
        inner = [cell.x1 + shift for cell in cells[:-1]]
        return "".join(f"M{n(x)} {n(start)}V{n(end)}" for x in inner)

    tint = "".join(
        f"M{n(x0 + shift)} {n(top)}H{n(x1 + shift)}V{n(bottom)}H{n(x0 + shift)}z" for x0, x1 in found.off
    )
    first = max(found.months[0].x0 + shift, paper.head)
    origin = f"M{n(first)} {n(levels[1])}V{n(bottom)}" if first > paper.head + 0.1 else ""
    ends = f"M{n(paper.left)} {{}}H{n(paper.right)}"
    rules = "".join(ends.format(n(y)) for y in (levels[0], levels[4], bottom))
    days = "".join(f"M{n(c.x0 + shift)} {n(levels[4] - 0.7)}v{n(0.7)}" for c in found.ticks)
    return [
        *([path(tint, "off")] if tint else []),
        path(uprights(found.thirds, levels[2], bottom), "g2"),
        path(
            uprights(found.months, levels[1], bottom + 1.2)
            + uprights(found.years, levels[0], levels[1])
            + origin,
            "g1",
        ),
        path(f"{rules}M{n(paper.head)} {n(levels[0])}V{n(levels[4])}{days}", "rule"),
        path("".join(ends.format(n(y)) for y in levels[1:4]), "hair"),
    ]


def cell_texts(cells: tuple[Cell, ...], y: float, size: float, class_: str, window: Window) -> list[Element]:
    """Centred texts; a cell narrower than its text stays empty."""
    found = []
    for cell in cells:
        width = cell.x1 - cell.x0
        fits = width == 0 or text_width(cell.text, size) + 0.6 <= width
        half = text_width(cell.text, size) / 2
        if fits and window.x0 + half < (cell.x0 + cell.x1) / 2 < window.x1 - half - 0.5:
            found.append(text(cell.text, (cell.x0 + cell.x1) / 2 + window.shift, y, size, class_))
    return found


def lines(layout: Layout, sheet: Sheet) -> list[Element]:
    """Waves and lines, then the outsides of all critical lines, their cores, and the heads."""
    ink = Ink(sheet.window)
    for stroke in layout.routes.strokes:
        ink.stroke(stroke)
    for wave in layout.routes.waves:
        ink.wave(wave)
    for head in layout.routes.heads:
        piece = layout.net.lines[head.line].piece
        ink.head(head, piece >= 0 and layout.net.pieces[piece].kind == "wait")
    ink.paths["cc"] = ink.paths["c"]
    return [path(ink.paths[kind], kind) for kind in ORDER if ink.paths.get(kind)]


def front(plan: NetworkPlan, layout: Layout, sheet: Sheet, words: Labels) -> list[Element]:
    """The check date, the front line with its points and captions."""
    line, window = layout.front, sheet.window
    if line is None or plan.check is None or not line.points:
        return []
    shift, paper = window.shift, sheet.paper
    inside = [(x, y) for x, y in line.points if window.holds(x)]
    if len(inside) < len(line.points):
        inside = [(min(max(x, window.x0), window.x1), y) for x, y in line.points]
    if not any(window.holds(x) for x, _ in line.points):
        return []
    x, top, bottom = line.x + shift, paper.plot_top, paper.plot_bottom
    day = words.check_day.format(words.date.format(plan.check.year, plan.check.month, plan.check.day))
    found = [
        path(f"M{n(x)} {n(top)}V{n(bottom)}", "day"),
        path("M" + "L".join(f"{n(px + shift)} {n(py)}" for px, py in inside), "front"),
        path(f"M{n(x - 1.3)} {n(top - 0.2)}h26l-13 15zM{n(x - 1.3)} {n(bottom + 0.2)}h26l-13 -15z", "hl"),
        text(day, min(x, paper.right - 12), bottom + 6.6, 2.4, "m a"),
    ]
    for mark in line.marks:
        if window.holds(mark.x):
            radius = layout.scale.radius + 0.5 if mark.node is not None else 0.9
            kind = "ring" if mark.node is not None else "fp"
            found.append(element("circle", class_=kind, cx=n(mark.x + shift), cy=n(mark.y), r=n(radius)))
    return found


def circles(layout: Layout, sheet: Sheet) -> list[Element]:
    """Nodes with their numbers."""
    ringed, window, radius = layout.net.critical_nodes(), sheet.window, layout.scale.radius
    found: list[Element] = []
    for node, (x, y) in enumerate(layout.at):
        if window.holds(x):
            kind = "nc" if node in ringed else "n"
            found.append(element("circle", class_=kind, cx=n(x + window.shift), cy=n(y), r=n(radius)))
            found.append(number_text(layout.numbers[node], x + window.shift, y, radius))
    return found


def number_text(number: int, x: float, y: float, radius: float) -> Element:
    """A number optically centred in its circle, smaller from three digits on."""
    size = radius * (1.04 if number < 100 else 0.82)
    return text(str(number), x, y + 0.36 * size, size, "no")


def joins(layout: Layout, sheet: Sheet, words: Labels) -> list[Element]:
    """Pointer circles (指向圈) with the number of the other node on every line that is cut."""
    found: list[Element] = []
    for edge, x, side in cut_edges(layout, sheet):
        for i, y in cut_lines(layout, edge):
            line = layout.net.lines[i]
            node = line.head if side > 0 else line.tail
            centre = x + side * layout.scale.radius
            found.append(element("circle", class_="join", cx=n(centre), cy=n(y), r=n(layout.scale.radius)))
            found.append(number_text(layout.numbers[node], centre, y, layout.scale.radius))
            if (
                side < 0
                and not line.dummy
                and layout.net.pieces[line.piece].name
                and far_label(layout, i, edge)
            ):
                name = words.continued.format(layout.net.pieces[line.piece].name)
                found.append(text(name, x + 1.0, y - 1.5, 2.2, "t a l"))
    return found


def texts(layout: Layout, sheet: Sheet) -> list[Element]:
    """Names, durations, milestones, captions of the front line, leaders under them."""
    shown = [label for label in layout.placed.labels if sheet.window.holds(label.x)]
    shift = sheet.window.shift
    led = [label for label in shown if label.leader]
    found = [path(leader_data(led, shift), "ld")] if led else []
    found += [dot(label, shift) for label in led if label.line >= 0]
    found += [label_text(label, shift) for label in shown]
    found += [label_text(label, shift) for label in layout.front_labels if sheet.window.holds(label.x)]
    return found


def leader_data(led: list[Label], shift: float) -> str:
    ends = [label.leader for label in led if label.leader]
    return "".join(f"M{n(x0 + shift)} {n(y0)}L{n(x1 + shift)} {n(y1)}" for x0, y0, x1, y1 in ends)


def dot(label: Label, shift: float) -> Element:
    x, y = label.leader[:2] if label.leader else (label.x, label.y)
    return element("circle", class_="h", cx=n(x + shift), cy=n(y), r=4)


def label_text(label: Label, shift: float) -> Element:
    kinds = {"duration": "t d", "front": "t a", "milestone": "t b"}
    class_ = kinds.get(label.kind, "t b" if label.critical else "t")
    x, size = n(label.x + shift), n(label.size)
    if len(label.lines) == 1:
        return element("text", label.lines[0], class_=class_, x=x, y=n(label.y), font_size=size)
    spans = [
        element("tspan", line, x=x, y=n(label.y + k * LEADING * label.size))
        for k, line in enumerate(label.lines)
    ]
    return element("text", *spans, class_=class_, font_size=size)
