"""What a reader sees on a page that is no msgid, no data and no number: text that somebody forgot to translate."""

import re
from collections.abc import Iterable, Iterator

from lxml import html

MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]{2,}")
NAMES = {"A4", "CSV", "Excel", "Word", "PDF", "Ctrl", "Enter", "AQI", "JSON", "TOTP"}
SILENT = "//script | //style | //code | //kbd | //*[@translate='no']"
INSIDE_A_SENTENCE = "//span | //b | //strong | //em"
SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-l", "data-keys-name")


def pieces(page: str) -> Iterator[str]:
    """Every spoken attribute and every text, a sentence with its emphasised parts in one piece."""
    tree = html.fromstring(page)
    for element in tree.xpath(SILENT):
        element.drop_tree()
    for element in tree.iter(html.etree.Element):
        yield from (element.get(name) for name in SPOKEN if element.get(name))
    for element in tree.xpath(INSIDE_A_SENTENCE):
        element.drop_tag()
    yield from tree.itertext()


class Reader:
    """Reads pages in the pseudo-locale, knowing which texts are data; what it has judged once it does not judge again."""

    def __init__(self, data: Iterable[str] = ()) -> None:
        self.data = sorted({text.strip() for text in data if LETTERS.search(text)}, key=len, reverse=True)
        self.judged: dict[str, bool] = {}

    def unmarked(self, page: str) -> list[str]:
        """Pieces of `page` with words outside ⟦…⟧ that stand nowhere in the data."""
        return sorted({text for piece in pieces(page) if (text := piece.strip()) and self.is_forgotten(text)})

    def is_forgotten(self, text: str) -> bool:
        """Whether words are left once msgids, data and proper names are taken away."""
        if text not in self.judged:
            self.judged[text] = any(word not in NAMES for word in LETTERS.findall(self._rest(text)))
        return self.judged[text]

    def _rest(self, text: str) -> str:
        while MARKED.search(text):
            text = MARKED.sub(" ", text)
        for known in self.data:
            if LETTERS.search(text) is None:
                break
            text = text.replace(known, " ")
        return text
