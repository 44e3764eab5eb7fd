"""Names that a person would write: the words around a figure or an outcome without adverbs, dates and modals."""

import re

from yipanqi.reading.clauses import FILLER
from yipanqi.reading.lexicon.bounds import ABOUT, BEFORE, GROWTH, MODALS
from yipanqi.reading.lexicon.row import compile_rows, either
from yipanqi.reading.lexicon.units import LEVELS, PLANNED
from yipanqi.reading.lexicon.verbs import ADDED, ADVERBS, DONE, GAINED

_PREFIX = re.compile("[\\d（）一二三四五六七八九十.、—\\-·①-⑳ ]*")
_COUNTER = "[一二三四五六七八九十]{1,2}(?:是|要)"
_ADVERB = re.compile(
    f"(?:{ADVERBS}|{either(MODALS)}|{_COUNTER}|[，：、—。· ①-⑳{FILLER}-]|（[一二三四五六七八九十\\d]{{1,3}}）|\\d{{1,2}}[.、](?!\\d))"
)
_FOR = "为[^，]{1,12}?(?=提供|降低|减免|节约|节省|办理|新增|发放|解决|安装|配备|配置|免费|开展)|"
_PLACE = re.compile(
    _FOR
    + "(?:在|围绕|依托|通过|以|按照|根据|对|针对|瞄准|聚焦)[^，]{1,40}?(?:领域|方面|基础上|为重点|为抓手|为契机|为主线|等地)(?:内|中|上)?"
)
_TAIL = re.compile(
    f"(?:{either(BEFORE)}|{either(ABOUT)}|{either(MODALS)}|分别|总计|共计|合计|累计|全部|均|各|共|每人每[月年]|每[月年日亩户人]|为|是|有|再|实现|完成|[，：、—（]|等)+$"
)
_BASE = re.compile(r"(?:由|从)[^由从]*\d.*$")
BRINGS = ("+", "gain")
"""The roles of verbs that bring something in."""
KEPT = (*BRINGS, "keep")
"""The roles of verbs that belong to the name."""
_NOUN_BEHIND = re.compile("[率量额数力]|面积|标准|强度|规模|能力")
_SUM_BEHIND = re.compile("[额值率](?!外)")
_ADDED = compile_rows(ADDED)
_GAINED = compile_rows(GAINED)
_DONE = compile_rows(DONE)
_DROPPED = compile_rows([row for row in DONE if row.means == "drop"])
_GENERIC = re.compile(
    f"(?:其中|同比|年度|本年|计划|完成|总|当年|预计|累计|年|日处理|日|设计)*(?:{LEVELS}|{PLANNED}|总数|总面积|{either(GROWTH)})?"
)
_SHARE_OF = re.compile("占(?!地|用|道|补)[^，、]{1,16}$")
_LEVEL_END = re.compile(f"(?:{LEVELS})$")
_ETC_HEAD = re.compile("^.*等(?=$)")
_LONGEST = 46
_LONGEST_LEVEL = 6
_TAIL_LENGTH = 24


def trim_head(words: str) -> str:
    """`words` without adverbs, modals and markers in front."""
    while True:
        words = words.lstrip(" \ufffc")
        found = _ADVERB.match(words) or _PLACE.match(words)
        if not found or found.end() == len(words) or not found.end():
            return words
        words = words[found.end() :]


def is_adverbial(words: str) -> bool:
    """Whether `words` hold nothing but numbering, markers, adverbs and modals: what follows stands at the head."""
    words = _PREFIX.sub("", words, count=1).strip("，、：— ")
    while words:
        found = _ADVERB.match(words)
        if not found or not found.end():
            return False
        words = words[found.end() :]
    return True


def trim_tail(words: str) -> str:
    """`words` without the bound, modal and filler words behind."""
    words = _BASE.sub("", words.replace(FILLER, "").rstrip())
    return words[:-_TAIL_LENGTH] + _TAIL.sub("", words[-_TAIL_LENGTH:])


def verb_at(words: str) -> tuple[str, str]:
    """The verb that `words` begins with, and + for adding, gain, keep or drop for doing, else two empty strings."""
    found = _ADDED.match(words) or _GAINED.match(words)
    if found and not _SUM_BEHIND.match(words, found.end()):
        return found[0], "+" if found.re is _ADDED else "gain"
    found = _DONE.match(words)
    if not found or _NOUN_BEHIND.match(words, found.end()):
        return "", ""
    return found[0], "drop" if _DROPPED.fullmatch(found[0]) else "keep"


def split_verb(words: str) -> tuple[str, str, str]:
    """(verb, its role, the rest), skipping verbs that do not belong to the name: 加快推进建设X → 建设, keep, X."""
    words = trim_head(words)
    verb, role = verb_at(words)
    rest = words[len(verb) :]
    while role == "drop":
        rest = trim_head(rest)
        next_verb, next_role = verb_at(rest)
        if not next_role or len(rest) == len(next_verb):
            break
        verb, role, rest = next_verb, next_role, rest[len(next_verb) :]
    return verb, role, rest


def verb_behind(words: str) -> tuple[str, str]:
    """A verb that stands right before the figure: 安置房续建 490 万平方米."""
    for size in (5, 4, 3, 2):
        verb, role = verb_at(words[-size:])
        if verb and verb == words[-size:]:
            return verb, role
    return "", ""


def is_generic(words: str) -> bool:
    """Whether a name needs the subject of the clause before it: 总投资, 年度计划投资, 总数."""
    return bool(_GENERIC.fullmatch(words) or _SHARE_OF.match(words))


def is_level(words: str) -> bool:
    """Whether `words` end in a noun of a level: 率, 规模, 总数."""
    return bool(_LEVEL_END.search(words[-_LONGEST_LEVEL:]))


def tidy(name: str) -> str:
    """A name ready to show: filler and loose marks gone, not longer than a line of a table."""
    name = name.replace(FILLER, "").lstrip("，。；：、— /:.").rstrip("，。；：、—的 和及与并或/:.")
    if name.count("（") != name.count("）"):
        name = name.replace("（", "").replace("）", "")
    if len(name) > _LONGEST:
        name = re.split("[，；、]", name[:_LONGEST])[0] if "、" in name[8:_LONGEST] else name[:_LONGEST]
    return name


def spread(words: str) -> list[str]:
    """The parts of a list that share a tail: PM10、PM2.5年均浓度 → both with 年均浓度; 花生种植、收获机械化率 likewise."""
    parts = [p for p in re.split("、|和|与|及(?![时格其])", words) if p]
    if len(parts) < 2:
        return parts
    tail = re.search(
        f"(?:年平均|年均|平均|综合|机械化|覆盖|合格|普及|增加|入学|满意|达标|利用|总)*(?:{LEVELS}|{either(GROWTH)}).*$",
        parts[-1],
    )
    if not tail or tail.start() == 0:
        return parts
    return [p if p == parts[-1] or is_level(p) else p + tail[0] for p in parts]
