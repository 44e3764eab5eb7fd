"""The sheets as markup: stable bytes, safe SVG, tiles with join marks, stable rows while editing."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from lxml import etree

from drawing.timescaled.plans import DEMOS, LAPPED, WEEKENDS, random_plan, shared
from drawing.timescaled.tiny_cpm import schedule
from yipanqi.drawing.metrics import text_width
from yipanqi.drawing.timescaled import (
    CHINESE,
    ENGLISH,
    Drawing,
    DrawingError,
    Link,
    NetworkPlan,
    TitleBlock,
    draw_timescaled,
)
from yipanqi.drawing.timescaled.tiles import cut_lines

SVG = "{http://www.w3.org/2000/svg}"


def shuffled(plan: NetworkPlan, seed: int) -> NetworkPlan:
    """The same plan with other ids, and works and links in another order."""
    dice = random.Random(seed)
    name = {work.id: f"x{dice.random()}" for work in plan.works}
    works = [replace(work, id=name[work.id]) for work in plan.works]
    links = [replace(link, before=name[link.before], after=name[link.after]) for link in plan.links]
    dice.shuffle(works)
    dice.shuffle(links)
    return replace(plan, works=tuple(works), links=tuple(links))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_p12_ids_and_row_order_change_no_byte(seed: int) -> None:
    plan = random_plan(25, seed, kinds=LAPPED, milestones=0.1)
    drawn = draw_timescaled(plan).sheets
    assert drawn == draw_timescaled(plan).sheets
    other = shuffled(plan, seed)
    without = re.compile(r"<desc>.*?</desc>")
    assert [without.sub("", s) for s in draw_timescaled(other).sheets] == [without.sub("", s) for s in drawn]


def test_p12_works_that_differ_in_their_neighbours_alone_are_told_apart() -> None:
    rows = [("a", "甲", 5.0), ("b", "甲", 5.0), ("c", "丙", 4.0), ("d", "丁", 4.0), ("e", "戊", 4.0)]
    plan = schedule(rows, [Link("a", "c"), Link("b", "c"), Link("b", "d"), Link("a", "e"), Link("b", "e")])
    assert {tuple(draw_timescaled(shuffled(plan, k)).sheets[0].split("</desc>")[1:]) for k in range(5)} == {
        tuple(draw_timescaled(plan).sheets[0].split("</desc>")[1:])
    }


def test_p13_a_redundant_link_changes_no_byte() -> None:
    plan = random_plan(20, 4)
    before, after = next((a, b) for a in plan.links for b in plan.links if a.after == b.before)
    more = replace(plan, links=(*plan.links, Link(before.before, after.after)))
    assert draw_timescaled(more).sheets == draw_timescaled(plan).sheets


def checked(sheet: str) -> etree._Element:
    root = etree.fromstring(sheet.encode())
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert [child.tag for child in root[:3]] == [f"{SVG}title", f"{SVG}desc", f"{SVG}style"]
    for element in root.iter():
        assert element.tag != f"{SVG}script"
        assert not {"style", "href", "onload"} & set(element.attrib)
    assert "url(" not in sheet
    assert "http" not in sheet.replace("http://www.w3.org/2000/svg", "")
    used = {word for element in root.iter() for word in (element.get("class") or "").split()}
    style = root[2].text or ""
    assert {word for word in used if f".{word}{{" not in style and f".{word}," not in style} <= {"timescaled"}
    return root


def inside(root: etree._Element) -> None:
    """Every text lies within the frame."""
    width, height = (float(part) for part in root.get("viewBox").split()[2:])
    for text in root.iter(f"{SVG}text"):
        size = float(text.get("font-size"))
        for part in [text, *text]:
            if not part.text:
                continue
            x, y = float(part.get("x")), float(part.get("y"))
            half = text_width(part.text, size) / 2
            middle = {"m", "t", "no"} & set((text.get("class") or "").split())
            start = "l" in (text.get("class") or "").split()
            left = x - half if middle and not start else x
            assert left >= 250, part.text
            assert left + 2 * half <= width - 50, part.text
            assert y - 0.8 * size >= 50, part.text
            assert y <= height - 50, part.text


@pytest.mark.parametrize("seed", [1, 2])
def test_p16_safe_markup_within_the_frame(seed: int) -> None:
    plan = random_plan(60, seed, kinds="FS FS FS+ SS", off_days={"": WEEKENDS}, check=date(2018, 6, 1))
    for sheet in draw_timescaled(plan).sheets:
        inside(checked(sheet))
        assert len(sheet.encode()) < 1_200 * 100


@pytest.mark.parametrize("name", DEMOS)
def test_p16_size_of_the_shared_plans(name: str) -> None:
    drawing = draw_timescaled(shared(name))
    assert len(drawing.sheets) == 1
    inside(checked(drawing.sheets[0]))
    assert len(drawing.sheets[0].encode()) < 120_000 * max(len(drawing.layout.net.pieces), 25) / 100


def test_words_and_names_are_escaped() -> None:
    plan = schedule([("a", '<甲> & "乙"', 40.0)], [], title="<示例>", block=TitleBlock(unit="</svg><script>"))
    checked(draw_timescaled(plan).sheets[0])


@pytest.fixture(scope="module")
def tiled() -> Drawing:
    return draw_timescaled(random_plan(130, 3, kinds="FS"))


def test_p15_every_cut_line_has_its_mark_on_both_sheets(tiled: Drawing) -> None:
    layout = tiled.layout
    assert len(tiled.sheets) == len(layout.cuts) + 1 >= 2
    marks = [sorted(join_marks(checked(sheet))) for sheet in tiled.sheets]
    assert sum(map(len, marks)) == 2 * sum(len(cut_lines(layout, x)) for x in layout.cuts)
    for k, x in enumerate(layout.cuts):
        lines = [layout.net.lines[i] for i, _ in cut_lines(layout, x)]
        heads = sorted(layout.numbers[line.head] for line in lines)
        tails = sorted(layout.numbers[line.tail] for line in lines)
        middle = sum(map(float, etree.fromstring(tiled.sheets[k].encode()).get("viewBox").split()[2:3])) / 2
        assert sorted(n for left, n in marks[k] if left > middle) == heads
        assert sorted(n for left, n in marks[k + 1] if left < middle) == tails


def join_marks(root: etree._Element) -> list[tuple[float, int]]:
    """(x, number) of the pointer circles."""
    elements = list(root.iter())
    return [
        (float(element.get("cx")), int(elements[k + 1].text))
        for k, element in enumerate(elements)
        if element.get("class") == "join" and elements[k + 1].get("class") == "no"
    ]


def test_p15_no_label_is_cut(tiled: Drawing) -> None:
    boxes = [label.box for label in tiled.layout.placed.labels]
    assert not [box for box in boxes for x in tiled.layout.cuts if box.left < x < box.right]
    assert all(len(sheet.encode()) < 120_000 for sheet in tiled.sheets)


def test_p15_every_node_stands_on_exactly_one_sheet(tiled: Drawing) -> None:
    circles = [e for sheet in tiled.sheets for e in checked(sheet).iter() if e.get("class") in ("n", "nc")]
    assert len(circles) == tiled.statistics.nodes


def order_of(drawing: Drawing) -> dict[str, float]:
    """Row of every work of a drawing, by its key."""
    layout = drawing.layout
    return {
        layout.net.pieces[line.piece].key: layout.row[layout.chains.lane[i]]
        for i, line in enumerate(layout.net.lines)
        if not line.dummy and layout.chains.lane[i] >= 0
    }


def moved(before: Drawing, after: Drawing) -> float:
    """Share of the pairs of surviving works whose order from top to bottom has changed."""
    one, two = order_of(before), order_of(after)
    common = sorted(one.keys() & two.keys())
    pairs = list(combinations(common, 2))
    turned = sum(
        (one[a] - one[b]) * (two[a] - two[b]) < 0 or (one[a] == one[b]) != (two[a] == two[b])
        for a, b in pairs
    )
    return turned / len(pairs)


def rescheduled(plan: NetworkPlan, rows: list, links: list[Link]) -> NetworkPlan:
    return schedule(rows, links, title=plan.title)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("edit", ["longer", "added", "linked", "removed"])
def test_rows_of_an_edited_plan_stay_where_they_were(seed: int, edit: str) -> None:
    plan = random_plan(40, seed)
    rows, links = [(w.id, w.name, w.duration) for w in plan.works], list(plan.links)
    if edit == "longer":
        rows[15] = (rows[15][0], rows[15][1], rows[15][2] + 6)
    if edit == "added":
        rows.append(("new", "新增工作", 12.0))
        links += [Link("w10", "new"), Link("new", "w30")]
    if edit == "linked":
        links.append(Link("w8", "w25"))
    if edit == "removed":
        rows = [row for row in rows if row[0] != "w20"]
        links = [link for link in links if "w20" not in (link.before, link.after)]
    before = draw_timescaled(plan)
    after = draw_timescaled(rescheduled(plan, rows, links), previous_rows=before.rows)
    assert moved(before, after) <= 0.1
    assert after.statistics.collisions == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_moves_when_nothing_was_edited(seed: int) -> None:
    plan = random_plan(40, seed, kinds=LAPPED)
    before = draw_timescaled(plan)
    after = draw_timescaled(plan, previous_rows=before.rows)
    assert after.rows == before.rows
    assert after.sheets == before.sheets


def test_an_example_says_so_on_every_sheet(tiled: Drawing) -> None:
    assert all(sheet.count("示例") >= 2 for sheet in tiled.sheets)


def test_empty_signatures_stay_empty_boxes() -> None:
    sheet = draw_timescaled(schedule([("a", "甲", 9.0)], [], title="桥梁", example=False)).sheets[0]
    assert "编制" in sheet
    assert "示例" not in sheet
    assert "<text/>" not in sheet


def test_english_captions_leave_no_chinese_but_the_names() -> None:
    plan = schedule([("a", "A", 40.0), ("b", "B", 9.0)], [Link("a", "b")], title="Road")
    sheet = draw_timescaled(plan, labels=ENGLISH).sheets[0]
    body = sheet.split("</style>")[1].replace("、", "")
    assert not re.search(r"[\u4e00-\u9fff]", body)
    assert 'lang="en"' in sheet
    assert CHINESE.legend not in sheet


def test_the_table_twin_says_what_the_drawing_shows() -> None:
    plan = schedule([("a", "甲", 4.0), ("b", "乙", 6.0), ("c", "丙", 3.0)], [Link("a", "c"), Link("b", "c")])
    rows = {row.work: row for row in draw_timescaled(plan).table}
    assert (
        rows["甲"].early_start,
        rows["甲"].early_finish,
        rows["甲"].total_float,
        rows["甲"].free_float,
    ) == (0, 4, 2, 2)
    assert rows["丙"].tail < rows["丙"].head
    assert [name for name, row in rows.items() if row.critical] == ["乙", "丙"]


@pytest.mark.parametrize(
    ("facts", "message"), [({"sheet": "B5"}, "sheet B5"), ({"effort": "hard"}, "effort hard")]
)
def test_unknown_choices_are_refused(facts: dict[str, str], message: str) -> None:
    with pytest.raises(DrawingError, match=message):
        draw_timescaled(random_plan(5, 1), **facts)


def test_auto_takes_the_smallest_sheet_that_is_comfortable() -> None:
    assert 'width="420mm"' in draw_timescaled(random_plan(12, 1), sheet="auto").sheets[0]
