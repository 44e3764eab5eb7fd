"""The box of one activity: ES TF EF above, number, name and duration between, LS FF LF below."""

from collections.abc import Iterable
from dataclasses import dataclass

from yipanqi.drawing import svg
from yipanqi.drawing.metrics import Box, shortened, text_width
from yipanqi.drawing.node.plan import NetworkNode
from yipanqi.drawing.scene import Label
from yipanqi.drawing.sheet import Drawn, rect
from yipanqi.drawing.timescaled.words import breaks

SIDE = 0.16
"""Share of the width that the number and the duration get beside the name."""
ROW = 4.45
"""Height of the upper and the lower row."""
NAME, FIGURE = 2.9, 2.6
LONGEST = 60
"""Characters of a name that are looked at when it is broken into lines."""
BOLDER = 1.04


@dataclass(frozen=True, slots=True)
class Form:
    """Millimetres of a box at scale 1; `beside`: number and duration at the sides of the name, else above it."""

    width: float
    height: float
    beside: bool


NARROW, WIDE = Form(33.0, 16.5, beside=True), Form(42.0, 22.0, beside=False)
LINES = 2


def form_for(nodes: Iterable[NetworkNode]) -> Form:
    """The narrow form where all numbers and names fit into it."""
    side, room = SIDE * NARROW.width - 0.5, (1 - 2 * SIDE) * NARROW.width - 1
    for node in nodes:
        if max(text_width(text, FIGURE) for text in (node.number, node.duration)) > side:
            return WIDE
        if min(b.width for b in breaks(node.name[:LONGEST], LINES)) * NAME * BOLDER > room:
            return WIDE
    return NARROW


def draw(node: NetworkNode, at: Box, form: Form) -> Drawn:
    """Frame, inner lines and texts; a node without any figures shows its name alone (virtual start and end)."""
    drawn = Drawn([rect("g-node-c" if node.critical else "g-node", at)], [])
    scale = (at.right - at.left) / form.width
    if not _has_figures(node):
        drawn.labels += _name(node, at, scale)
        return drawn
    row = ROW * scale
    middle = Box(at.left, at.top + row, at.right, at.bottom - row)
    drawn.shapes.append(_rules(at, middle, form.beside))
    drawn.labels += _figures(node, at, row, scale)
    drawn.labels += (_beside if form.beside else _above)(node, middle, scale)
    return drawn


def _has_figures(node: NetworkNode) -> bool:
    return any((node.number, node.duration, node.es, node.ef, node.ls, node.lf, node.tf, node.ff))


def _rules(at: Box, middle: Box, beside: bool) -> svg.Element:
    width = at.right - at.left
    lines: list[svg.Value] = [
        "M",
        at.left,
        middle.top,
        "H",
        at.right,
        "M",
        at.left,
        middle.bottom,
        "H",
        at.right,
    ]
    for x in (at.left + width / 3, at.right - width / 3):
        lines += ["M", x, at.top, "V", middle.top, "M", x, middle.bottom, "V", at.bottom]
    if beside:
        for x in (at.left + SIDE * width, at.right - SIDE * width):
            lines += ["M", x, middle.top, "V", middle.bottom]
    return svg.element("path", class_="g-cut", d=svg.path(*lines))


def _figures(node: NetworkNode, at: Box, row: float, scale: float) -> list[Label]:
    """The six parameters in the upper and the lower row."""
    third, size = (at.right - at.left) / 3, FIGURE * scale
    look = "b" if node.critical else "t-ink"
    labels = []
    for y, texts in (
        (at.top + row / 2, (node.es, node.tf, node.ef)),
        (at.bottom - row / 2, (node.ls, node.ff, node.lf)),
    ):
        for k, text in enumerate(texts):
            shown = shortened(text, third - 0.6, size)
            labels.append(Label(shown, at.left + (k + 0.5) * third, y + 0.36 * size, size, look, "middle"))
    return [label for label in labels if label.text]


def _beside(node: NetworkNode, middle: Box, scale: float) -> list[Label]:
    side, size = SIDE * (middle.right - middle.left), FIGURE * scale
    base = (middle.top + middle.bottom) / 2 + 0.36 * size
    number, duration = (shortened(text, side - 0.3, size) for text in (node.number, node.duration))
    return [
        Label(number, middle.left + side / 2, base, size, "q", "middle"),
        *_name(node, Box(middle.left + side, middle.top, middle.right - side, middle.bottom), scale),
        Label(duration, middle.right - side / 2, base, size, "q", "middle"),
    ]


def _above(node: NetworkNode, middle: Box, scale: float) -> list[Label]:
    size, width = FIGURE * scale, middle.right - middle.left
    base = middle.top + 1.25 * size
    duration = shortened(node.duration, width / 3, size)
    number = shortened(node.number, width - text_width(duration, size) - 3, size)
    return [
        Label(number, middle.left + 1, base, size, "q"),
        Label(duration, middle.right - 1, base, size, "q", "end"),
        *_name(node, Box(middle.left, base + 0.2 * size, middle.right, middle.bottom), scale),
    ]


def _name(node: NetworkNode, at: Box, scale: float) -> list[Label]:
    """One or two lines in the middle, broken between words; what is still too long is cut at its end."""
    size = NAME * scale
    lines = broken(node.name, at.right - at.left - 1.0, size * BOLDER)
    x, leading = (at.left + at.right) / 2, size * 1.2
    first = (at.top + at.bottom) / 2 + 0.36 * size - leading * (len(lines) - 1) / 2
    look = "b" if node.critical else "t-ink"
    return [Label(line, x, first + i * leading, size, look, "middle") for i, line in enumerate(lines) if line]


def broken(name: str, room: float, size: float) -> tuple[str, ...]:
    """The fewest lines that hold `name`, at most LINES; the last one is cut if even those do not."""
    for found in breaks(name[:LONGEST], LINES):
        if found.width * size <= room and len(name) <= LONGEST:
            return found.lines
    words = name.split(" ") if " " in name else list(name)
    joint = " " if " " in name else ""
    first = 1
    while first < len(words) and text_width(joint.join(words[: first + 1]), size) <= room:
        first += 1
    lines = (joint.join(words[:first]), joint.join(words[first:]))
    return tuple(shortened(line, room, size) for line in lines if line)
