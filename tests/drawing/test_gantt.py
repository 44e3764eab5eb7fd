"""Gantt charts: bars stand on their dates, labels meet no other, sheets hold all rows, bytes never change."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.drawing.dates import ENGLISH
from yipanqi.drawing.gantt import (
    Column,
    GanttLabels,
    GanttLink,
    GanttPlan,
    Row,
    RowKind,
    layout,
    layout_strip,
    plan_of,
)
from yipanqi.drawing.gantt.layout import strip_head
from yipanqi.drawing.metrics import Box
from yipanqi.drawing.scene import render
from yipanqi.drawing.sheet import A3, A4, SheetLabels
from yipanqi.schedule import Activity, Kind, Link, Problem, ProjectInfo
from yipanqi.schedule.scheduling import schedule

DAY = 480
MARKUP = "<script>alert('甲')</script>"
BLOCK = ((("工程", "示例"),), (("编制", ""), ("单位", "项目办"), ("日期", "2018-09-28")))
SHEET = SheetLabels(
    "开工 横道图", "五项工作", "示例", "图例", BLOCK, "第{page}张 共{pages}张", ("征地滞后13工日",)
)
WORDS = GanttLabels(
    SHEET, "序", "工作", (Column("工日"), Column("开始"), Column("完成"), Column("总时差")), "数据日 9-28", "要求 12-31",
    "工作", "关键工作", "已完成", "自由时差", "总时差", "基准", "里程碑", "分部", "前锋线",
    "滞后{days}", "超前{days}",
)  # fmt: skip


def morning(month: int, day: int) -> datetime:
    return datetime(2018, month, day, 8)


def evening(month: int, day: int) -> datetime:
    return datetime(2018, month, day, 17)


def rows(count: int) -> tuple[Row, ...]:
    """Works one after another, every third critical, every fifth a milestone."""
    made = []
    for i in range(count):
        start = datetime(2018, 3, 1, 8) + timedelta(days=3 * i)
        finish = start + timedelta(days=9, hours=9)
        kind = RowKind.MILESTONE if i % 5 == 4 else RowKind.WORK
        made.append(
            Row(
                f"r{i}", f"第{i}项工作", start, finish, kind, depth=i % 3, critical=i % 3 == 0, done=(i % 4) / 4,
                free_until=finish + timedelta(days=i % 7), float_until=finish + timedelta(days=i % 11),
                baseline_start=start - timedelta(days=2), baseline_finish=finish - timedelta(days=2),
                point=start + timedelta(days=2) if i % 6 == 2 else None, behind=(i - 30) / 2, cells=("10", "2018-03-01", "2018-03-10", "−13"),
            )
        )  # fmt: skip
    return tuple(made)


def chain(count: int) -> tuple[GanttLink, ...]:
    return tuple(GanttLink(f"r{i}", f"r{i + 1}", "FS", critical=i % 3 == 0) for i in range(count - 1))


def plan(count: int) -> GanttPlan:
    return GanttPlan(rows(count), chain(count), evening(9, 28), evening(12, 31), frozenset({"r2"}))


def assert_labels_are_apart(drawing):
    sheet = Box(0, 0, drawing.width, drawing.height).grown(0.01)
    for first, second in combinations([label for label in drawing.labels if label.text], 2):
        assert not first.box.meets(second.box), (first.text, second.text)
    for label in drawing.labels:
        assert label.box.within(sheet), label.text


@pytest.mark.parametrize(
    ("count", "sheets", "upright"),
    [(1, 1, False), (23, 1, False), (65, 1, False), (100, 1, True), (161, 3, False)],
)
def test_up_to_a_hundred_rows_stand_on_one_sheet(count, sheets, upright):
    drawings = layout(plan(count), WORDS)
    assert len(drawings) == sheets
    assert (drawings[0].width < drawings[0].height) == upright
    assert set().union(*(d.places for d in drawings)) == {f"r{i}" for i in range(count)}
    for drawing in drawings:
        assert_labels_are_apart(drawing)


def test_the_number_of_the_sheet_and_join_marks_stand_only_on_several_sheets():
    critical = replace(plan(161), links=tuple(replace(link, critical=True) for link in chain(161)))
    several = [{label.text for label in d.labels} for d in layout(critical, WORDS)]
    assert [f"第{i}张 共3张" in texts for i, texts in enumerate(several, 1)] == [True] * 3
    assert "→55" in several[0]  # the first sheet ends with row 54
    assert "54→" in several[1]
    assert not any("→" in label.text for d in layout(plan(60), WORDS) for label in d.labels)


def test_a_bar_reaches_from_the_morning_of_its_start_to_the_evening_of_its_finish():
    first = Row("a", "甲", morning(3, 1), evening(3, 10))
    second = Row("b", "乙", morning(3, 11), evening(3, 30))
    drawing = layout_strip(GanttPlan((first, second)), WORDS, 200, 6)
    a, b = drawing.places["a"], drawing.places["b"]
    assert a.right == pytest.approx(b.left)
    assert (b.right - b.left) == pytest.approx(2 * (a.right - a.left))


def test_rows_of_a_strip_stand_beside_the_rows_of_the_page():
    drawing = layout_strip(plan(12), WORDS, 180, 6.5)
    for i in range(12):
        top = strip_head() + 6.5 * i
        assert top < drawing.places[f"r{i}"].top
        assert drawing.places[f"r{i}"].bottom < top + 6.5


def test_a_bar_shows_its_floats_only_while_it_is_open():
    base = Row("a", "甲", morning(3, 1), evening(3, 10), free_until=evening(3, 15), float_until=evening(4, 1))
    open_, done = (
        render(layout_strip(GanttPlan((row,)), WORDS, 200, 6)) for row in (base, replace(base, done=1.0))
    )
    assert 'class="g-wave"' in open_
    assert 'class="g-rest"' in open_
    assert 'class="g-wave"' not in done


def test_only_critical_links_and_those_of_a_selected_row_are_drawn():
    markup = render(layout(GanttPlan(rows(6), chain(6)), WORDS)[0])
    assert markup.count('class="g-link-c"') == 2
    assert markup.count('class="g-link"') == 0
    chosen = render(layout(GanttPlan(rows(6), chain(6), selected=frozenset({"r1"})), WORDS)[0])
    assert chosen.count('class="g-link"') == 1  # r1–r2; r0–r1 is critical anyway


@pytest.mark.parametrize("type", ["FS", "SS", "FF", "SF"])
@pytest.mark.parametrize("backwards", [False, True])
def test_every_link_type_ends_in_an_arrowhead_at_its_bar(type, backwards):
    works = rows(3)[:2]
    ends = ("r1", "r0") if backwards else ("r0", "r1")
    markup = render(layout(GanttPlan(works, (GanttLink(*ends, type, critical=True),)), WORDS)[0])
    assert markup.count('class="g-tip-c"') == 1


def test_the_front_line_begins_and_ends_on_the_data_date_and_never_climbs():
    drawing = layout(plan(23), WORDS)[0]
    line = next(e for e in drawing.shapes if dict(e.attributes).get("class") == "g-front")
    corners = [tuple(map(float, p.split(","))) for p in dict(line.attributes)["points"].split()]
    assert corners[0][0] == corners[-1][0]
    assert all(a[1] <= b[1] for a, b in pairwise(corners))


def test_a_row_without_dates_keeps_its_line_in_the_table():
    drawing = layout(GanttPlan((Row("a", "无日期", None, None),)), WORDS)[0]
    assert "无日期" in {label.text for label in drawing.labels}
    assert drawing.places == {}


def test_an_empty_plan_is_an_empty_sheet():
    drawing = layout(GanttPlan(()), WORDS)[0]
    assert render(drawing).startswith("<svg")


def test_long_names_are_cut_to_their_column():
    long = tuple(replace(row, name="特别长的工作名称" * 9) for row in rows(30))
    for paper in (A3, A4):
        for drawing in layout(GanttPlan(long), WORDS, paper):
            assert_labels_are_apart(drawing)


@given(st.integers(1, 40), st.integers(0, 900), st.sampled_from(["zh", "en"]))
@settings(max_examples=25, deadline=None)
def test_labels_are_apart_whatever_the_span(count, stretch, language):
    spread = tuple(replace(row, finish=row.finish + timedelta(days=stretch)) for row in rows(count))
    words = (
        WORDS
        if language == "zh"
        else replace(WORDS, dates=ENGLISH, name="Activity", data_date="Data date 28 Sep")
    )
    drawings = layout(GanttPlan(spread, (), evening(9, 28), evening(10, 2)), words)
    for drawing in drawings:
        assert_labels_are_apart(drawing)
    assert [render(d) for d in drawings] == [
        render(d) for d in layout(GanttPlan(spread, (), evening(9, 28), evening(10, 2)), words)
    ]


def test_markup_in_names_stays_text():
    words = replace(WORDS, sheet=replace(SHEET, title=MARKUP, notes=(MARKUP,)), data_date=MARKUP)
    bad = GanttPlan(
        tuple(replace(row, name=MARKUP, cells=(MARKUP,)) for row in rows(3)), data_date=evening(3, 10)
    )
    root = ElementTree.fromstring(render(layout(bad, words)[0], stand_alone=True))
    assert not [e for e in root.iter() if e.tag.endswith("script")]


def test_days_without_work_are_tinted_where_a_day_can_be_seen():
    off = frozenset({date(2018, 3, 3), date(2018, 3, 4)})
    short = GanttPlan(rows(4), off_days=off)
    assert 'class="g-off"' in render(layout(short, WORDS)[0])
    far = replace(short, rows=(*short.rows, Row("z", "远", morning(3, 1), datetime(2030, 1, 1, 17))))
    assert 'class="g-off"' not in render(layout(far, WORDS)[0])


def scheduled(**facts):
    works = [
        Activity("1", "1", "可研", "P", duration=5 * DAY, wbs=("前期",)),
        Activity("2", "2", "用地", "P", duration=10 * DAY, wbs=("前期", "土地")),
        Activity("3", "3", "开工", "P", kind=Kind.FINISH_MILESTONE, wbs=("实施",)),
        Activity("4", "4", "环评", "P", duration=3 * DAY, wbs=("前期",)),
    ]
    works = [replace(a, **facts.get(a.key, {})) for a in works]
    links = (Link("1", "2"), Link("2", "3"), Link("1", "4"), Link("4", "3"))
    project = ProjectInfo("P", morning(3, 1), data_date=facts.get("data_date"))
    return schedule(Problem((project,), tuple(works), links))


def test_a_schedule_becomes_rows_under_its_wbs():
    made = plan_of(scheduled())
    assert [(r.name, r.depth, r.kind) for r in made.rows] == [
        ("前期", 0, RowKind.SUMMARY), ("可研", 1, RowKind.WORK), ("环评", 1, RowKind.WORK),
        ("土地", 1, RowKind.SUMMARY), ("用地", 2, RowKind.WORK),
        ("实施", 0, RowKind.SUMMARY), ("开工", 1, RowKind.MILESTONE),
    ]  # fmt: skip
    assert (made.rows[0].start, made.rows[0].finish) == (morning(3, 1), evening(3, 21))
    env = made.rows[2]
    assert env.free_until == env.float_until == evening(3, 21)
    assert [(k.predecessor, k.successor) for k in made.links if k.critical] == [("1", "2"), ("2", "3")]


def test_the_front_line_stands_where_the_work_done_should_have_been_reached():
    # 可研, 5 days from 1 March (Thursday), 40 % done: that was planned for the evening of Friday 2 March
    begun = {"actual_start": morning(3, 1), "percent_complete": 40.0}
    made = plan_of(scheduled(**{"1": begun}, data_date=morning(3, 7)))
    points = {row.name: row.point for row in made.rows}
    assert points["可研"] == evening(3, 2)
    assert points["用地"] is None
    late = {"baseline_start": morning(3, 1), "baseline_finish": evening(3, 5)}
    made = plan_of(scheduled(**{"4": late}, data_date=morning(3, 7)))
    late_row = next(row for row in made.rows if row.name == "环评")
    assert (late_row.point, late_row.behind) == (morning(3, 1), 4)


def test_how_far_a_work_is_behind_stands_beside_its_point():
    made = plan_of(
        scheduled(**{"1": {"actual_start": morning(3, 1), "percent_complete": 40.0}}, data_date=morning(3, 7))
    )
    texts = {label.text for label in layout(made, WORDS)[0].labels}
    assert "滞后2" in texts  # from Friday 2 March in the evening to Wednesday 7 March in the morning
    assert not any(
        label.text.startswith("滞后") for label in layout(made, replace(WORDS, behind=""))[0].labels
    )
