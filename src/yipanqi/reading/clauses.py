"""Paragraphs → sentences → clauses, as spans of the stream; brackets and quotation marks are never torn."""

import re
from collections.abc import Iterator

_SENTENCE = re.compile("[^。！？!?]+[。！？!?”]*")
_CLAUSE_END = re.compile(
    r"[，；：]|,(?!\d)|——(?![\d”])|(?<![底末前月内])、(?=(?:20\d\d年)?(?:\d{1,2}月|年底|上半年|[一二三四]季度|年内))"
)
_BRACKETED = re.compile("（[^（）]*（[^（）]*）[^（）]*）|（[^（）]*）|《[^《》]*》|“[^“”]{1,40}”")
_TORN = re.compile("[，；：。、！？]")
FILLER = "\ufffc"


def mask(text: str, start: int, end: int) -> str:
    """`text[start:end]` with whatever stands in brackets or marks and holds punctuation blanked, same length."""
    piece = text[start:end]
    if "（" not in piece and "“" not in piece and "《" not in piece:
        return piece
    return _BRACKETED.sub(_masked, piece)


def _masked(found: re.Match[str]) -> str:
    """A part told in brackets is a clause of its own: 新建农田3万亩（其中新建2万亩、改造1万亩）."""
    words = found[0]
    if words.startswith(("（其中", "（含")) and words.endswith("）") and any(c.isdigit() for c in words):
        return f"，{words[1:-1].replace('含', ' ', 1) if words[1] == '含' else words[1:-1]}，"
    return FILLER * len(words) if _TORN.search(words) else words


def sentences(masked: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a masked paragraph."""
    return (m.span() for m in _SENTENCE.finditer(masked))


def clauses(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the clauses of a sentence, without the mark that ends them."""
    at = start
    for mark in _CLAUSE_END.finditer(masked, start, end):
        if mark.start() > at:
            yield at, mark.start()
        at = mark.end()
    last = end
    while last > at and (masked[last - 1] in "。！？!? " or masked[last - 2 : last] == "。”"):
        last -= 1
    if last > at:
        yield at, last
