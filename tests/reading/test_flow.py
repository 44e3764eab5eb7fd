"""The even stream: every character knows where it stood; broken lines are joined, page numbers go."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.reading import read_report
from yipanqi.reading.flow import flow

TEXT = st.text(
    st.sampled_from(
        "新增建成完成引进项目企业家个所万亿元0123456789０１，。；、（）“”\n\r\t \u3000一二十年月底前%％.-—lO"
    )
    | st.characters(),
    max_size=300,
)


@given(TEXT)
def test_every_character_comes_from_where_it_says(text: str) -> None:
    stream = flow(text)
    origins = [stream.origin(i) for i in range(len(stream.text))]
    assert origins == sorted(set(origins))
    assert all(0 <= origin < len(text) for origin in origins)


@given(TEXT, st.sampled_from([None, 2018]))
def test_findings_point_at_their_words(text: str, year: int | None) -> None:
    for finding in read_report(text, year=year).findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text
        assert finding.name
        assert 0 <= finding.confidence <= 1


def test_full_width_digits_and_stray_spaces() -> None:
    (finding,) = read_report("新 增 就 业 １１０ 万 人。", year=2018).findings
    assert (finding.name, finding.value, finding.unit) == ("新增就业", 110, "万人")


def test_lines_broken_by_the_page_are_joined() -> None:
    wrapped = (
        "今年要大力推进基础设施建设，加快补齐短板，全年\n"
        "新改建农村公路26公里，铺设污水管网9.5公里，改\n"
        "造背街小巷18条，建成镇文化广场，群众出行更加便\n"
        "- 3 -\n"
        "捷。持续改善人居环境，完成改厕1500户，创建省级\n"
        "美丽乡村示范村3个，让群众有更多获得感和幸福感。\n"
        "大家要团结一心，把各项工作抓紧抓实抓出成效来。\n"
    )
    found = {f.name: f for f in read_report(wrapped, year=2018).findings if f.kind == "indicator"}
    assert set(found) == {"新改建农村公路", "铺设污水管网", "改造背街小巷", "改厕", "创建省级美丽乡村示范村"}
    assert found["改造背街小巷"].text == "改\n造背街小巷18条"
    assert found["改造背街小巷"].confidence > 0.8


def test_a_clause_cut_in_half_is_doubtful_not_silent() -> None:
    cut = "坚持项目为王不动摇，紧盯重点产业链和龙头企业开展招商，全年引进亿元以上项目和产业链关键企业共计\n30家，完成投资20亿元。"
    found = read_report(cut, year=2018).findings
    assert [(f.value, "cut line" in f.doubts) for f in found] == [(30, True), (20, False)]
    assert found[0].confidence < 0.7 < found[1].confidence


def test_a_scan_error_in_a_number_is_doubtful_not_silent() -> None:
    (finding,) = read_report("新建学校1O所。", year=2018).findings
    assert (finding.value, finding.doubts) == (10, ("scan error",))
    assert finding.confidence < 0.6


TORN = {
    "新增就业l.2万\n人。": "新增就业 1.2万人",
    "新增就业1.2万\n人。": "新增就业 1.2万人",
    "新增就业12\n00人。": "新增就业 1200人",
    "优良天数达到2OO天。": "优良天数 200天",
    "年均浓度不高于66微克/立方\n- 12 -\n米。": "年均浓度 66微克/立方米",
    "示例大桥6月底\n前建成通车。": "示例大桥建成通车 2018-06-30",
    "示例大桥6\n月底前建成通车。": "示例大桥建成通车 2018-06-30",
    "新建院士工\n作站2家。": "新建院士工作站 2家",
    "新建院士工作站\n2家。": "新建院士工作站 2家",
}


@pytest.mark.parametrize("text", TORN)
def test_what_is_torn_is_put_together_and_doubted(text: str) -> None:
    (finding,) = read_report(text, year=2018).findings
    told = f"{finding.value}{finding.unit}" if finding.value else str(finding.due)
    assert f"{finding.name} {told}" == TORN[text]
    assert finding.doubts
    assert finding.confidence <= 0.62


def test_a_heading_is_not_joined_to_what_stands_below() -> None:
    report = "二、提升镇村品质\n改造背街小巷18条。\n就业保障\n培训2000人次。\n"
    assert [f.name for f in read_report(report, year=2018).sure] == ["改造背街小巷", "培训"]


def test_an_unknown_unit_is_doubtful_not_silent() -> None:
    (finding,) = read_report("光缆总长达到300皮长。", year=2018).findings
    assert (finding.value, finding.unit, finding.doubts) == (300, "皮长", ("unknown unit",))


TOWNSHIP = (Path(__file__).parent / "texts" / "township.txt").read_text(encoding="utf-8")


def facts(text: str) -> set[tuple[object, ...]]:
    return {(f.kind, f.name, f.op, f.value, f.unit, f.due) for f in read_report(text).sure}


def wrapped(text: str, width: int, lines_a_page: int = 30) -> str:
    """The text as a printer sets it: indented paragraphs, lines of `width`, page numbers between."""
    printed: list[str] = []
    for paragraph in text.splitlines():
        line = "　　" + paragraph
        for start in range(0, len(line), width):
            printed.append(line[start : start + width])
            if len(printed) % lines_a_page == 0:
                printed.append(f"— {len(printed) // lines_a_page} —")
    return "\n".join(printed)


@pytest.mark.parametrize("width", [28, 33, 40])
def test_a_printed_page_says_the_same(width: int) -> None:
    assert facts(wrapped(TOWNSHIP, width)) == facts(TOWNSHIP)


def test_a_text_without_line_ends_says_the_same() -> None:
    body = TOWNSHIP[TOWNSHIP.index("一、") :]
    figures = {fact for fact in facts(body) if fact[0] == "indicator"}
    unbroken = {
        fact for fact in facts("2018年政府工作报告\n" + body.replace("\n", "")) if fact[0] == "indicator"
    }
    assert len(unbroken & figures) >= 0.85 * len(figures)


def test_spaced_out_and_full_width_texts_say_the_same() -> None:
    spaced = "\n".join(" ".join(line) for line in TOWNSHIP.splitlines())
    wide = TOWNSHIP.translate({n: n + 0xFEE0 for n in range(ord("0"), ord("9") + 1)})
    assert facts(spaced) == facts(TOWNSHIP)
    assert facts(wide) == facts(TOWNSHIP)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "（",
        "“",
        "等",
        "甲、",
        "新建学校3所、",
        "开工、",
        "O1",
        "6月底前，",
        "1,111",
        "一、\n",
        "每个",
        "由3提高到",
    ],
)
def test_no_text_makes_the_reader_slow(piece: str) -> None:
    began = time.process_time()
    read_report(piece * (20_000 // len(piece)), year=2018)
    assert time.process_time() - began < 5
