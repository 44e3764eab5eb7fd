"""A small writer of SVG: an element tree in, markup out. It cannot write a script or a reference to the outside.

Coordinates are rounded to two decimals, so the same drawing gives the same bytes on every machine. Looks come from
CSS classes (`yipanqi.drawing.style`); a drawing that leaves the page carries its style sheet inside.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Union

Value = str | float | int
Child = Union["Element", str]

_SHAPES = ("path", "line", "rect", "circle", "polyline", "polygon", "text", "tspan")
TAGS = frozenset(("svg", "g", "title", "desc", "style", "defs", "use", "symbol", *_SHAPES))
"""All that a drawing needs; anything else is refused."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9:-]*")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


@dataclass(frozen=True, slots=True)
class Element:
    """One element with its attributes in writing order; text children are escaped when written."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Child, ...] = ()


def element(tag: str, *children: Child | None, **attributes: Value | None) -> Element:
    """`element("line", x1=0, class_="grid")`: `class_` is class, `_` inside is `-`, None is left out.

    ValueError for a tag outside TAGS, an event handler, or a reference that leaves the document.
    """
    if tag not in TAGS:
        raise ValueError(f"a drawing may not hold <{tag}>")
    named = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())
    kept = tuple((name, _attribute(name, value)) for name, value in named if value is not None)
    return Element(tag, kept, tuple(child for child in children if child is not None))


def _attribute(name: str, value: Value) -> str:
    text = value if isinstance(value, str) else number(value)
    if name.lower().startswith("on") or not _NAME.fullmatch(name):
        raise ValueError(f"a drawing may not hold the attribute {name}")
    if name.endswith("href") and not text.startswith("#"):
        raise ValueError(f"a drawing may not refer to {text}")
    return text


def number(value: float) -> str:
    """At most two decimals, no trailing zeros, never "-0"; ValueError unless finite."""
    if not math.isfinite(value):
        raise ValueError(f"a coordinate must be finite, not {value}")
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def escape(text: str) -> str:
    """`text` for element content and attributes; characters XML cannot hold become �."""
    return _NOT_XML.sub("\ufffd", text).translate(_ESCAPES)


def path(*parts: Value) -> str:
    """Path data: `path("M", 0, 1, "H", 20)` → `M0 1H20`."""
    words: list[str] = []
    for part in parts:
        word = part if isinstance(part, str) else number(part)
        after_letter = not words or words[-1][-1].isalpha()
        words.append(word if after_letter or word[0].isalpha() else f" {word}")
    return "".join(words)


def points(pairs: Iterable[tuple[float, float]]) -> str:
    """The `points` attribute of a polyline or polygon."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in pairs)


def group(*children: Child | None, **attributes: Value | None) -> Element:
    """A <g>."""
    return element("g", *children, **attributes)


def text(content: str, x: Value, y: Value, class_: str = "", **attributes: Value | None) -> Element:
    """A <text> of one line; x and y are its anchor on the base line."""
    return element("text", content, x=x, y=y, class_=class_ or None, **attributes)


def document(
    *children: Child | None,
    title: str,
    desc: str,
    width: Value,
    height: Value,
    view_box: tuple[float, float, float, float] | None = None,
    style: str = "",
    class_: str = "drawing",
    **attributes: Value | None,
) -> Element:
    """The outer <svg role="img"> with title and desc first; `style` is CSS for a drawing that stands alone."""
    box = None if view_box is None else " ".join(map(number, view_box))
    sheet = element("style", style) if style else None
    return element(
        "svg", element("title", title), element("desc", desc), sheet, *children,
        xmlns="http://www.w3.org/2000/svg", viewBox=box, width=width, height=height, class_=class_, role="img",
        **attributes,
    )  # fmt: skip


def write(root: Element) -> str:
    """The markup of the tree. No recursion: depth is bounded by memory only."""
    out: list[str] = []
    stack: list[tuple[Child, bool]] = [(root, False)]
    while stack:
        node, finished = stack.pop()
        if isinstance(node, str):
            out.append(escape(node))
        elif finished:
            out.append(f"</{node.tag}>")
        else:
            out.append(_open(node))
            stack.extend([(node, True)] if node.children else [])
            stack.extend((child, False) for child in reversed(node.children))
    return "".join(out)


def _open(node: Element) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes)
    return f"<{node.tag}{attributes}{'' if node.children else '/'}>"
