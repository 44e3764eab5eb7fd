"""The task breakdown: written, opened again, it says the same."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from time import perf_counter

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from yipanqi.exchange.report import load_report
from yipanqi.exchange.report.breakdown import HEADS, breakdown_docx, breakdown_xlsx, target_of
from yipanqi.reading import Finding, read_report

TEXT = (
    "2018年重点工作\n"
    "一、经济\n引进项目20个。（招商局牵头，发展改革局、财政局等配合）\n失业率控制在4%以内。\n"
    "二、民生\n某某医院6月底前开工。（卫生健康局负责）\n定期开展消防检查。\n回迁群众约2.8万人。\n"
)


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    return read_report(TEXT).sure


def facts(findings: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    return [
        (f.name, f.op, f.value, f.unit, f.approx, f.due, f.lead, f.partners, f.etc, f.theme) for f in findings
    ]


def test_the_word_table_reads_back(findings: tuple[Finding, ...]) -> None:
    again = read_report(load_report(breakdown_docx(findings)), year=2018)
    assert facts(again.sure) == facts(findings)


def test_themes_are_merged_in_word(findings: tuple[Finding, ...]) -> None:
    table = docx.Document(io.BytesIO(breakdown_docx(findings))).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == list(HEADS)
    assert table.cell(1, 1)._tc is table.cell(2, 1)._tc


def test_the_word_table_fills_its_page_and_tears_no_row(findings: tuple[Finding, ...]) -> None:
    document = docx.Document(io.BytesIO(breakdown_docx(findings)))
    [table], [section] = document.tables, document.sections
    room = section.page_width - section.left_margin - section.right_margin
    widths = [column.width for column in table.columns]
    assert abs(sum(widths) - room) < 10_000
    assert widths[7] == max(widths)
    assert widths[0] < widths[2] / 3
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


@pytest.mark.parametrize("make", [breakdown_docx, breakdown_xlsx])
def test_the_time_grows_with_the_rows_and_no_faster(make: Callable[[list[Finding]], bytes]) -> None:
    promises = [Finding("work", f"推进{n}", "推进", 0, 2, theme=f"主题{n // 20}") for n in range(2_000)]
    began = perf_counter()
    make(promises)
    assert perf_counter() - began < 20


@pytest.mark.parametrize("make", [breakdown_docx, breakdown_xlsx])
def test_characters_that_no_file_can_hold_are_left_out(make: Callable[[list[Finding]], bytes]) -> None:
    data = make([Finding("work", "推进\uffff改革\x0b", "推\ufffe进", 0, 2, theme="改\x00革")])
    if make is breakdown_xlsx:
        page = load_workbook(io.BytesIO(data)).active
        assert [page["B2"].value, page["C2"].value, page["H2"].value] == ["改革", "推进改革", "推进"]
    else:
        assert "推进改革" in load_report(data).text


def test_the_workbook_holds_every_cell_as_text(findings: tuple[Finding, ...]) -> None:
    page = load_workbook(io.BytesIO(breakdown_xlsx(findings))).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0] == list(HEADS)
    assert [row[2] for row in rows[1:]] == [f.name for f in findings]
    assert rows[1][3:7] == ["+20个", "2018-12-31", "招商局", "发展改革局、财政局等"]
    assert "B2:B3" in {str(r) for r in page.merged_cells.ranges}


def test_no_cell_is_a_formula() -> None:
    trick = Finding("work", "=HYPERLINK(1)", "=1+1", 0, 4)
    page = load_workbook(io.BytesIO(breakdown_xlsx([trick]))).active
    assert page["C2"].data_type == "s"


@pytest.mark.parametrize(
    ("finding", "cell"),
    [
        (Finding("indicator", "x", "x", 0, 1, ">=", Decimal(480), unit="家"), "≥480家"),
        (Finding("indicator", "x", "x", 0, 1, "<=", Decimal("4.0"), unit="%"), "≤4%"),
        (Finding("indicator", "x", "x", 0, 1, "=", Decimal("2.8"), unit="万人", approx=True), "约2.8万人"),
        (Finding("indicator", "x", "x", 0, 1, ">=", Decimal(5), Decimal(6), "%"), "≥5—6%"),
        (Finding("indicator", "x", "x", 0, 1, "=", Decimal(10000), unit="件"), "=10000件"),
        (Finding("milestone", "x", "x", 0, 1, due=date(2018, 6, 30)), ""),
    ],
)
def test_the_target_as_one_writes_it(finding: Finding, cell: str) -> None:
    assert target_of(finding) == cell


def test_the_same_findings_give_the_same_bytes(findings: tuple[Finding, ...]) -> None:
    assert breakdown_xlsx(findings) == breakdown_xlsx(findings)
