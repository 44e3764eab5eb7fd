"""Units and posts from a workbook: what each line says, what it would do, and what is wrong with which cell.

Pure: the caller hands in the codes that exist. A line with a known code changes that row, with a new one makes it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yipanqi.exchange.tables import Record
from yipanqi.foundation.errors import DomainError
from yipanqi.foundation.text import parse_day, parse_number, plain
from yipanqi.org.entries import PostEntry, UnitEntry
from yipanqi.org.models import UnitKind

UNIT_HEADS: dict[str, tuple[str, ...]] = {
    "code": ("单位编码", "编码", "代码", "code"),
    "name": ("单位名称", "名称", "name"),
    "short_name": ("简称", "short name"),
    "kind": ("类型", "单位类型", "类别", "kind"),
    "parent": ("上级编码", "上级单位编码", "上级", "parent"),
    "valid_from": ("成立日期", "生效日期", "起始日期", "valid from"),
    "capacity": ("并行能力", "capacity"),
    "order": ("顺序", "序号", "order"),
}
UNIT_REQUIRED = ("code", "name", "kind")
POST_HEADS: dict[str, tuple[str, ...]] = {
    "code": ("岗位编码", "code"),
    "unit": ("单位编码", "所属单位编码", "unit"),
    "title": ("岗位名称", "岗位", "title"),
    "is_head": ("负责人", "是否负责人", "head"),
    "is_leader": ("区领导", "是否区领导", "leader"),
    "planned": ("规划", "是否规划", "planned"),
    "order": ("顺序", "序号", "order"),
}
POST_REQUIRED = ("code", "unit", "title")
KIND_WORDS = {
    "管委会": UnitKind.COMMITTEE,
    "条": UnitKind.LINE,
    "部门": UnitKind.LINE,
    "块": UnitKind.AREA,
    "街道": UnitKind.AREA,
    "办事处": UnitKind.AREA,
    "乡镇": UnitKind.AREA,
    "领导小组": UnitKind.GROUP,
    "领导小组办公室": UnitKind.GROUP_OFFICE,
    "公司": UnitKind.COMPANY,
    "企业": UnitKind.COMPANY,
    "学校": UnitKind.SCHOOL,
    "医院": UnitKind.HOSPITAL,
    "其他": UnitKind.OTHER,
} | {kind.value: kind for kind in UnitKind}
_YES = {"是", "√", "✓", "y", "yes", "true", "1"}
_NO = {"", "否", "n", "no", "false", "0", "-", "—"}
_LARGEST_ORDER = 32_767


class Effect(StrEnum):
    """What a line does."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class LineFault:
    """What is wrong with the cell under `key` in `row`."""

    row: int
    key: str
    reason: DomainError


@dataclass(frozen=True)
class UnitLine:
    """A unit as its line says; `parent` is a code, of this file or of a unit that exists."""

    row: int
    parent: str
    entry: UnitEntry
    effect: Effect


@dataclass(frozen=True)
class PostLine:
    """A post as its line says."""

    row: int
    unit: str
    entry: PostEntry
    effect: Effect


@dataclass(frozen=True)
class KnownUnit:
    """A unit that exists, as an entry with its parent's code."""

    entry: UnitEntry
    parent: str


@dataclass(frozen=True)
class KnownPost:
    """A post that exists, as an entry with its unit's code."""

    entry: PostEntry
    unit: str


class _Reader:
    """Reads the cells of one line and gathers what is wrong with them."""

    def __init__(self, line: Record) -> None:
        self.line = line
        self.faults: list[LineFault] = []

    def fault(self, key: str, code: str, **params: object) -> None:
        self.faults.append(LineFault(self.line.row, key, DomainError(code, **params)))

    def text(self, key: str, longest: int) -> str:
        value = plain(self.line[key])
        if len(value) > longest:
            self.fault(key, "input.too_long", longest=longest)
        return value

    def needed(self, key: str, longest: int) -> str:
        value = self.text(key, longest)
        if not value:
            self.fault(key, "input.required")
        return value

    def kind(self) -> str:
        word = plain(self.line["kind"]).lower()
        if word not in KIND_WORDS:
            self.fault("kind", "org.unknown_kind_word", text=word)
        return KIND_WORDS.get(word, UnitKind.OTHER).value

    def flag(self, key: str, default: bool) -> bool:
        word = plain(self.line[key]).lower()
        if key not in self.line.cells:
            return default
        if word not in _YES | _NO:
            self.fault(key, "input.not_yes_or_no", text=word)
        return word in _YES

    def day(self, key: str, default: date) -> date:
        try:
            return parse_day(self.line[key]) if self.line[key].strip() else default
        except DomainError as error:
            self.faults.append(LineFault(self.line.row, key, error))
            return default

    def whole(self, key: str, default: int | None) -> int | None:
        if not self.line[key].strip():
            return default
        try:
            value = parse_number(self.line[key])
        except DomainError as error:
            self.faults.append(LineFault(self.line.row, key, error))
            return default
        if value != int(value) or not 0 <= value <= _LARGEST_ORDER:
            self.fault(key, "input.not_a_whole_number", text=self.line[key])
        return int(value)


def read_units(
    lines: Iterable[Record], known: Mapping[str, KnownUnit], since: date
) -> tuple[list[UnitLine], list[LineFault]]:
    """Every line as a unit, lines of parents first. An empty cell keeps what is known; `since` is the first day of new units."""
    read: list[UnitLine] = []
    faults: list[LineFault] = []
    for line in lines:
        reader = _Reader(line)
        read.append(_unit(reader, known.get(plain(line["code"])), since))
        faults += reader.faults
    faults += _twice([(line.row, line.entry.code) for line in read])
    faults += _unknown_parents(read, known)
    ordered, circles = _parents_first(read)
    return ordered, faults + circles


def _unit(reader: _Reader, known: KnownUnit | None, since: date) -> UnitLine:
    old = known.entry if known else None
    name = reader.needed("name", 100)
    entry = UnitEntry(
        code=reader.needed("code", 40),
        name=name,
        kind=reader.kind(),
        valid_from=reader.day("valid_from", old.valid_from if old else since),
        short_name=reader.text("short_name", 40) or (old.short_name if old else name[:40]),
        valid_to=old.valid_to if old else None,
        capacity=reader.whole("capacity", old.capacity if old else None),
        order=reader.whole("order", old.order if old else 0) or 0,
    )
    has_column = "parent" in reader.line.cells
    parent = reader.text("parent", 40) if has_column else (known.parent if known else "")
    return UnitLine(reader.line.row, parent, entry, _effect_of_unit(entry, parent, known))


def _effect_of_unit(entry: UnitEntry, parent: str, known: KnownUnit | None) -> Effect:
    if known is None:
        return Effect.NEW
    return Effect.SAME if (known.entry, known.parent) == (entry, parent) else Effect.CHANGED


def read_posts(
    lines: Iterable[Record], known: Mapping[str, KnownPost], units: Iterable[str]
) -> tuple[list[PostLine], list[LineFault]]:
    """Every line as a post; `units` are the codes that exist or come with the same file."""
    read: list[PostLine] = []
    faults: list[LineFault] = []
    codes = frozenset(units)
    for line in lines:
        reader = _Reader(line)
        read.append(_post(reader, known.get(plain(line["code"])), codes))
        faults += reader.faults
    return read, [*faults, *_twice([(line.row, line.entry.code) for line in read])]


def _post(reader: _Reader, known: KnownPost | None, units: frozenset[str]) -> PostLine:
    old = known.entry if known else PostEntry(code="", title="")
    unit = reader.needed("unit", 40)
    if unit and unit not in units:
        reader.fault("unit", "org.unknown_unit", text=unit)
    if known and unit != known.unit:
        reader.fault("unit", "org.post_stays_in_its_unit", unit=known.unit)
    entry = PostEntry(
        code=reader.needed("code", 60),
        title=reader.needed("title", 100),
        is_head=reader.flag("is_head", old.is_head),
        is_leader=reader.flag("is_leader", old.is_leader),
        planned=reader.flag("planned", old.planned),
        valid_to=old.valid_to,
        order=reader.whole("order", old.order) or 0,
    )
    same = known is not None and known.entry == entry
    effect = Effect.NEW if known is None else Effect.SAME if same else Effect.CHANGED
    return PostLine(reader.line.row, unit, entry, effect)


def _twice(codes: list[tuple[int, str]]) -> Iterator[LineFault]:
    seen: dict[str, int] = {}
    for row, code in codes:
        if code and code in seen:
            yield LineFault(row, "code", DomainError("org.code_twice", text=code, row=seen[code]))
        seen.setdefault(code, row)


def _unknown_parents(lines: list[UnitLine], known: Mapping[str, KnownUnit]) -> Iterator[LineFault]:
    codes = {line.entry.code for line in lines} | set(known)
    for line in lines:
        if line.parent and line.parent not in codes:
            yield LineFault(line.row, "parent", DomainError("org.unknown_unit", text=line.parent))


def _parents_first(lines: list[UnitLine]) -> tuple[list[UnitLine], list[LineFault]]:
    """Lines in an order in which every parent of the file comes before its children; those in a circle are faults."""
    waiting, done, ordered = list(lines), set[str](), list[UnitLine]()
    own = {line.entry.code for line in lines}
    while ready := [line for line in waiting if line.parent not in own - done]:
        ordered += ready
        done |= {line.entry.code for line in ready}
        waiting = [line for line in waiting if line not in ready]
    reason = DomainError("org.parent_below_itself")
    return ordered + waiting, [LineFault(line.row, "parent", reason) for line in waiting]
