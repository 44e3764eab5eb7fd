"""Task-breakdown tables → findings, by their columns: what, by when, who leads, who helps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from yipanqi.reading.clauses import clauses, mask, sentences
from yipanqi.reading.dates import dates_in
from yipanqi.reading.duties import split_units
from yipanqi.reading.figures import Chain, Figure, figures_in, with_figure
from yipanqi.reading.flow import flow
from yipanqi.reading.lexicon.bounds import ABOUT, BEFORE, BEHIND, MODALS
from yipanqi.reading.lexicon.row import either
from yipanqi.reading.lexicon.units import UNITS
from yipanqi.reading.model import Cell, Finding, Kind, Op, Table
from yipanqi.reading.names import tidy, trim_head
from yipanqi.reading.numbers import ARABIC, SCALE
from yipanqi.reading.outcomes import Outcome, outcomes_in

COLUMNS: tuple[tuple[str, str], ...] = (
    ("lead", "牵头|主办|主责|责任单位|责任部门|负责单位|负责部门|承办|^lead"),
    ("partners", "配合|协办|参与|协助|^partner"),
    ("due", "时限|期限|完成时间|办结时间|时间节点|截止|时间要求|^due|deadline"),
    ("value", "目标值|年度目标值|指标值|计划值|任务数|计划数|^target$"),
    ("unit", "计量单位|^单位$|^unit$"),
    ("theme", "类别|领域|板块|分类|主题|方面|项目类别|^theme"),
    ("what", "任务|工作|目标|事项|内容|指标|名称|项目|措施|举措|^task"),
)
"""The role of a column by the words of its head; the first row that fits wins, and each role is taken once."""

_TRUST = 0.9
_DOUBTED = 0.6
_OPS: dict[str, Op] = {"≥": ">=", ">": ">=", "≤": "<=", "<": "<=", "+": "+", "=": "="}
_HEADS = tuple((role, re.compile(words, re.IGNORECASE)) for role, words in COLUMNS)
_SIGNED = re.compile("[≥≤><=+]+")
_VALUE = re.compile(
    rf"(?P<bound>(?:{either(BEFORE)}|{either(ABOUT)}|{either(MODALS)}|[≥≤><=+])*)"
    rf"(?P<number>{ARABIC}{SCALE}?)(?P<unit>{either(UNITS)})?"
    rf"(?P<high>(?:-|—|至|到){ARABIC}{SCALE}?)?(?P<behind>(?:{either(UNITS)})?(?:{either(BEHIND)})?)"
)
"""What a cell of values may say: a number with its bound, unit and range."""
_BRACKETED_UNIT = re.compile(f"（(?:单位：)?((?:[万亿]|万亿)?(?:{either(UNITS)}))）$")


def read_tables(tables: Sequence[Table], year: int | None, implied: date | None) -> Iterator[Finding]:
    """The findings of all tables that have a column of tasks."""
    for table in tables:
        at, roles = _head(table)
        rows = table[at + 1 :]
        _find_values(rows, roles)
        if "what" in roles.values():
            yield from _rows(rows, roles, _units_in_heads(table[at], roles), year, implied)


def _head(table: Table) -> tuple[int, dict[int, str]]:
    """The row of column heads among the first three, and the role of each column."""
    best: tuple[int, dict[int, str]] = (0, {})
    for at, row in enumerate(table[:3]):
        roles: dict[int, str] = {}
        for column, cell in enumerate(row):
            head = "".join(cell.text.split())
            role = next((r for r, words in _HEADS if words.search(head)), "") if len(head) <= 16 else ""
            if role and (role not in roles.values() or role == "what"):
                roles[column] = role
        if len(roles) > len(best[1]):
            best = (at, roles)
    return best


def _find_values(rows: Sequence[tuple[Cell, ...]], roles: dict[int, str]) -> None:
    """A column of aims that are mere values, beside one that names them, is one of values."""
    aims = [column for column, role in roles.items() if role == "what"]
    if len(aims) < 2 or "value" in roles.values():
        return
    told = [flow(row[aims[-1]].text).text for row in rows if aims[-1] < len(row)]
    if sum(bool(_VALUE.fullmatch(words)) for words in told) * 2 > len(told):
        roles[aims[-1]] = "value"


def _units_in_heads(heads: tuple[Cell, ...], roles: dict[int, str]) -> dict[str, Cell]:
    """The unit that the head of the values tells: 目标值（万吨）."""
    for column, role in roles.items():
        told = _BRACKETED_UNIT.search(flow(heads[column].text).text) if role == "value" else None
        if told:
            return {"unit": Cell(told[1], heads[column].start, heads[column].end)}
    return {}


def _rows(
    rows: Sequence[tuple[Cell, ...]],
    roles: dict[int, str],
    shared: dict[str, Cell],
    year: int | None,
    implied: date | None,
) -> Iterator[Finding]:
    """One or more findings for each row; a merged cell speaks for every row it spans, but is read as a task once."""
    seen: set[tuple[int, int]] = set()
    for row in rows:
        own = {role: row[column] for column, role in roles.items() if column < len(row) and role != "what"}
        cells = shared | own
        tasks = [row[column] for column, role in roles.items() if role == "what" and column < len(row)]
        named = [c for c in tasks if c.text.strip()]
        if not named or (named[-1].start, named[-1].end) in seen or _is_heading(row):
            continue
        seen.add((named[-1].start, named[-1].end))
        theme = cells["theme"].text if "theme" in cells else (named[0].text if len(named) > 1 else "")
        for finding in _task(named[-1], cells, year, implied):
            yield replace(finding, theme=finding.theme or " ".join(theme.split()))


def _is_heading(row: tuple[Cell, ...]) -> bool:
    """A row that is one merged cell is a heading inside the table."""
    return len(row) > 1 and len({(c.start, c.end) for c in row}) == 1


def _task(cell: Cell, cells: dict[str, Cell], year: int | None, implied: date | None) -> list[Finding]:
    due, explicit = _due(cells, year)
    lead, partners, etc = _units(cells)
    bare = Finding("work", "", cell.text, cell.start, cell.end, lead=lead, partners=partners, etc=etc)
    return [
        _finding(made, replace(bare, due=own or due or implied, due_explicit=explicit or own is not None))
        for made, own in _made(cell, cells, year)
    ]


def _made(
    cell: Cell, cells: dict[str, Cell], year: int | None
) -> Iterator[tuple[Figure | Outcome, date | None]]:
    """What the words of a task say, with the day they name; the value column where there is one."""
    if valued := _valued(cell, cells):
        yield valued, None
        return
    text = flow(cell.text.replace("\n", "")).text
    masked, chain, some = mask(text, 0, len(text)), Chain(), False
    for span in sentences(masked):
        for start, end in clauses(masked, *span):
            when = next(iter(dates_in(masked, start, end, year)), None)
            bare = (
                masked
                if when is None
                else masked[: when.start] + " " * (when.end - when.start) + masked[when.end :]
            )
            found: list[Figure | Outcome] = [*figures_in(bare, start, end, chain)] or [
                o
                for o in outcomes_in(bare, start, end, dated=when is not None, subject="")
                if o.confidence >= 0.5
            ]
            some = some or bool(found)
            yield from ((made, when.due if when else None) for made in found)
    if not some and (name := tidy(trim_head(re.split("[。；]", text)[0]))):
        yield Outcome(0, len(text), name, "work", 0.85), None


def _valued(cell: Cell, cells: dict[str, Cell]) -> Figure | None:
    """An indicator whose value stands in a column of its own; what its cell says besides makes it doubtful."""
    value, name = _even(cells, "value"), flow(cell.text.replace("\n", "")).text
    found = _VALUE.search(value)
    if not found:
        return None
    told = _BRACKETED_UNIT.search(name)
    unit = found["unit"] or (told[1] if told else _even(cells, "unit"))
    high, behind = found["high"] or "", found["behind"]
    own = "" if behind and behind.startswith(unit) else unit
    subject = tidy(trim_head(name[: told.start()] if told else name))
    bound = _SIGNED.sub("", found["bound"])
    words = f"{subject}{bound}{found['number']}{high}{own}{behind}"
    made = next(iter(figures_in(words, 0, len(words), Chain())), None)
    if made is None:
        return None
    doubts = () if found[0] == value else (*made.doubts, "more in its cell")
    return replace(made, name=subject, op=_OPS.get(found[0][0], made.op), doubts=doubts)


def _even(cells: dict[str, Cell], role: str) -> str:
    """The words of a cell without spaces, half-width."""
    return flow(cells[role].text.replace("\n", "")).text.replace(" ", "") if role in cells else ""


def _due(cells: dict[str, Cell], year: int | None) -> tuple[date | None, bool]:
    words = _even(cells, "due")
    when = next(iter(dates_in(words, 0, len(words), year)), None)
    return (when.due, True) if when else (None, False)


def _units(cells: dict[str, Cell]) -> tuple[str, tuple[str, ...], bool]:
    lead, etc = split_units(_lined(cells, "lead"))
    partners, more = split_units(_lined(cells, "partners"))
    everyone = [*lead, *partners]
    return (everyone[0] if everyone else ""), tuple(everyone[1:]), etc or more


def _lined(cells: dict[str, Cell], role: str) -> str:
    return "、".join(cells[role].text.split()) if role in cells else ""


def _finding(made: Figure | Outcome, bare: Finding) -> Finding:
    if isinstance(made, Figure):
        return replace(with_figure(bare, made), confidence=_DOUBTED if made.doubts else _TRUST)
    kind: Kind = "milestone" if bare.due_explicit else made.kind
    due = bare.due if kind == "milestone" else None
    return replace(bare, kind=kind, name=made.name, due=due, confidence=made.confidence)
