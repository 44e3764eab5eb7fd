"""A finished drawing before it is written: shapes, labels with known sizes, and where the named things stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yipanqi.drawing import svg
from yipanqi.drawing.metrics import Box, text_box
from yipanqi.drawing.style import stand_alone_css


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; (x, y) is its anchor on the base line, `halo` a light rim that parts it from lines below."""

    text: str
    x: float
    y: float
    size: float
    look: str = ""
    anchor: str = "start"
    halo: bool = False

    @property
    def box(self) -> Box:
        """What the label covers."""
        return text_box(self.text, self.x, self.y, self.size, self.anchor)

    def element(self) -> svg.Element:
        """The label as <text>."""
        anchor = {"start": "", "middle": "m", "end": "e"}[self.anchor]
        looks = " ".join(filter(None, (anchor, self.look, "halo" if self.halo else "")))
        rim = {"stroke_width": round(self.size / 3, 2)} if self.halo else {}
        return svg.text(self.text, self.x, self.y, looks, font_size=self.size, **rim)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Numbers only; `render` makes it markup.

    width, height  in `unit`: "px" for charts of a page, "mm" for sheets
    shapes         in painting order; labels lie over all of them
    places         where named things stand, by the caller's ids: for tests and for pages that point at them
    rules          style rules this kind of drawing needs when it stands alone
    """

    title: str
    desc: str
    width: float
    height: float
    unit: str
    shapes: tuple[svg.Element, ...]
    labels: tuple[Label, ...]
    rules: str
    places: Mapping[str, Box] = field(default_factory=dict)


def render(drawing: Drawing, *, stand_alone: bool = False) -> str:
    """The SVG. On a page its looks come from the page's style sheet; `stand_alone` puts them inside."""
    suffix = "" if drawing.unit == "px" else drawing.unit
    return svg.write(
        svg.document(
            *drawing.shapes,
            *(label.element() for label in drawing.labels if label.text),
            title=drawing.title,
            desc=drawing.desc,
            width=svg.number(drawing.width) + suffix,
            height=svg.number(drawing.height) + suffix,
            view_box=(0, 0, drawing.width, drawing.height),
            style=stand_alone_css(drawing.rules) if stand_alone else "",
            class_="d",
        )
    )
