"""Small SVG elements in tenths of a millimetre."""

from __future__ import annotations

from collections.abc import Iterable

from yipanqi.drawing import svg
from yipanqi.drawing.svg import Element, element
from yipanqi.drawing.timescaled.ink import n


def text(content: str, x: float, y: float, size: float, class_: str = "") -> Element:
    return svg.text(content, n(x), n(y), class_, font_size=n(size))


def path(data: Iterable[str] | str, class_: str) -> Element:
    return element("path", class_=class_, d=data if isinstance(data, str) else "".join(data))


def rect(x: float, y: float, width: float, height: float, class_: str) -> Element:
    return element("rect", class_=class_, x=n(x), y=n(y), width=n(width), height=n(height))
