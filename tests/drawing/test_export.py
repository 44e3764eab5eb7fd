"""Printing: pages of true size, text that can be searched, nothing fetched, letters over their rims."""

from io import BytesIO
from xml.etree import ElementTree

import pypdf
import pytest
from PIL import Image

from yipanqi.drawing import svg
from yipanqi.drawing.advance import advance
from yipanqi.drawing.export import printable, to_pdf, to_png
from yipanqi.drawing.scene import Drawing, Label, render
from yipanqi.drawing.sheet import A3, SHEET, SheetLabels, heading

MM = 72 / 25.4


def sheet(title: str = "开工 横道图", paper=A3) -> str:
    drawn = heading(paper, SheetLabels(title, "说明", "示例"), 1, 1)
    labels = (*drawn.labels, Label("数据日 9-28", 200, 100, 2.5, "t-fore", "middle", halo=True))
    return render(
        Drawing(title, "说明", paper.width, paper.height, "mm", tuple(drawn.shapes), labels, SHEET),
        stand_alone=True,
    )


def test_every_sheet_is_a_page_of_its_own_size():
    document = pypdf.PdfReader(BytesIO(to_pdf([sheet(), sheet("第二张", A3.upright)], "计划")))
    sizes = [(float(page.mediabox.width) / MM, float(page.mediabox.height) / MM) for page in document.pages]
    assert sizes == [pytest.approx((420, 297), abs=0.1), pytest.approx((297, 420), abs=0.1)]
    assert document.metadata.title == "计划"


def test_names_can_be_found_in_the_print():
    page = pypdf.PdfReader(BytesIO(to_pdf([sheet()]))).pages[0]
    assert "横道图" in page.extract_text().replace(" ", "").replace("\n", "")


def test_the_picture_shows_the_frame_and_white_paper():
    picture = Image.open(BytesIO(to_png(to_pdf([sheet()]), 0, 50)))
    assert picture.size == (pytest.approx(420 / 25.4 * 50, abs=1), pytest.approx(297 / 25.4 * 50, abs=1))
    dark = picture.convert("L")
    assert dark.getpixel((2, 2)) == 255
    assert min(dark.getpixel((x, 300)) for x in range(40, 60)) < 100


def test_letters_stand_over_their_rim_and_begin_where_their_anchor_says():
    root = printable(ElementTree.fromstring(sheet()))
    texts = [e for e in root.iter() if e.tag.endswith("text") and e.text == "数据日 9-28"]
    assert [e.get("class").split()[-1] for e in texts] == ["rim", "letters"]
    width = advance("数据日 9-28", 2.5, bold=True)
    assert float(texts[0].get("x")) == pytest.approx(200 - width / 2, abs=0.01)


def test_a_text_of_two_lines_is_printed_as_two():
    lines = '<text class="m" font-size="3"><tspan x="50" y="10">上行</tspan><tspan x="50" y="14">下行的字</tspan></text>'
    root = printable(ElementTree.fromstring(sheet().replace("</svg>", f"{lines}</svg>")))
    found = {e.text: (e.get("x"), e.get("y")) for e in root.iter() if e.tag.endswith("text")}
    assert (found["上行"], found["下行的字"]) == (("47", "10"), ("44", "14"))


def test_print_is_repeatable_but_for_its_date():
    first, second = (to_png(to_pdf([sheet()]), 0, 60) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ([], "nothing to print"),
        (['<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'], "document type"),
        (['<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="3mm"/>'], "width in mm"),
    ],
)
def test_what_cannot_be_printed_is_refused(bad, why):
    with pytest.raises(ValueError, match=why):
        to_pdf(bad)


def test_pages_that_are_not_there_and_pictures_too_large_are_refused():
    pdf = to_pdf([sheet()])
    with pytest.raises(ValueError, match="no page 2"):
        to_png(pdf, 1)
    with pytest.raises(ValueError, match="too large"):
        to_png(pdf, 0, 2000)


def test_markup_in_a_title_stays_text():
    document = pypdf.PdfReader(BytesIO(to_pdf([sheet("<b>&甲</b>")], "<b>&甲</b>")))
    assert document.metadata.title == "<b>&甲</b>"


def test_a_drawing_cannot_fetch_anything():
    image = '<image href="http://127.0.0.1:1/x.png" width="5" height="5"/>'
    markup = sheet().replace("</svg>", f"{image}</svg>")
    assert to_pdf([markup]).startswith(b"%PDF")  # the socket guard of the tests would have raised


def test_the_table_of_advances_knows_digits_and_wide_characters():
    assert advance("2018", 10) == pytest.approx(22.2)
    assert advance("2018", 10, bold=True) == pytest.approx(23.6)
    assert advance("一盘棋", 10) == 30
    assert svg.number(advance("a", 1)) == "0.56"
