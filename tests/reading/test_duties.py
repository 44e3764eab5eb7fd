"""Responsible-unit tags: who leads, who partners, and what a tag speaks for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.reading import read_report
from yipanqi.reading.duties import Duty, parse_duty

UNITS = [
    "科技局",
    "财政局",
    "发展和改革局",
    "工业和信息化局",
    "自然资源和规划局",
    "各街道办事处",
    "示例投资集团",
]


@pytest.mark.parametrize(
    ("body", "duty"),
    [
        ("科技局负责", Duty("科技局")),
        ("科技局、财政局按职责分工负责", Duty("科技局", ("财政局",))),
        ("科技局、财政局等有关部门和单位负责", Duty("科技局", ("财政局",), etc=True)),
        ("科技局、财政局负责。列第一位者为牵头单位，下同", Duty("科技局", ("财政局",))),
        ("科技局牵头，财政局、各街道办事处配合", Duty("科技局", ("财政局", "各街道办事处"))),
        ("科技局、财政局牵头负责", Duty("科技局", ("财政局",))),
        ("发展和改革局与财政局负责", Duty("发展和改革局", ("财政局",))),
        ("各有关部门和单位按职责分工负责", Duty("各有关部门和单位")),
        ("负责部门：科技局，适用范围：全区", Duty("科技局")),
        ("责任单位：科技局、财政局", Duty("科技局", ("财政局",))),
        (
            "牵头领导：分管副局长；牵头单位：科技局；责任单位：财政局；完成时限：6月底前",
            Duty("科技局", ("财政局",), due=date(2018, 6, 30)),
        ),
        (
            "牵头单位：科技局责任单位：财政局完成时限：2018-06-30",
            Duty("科技局", ("财政局",), due=date(2018, 6, 30)),
        ),
        ("完成时限：9月底", Duty("", due=date(2018, 9, 30))),
        ("责任单位：科技局、财政局，11月底前完成", Duty("科技局", ("财政局",), due=date(2018, 11, 30))),
        ("责任单位：科技局、财政局；12月20日前", Duty("科技局", ("财政局",), due=date(2018, 12, 20))),
        ("指全区规模以上工业企业", None),
    ],
)
def test_a_tag_names(body: str, duty: Duty | None) -> None:
    assert parse_duty(body, 2018) == duty


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=6, unique=True), st.booleans())
def test_any_list_of_units_comes_back(units: list[str], etc: bool) -> None:
    duty = parse_duty("、".join(units) + ("等" if etc else "") + "负责", 2018)
    assert duty == Duty(units[0], tuple(units[1:]), etc)


def drawn(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f.name, f.lead, f.partners) for f in read_report(text, year=2018).sure]


def test_a_tag_speaks_for_its_item() -> None:
    text = "1.新建学校3所，新增学位900个。（教育局、财政局负责，列第一位者为牵头单位，下同）\n2.新建公园2个。（城管局负责）\n3.新建泵站1座。\n"
    assert drawn(text) == [
        ("新建学校", "教育局", ("财政局",)),
        ("新增学位", "教育局", ("财政局",)),
        ("新建公园", "城管局", ()),
        ("新建泵站", "", ()),
    ]


def test_a_tag_may_stand_in_square_brackets() -> None:
    text = (
        "二、2018年工作安排\n1.扩大供给。建成城东小学，新增学位680个。[责任单位：规划科；完成时限：8月底前]\n"
    )
    found = read_report(text, year=2018).sure
    assert [(f.lead, str(f.due)) for f in found] == [("规划科", "2018-08-31")] * 2


def test_two_tags_in_one_item_share_it() -> None:
    text = "1.新建学校3所。（教育局负责）新建公园2个。（城管局负责）\n"
    assert drawn(text) == [("新建学校", "教育局", ()), ("新建公园", "城管局", ())]


def test_a_tag_on_a_heading_is_inherited() -> None:
    text = "二、2018年重点工作\n（一）民生（牵头单位：教育局；完成时限：9月底前）\n新建学校3所。\n新建公园2个。（城管局负责）\n"
    found = read_report(text, year=2018).sure
    assert [(f.name, f.lead, f.due) for f in found] == [
        ("新建学校", "教育局", date(2018, 9, 30)),
        ("新建公园", "城管局", date(2018, 12, 31)),
    ]


def test_a_line_of_units_speaks_for_the_item_above() -> None:
    text = "1.新建学校3所。\n牵头单位：教育局\n2.新建公园2个。\n责任单位：城管局、财政局\n"
    assert drawn(text) == [("新建学校", "教育局", ()), ("新建公园", "城管局", ("财政局",))]


def test_an_item_with_a_tag_is_work_even_without_a_figure() -> None:
    text = "（一）加强信用建设。完善制度，强化应用。（市场监管局等负责）\n"
    (work,) = read_report(text, year=2018).sure
    assert (work.kind, work.name, work.lead, work.etc) == ("work", "加强信用建设", "市场监管局", True)


def test_a_duty_told_in_the_sentence() -> None:
    assert drawn("由科技局牵头，财政局配合，新建孵化器5家。") == [("新建孵化器", "科技局", ("财政局",))]
