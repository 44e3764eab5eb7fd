"""The report's outline: headings with their levels, and paragraphs that know their part, theme and horizon."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from yipanqi.reading.dates import dates_in
from yipanqi.reading.lexicon.row import compile_rows
from yipanqi.reading.lexicon.tenses import (
    AHEAD_CUES,
    AHEAD_HEADINGS,
    AHEAD_OPENINGS,
    BACK_HEADINGS,
    BACK_OPENINGS,
    SHORTCOMINGS,
)

_LEVELS = (
    (1, re.compile(r"第[一二三四五六七八九十]+(?:章|部分|篇)[、 ：]?")),
    (2, re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")),
    (3, re.compile(r"（[一二三四五六七八九十]{1,3}）[、.]?")),
    (4, re.compile(r"\d{1,2}(?:[.、．]|．)(?!\d)")),
    (5, re.compile(r"（\d{1,2}）[、.]?|[①-⑳]")),
)
_PARAGRAPH = re.compile(
    "[^\n]+?(?=[。！？](?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）))[。！？]|[^\n]+"
)
_FIRST_SENTENCE = re.compile("[^。：；！？]{2,30}[。：](?=.)")
_TAG_BEHIND = re.compile("（[^（）]*(?:（[^（）]*）[^（）]*)*）$")
_FIGURE = re.compile(r"\d[\d.,]*[万亿]?(?:[个家项所座条处件人亩元吨户套天%]|平方|公里)")
_BACK = compile_rows(BACK_HEADINGS)
_AHEAD = compile_rows(AHEAD_HEADINGS)
_BACK_OPENING = compile_rows(BACK_OPENINGS, "(?:{})")
_AHEAD_OPENING = compile_rows(AHEAD_OPENINGS, "(?:{})")
_SHORTCOMING = compile_rows(SHORTCOMINGS)
_COMING = compile_rows(AHEAD_CUES)
_OPENED = re.compile(
    "[^，。；：]{0,16}?(?:工作回顾|工作总结|工作安排|重点工作安排|重点工作|主要目标任务|目标任务|工作任务|工作打算|工作计划|总体要求|存在的?(?:主要)?问题)"
)
_FIXES = re.compile("解决|破解|补齐|聚焦|强化|着力|防范|化解|加快|推进|提升|增强|攻坚|关心|关爱")
_SPEECH = re.compile("工作报告|讲话|致辞|发言")
_YEARS = re.compile(r"(20\d\d)(?:—|-|年|、)")
_HEADING_LENGTH = 45
_BARE_LENGTH = 24
_BARE = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 is highest), words, part (True ahead, False back, None unknown) and horizon."""

    level: int
    start: int
    end: int
    title: str
    ahead: bool | None = None
    horizon: date | None = None
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the stream with the headings above it; `item` is where its numbered item begins.

    `theme` is the subject it stands under, `horizon` the last year of a plan that its headings speak of.
    """

    start: int
    end: int
    ahead: bool | None
    headed: bool
    item: int
    title: str = ""
    theme: str = ""
    horizon: date | None = None
    headings: tuple[Heading, ...] = field(default=())


def paragraphs(text: str, year: int | None) -> Iterator[Paragraph]:
    """The paragraphs of the stream in order; stand-alone headings are not among them."""
    lines = [m.span() for m in _PARAGRAPH.finditer(text)]
    stack: list[Heading] = []
    item, opened = 0, None
    for i, (start, end) in enumerate(lines):
        heading = _heading(text, start, end, year)
        if heading:
            _push(stack, heading)
            listed = not heading.alone or _is_listed(text, lines[i + 1 : i + 2], heading)
            item = start if listed else 0
            if heading.ahead is not None:
                opened = None
            if not listed:
                continue
        opened = _opening(text, start, end, year, opened, stack)
        owns = opened is not True and bool(_SHORTCOMING.match(text, start, min(end, start + 30)))
        yield _paragraph(start, end, stack, item or start, False if owns else opened, heading)


def _paragraph(
    start: int, end: int, stack: list[Heading], item: int, opened: bool | None, heading: Heading | None
) -> Paragraph:
    headed = next((h.ahead for h in reversed(stack) if h.ahead is not None), None)
    above = tuple(h for h in stack if not (h is heading and h.alone))
    title = "" if heading is None else heading.title
    horizon = next((h.horizon for h in reversed(above) if h.horizon), None)
    ahead = headed if opened is None else opened
    return Paragraph(start, end, ahead, headed is not None, item, title, _theme(above), horizon, above)


def _theme(above: tuple[Heading, ...]) -> str:
    """The nearest heading that speaks of a subject rather than of a part of the report."""
    alone = [h for h in above if h.alone and h.ahead is None and h.level < _BARE]
    bare = [h for h in above if h.level == _BARE and h.ahead is None]
    run_in = [h for h in above if not h.alone]
    parts = [h for h in above if h.ahead is not None]
    return next((group[-1].title for group in (alone, run_in, bare, parts) if group), "")


def _push(stack: list[Heading], heading: Heading) -> None:
    while stack and stack[-1].level >= heading.level:
        stack.pop()
    stack.append(heading)


def _is_listed(text: str, following: list[tuple[int, int]], heading: Heading) -> bool:
    """A numbered line whose next line is its sibling, or nothing, heads no text: it is an item of a list."""
    if heading.ahead is not None or heading.level == _BARE:
        return False
    level, _ = _numbering(text, *following[0]) if following else (heading.level, 0)
    return bool(level) and level <= heading.level


def _numbering(text: str, start: int, end: int) -> tuple[int, int]:
    """The level of a numbered line and where its words begin; level 0 is none."""
    for level, pattern in _LEVELS:
        found = pattern.match(text, start, min(end, start + 12))
        if found:
            return level, found.end()
    return 0, start


def _heading(text: str, start: int, end: int, year: int | None) -> Heading | None:
    level, words = _numbering(text, start, end)
    line = text[words:end]
    if level and not _ends_alone(line):
        if level == 2 and (opened := _OPENED.match(line)):
            title = opened[0]
            return Heading(
                level, start, end, title, _part(title, level, year), _horizon(title, year), alone=False
            )
        first = _FIRST_SENTENCE.match(line)
        if not first or _FIGURE.search(first[0]):
            return Heading(level, start, end, "", None, None, alone=False) if level < 4 else None
        return Heading(level, start, end, first[0].rstrip("。："), None, None, alone=False)
    if not _ends_alone(line) or (not level and not _is_bare(line)):
        return None
    title = _TAG_BEHIND.sub("", line).strip(" ：#*—")
    ahead = _part(title, level or _BARE, year)
    if not level and ahead is not None:
        level = 1
    return Heading(level or _BARE, start, end, title, ahead, _horizon(title, year))


def _ends_alone(line: str) -> bool:
    """A heading is short, ends without a mark and gives no figure; a tag behind it does not count."""
    words = _TAG_BEHIND.sub("", line) if line.endswith("）") else line
    return (
        len(words) <= _HEADING_LENGTH
        and not re.search("[。；，、！？：]$|。", words)
        and not _FIGURE.search(words)
    )


def _is_bare(line: str) -> bool:
    """A short line without a number of its own that can still be a heading."""
    return 2 <= len(line) <= _BARE_LENGTH and not re.search("[，。；：]|^[—-]|^[（(].*[)）]$|^\\d+$", line)


def _part(title: str, level: int, year: int | None) -> bool | None:
    """True where a heading opens a part that looks ahead, False where it looks back, None where it does not say."""
    years = [int(y) for y in _YEARS.findall(title)]
    back, ahead = _looks_back(title), bool(_AHEAD.search(title))
    if year is not None and years:
        past, coming = min(years) < year, max(years) >= year
        if past and coming:
            return None
        if past != coming:
            back, ahead = (True, False) if past and not ahead else (back, ahead or not back)
    if level > 2 and level != _BARE and not years:
        return None
    if _SPEECH.search(title) or back == ahead:
        return None
    return ahead if level != _BARE or years or len(title) <= 14 else None


def _looks_back(title: str) -> bool:
    return bool(_BACK.search(title)) and not _FIXES.search(title)


def _horizon(title: str, year: int | None) -> date | None:
    """The end of a plan named in a heading that reaches beyond the year."""
    dues = [w.due for w in dates_in(title, 0, len(title), year)]
    return max((d for d in dues if year is None or d.year > year), default=None)


def _opening(
    text: str, start: int, end: int, year: int | None, opened: bool | None, stack: list[Heading]
) -> bool | None:
    """How the first words of a paragraph turn the report back or ahead where headings are silent."""
    first = text[start : min(end, start + 24)].lstrip("—- 各位代表同志们：，")
    headed = next((h.ahead for h in reversed(stack) if h.ahead is not None), None)
    if headed is True:
        return opened
    if _AHEAD_OPENING.search(first) or (year is not None and re.match(f"{year}年(?!(?:以来|1月))", first)):
        return True
    if _COMING.search(text[start:end].split("。")[0]):
        return opened
    past = re.match(r"(20\d\d)年", first)
    if headed is None and (_BACK_OPENING.match(first) or (past and year is not None and int(past[1]) < year)):
        return False
    return opened


_TITLED = re.compile(r"(20\d\d)年(?=[^，。\n]{0,14}(?:报告|计划|安排|要点|任务|方案|目标|打算|部署|工作))")
_DATED = re.compile(r"(20\d\d)年\d{1,2}月(?:\d{1,2}日|(?=[）)]|$))")


def find_year(text: str) -> tuple[int | None, bool]:
    """The report's own year, and whether the report is one of a year, so that its end is an implied due date."""
    titles = [int(y) for y in _TITLED.findall(text[:400])]
    lines = [line for line in text.split("\n") if len(line) <= _HEADING_LENGTH]
    heads = [int(y) for line in lines for y in _TITLED.findall(line) if _AHEAD.search(line)]
    if titles or heads:
        return max(heads or titles), True
    bracketed = [int(y) for y in re.findall(r"〔(20\d\d)〕", text[:600])]
    dated = [int(y) for line in lines if len(line) <= 30 for y in _DATED.findall(line)]
    this = re.search(r"今年(?!以来)", text)
    years = bracketed or dated
    return (max(years), bool(this)) if years else (None, False)
