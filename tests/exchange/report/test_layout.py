"""Pages as they are printed: drawings of text, whose paragraphs come back whole."""

from collections.abc import Sequence
from itertools import count

import pypdfium2
import pytest
import weasyprint

from yipanqi.exchange.report import load_report
from yipanqi.exchange.report.layout import Glyph, has_table, paragraphs

EM, PITCH = 10.0, 16.0


def printed(*pages: str) -> list[list[list[Glyph]]]:
    """A drawing as glyphs: one em a character, half an em a blank or a Latin one; an empty line is a gap."""
    return [
        [_row(line, 700 - PITCH * n) for n, line in enumerate(page.split("\n")) if line.strip()]
        for page in pages
    ]


def _row(line: str, bottom: float) -> list[Glyph]:
    glyphs, at = [], 50.0
    for char in line:
        width = EM / 2 if char.isascii() else EM
        if char != " ":
            glyphs.append(Glyph(char, at, at + width, bottom, bottom + EM))
        at += width
    return glyphs


def read(*pages: str) -> list[str]:
    return list(paragraphs(printed(*pages)))


def test_full_lines_run_on_and_indented_ones_begin_anew() -> None:
    page = """\
    年底前新建学校三所，新增公园二
个，推进各项改革落地。
    六月底前示例大桥建成通车，全年
完成绿化十公里。
    做好各项工作。"""
    assert read(page) == [
        "年底前新建学校三所，新增公园二个，推进各项改革落地。",
        "六月底前示例大桥建成通车，全年完成绿化十公里。",
        "做好各项工作。",
    ]


def test_a_figure_too_wide_for_the_line_does_not_end_the_paragraph() -> None:
    page = """\
    全年新开工安置房，面积达到
270000平方米，新增就业人数再创新
佳绩，各项改革落地。
    做好各项工作，推进各项改革任
务落地。"""
    assert read(page)[0] == "全年新开工安置房，面积达到270000平方米，新增就业人数再创新佳绩，各项改革落地。"


def test_page_numbers_and_heads_are_not_words_of_the_sentence_they_cut() -> None:
    pages = [
        f"""\
示例区二〇一八年工作报告

    年底前新建学校三所，新增公园二
个，推进各项改革落地，完成全部任
务，一件接着一件{"甲乙丙"[n]}干，全年力争新增

                — {n + 1} —"""
        for n in range(3)
    ]
    last = """\
示例区二〇一八年工作报告

就业一万人。

                — 4 —"""
    joined = "".join(read(*pages, last))
    assert "力争新增就业一万人" in joined
    assert "工作报告" not in joined
    assert "—" not in joined


COLUMNS = """\
二〇一八年工作安排与各项重点任务分解落实情况
    年底前新建学校三    个，推进各项改革落地
所，新增公园二个，推    。
进各项改革落地，完成        六月底前示例大桥
全部任务，一件接着一    建成通车，全年完成绿
件干。                  化十公里，把好事办好
    全年新增就业一万    ，办实，让群众满意，
人，建设社区一百二十    让企业安心。"""


def test_columns_are_read_one_after_the_other_however_they_are_stored() -> None:
    heading, *rest = read(COLUMNS)
    assert heading.startswith("二〇一八年")
    assert "建设社区一百二十个，推进各项改革落地。" in "".join(rest)
    assert "全年完成绿化十公里" in "".join(rest)


def test_paragraphs_that_only_a_gap_parts() -> None:
    page = """\
年底前新建学校三所，新增公园二个。
全年推进改革，完成各项任务。

六月底前示例大桥建成通车，全年做好
绿化工作。

全年新增就业一万人。"""
    assert read(page) == [
        "年底前新建学校三所，新增公园二个。全年推进改革，完成各项任务。",
        "六月底前示例大桥建成通车，全年做好绿化工作。",
        "全年新增就业一万人。",
    ]


TABLE = """\
一      新建学校三所      教育局
二      新建公园二个      城管局
三      推进改革落地      发改局"""


def test_the_rows_of_a_table_stay_apart_and_are_told() -> None:
    assert len(read(TABLE)) == 3
    assert has_table(printed(TABLE))
    assert not has_table(printed(COLUMNS))


def test_marks_stored_out_of_order_return_to_their_place() -> None:
    row = _row("研究“四链一城”路径", 700)
    [line] = paragraphs([[[*row[:2], row[2], row[7], *row[3:7], *row[8:]]]])
    assert line == "研究“四链一城”路径"


def test_glyphs_without_a_size_do_no_harm() -> None:
    assert list(paragraphs([[[Glyph("字", 0, 0, 0, 0)], [Glyph("词", 0, 0, 0, 0)]]]))


WORDS = "年底前新建{0}学校{1}所，新增就业1.2万人，示例大桥建成通车，完成绿化面积{2}万平方米，推进{0}各项改革任务落{0}地见效{0}。"


def pdf(style: str, words: Sequence[str]) -> bytes:
    body = "".join(f"<p>{word}</p>" for word in words)
    return bytes(weasyprint.HTML(string=f"<style>{style}</style>{body}").write_pdf())


@pytest.mark.parametrize(
    "style",
    [
        "p{margin:0;text-indent:2em}",
        "p{margin:0 0 .8em}",
        "body{columns:2} p{margin:0;text-indent:2em}",
        "@page{size:A5;@top-center{content:'示例区工作报告'}@bottom-center{content:counter(page)}} p{margin:0;text-indent:2em}",
    ],
    ids=["indented", "spaced", "columns", "heads and page numbers"],
)
def test_printed_paragraphs_come_back_whole(style: str) -> None:
    numbers = count(3)
    words = [WORDS.format(chr(0x4E00 + 37 * n), next(numbers), next(numbers)) for n in range(40)]
    data = pdf(style, words)
    assert len(pypdfium2.PdfDocument(data)) > 1
    assert [line.replace(" ", "") for line in load_report(data).text.splitlines()] == words
