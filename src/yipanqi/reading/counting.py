"""Which quantities count something, and which are ordinals, rules, baselines or mere descriptions."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from yipanqi.reading.lexicon.row import compile_rows
from yipanqi.reading.lexicon.skips import BEFORE_FIGURE, BEHIND_FIGURE
from yipanqi.reading.names import (
    BRINGS,
    is_adverbial,
    is_level,
    split_verb,
    trim_head,
    trim_tail,
    verb_behind,
)
from yipanqi.reading.operators import bound_before
from yipanqi.reading.quantities import Quantity

LINK = re.compile("、|以及|和|及|与|并|，")
STOPS = tuple("、，（")
VERB_LED = re.compile("(?:建设|用于|实施|支持|对|开展|完成|推进|打造|购买|补助|给予|给|以上)")
"""Words behind a figure that begin something else: 投资20亿元建设某厂."""
MARK = re.compile("(?:的)?(?:大关|台阶|关口|门槛|规模|目标|水平|左右|以上)$")
"""Words behind a figure that add nothing: 突破100亿元大关."""

_SKIP_BEFORE = compile_rows(BEFORE_FIGURE, "(?:{})$")
_SKIP_BEHIND = compile_rows(BEHIND_FIGURE)
_QUOTED = re.compile("“[^“”]{1,40}”|《[^《》]{1,60}》|（[^（）]{1,60}）")
_FROM = re.compile("(?:由|从)[^，。；]{0,14}$")
_TO = re.compile("[^，。；]{0,8}(?:到|至|为)")
_BASIS = re.compile("基础上|基数上")
_LIFETIME = re.compile("(?:年限|寿命|工龄)(?:达到|达|提高到|延长到|增加到|超过|为)?$")
_RED_LINE = re.compile("[^，。；]{0,6}(?:红线|底线)")
_BUILDS = re.compile("新|建|改造|完成|治理|整治|修复|绿化|造林")
_INHABITED = re.compile("[^，。；、]{0,4}(?:自然村|村民?组|村|屯|寨|社区|乡镇|聚居点)")
_GOES_ON = re.compile(f"{VERB_LED.pattern}|[、和及与]\\d")
_OVERSEEN = re.compile("[^，。；、]*(?:监管|监督|管理|制度?”?)")
"""Behind a count: what is done about the counted things is no count."""
_PROJECT = re.compile("[^，。；、\\d]{0,14}(?:项目|工程|装置|机组|产线|生产线)")
_YEARLY = re.compile("[年日](?:产|处理|加工)$")
_ABILITY = re.compile("[^，。；、]*(?:能力|规模|产能|产量)")
_CAPACITY = re.compile("吨|瓦|[kMG]W")
_POWER = re.compile("瓦|[kMG]W")
_PLACES = ("县", "镇", "村")
_WINDOW = 120
"""Characters on either side of a figure that can say what it is."""
_SIZE_SORTS = ("money", "size", "rating", "rate", "time")


def is_skipped(text: str, start: int, end: int, q: Quantity) -> bool:
    """Ordinals, codes, rules per head, what stands in quotation marks, and the starting point of a change."""
    before = text[max(start, q.start - 16) : q.start]
    if _SKIP_BEFORE.search(before) or _SKIP_BEHIND.match(text, q.end, end):
        return True
    if _BASIS.search(text, q.end, min(end, q.end + _WINDOW)):
        return True
    if q.sort == "unknown" and not _expects_figure(before):
        return True
    if q.unit == "年" and not _LIFETIME.search(before):
        return True
    around = max(start, q.start - _WINDOW), min(end, q.end + _WINDOW)
    if any(m.start() < q.start < m.end() for m in _QUOTED.finditer(text, *around)):
        return True
    if _FROM.search(before) and _TO.match(text, q.end, end):
        return True
    return q.chinese and not _chinese_counts(text, start, end, q)


def _expects_figure(before: str) -> bool:
    """A number with a unit that no row lists counts behind a bound, a level or a verb of adding: not 12345热线."""
    words = trim_tail(before)
    return bool(bound_before(before)) or is_level(words) or split_verb(words)[1] in BRINGS


def _chinese_counts(text: str, start: int, end: int, q: Quantity) -> bool:
    """Chinese numerals count only behind a verb of doing, or behind the thing they count: 某项目两个、某站一座."""
    before = text[max(start, q.start - _WINDOW) : q.start]
    if q.sort in ("share", "times"):
        return True
    if q.value >= 100:
        return text[q.start + 1] in "二两三四五六七八九十百千零" or bool(bound_before(before))
    verb, role = verb_behind(trim_tail(before) or before)
    if verb and q.value > 1:
        return q.unit not in ("个", "项") or role in BRINGS or q.value > 4
    led, led_role, noun = split_verb(before)
    closes = q.end == end or text[q.end] in STOPS
    return bool(led) and (led_role != "drop" or bool(noun)) and closes and q.unit != "成"


def counting(text: str, start: int, end: int, counted: Sequence[Quantity]) -> list[Quantity]:
    """Those that count something themselves."""
    following = zip_longest(counted, counted[1:])
    ahead = [q for q, after in following if not _describes(text, start, end, q, after)]
    return [q for q in ahead if not _rates(text, end, q, counted)]


def _rates(text: str, end: int, q: Quantity, counted: Sequence[Quantity]) -> bool:
    """The power of counted machines: 完成6台300兆瓦煤电机组改造."""
    behind = q.end < end and text[q.end] not in STOPS
    return behind and bool(_POWER.search(q.unit)) and any(c.end == q.start for c in counted)


def _measures(text: str, q: Quantity, after: Quantity | None) -> bool:
    """Whether a level of the counted things is the promise, not their count: 14条产业链产值突破8000亿元."""
    if after is None or q.sort != "count" or q.bound or after.sort == "count":
        return False
    between = text[q.end : after.start]
    return bool(bound_before(between)) and not LINK.search(between) and is_level(trim_tail(between))


def _describes(text: str, start: int, end: int, q: Quantity, after: Quantity | None) -> bool:
    """A size or number that describes the thing behind it: 亿元以上项目, 20户以上自然村, 10万千瓦及以下燃煤机组."""
    behind = q.end < end and text[q.end] not in STOPS and not _GOES_ON.match(text, q.end)
    if behind and (_measures(text, q, after) or _named_group(text, start, q) or _sums_up(text, start, q)):
        return True
    if behind and _is_overseen(text, start, end, q):
        return True
    if not behind or MARK.fullmatch(text, q.end, end) or _RED_LINE.fullmatch(text, q.end, end):
        return False
    bound = q.bound in (">=", "<=")
    before = text[max(start, q.start - _WINDOW) : q.start]
    if q.sort in ("rating", "time") or _sizes_a_project(text, q, before):
        return True
    if q.sort in _SIZE_SORTS and (bound or q.of or bound_before(before) in (">=", "<=")):
        return not _amounts(text[q.start : q.end], before, q)
    if q.sort == "money" and after and after.sort == "count" and not LINK.search(text, q.end, after.start):
        return split_verb(before)[1] in BRINGS
    if bound and q.unit in ("户", "人") and _INHABITED.match(text, q.end, end):
        return True
    if bound or q.of:
        words = trim_head(trim_tail(before))
        verb, _, rest = split_verb(words)
        left = rest if verb else words
        return not is_adverbial(left.strip("、和及与"))
    return False


def _sizes_a_project(text: str, q: Quantity, before: str) -> bool:
    """The capacity in the name of a project: 临浦1500万吨炼化一体化项目, 年处理10万吨污水厂."""
    if not _CAPACITY.search(q.unit) or q.bound:
        return False
    if _YEARLY.search(before):
        return not _ABILITY.match(text, q.end)
    verb, _, rest = split_verb(before)
    return bool(rest if verb else trim_head(before)) and bool(_PROJECT.match(text, q.end))


def _is_overseen(text: str, start: int, end: int, q: Quantity) -> bool:
    """A count of things that are watched over: 加强在建7个重点项目质量安全监管."""
    overseen = q.sort == "count" and _OVERSEEN.fullmatch(text, q.end, end)
    return bool(overseen) and split_verb(text[start : q.start])[1] in ("", "drop")


def is_told(text: str, start: int, end: int, q: Quantity) -> bool:
    """Whether a count only tells how many things there are: named before it, or watched over."""
    return _sums_up(text, start, q) or _is_overseen(text, start, end, q)


def _sums_up(text: str, start: int, q: Quantity) -> bool:
    """A count of things that are named before it: 推进双河口、马蹄滩2座水库建设."""
    before = text[max(start, q.start - _WINDOW) : q.start]
    named = before.rpartition("，")[2]
    return q.sort == "count" and 1 < q.value == named.count("、") + 1 and not LINK.search(before[-1:])


def _named_group(text: str, start: int, q: Quantity) -> bool:
    """Places known by their number: 推进山区26县高质量发展."""
    before = text[max(start, q.start - _WINDOW) : q.start]
    verb, _, rest = split_verb(before)
    return q.unit in _PLACES and bool(rest if verb else trim_head(before)) and not bound_before(before)


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
