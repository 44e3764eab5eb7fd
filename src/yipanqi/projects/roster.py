"""An existing list of projects (项目清单) in words and figures: what each row is, or what is wrong with it.

Pure: the caller hands in the units and posts that exist. The first unit listed leads, the others are partners. An
empty cell says nothing: it leaves what is there as it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from yipanqi.exchange.tables import Record, Table
from yipanqi.foundation.errors import DomainError
from yipanqi.foundation.text import parse_number, plain
from yipanqi.targets.breakdown import Fault, is_heading, read_due, word

T = TypeVar("T")

HEADS: dict[str, tuple[str, ...]] = {
    "name": ("项目名称", "项目", "名称", "Project"),
    "code": ("项目编号", "编号", "项目代码", "Code"),
    "sector": ("项目类别", "类别", "领域", "行业", "Sector"),
    "kind": ("建设性质", "性质", "年度类型", "Kind"),
    "stage": ("项目阶段", "当前阶段", "阶段", "进展阶段", "Stage"),
    "since": ("阶段时间", "进入阶段时间", "Stage since"),
    "total": ("总投资(亿元)", "总投资", "计划总投资", "计划总投资(亿元)", "Total investment"),
    "total_wan": ("总投资(万元)", "计划总投资(万元)"),
    "year": (
        "年度投资(亿元)",
        "年度投资",
        "年度计划投资",
        "年度计划投资(亿元)",
        "本年计划投资",
        "本年计划投资(亿元)",
        "Investment of the year",
    ),
    "year_wan": ("年度投资(万元)", "年度计划投资(万元)", "本年计划投资(万元)"),
    "lead": ("牵头单位", "责任单位", "主责单位", "建设单位", "Lead unit"),
    "partners": ("配合单位", "协办单位", "配合部门", "Partners"),
    "leader": ("责任领导", "分包领导", "分管领导", "Leader in charge"),
    "due": ("完成时限", "竣工时间", "计划竣工时间", "Due"),
    "place": ("建设地点", "项目地址", "地点", "Place"),
    "firm": ("投资主体", "企业", "企业名称", "投资方", "Firm"),
    "chain_link": ("产业链环节", "产业链", "链条", "Link of the chain"),
    "next_step": ("下一步工作", "下一步", "下步工作", "Next step"),
    "major": ("重点项目", "是否重点", "Major"),
}
REQUIRED = ("name", "lead")
REQUIRED_WHEN_NEW = ("sector", "kind")

KINDS = {
    "completing": ("计划竣工", "竣工", "To be completed"),
    "continued": ("续建", "Continued"),
    "new": ("新开工", "新建", "To be started"),
    "preparatory": ("前期", "储备", "谋划", "In preparation"),
}
SECTORS = {
    "industry": ("产业", "工业", "Industry"),
    "housing": ("安置房", "安置", "Resettlement housing"),
    "infrastructure": ("基础设施", "市政", "路网", "Infrastructure"),
    "ecology": ("生态", "环保", "生态环保", "Ecology"),
    "livelihood": ("民生", "社会事业", "Livelihood"),
    "reform": ("改革", "Reform"),
}
STAGES = {
    "talks": ("在谈", "In talks"),
    "signed": ("签约", "已签约", "Signed"),
    "landed": ("落地", "已落地", "Landed"),
    "started": ("开工", "已开工", "Started"),
    "building": ("续建", "在建", "Building"),
    "completed": ("竣工", "已竣工", "Completed"),
    "at_capacity": ("达产", "已达产", "At full capacity"),
}
_YES = {"是": True, "否": False, "yes": True, "no": False, "√": True, "1": True, "0": False}
_BETWEEN_UNITS = re.compile(r"[、,;/\s]+")
_NOTHING = {"", "-", "—", "–", "/", "无"}
_TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True)
class Known:
    """What exists: units and posts by every word they go under, each to its id."""

    units: Mapping[str, int]
    posts: Mapping[str, int]


@dataclass(frozen=True)
class RosterEntry:
    """One row: `values` holds the fields of a project that it fills in; `faults` make it unusable.

    `unknown_leader` is only told.
    """

    row: int
    name: str
    code: str
    values: Mapping[str, Any]
    stage: str
    since: date | None
    partner_ids: tuple[int, ...]
    unknown_leader: str
    faults: tuple[Fault, ...]


def entries(table: Table, known: Known, *, year: int) -> tuple[RosterEntry, ...]:
    """Every row of the table that is no heading."""
    found: list[RosterEntry] = []
    seen: dict[str, int] = {}
    for record in table.records:
        if not is_heading(record):
            entry = _once(_entry(record, known, year), seen)
            found.append(entry)
            seen.setdefault(word(entry.code or entry.name), entry.row)
    return tuple(found)


def _once(entry: RosterEntry, seen: Mapping[str, int]) -> RosterEntry:
    first = seen.get(word(entry.code or entry.name))
    if not entry.name or first is None:
        return entry
    twice = Fault("name", DomainError("projects.row_twice", row=first))
    return replace(entry, faults=(*entry.faults, twice))


def _entry(record: Record, known: Known, year: int) -> RosterEntry:
    faults: list[Fault] = []
    name = plain(record["name"])
    if not name:
        faults.append(Fault("name", DomainError("input.required")))
    units = _units(record, known, faults)
    leader = known.posts.get(word(record["leader"]))
    values: dict[str, Any] = {
        "name": name,
        "lead_id": units[0] if units else None,
        "leader_id": leader,
        "sector": _choice(record, "sector", SECTORS, faults),
        "kind": _choice(record, "kind", KINDS, faults),
        "is_major": _yes(record["major"]),
        "total_investment": _money(record, "total", faults),
        "year_investment": _money(record, "year", faults),
        "due": _tried(faults, "due", lambda: read_due(record["due"], year)),
    }
    _check_money(values, faults)
    values |= {key: plain(record[key]) for key in ("place", "firm", "chain_link", "next_step")}
    return RosterEntry(
        row=record.row,
        name=name,
        code=plain(record["code"]),
        values={field: value for field, value in values.items() if value not in (None, "")},
        stage=_choice(record, "stage", STAGES, faults) or "",
        since=_tried(faults, "since", lambda: read_due(record["since"], year)),
        partner_ids=units[1:],
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


def _choice(
    record: Record, key: str, words: Mapping[str, tuple[str, ...]], faults: list[Fault]
) -> str | None:
    """The code that a word stands for; an unknown one is a fault."""
    written = word(record[key])
    if written in _NOTHING:
        return None
    for code, names in words.items():
        if written == code or written in {word(name) for name in names}:
            return code
    known = "、".join(names[0] for names in words.values())
    faults.append(Fault(key, DomainError("projects.kind_unknown", text=record[key], known=known)))
    return None


def _yes(text: str) -> bool | None:
    return _YES.get(word(text))


def _money(record: Record, key: str, faults: list[Fault]) -> Decimal | None:
    """亿元, from a column in 亿元 or in 万元."""
    written, in_wan = record[key], record[f"{key}_wan"]
    if plain(written) not in _NOTHING:
        return _tried(faults, key, lambda: parse_number(written, unit="亿元"))
    if plain(in_wan) not in _NOTHING:
        value = _tried(faults, f"{key}_wan", lambda: parse_number(in_wan, unit="万元"))
        return None if value is None else value / _TEN_THOUSAND
    return None


def _check_money(values: Mapping[str, Any], faults: list[Fault]) -> None:
    """Neither below zero, nor more in the year than in all."""
    total, year = values["total_investment"], values["year_investment"]
    for key, value in (("total", total), ("year", year)):
        if value is not None and value < 0:
            faults.append(Fault(key, DomainError("targets.negative", value=value)))
    if total is not None and year is not None and year > total:
        faults.append(Fault("year", DomainError("projects.year_over_total", year=year, total=total)))


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
