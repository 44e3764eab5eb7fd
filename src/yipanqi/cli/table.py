"""Plain tables for a terminal; a Chinese character is two columns wide."""

import unicodedata
from collections.abc import Iterable, Sequence

_WIDE = ("W", "F")


def width(text: str) -> int:
    """Columns that `text` takes."""
    return sum(
        2 if unicodedata.east_asian_width(each) in _WIDE else not unicodedata.combining(each) for each in text
    )


def clip(text: str, most: int) -> str:
    """`text` cut to `most` columns, the cut shown."""
    if width(text) <= most:
        return text
    kept = ""
    for each in text:
        if width(kept + each) > most - 1:
            break
        kept += each
    return f"{kept}…"


def lines(titles: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """A heading, a rule and the rows; the columns whose numbers are in `right` stand to the right."""
    table = [list(titles), *(list(row) for row in rows)]
    widths = [max(width(row[column]) for row in table) for column in range(len(titles))]
    aligned = set(right)
    shown = [
        "  ".join(_pad(cell, widths[n], n in aligned) for n, cell in enumerate(row)).rstrip() for row in table
    ]
    return [shown[0], "  ".join("-" * each for each in widths), *shown[1:]]


def _pad(text: str, columns: int, right: bool) -> str:
    space = " " * (columns - width(text))
    return space + text if right else text + space
