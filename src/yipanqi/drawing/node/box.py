"""The box of one activity: ES TF EF above, number, name and duration between, LS FF LF below."""

from yipanqi.drawing import svg
from yipanqi.drawing.metrics import Box, shortened, text_width
from yipanqi.drawing.node.plan import NetworkNode
from yipanqi.drawing.scene import Label
from yipanqi.drawing.sheet import Drawn, rect
from yipanqi.drawing.timescaled.words import breaks

WIDTH, HEIGHT = 33.0, 16.5
SIDE = 0.16
"""Share of the width that the number and the duration get on either side of the name."""
ROW = 0.27
"""Share of the height of the upper and the lower row."""
NAME, FIGURE = 2.9, 2.6
MOST_LINES = 2
LONGEST = 60


def draw(node: NetworkNode, at: Box) -> Drawn:
    """Frame, inner lines and texts; a node without any figures shows its name alone (virtual start and end)."""
    shapes = [rect("g-node-c" if node.critical else "g-node", at)]
    if not _has_figures(node):
        return Drawn(shapes, _name(node, at))
    width, height = at.right - at.left, at.bottom - at.top
    upper, lower = at.top + ROW * height, at.bottom - ROW * height
    left, right = at.left + SIDE * width, at.right - SIDE * width
    thirds = at.left + width / 3, at.right - width / 3
    lines: list[svg.Value] = ["M", at.left, upper, "H", at.right, "M", at.left, lower, "H", at.right]
    lines += ["M", left, upper, "V", lower, "M", right, upper, "V", lower]
    for x in thirds:
        lines += ["M", x, at.top, "V", upper, "M", x, lower, "V", at.bottom]
    shapes.append(svg.element("path", class_="g-cut", d=svg.path(*lines)))
    return Drawn(shapes, [*_figures(node, at), *_name(node, Box(left, upper, right, lower))])


def _has_figures(node: NetworkNode) -> bool:
    return any((node.number, node.duration, node.es, node.ef, node.ls, node.lf, node.tf, node.ff))


def _figures(node: NetworkNode, at: Box) -> list[Label]:
    width, height = at.right - at.left, at.bottom - at.top
    size = FIGURE * width / WIDTH
    upper, lower = at.top + ROW * height / 2, at.bottom - ROW * height / 2
    cells = [(node.es, 0, upper), (node.tf, 1, upper), (node.ef, 2, upper)]
    cells += [(node.ls, 0, lower), (node.ff, 1, lower), (node.lf, 2, lower)]
    look = "b" if node.critical else "t-ink"
    found = [
        Label(
            shortened(text, width / 3 - 0.6, size),
            at.left + (k + 0.5) * width / 3,
            y + 0.36 * size,
            size,
            look,
            "middle",
        )
        for text, k, y in cells
    ]
    middle = (at.top + at.bottom) / 2 + 0.36 * size
    side = SIDE * width
    for text, x in ((node.number, at.left + side / 2), (node.duration, at.right - side / 2)):
        small = min(size, size * (side - 0.5) / max(text_width(text, size), 0.1))
        found.append(Label(text, x, middle, max(small, 1.8), "q", "middle"))
    return [label for label in found if label.text]


def _name(node: NetworkNode, at: Box) -> list[Label]:
    """One or two lines in the middle, broken between words; what is still too long is cut."""
    size = NAME * (at.right - at.left) / WIDTH / (1 - 2 * SIDE if _has_figures(node) else 1)
    room = at.right - at.left - 1.0
    broken = [b for b in breaks(node.name[:LONGEST], MOST_LINES) if b.width * size * 1.04 <= room]
    fallback = breaks(node.name[:LONGEST], MOST_LINES)[-1].lines
    lines = broken[0].lines if broken else tuple(shortened(line, room, size * 1.04) for line in fallback)
    x, leading = (at.left + at.right) / 2, size * 1.2
    first = (at.top + at.bottom) / 2 + 0.36 * size - leading * (len(lines) - 1) / 2
    look = "b" if node.critical else "t-ink"
    return [Label(line, x, first + i * leading, size, look, "middle") for i, line in enumerate(lines) if line]
