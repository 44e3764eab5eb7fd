"""The task breakdown (任务分解表): findings → xlsx and docx, in the columns that the table reader knows."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

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
    table = document.add_table(rows=1 + len(rows), cols=len(HEADS), style="Table Grid")
    lines = [heads(language), *rows]
    for line, row in zip(lines, table.rows, strict=True):
        for words, cell in zip(line, row.cells, strict=True):
            cell.text = words
    for first, last in _runs(rows):
        for r in range(first + 1, last + 1):
            table.cell(r + 1, 1).text = ""
        merged = table.cell(first + 1, 1).merge(table.cell(last + 1, 1))
        merged.text = rows[first][1]
    _shape(table)
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


def _shape(table: "docx.table.Table") -> None:
    """Columns as wide as what they hold; heads again on every page; no row torn by the end of a page."""
    table.autofit = False
    share = (Cm(29.7) - 2 * _MARGIN) / sum(_SHARES)
    for column, width in zip(table.columns, _SHARES, strict=True):
        column.width = round(share * width)
    for row in table.rows:
        _mark(row, "w:cantSplit")
        for tc in row._tr.tc_lst:
            tc.width = round(share * _SHARES[tc.grid_offset])
    _mark(table.rows[0], "w:tblHeader")
    for cell in table.rows[0].cells:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell.paragraphs[0].runs[0].bold = True


def _mark(row: "docx.table._Row", name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _printable(words: str) -> str:
    """Characters that XML cannot hold are left out."""
    return _UNPRINTABLE.sub("", words)
