"""The import's workbook: which sheet holds units, which posts, and the lines that travel from preview to import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yipanqi.exchange.tables import CellFault, Record, Sheet, Table, TableError, find_table, read_sheet
from yipanqi.org.imports import (
    POST_HEADS,
    POST_REQUIRED,
    UNIT_HEADS,
    UNIT_REQUIRED,
    LineFault,
)


@dataclass(frozen=True)
class Workbook:
    """The tables found; one may be missing."""

    units: Table | None
    posts: Table | None


def read_workbook(content: bytes) -> Workbook:
    """Units and posts from any sheets of the file. TableError when no sheet has the heads of either."""
    first = read_sheet(content)
    sheets = [read_sheet(content, name) for name in first.sheets]
    posts = _first(sheets, POST_HEADS, POST_REQUIRED)
    others = [sheet for sheet in sheets if posts is None or sheet is not posts.sheet]
    units = _first(others, UNIT_HEADS, UNIT_REQUIRED)
    if units is None and posts is None:
        find_table(first, UNIT_HEADS, UNIT_REQUIRED)  # raises, with the heads that are missing
    return Workbook(units, posts)


def _first(
    sheets: Sequence[Sheet], heads: Mapping[str, Sequence[str]], required: Sequence[str]
) -> Table | None:
    for sheet in sheets:
        try:
            return find_table(sheet, heads, required)
        except TableError:
            continue
    return None


def packed(table: Table | None) -> dict[str, Any]:
    """A table as plain data, to be signed and carried by the preview's form."""
    if table is None:
        return {}
    return {
        "name": table.sheet.name,
        "rows": table.sheet.rows,
        "head": table.head_row,
        "columns": dict(table.columns),
        "records": [(record.row, dict(record.cells)) for record in table.records],
    }


def unpacked(data: Mapping[str, Any]) -> Table | None:
    """The table that `packed` took apart."""
    if not data:
        return None
    sheet = Sheet(data["name"], (), tuple(tuple(row) for row in data["rows"]))
    records = tuple(Record(row, cells) for row, cells in data["records"])
    return Table(sheet, data["head"], data["columns"], records)


def records(table: Table | None) -> tuple[Record, ...]:
    """The lines of a table that may be missing."""
    return table.records if table else ()


def cell_faults(table: Table, faults: Sequence[LineFault], say: Any) -> list[CellFault]:
    """Faults by key as faults by column; `say` puts a reason into words."""
    return [CellFault(fault.row, table.columns.get(fault.key, 0), say(fault.reason)) for fault in faults]
