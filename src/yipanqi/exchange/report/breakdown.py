"""The task breakdown (任务分解表): findings → xlsx and docx, in the columns that the table reader knows."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from yipanqi.reading.model import Finding

HEADS = ("序号", "类别", "任务", "目标值", "完成时限", "牵头单位", "配合单位", "原文", "可信度")
_ENGLISH = ("No.", "Theme", "Task", "Target", "Due", "Lead unit", "Partner units", "Source", "Confidence")
_WIDTHS = (6, 18, 36, 16, 14, 18, 26, 48, 8)
_SHARES = (8, 16, 30, 18, 18, 17, 25, 42, 12)
"""Widths of the columns, of the workbook in characters, of the Word table as shares of its page."""
_SIGNS = {">=": "≥", "<=": "≤", "+": "+", "=": "=", "": ""}
_EPOCH = datetime(2018, 1, 1, tzinfo=UTC)
_FONT = "仿宋"
_TITLE_FONT = "黑体"
_MARGIN = Cm(2)
_UNPRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def heads(language: str = "zh") -> tuple[str, ...]:
    """The column heads in `language` (zh or en)."""
    return HEADS if language == "zh" else _ENGLISH


def target_of(finding: Finding) -> str:
    """The target as one writes it in a cell: ≥480家, 约2.8万人, 5—6%."""
    if finding.value is None:
        return ""
    high = f"—{finding.value_high.normalize():f}" if finding.value_high is not None else ""
    sign = "约" if finding.approx and finding.op == "=" else _SIGNS[finding.op]
    return f"{sign}{finding.value.normalize():f}{high}{finding.unit}"


def rows_of(findings: Sequence[Finding]) -> Iterator[tuple[str, ...]]:
    """The cells of each finding, grouped by theme in the order in which the themes appear."""
    number = 0
    for theme, group in groupby(_grouped(findings), key=lambda f: f.theme):
        for f in group:
            number += 1
            due = "" if f.due is None else f.due.isoformat()
            partners = "、".join(f.partners) + ("等" if f.etc else "")
            source = " ".join(f.text.split())
            cells = (theme, f.name, target_of(f), due, f.lead, partners, source)
            yield (str(number), *map(_printable, cells), f"{f.confidence:.0%}")


def breakdown_xlsx(findings: Sequence[Finding], *, title: str = "任务分解表", language: str = "zh") -> bytes:
    """The breakdown as a workbook: heads frozen, a filter on every column, cells of one theme merged."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title, "created": _EPOCH.replace(tzinfo=None)})
        page = book.add_worksheet(title[:31])
        cell = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1, "font_size": 10})
        head = book.add_format(
            {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#E8EEF4"}
        )
        for column, (words, width) in enumerate(zip(heads(language), _WIDTHS, strict=True)):
            page.write_string(0, column, words, head)
            page.set_column(column, column, width)
        rows = list(rows_of(findings))
        for r, row in enumerate(rows, start=1):
            for c, words in enumerate(row):
                page.write_string(r, c, words, cell)
        for first, last in _runs(rows):
            page.merge_range(first + 1, 1, last + 1, 1, rows[first][1], cell)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
    return target.getvalue()


def breakdown_docx(findings: Sequence[Finding], *, title: str = "任务分解表", language: str = "zh") -> bytes:
    """The breakdown as a Word table, landscape, cells of one theme merged, heads repeated on every page."""
    document = docx.Document()
    _landscape(document)
    _headline(document, title)
    rows = list(rows_of(findings))
    _table(document, [heads(language), *rows], {first + 1: last + 1 for first, last in _runs(rows)})
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _grouped(findings: Sequence[Finding]) -> list[Finding]:
    themes = list(dict.fromkeys(f.theme for f in findings))
    return sorted(findings, key=lambda f: themes.index(f.theme))


def _runs(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """First and last row of every theme that spans more than one row."""
    at = 0
    for _, group in groupby(rows, key=lambda row: row[1]):
        size = len(list(group))
        if size > 1:
            yield at, at + size - 1
        at += size


def _landscape(document: "docx.document.Document") -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    style = document.styles["Normal"]
    style.font.size = Pt(9)
    style.font.name = _FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)


def _headline(document: "docx.document.Document", title: str) -> None:
    """The title, black and in the middle, as official documents have it."""
    heading = document.add_heading(title, level=1)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    [run] = heading.runs
    run.font.size, run.font.name, run.font.color.rgb = Pt(16), _TITLE_FONT, RGBColor(0, 0, 0)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _TITLE_FONT)


def _table(
    document: "docx.document.Document", lines: Sequence[Sequence[str]], merged: Mapping[int, int]
) -> None:
    """The table, its theme cells merged from row to row of `merged`, heads again on every page, no row torn.

    Rows are copied and filled as elements: looking a cell up walks the whole table.
    """
    table = document.add_table(1, len(HEADS), "Table Grid")
    table.autofit = False
    _shape(table)
    head = table.rows[0]._tr
    for _ in lines[1:]:
        table._tbl.append(deepcopy(head))
    inside = {row: first for first, last in merged.items() for row in range(first, last + 1)}
    for number, (row, words) in enumerate(zip(table._tbl.tr_lst, lines, strict=True)):
        first = inside.get(number)
        _fill(row, words, theme="" if first is None else "restart" if first == number else "continue")
    _mark(head, "w:tblHeader")
    for tc in head.tc_lst:
        tc.p_lst[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        tc.p_lst[0].r_lst[0].get_or_add_rPr().append(OxmlElement("w:b"))


def _shape(table: "docx.table.Table") -> None:
    """Columns as wide as what they hold."""
    share = (Cm(29.7) - 2 * _MARGIN) / sum(_SHARES)
    row = table.rows[0]._tr
    _mark(row, "w:cantSplit")
    for column, tc, width in zip(table.columns, row.tc_lst, _SHARES, strict=True):
        column.width = tc.width = Emu(round(share * width))


def _fill(row: Any, words: Sequence[str], theme: str) -> None:
    """Write the cells of a row; a theme that goes on says nothing again."""
    for column, (tc, text) in enumerate(zip(row.tc_lst, words, strict=True)):
        if column == 1 and theme:
            tc.vMerge = theme
        if column != 1 or theme != "continue":
            tc.p_lst[0].add_r().text = text


def _mark(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(mark)


def _printable(words: str) -> str:
    """Characters that XML cannot hold are left out."""
    return _UNPRINTABLE.sub("", words)
