"""Clauses without a figure: milestones (an outcome anyone can see, or a date of its own), standing work, hints."""

import re
from dataclasses import dataclass

from yipanqi.reading.clauses import FILLER
from yipanqi.reading.lexicon.outcomes import DEEDS, HARD, MARKED, PUSHED, SOFT, THINGS, VAGUE
from yipanqi.reading.lexicon.row import compile_rows, either
from yipanqi.reading.model import Kind
from yipanqi.reading.names import tidy, trim_head
from yipanqi.reading.words import begins_with_verb, ends_with_verb, names_a_place

_HARD = either(HARD)
_SAID = either([row for row in HARD if row.means != "anew"])
"""Between a subject and an object 改扩建 is part of a name: 机场改扩建工程通过评审."""
_LED_BY = "(?:(?:加快|推动|推进|促进|确保|力争|实现|争取|加快推进|保障|保证)(?!建设))*"
_FRONT = re.compile(f"(?P<led>{_LED_BY})(?P<verb>{_HARD})(?P<object>.+)")
_BACK = re.compile(
    f"(?P<led>{_LED_BY})(?P<subject>.{{3,60}}?)(?:如期|实现|力争|确保)*(?P<verb>(?:{_HARD})+(?:并(?:{_HARD}|投入使用))?)(?:工作)?$"
)
_MIDDLE = re.compile(
    f"(?P<led>{_LED_BY})(?P<subject>.{{3,40}}?)(?P<break>{FILLER}*)(?P<verb>{_SAID})(?P<object>.{{2,30}})$"
)
_ENDS_HARD = re.compile(f"(?<!建)(?:{_HARD})(?<!迁建)(?<!扩建)$")
_BEGINS_HARD = re.compile(f"{_LED_BY}(?:{_HARD})(?![和与及、]).{{2,}}")
_ANY_HARD = re.compile(_HARD)
_ALONE = re.compile(f"(?:{_HARD})+")
_VAGUE = re.compile(VAGUE)
_THING = re.compile(f"(?:{THINGS})[》”]?(?:（[^（）]{{1,20}}）)?(?:等)?$")
_WRAPPING = re.compile(
    "^(?:积极|加快|推进|推动|做好|抓好|加强|开展)+|(?:前期工作|前期|建设|筹建|筹备|相关工作|各项工作)$"
)
_FORBIDS = re.compile("严控|严禁|禁止|不得|遏制|防止|严格控制|避免|防范")
_ATTEMPT = re.compile("争创|创建|申创|申建")
_SOFT = re.compile(f"(?:{SOFT})")
_NO_SUBJECT = re.compile(f"{SOFT}|[由对将在以为把向]")
_GRANTED = re.compile("(?:成功|顺利|正式)?(?:创成|获|升格|通过|取得|拿到|报)")
_PUSHED = re.compile(f"(?:{PUSHED})+")
_DEEDS = re.compile(f"(?:{DEEDS})(?:建设|工程|项目|工作)?$")
_GROUP = re.compile("(?:[二两三四五六七八九十]|\\d+)(?:个|条|座|大|支|项|家|所|处)[^\\d]*$|等[^、]{0,6}$")
"""A list that its count or 等 makes one: 滨河路、站前大道两条主干道, A、B等项目."""
_BARE_DEED = re.compile("(?:组建|聘任|重构|整合|验收|改造|提升|搬迁|治理|修复|编制|设计|论证)")
_HELD = re.compile("(?:举办|办好|承办)$")
_EVENT = re.compile("第.{1,4}届|[会节赛展坛]$")
_DOING = re.compile(f"{SOFT}|{_HARD}")
_JOINT_DEED = re.compile("(?:组建|聘任|整合|重组|验收|招标|审批|改革)$")
_BUILDING = re.compile("(?:项目|工程)?建设$")
_MARKS = re.compile("\\d|[一二三四五]期|[A-Z]{2,}")
_HELPED = re.compile(f"(?:配合|协助|会同|联合)[^，、]{{2,8}}?(?={_HARD})")
_MARKED = compile_rows(MARKED)
_LIGHT = re.compile(
    "完成|启动|组建|筹建|创建|争创|申创|申建|制定|编制|修订|起草|成立|设立|出台|发布|印发|新建|扩建|办好|举办|承办|落地|签约"
)
_STATEMENT = re.compile(
    "(?:也|就|既|更|还)?(?:是|有(?!序)|为|每[人户亩]|面临|处于|向着?|朝着?|以(?!工代)|涵盖|包括|覆盖|做到)"
)
_ATTRIBUTE = re.compile("(?:[的时率量期]|后(?:$|[，将可使能新])|前(?![期沿端]))")
_LONG_NAME = 4
_OBJECT_LENGTH = (3, 70)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A milestone or work before dates, duties and themes."""

    start: int
    end: int
    name: str
    kind: Kind
    confidence: float
    subject: str = ""


def outcomes_in(
    text: str, start: int, end: int, *, dated: bool, subject: str, numbered: bool = False, own: bool = False
) -> list[Outcome]:
    """What a clause without a figure of its own promises.

    `dated` tells that a deadline governs the clause, `own` that it stands in the clause itself.
    `subject` is that of the clause before, for 一季度开工、年底前竣工; `numbered` tells that a figure describes
    something in the clause, which makes it specific: 年运量150万吨以上的园区接入铁路专用线.
    """
    words = trim_head(text[start:end]).rstrip(" " + FILLER)
    if len(words) < 2 or _STATEMENT.match(words):
        return []
    chunks = _chunks(words) if _ANY_HARD.search(words) and not _FORBIDS.search(words) else []
    found = [o for chunk in chunks for o in _hard(chunk, start, end, dated=dated, subject=subject)]
    if found:
        return found
    name = tidy(words)
    if len(name) < 4:
        return []
    if _MARKED.search(text, start, end) and len(name) >= 6:
        return [Outcome(start, end, tidy(text[start:end]), "work", 0.6)]
    soft = bool(_SOFT.match(words))
    numbered = numbered and not _VAGUE.search(name) and not name.endswith("发展")
    if own or ((dated or numbered) and (soft or _THING.search(name) or begins_with_verb(words))):
        return [Outcome(start, end, name, "milestone", 0.65 if dated else 0.55, _thing_of(name))]
    if project := _project(text[start:end], words):
        return [Outcome(start, end, project, "milestone", 0.45, _thing_of(project))]
    return [Outcome(start, end, name, "work", 0.3, _thing_of(name))] if soft else []


def _project(clause: str, words: str) -> str:
    """The named project that a clause keeps going: 加快花石岩水库建设 → 花石岩水库建设, empty for 加快园区建设."""
    pushed = _PUSHED.match(words)
    if not pushed and not _PUSHED.search(clause[: clause.find(words)]):
        return ""
    name = tidy(words[pushed.end() :] if pushed else words)
    thing = _BUILDING.sub("", name)
    if not (_DEEDS.search(name) or _THING.search(thing)) or _VAGUE.search(thing):
        return ""
    return name if _is_specific(thing) else ""


def _is_specific(thing: str) -> bool:
    """A proper name, a number or stage, or a list of things: one can go and look at it."""
    parts = [_DEEDS.sub("", part) for part in thing.split("、")]
    listed = len(parts) > 1 and all(len(part) >= 4 and _THING.search(part) for part in parts)
    return listed or bool(_MARKS.search(thing)) or names_a_place(thing)


def of_what(words: str) -> str:
    """The object of a clause: 开展新一轮资产清查 → 新一轮资产清查."""
    return _SOFT.sub("", words, count=1) if _SOFT.match(words) else ""


def _thing_of(name: str) -> str:
    """What soft words speak of: 推进某水库前期工作 → 某水库."""
    return _WRAPPING.sub("", name) if _THING.search(_WRAPPING.sub("", name)) else ""


def _chunks(words: str) -> list[str]:
    """A高铁建成通车、B机场开工建设 and 建成A、开工建设B are two outcomes each; a list of things is one.

    A list of bare words (签约、落地、开工) names stages and promises nothing.
    """
    parts = words.split("、")
    if sum(len(part) <= 2 for part in parts) >= 2:
        return []
    chunks: list[str] = []
    open_chunk = ""
    for part in parts:
        if open_chunk and (_ENDS_HARD.search(open_chunk) or _BEGINS_HARD.match(part)):
            chunks.append(open_chunk)
            open_chunk = part
        else:
            open_chunk = f"{open_chunk}、{part}" if open_chunk else part
    return [*chunks, open_chunk]


def _hard(words: str, start: int, end: int, *, dated: bool, subject: str) -> list[Outcome]:
    """An outcome verb in front of its object, behind its subject, or alone behind the subject of the clause before."""
    words = _HELPED.sub("", words, count=1)
    if _ALONE.fullmatch(words):
        name = f"{subject}{words}"
        return [Outcome(start, end, tidy(name), "milestone", 0.8, subject)] if subject else []
    front = _FRONT.match(words)
    if front and not _ATTRIBUTE.match(front["object"]):
        return _in_front(front["verb"], front["object"], start, end, dated=dated)
    back = _BACK.match(words)
    if not back:
        return _middle(words, start, end, dated=dated)
    things = _things(back["subject"].rstrip(FILLER))
    return [
        Outcome(start, end, tidy(t + back["verb"]), "milestone", _trust(t, back["verb"], dated=dated), t)
        for t in things
    ]


def _middle(words: str, start: int, end: int, *, dated: bool) -> list[Outcome]:
    """A thing that does something to another: 扩建项目 6月底前 完成设备安装, 某中心通过封关验收."""
    found = _MIDDLE.match(words)
    if not found or _NO_SUBJECT.match(found["subject"]) or _ATTRIBUTE.match(found["object"]):
        return []
    granted, named = _GRANTED.match(found["verb"]), _THING.search(found["subject"])
    seen = named and (dated or found["verb"].endswith("完成") or _THING.search(found["object"]))
    if not (granted or seen or (dated and found["break"])):
        return []
    told = found["verb"] + found["object"]
    things = _things(found["subject"])
    return [Outcome(start, end, tidy(thing + told), "milestone", 0.75, thing) for thing in things]


def _in_front(verb: str, objects: str, start: int, end: int, *, dated: bool) -> list[Outcome]:
    """A verb in front of one or more things."""
    shown = "" if verb.endswith("完成") else verb
    return [
        Outcome(start, end, tidy(f"{shown}{thing}"), "milestone", _trust(thing, verb, dated=dated), thing)
        for thing in _things(objects)
    ]


def _things(words: str) -> list[str]:
    """The things of a list where each can be ticked off by itself, else the list as one.

    What is done to the last is done to all: 东门老街、火车站片区改造 are two 改造.
    """
    parts = [p for p in re.split("、(?![^（]*）)|(?<=[期程目心园院])和", words) if p]
    deed = _DEEDS.search(parts[-1])
    if len(parts) < 2 or _is_group(parts) or not (all(map(_is_one, parts)) or _are_named(parts)):
        return [words]
    shared = deed[0] if deed and not any(_DEEDS.search(part) for part in parts[:-1]) else ""
    return [*(part + shared for part in parts[:-1]), parts[-1]]


def _is_group(parts: list[str]) -> bool:
    """Whether a count, 等 or one deed at the end makes the list one: 中心和机构组建并完成聘任."""
    joint = _JOINT_DEED.search(parts[-1]) and not all(_JOINT_DEED.search(part) for part in parts)
    return bool(joint or _GROUP.search(parts[-1]))


def _are_named(parts: list[str]) -> bool:
    """Whether a list names projects although not every name says what it is: 某汽配二期、某石英砂提纯项目."""
    long = all(len(part) >= _LONG_NAME and not _DOING.match(part) for part in parts)
    return long and _is_one(parts[-1]) and any(_MARKS.search(p) or names_a_place(p) for p in parts)


def _is_one(part: str) -> bool:
    """Whether a part of a list is a thing of its own: 某大桥, 机场二期, 某城铁路; not 签约 or 重构."""
    if len(part) < _OBJECT_LENGTH[0] or _BARE_DEED.match(part):
        return False
    return bool(_THING.search(part) or _DEEDS.search(part) or _MARKS.search(part)) or names_a_place(part)


def _trust(thing: str, verb: str, *, dated: bool) -> float:
    """How sure it is that somebody can tick this off: a named thing, a verb of outcome, a date."""
    fewest, most = _OBJECT_LENGTH
    if not fewest <= len(thing) <= most or _VAGUE.search(thing):
        return 0.55 if dated else 0.35
    if not dated and _ATTEMPT.match(verb):
        return 0.45
    done = verb.endswith("完成")
    named = bool(_THING.search(thing)) or (done and ends_with_verb(thing))
    named = named or bool(_HELD.search(verb) and _EVENT.search(thing))
    if not named and not dated and (done or _LIGHT.search(verb)):
        return 0.5 if done and len(thing) >= 8 else 0.3
    return round(min(0.95, (0.8 if named else 0.6) + 0.1 * dated - 0.05 * bool(_LIGHT.search(verb))), 2)
