"""Dependencies as orthogonal lines from the end of one bar to the end of another, arrowhead at the successor."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from yipanqi.drawing import svg
from yipanqi.drawing.gantt.bars import Place
from yipanqi.drawing.gantt.plan import GanttLink, RowKind
from yipanqi.drawing.scene import Label

OUT = 1.2
"""How far a line leaves a bar before it turns, in millimetres."""
HEAD = 1.1


def shown(links: Iterable[GanttLink], selected: frozenset[str]) -> list[GanttLink]:
    """Critical links, and those of a selected row; all the others would only be a web."""
    kept = [k for k in links if k.critical or k.predecessor in selected or k.successor in selected]
    return sorted(kept, key=lambda k: (k.critical, k.predecessor, k.successor, k.type))


def draw(link: GanttLink, places: Mapping[str, Place]) -> list[svg.Element]:
    """Line and head; nothing when one of the rows is on another sheet (see `joins`)."""
    first, second = places.get(link.predecessor), places.get(link.successor)
    if first is None or second is None or first is second:
        return []
    look = "-c" if link.critical else ""
    way, head = _way(link.type, first, second)
    return [
        svg.element("path", class_=f"g-link{look}", d=way),
        svg.element("path", class_=f"g-tip{look}", d=head),
    ]


def joins(
    links: Iterable[GanttLink], places: Mapping[str, Place], numbers: Mapping[str, int], size: float
) -> list[Label]:
    """Where a link leaves the sheet, the number of its other row: behind the predecessor, before the successor."""
    after: dict[str, list[int]] = defaultdict(list)
    before: dict[str, list[int]] = defaultdict(list)
    for link in links:
        if link.predecessor in places and link.successor not in places and link.successor in numbers:
            after[link.predecessor].append(numbers[link.successor])
        if link.successor in places and link.predecessor not in places and link.predecessor in numbers:
            before[link.successor].append(numbers[link.predecessor])
    labels = []
    for key, found in after.items():
        box = places[key].box
        labels.append(_join(f"→{_listed(found)}", box.right + 0.8, places[key].middle, size, "start"))
    for key, found in before.items():
        box = places[key].box
        labels.append(_join(f"{_listed(found)}→", box.left - 0.8, places[key].middle, size, "end"))
    return labels


def _listed(numbers: list[int]) -> str:
    return " ".join(str(number) for number in sorted(set(numbers)))


def _join(text: str, x: float, y: float, size: float, anchor: str) -> Label:
    return Label(text, x, y + 0.36 * size, size, "t-fore", anchor, halo=True)


def _ends(type: str, first: Place, second: Place) -> tuple[float, float]:
    return first.end if type[0] == "F" else first.begin, second.end if type[1] == "F" else second.begin


def _way(type: str, first: Place, second: Place) -> tuple[str, str]:
    """FS that has room drops onto the successor's head; everything else enters it from the side."""
    x, to = _ends(type, first, second)
    y, y_to = first.middle, second.middle
    if type == "FS" and to >= x - 0.05:
        return _drop(x, y, to, second)
    if type[1] == "F":
        out = max(x, to) + OUT + HEAD
        return svg.path("M", x, y, "H", out, "V", y_to, "H", to), _tip_left(to, y_to)
    out = min(x, to) - OUT - HEAD
    if type[0] == "F":
        between = first.box.bottom + 0.9 if y_to > y else first.box.top - 0.9
        way = svg.path("M", x, y, "h", OUT / 2, "V", between, "H", out, "V", y_to, "H", to)
    else:
        way = svg.path("M", x, y, "H", out, "V", y_to, "H", to)
    return way, _tip_right(to, y_to)


def _drop(x: float, y: float, to: float, second: Place) -> tuple[str, str]:
    box = second.box
    milestone = second.row.kind is RowKind.MILESTONE
    inside = to if milestone else min(to + 0.8, (box.left + box.right) / 2)
    at = max(inside, x + 0.3) if not milestone and x + 0.3 < box.right else inside
    down = second.middle > y
    edge = box.top if down else box.bottom
    way = svg.path("M", x, y, "H", at, "V", edge)
    back = -HEAD * 1.5 if down else HEAD * 1.5
    return way, svg.path("M", at, edge, "l", -HEAD / 2, back, "h", HEAD, "Z")


def _tip_right(x: float, y: float) -> str:
    return svg.path("M", x, y, "l", -HEAD * 1.5, -HEAD / 2, "v", HEAD, "Z")


def _tip_left(x: float, y: float) -> str:
    return svg.path("M", x, y, "l", HEAD * 1.5, -HEAD / 2, "v", HEAD, "Z")
