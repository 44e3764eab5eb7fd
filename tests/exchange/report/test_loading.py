"""Files as reports: every format gives text and tables, every bad file one clear line."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
import pypdfium2
import pytest
import weasyprint
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from yipanqi.exchange.report import LARGEST_FILE, ReportError, load_report, pasted_report, remark_line
from yipanqi.exchange.report.errors import REMARKS, SENTENCES
from yipanqi.reading import read_report

WORDS = "2018年工作安排\n年底前新建学校3所，新增就业1.2万人。\n"


def names(data: bytes) -> list[str]:
    return [f.name for f in read_report(load_report(data)).sure]


# what can be read


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5"]
)
def test_text_in_every_encoding(encoding: str) -> None:
    words = WORDS if encoding != "big5" else "新增公園三所，完成道路建設二十公里，全力推動經濟發展。\n"
    assert load_report(words.encode(encoding)).text == words


def test_word_paragraphs_and_tables_with_merged_cells() -> None:
    document = docx.Document()
    document.add_paragraph("2018年重点工作")
    table = document.add_table(rows=3, cols=3)
    rows = (
        ("工作任务", "牵头单位", "完成时限"),
        ("新建学校3所", "教育局", "8月底前"),
        ("新建公园2个", "", "全年"),
    )
    for line, row in zip(rows, table.rows, strict=True):
        for words, cell in zip(line, row.cells, strict=True):
            cell.text = words
    table.cell(1, 1).merge(table.cell(2, 1))
    document.add_paragraph("新增就业1.2万人。")
    report = load_report(saved(document))
    assert all(report.text[c.start : c.end] == c.text for row in report.tables[0] for c in row)
    assert [(f.name, f.lead) for f in read_report(report).sure] == [
        ("新建学校", "教育局"),
        ("新建公园", "教育局"),
        ("新增就业", ""),
    ]


def tabled(document: "docx.document.Document | docx.table._Cell", rows: Sequence[Sequence[str]]) -> Any:
    table = document.add_table(len(rows), len(rows[0]))
    for line, row in zip(rows, table.rows, strict=True):
        for words, cell in zip(line, row.cells, strict=True):
            cell.text = words
    return table


HEADS = ("工作任务", "牵头单位", "完成时限")


def test_heads_repeated_on_every_page_are_no_tasks() -> None:
    document = docx.Document()
    document.add_paragraph("2018年任务分解表")
    tabled(document, [HEADS, ("新建学校3所", "教育局", "8月底前"), HEADS, ("新建公园2个", "城管局", "全年")])
    report = load_report(saved(document))
    assert len(report.tables[0]) == 3
    assert [(f.name, f.lead) for f in read_report(report).findings] == [
        ("新建学校", "教育局"),
        ("新建公园", "城管局"),
    ]


def test_a_table_inside_a_frame_is_read_like_any_other() -> None:
    document = docx.Document()
    document.add_paragraph("2018年任务分解表")
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "附件"
    tabled(frame.cell(0, 0), [HEADS, ("新建学校3所", "教育局", "8月底前")])
    [school] = read_report(load_report(saved(document))).findings
    assert (school.name, school.lead, str(school.due)) == ("新建学校", "教育局", "2018-08-31")


def test_rows_of_a_table_inside_a_cell_are_clauses_of_its_task() -> None:
    document = docx.Document()
    document.add_paragraph("2018年任务分解表")
    outer = tabled(document, [HEADS, ("项目建设", "发改局", "年底前")])
    tabled(outer.cell(1, 0), [("新建公园4个", "一季度"), ("新增就业1.2万人", "全年")])
    found = read_report(load_report(saved(document))).sure
    assert [(f.name, str(f.due), f.lead) for f in found] == [
        ("新建公园", "2018-03-31", "发改局"),
        ("新增就业", "2018-12-31", "发改局"),
    ]


def test_cells_in_content_controls_are_cells() -> None:
    document = docx.Document()
    document.add_paragraph("2018年任务分解表")
    table = tabled(document, [HEADS, ("新建学校3所", "教育局", "8月底前")])
    for part in (table.cell(1, 1)._tc, table.rows[1]._tr):
        wrapped(part)
    [school] = read_report(load_report(saved(document))).findings
    assert (school.name, school.lead) == ("新建学校", "教育局")


def wrapped(part: Any) -> None:
    """Put a content control around a part of a document."""
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    part.addprevious(control)
    control.append(content)
    content.append(part)


def saved(document: "docx.document.Document") -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_web_pages_with_tables_and_scripts() -> None:
    page = (
        "<!doctype html><html><head><meta charset='gb2312'><script>alert(1)</script></head><body>"
        "<h2>2018年重点工作</h2><p>新增就业<b>1.2万</b>人。</p><img src='http://example.invalid/a.png'>"
        "<table><tr><th>任务</th><th>责任单位</th></tr><tr><td>新建学校3所</td><td rowspan=2>教育局</td></tr>"
        "<tr><td>新建幼儿园2所</td></tr></table></body></html>"
    )
    report = load_report(page.encode("gb18030"))
    assert report.remarks == ("scripts", "external")
    assert "alert" not in report.text
    assert [(f.name, f.lead) for f in read_report(report).sure] == [
        ("新增就业", ""),
        ("新建学校", "教育局"),
        ("新建幼儿园", "教育局"),
    ]


def printed() -> bytes:
    return bytes(weasyprint.HTML(string=f"<p>2018年工作安排</p><p>{WORDS.splitlines()[1]}</p>").write_pdf())


def test_pdf_with_a_text_layer() -> None:
    assert names(printed()) == ["新建学校", "新增就业"]


def test_pasted_words_and_pasted_markup() -> None:
    assert pasted_report(WORDS).text == WORDS
    assert "新建学校3所" in pasted_report("<p>新建学校3所。</p>").text


def test_word_numbers_that_the_text_does_not_hold() -> None:
    report = load_report(numbered())
    assert [line for line in report.text.split("\n") if line] == [
        "一、经济发展",
        "（一）工业",
        "（二）农业",
        "二、民生",
        "（一）教育",
    ]


def numbered() -> bytes:
    document = docx.Document()
    for level, words in ((0, "经济发展"), (1, "工业"), (1, "农业"), (0, "民生"), (1, "教育")):
        paragraph = document.add_paragraph(words)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = 77
    return with_numbering(saved(document))


def with_numbering(data: bytes) -> bytes:
    """The document with a numbering of two levels: 一、 and （一）."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, text in enumerate(("%1、", "（%2）"))
    )
    xml = (
        f'<w:numbering {w}><w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
        f'<w:num w:numId="77"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    )
    return repacked(data, {"word/numbering.xml": xml.encode()})


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


# what can be read, with a remark


def test_macros_and_links_are_told_and_left_alone() -> None:
    document = docx.Document()
    document.add_paragraph("新建学校3所。")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    document.part.relate_to("http://example.invalid/a.png", relation, is_external=True)
    report = load_report(repacked(saved(document), {"word/vbaProject.bin": b"macro"}))
    assert report.remarks == ("macros", "external")
    assert "新建学校3所" in report.text


# what cannot be read


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed())))
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def scanned_pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def zip_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
        parts.writestr("word/document.xml", b"<w:p>" + b" " * (210 * 1024 * 1024))
    return target.getvalue()


def entity_bomb() -> bytes:
    body = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    return repacked(zipped({"word/document.xml": b""}), {"word/document.xml": body.encode()})


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD = {
    "report.empty": lambda: b"",
    "report.no_words": lambda: "。。。 ——".encode(),
    "report.too_large": lambda: b"a" * (LARGEST_FILE + 1),
    "report.too_long": lambda: "新建学校3所。".encode() * 200_000,
    "report.bomb": zip_bomb,
    "report.binary": lambda: b"\x7fELF\x02\x01\x01\x00" + bytes(200),
    "report.picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "report.scanned": scanned_pdf,
    "report.encrypted": lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
    "report.old_word": lambda: OLE + b"WordDocument" * 10,
    "report.spreadsheet": lambda: zipped({"xl/workbook.xml": b"<x/>"}),
    "report.damaged": lambda: b"PK\x03\x04" + b"broken" * 20,
    "report.wrong_encoding": lambda: "报告".encode() + b"\xff\xfe\xfa" + "新建学校".encode(),
    "report.garbled": lambda: "锟斤拷锟斤拷新建".encode(),
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_file_gets_one_clear_line(code: str) -> None:
    with pytest.raises(ReportError) as refused:
        load_report(BAD[code]())
    assert refused.value.code == code
    for language in ("zh", "en"):
        line = refused.value.line(language)
        assert line
        assert "\n" not in line
        assert "{" not in line


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: broken_stream(), "report.damaged"),
        (lambda: zipped({"word/document.xml": b"<w:p/>" * 1_000_001}), "report.too_long"),
        (lambda: b"<html><body>" + b"<b>" * 3000 + WORDS.encode(), "report.damaged"),
        (lambda: b"{\\rtf1\\ansi 2018}", "report.binary"),
        (lambda: "新建学校3所。\x00".encode("utf-16"), "report.binary"),
    ],
    ids=["packed wrongly", "many marks", "deep markup", "rtf", "zero bytes"],
)
def test_odd_files_are_refused_too(data: Callable[[], bytes], code: str) -> None:
    with pytest.raises(ReportError) as refused:
        load_report(data())
    assert refused.value.code == code


def broken_stream() -> bytes:
    """A document whose packed bytes do not unpack."""
    data = bytearray(repacked(saved(docx.Document()), {"word/document.xml": b"<w:p/>" * 999}))
    at = data.index(b"word/document.xml") + len(b"word/document.xml")
    data[at : at + 9] = b"\xff" * 9
    return bytes(data)


def test_markup_may_be_longer_than_its_words() -> None:
    page = f"<p style='{'x' * 1_000_001}'>{WORDS}</p>"
    assert "新建学校3所" in load_report(page.encode()).text


def test_words_numbered_beyond_a_hundred() -> None:
    document = docx.Document()
    for _ in range(120):
        properties = document.add_paragraph("工业")._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = 77
    assert "十一、工业" in (text := load_report(with_numbering(saved(document))).text)
    assert "120、工业" in text


def test_a_locked_pdf_is_told() -> None:
    with pytest.raises(ReportError) as refused:
        load_report(locked_pdf())
    assert refused.value.code == "report.encrypted"


def test_entities_are_not_expanded() -> None:
    with pytest.raises(ReportError):
        load_report(entity_bomb())


@pytest.mark.parametrize(
    "head", [b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>", OLE, b"\xff\xfe", b"\xef\xbb\xbf"]
)
@given(tail=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(head: bytes, tail: bytes) -> None:
    assert outcome(head + tail)


def outcome(data: bytes) -> str:
    """The words of the report, or the line that refuses it; anything else would be raised."""
    try:
        return load_report(data).text.strip()
    except ReportError as refused:
        return refused.line("zh")


def test_every_sentence_stands_in_both_languages() -> None:
    for english, chinese in [*SENTENCES.values(), *REMARKS.values()]:
        assert english.isascii()
        assert not chinese.isascii()
    assert remark_line("macros", "zh").startswith("文件")
