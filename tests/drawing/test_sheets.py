"""What holds for every drawing of a plan: classes only, nothing from outside, all inside the frame, small enough."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from yipanqi.drawing import gantt, node
from yipanqi.drawing.dates import CHINESE, Step
from yipanqi.drawing.metrics import Box
from yipanqi.drawing.scene import render
from yipanqi.drawing.sheet import A3, PAPERS, SheetLabels, axis, block_box, legend, title_block
from yipanqi.drawing.style import page_css
from yipanqi.schedule import Activity, Kind, Link, Problem, ProjectInfo
from yipanqi.schedule.scheduling import schedule

BLOCK = (
    (("工程", "示例 安置房"),),
    (("图名", "进度计划"),),
    (("编制", ""), ("单位", "项目办"), ("日期", "2018-09-28")),
    (("审核", ""), ("版次", "第3版"), ("图号", "示例-01")),
)
SHEET = SheetLabels(
    "安置房 进度计划", "一百项工作", "示例", "图例", BLOCK, "第{page}张 共{pages}张", ("说明一行。",)
)
GANTT = gantt.GanttLabels(
    SHEET, "序", "工作", tuple(gantt.Column(head) for head in ("工日", "开始", "完成", "总时差")),
    "数据日 9-28", "要求 12-31", "工作", "关键工作", "已完成", "自由时差", "总时差", "基准", "里程碑", "分部", "前锋线",
    "滞后{days}", "超前{days}",
)  # fmt: skip
NODE = node.NodeLabels(
    SHEET, "工作名称", "编号", "工日", start="起点", end="终点", critical="关键线路", link="工作关系"
)


def hundred_works():
    """Four gangs that hand sections on to each other: 100 works with floats, a milestone at the end, progress."""
    works, links = [], []
    for i in range(100):
        days = 4 + i * 7 % 9
        facts = {}
        if i < 12:
            facts = {"actual_start": datetime(2018, 3, 1, 8) + timedelta(days=i), "percent_complete": 50.0}
        works.append(
            Activity(
                str(i),
                str(i + 1),
                f"第{i % 25 + 1}段{'挖填铺装'[i // 25]}工程",
                "P",
                duration=days * 480,
                **facts,
            )
        )
        if i % 25:
            links.append(Link(str(i - 1), str(i)))
        if i >= 25:
            links.append(Link(str(i - 25), str(i)))
    works.append(Activity("end", "101", "竣工验收", "P", kind=Kind.FINISH_MILESTONE))
    links.append(Link("99", "end"))
    project = ProjectInfo("P", datetime(2018, 3, 1, 8), data_date=datetime(2018, 3, 15, 8))
    return schedule(Problem((project,), tuple(works), tuple(links)))


@pytest.fixture(scope="module")
def drawings():
    result = hundred_works()
    return {
        "gantt": gantt.layout(gantt.plan_of(result), GANTT),
        "strip": (gantt.layout_strip(gantt.plan_of(result), GANTT, 200, 6.5),),
        "node": node.layout(node.network_of(result), NODE),
    }


@pytest.mark.parametrize("kind", ["gantt", "strip", "node"])
def test_looks_are_classes_with_a_rule_and_nothing_comes_from_outside(drawings, kind):
    known = set(re.findall(r"\.([\w-]+)", page_css()))
    for drawing in drawings[kind]:
        root = ElementTree.fromstring(render(drawing))
        written = {look for e in root.iter() for look in e.get("class", "").split()}
        assert written <= known
        for element in root.iter():
            assert not {"style", "fill", "stroke", "href"} & set(element.attrib)
        assert [e.tag.rpartition("}")[2] for e in root][:2] == ["title", "desc"]


@pytest.mark.parametrize("kind", ["gantt", "strip", "node"])
def test_every_text_stands_on_the_sheet_and_apart_from_the_others(drawings, kind):
    for drawing in drawings[kind]:
        sheet = Box(0, 0, drawing.width, drawing.height)
        boxes = sorted((label.box for label in drawing.labels if label.text), key=lambda box: box.top)
        assert all(box.within(sheet) for box in boxes)
        for i, box in enumerate(boxes):
            near = [other for other in boxes[i + 1 :] if other.top < box.bottom]
            assert not box.meets_any(near)


def test_a_hundred_works_make_one_gantt_sheet_of_moderate_size(drawings):
    assert len(drawings["gantt"]) == 1
    assert len(render(drawings["gantt"][0], stand_alone=True)) < 120_000
    assert all(len(render(d, stand_alone=True)) < 120_000 for d in drawings["node"])


def test_the_critical_path_can_be_walked_in_both_drawings(drawings):
    """Double bars and heavy boxes are the same works."""
    critical = {row.id for row in gantt.plan_of(hundred_works()).rows if row.critical}
    assert sum(render(d).count('class="g-node-c"') for d in drawings["node"]) >= len(critical)


@pytest.mark.parametrize("paper", [*PAPERS.values(), A3.upright])
def test_the_title_block_stands_in_the_corner_of_the_frame(paper):
    block, frame = block_box(paper, SHEET), paper.frame
    assert (block.right, block.bottom) == (frame.right, frame.bottom)
    drawn = title_block(paper, SHEET)
    assert {"编制", "项目办"} <= {label.text for label in drawn.labels}
    assert all(label.box.within(frame) for label in drawn.labels if label.text)


def test_a_sheet_without_a_title_block_has_none():
    assert title_block(A3, replace(SHEET, block=())).shapes == []


def test_a_legend_breaks_into_lines_inside_its_area():
    area = Box(0, 0, 90, 40)
    drawn = legend(area, "图例", [(lambda x, y: [], f"符号{i}") for i in range(9)], ("一行说明",))
    assert all(label.box.right <= area.right for label in drawn.labels)
    assert len({label.y for label in drawn.labels}) > 3


def test_months_of_an_axis_join_without_gap():
    first, end = datetime(2018, 1, 1).date(), datetime(2019, 1, 1).date()
    drawn = axis(Box(50, 10, 415, 100), first, end, (Step.YEAR, Step.MONTH), CHINESE, heads=40)
    middles = [label.x for label in drawn.labels if label.text.endswith("月") and label.text != "月"]
    assert len(middles) == 12
    assert all(28 <= b - a <= 31.5 for a, b in pairwise(middles))
    assert {"年", "月"} <= {label.text for label in drawn.labels}
