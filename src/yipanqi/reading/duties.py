"""Responsible-unit tags: （牵头单位：…；配合单位：…；完成时限：…）, （…、…按职责分工负责）, and lines that say the same."""

import re
from dataclasses import dataclass, replace
from datetime import date

from yipanqi.reading.dates import dates_in
from yipanqi.reading.lexicon.duties import (
    DUE_LABELS,
    ENDINGS,
    ETC,
    LEAD_LABELS,
    OTHER_LABELS,
    PARTNER_LABELS,
    SECOND_LABELS,
    UNIT_ENDS,
)

_ROLES = (("lead", LEAD_LABELS), ("partner", PARTNER_LABELS), ("due", DUE_LABELS), ("other", OTHER_LABELS))
_LABEL = re.compile("|".join(f"(?P<{role}>{words})" for role, words in reversed(_ROLES)))
_LABELLED = re.compile(
    "(?:^|(?<=[，；。、 （局委办部会处院心司镇道前底日]))(?:"
    + "|".join(f"(?P<{role}>{words})" for role, words in _ROLES)
    + ")[：: ]+"
)
_MARK = "负责|牵头|责任单位|责任部门|配合单位|主办|承办|协办|落实单位|完成时限|分工|实施单位"
_NESTED = "[^（）\n]*(?:（[^（）\n]*）[^（）\n]*)*"
_TAG = re.compile(f"（(?P<body>{_NESTED})）")
_LINE = re.compile(f"(?m)^(?:{LEAD_LABELS})：[^\n]+$")
_MARKED = re.compile(_MARK)
_INLINE = re.compile(
    "由(?P<lead>[^，。；：由（）]{2,24}?)(?:牵头|负责)(?:负责|组织)?(?:，(?P<partners>[^，。；：（）]{2,60}?)(?:配合|协助|参与))?(?=[，。；]|$|实施|推进|落实)"
)
_SHARED = re.compile(
    "^(?P<lead>.+?)牵头(?:负责)?[，、；](?P<partners>.+?)(?:按(?:照)?职责分工)?(?:积极)?(?:配合|协助|参与|负责|落实)?$"
)
_SAID = re.compile("负责|牵头|落实|实施|分工|主办|承办")
_DATED_END = re.compile("[，；、][^，；、：]{2,12}?(?:前|底|内|日)(?:完成|办结|落实|见效)?$")
_ENDING = re.compile(ENDINGS)
_ETC = re.compile(ETC)
_JOINED = re.compile(
    f"(?<=(?:{'|'.join(sorted({u[-1] for u in re.sub('[(][^)]*[)]', '', UNIT_ENDS).split('|') if len(u) == 1}))}))(?:和|与|及|以及|会同)(?!单位|部门|政府$|有关|相关)"
)
_UNIT_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Duty:
    """Who answers for an item: the lead first, the partners, whether 等 follows, and the tag's own deadline."""

    lead: str
    partners: tuple[str, ...] = ()
    etc: bool = False
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in the stream and the duty it states."""

    start: int
    end: int
    duty: Duty


def tags_in(text: str, year: int | None) -> list[Tag]:
    """All tags of the stream in order: in parentheses, or as a line of its own."""
    spans = [(m.start(), m.end(), m["body"]) for m in _TAG.finditer(text) if _MARKED.search(m["body"])]
    spans += [(m.start(), m.end(), m[0]) for m in _LINE.finditer(text)]
    duties = ((start, end, parse_duty(body, year)) for start, end, body in sorted(spans))
    return [Tag(start, end, duty) for start, end, duty in duties if duty]


def inline_duty(sentence: str) -> Duty | None:
    """A duty told inside a sentence: 由…牵头，…配合."""
    found = _INLINE.search(sentence) if "由" in sentence else None
    if not found:
        return None
    lead, etc = split_units(found["lead"])
    partners, more = split_units(found["partners"] or "")
    return Duty(lead[0], tuple(lead[1:] + partners), etc or more) if lead else None


def parse_duty(body: str, year: int | None) -> Duty | None:
    """The duty stated by the inside of a tag; None where it names no unit.

    >>> parse_duty("科技局、财政局按职责分工负责", 2018)
    Duty(lead='科技局', partners=('财政局',), etc=False, due=None)
    """
    body, due = _dated_end(body, year)
    if _LABELLED.search(body):
        duty = _labelled(body, year)
        return replace(duty, due=duty.due or due) if duty else None
    words = body.split("。")[0]
    shared = _SHARED.match(words)
    parts = (shared["lead"], shared["partners"]) if shared else (words, "")
    if not shared and not _SAID.search(words):
        return None
    lead, etc = split_units(parts[0])
    partners, more = split_units(parts[1])
    return Duty(lead[0], tuple(lead[1:] + partners), etc or more, due) if lead else None


def _dated_end(body: str, year: int | None) -> tuple[str, date | None]:
    """The tag without the deadline that closes it, and that deadline: 责任单位：某局，11月底前完成."""
    found = _DATED_END.search(body)
    when = next(dates_in(body, found.start(), found.end(), year), None) if found else None
    return (body[: found.start()], when.due) if found and when else (body, None)


def _labelled(body: str, year: int | None) -> Duty | None:
    marks = list(_LABELLED.finditer(body))
    units: dict[str, list[str]] = {"lead": [], "partner": []}
    etc, due = False, None
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        value = body[mark.end() : after.start() if after else len(body)].split("。")[0].strip("，；。、 ")
        role = _role(mark, units)
        if role in units:
            names, more = split_units(value)
            units[role] += names
            etc = etc or more
        elif role == "due":
            due = next((w.due for w in dates_in(value, 0, len(value), year)), due)
    everyone = list(dict.fromkeys(units["lead"] + units["partner"]))
    return Duty("".join(everyone[:1]), tuple(everyone[1:]), etc, due) if everyone or due else None


def _role(mark: re.Match[str], units: dict[str, list[str]]) -> str:
    """A label like 责任单位 names partners once another label has named the lead."""
    role = mark.lastgroup or "other"
    if role == "lead" and units["lead"] and re.match(SECOND_LABELS, mark[0]):
        return "partner"
    return role


def split_units(text: str) -> tuple[list[str], bool]:
    """The units named in `text` in order, and whether 等 follows them."""
    rest, etc = text.strip("，；。、 "), False
    while True:
        shorter = _ENDING.sub("", rest).strip("，；。、 ")
        cut = _ETC.search(shorter)
        if cut:
            shorter, etc = shorter[: cut.start()], True
        if shorter == rest:
            break
        rest = shorter
    pieces = (piece for part in re.split("[、，,；/ ]", rest) for piece in _JOINED.split(part))
    return [p for p in (piece.strip() for piece in pieces) if 1 < len(p) <= _UNIT_LENGTH], etc
