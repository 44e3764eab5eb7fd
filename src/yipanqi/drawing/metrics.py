"""Sizes of text and the rule that labels do not meet: 1 em for a wide character, 0.56 em for the others."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

WIDE, NARROW = 1.0, 0.56
ASCENT, DESCENT = 0.88, 0.22
"""Parts of an em above and below the base line that a Chinese line of text covers."""


def text_width(text: str, size: float) -> float:
    """Width of one line of `text` in the unit of `size` (the em). Marks that combine take no room."""
    return size * _ems(text)


@lru_cache(maxsize=16_384)
def _ems(text: str) -> float:
    return sum(map(_em, text))


def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return WIDE if unicodedata.east_asian_width(character) in "WFA" else NARROW


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """True when the two share area; touching edges do not count."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def meets_any(self, others: "Iterable[Box]") -> bool:
        """True when this box shares area with one of `others`."""
        return any(self.meets(other) for other in others)

    def within(self, other: "Box") -> bool:
        """True when no part lies outside `other`."""
        inside_x = other.left <= self.left and self.right <= other.right
        return inside_x and other.top <= self.top and self.bottom <= other.bottom

    def grown(self, by: float) -> "Box":
        """The same box with a margin on all sides."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def text_box(text: str, x: float, y: float, size: float, anchor: str = "start") -> Box:
    """What a line of text covers; (x, y) is its anchor on the base line, anchor start, middle or end."""
    width = text_width(text, size)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, y - ASCENT * size, left + width, y + DESCENT * size)


def shortened(text: str, room: float, size: float) -> str:
    """`text` if it fits into `room`, else as many characters as fit with … behind; empty if not even that fits."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept else ""
