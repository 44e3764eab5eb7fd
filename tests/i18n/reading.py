"""What a reader sees on a page that is no msgid, no data and no number: text that somebody forgot to translate."""

import re
from collections.abc import Iterable, Iterator

from lxml import html

MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]{2,}")
NAMES = {"A4", "CSV", "Excel", "Word", "PDF", "Ctrl", "Enter", "AQI", "JSON"}
SILENT = {"script", "style", "code", "kbd"}
SPOKEN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-l", "data-keys-name")


def pieces(page: str) -> Iterator[str]:
    """Every text and spoken attribute outside what says translate="no"."""
    tree = html.fromstring(page)
    for figure in tree.xpath('//span[@class="num"]'):
        figure.drop_tag()  # a sentence whose figures are held to their units is still one text
    yield from _pieces(tree)


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in SILENT or element.get("translate") == "no":
        return
    for name in SPOKEN_ATTRIBUTES:
        if element.get(name):
            yield element.get(name)
    if element.text:
        yield element.text
    for child in element:
        yield from _pieces(child)
        if child.tail:
            yield child.tail


def unmarked(page: str, data: Iterable[str]) -> list[str]:
    """Pieces of `page` that hold words outside ⟦…⟧ which stand nowhere in `data`."""
    known = sorted({text.strip() for text in data if text.strip()}, key=len, reverse=True)
    return sorted({piece.strip() for piece in pieces(page) if _words_left(piece, known)})


def _words_left(piece: str, known: list[str]) -> bool:
    left = piece
    while MARKED.search(left):
        left = MARKED.sub(" ", left)
    for text in known:
        if LETTERS.search(left) is None:
            return False
        left = left.replace(text, " ")
    return any(word not in NAMES for word in LETTERS.findall(left))
