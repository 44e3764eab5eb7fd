"""Clauses without a figure: milestones (an outcome anyone can see, or a date of its own), standing work, hints."""

import re
from dataclasses import dataclass
from itertools import pairwise

from yipanqi.reading.clauses import FILLER
from yipanqi.reading.lexicon.outcomes import DRIFTS, HARD, LIGHT, MARKED, PUSHED, SOFT, STRONG
from yipanqi.reading.lexicon.row import compile_rows, compile_search, either
from yipanqi.reading.model import Kind
from yipanqi.reading.names import tidy, trim_head
from yipanqi.reading.things import concreteness, is_campaign, is_thing, is_vague, things_of
from yipanqi.reading.words import begins_with_verb, ends_with_verb

_HARD = either(HARD)
_SAID = either([row for row in HARD if row.means != "anew"])
"""Between a subject and an object 改扩建 is part of a name: 机场改扩建工程通过评审."""
_LED_BY = "(?:(?:把|做好|抓好|加快|推动|推进|促进|促成|力促|协调|助力|确保|力争|实现|争取|加快推进|保障(?!性|房)|保证)(?!建设))*"
_FRONT = re.compile(f"(?P<led>{_LED_BY})(?P<verb>{_HARD})(?P<object>.+?)(?:工作)?$")
_BACK = re.compile(
    f"(?P<led>{_LED_BY})(?P<subject>.{{3,60}}?)(?:如期|实现|力争|确保)*(?P<verb>(?:{_HARD})+(?:并(?:{_HARD}|投入使用))?)(?:工作)?$"
)
_MIDDLE = re.compile(
    f"(?P<led>{_LED_BY})(?P<subject>.{{3,40}}?)(?P<break>{FILLER}*)(?P<verb>{_SAID})(?P<object>.{{2,30}}?)(?:工作)?$"
)
_SITED = re.compile(f"在(?P<places>[^，]+?(?:、|和)[^，]+?)(?P<told>(?:{_HARD}).{{2,}})")
_ENDS_HARD = re.compile(f"(?<!建)(?:{_HARD})(?<!迁建)(?<!扩建)$")
_BEGINS_HARD = re.compile(f"{_LED_BY}(?:{_HARD})(?![和与及、]).{{2,}}")
_ANY_HARD = compile_search(HARD)
_ALONE = re.compile(f"(?:{_HARD})+")
_STRONG, _LIGHT = compile_rows(STRONG), compile_rows(LIGHT)
_PHASE = re.compile("(?:第?[一二三四五六七]期|[一二三四五六七]阶段)(?:工程|项目)?")
_PHASED = re.compile("第?[一二三四五六七]期(?:工程|项目)?$|[一二三四五六七]阶段$")
_WRAPPING = re.compile(
    "^(?:积极|加快|推进|推动|做好|抓好|加强|开展)+|(?:前期工作|前期|建设|筹建|筹备|相关工作|各项工作)$"
)
_FORBIDS = re.compile(
    "严控|严禁|禁止|不得|遏制|防止|严格控制|避免|防范|未(?:开工|投产|竣工|落地|建成)|早(?:开工|建成|投产|竣工|达产|见效)"
)
_SOFT = re.compile(f"(?:{SOFT})")
_NO_SUBJECT = re.compile(f"{SOFT}|[由对将在以为把向]")
_GRANTED = re.compile(
    "(?:成功|顺利|正式)?(?:创成|获|升格|并入|划入|通过|取得|拿到|报|列入|纳入|入选|创建|争创|申报|申创)"
)
_PUSHED = re.compile(f"(?:{PUSHED})+")
_PUTS_UP = re.compile("(?:建设|打造|引进|改造|修缮|整治|治理|拓宽|疏浚|翻修|加固|打通)$")
_HELPED = re.compile(f"(?:配合|协助|会同|联合)[^，、]{{2,8}}?(?={_HARD})")
_MARKED = compile_rows(MARKED)
_REPEATED = re.compile("定期|逐?[月季周].*|每.*")
_REPEATED_TRUST, _STANDING_TRUST = 0.4, 0.6
"""What is done again and again beside other things is no outcome but a hint."""
_STATEMENT = re.compile(
    "(?:也|就|既|更|还)?(?:是|有(?!序)|为|每[人户亩]|面临|处于|向着?|朝着?|以(?!工代)|涵盖|包括|覆盖|做到)"
)
_ATTRIBUTE = re.compile("(?:[的时率量期]|后(?:$|[，将可使能新])|前(?![期沿端]))")
_DONE_TO, _KEPT_GOING = 0.1, 0.02
"""What 修缮, 打通 are worth, and 加快, 推进: these promise no end, so the project stays a hint."""
_BEGUN = ("", "建设", "打造")
_ATTEMPT = re.compile("争创|创建|申创|申建|申报")
"""Who tries for an honour promises no result: a hint, unless it is dated."""
_LIGHT_TRUST, _STRONG_TRUST = 0.3, 0.6
_DATED_FLOOR = 0.55
_LONG = 8
_BUILDING = re.compile("建设$")
_PROGRESS = re.compile("(?:进度|进程|步伐)$")
_CLAUSAL = re.compile("率先|.在(?!建)|.(?:开展|实施|对接)|.[对把向让]")
"""What makes the words behind a verb a clause of its own rather than the name of a project."""
_DATED_ITEM = re.compile(f"(?P<name>[^、（），]{{3,40}})（{FILLER}+）(?:、|和)?")
_DRIFTS = re.compile(DRIFTS)
_ABSTRACT = re.compile("扩大|深化|加强|强化|促进|提高|加大|优化|完善|健全|落实|坚持")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A milestone or work before dates, duties and themes; `going` tells that it is only kept going."""

    start: int
    end: int
    name: str
    kind: Kind
    confidence: float
    subject: str = ""
    going: bool = False


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
    if listed := _dated_list(text, start, end):
        return listed
    standing = _MARKED.search(text, start, end)
    if standing and len(tidy(words)) >= 6:
        aside = _REPEATED.fullmatch(standing[0]) and not _opens(text, start, end)
        trust = _REPEATED_TRUST if aside else _STANDING_TRUST
        return [Outcome(start, end, tidy(text[start:end]), "work", trust)]
    found: list[Outcome] = []
    for chunk in _chunks(words) if _ANY_HARD.search(words) and not _FORBIDS.search(words) else []:
        before = found[-1].subject if found else subject
        found += _hard(chunk, start, end, dated=dated, subject=before or subject)
    return found or _soft(text, start, end, words, dated=dated, numbered=numbered, own=own)


def _dated_list(text: str, start: int, end: int) -> list[Outcome]:
    """Things that each have their date in brackets: 开工某厂（3月）、某园（10月底前）."""
    items = list(_DATED_ITEM.finditer(text, start, end)) if text.find("（", start, end) >= 0 else []
    if not items or items[0].start() > start or any(a.end() != b.start() for a, b in pairwise(items)):
        return []
    if items[-1].end() != end:
        return []
    verb = _FRONT.match(trim_head(items[0]["name"]))
    shown = verb["verb"] if verb else ""
    return [
        Outcome(
            i.start(),
            i.end(),
            tidy(shown + trim_head(i["name"]).removeprefix(shown)),
            "milestone",
            0.7,
            i["name"],
        )
        for i in items
    ]


def _soft(
    text: str, start: int, end: int, words: str, *, dated: bool, numbered: bool, own: bool
) -> list[Outcome]:
    """What a clause without a verb of outcome promises: by its date, its number, or the project it keeps going."""
    name = tidy(words)
    if len(name) < 4:
        return []
    soft = bool(_SOFT.match(words))
    numbered = numbered and not is_vague(name)
    if _DRIFTS.search(name):
        return []
    if own or ((dated or numbered) and (soft or is_thing(name) or begins_with_verb(words))):
        return [Outcome(start, end, name, "milestone", 0.65 if dated else 0.55, _thing_of(name))]
    if projects := _projects(text[start:end], words):
        floor = _DATED_FLOOR if dated else 0.0
        return [
            Outcome(start, end, p, "milestone", max(trust, floor), _thing_of(p), going=True)
            for p, trust in projects
        ]
    return [Outcome(start, end, name, "work", 0.3, _thing_of(name))] if soft else []


def _projects(clause: str, words: str) -> list[tuple[str, float]]:
    """The projects that a clause keeps going, each with its trust: 加快花石岩水库建设 → 花石岩水库建设."""
    pushed = _PUSHED.match(words)
    if not pushed and not _PUSHED.search(clause[: clause.find(words)]):
        return []
    if _CLAUSAL.search(words):
        return []
    puts_up = _PUTS_UP.search(pushed[0]) if pushed else None
    led = puts_up[0] if puts_up else ""
    names = things_of(_PROGRESS.sub("", tidy(words[pushed.end() :] if pushed else words)))
    worths = [_worth(_BUILDING.sub("", name)) for name in names]
    trust = round((_KEPT_GOING if led in _BEGUN else _DONE_TO) + max(worths), 2)
    told = [tidy(led + name) for name, worth in zip(names, worths, strict=True) if worth > 0]
    return [(name, trust) for name in told] if trust > _LIGHT_TRUST else []


def _worth(name: str) -> float:
    """How concrete a project is; a standing programme is not."""
    return -0.3 if is_campaign(name) else concreteness(name)


def _opens(text: str, start: int, end: int) -> bool:
    """Whether a clause is its sentence, or opens it with more than an occasion: not 每季度开展一次廉政谈话，打造铁军."""
    opens, closes = (text[slice(*at)] in ("", "。") for at in ((max(0, start - 1), start), (end, end + 1)))
    return opens and (closes or "一次" not in text[start:end])


def leads(words: str) -> bool:
    """Whether `words` begin with a verb of outcome."""
    return bool(_BEGINS_HARD.match(words))


def of_what(words: str) -> str:
    """The object of a clause: 开展新一轮资产清查 → 新一轮资产清查."""
    return _SOFT.sub("", words, count=1) if _SOFT.match(words) else ""


def _thing_of(name: str) -> str:
    """What soft words speak of: 推进某水库前期工作 → 某水库."""
    thing = _WRAPPING.sub("", name)
    return thing if is_thing(thing) else ""


def _chunks(words: str) -> list[str]:
    """A高铁建成通车、B机场开工建设 and 建成A、开工建设B are two outcomes each; a list of things is one.

    A list of bare words (签约、落地、开工) names stages and promises nothing.
    """
    parts = words.split("、")
    if sum(len(part) <= 2 and bool(_ANY_HARD.match(part)) for part in parts) >= 2:
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
    if subject and (phase := _PHASE.match(words)) and _ALONE.fullmatch(words, phase.end()):
        words = _whole(phase[0], subject) + words[phase.end() :]
    if _ALONE.fullmatch(words):
        name = f"{subject}{words}"
        return [Outcome(start, end, tidy(name), "milestone", 0.8, subject)] if subject else []
    if sited := _SITED.match(words):
        return _at_places(sited, start, end)
    front = _FRONT.match(words)
    if front and not _ATTRIBUTE.match(front["object"]):
        return _in_front(front, start, end, dated=dated)
    back = _BACK.match(words)
    if not back or _ABSTRACT.match(back["subject"]):
        return _middle(words, start, end, dated=dated, subject=subject)
    trust = _verb_trust(back)
    things = [_whole(thing, subject) for thing in things_of(back["subject"].rstrip(FILLER))]
    return [
        Outcome(start, end, tidy(t + back["verb"]), "milestone", _sum(trust, concreteness(t), dated=dated), t)
        for t in things
    ]


def _whole(thing: str, before: str) -> str:
    """A mere phase with what it is a phase of: 二期 behind 某厂一期 is 某厂二期."""
    return _PHASED.sub("", before) + thing if before and _PHASE.fullmatch(thing) else thing


def _at_places(found: re.Match[str], start: int, end: int) -> list[Outcome]:
    """在甲地、乙地设立某处: one in each place."""
    places = [place for place in re.split("、|和|及", found["places"]) if place]
    return [Outcome(start, end, tidy(f"在{place}{found['told']}"), "milestone", 0.6) for place in places]


def _middle(words: str, start: int, end: int, *, dated: bool, subject: str) -> list[Outcome]:
    """A thing that does something to another: 扩建项目 6月底前 完成设备安装, 某中心通过封关验收."""
    found = _MIDDLE.match(words)
    if not found or _NO_SUBJECT.match(found["subject"]) or _ATTRIBUTE.match(found["object"]):
        return []
    granted, named = _GRANTED.match(found["verb"]), is_thing(found["subject"])
    seen = named and (dated or found["verb"].endswith("完成") or is_thing(found["object"]))
    if not (granted or seen or (dated and found["break"])):
        return []
    told = found["verb"] + found["object"]
    things = [_whole(thing, subject) for thing in things_of(found["subject"].rstrip(FILLER))]
    return [Outcome(start, end, tidy(thing + told), "milestone", 0.75, thing) for thing in things]


def _in_front(found: re.Match[str], start: int, end: int, *, dated: bool) -> list[Outcome]:
    """A verb in front of one or more things."""
    done = found["verb"].endswith("完成")
    shown, trust = "" if done else found["verb"], _verb_trust(found)
    return [
        Outcome(start, end, tidy(f"{shown}{t}"), "milestone", _sum(trust, _solid(t, done), dated=dated), t)
        for t in things_of(found["object"])
    ]


def _solid(thing: str, done: bool) -> float:
    """What the object of a verb is worth; that of 完成 may itself be a deed: 完成校舍除险."""
    worth = concreteness(thing)
    if not done or worth < 0 or is_thing(thing):
        return worth
    return max(worth, 0.25 if ends_with_verb(thing) else 0.2 if len(thing) >= _LONG else 0.0)


def _verb_trust(found: re.Match[str]) -> float:
    """What the verb is worth by itself."""
    at = found.start("verb")
    if _ATTEMPT.match(found.string, at):
        return 0.0
    strong, light = _STRONG.match(found.string, at), _LIGHT.match(found.string, at)
    return _LIGHT_TRUST if light and light.end() > (strong.end() if strong else at) else _STRONG_TRUST


def _sum(verb: float, thing: float, *, dated: bool) -> float:
    """How sure it is that somebody can tick this off: a verb of outcome, a concrete thing, a date."""
    trust = verb + thing + 0.1 * dated
    return round(min(0.95, max(trust, _DATED_FLOOR if dated else 0.05)), 2)
