"""The network on paper: every name can be read in the PDF, those broken over two lines too, letters over their rims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pypdf
import pytest

from drawing.timescaled.plans import DEMOS, shared
from drawing.timescaled.tiny_cpm import schedule
from yipanqi.drawing.advance import advance
from yipanqi.drawing.export import printable, to_pdf
from yipanqi.drawing.timescaled import ENGLISH, Link, NetworkPlan, draw_timescaled

BROKEN = schedule(
    [("a", "基坑支护与土方开挖", 14.0), ("b", "门诊楼主体结构", 60.0), ("c", "竣工验收", 120.0)],
    [Link("a", "b"), Link("b", "c")],
)


def texts(sheets: Sequence[str]) -> list[list[str]]:
    """The lines of every text of the sheets."""
    found = [e for sheet in sheets for e in ElementTree.fromstring(sheet).iter() if e.tag.endswith("text")]
    return [[line.text or "" for line in (text if len(text) else [text])] for text in found]


def printed(sheets: Sequence[str]) -> str:
    """All letters of the PDF, without spaces and line ends."""
    pages = pypdf.PdfReader(BytesIO(to_pdf(sheets))).pages
    return close("".join(page.extract_text() for page in pages))


def close(words: str) -> str:
    return re.sub(r"\s", "", words)


def unread(plan: NetworkPlan) -> list[str]:
    """The works whose name, line by line, is not in the PDF."""
    sheets = draw_timescaled(plan).sheets
    paper = printed(sheets)
    whole = [close("".join(lines)) for lines in texts(sheets) if all(close(line) in paper for line in lines)]
    return [work.name for work in plan.works if not any(close(work.name) in text for text in whole)]


def test_a_name_on_two_lines_is_in_the_pdf() -> None:
    lines = next(lines for lines in texts(draw_timescaled(BROKEN).sheets) if lines[0].startswith("基坑"))
    assert len(lines) > 1
    assert unread(BROKEN) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", DEMOS)
def test_every_name_of_the_shared_plans_is_in_the_pdf(name: str) -> None:
    assert unread(shared(name)) == []


def test_the_white_rim_of_a_name_lies_under_its_letters() -> None:
    root = printable(ElementTree.fromstring(draw_timescaled(BROKEN).sheets[0]))
    found = [e for e in root.iter() if e.tag.endswith("text")]
    pairs = [(a, b) for a, b in pairwise(found) if "rim" in a.get("class", "").split()]
    assert pairs
    for rim, letters in pairs:
        assert letters.get("class", "").split()[-1] == "letters"
        assert [rim.get("x"), rim.get("y"), rim.text] == [letters.get("x"), letters.get("y"), letters.text]


def test_the_first_symbol_of_the_legend_begins_after_its_heading() -> None:
    sheet = draw_timescaled(BROKEN, labels=ENGLISH).sheets[0]
    heading = re.search(r'<text x="([\d.]+)" y="([\d.]+)" class="b" font-size="28">Legend<', sheet)
    assert heading is not None
    symbol = re.search(rf'd="M([\d.]+) {float(heading[2]) - 10:g}h92"', sheet)
    assert symbol is not None
    assert float(symbol[1]) > float(heading[1]) + advance("Legend", 28, bold=True)
