"""Tables from Excel: what is read, what is refused, and what comes back red."""

import io
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from yipanqi.exchange import tables
from yipanqi.exchange.tables import (
    CellFault,
    TableError,
    as_text,
    error_workbook,
    find_table,
    pasted,
    read_sheet,
)

HEADS = {"code": ("编码", "代码"), "name": ("名称", "单位名称"), "kind": ("类型",)}


def workbook(fill, *, sheets=("单位",)) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        pages = [book.add_worksheet(name) for name in sheets]
        fill(pages[0], book)
    return target.getvalue()


def filled(rows):
    def fill(page, book):
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)

    return fill


def test_cells_come_as_one_sees_them():
    assert [as_text(cell) for cell in (3.0, 1.35, date(2018, 9, 28), datetime(2018, 9, 28), True, " 甲 ", "")] == [
        "3", "1.35", "2018-09-28", "2018-09-28", "是", "甲", ""
    ]  # fmt: skip


def test_merged_cells_say_the_same_everywhere():
    def fill(page, book):
        page.merge_range(0, 0, 1, 1, "合并")
        page.write(1, 2, "末")

    assert read_sheet(workbook(fill)).rows == (("合并", "合并", ""), ("合并", "合并", "末"))


def test_the_first_sheet_that_holds_anything_is_read():
    content = workbook(lambda page, book: book.worksheets()[1].write(0, 0, "甲"), sheets=("空", "有"))
    assert read_sheet(content).name == "有"


def test_heads_are_found_below_a_title_in_any_spelling():
    sheet = read_sheet(
        workbook(filled([["示例名单"], [], ["代码", " 单位 名称", "类型"], ["a", "甲局", "条"], []]))
    )
    table = find_table(sheet, HEADS)
    assert (table.head_row, dict(table.columns)) == (3, {"code": 1, "name": 2, "kind": 3})
    assert [(record.row, record["name"], record["absent"]) for record in table.records] == [(4, "甲局", "")]


def test_missing_heads_are_named():
    sheet = read_sheet(workbook(filled([["编码", "备注"], ["a", "b"]])))
    with pytest.raises(TableError) as refused:
        find_table(sheet, HEADS)
    assert refused.value.code == "tables.no_heads"
    assert refused.value.params["heads"] == "名称、类型"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "tables.not_a_workbook"),
        (b"hello", "tables.not_a_workbook"),
        (b"PK\x03\x04broken", "tables.not_a_workbook"),
        (workbook(lambda page, book: None), "tables.empty"),
    ],
    ids=["nothing", "text", "broken zip", "empty sheet"],
)
def test_what_is_no_table_is_refused(content, code):
    with pytest.raises(TableError) as refused:
        read_sheet(content)
    assert refused.value.code == code


def test_a_sheet_that_is_not_there_names_those_that_are():
    with pytest.raises(TableError) as refused:
        read_sheet(workbook(filled([["x"]]), sheets=("甲", "乙")), "丙")
    assert refused.value.params == {"sheet": "丙", "sheets": "甲、乙"}


def test_a_file_that_unpacks_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "LARGEST_UNPACKED", 100)
    with pytest.raises(TableError, match="too_large"):
        read_sheet(workbook(filled([["x"]])))


def test_a_sheet_with_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "LARGEST_CELLS", 3)
    with pytest.raises(TableError, match="too_large"):
        read_sheet(workbook(filled([["x", "y"], ["z", "w"]])))


def test_pasted_cells_keep_their_line_breaks():
    assert pasted('a\t"b\nc"\r\n1\r\n\r\n').rows == (("a", "b\nc"), ("1", ""))


def test_the_workbook_of_mistakes_is_the_table_with_red_cells():
    sheet = read_sheet(workbook(filled([["编码", "名称"], ["a", "甲"], ["b", ""]])))
    faults = [CellFault(3, 2, "缺名称"), CellFault(3, 0, "整行有误")]
    page = openpyxl.load_workbook(io.BytesIO(error_workbook(sheet, faults, head="问题"))).active
    assert page["A2"].value == "a"
    assert page["B3"].fill.fgColor.rgb == "FFF8D7DA"
    assert page["B3"].comment.text.strip() == "缺名称"
    assert page["C2"].value == "问题"
    assert page["C3"].value == "缺名称；整行有误"
    assert page["A2"].fill.fgColor.rgb != "FFF8D7DA"
