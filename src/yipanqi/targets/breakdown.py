"""An existing breakdown table (任务分解表) in words and figures: what each row promises, or what is wrong with it.

Pure: the caller hands in the units, posts and goals that exist. A row that says the same in all its cells is a
heading; the first unit listed leads, the others are partners.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from yipanqi.exchange.tables import Record, Table
from yipanqi.foundation.errors import DomainError
from yipanqi.foundation.text import NotADay, NotANumber, parse_day, parse_number, plain

T = TypeVar("T")

HEADS: dict[str, tuple[str, ...]] = {
    "name": (
        "目标任务",
        "任务",
        "工作任务",
        "目标任务名称",
        "重点任务",
        "重点工作",
        "指标名称",
        "指标",
        "Target",
    ),
    "figure": ("指标值/单位", "指标值", "目标值", "指标值（单位）", "年度目标", "目标值/单位", "Figure"),
    "unit": ("单位", "计量单位", "Unit of measure"),
    "lead": ("牵头单位", "责任单位", "主责单位", "牵头部门", "Lead unit"),
    "partners": ("配合单位", "协办单位", "配合部门", "Partners"),
    "leader": ("责任领导", "分管领导", "牵头领导", "Leader in charge"),
    "due": ("完成时限", "完成时间", "时限", "办结时限", "Due"),
    "goal": ("类别", "领域", "板块", "主题", "所属领域", "Theme"),
}
REQUIRED = ("name", "lead")

_BOUNDS = (
    ("<=", ("≤", "<=", "不高于", "不超过", "控制在", "低于", "小于等于")),
    (">=", ("≥", ">=", "不少于", "不低于", "至少", "达到", "大于等于", "力争", "完成")),
    ("+", ("+", "新增", "增加", "净增")),
    ("=", ("=",)),
)
_BEHIND = {"以内": "<=", "以下": "<=", "以上": ">="}
_FIGURE = re.compile(r"(?P<number>-?\d[\d,]*(?:\.\d+)?)\s*/?\s*(?P<unit>.*)", re.S)
_BETWEEN_UNITS = re.compile(r"[、,;/\s]+")
_NOTHING = {"", "-", "—", "–", "/", "无"}
_ALL_YEAR = {"全年", "长期", "持续", "常年", "长期坚持", "持续推进"}
_MONTH = re.compile(r"(?:(?P<year>\d{4})年?[-./]?)?(?P<month>\d{1,2})月?(?:份|底|末|底前|末前|前)?")
_MONTH_DAY = re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日?(?:前)?")
_QUARTER = re.compile(r"第?(?P<quarter>[一二三四1234])季度(?:末|底|前)?")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class Known:
    """What exists: units, posts and goals by every word they go under, each to its id."""

    units: Mapping[str, int]
    posts: Mapping[str, int]
    goals: Mapping[str, int]


@dataclass(frozen=True)
class Figure:
    """A figure as a table writes it."""

    value: Decimal
    unit: str
    op: str
    approx: bool


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, by the key of its column."""

    key: str
    error: DomainError


@dataclass(frozen=True)
class Entry:
    """What one row promises; `faults` make it unusable, `unknown_leader` is only told."""

    row: int
    name: str
    kind: str
    goal_id: int | None
    value: Decimal | None
    unit: str
    op: str
    measure: str
    approx: bool
    due: date | None
    due_explicit: bool
    lead_id: int | None
    partner_ids: tuple[int, ...]
    leader_id: int | None
    unknown_leader: str
    faults: tuple[Fault, ...]


def entries(table: Table, known: Known, *, year: int, goal_id: int) -> tuple[Entry, ...]:
    """Every row of the table as an entry, headings turned into the goal of the rows below them."""
    found: list[Entry] = []
    seen: dict[str, int] = {}
    heading = ""
    for record in table.records:
        if is_heading(record):
            heading = next(text for text in record.cells.values() if text)
            continue
        entry = _entry(record, heading, known, year, goal_id)
        found.append(_once(entry, seen))
        seen.setdefault(word(entry.name), entry.row)
    return tuple(found)


def is_heading(record: Record) -> bool:
    """One text in several merged cells, or a name with nothing beside it and a heading's number before it."""
    texts = [text for text in record.cells.values() if text]
    if len(texts) > 1:
        return len(set(texts)) == 1
    return bool(re.match(r"[一二三四五六七八九十]+、", plain(texts[0]))) if texts else False


def _once(entry: Entry, seen: Mapping[str, int]) -> Entry:
    first = seen.get(word(entry.name))
    if not entry.name or first is None:
        return entry
    twice = Fault("name", DomainError("targets.row_twice", row=first))
    return replace(entry, faults=(*entry.faults, twice))


def _entry(record: Record, heading: str, known: Known, year: int, goal_id: int) -> Entry:
    faults: list[Fault] = []
    figure = _tried(faults, "figure", lambda: read_figure(record["figure"], record["unit"]))
    due = _tried(faults, "due", lambda: read_due(record["due"], year))
    units = _units(record, known, faults)
    leader = known.posts.get(word(record["leader"]))
    name = plain(record["name"])
    if not name:
        faults.append(Fault("name", DomainError("input.required")))
    goal = _goal(record, heading, known, goal_id, faults)
    kind = "indicator" if figure else "milestone" if due else "standing"
    return Entry(
        row=record.row,
        name=name,
        kind=kind,
        goal_id=goal,
        value=figure.value if figure else None,
        unit=figure.unit if figure else "",
        op=figure.op if figure else "",
        measure=measure_of(name, figure) if figure else "",
        approx=bool(figure and figure.approx),
        due=due or (date(year, 12, 31) if kind == "indicator" else None),
        due_explicit=due is not None,
        lead_id=units[0] if units else None,
        partner_ids=units[1:],
        leader_id=leader,
        unknown_leader=record["leader"] if record["leader"] not in _NOTHING and leader is None else "",
        faults=tuple(faults),
    )


def _tried(faults: list[Fault], key: str, read: Callable[[], T]) -> T | None:
    """What `read` reads, or None and a fault."""
    try:
        return read()
    except DomainError as error:
        faults.append(Fault(key, error))
        return None


def _units(record: Record, known: Known, faults: list[Fault]) -> tuple[int, ...]:
    """The lead and the partners, each once, in the order listed."""
    found: dict[int, None] = {}
    for key in ("lead", "partners"):
        for name in _BETWEEN_UNITS.split(plain(record[key])):
            if name in _NOTHING:
                continue
            unit = known.units.get(word(name))
            if unit is None:
                faults.append(Fault(key, DomainError("targets.unit_unknown", unit=name)))
            else:
                found[unit] = None
    if plain(record["lead"]) in _NOTHING:
        faults.append(Fault("lead", DomainError("input.required")))
    return tuple(found)


def _goal(record: Record, heading: str, known: Known, goal_id: int, faults: list[Fault]) -> int:
    """The goal named in the row, else by the heading above it, else the one chosen for the table."""
    named = record["goal"]
    if named and word(named) not in known.goals:
        faults.append(Fault("goal", DomainError("targets.goal_unknown", goal=named)))
    above = re.sub(r"^[一二三四五六七八九十\d]+[、.]", "", plain(heading))
    return known.goals.get(word(named)) or known.goals.get(word(above)) or goal_id


def word(text: str) -> str:
    """A name as it is compared: width, case and spaces do not matter."""
    return "".join(plain(text).lower().split())


def read_figure(text: str, unit: str = "") -> Figure | None:
    """`≥270万平方米`, `新增30家`, `约199`, `66/微克每立方米`; None where there is none. Raises NotANumber."""
    written = plain(text).replace(" ", "")
    if written in _NOTHING:
        return None
    approx = "约" in written or "左右" in written
    op, rest = _bound(written.replace("约", "").replace("左右", ""))
    found = _FIGURE.fullmatch(rest)
    if not found:
        raise NotANumber(text=text)
    if unit:
        return Figure(parse_number(rest.replace("/", ""), unit=unit), unit, op, approx)
    return Figure(parse_number(found["number"]), found["unit"], op, approx)


def _bound(text: str) -> tuple[str, str]:
    """The operator that words before or behind a figure mean, and the text without them."""
    for behind, op in _BEHIND.items():
        if text.endswith(behind):
            return op, _bound(text.removesuffix(behind))[1]
    for op, words in _BOUNDS:
        for before in words:
            if text.startswith(before):
                return op, text.removeprefix(before)
    return "=", text


def measure_of(name: str, figure: Figure) -> str:
    """The likely measure, to be checked in the preview."""
    if figure.op == "<=":
        return "mean" if "浓度" in name or "均" in name else "ceiling"
    if figure.unit in ("天", "日"):
        return "days"
    if figure.op == "=" and figure.value == 0:
        return "ceiling"
    return "level" if "总数" in name or "总量" in name or "保有" in name else "cumulative"


def read_due(text: str, year: int) -> date | None:
    """`2018年12月31日`, `12月底`, `2018.6`, `三季度`, `上半年`, `年底`; None for all year. Raises NotADay."""
    written = plain(text).replace(" ", "")
    if written in _NOTHING or written in _ALL_YEAR:
        return None
    if written.removesuffix("前") in ("年底", "年末", f"{year}年底", f"{year}年", f"{year}年末"):
        return date(year, 12, 31)
    if written.removesuffix("前") in ("上半年", "6月底", "年中"):
        return date(year, 6, 30)
    if found := _QUARTER.fullmatch(written):
        quarter = _QUARTERS.get(found["quarter"]) or int(found["quarter"])
        return _month_end(year, quarter * 3)
    if found := _MONTH_DAY.fullmatch(written):
        return _day(year, int(found["month"]), int(found["day"]), text)
    if (found := _MONTH.fullmatch(written)) and 1 <= int(found["month"]) <= 12:
        return _month_end(int(found["year"] or year), int(found["month"]))
    return parse_day(written.removesuffix("前"))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay(text=text) from None
