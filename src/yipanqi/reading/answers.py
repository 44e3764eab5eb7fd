"""Who answers for what: each responsible-unit tag with the stretch of the report that it speaks for."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from yipanqi.reading.drafts import Draft
from yipanqi.reading.duties import Tag
from yipanqi.reading.names import tidy, trim_head
from yipanqi.reading.outcomes import Outcome
from yipanqi.reading.outline import Paragraph

_NUMBER = re.compile(r"^(?:（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十\d]{1,3}[、.])")
_TAGGED_TRUST = 0.85


class Answers:
    """The tags of a report, in order, and where the stretch of each begins."""

    def __init__(self, text: str, tags: Sequence[Tag], parts: Sequence[Paragraph]) -> None:
        self._text = text
        self._tags = tags
        self._parts = parts
        self._part_starts = [p.start for p in parts]
        self._ends = [tag.end for tag in tags]
        self._lines = [text.rfind("\n", 0, tag.start) + 1 for tag in tags]
        self._begins = list(self._stretches({p.start: p.item for p in parts}))
        self._on_heading = dict(zip(self._lines, tags, strict=True))

    def assign(self, drafts: Sequence[Draft]) -> None:
        """Give each draft the tag of its stretch, else one on a heading above it.

        A tag's deadline beats an implied one.
        """
        for draft in drafts:
            tag = self._at(draft.start) or self._above(draft.paragraph)
            if tag:
                draft.duty = tag.duty
                if tag.duty.due and not draft.explicit:
                    draft.due, draft.explicit = tag.duty.due, True

    def items(self, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """A tagged item that holds neither figure nor outcome is work somebody answers for all the same."""
        firm = sorted(d.start for d in drafts if d.firm)
        heads = {h.start for p in self._parts for h in p.headings if h.alone and p.start > h.start}
        for begin, tag in zip(self._begins, self._tags, strict=True):
            part = self._part(begin, tag)
            promised = bisect_right(firm, tag.end) > bisect_right(firm, begin - 1)
            if part is None or begin in heads or promised:
                continue
            if name := self._name(part.title or self._text[begin : tag.start]):
                made = Outcome(begin, tag.end, name, "work", _TAGGED_TRUST)
                yield Draft(made, 0, tag.duty.due, tag.duty.due is not None, part, tag.duty)

    def _stretches(self, items: dict[int, int]) -> Iterator[int]:
        """Where each tag's stretch begins: behind the tag before it, else at its item, else at its line.

        A tag that fills a line of its own speaks for the line above.
        """
        behind = 0
        for tag, line in zip(self._tags, self._lines, strict=True):
            begin = min(items.get(line, line), line)
            if begin == line and not self._text[line : tag.start].strip():
                begin = self._text.rfind("\n", 0, max(line - 1, 0)) + 1
            yield max(begin, behind)
            behind = tag.end

    def _at(self, position: int) -> Tag | None:
        """The first tag whose stretch holds `position`."""
        n = bisect_right(self._ends, position)
        return self._tags[n] if n < len(self._tags) and self._begins[n] <= position else None

    def _above(self, paragraph: Paragraph) -> Tag | None:
        tagged = (self._on_heading.get(h.start) for h in reversed(paragraph.headings) if h.alone)
        return next((tag for tag in tagged if tag), None)

    def _part(self, begin: int, tag: Tag) -> Paragraph | None:
        """The first paragraph within the tag's stretch."""
        n = max(0, bisect_right(self._part_starts, begin) - 1)
        within = (p for p in self._parts[n : n + 2] if p.start <= tag.start and p.end > begin)
        return next(within, None)

    def _name(self, words: str) -> str:
        return tidy(trim_head(re.split("[。；，：]", _NUMBER.sub("", words), maxsplit=1)[0].strip()))
