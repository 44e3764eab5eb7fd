"""Paragraphs → drafts: sentences that look ahead, clause by clause, each under the deadline that governs it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from yipanqi.reading.clauses import FILLER, clauses, mask, sentences
from yipanqi.reading.dates import When, dates_in
from yipanqi.reading.drafts import Draft
from yipanqi.reading.duties import inline_duty
from yipanqi.reading.figures import Chain, Figure, figures_in
from yipanqi.reading.lexicon.row import compile_rows
from yipanqi.reading.lexicon.tenses import AHEAD_CUES, ASIDES, BACK_CUES, LOOSE_BACK_CUES, TOLD_CUES
from yipanqi.reading.names import is_adverbial, trim_head, verb_at
from yipanqi.reading.outcomes import Outcome, leads, of_what, outcomes_in
from yipanqi.reading.outline import Paragraph

_BACK = compile_rows(BACK_CUES)
_LOOSE = compile_rows(LOOSE_BACK_CUES)
_TOLD = compile_rows(TOLD_CUES)
_AHEAD = compile_rows(AHEAD_CUES)
_ASIDE = compile_rows(ASIDES)
_PAST_YEAR = re.compile(r"(?<![比较与同超])(20\d\d)(?=年(?!代))")
_PAST_OPENING = re.compile(r"[^，。\d]{0,6}(?<![比较与同超])(?:(20\d\d)年|去年|上年|过去一年)(?!底?前)")
_FIRST_CLAUSE = re.compile("—*[^，；]*?(?=——|[，；]|$)")
_BARE_NAME = re.compile("(?:.{1,2}|形成.{2})$")
"""A name as short as 过半 or 形成清单 needs what the clause before speaks of."""
_TITLES = re.compile("《[^《》]*》")
"""A period in the title of a plan is no deadline."""
_POINTS = "月份日号"
"""Ends of a phrase that names a day to begin rather than a deadline."""
_SPACED = "，、：；。 "


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the whole report: its year, the due date it implies, and whether headings mark its parts."""

    year: int | None
    implied: date | None
    marked: bool


@dataclass(slots=True)
class Scope:
    """Which deadline governs: that of the paragraph, that at the head of a clause for those behind it, and one that
    opens a sentence for those that go on with a verb: 6月底前修订甲预案，组建乙中队."""

    paragraph: When | None = None
    sentence: When | None = None
    led: When | None = None

    @property
    def narrowest(self) -> When | None:
        """What governs a clause without a date of its own, within its sentence."""
        return self.led or self.sentence

    def end_part(self) -> None:
        """Of a sentence: only a deadline at the year's end holds beyond it."""
        self.led = None
        if self.sentence and not _ends_year(self.sentence):
            self.sentence = None


class ParagraphReader:
    """Reads one paragraph. `words` is the stream without tags; offsets of the drafts count from the paragraph."""

    def __init__(self, setting: Setting, paragraph: Paragraph, words: str) -> None:
        self._setting = setting
        self._paragraph = paragraph
        self._masked = mask(words, paragraph.start, paragraph.end)
        dated = (
            _TITLES.sub(lambda m: FILLER * len(m[0]), self._masked) if "《" in self._masked else self._masked
        )
        self._whens = list(dates_in(dated, 0, len(dated), setting.year))
        self._starts = [when.start for when in self._whens]
        self._bare = _without(self._masked, self._whens)
        self._scope = Scope()

    def read(self) -> Iterator[Draft]:
        """The drafts of all sentences that do not look back."""
        told, telling = self._told(), False
        for start, end in sentences(self._masked):
            sentence = self._masked[start:end]
            telling = self._goes_on_telling(sentence, start, end, telling)
            if start < told or telling or self._looks_back(sentence):
                continue
            self._scope.sentence = self._scope.led = None
            duty = inline_duty(sentence)
            for draft in _final(list(self._sentence(start, end))):
                draft.duty = duty
                yield draft

    def _told(self) -> int:
        """Up to where a paragraph that no heading places tells of the past: 这些成绩来之不易."""
        found = None if self._paragraph.ahead else _TOLD.search(self._masked)
        return found.end() if found else 0

    def _goes_on_telling(self, sentence: str, start: int, end: int, telling: bool) -> bool:
        """Whether a tale that a year gone by opened goes on, in a paragraph that no heading places ahead."""
        if self._paragraph.ahead or self._setting.year is None:
            return False
        if opening := _PAST_OPENING.match(sentence):
            return int(opening[1] or 0) < self._setting.year and not _AHEAD.search(sentence)
        dated = bisect_left(self._starts, start) < bisect_left(self._starts, end)
        return telling and not dated and not _AHEAD.search(sentence)

    def _looks_back(self, sentence: str) -> bool:
        """Whether a sentence tells of what was done, whatever part of the report it stands in.

        Where a heading says that the part looks ahead, only the first clause can turn the sentence back.
        """
        undecided = self._paragraph.ahead is None
        told = sentence if undecided else _first_clause(sentence)
        cue = bool(_BACK.search(told) or (undecided and not self._setting.marked and _LOOSE.search(told)))
        if not cue and self._setting.year:
            years = [int(y) for y in _PAST_YEAR.findall(told)]
            cue = bool(years) and max(years) < self._setting.year
        return cue and not _AHEAD.search(sentence)

    def _sentence(self, begin: int, stop: int) -> Iterator[Draft]:
        chain, subject, about = Chain(), "", ""
        for start, end in clauses(self._masked, begin, stop):
            if _is_aside(self._masked[start:end]):
                continue
            whens = self._whens[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
            self._govern(whens, start, end, opens=start == begin)
            figures = figures_in(self._bare, start, end, chain)
            for figure, when in zip(figures, _whens_of(figures, whens), strict=True):
                yield self._draft(figure, when)
            if not figures:
                outcomes = [_full(o, about) for o in self._outcomes(start, end, whens, subject, chain)]
                yield from (self._draft(outcome, _last_within(outcome, whens)) for outcome in outcomes)
                subject = next((o.subject for o in outcomes if o.subject), subject)
                chain.subject = subject or chain.subject
                chain.words = trim_head(self._bare[start:end]) or chain.words
            about = chain.subject if figures else of_what(chain.words) or subject

    def _outcomes(
        self, start: int, end: int, whens: Sequence[When], subject: str, chain: Chain
    ) -> list[Outcome]:
        dated = self._has_deadline(whens)
        own = bool(whens) and dated
        return outcomes_in(
            self._bare, start, end, dated=dated, subject=subject, numbered=chain.described, own=own
        )

    def _govern(self, whens: Sequence[When], start: int, end: int, *, opens: bool) -> None:
        """A deadline at the head of a clause governs: the rest of its sentence where it is the year's end or stands
        before a comma of its own, else its clause and, where it opens the sentence, those that go on with a verb;
        到某年 at the head of a paragraph governs all.
        """
        scope = self._scope
        if self._masked[start - 1 : start] == "；":
            scope.end_part()
        head = next((w for w in whens if is_adverbial(self._masked[start : w.start])), None)
        if head is None:
            goes_on = scope.led and not whens and _is_led(self._bare[start:end])
            scope.led = scope.led if goes_on else None
            return
        scope.end_part()
        if _ends_year(head) or self._masked[head.end : head.end + 1] in _SPACED:
            scope.sentence = head
        elif opens and self._masked[head.end - 1] not in _POINTS:
            scope.led = head
        if (
            opens
            and head.due.month == 12
            and self._masked[head.start] in "到至"
            and is_adverbial(self._masked[:start])
        ):
            scope.paragraph = head

    def _has_deadline(self, whens: Sequence[When]) -> bool:
        if whens:
            return whens[-1].explicit and not whens[-1].plan
        governing = self._scope.narrowest
        if governing is None or not governing.explicit or governing.plan:
            return False
        return governing.due != self._paragraph.horizon

    def _draft(self, made: Figure | Outcome, own: When | None) -> Draft:
        paragraph = self._paragraph
        when = own or self._scope.narrowest or self._scope.paragraph
        if when is None or (not when.explicit and paragraph.horizon):
            return Draft(made, paragraph.start, paragraph.horizon or self._setting.implied, False, paragraph)
        return Draft(made, paragraph.start, when.due, when.explicit, paragraph)


def _final(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Those of a sentence whose outcome does not follow in it: 推进某水库前期工作，力争年内开工 is only its 开工."""
    for n, draft in enumerate(drafts):
        thing = draft.made.subject if isinstance(draft.made, Outcome) and draft.made.going else ""
        if not thing or not any(
            isinstance(d.made, Outcome) and d.made.subject == thing for d in drafts[n + 1 :]
        ):
            yield draft


def _is_led(clause: str) -> bool:
    """Whether a clause goes on with a verb rather than a subject of its own."""
    words = trim_head(clause)
    return bool(verb_at(words)[1]) or leads(words)


def _is_aside(clause: str) -> bool:
    """Whether a clause only tells what the year before was like: 去年为31栋."""
    return "年" in clause and bool(_ASIDE.search(clause)) and not _AHEAD.search(clause)


def _full(outcome: Outcome, about: str) -> Outcome:
    """The outcome with a name that says what it is about: 形成清单 → 资产清查形成清单."""
    return replace(outcome, name=about + outcome.name) if _BARE_NAME.match(outcome.name) else outcome


def _first_clause(sentence: str) -> str:
    found = _FIRST_CLAUSE.match(sentence)
    return found[0] if found else ""


def _ends_year(when: When) -> bool:
    return (when.due.month, when.due.day) == (12, 31)


def _whens_of(figures: Sequence[Figure], whens: Sequence[When]) -> list[When | None]:
    """The phrase of time of each figure: 6月底、9月底完成率分别不低于50%、75% pairs them, else the nearest counts."""
    if 1 < len(whens) == len(figures) and whens[-1].start < figures[0].quantity.start:
        return [*whens]
    return [_nearest(whens, figure.quantity.start) for figure in figures]


def _last_within(outcome: Outcome, whens: Sequence[When]) -> When | None:
    """The last phrase of time in the span of an outcome."""
    return next((w for w in reversed(whens) if outcome.start <= w.start < outcome.end), None)


def _nearest(whens: Sequence[When], position: int) -> When | None:
    """The last phrase of time before `position`, else the last one behind it."""
    before = [w for w in whens if w.start < position]
    return before[-1] if before else (whens[-1] if whens else None)


def _without(masked: str, whens: Sequence[When]) -> str:
    """The paragraph with its phrases of time blanked, same length: they belong to no name."""
    pieces, at = [], 0
    for when in whens:
        spaced = when.start == 0 or masked[when.start - 1] in _SPACED
        pieces += [masked[at : when.start], (" " if spaced else FILLER) * (when.end - when.start)]
        at = when.end
    return "".join([*pieces, masked[at:]])
