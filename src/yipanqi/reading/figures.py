"""Clauses → indicators: which figures are promises, what they count, and how they are meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest

from yipanqi.reading.lexicon.bounds import BEFORE, GROWTH, MODALS
from yipanqi.reading.lexicon.row import compile_rows, either
from yipanqi.reading.lexicon.skips import BEFORE_FIGURE, BEHIND_FIGURE
from yipanqi.reading.lexicon.units import LESS, PLANNED
from yipanqi.reading.lexicon.verbs import ADDED
from yipanqi.reading.model import Finding, Op
from yipanqi.reading.names import (
    is_adverbial,
    is_generic,
    is_level,
    split_verb,
    spread,
    tidy,
    trim_head,
    trim_tail,
    verb_behind,
)
from yipanqi.reading.numbers import ARABIC
from yipanqi.reading.quantities import Quantity, quantities_in
from yipanqi.reading.words import begins_with_verb, ends_with_verb

_SKIP_BEFORE = compile_rows(BEFORE_FIGURE, "(?:{})$")
_SKIP_BEHIND = compile_rows(BEHIND_FIGURE)
_QUOTED = re.compile("“[^“”]{1,40}”|《[^《》]{1,60}》|（[^（）]{1,60}）")
_LINK = re.compile("、|以及|和|及|与|并|，")
_NEW = compile_rows(ADDED[:1])
_BOUND_BEFORE = compile_rows(BEFORE, "(?:{})(?=了?$)")
_BOUND_MEANS = tuple((re.compile(row.phrase), row.means) for row in BEFORE)
_AT_LEAST = re.compile("至少|不少于|不低于")
_GROWTH_END = tuple((re.compile(f"(?:{row.phrase})$"), row.means) for row in GROWTH)
_MODAL = compile_rows(MODALS)
_PLANNED_END = re.compile(f"(?:{PLANNED})$")
_RESPECTIVELY = re.compile("分别")
_VERB_LED = re.compile("(?:建设|用于|实施|支持|对|开展|完成|推进|打造|购买|补助|给予|给|以上)")
_NO_EVENT = re.compile(
    "(?:不发生|杜绝|零发生|坚决杜绝|防止发生)(?P<what>[^，。；]{2,40}?(?:事故|事件))(?=[，。；]|发生|$)"
    "|(?P<what2>[^，。；]{2,40}?(?:事故|事件))(?:零发生|为零|“零发生”|“零”发生)"
)
_FROM = re.compile("(?:由|从)[^，。；]{0,14}$")
_TO = re.compile("[^，。；]{0,8}(?:到|至|为)")
_STOPS = tuple("、，（")
_LIFETIME = re.compile("(?:年限|寿命|工龄)(?:达到|达|提高到|延长到|增加到|超过|为)?$")
_BARE_LIST = re.compile(rf"(?:{ARABIC}(?:、|和|，))+")
_BUILDS = re.compile("新|建|改造|完成|治理|整治|修复|绿化|造林")
_BASIS = re.compile("基础上|基数上")
_LESS_END = re.compile(f"(?:{LESS})$")
_CARRIED_OUT = re.compile("完成$")
_MARK = re.compile("(?:的)?(?:大关|台阶|关口|门槛|规模|目标|水平|左右|以上)$")
_SIZE_SORTS = ("money", "size", "rating", "rate", "time")
_PAIRED = re.compile("(?:建设|改造|提升|整治|治理|修复|创建|培育)$")
_HEAD_PAIRED = re.compile("^(?:加快|推进|抓好|加强|推动|加快推进|统筹推进)")


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
    sort: str = ""
    unit: str = ""
    subject: str = ""
    words: str = ""
    described: bool = False


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
    counted = [q for q in quantities_in(text, start, end) if not _skipped(text, start, end, q)]
    kept = _counts(text, start, end, counted)
    chain.described = any(q.sort != "time" for q in counted) and len(kept) < len(counted)
    zero = _no_event(text, start, end)
    if not kept:
        return zero
    modal = _MODAL.search(text, start, end)
    told = _RESPECTIVELY.search(text, start, kept[0].start)
    listed = [*_sharing_unit(text, told.end(), kept[0]), *kept] if told else kept
    if told and len(listed) > 1:
        found = _respectively(text, start, told.start(), listed)
    else:
        found = _segments(text, start, end, kept, chain)
    return zero + [replace(f, start=start, end=end, modal=modal[0] if modal else "") for f in found]


def _no_event(text: str, start: int, end: int) -> list[Figure]:
    """杜绝…事故 is a figure too: none at all."""
    if "事" not in text[start:end]:
        return []
    found = _NO_EVENT.search(text, start, end)
    if not found:
        return []
    names = re.split("、|和|及", found["what"] or found["what2"])
    quantity = Quantity(found.start(), found.end(), Decimal(0), None, "起", "count", "", False, False)
    return [Figure(start, end, tidy(trim_head(n)), "=", quantity) for n in names if n]


def _skipped(text: str, start: int, end: int, q: Quantity) -> bool:
    """Ordinals, codes, rules per head, what stands in quotation marks, and the starting point of a change."""
    before = text[max(start, q.start - 16) : q.start]
    if _SKIP_BEFORE.search(before) or _SKIP_BEHIND.match(text, q.end, end):
        return True
    if _BASIS.search(text, q.end, end):
        return True
    if q.unit == "年" and not _LIFETIME.search(before):
        return True
    if any(m.start() < q.start < m.end() for m in _QUOTED.finditer(text, start, end)):
        return True
    if _FROM.search(before) and _TO.match(text, q.end, end):
        return True
    return q.chinese and not _chinese_counts(text, start, end, q)


def _chinese_counts(text: str, start: int, end: int, q: Quantity) -> bool:
    """Chinese numerals count only behind a verb of doing, or at the end of a clause behind one of adding."""
    before = text[start : q.start]
    if q.sort in ("share", "times"):
        return True
    if q.value >= 100:
        return text[q.start + 1] in "二两三四五六七八九十百千零" or bool(_bound_before(before))
    verb, role = verb_behind(trim_tail(before) or before)
    if verb and q.value > 1:
        return q.unit not in ("个", "项") or role == "+" or q.value > 4
    led, led_role, _ = split_verb(before)
    return bool(led) and led_role != "drop" and q.end == end and q.unit != "成"


def _counts(text: str, start: int, end: int, counted: Sequence[Quantity]) -> list[Quantity]:
    """Those that count something themselves."""
    following = zip_longest(counted, counted[1:])
    return [q for q, after in following if not _describes(text, start, end, q, after)]


def _describes(text: str, start: int, end: int, q: Quantity, after: Quantity | None) -> bool:
    """A size or number that describes the thing behind it: 亿元以上项目, 20户以上自然村, 10万千瓦及以下燃煤机组."""
    behind = q.end < end and text[q.end] not in _STOPS and not _VERB_LED.match(text, q.end)
    if not behind or _MARK.fullmatch(text, q.end, end):
        return False
    bound = q.bound in (">=", "<=")
    before = text[start : q.start]
    if q.sort in ("rating", "time"):
        return True
    if q.sort in _SIZE_SORTS and (bound or q.of or _bound_before(before) in (">=", "<=")):
        return not _amounts(text[q.start : q.end], before, q)
    if q.sort == "money" and after and after.sort == "count" and not _LINK.search(text, q.end, after.start):
        return bool(split_verb(before)[1] == "+")
    if bound or q.of:
        words = trim_head(trim_tail(before))
        verb, _, rest = split_verb(words)
        left = rest if verb else words
        return not is_adverbial(left.strip("、和及与"))
    return False


def _amounts(written: str, before: str, q: Quantity) -> bool:
    """新建10万平方米以上标准厂房 is an amount to build; 关停10万千瓦及以下机组 is a description."""
    verb, _ = verb_behind(before)
    return (
        bool(_BUILDS.search(verb))
        and q.bound == ">="
        and "及以" not in written
        and not q.of
        and q.sort == "size"
    )


def _bound_before(before: str) -> str:
    """What the word right before a figure means; the search takes the longest, 不超过 and not 超过."""
    found = _BOUND_BEFORE.search(before[-10:])
    return _means_of(found[0]) if found else ""


@lru_cache(maxsize=256)
def _means_of(words: str) -> str:
    return next(means for pattern, means in _BOUND_MEANS if pattern.fullmatch(words))


def _sharing_unit(text: str, start: int, q: Quantity) -> list[Quantity]:
    """The bare numbers that share the unit of the first figure behind 分别: 控制在78、42微克/立方米."""
    found = _BARE_LIST.search(text, start, q.start)
    if not found or found.end() != q.start:
        return []
    numbers = re.finditer(ARABIC, found[0])
    return [
        replace(q, start=found.start() + m.start(), value=Decimal(m[0].replace(",", ""))) for m in numbers
    ]


def _respectively(text: str, start: int, told: int, kept: list[Quantity]) -> list[Figure]:
    """A、B分别达到X和Y: one figure for each name."""
    before = text[told + 2 : kept[0].start]
    names = [name + trim_tail(before) for name in spread(trim_head(text[start:told]))]
    if len(names) == 1 and len(kept) == 2 and "城乡" in names[0]:
        names = [names[0].replace("城乡", "城镇", 1), names[0].replace("城乡", "农村", 1)]
    paired = len(names) == len(kept)
    pairs = zip(names, kept, strict=True) if paired else ((" ".join(names), q) for q in kept)
    bound = next((q.bound for q in reversed(kept) if q.bound), "")
    doubts = () if paired else ("names do not pair",)
    return [
        Figure(
            q.start,
            q.end,
            tidy(n),
            _operator(before, n, "", replace(q, bound=q.bound or bound)),
            q,
            "",
            doubts,
        )
        for n, q in pairs
    ]


def _segments(text: str, start: int, end: int, kept: list[Quantity], chain: Chain) -> list[Figure]:
    """Each figure with the words that belong to it: those before it, or those behind it up to the next one."""
    found: list[Figure] = []
    at = start
    for i, q in enumerate(kept):
        before = text[at : q.start]
        limit = kept[i + 1].start if i + 1 < len(kept) else end
        post_end, at = _share(text, q, limit, i + 1 < len(kept), trim_head(trim_tail(before)))
        found.append(_figure(before, text[q.end : post_end], q, chain, first=i == 0, clause=text[start:end]))
    return _pair_tails(text[start:end], found)


def _share(text: str, q: Quantity, limit: int, more: bool, before: str) -> tuple[int, int]:
    """Where the words behind a figure end and those of the next figure begin."""
    if not more:
        return (q.end if text[q.end : q.end + 1] in _STOPS else limit), limit
    links = list(_LINK.finditer(text, q.end, limit))
    if links and links[0].start() == q.end and (len(links) == 1 or links[0][0] in "、，"):
        return q.end, links[0].end()
    if links:
        return links[-1].start(), links[-1].end()
    return (q.end, q.end) if before and not split_verb(before)[1] else (limit, limit)


def _figure(before: str, behind: str, q: Quantity, chain: Chain, *, first: bool, clause: str) -> Figure:
    """Name and operator of one figure; the chain lends its verb to a bare noun and its subject to a bare measure."""
    verb, role, rest = split_verb(before)
    noun = trim_tail(rest)
    if is_generic(trim_tail(before.lstrip("，：、 "))):
        verb, role, noun = "", "", trim_tail(before.lstrip("，：、 ").removeprefix("其中"))
    last_verb, last_role = verb_behind(trim_tail(before)) if not role else ("", "")
    lent = not role and bool(noun or not _bound_before(before)) and _lends(chain, noun, q, first, last_role)
    if lent:
        verb, role = chain.verb, chain.role
    op = _operator(before, noun, role or last_role, q, lent=lent, behind=bool(behind))
    whole = "" if behind and before.endswith("等") else noun
    name = _name(verb, role, whole, behind, q, chain, lent=lent)
    if q.unit == "番":
        name = f"{name.removesuffix('翻')}翻番"
    doubts = ("no name",) * (not name) + ("unknown unit",) * (q.sort == "unknown")
    chain.verb, chain.role, chain.sort, chain.unit = verb, role, q.sort, q.unit
    if name and not is_generic(trim_tail(before.lstrip("，：、 "))):
        chain.subject = _subject(verb, name.removesuffix(last_verb))
    return Figure(q.start, q.end, tidy(name) or tidy(chain.words or clause), op, q, "", doubts)


def _lends(chain: Chain, noun: str, q: Quantity, first: bool, last_role: str) -> bool:
    """Whether the verb before still governs: always inside a clause, across a comma only for like things."""
    governed = not first and chain.role == "drop"
    if not chain.role or last_role or _GROWTH_ANY.search(noun[-4:]) or (is_level(noun) and not governed):
        return False
    if noun.startswith("其中") or not first:
        return True
    alike = q.sort == "count" or (q.sort == "size" and chain.unit.lstrip("万亿") == q.unit.lstrip("万亿"))
    return bool(noun) and chain.sort == q.sort and alike and not begins_with_verb(noun)


_LEVEL_TAIL = re.compile("(?<=..)(?:新增|净增|增加|总数|数量|面积|总量|产量|规模)$")
_GROWTH_ANY = re.compile(f"(?:{either(GROWTH)})$")


def _subject(verb: str, name: str) -> str:
    """What a following bare measure is about: the thing without the verb."""
    return _LEVEL_TAIL.sub("", name.removeprefix(verb))


def _name(verb: str, role: str, noun: str, behind: str, q: Quantity, chain: Chain, *, lent: bool) -> str:
    behind = _MARK.sub("", behind)
    behind = behind.removeprefix("的") if not _VERB_LED.match(behind) else behind
    kept = verb if role in ("+", "keep") else ""
    if behind and _VERB_LED.match(behind) and (noun or verb):
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


def _operator(
    before: str, noun: str, role: str, q: Quantity, *, lent: bool = False, behind: bool = False
) -> Op:
    """How the figure is meant. Order matters: what is added stays added, a ceiling stays a ceiling."""
    bound = _bound_before(before.rstrip("约近"))
    if (role == "+" or _NEW.search(before)) and bound != "<=" and q.sort not in ("share", "points", "times"):
        return "+"
    if q.bound == "<=" or (bound == "<=" and q.bound != ">="):
        return "<="
    if q.bound == ">=" or bound == ">=" or _AT_LEAST.search(before):
        return ">="
    if q.approx:
        return "="
    if bound == "hold":
        return ">="
    if _LESS_END.search(noun) and not role:
        return "<="
    if is_level(noun) and (not role or (lent and role != "drop")):
        return "=" if _PLANNED_END.search(noun) or _CARRIED_OUT.search(before) else ">="
    return "=" if role or behind else _bare(noun, q)


def _bare(noun: str, q: Quantity) -> Op:
    """A figure without verb or bound: growth and stocks are to be reached, planned sums are counts."""
    growth = next((means for pattern, means in _GROWTH_END if pattern.search(noun)), "")
    if growth:
        return "+" if growth == "+" and q.sort not in ("share", "points") else ">="
    if not noun or _PLANNED_END.search(noun) or begins_with_verb(noun) or ends_with_verb(noun):
        return "="
    return ">="
