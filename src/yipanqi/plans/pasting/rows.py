"""Whole tables: heads found, rows read into drafts with every mistake, and drafts written as rows."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

from yipanqi.exchange.tables import Sheet, Table, TableError, find_table
from yipanqi.foundation.errors import DomainError
from yipanqi.foundation.text import plain
from yipanqi.plans.assembling import MILESTONE, SUMMARY, TASK
from yipanqi.plans.checking import LONGEST_KEY, LONGEST_NAME, MOST_ROWS, wrong_rows
from yipanqi.plans.drafts import ActivityDraft, LinkDraft
from yipanqi.plans.pasting.cells import (
    format_constraint,
    format_predecessor,
    read_constraint,
    read_days,
    read_level,
    read_predecessors,
    read_units,
    written,
)

T = TypeVar("T")

CELLS = ("key", "level", "name", "days", "before", "unit", "constraint", "reason")
"""The cells of one row of the editor, in their order."""
EXTRA = ("standard", "approval", "kind", "constraint_date", "optimistic", "pessimistic", "start", "finish")
"""Cells that a pasted or imported table may have besides."""

HEADS: dict[str, tuple[str, ...]] = {
    "key": ("编号", "序号", "代号", "工作编号", "工作代号", "标识号", "活动编号", "ID", "No.", "No", "Activity ID"),
    "level": ("层级", "级别", "大纲级别", "Level", "Outline level"),
    "name": ("工作", "工作名称", "任务名称", "任务", "工作内容", "名称", "工序", "活动名称", "Activity", "Task name", "Activity name", "Name"),
    "days": ("工日", "工期", "工期（天）", "工期(工日)", "持续时间", "天数", "工作日", "Days", "Duration", "Working days"),
    "before": ("紧前", "紧前工作", "前置任务", "前置", "紧前工序", "前导工作", "前置工作", "Predecessors", "After"),
    "unit": ("单位", "责任单位", "牵头单位", "负责单位", "责任部门", "Unit", "Responsible unit"),
    "constraint": ("约束", "约束类型", "限制类型", "Constraint", "Constraint type"),
    "constraint_date": ("约束日期", "限制日期", "Constraint date"),
    "reason": ("理由", "约束理由", "原因", "Reason"),
    "standard": ("完成标准", "标准", "Standard of completion"),
    "approval": ("审批事项", "审批", "许可", "Approval"),
    "kind": ("类型", "工作类型", "Kind", "Type"),
    "optimistic": ("乐观", "最短", "Optimistic"),
    "pessimistic": ("悲观", "最长", "Pessimistic"),
    "start": ("开始", "开始时间", "开始日期", "计划开始", "最早开始", "Start"),
    "finish": ("完成", "完成时间", "完成日期", "计划完成", "结束", "结束时间", "最早完成", "Finish"),
}  # fmt: skip
REQUIRED = ("name", "days")

CELL_OF = {
    "duration": "days",
    "predecessors": "before",
    "constraint_date": "constraint",
    "constraint_reason": "reason",
}
"""The cell in which a field of a draft is typed, where their names differ."""

_MILESTONES = ("milestone", "里程碑", "节点")
_NOBODY: tuple[int, ...] = ()
_FREE: tuple[str, date | None] = ("", None)
_UNLINKED: tuple[LinkDraft, ...] = ()


@dataclass(frozen=True)
class Line:
    """One row as text: `row` counts as the reader counts (from 1), `cells` by the names of CELLS and EXTRA."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, cell: str) -> str:
        return self.cells.get(cell, "")

    @property
    def is_blank(self) -> bool:
        """Nothing is written but, perhaps, a number and a level."""
        return not any(text.strip() for cell, text in self.cells.items() if cell not in ("key", "level"))


class Fault(NamedTuple):
    """What is wrong with one cell; `row` is that of the Line."""

    row: int
    cell: str
    error: DomainError


@dataclass(frozen=True)
class Typed:
    """What was typed: drafts in the order of the rows, `rows` where each stands, and every mistake."""

    activities: tuple[ActivityDraft, ...]
    links: tuple[LinkDraft, ...]
    rows: tuple[int, ...]
    faults: tuple[Fault, ...]

    @property
    def row_of(self) -> dict[str, int]:
        """The row of each key; of a key that stands twice, its first."""
        pairs = list(zip(self.activities, self.rows, strict=True))
        return {draft.key: row for draft, row in reversed(pairs)}


def table_of(sheet: Sheet) -> Table:
    """The plan in a sheet: below its heads, or a block without heads as number?, name, days, predecessors, unit.

    TableError `tables.no_heads` names the heads that are missing.
    """
    try:
        return find_table(sheet, HEADS, REQUIRED)
    except TableError:
        columns = _bare_columns(sheet)
        if not columns:
            raise
    bare = Sheet(sheet.name, sheet.sheets, (("",) * len(sheet.rows[0]), *sheet.rows))
    found = find_table(_headed(bare, columns), HEADS, REQUIRED)
    shifted = tuple(replace(record, row=record.row - 1) for record in found.records)
    return Table(sheet, 0, found.columns, shifted)


def _bare_columns(sheet: Sheet) -> tuple[str, ...]:
    """What the columns of a block without heads mean; nothing where no days stand behind a name."""
    for columns in (("name", "days", "before", "unit"), ("key", "name", "days", "before", "unit")):
        at = columns.index("days")
        if (
            sheet.rows
            and len(sheet.rows[0]) > at
            and all(_is_days(row[at]) for row in sheet.rows if any(row))
        ):
            return columns
    return ()


def _headed(sheet: Sheet, columns: Sequence[str]) -> Sheet:
    heads = [HEADS[name][0] for name in columns][: len(sheet.rows[0])]
    first = tuple(heads) + ("",) * (len(sheet.rows[0]) - len(heads))
    return replace(sheet, rows=(first, *sheet.rows[1:]))


def _is_days(text: str) -> bool:
    try:
        read_days(text)
    except DomainError:
        return False
    return bool(text.strip())


def lines_of(table: Table) -> tuple[Line, ...]:
    """The records of a table as rows."""
    return tuple(Line(record.row, dict(record.cells)) for record in table.records)


def read(
    lines: Sequence[Line], units: Mapping[str, int], kept: Mapping[str, ActivityDraft] | None = None
) -> Typed:
    """Drafts of all rows that are not blank. `units` are ids by `word`; `kept` holds, by key, what the cells do not show.

    Rows without a number get the next free one.
    """
    faults: list[Fault] = []
    typed = [line for line in lines if not line.is_blank]
    if len(typed) > MOST_ROWS:
        typed, over = typed[:MOST_ROWS], typed[MOST_ROWS]
        faults.append(Fault(over.row, "name", DomainError("plans.too_many_rows", limit=MOST_ROWS)))
    keys = numbered(line["key"] for line in typed)
    faults += _twice(typed, keys)
    levels = [_tried(faults, line, "level", read_level, 0) for line in typed]
    deeper = [after > level for level, after in zip(levels, [*levels[1:], 0][: len(levels)], strict=True)]
    activities = tuple(
        _activity(line, key, level, has_parts, units, (kept or {}).get(key), faults)
        for line, key, level, has_parts in zip(typed, keys, levels, deeper, strict=True)
    )
    known = set(keys)
    links = tuple(
        link for line, key in zip(typed, keys, strict=True) for link in _links(line, key, known, faults)
    )
    return Typed(activities, links, tuple(line.row for line in typed), tuple(faults))


def all_faults(typed: Typed) -> tuple[Fault, ...]:
    """Every mistake of the cells, and what only the whole table shows: links of groups, estimates out of order."""
    known = {(fault.row, fault.cell) for fault in typed.faults}
    found = []
    for (row, cell), error in whole_faults(typed):
        if (row, cell) not in known:
            found.append(Fault(row, cell, error))
    return (*typed.faults, *found)


def whole_faults(typed: Typed) -> Iterable[tuple[tuple[int, str], DomainError]]:
    """((row, cell), error) of what `checking` finds; units, targets and repeated keys are told elsewhere."""
    units = {unit for each in typed.activities for unit in (each.unit_id, *each.partner_ids) if unit}
    targets = {each.target_id for each in typed.activities if each.target_id}
    for place, reason in wrong_rows(typed.activities, typed.links, units, targets).items():
        number, _dot, field = place.partition(".")
        error = reason if isinstance(reason, DomainError) else DomainError(reason)
        if number.isdecimal() and error.code != "plans.key_twice":
            yield (typed.rows[int(number)], CELL_OF.get(field, field)), error


def usable(typed: Typed) -> tuple[tuple[ActivityDraft, ...], tuple[LinkDraft, ...]]:
    """What can be scheduled while mistakes are still there: each key once, links between rows that are no groups."""
    once = {each.key: each for each in reversed(typed.activities)}
    rows = tuple(each for each in typed.activities if once[each.key] is each)
    groups = {each.key for each in rows if each.kind == SUMMARY}
    links = {(link.predecessor, link.successor, link.type): link for link in typed.links}
    kept = [link for link in links.values() if groups.isdisjoint((link.predecessor, link.successor))]
    return rows, tuple(kept)


def numbered(keys: Iterable[str]) -> list[str]:
    """The keys as written, the missing ones numbered on from the largest number there is."""
    given = [plain(key) for key in keys]
    last = max((int(key) for key in given if key.isdecimal()), default=0)
    found = []
    for key in given:
        last += not key
        found.append(key or str(last))
    return found


def _twice(lines: Sequence[Line], keys: Sequence[str]) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    for line, key in zip(lines, keys, strict=True):
        if key in seen:
            faults.append(Fault(line.row, "key", DomainError("plans.key_twice", key=key)))
        elif len(key) > LONGEST_KEY or any(mark in key for mark in "/,; \t\n"):
            faults.append(Fault(line.row, "key", DomainError("plans.key_has_marks", key=key)))
        seen.add(key)
    return faults


def _tried(faults: list[Fault], line: Line, cell: str, read: Callable[[str], T], otherwise: T) -> T:
    try:
        return read(line[cell])
    except DomainError as error:
        faults.append(Fault(line.row, cell, error))
        return otherwise


def _activity(
    line: Line,
    key: str,
    level: int,
    has_parts: bool,
    units: Mapping[str, int],
    kept: ActivityDraft | None,
    faults: list[Fault],
) -> ActivityDraft:
    name = written(line["name"])
    if not name:
        faults.append(Fault(line.row, "name", DomainError("input.required")))
    elif len(name) > LONGEST_NAME:
        faults.append(Fault(line.row, "name", DomainError("input.too_long", longest=LONGEST_NAME)))
    kind, days = _length(line, has_parts, faults)
    draft = replace(kept or ActivityDraft(key, name, days), name=name, duration=days, kind=kind)
    return replace(draft, **_shown(line, level, units, faults), **_extra(line, draft, faults))


def _shown(line: Line, level: int, units: Mapping[str, int], faults: list[Fault]) -> dict[str, Any]:
    """The cells that the table has; a column it lacks leaves everything as it was."""
    found: dict[str, Any] = {"level": level} if "level" in line.cells else {}
    if "unit" in line.cells:
        who = _tried(faults, line, "unit", lambda text: read_units(text, units), _NOBODY)
        found |= {"unit_id": who[0] if who else None, "partner_ids": who[1:]}
    if "constraint" in line.cells:
        kind, day = _tried(faults, line, "constraint", lambda _: _constraint(line), _FREE)
        found |= {"constraint": kind, "constraint_date": day}
    return found | ({"constraint_reason": written(line["reason"])} if "reason" in line.cells else {})


def _length(line: Line, has_parts: bool, faults: list[Fault]) -> tuple[str, int]:
    """Kind and days: with deeper rows below it a summary, without days a milestone, else work."""
    if has_parts:
        return SUMMARY, 0
    is_event = plain(line["kind"]).lower() in _MILESTONES
    if not line["days"].strip() and not is_event:
        faults.append(Fault(line.row, "days", DomainError("plans.days_missing")))
        return TASK, 1
    days = _tried(faults, line, "days", read_days, 1)
    return (MILESTONE, 0) if is_event or not days else (TASK, days)


def _extra(line: Line, draft: ActivityDraft, faults: list[Fault]) -> dict[str, Any]:
    """Cells that only tables have; what a table leaves out stays as it was."""
    found: dict[str, Any] = {name: written(line[name]) for name in ("standard", "approval") if line[name]}
    for name in ("optimistic", "pessimistic"):
        if line[name]:
            found[name] = _tried(faults, line, name, read_days, draft.duration)
    if draft.kind != TASK:
        found |= {"optimistic": None, "pessimistic": None}
    return found


def _constraint(line: Line) -> tuple[str, date | None]:
    """From one cell, or from two: what kind, and the day."""
    return read_constraint(f"{line['constraint']} {line['constraint_date']}")


def _links(line: Line, key: str, known: Collection[str], faults: list[Fault]) -> tuple[LinkDraft, ...]:
    return _tried(faults, line, "before", lambda text: read_predecessors(text, key, known), _UNLINKED)


def cells_of(
    activities: Sequence[ActivityDraft], links: Sequence[LinkDraft], units: Mapping[int, str]
) -> tuple[Line, ...]:
    """Drafts as the rows of the editor; `units` are names by id."""
    before: dict[str, list[str]] = {}
    for link in links:
        before.setdefault(link.successor, []).append(format_predecessor(link))
    return tuple(
        Line(number, _cells(draft, ",".join(before.get(draft.key, ())), units))
        for number, draft in enumerate(activities, start=1)
    )


def _cells(draft: ActivityDraft, before: str, units: Mapping[int, str]) -> dict[str, str]:
    who = [draft.unit_id, *draft.partner_ids] if draft.unit_id else []
    return {
        "key": draft.key,
        "level": str(draft.level or ""),
        "name": draft.name,
        "days": "" if draft.kind == SUMMARY else str(draft.duration),
        "before": before,
        "unit": "、".join(units.get(pk or 0, "") for pk in who),
        "constraint": format_constraint(draft.constraint, draft.constraint_date),
        "reason": draft.constraint_reason,
    }
