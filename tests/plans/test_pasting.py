"""What people type and paste: predecessors, days, units, constraints; every mistake beside its cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.exchange.tables import TableError, pasted
from yipanqi.foundation.errors import DomainError
from yipanqi.plans import pasting
from yipanqi.plans.drafts import ActivityDraft, LinkDraft
from yipanqi.plans.pasting import Line, read

UNITS = {"建设局": 1, "国土规划局": 2}
KNOWN = {"1", "2", "3", "4", "5", "R30"}


def typed(text: str, units=UNITS, kept=None):
    """A little table: one row a line, cells name | days | before | unit."""
    lines = [line.split("|") for line in text.strip().splitlines()]
    cells = [
        dict(zip(("name", "days", "before", "unit"), map(str.strip, row), strict=False)) for row in lines
    ]
    return read([Line(number, each) for number, each in enumerate(cells, start=1)], units, kept)


def codes(found) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.cell, fault.error.code) for fault in found.faults]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("3", [("3", "FS", 0)]),
        ("3FS+2", [("3", "FS", 2)]),
        ("5SS-1天", [("5", "SS", -1)]),
        ("前置 3,4", [("3", "FS", 0), ("4", "FS", 0)]),
        ("紧前：３；４", [("3", "FS", 0), ("4", "FS", 0)]),
        ("３ＦＳ＋２、5ff−1", [("3", "FS", 2), ("5", "FF", -1)]),
        ("R30+10", [("R30", "FS", 10)]),
        ("1FS+2 个工作日", [("1", "FS", 2)]),
        ("3SS+1周", [("3", "SS", 5)]),
        ("3开始-开始+2", [("3", "SS", 2)]),
        ("3FS,3SS+1", [("3", "FS", 0), ("3", "SS", 1)]),
        ("", []),
    ],
)
def test_predecessors_as_people_write_them(text, links):
    found = pasting.read_predecessors(text, "9", KNOWN | {"9"})
    assert [(link.predecessor, link.type, link.lag) for link in found] == links
    assert {link.successor for link in found} <= {"9"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7", "plans.unknown_predecessor"),
        ("3,3", "plans.link_twice"),
        ("4", "plans.link_to_itself"),
        ("3FS+1.5", "plans.bad_lag"),
        ("3FS+50%", "plans.bad_lag"),
        ("3FS+99999", "plans.days_out_of_range"),
        ("3??", "plans.bad_predecessor"),
    ],
)
def test_what_is_wrong_with_a_predecessor_is_said(text, code):
    with pytest.raises(DomainError) as refused:
        pasting.read_predecessors(text, "4", KNOWN)
    assert refused.value.code == code


@given(
    st.lists(
        st.builds(
            LinkDraft,
            predecessor=st.sampled_from(["1", "2", "3", "R30"]),
            successor=st.just("9"),
            type=st.sampled_from(["FS", "SS", "FF", "SF"]),
            lag=st.integers(-200, 200),
        ),
        unique_by=lambda link: (link.predecessor, link.type),
        max_size=5,
    )
)
def test_predecessors_are_read_as_they_are_written(links):
    text = pasting.format_predecessors(links, "9")
    assert list(pasting.read_predecessors(text, "9", KNOWN)) == links


@pytest.mark.parametrize(
    ("text", "days"), [("12", 12), ("１２天", 12), ("2周", 10), ("3个工作日", 3), ("", 0)]
)
def test_days_are_whole(text, days):
    assert pasting.read_days(text) == days


@pytest.mark.parametrize("text", ["x", "1.5", "-3", "30%", "3ed", "5001"])
def test_days_that_are_none(text):
    with pytest.raises(DomainError):
        pasting.read_days(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("≥2018-05-01", "start_on_or_after"),
        (">= 2018/5/1", "start_on_or_after"),
        ("不早于2018年5月1日", "start_on_or_after"),
        ("≤2018-05-01", "finish_on_or_before"),
        ("不晚于 2018.5.1", "finish_on_or_before"),
        ("S=2018-05-01", "mandatory_start"),
        ("完成于2018-05-01", "mandatory_finish"),
    ],
)
def test_a_constraint_is_a_sign_and_a_day(text, kind):
    assert pasting.read_constraint(text) == (kind, date(2018, 5, 1))
    assert pasting.read_constraint(pasting.format_constraint(kind, date(2018, 5, 1))) == (
        kind,
        date(2018, 5, 1),
    )


@pytest.mark.parametrize("text", ["2018-05-01", "≥昨天", "≤2018-02-30"])
def test_a_constraint_without_sign_or_day_is_refused(text):
    with pytest.raises(DomainError, match="bad_constraint"):
        pasting.read_constraint(text)


def test_a_table_becomes_drafts_with_numbers():
    found = typed(
        """
        勘测定界 | 8天 |        | 国土规划局
        用地审批 | 20  | 1      | 国土规划局、建设局
        开工     | 0   | 2FS+3  | 建设局
        """
    )
    assert codes(found) == []
    assert [(each.key, each.duration, each.kind) for each in found.activities] == [
        ("1", 8, "task"),
        ("2", 20, "task"),
        ("3", 0, "milestone"),
    ]
    assert (found.activities[1].unit_id, found.activities[1].partner_ids) == (2, (1,))
    assert found.links == (LinkDraft("1", "2"), LinkDraft("2", "3", "FS", 3))


def test_every_mistake_stands_at_its_own_cell():
    found = typed(
        """
        甲 | x |   | 建设局
           | 3 | 9 | 某某局
        丙 |   | 3 |
        """
    )
    assert sorted(codes(found)) == [
        (1, "days", "plans.bad_days"),
        (2, "before", "plans.unknown_predecessor"),
        (2, "name", "input.required"),
        (2, "unit", "plans.no_such_unit"),
        (3, "before", "plans.link_to_itself"),
        (3, "days", "plans.days_missing"),
    ]


def test_blank_rows_are_left_out_and_new_rows_numbered_on():
    lines = [
        Line(1, {"key": "7", "name": "甲", "days": "1"}),
        Line(2, {"key": "", "name": " ", "days": ""}),
        Line(3, {"key": "", "name": "乙", "days": "1"}),
        Line(4, {"key": "A", "name": "丙", "days": "1"}),
        Line(5, {"key": "7", "name": "丁", "days": "1"}),
    ]
    found = read(lines, UNITS)
    assert [each.key for each in found.activities] == ["7", "8", "A", "7"]
    assert found.rows == (1, 3, 4, 5)
    assert codes(found) == [(5, "key", "plans.key_twice")]


def test_a_row_with_deeper_ones_below_it_is_a_summary():
    rows = [("0", "手续", ""), ("1", "立项", "10"), ("1", "批复", "0"), ("0", "施工", "60")]
    found = read([Line(n, {"level": a, "name": b, "days": c}) for n, (a, b, c) in enumerate(rows, 1)], UNITS)
    assert [each.kind for each in found.activities] == ["summary", "task", "milestone", "task"]
    assert codes(found) == []


def test_what_the_table_does_not_show_is_kept():
    before = ActivityDraft(
        "1", "甲", 3, unit_id=1, claim_kind="parcel", claim="示例地块", standard="示例", level=1
    )
    kept = {"1": before}
    found = read([Line(1, {"key": "1", "name": "甲", "days": "5"})], UNITS, kept)
    assert found.activities[0].claim == "示例地块"
    assert (found.activities[0].unit_id, found.activities[0].level, found.activities[0].duration) == (1, 1, 5)
    emptied = read([Line(1, {"key": "1", "name": "甲", "days": "5", "unit": ""})], UNITS, kept)
    assert emptied.activities[0].unit_id is None


def test_drafts_show_as_the_rows_they_were_read_from():
    found = typed("甲 | 3 | | 建设局\n乙 | 5 | 1SS+2 | 国土规划局、建设局")
    lines = pasting.cells_of(found.activities, found.links, {1: "建设局", 2: "国土规划局"})
    again = read(lines, UNITS)
    assert (again.activities, again.links) == (found.activities, found.links)


def test_a_sheet_with_heads_anywhere_is_understood():
    sheet = pasted(
        "安置房计划\t\t\t\n序号\t工作名称\t工期（天）\t前置任务\n10\t拆迁清零\t20\t\n20\t开工\t0\t10\n"
    )
    found = read(pasting.lines_of(pasting.table_of(sheet)), UNITS)
    assert [each.key for each in found.activities] == ["10", "20"]
    assert found.links == (LinkDraft("10", "20"),)
    assert found.rows == (3, 4)


@pytest.mark.parametrize("block", ["拆迁清零\t20\n开工\t0\t1\n", "1\t拆迁清零\t20\n2\t开工\t0\t1\n"])
def test_a_block_without_heads_is_understood(block):
    found = read(pasting.lines_of(pasting.table_of(pasted(block))), UNITS)
    assert [each.name for each in found.activities] == ["拆迁清零", "开工"]
    assert found.links == (LinkDraft("1", "2"),)
    assert found.rows == (1, 2)


def test_a_sheet_of_something_else_says_which_heads_are_missing():
    with pytest.raises(TableError) as refused:
        pasting.table_of(pasted("姓名\t电话\n甲\t乙\n"))
    assert refused.value.code == "tables.no_heads"
