"""A report's text → its findings. Each step is a workshop of its own; here they are put in line."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from yipanqi.reading.clauses import FILLER, clauses, mask, sentences
from yipanqi.reading.dates import When, dates_in
from yipanqi.reading.duties import Duty, Tag, duty_at, inline_duty, iterate_covers, tags_in
from yipanqi.reading.figures import Chain, Figure, figures_in, with_figure
from yipanqi.reading.flow import Flow, flow
from yipanqi.reading.lexicon.row import compile_rows
from yipanqi.reading.lexicon.tenses import AHEAD_CUES, BACK_CUES, LOOSE_BACK_CUES
from yipanqi.reading.model import DOUBTFUL, Finding, Reading, ReportText
from yipanqi.reading.names import is_adverbial, tidy, trim_head
from yipanqi.reading.outcomes import Outcome, outcomes_in
from yipanqi.reading.outline import Paragraph, find_year, paragraphs
from yipanqi.reading.tables import read_tables

_BACK = compile_rows(BACK_CUES)
_LOOSE = compile_rows(LOOSE_BACK_CUES)
_AHEAD = compile_rows(AHEAD_CUES)
_PAST_YEAR = re.compile(r"(?<![比较与同超])(20\d\d)(?=年(?!代))")
_NUMBER = re.compile(r"^(?:（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十\d]{1,3}[、.])")
_FIGURE_TRUST = 0.92
_COSTS = {
    "no name": 0.35,
    "unknown unit": 0.25,
    "cut line": 0.25,
    "scan error": 0.35,
    "Chinese numeral": 0.12,
}
_PLANS = {2020: "十三五", 2025: "十四五", 2030: "十五五", 2035: "十六五"}


@dataclass(slots=True)
class Draft:
    """A finding in the stream, before it is led back to the report."""

    made: Figure | Outcome
    due: date | None
    explicit: bool
    paragraph: Paragraph
    duty: Duty | None = None
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Scope:
    """Which deadline governs: that of the paragraph, and that at the head of a clause for those behind it."""

    paragraph: When | None = None
    sentence: When | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the whole report: the stream, the year, the due date it implies, the stream without tags."""

    stream: Flow
    year: int | None
    implied: date | None
    words: str = ""


def read_report(report: ReportText | str, *, year: int | None = None) -> Reading:
    """All findings of `report`. `year` is asked for where the text does not name its own.

    Offsets in the findings point into the report's text. Works in time proportional to its length.
    """
    source = ReportText(report) if isinstance(report, str) else report
    stream = flow(_without_tables(source))
    found_year, yearly = find_year(stream.text)
    own = year or found_year
    implied = date(own, 12, 31) if own and (yearly or year) else None
    setting = Setting(stream, own, implied)
    findings = [*_running_text(setting, source.text), *read_tables(source.tables, own, implied)]
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


def _running_text(setting: Setting, text: str) -> Iterator[Finding]:
    stream = setting.stream
    parts = list(paragraphs(stream.text, setting.year))
    tags = tags_in(stream.text, setting.year)
    covers = list(iterate_covers(stream.text, tags, {p.start: p.item for p in parts}))
    marked = any(p.headed for p in parts)
    setting = replace(setting, words=_without_tags(stream.text, tags))
    drafts = [
        d
        for p in parts
        if p.ahead is not False and _speaks(p, parts, marked)
        for d in _read(setting, p, marked)
    ]
    _assign(drafts, covers, parts)
    drafts += _items(setting, covers, drafts, parts)
    return (_finding(setting, text, draft) for draft in drafts)


def _without_tags(text: str, tags: Sequence[Tag]) -> str:
    """The stream with each tag as the end of a sentence, same length: a tag belongs to no clause."""
    pieces, at = [], 0
    for tag in tags:
        pieces += [text[at : tag.start], "。" * (tag.end - tag.start)]
        at = tag.end
    return "".join([*pieces, text[at:]])


def _speaks(paragraph: Paragraph, parts: Sequence[Paragraph], marked: bool) -> bool:
    """Where the report has parts, what stands before the first of them is title and greeting."""
    return paragraph.ahead is True or not marked or not _leads_in(paragraph, parts)


def _leads_in(paragraph: Paragraph, parts: Sequence[Paragraph]) -> bool:
    first = next((p.start for p in parts if p.headed), 0)
    return paragraph.start < first


def _read(setting: Setting, paragraph: Paragraph, marked: bool) -> Iterator[Draft]:
    masked = mask(setting.words, paragraph.start, paragraph.end)
    base, scope = paragraph.start, Scope()
    for start, end in sentences(masked):
        sentence = masked[start:end]
        told = sentence if paragraph.ahead is None else re.split("[，；]", sentence, maxsplit=1)[0]
        loose = not marked and paragraph.ahead is None
        if _looks_back(told, setting.year, loose=loose) and not _AHEAD.search(sentence):
            continue
        scope.sentence = None
        duty = inline_duty(sentence)
        for draft in _read_sentence(setting, paragraph, masked, (start, end), scope):
            draft.duty = duty
            yield _moved(draft, base)


def _moved(draft: Draft, base: int) -> Draft:
    """Clauses are read in the paragraph; the draft stands in the stream."""
    made = draft.made
    if isinstance(made, Figure):
        q = made.quantity
        made = replace(made, quantity=replace(q, start=q.start + base, end=q.end + base))
    draft.made = replace(made, start=made.start + base, end=made.end + base)
    return draft


def _looks_back(sentence: str, year: int | None, *, loose: bool) -> bool:
    """Whether a sentence tells of what was done, whatever part of the report it stands in."""
    cue = bool(_BACK.search(sentence) or (loose and _LOOSE.search(sentence)))
    if not cue and year:
        years = [int(y) for y in _PAST_YEAR.findall(sentence)]
        cue = bool(years) and max(years) < year
    return cue


def _read_sentence(
    setting: Setting, paragraph: Paragraph, masked: str, span: tuple[int, int], scope: Scope
) -> Iterator[Draft]:
    chain, subject = Chain(), ""
    for i, (start, end) in enumerate(clauses(masked, *span)):
        whens = list(dates_in(masked, start, end, setting.year))
        head = next((w for w in whens if is_adverbial(masked[start : w.start])), None)
        _govern(scope, head, masked, paragraph, span, i)
        bare = _without(masked, start, end, whens)
        figures = figures_in(bare, start, end, chain)
        for figure in figures:
            yield _dated(setting, paragraph, figure, _nearest(whens, figure.quantity.start), scope)
        if not figures:
            dated, numbered = _own_deadline(whens, scope, paragraph), chain.described
            made = outcomes_in(bare, start, end, dated=dated, subject=subject, numbered=numbered)
            for outcome in made:
                yield _dated(setting, paragraph, outcome, whens[-1] if whens else None, scope)
            subject = next((o.subject for o in made if o.subject), subject)
            chain.subject = subject or chain.subject
            chain.words = trim_head(bare[start:end]) if len(bare[start:end].strip()) > 1 else chain.words


def _without(masked: str, start: int, end: int, whens: Sequence[When]) -> str:
    """The paragraph with the phrases of time blanked as commas are: they belong to no name."""
    text = masked
    for w in whens:
        blank = " " if w.start == start or text[w.start - 1] in "，、 " else FILLER
        text = text[: w.start] + blank * (w.end - w.start) + text[w.end :]
    return text


def _govern(
    scope: Scope, head: When | None, masked: str, paragraph: Paragraph, span: tuple[int, int], i: int
) -> None:
    if head is None:
        return
    scope.sentence = head
    opens = i == 0 and is_adverbial(masked[: span[0]])
    if opens and masked[head.start] in "到至" and head.due.month == 12:
        scope.paragraph = head


def _own_deadline(whens: Sequence[When], scope: Scope, paragraph: Paragraph) -> bool:
    if whens:
        return whens[-1].explicit and not whens[-1].plan
    return scope.sentence is not None and scope.sentence.explicit and scope.sentence.due != paragraph.horizon


def _nearest(whens: Sequence[When], position: int) -> When | None:
    before = [w for w in whens if w.start < position]
    return before[-1] if before else (whens[-1] if whens else None)


def _dated(
    setting: Setting, paragraph: Paragraph, made: Figure | Outcome, own: When | None, scope: Scope
) -> Draft:
    when = own or scope.sentence or scope.paragraph
    if when is None or (not when.explicit and paragraph.horizon):
        due = paragraph.horizon or setting.implied
        return Draft(made, due, False, paragraph)
    return Draft(made, when.due, when.explicit, paragraph)


def _assign(drafts: Iterable[Draft], covers: list[tuple[int, Tag]], parts: Sequence[Paragraph]) -> None:
    """The tag that speaks for a stretch, else one on a heading above; a tag's deadline beats an implied one."""
    for draft in drafts:
        tag = duty_at(covers, draft.made.start) or _above(covers, draft.paragraph)
        if tag:
            draft.duty = tag.duty
            if tag.duty.due and not draft.explicit:
                draft.due, draft.explicit = tag.duty.due, True


def _above(covers: list[tuple[int, Tag]], paragraph: Paragraph) -> Tag | None:
    for heading in reversed(paragraph.headings):
        found = next((tag for _, tag in covers if heading.start <= tag.start < heading.end), None)
        if found and heading.alone:
            return found
    return None


def _items(
    setting: Setting, covers: list[tuple[int, Tag]], drafts: Sequence[Draft], parts: Sequence[Paragraph]
) -> Iterator[Draft]:
    """A tagged item is work somebody answers for, even where it holds neither figure nor date."""
    text = setting.stream.text
    heads = {h.start for p in parts for h in p.headings if h.alone and p.start > h.start}
    for begin, tag in covers:
        within = [p for p in parts if p.start <= tag.start and p.end > begin]
        if not within or (begin in heads and not text[begin : tag.start].count("。")):
            continue
        sure = any(begin <= d.made.start < tag.end and _promises(d) for d in drafts)
        if sure and not within[0].title:
            continue
        words = within[0].title or text[begin : tag.start]
        name = tidy(trim_head(re.split("[。；，：]", _NUMBER.sub("", words))[0].strip()))
        if name:
            due = tag.duty.due
            made = Outcome(begin, tag.end, name, "work", 0.85)
            yield Draft(made, due, due is not None, within[0], tag.duty)


def _promises(draft: Draft) -> bool:
    """A figure, or an outcome that is more than a hint: the item needs no finding for itself."""
    made = draft.made
    return isinstance(made, Figure) or (made.kind == "milestone" and made.confidence >= DOUBTFUL)


def _finding(setting: Setting, text: str, draft: Draft) -> Finding:
    made, duty = draft.made, draft.duty
    start, end = setting.stream.span(made.start, made.end)
    bare = Finding(
        kind="work",
        name=made.name,
        text=text[start:end],
        start=start,
        end=end,
        due=draft.due,
        due_explicit=draft.explicit,
        lead=duty.lead if duty else "",
        partners=duty.partners if duty else (),
        etc=bool(duty and duty.etc),
        theme=draft.paragraph.theme,
    )
    if isinstance(made, Outcome):
        due = draft.due if made.kind == "milestone" or draft.explicit else None
        return replace(bare, kind=made.kind, due=due, confidence=made.confidence)
    return _indicator(made, draft, bare, _damage(setting.stream, made))


def _indicator(made: Figure, draft: Draft, bare: Finding, damage: tuple[str, ...]) -> Finding:
    q = made.quantity
    doubts = made.doubts + damage + (("Chinese numeral",) if q.chinese else ())
    trust = _FIGURE_TRUST - sum(_COSTS.get(d, 0.2) for d in doubts) - (0.05 if not draft.explicit else 0)
    plan = _PLANS.get(draft.due.year) if draft.due and draft.due == draft.paragraph.horizon else None
    name = f"{made.name}（{plan}）" if plan and plan not in made.name else made.name
    return replace(with_figure(bare, made), name=name, confidence=round(max(0.1, trust), 2), doubts=doubts)


def _damage(stream: Flow, made: Figure) -> tuple[str, ...]:
    """What happened to the text under a figure: a line cut in half, a digit that a scanner misread."""
    q = made.quantity
    cut = any(made.start < p < made.end for p in stream.joins)
    misread = any(q.start <= p < q.end for p in stream.repaired)
    return ("cut line",) * cut + ("scan error",) * misread
