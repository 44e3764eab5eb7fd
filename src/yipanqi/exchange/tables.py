"""Tables that people keep in Excel: read with merged cells filled, pasted text, and the workbook of mistakes.

Reading gives text cells, as one sees them: 3 not 3.0, days as 2018-09-28. Rows and columns count from 1, as in Excel.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine
import xlsxwriter

from yipanqi.foundation.errors import DomainError
from yipanqi.foundation.text import plain

LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_CELLS = 1_000_000
_HEAD_WITHIN_ROWS = 20
_RED = {"bg_color": "#F8D7DA", "border": 2, "border_color": "#B71C1C", "font_color": "#7F1D1D"}


class TableError(DomainError):
    """The file as a whole cannot be used; the code says why."""

    code = "tables.not_a_workbook"


@dataclass(frozen=True)
class Sheet:
    """One sheet as text; `rows` are all of one length. `sheets` names every sheet of the file."""

    name: str
    sheets: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Record:
    """One line below the heads: its row in the sheet, and its cells by the caller's keys."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(frozen=True)
class Table:
    """The part of a sheet that has heads the caller knows: `columns` says where each key stands (from 1)."""

    sheet: Sheet
    head_row: int
    columns: Mapping[str, int]
    records: tuple[Record, ...]


@dataclass(frozen=True)
class CellFault:
    """What is wrong with one cell, in the reader's language. Column 0 is the line as a whole."""

    row: int
    column: int
    message: str


def read_sheet(content: bytes, name: str = "") -> Sheet:
    """The sheet called `name`, or the first one that holds anything. TableError says what is wrong."""
    book = _opened(content)
    names = tuple(book.sheet_names)
    if name and name not in names:
        raise TableError("tables.no_such_sheet", sheet=name, sheets="、".join(names))
    for candidate in [name] if name else names:
        sheet = _read(book, candidate, names)
        if sheet.rows or name:
            return sheet
    raise TableError("tables.empty")


def pasted(text: str) -> Sheet:
    """What was copied in Excel and pasted: cells between tabs, quoted where they hold line breaks."""
    lines = list(csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter="\t"))
    return Sheet("", (), _rectangular([[cell.strip() for cell in line] for line in lines]))


def find_table(sheet: Sheet, heads: Mapping[str, Sequence[str]], required: Iterable[str] = ()) -> Table:
    """The table below the first row that carries the `required` heads (all, when none are named).

    `heads` gives each key the words its head may have; spaces, width and case do not matter. TableError
    `tables.no_heads` names the heads that are missing everywhere.
    """
    needed = tuple(required) or tuple(heads)
    nearest: dict[str, int] = {}
    for number, row in enumerate(sheet.rows[:_HEAD_WITHIN_ROWS], start=1):
        columns = _columns(row, heads)
        if all(key in columns for key in needed):
            return Table(sheet, number, columns, _records(sheet, number, columns))
        nearest = max(nearest, columns, key=len)
    missing = [heads[key][0] for key in needed if key not in nearest]
    raise TableError("tables.no_heads", heads="、".join(missing), sheet=sheet.name)


def error_workbook(sheet: Sheet, faults: Sequence[CellFault], *, head: str) -> bytes:
    """The sheet again as xlsx: red cells carry what is wrong as a note; a last column under `head` says it in full."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(sheet.name[:31] or None)
        red, bold = book.add_format(_RED), book.add_format({"bold": True, "font_color": "#B71C1C"})
        width = max((len(row) for row in sheet.rows), default=0)
        for row, line in enumerate(sheet.rows):
            for column, text in enumerate(line):
                page.write_string(row, column, text)
        for row, messages in _by_row(faults).items():
            page.write_string(row - 1, width, "；".join(messages), red)
        for fault in faults:
            if fault.column:
                text = sheet.rows[fault.row - 1][fault.column - 1] if fault.column <= width else ""
                page.write_string(fault.row - 1, fault.column - 1, text, red)
                page.write_comment(fault.row - 1, fault.column - 1, fault.message)
        page.write_string(max(_first_row(faults) - 2, 0), width, head, bold)
        page.set_column(width, width, 60)
    return target.getvalue()


def _opened(content: bytes) -> "python_calamine.CalamineWorkbook":
    _refuse_bomb(content)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise TableError("tables.password") from None
    except (python_calamine.CalamineError, ValueError, OSError):
        raise TableError() from None


def _refuse_bomb(content: bytes) -> None:
    """A small file must not unpack to a huge one."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError):
        raise TableError() from None
    if unpacked > LARGEST_UNPACKED:
        raise TableError("tables.too_large")


def _read(book: "python_calamine.CalamineWorkbook", name: str, names: tuple[str, ...]) -> Sheet:
    try:
        sheet = book.get_sheet_by_name(name)
        bottom, right = sheet.end or (0, 0)
        if (bottom + 1) * (right + 1) > LARGEST_CELLS:
            raise TableError("tables.too_large")
        lines = [[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (python_calamine.CalamineError, ValueError):
        raise TableError() from None
    _fill_merged(lines, sheet.merged_cell_ranges or ())
    return Sheet(name, names, _rectangular(lines))


def as_text(cell: Any) -> str:
    """A cell as one sees it."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip() if not isinstance(cell, timedelta) else str(cell)


def _fill_merged(lines: list[list[str]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Every cell of a merged area says what its first one says."""
    for (top, left), (bottom, right) in merged:
        if top >= len(lines) or left >= len(lines[top]):
            continue
        for row in range(top, min(bottom + 1, len(lines))):
            for column in range(left, min(right + 1, len(lines[row]))):
                lines[row][column] = lines[top][left]


def _rectangular(lines: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Lines of one length, without empty ones at the end."""
    while lines and not any(lines[-1]):
        lines.pop()
    width = max((len(line) for line in lines), default=0)
    return tuple(tuple(line) + ("",) * (width - len(line)) for line in lines)


def _columns(row: Sequence[str], heads: Mapping[str, Sequence[str]]) -> dict[str, int]:
    written = {_word(cell): column for column, cell in reversed(list(enumerate(row, start=1))) if cell}
    found = {
        key: next((written[_word(word)] for word in words if _word(word) in written), 0)
        for key, words in heads.items()
    }
    return {key: column for key, column in found.items() if column}


def _word(text: str) -> str:
    return "".join(plain(text).lower().split())


def _records(sheet: Sheet, head_row: int, columns: Mapping[str, int]) -> tuple[Record, ...]:
    return tuple(
        Record(number, {key: line[column - 1] for key, column in columns.items()})
        for number, line in enumerate(sheet.rows[head_row:], start=head_row + 1)
        if any(line[column - 1] for column in columns.values())
    )


def _by_row(faults: Sequence[CellFault]) -> dict[int, list[str]]:
    messages: dict[int, list[str]] = {}
    for fault in faults:
        messages.setdefault(fault.row, []).append(fault.message)
    return messages


def _first_row(faults: Sequence[CellFault]) -> int:
    return min((fault.row for fault in faults), default=2)
