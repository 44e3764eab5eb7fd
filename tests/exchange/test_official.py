"""Official documents: the measures of the standard are read back from the file, not believed."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length
from pypdf import PdfReader
from weasyprint import HTML

from yipanqi.exchange.official import Heading, OfficialDocument, Paragraph, Table, to_docx, to_html
from yipanqi.exchange.official.document import chinese_number, numbered

DOC = OfficialDocument(
    issuer="示例办公室",
    number="督办〔2018〕5号",
    title="关于交办示例事项的通知",
    addressee="示例局",
    blocks=(
        Paragraph("示例正文。" * 30),
        Heading(1, "事项"),
        Table(("序号", "事项"), tuple((str(n), f"示例事项{n} <b>") for n in range(60)), (1, 4)),
        Heading(1, "要求"),
        Heading(2, "填报"),
        Heading(2, "延期"),
        Heading(3, "条件"),
        Heading(4, "时限"),
    ),
    signed_by="示例办公室",
    day=date(2018, 2, 24),
    copies_to=("示例甲", "示例乙"),
    attachments=("示例清单",),
    notice="示例",
)


@pytest.fixture(scope="module")
def word():
    return Document(io.BytesIO(to_docx(DOC)))


def test_page_margins_and_text_area(word):
    section = word.sections[0]
    measured = [
        round(side.mm)
        for side in (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    ]
    assert measured == [37, 28, 26, 35]
    assert round(Length(section.page_width - section.left_margin - section.right_margin).mm) == 156
    assert round(Length(section.page_height - section.top_margin - section.bottom_margin).mm) == 225


def test_grid_of_22_lines_and_28_characters(word):
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))
    read = {name: grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")}
    assert read == {"type": "linesAndChars", "linePitch": "580", "charSpace": "-848"}
    assert word.styles["Normal"].paragraph_format.line_spacing.pt == 28.95


def fonts_of(paragraph) -> set[tuple[str, float]]:
    return {
        (run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")), run.font.size.pt)
        for run in paragraph.runs
        if run.text
    }


@pytest.mark.parametrize(
    ("text", "font", "size"),
    [
        ("关于交办示例事项的通知", "方正小标宋简体", 22),
        ("一、事项", "黑体", 16),
        ("（一）填报", "楷体_GB2312", 16),
        ("1.条件", "仿宋_GB2312", 16),
        ("（1）时限", "仿宋_GB2312", 16),
        ("示例局：", "仿宋_GB2312", 16),
        ("2018年2月24日", "仿宋_GB2312", 16),
    ],
)
def test_fonts_by_name_and_size(word, text, font, size):
    paragraph = next(one for one in word.paragraphs if one.text == text)
    assert fonts_of(paragraph) == {(font, size)}


def test_issuer_is_red_and_stands_35_mm_below_the_top_of_the_text(word):
    issuer = word.paragraphs[0]
    assert str(issuer.runs[0].font.color.rgb) == "E60012"
    assert round(issuer.paragraph_format.space_before.mm) == 35
    assert word.paragraphs[1]._p.pPr.find(qn("w:pBdr")) is not None


def test_body_is_indented_by_two_characters_and_the_addressee_is_not(word):
    def indent(text: str):
        paragraph = next(one for one in word.paragraphs if one.text.startswith(text))
        found = paragraph._p.pPr.find(qn("w:ind")) if paragraph._p.pPr is not None else None
        return found.get(qn("w:firstLineChars")) if found is not None else None

    assert (indent("示例正文"), indent("示例局")) == ("200", None)


def test_the_table_head_repeats_and_rows_stay_whole(word):
    rows = word.tables[0].rows
    assert rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert len(rows) == 61


def test_odd_pages_number_right_even_left(word):
    section = word.sections[0]
    assert word.settings.odd_and_even_pages_header_footer
    assert (section.footer.paragraphs[0].alignment, section.even_page_footer.paragraphs[0].alignment) == (
        2,
        0,
    )
    assert section.footer.paragraphs[0].text == "—  —"


def test_the_same_document_is_the_same_file():
    assert Document(io.BytesIO(to_docx(DOC))).core_properties.created.date() == DOC.day


def test_the_pdf_has_the_same_page_and_says_the_same():
    pages = PdfReader(io.BytesIO(HTML(string=to_html(DOC)).write_pdf())).pages
    assert [round(float(side) * 25.4 / 72) for side in pages[0].mediabox[2:]] == [210, 297]
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    for part in (
        "督办〔2018〕5号",
        "一、事项",
        "二、要求",
        "（二）延期",
        "抄送：示例甲、示例乙。",
        "— 2 —",
        "示例事项59 <b>",
    ):
        assert part in text


def printed(doc: OfficialDocument) -> list[str]:
    pages = PdfReader(io.BytesIO(HTML(string=to_html(doc)).write_pdf())).pages
    return [page.extract_text() for page in pages]


def test_a_printed_page_has_22_lines_of_28_characters():
    long = Paragraph("示" * (26 + 28 * 80))
    first = printed(replace(DOC, blocks=(long,)))[1].splitlines()
    lines = [line for line in first if set(line) == {"示"}]
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}


def test_the_first_printed_letter_stands_28_mm_from_the_left():
    page = PdfReader(io.BytesIO(HTML(string=to_html(DOC)).write_pdf())).pages[0]
    found: list[tuple[float, str]] = []
    page.extract_text(visitor_text=lambda text, page_, place, *_: found.append((page_[0] * place[4], text)))
    addressee = next(left for left, text in found if text.startswith("示例局"))
    assert round(addressee * 25.4 / 72) == 28


def test_the_imprint_says_who_printed_it_and_when(word):
    cells = [row.cells[0].text for row in word.tables[-1].rows]
    assert cells == ["抄送：示例甲、示例乙。", "示例办公室\t2018年2月24日印发"]
    alone = Document(io.BytesIO(to_docx(replace(DOC, copies_to=()))))
    assert [row.cells[0].text for row in alone.tables[-1].rows] == ["示例办公室\t2018年2月24日印发"]
    assert "2018年2月24日印发" in printed(DOC)[-1]


def test_a_line_feed_in_a_cell_is_a_new_line():
    doc = replace(DOC, blocks=(Table(("事项",), (("示例甲\n示例乙",),)),))
    assert Document(io.BytesIO(to_docx(doc))).tables[0].rows[1].cells[0].text == "示例甲\n示例乙"
    assert "示例甲\n示例乙" in "".join(printed(doc))


def test_headings_count_anew_below_each_other():
    marks = [
        mark for _, mark in numbered((Heading(1, "a"), Heading(2, "b"), Heading(1, "c"), Heading(2, "d")))
    ]
    assert marks == ["一、", "（一）", "二、", "（一）"]


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "100")]
)
def test_chinese_numbers(number, text):
    assert chinese_number(number) == text
