"""A report's text → its findings. Each step is a workshop of its own; here they are put in line."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from yipanqi.reading.answers import Answers
from yipanqi.reading.drafts import finding
from yipanqi.reading.duties import Tag, tags_in
from yipanqi.reading.flow import Flow, flow
from yipanqi.reading.model import Finding, Reading, ReportText
from yipanqi.reading.outline import Paragraph, find_year, paragraphs
from yipanqi.reading.promises import ParagraphReader, Setting
from yipanqi.reading.tables import read_tables


def read_report(report: ReportText | str, *, year: int | None = None) -> Reading:
    """All findings of `report`. `year` is asked for where the text does not name its own.

    Offsets in the findings point into the report's text. Works in time proportional to its length.
    """
    source = ReportText(report) if isinstance(report, str) else report
    stream = flow(_without_tables(source))
    found_year, yearly = find_year(stream.text)
    own = year or found_year
    implied = date(own, 12, 31) if own and (yearly or year) else None
    findings = [
        *_running_text(stream, source.text, own, implied),
        *read_tables(source.tables, own, implied),
    ]
    findings.sort(key=lambda f: (f.start, f.end))
    return Reading(own, tuple(findings), fingerprint(source.text), source.remarks)


def fingerprint(text: str) -> str:
    """The same for the same words however they are spaced: a report read twice is recognised by it."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _without_tables(source: ReportText) -> str:
    """The text with table cells blanked, same length: tables are read by their columns."""
    text = source.text
    spans = sorted({(c.start, c.end) for table in source.tables for row in table for c in row})
    pieces, at = [], 0
    for start, end in spans:
        if start >= at:
            pieces += [text[at:start], "\n" * (end - start)]
            at = end
    return "".join([*pieces, text[at:]])


def _running_text(stream: Flow, text: str, year: int | None, implied: date | None) -> list[Finding]:
    parts = list(paragraphs(stream.text, year))
    tags = tags_in(stream.text, year)
    words = _without_tags(stream.text, tags)
    setting = Setting(year, implied, any(p.headed for p in parts))
    drafts = [draft for part in _ahead(parts) for draft in ParagraphReader(setting, part, words).read()]
    answers = Answers(stream.text, tags, parts)
    answers.assign(drafts)
    drafts += answers.items(drafts)
    return [finding(draft, stream, text) for draft in drafts]


def _without_tags(text: str, tags: Sequence[Tag]) -> str:
    """The stream with each tag as the end of a sentence, same length: a tag belongs to no clause."""
    pieces, at = [], 0
    for tag in tags:
        pieces += [text[at : tag.start], "。" * (tag.end - tag.start)]
        at = tag.end
    return "".join([*pieces, text[at:]])


def _ahead(parts: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs that may promise; where headings mark parts, what precedes the first is title and greeting."""
    first = next((p.start for p in parts if p.headed), 0)
    return (p for p in parts if p.ahead or (p.ahead is None and p.start >= first))
