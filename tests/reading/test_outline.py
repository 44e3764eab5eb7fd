"""Which part of a report looks ahead, which theme a promise stands under, and which year it is for."""

from datetime import date

import pytest

from yipanqi.reading import Finding, read_report
from yipanqi.reading.outline import find_year

TOWN = """某某镇2018年政府工作报告
一、2017年工作回顾
一年来，新建标准厂房6万平方米，引进项目14个。
（一）产业发展提速。签约项目14个，建成投产5个。
（二）民生持续改善。新增就业640人。
二、2018年工作安排
（一）做强产业
引进项目20个。
（二）改善民生
新增就业700人。
到2020年，建成学校3所。培养教师200名。
三、加强自身建设
“三公”经费下降5%。
"""


def drawn(text: str, year: int | None = None) -> list[tuple[str, str, str]]:
    return [(f.name, str(f.due), f.theme) for f in read_report(text, year=year).sure]


def test_only_the_part_that_looks_ahead_is_read() -> None:
    assert drawn(TOWN) == [
        ("引进项目", "2018-12-31", "做强产业"),
        ("新增就业", "2018-12-31", "改善民生"),
        ("建成学校", "2020-12-31", "改善民生"),
        ("培养教师", "2020-12-31", "改善民生"),
        ("“三公”经费下降", "2018-12-31", "加强自身建设"),
    ]


def test_without_headings_the_words_tell() -> None:
    text = "2017年，我们引进项目16个，新增就业600人。\n成绩来之不易。建成学校2所。\n2018年，我们要引进项目20个，新增就业700人。\n"
    assert [f.value for f in read_report(text, year=2018).sure] == [20, 700]


def test_a_part_for_a_plan_has_the_horizon_of_the_plan() -> None:
    text = "一、“十三五”时期回顾\n新增就业9万人。\n二、“十四五”时期主要目标\n新增就业10万人。\n三、2021年重点工作\n新增就业2万人。\n"
    assert drawn(text, 2021) == [
        ("新增就业（十四五）", "2025-12-31", "“十四五”时期主要目标"),
        ("新增就业", "2021-12-31", "2021年重点工作"),
    ]


@pytest.mark.parametrize(
    ("text", "year", "yearly"),
    [
        ("2018年某某区工作报告\n", 2018, True),
        ("某某局2017年工作总结和2018年工作计划\n", 2018, True),
        ("关于做好某事的意见\n某政发〔2018〕39号\n", 2018, False),
        ("关于做好某事的意见\n2018年11月16日\n", 2018, False),
        ("某某省政府工作报告（节选）\n（2018年1月）\n今年怎么干\n", 2018, True),
        ("关于做好某事的意见\n", None, False),
    ],
)
def test_the_year_of_a_report(text: str, year: int | None, yearly: bool) -> None:
    assert find_year(text) == (year, yearly)


def test_a_document_that_is_not_of_a_year_implies_no_due_date() -> None:
    (finding,) = read_report("关于做好某事的意见\n某政发〔2018〕39号\n新增示范点20个。\n").sure
    assert (finding.due, finding.due_explicit) == (None, False)


def dues(sentence: str) -> list[tuple[date | None, bool]]:
    found: list[Finding] = list(read_report(sentence, year=2018).sure)
    return [(f.due, f.due_explicit) for f in found]


def test_a_date_at_the_head_governs_what_follows() -> None:
    assert dues("6月底前，建成公园5个，新增绿地20万平方米；改造道路3条。新建泵站2座。") == [
        (date(2018, 6, 30), True),
        (date(2018, 6, 30), True),
        (date(2018, 12, 31), False),
        (date(2018, 12, 31), False),
    ]


def test_a_date_inside_governs_its_own_clause() -> None:
    assert dues("某某小学6月底前竣工，新建泵站2座。") == [
        (date(2018, 6, 30), True),
        (date(2018, 12, 31), False),
    ]


def test_a_year_that_is_compared_with_is_no_deadline() -> None:
    assert dues("粮食产量较2017年提高5%。") == [(date(2018, 12, 31), False)]
