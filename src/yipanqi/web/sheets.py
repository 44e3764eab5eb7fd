"""A plain table as a file: xlsx with true figures and days, or csv that Excel opens with its Chinese intact."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter

Value = str | int | float | Decimal | date | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def xlsx_bytes(labels: Sequence[str], rows: Iterable[Sequence[Value]], sheet: str = "") -> bytes:
    """A workbook of one sheet: bold frozen heads, a filter, widths that fit; text is never taken for a formula."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(sheet or None)
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, labels, bold)
        widths, last = [_width(label) for label in labels], 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(page, last, column, value, day)
                widths[column] = max(widths[column], _width(value))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, last, max(len(labels) - 1, 0))
        for column, width in enumerate(widths):
            page.set_column(column, column, min(width + 2, 60))
    return target.getvalue()


def _write(page: "xlsxwriter.worksheet.Worksheet", row: int, column: int, value: Value, day: object) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, day)
    elif value is not None:
        page.write_number(row, column, float(value))


def _width(value: Value) -> int:
    """Columns of a spreadsheet: a Chinese character takes two."""
    return sum(2 if ord(mark) > 0x2E7F else 1 for mark in str(value)) if value is not None else 0


def csv_bytes(labels: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a mark that Excel understands; text that a spreadsheet would run is quoted with an apostrophe."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(labels)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
