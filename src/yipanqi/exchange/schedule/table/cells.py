"""The cells of CSV and XLSX as numbered rows of text, within limits."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from yipanqi.exchange.schedule.source import SourceError

MOST_ROWS = 1_000_000
MOST_UNPACKED = 300_000_000
_MOST_COLUMNS = 500
_MOST_AREA = 20_000_000
_CELL = re.compile(rb'r="([A-Z]{1,3})([0-9]{1,7})"')


@dataclass(frozen=True, slots=True)
class Grid:
    """Titles and the rows below them, each with its number in the file; empty rows are gone."""

    titles: list[str]
    rows: list[tuple[int, list[str]]]


def csv_grid(text: str) -> Grid:
    """The cells of a CSV whose separator is a comma, semicolon or tab, whichever its first line has most of."""
    text = text.lstrip("\ufeff")
    if "\0" in text:
        raise SourceError("not_a_table", reason="NUL bytes")
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    csv.field_size_limit(200_000)
    try:
        return _grid((number, list(row)) for number, row in _numbered(text, separator))
    except csv.Error as error:
        raise SourceError("not_a_table", reason=str(error)) from None


def _numbered(text: str, separator: str) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for row in reader:
        yield reader.line_num, row


def _grid(rows: Iterable[tuple[int, list[str]]]) -> Grid:
    filled: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(filled) > MOST_ROWS or len(cells) > _MOST_COLUMNS:
            raise SourceError("too_large", limit=f"{MOST_ROWS} rows, {_MOST_COLUMNS} columns")
        filled.append((number, cells))
    if not filled:
        raise SourceError("no_activities")
    return Grid(filled[0][1], filled[1:])


def workbook_grids(data: bytes) -> dict[str, Grid]:
    """Every sheet with content, by its name in lower case. Refuses what unpacks to too much or is encrypted."""
    _refuse_bomb(data)
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names[:50]
        }
    except Exception:
        # calamine raises several unrelated errors of its own and of zip, XML and OLE
        raise SourceError("not_a_workbook") from None
    grids = {}
    for name, rows in sheets.items():
        texts = [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
        if any(cell.strip() for _, cells in texts for cell in cells):
            grids[name.strip().lower()] = _grid(texts)
    if not grids:
        raise SourceError("no_activities")
    return grids


def _refuse_bomb(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SourceError("encrypted")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse_large(package)
    except RuntimeError:
        raise SourceError("encrypted") from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, zlib.error):
        raise SourceError("not_a_workbook") from None


def _refuse_large(package: zipfile.ZipFile) -> None:
    """Sizes as declared, then as they are, then the area each sheet spans: all of it is held in memory later."""
    if sum(entry.file_size for entry in package.infolist()) > MOST_UNPACKED:
        raise SourceError("zip_bomb", limit=f"{MOST_UNPACKED // 1_000_000} MB")
    if package.testzip() is not None:
        raise SourceError("not_a_workbook")
    for entry in package.infolist():
        if entry.filename.startswith("xl/worksheets/") and _area(package.read(entry)) > _MOST_AREA:
            raise SourceError("too_large", limit=f"{_MOST_AREA} cells")


def _area(sheet: bytes) -> int:
    """Rows times columns up to the last cell of a sheet's XML."""
    rows = columns = 1
    for found in _CELL.finditer(sheet):
        rows = max(rows, int(found[2]))
        columns = max(columns, _column(found[1]))
    return rows * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: object) -> str:
    """A typed cell as the text a person would have typed."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None or isinstance(cell, timedelta) else str(cell)
