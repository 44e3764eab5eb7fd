"""Things that a clause speaks of: a list taken apart, each with the words it shares, and how concrete a thing is."""

import re
from collections.abc import Sequence

from yipanqi.reading.lexicon.outcomes import (
    CAMPAIGNS,
    DEEDS,
    DOCUMENTS,
    EVENTS,
    HARD,
    KINDS,
    ONSETS,
    SOFT,
    STAGES,
    THINGS,
    TITLES,
    VAGUE,
)
from yipanqi.reading.lexicon.row import either
from yipanqi.reading.numbers import parse_number
from yipanqi.reading.words import names_a_place

_CLOSER = re.compile("[》”]?(?:（[^（）]{1,20}）)?等?$")
_THING = re.compile(f"(?:{THINGS}|{EVENTS}|{DOCUMENTS})$")
_DEED = re.compile(f"(?:{DEEDS}|{STAGES})(?:建设|工程|项目|工作)?$")
_STAGE = re.compile(f"(?:{STAGES})(?:工作)?$")
_VAGUE = re.compile(VAGUE)
_CAMPAIGN = re.compile(CAMPAIGNS)
_TITLE = re.compile("《[^《》]{2,}》")
_HONOUR = re.compile(f"(?:{ONSETS}).*(?:{TITLES})$")
_MARKS = re.compile(
    "第?[\\d一二三四五六七八九]+[期号届]|第[一二三四五六七八九](?![二三产个轮])|\\d|[A-Z]{2,}|（[^（）]*[段区]）"
)
_JOINT = re.compile("(?:组建|聘任|整合|重组|验收|招标|审批|改革)$")
_BARE = re.compile("(?:组建|聘任|重构|整合|验收|改造|提升|搬迁|治理|修复|编制|设计|论证)")
_COMMA = re.compile(
    "(?:(?<![号#期\\d])、|(?<=[号#期\\d])、(?!\\d+[号#](?!线)|[一二三四五六七八九]期))(?![^（]*）)(?![^“]*”)(?![^《]*》)"
)
"""Between things, not inside a mark and not between numbers of one thing: 1号、2号机组."""
_AND = re.compile(
    "(?<=....)(?:以及|和)(?=....)(?!配套|相关|附属|其他|其它|周边|[^、]{0,8}(?:两侧|沿线|之间))"
)
_COUNT = "(?:[二两三四五六七八九十]|\\d+)(?:个|条|座|大|支|项|家|所|处|宗|片|栋|幢|部|类)"
_COUNTED = re.compile(f"(?P<own>.{{2,}}?)(?:等(?:{_COUNT})?|(?P<count>{_COUNT}))(?P<tail>[^等].*)$")
_GROUP = re.compile(f"{_COUNT}[^\\d]*$|等[^、]{{0,6}}$")
_SORTS = "|".join(thing for thing in THINGS.split("|") if len(thing) > 1 and thing.isalpha())
"""Things whose name tells their sort when it stands alone: 水库, not 所."""
_SHARED = re.compile(
    f"(?P<kind>(?:{KINDS})*(?:{_SORTS}))?(?P<deed>(?:{STAGES}|{DEEDS}|(?:项目|工程)?建设(?:进度)?|项目|工程)+(?:工作)?)$"
)
_DESCRIBED = re.compile("的[^的]+$")
_ALIKE = ("江河湖溪渠水", "村镇乡屯寨", "市县区州", "路街道", "校园", "里坊湾")
"""Ends of names of one kind: in 上河村、桐坪村党群服务中心 what follows the second 村 belongs to both."""
_DOING = re.compile(f"{SOFT}|{either(HARD)}")
_TAIL = 10
_SHORT = 5
_LENGTH = (3, 70)


def is_thing(words: str) -> bool:
    """Whether `words` end in something whose beginning or end anyone can see."""
    return bool(_THING.search(_CLOSER.sub("", words)[-_TAIL:]))


def is_deed(words: str) -> bool:
    """Whether `words` end in what is done to a thing: 某某老街改造."""
    return bool(_DEED.search(words[-_TAIL:]))


def is_vague(words: str) -> bool:
    """Whether nobody could tick `words` off."""
    return bool(_VAGUE.search(words))


def is_campaign(words: str) -> bool:
    """Whether `words` are a standing programme that bears the name of a project: 某某提升工程, 重点项目."""
    return bool(_CAMPAIGN.search(words))


def is_named(words: str) -> bool:
    """Whether `words` hold a name, a number or a title of their own: 小浪底灌区, 某厂二期, 《某办法》, 国家级示范区."""
    marked = _MARKS.search(words) or _TITLE.search(words) or _HONOUR.search(words)
    return bool(marked) or names_a_place(words)


def is_staged(words: str) -> bool:
    """Whether `words` end in a stage that every project goes through: 某机场选址论证."""
    return bool(_STAGE.search(words))


def concreteness(words: str) -> float:
    """How much `words` tell what to look at: its sort, its name or number, its stage; an abstract end takes away."""
    fewest, most = _LENGTH
    if not fewest <= len(words) <= most or is_vague(words):
        return -0.3
    sort = 0.25 * (is_thing(words) or is_deed(words))
    return sort + 0.2 * (is_named(words) or is_staged(words))


def things_of(words: str) -> list[str]:
    """The things of a list where each can be ticked off by itself, else the list as one.

    What the last shares with the others is given to all: 东门老街、火车站片区改造 are two 改造, 甲、乙两个项目 two 项目.
    """
    parts = _parts(words)
    if len(parts) < 2:
        return [words]
    if counted := _COUNTED.match(parts[-1]):
        exact = parse_number((counted["count"] or "零")[0]) == len(parts)
        return _counted([*parts[:-1], counted["own"]], counted["tail"], exact=exact) or [words]
    if _GROUP.search(parts[-1]) or _is_joint(parts):
        return [words]
    whole = [*(_completed(part, parts[-1]) for part in parts[:-1]), parts[-1]]
    apart = all(map(_is_one, whole)) and all(map(_stands_alone, parts))
    return whole if apart or _are_named(parts) else [words]


def _parts(words: str) -> list[str]:
    """The parts of a list, split at 和 only between two things."""
    parts = [part for part in _COMMA.split(words) if part]
    for found in _AND.finditer(parts[-1] if parts else ""):
        left, right = parts[-1][: found.start()], parts[-1][found.end() :]
        if (is_thing(left) or is_deed(left)) and (is_thing(right) or is_deed(right)):
            return [*parts[:-1], left, right]
    return parts


def _counted(names: Sequence[str], tail: str, *, exact: bool) -> list[str]:
    """甲、乙等百亿级项目: each with the kind behind them, where most have a name or as many are counted as named."""
    known = [is_named(name) or is_thing(name) for name in names]
    most = exact or sum(known) * 2 > len(names)
    if not most or not all(k or len(n) > 3 - exact for k, n in zip(known, names, strict=True)):
        return []
    owed = exact or is_deed(tail) or tail.endswith("建设")
    return [name if name.endswith(tail) or (is_thing(name) and not owed) else name + tail for name in names]


def _is_joint(parts: Sequence[str]) -> bool:
    """Whether one deed at the end makes the list one: 中心和机构组建并完成聘任."""
    return bool(_JOINT.search(parts[-1])) and not all(_JOINT.search(part) for part in parts)


def _completed(part: str, last: str) -> str:
    """A part of a list with what it shares with the last: 花石岩、龙塘大型水库建设 → 花石岩大型水库建设."""
    if tail := _behind_like_name(part, last):
        return part + tail
    described = _DESCRIBED.search(last)
    if described and not is_thing(part):
        return part + described[0]
    shared = _SHARED.search(last)
    if not shared or is_deed(part):
        return part
    kind = "" if is_thing(part) or not shared["kind"] else shared["kind"]
    deed = shared["deed"]
    return part if deed in ("项目", "工程") and is_thing(part) else part + kind + deed


def _behind_like_name(part: str, last: str) -> str:
    """What follows in `last` behind a name of the same kind as `part`."""
    if not 1 < len(part) <= _SHORT:
        return ""
    alike = next((chars for chars in _ALIKE if part[-1] in chars), "")
    at = next((i for i, char in enumerate(last[: len(part) + 1]) if i and char in alike), 0)
    return last[at + 1 :] if at and at + 1 < len(last) else ""


def _are_named(parts: Sequence[str]) -> bool:
    """Whether a list names projects although not every name says what it is: 某汽配二期、某石英砂提纯项目."""
    long = all(len(part) > 3 and not _DOING.match(part) for part in parts)
    return long and (_is_one(parts[0]) or _is_one(parts[-1])) and any(map(is_named, parts))


def _stands_alone(part: str) -> bool:
    """Whether a part means something without what it shares: 岑江, 某枢纽; not 国家医疗."""
    return is_named(part) or is_thing(part) or is_deed(part)


def _is_one(part: str) -> bool:
    """Whether a part of a list is a thing of its own: 某大桥, 机场二期, 某城铁路; not 签约 or 重构."""
    if len(part) < _LENGTH[0] or _BARE.match(part):
        return False
    return _stands_alone(part)
