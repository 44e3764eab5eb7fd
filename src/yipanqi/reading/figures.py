"""Clauses → indicators: each figure that counts, with the name a person would write and how it is meant."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from yipanqi.reading.counting import LINK, MARK, STOPS, VERB_LED, counting, is_skipped, is_told
from yipanqi.reading.lexicon.bounds import GROWTH, MODALS
from yipanqi.reading.lexicon.row import compile_rows, either
from yipanqi.reading.model import Finding, Op
from yipanqi.reading.names import (
    BRINGS,
    KEPT,
    is_generic,
    is_level,
    split_verb,
    spread,
    tidy,
    trim_head,
    trim_tail,
    verb_at,
    verb_behind,
)
from yipanqi.reading.numbers import ARABIC
from yipanqi.reading.operators import bound_before, operator_of
from yipanqi.reading.quantities import Quantity, quantities_in
from yipanqi.reading.words import begins_with_verb, ends_with_verb

_MODAL = compile_rows(MODALS)
_RESPECTIVELY = re.compile("分别")
_NO_EVENT = re.compile(
    "(?:不发生|不出现|杜绝|零发生|坚决杜绝|防止发生|(?<![\u4e00-\u9fff])无(?=较大|重大|重特大|一般|责任|安全))(?P<what>[^，。；]{2,40}?(?:事故|事件))(?=[，。；]|发生|$)"
    "|(?P<what2>[^，。；]{2,40}?(?:事[故件]|火灾|案件))(?:起数)?(?:保持|实现|力争)*(?:零发生|为零|“零发生”|“零”发生)"
    "|(?P<what3>[^，。；]{2,20}?)“?零(?P<loss>死亡|伤亡)"
)
_FIELDS = re.compile("等(?:重点)?(?:领域|行业|方面)")
_EVENT_HINT = re.compile("事[故件]|零[死伤]亡|火灾|案件")
_REACHED = re.compile("(?:累计.{0,4}|达到|达|保持|稳定在|保持在)$")
"""A stock stands before the figure: 新增A企业20家、B企业保持50家 adds only the first."""
_EACH = re.compile("均(?=[为达超高不实保])|各(?=约?$)")
_BARE_LIST = re.compile(rf"(?:{ARABIC}(?:、|和|，))+")
_PAIRED = re.compile("(?:建设|改造|提升|整治|治理|修复|创建|培育)$")
_HEAD_PAIRED = re.compile("^(?:加快|推进|抓好|加强|推动|加快推进|统筹推进)")
_LEVEL_TAIL = re.compile("(?<=..)(?:新增|净增|增加|总数|数量|面积|总量|产量|规模)$")
_INNER_MODAL = re.compile(
    f"(?<=..)(?:力争|争取|确保|努力|务必|在上年基础上|在去年基础上|再)+(?=(?:{either(GROWTH)})?$)"
)
_GROWTH_ANY = re.compile(f"(?:{either(GROWTH)})$")


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator before dates, duties and themes: its words, its quantity, and what lowers the trust in it."""

    start: int
    end: int
    name: str
    op: Op
    quantity: Quantity
    modal: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Chain:
    """What a clause leaves to the next one of its sentence: the verb that still governs, and the subject."""

    verb: str = ""
    role: str = ""
    added: str = ""
    sort: str = ""
    unit: str = ""
    subject: str = ""
    words: str = ""
    described: bool = False
    last: Figure | None = None


class Clause(NamedTuple):
    """A clause of the stream and its modal."""

    text: str
    start: int
    end: int
    modal: str

    def figure(self, name: str, op: Op, quantity: Quantity, doubts: tuple[str, ...] = ()) -> Figure:
        """A figure of this clause."""
        plain = tidy(_INNER_MODAL.sub("", name.removeprefix("实现")))
        return Figure(self.start, self.end, plain or tidy(name), op, quantity, self.modal, doubts)


def with_figure(bare: Finding, made: Figure) -> Finding:
    """`bare` as an indicator with the quantity of `made`."""
    q = made.quantity
    return replace(
        bare,
        kind="indicator",
        name=made.name,
        op=made.op,
        value=q.value,
        value_high=q.high,
        unit=q.unit,
        approx=q.approx,
        modal=made.modal,
        doubts=made.doubts,
    )


def figures_in(text: str, start: int, end: int, chain: Chain) -> list[Figure]:
    """The figures of one clause of the stream; `chain` is read and carried on."""
    counted = [q for q in quantities_in(text, start, end) if not is_skipped(text, start, end, q)]
    kept = counting(text, start, end, counted)
    specific = any(q.sort != "time" and not is_told(text, start, end, q) for q in counted)
    chain.described = specific and len(kept) < len(counted)
    zero = _no_event(text, start, end)
    if not kept:
        return zero
    modal = _MODAL.search(text, start, end)
    told = _RESPECTIVELY.search(text, start, kept[0].start)
    listed = [*_sharing_unit(text, told.end(), kept[0]), *kept] if told else kept
    clause = Clause(text, start, end, modal[0] if modal else "")
    if told and len(listed) > 1:
        return zero + _respectively(clause, told.start(), listed)
    if len(kept) == 1 and (each := _each(clause, kept[0])):
        return zero + each
    found = _segments(clause, kept, chain)
    if chain.last and (again := _tried_again(clause, kept, chain.last)):
        found = [again]
    chain.last = found[-1]
    return zero + found


def _tried_again(clause: Clause, kept: list[Quantity], last: Figure) -> Figure | None:
    """A higher aim for the figure before: 固定资产投资增长5%，力争7%."""
    q = kept[0]
    before = clause.text[clause.start : q.start]
    tried = clause.modal and not trim_tail(before.strip())
    if not tried or len(kept) > 1 or q.end < clause.end or q.unit != last.quantity.unit:
        return None
    return replace(clause.figure(last.name, operator_of(before, "", "", q), q), start=last.start)


def _no_event(text: str, start: int, end: int) -> list[Figure]:
    """杜绝…事故 is a figure too: none at all."""
    found = _NO_EVENT.search(text, start, end) if _EVENT_HINT.search(text, start, end) else None
    if not found:
        return []
    told = found["what"] or found["what2"] or found["what3"]
    names = [told] if _FIELDS.search(told) else re.split("、|和|及(?!以)", told)
    loss = found["loss"] or ""
    unit = "人" if loss else "起"
    quantity = Quantity(found.start(), found.end(), Decimal(0), None, unit, "count", "", False, False)
    return [Figure(start, end, tidy(trim_head(n) + loss), "=", quantity) for n in names if n]


def _sharing_unit(text: str, start: int, q: Quantity) -> list[Quantity]:
    """The bare numbers that share the unit of the first figure behind 分别: 控制在78、42微克/立方米."""
    found = _BARE_LIST.search(text, start, q.start)
    if not found or found.end() != q.start:
        return []
    numbers = re.finditer(ARABIC, found[0])
    return [
        replace(q, start=found.start() + m.start(), value=Decimal(m[0].replace(",", ""))) for m in numbers
    ]


def _respectively(clause: Clause, told: int, kept: list[Quantity]) -> list[Figure]:
    """A、B分别达到X和Y: one figure for each name."""
    before = clause.text[told + 2 : kept[0].start]
    head = clause.text[clause.start : told]
    verb, role, rest = split_verb(head)
    shown, listed = (verb, rest) if role in KEPT else ("", trim_head(head))
    names = [shown + name + trim_tail(before) for name in spread(listed)]
    if len(names) == 1 and len(kept) == 2 and "城乡" in names[0]:
        names = [names[0].replace("城乡", "城镇", 1), names[0].replace("城乡", "农村", 1)]
    paired = len(names) == len(kept)
    pairs = zip(names, kept, strict=True) if paired else ((" ".join(names), q) for q in kept)
    bound = next((q.bound for q in reversed(kept) if q.bound), "")
    doubts = () if paired else ("names do not pair",)
    return [
        clause.figure(name, operator_of(before, name, "", replace(q, bound=q.bound or bound)), q, doubts)
        for name, q in pairs
    ]


def _each(clause: Clause, q: Quantity) -> list[Figure]:
    """A率、B率均达100%, 新建甲、乙各15家: one figure for each name."""
    before = clause.text[clause.start : q.start]
    told = _EACH.search(before)
    verb, role, words = split_verb(before[: told.start()]) if told else ("", "", "")
    names = spread(words if role else trim_head(before[: told.start()])) if told else []
    if len(names) < 2 or not (role or all(is_level(name) for name in names)):
        return []
    shown = "" if role == "drop" else verb
    return [clause.figure(shown + name, operator_of(before, name, role, q), q) for name in names]


def _segments(clause: Clause, kept: list[Quantity], chain: Chain) -> list[Figure]:
    """Each figure with the words that belong to it: those before it, or those behind it up to the next one."""
    text, found, at = clause.text, [], clause.start
    for i, q in enumerate(kept):
        before = text[at : q.start]
        more = i + 1 < len(kept)
        limit = kept[i + 1].start if more else clause.end
        post_end, at = _share(text, q, limit, more, before)
        found.append(_figure(clause, before, text[q.end : post_end], q, chain, first=i == 0))
    return _pair_tails(text[clause.start : clause.end], found)


def _share(text: str, q: Quantity, limit: int, more: bool, before: str) -> tuple[int, int]:
    """Where the words behind a figure end and those of the next figure begin."""
    if not more:
        return (q.end if text[q.end : q.end + 1] in STOPS else limit), limit
    links = list(LINK.finditer(text, q.end, limit))
    if links and links[0].start() == q.end and (len(links) == 1 or links[0][0] in "、，"):
        return q.end, links[0].end()
    if links:
        return links[-1].start(), links[-1].end()
    subject = trim_head(trim_tail(before))
    return (q.end, q.end) if subject and not split_verb(subject)[1] else (limit, limit)


def _figure(clause: Clause, before: str, behind: str, q: Quantity, chain: Chain, *, first: bool) -> Figure:
    """Name and operator of one figure; the chain lends its verb to a bare noun and its subject to a bare measure."""
    verb, role, noun, last_verb, last_role = _words_of(before)
    among = not role and q.sort == "count" and bool(chain.added) and "其中" in before[:4]
    lent = among or (not role and _lends(chain, before, noun, q, first, last_role))
    if lent:
        verb, role = (chain.added, verb_at(chain.added)[1]) if among else (chain.verb, chain.role)
    part = before.startswith("其中") or (not first and is_generic(noun))
    detail = (q.sort == "size" and part) or (q.sort == "money" and noun == "规模")
    meant = role or last_role or "keep" * detail
    op = operator_of(before, noun, meant, q, lent=lent, behind=bool(behind))
    whole = "" if behind and before.endswith("等") else noun
    name = _name(verb, role, whole, behind, q, chain, lent=lent)
    if q.unit == "番":
        name = f"{name.removesuffix('翻')}翻番"
    chain.verb, chain.role, chain.sort, chain.unit = verb, role, q.sort, q.unit
    if role in BRINGS and q.sort == "count":
        chain.added = verb
    if name and not is_generic(_plain(before)):
        chain.subject = _subject(verb, name.removesuffix(last_verb))
    doubts = ("no name",) * (not name) + ("unknown unit",) * (q.sort == "unknown")
    return clause.figure(name or chain.words or clause.text[clause.start : clause.end], op, q, doubts)


def _words_of(before: str) -> tuple[str, str, str, str, str]:
    """Of the words before a figure: verb, role, noun; and verb and role that stand right before the figure."""
    plain = _plain(before)
    if is_generic(plain):
        return "", "", plain.removeprefix("其中"), "", ""
    verb, role, rest = split_verb(before)
    last_verb, last_role = verb_behind(plain) if not role else ("", "")
    return verb, role, trim_tail(rest), last_verb, last_role


def _plain(before: str) -> str:
    return trim_tail(before.lstrip("，：、 "))


def _lends(chain: Chain, before: str, noun: str, q: Quantity, first: bool, last_role: str) -> bool:
    """Whether the verb before still governs: always inside a clause, across a comma only for like things."""
    if _REACHED.search(before) or (not noun and bound_before(before)):
        return False
    governed = not first and chain.role == "drop"
    grows = bool(_GROWTH_ANY.search(noun[-4:])) and not (governed and q.sort in ("count", "size"))
    if not chain.role or last_role or grows or (is_level(noun) and not governed):
        return False
    if noun.startswith("其中") or not first:
        return True
    alike = q.sort == "count" or (q.sort == "size" and chain.unit.lstrip("万亿") == q.unit.lstrip("万亿"))
    return (
        bool(noun) and chain.sort == q.sort and alike and not (begins_with_verb(noun) or ends_with_verb(noun))
    )


def _subject(verb: str, name: str) -> str:
    """What a following bare measure is about: the thing without the verb."""
    return _LEVEL_TAIL.sub("", _GROWTH_ANY.sub("", name.removeprefix(verb)))


def _name(verb: str, role: str, noun: str, behind: str, q: Quantity, chain: Chain, *, lent: bool) -> str:
    behind = MARK.sub("", behind)
    behind = behind.removeprefix("的") if not VERB_LED.match(behind) else behind
    kept = verb if role in KEPT else ""
    if behind and VERB_LED.match(behind) and (noun or verb):
        return f"{behind}{verb}{noun}" if q.sort == "money" else f"{verb}{noun}{behind}"
    if behind:
        lead = "" if "、" in noun or noun.endswith("的") else noun
        name = f"{kept}{lead}{behind}"
        return f"{name}比例" if q.sort == "share" else name
    if is_generic(noun) and (not kept or (lent and noun)):
        return f"{chain.subject or trim_tail(chain.words)}{noun}"
    return f"{kept}{noun}" if noun else f"{chain.subject}{kept}"


def _pair_tails(clause: str, found: list[Figure]) -> list[Figure]:
    """加快…10个枢纽、5个基地建设: the work at the end belongs to each of them."""
    tail = _PAIRED.search(found[-1].name)
    if len(found) < 2 or not tail or not _HEAD_PAIRED.match(clause) or found[-1].quantity.sort != "count":
        return found
    return [f if _PAIRED.search(f.name) else replace(f, name=f.name + tail[0]) for f in found]
