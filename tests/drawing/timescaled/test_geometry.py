"""The finished drawing in millimetres: circles, lanes, bridges, texts, front line."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from drawing.timescaled.plans import DEMOS, LAPPED, diamond, plans, random_plan, shared
from drawing.timescaled.tiny_cpm import schedule
from yipanqi.drawing.metrics import Box
from yipanqi.drawing.timescaled import Drawing, Link, NetworkPlan, draw_timescaled
from yipanqi.drawing.timescaled.layout import Layout

few = settings(max_examples=12, deadline=None)


def uprights(layout: Layout) -> list[tuple[int, float, float, float]]:
    """(line, x, top, bottom) of every vertical drawn."""
    return [
        (stroke.line, xa, min(ya, yb), max(ya, yb))
        for stroke in layout.routes.strokes
        for (xa, ya), (xb, yb) in pairwise(stroke.points)
        if xa == xb
    ]


def flats(layout: Layout) -> list[tuple[int, float, float, float]]:
    """(line, y, left, right) of every horizontal drawn, waves and arrowheads included."""
    found = [
        (stroke.line, ya, min(xa, xb), max(xa, xb))
        for stroke in layout.routes.strokes
        for (xa, ya), (xb, yb) in pairwise(stroke.points)
        if ya == yb
    ]
    found += [(head.line, head.y, head.x - head.length, head.x) for head in layout.routes.heads if head.dx]
    return found + [(wave.line, wave.y, wave.x0, wave.x1) for wave in layout.routes.waves]


@few
@given(plans(kinds=LAPPED, milestones=0.05))
def test_p4_what_is_drawn_of_an_arrow_spans_its_nodes(plan: NetworkPlan) -> None:
    layout = draw_timescaled(plan).layout
    drawn: dict[int, list[float]] = {}
    for i, _, left, right in flats(layout):
        drawn.setdefault(i, []).extend((left, right))
    radius = layout.scale.radius
    for i, line in enumerate(layout.net.lines):
        x0, x1 = layout.at[line.tail][0], layout.at[line.head][0]
        assert x0 == pytest.approx(layout.scale.x(layout.net.dates[line.tail]))
        if layout.chains.lane[i] >= 0:
            assert x0 - 0.01 <= min(drawn[i]) <= x0 + radius + 0.01
            assert x1 - radius - 2.7 <= max(drawn[i]) <= x1 + 0.01


@few
@given(plans(kinds=LAPPED, milestones=0.05))
def test_p4_the_solid_part_ends_where_the_work_ends(plan: NetworkPlan) -> None:
    layout = draw_timescaled(plan).layout
    for wave in layout.routes.waves:
        line = layout.net.lines[wave.line]
        assert wave.x0 >= layout.scale.x(line.solid) - 0.01
        if (
            layout.chains.lane[wave.line] >= 0
            and layout.scale.x(line.solid) > layout.at[line.tail][0] + layout.scale.radius
        ):
            assert wave.x0 == pytest.approx(layout.scale.x(line.solid))


@few
@given(plans(kinds=LAPPED, milestones=0.05))
def test_every_arrow_can_be_followed_from_circle_to_circle(plan: NetworkPlan) -> None:
    layout = draw_timescaled(plan).layout
    lines, reach = layout.net.lines, layout.scale.radius + 2.3
    drawn = uprights(layout)
    for i, line in enumerate(lines):
        lane = layout.chains.lane[i]
        for node in (line.tail, line.head) if lane >= 0 else ():
            (x, own), far = layout.at[node], layout.lane_y[lane]
            if abs(own - far) > 2 * reach:
                middle = (min(own, far) + reach, max(own, far) - reach)
                trunk = [
                    (top, bottom)
                    for k, at, top, bottom in drawn
                    if at == x and node in (lines[k].tail, lines[k].head)
                ]
                assert any(top <= middle[0] and bottom >= middle[1] for top, bottom in trunk), (i, node)


@few
@given(plans(kinds=LAPPED, milestones=0.05))
def test_p7_circles_keep_apart(plan: NetworkPlan) -> None:
    layout = draw_timescaled(plan).layout
    for (xa, ya), (xb, yb) in combinations(layout.at, 2):
        assert (xa - xb) ** 2 + (ya - yb) ** 2 >= (2 * layout.scale.radius + 0.2) ** 2


@few
@given(plans(kinds=LAPPED, milestones=0.05))
def test_p8_lines_on_one_row_are_disjoint_or_touch(plan: NetworkPlan) -> None:
    layout = draw_timescaled(plan).layout
    rows: dict[float, list[tuple[float, float]]] = {}
    for i, line in enumerate(layout.net.lines):
        if layout.chains.lane[i] >= 0:
            y = layout.lane_y[layout.chains.lane[i]]
            rows.setdefault(y, []).append((layout.at[line.tail][0], layout.at[line.head][0]))
    for spans in rows.values():
        assert all(one[1] <= two[0] + 0.01 for one, two in pairwise(sorted(spans)))


@few
@given(plans(kinds=LAPPED, milestones=0.05))
def test_p10_every_crossing_has_a_bridge_and_every_bridge_a_crossing(plan: NetworkPlan) -> None:
    layout = draw_timescaled(plan).layout
    level = flats(layout)
    for stroke in layout.routes.strokes:
        around = {y for _, y, _ in stroke.bypasses}
        crossed = set()
        for (xa, ya), (xb, yb) in pairwise(stroke.points):
            if xa == xb:
                low, high = min(ya, yb) + 0.5, max(ya, yb) - 0.5
                crossed |= {
                    y for _, y, left, right in level if low < y < high and left + 0.1 < xa < right - 0.1
                }
        assert crossed - around <= {y for _, y in stroke.bridges}
        for x, y in stroke.bridges:
            assert any(flat == y and left <= x <= right for _, flat, left, right in level)


def batch() -> list[Drawing]:
    """Twelve random plans of 10 to 65 works, with a front line on every second."""
    found = []
    for k in range(12):
        plan = random_plan(10 + 5 * k, k, kinds="FS FS FS FS+ SS", milestones=0.03)
        if k % 2:
            half = date(2018, 3, 1) + timedelta(days=int(max(work.finish for work in plan.works) / 2))
            plan = replace(plan, check=half, works=tuple(in_hand(plan, half, k)))
        found.append(draw_timescaled(plan))
    return found


def in_hand(plan: NetworkPlan, check: date, seed: int) -> list:
    """Works with a share done that is now and then behind and now and then ahead."""
    day = (check - plan.origin).days + 1
    works = []
    for k, work in enumerate(plan.works):
        share = min(max((day - work.start) / max(work.duration, 1), 0), 1)
        slip = (-0.3, 0.0, 0.2)[(k + seed) % 3] if 0 < share < 1 else 0
        works.append(replace(work, done=min(max(share + slip, 0), 1)))
    return works


@pytest.fixture(scope="module")
def drawings() -> list[Drawing]:
    return batch()


def test_p9_verticals_of_different_nodes_keep_apart(drawings: list[Drawing]) -> None:
    near = works = 0
    for drawing in drawings:
        layout, lines = drawing.layout, drawing.layout.net.lines
        works += drawing.statistics.works
        for (i, xa, ta, ba), (k, xb, tb, bb) in combinations(uprights(layout), 2):
            common = {lines[i].tail, lines[i].head} & {lines[k].tail, lines[k].head}
            if not common and abs(xa - xb) < 1.6 and min(ba, bb) - max(ta, tb) > 0.5:
                near += 1
    assert near <= max(works / 100, 1)


def test_p11_texts_meet_no_text_circle_head_or_front_line(drawings: list[Drawing]) -> None:
    met = count = 0
    for drawing in drawings:
        layout = drawing.layout
        labels = [*layout.placed.labels, *layout.front_labels]
        boxes = [label.box for label in labels]
        radius = layout.scale.radius
        circles = [
            Box(x - radius * 0.8, y - radius * 0.8, x + radius * 0.8, y + radius * 0.8) for x, y in layout.at
        ]
        heads = [Box(h.x - 0.4, h.y - 0.4, h.x + 0.4, h.y + 0.4) for h in layout.routes.heads]
        count += len(boxes)
        met += sum(one.grown(-0.1).meets(two) for one, two in combinations(boxes, 2))
        met += sum(box.grown(-0.1).meets_any([*circles, *heads]) for box in boxes)
        if layout.front:
            met += sum(
                crosses(a, b, box.grown(-0.2)) for a, b in pairwise(layout.front.points) for box in boxes
            )
    assert met <= count / 1000 + 1


def crosses(a: tuple[float, float], b: tuple[float, float], box: Box) -> bool:
    """True if the straight line from a to b runs through the box, sampled every tenth of a millimetre."""
    steps = int(10 * max(abs(b[0] - a[0]), abs(b[1] - a[1]), 0.1))
    points = ((a[0] + (b[0] - a[0]) * k / steps, a[1] + (b[1] - a[1]) * k / steps) for k in range(steps + 1))
    return any(box.left < x < box.right and box.top < y < box.bottom for x, y in points)


def test_p11_every_work_has_its_name_and_its_duration(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        layout = drawing.layout
        written = "".join(line for label in layout.placed.labels for line in label.lines)
        names = [piece.name for piece in layout.net.pieces if piece.kind != "wait"]
        assert all(name.replace(" ", "") in written.replace(" ", "") for name in names)
        durations = Counter(label.line for label in layout.placed.labels if label.kind == "duration")
        assert set(durations.values()) <= {1}


def test_p14_the_front_line_runs_down_through_every_point(drawings: list[Drawing]) -> None:
    fronts = [drawing.layout.front for drawing in drawings if drawing.layout.front]
    assert len(fronts) == 6
    for front in fronts:
        assert front.marks
        assert front.points[0][0] == front.points[-1][0] == front.x
        assert all(one[1] <= two[1] for one, two in pairwise(front.points))
        assert {(mark.x, mark.y) for mark in front.marks} <= set(front.points)


def test_the_front_line_says_who_is_late_and_what_it_means() -> None:
    plan = diamond()  # 甲 4, 乙 6, 丙 5 after 甲, 丁 3 after both
    works = tuple(
        replace(work, done=0.25 if work.id == "b" else 1.0 if work.id == "a" else 0.0) for work in plan.works
    )
    drawing = draw_timescaled(replace(plan, works=works, check=date(2018, 3, 4)))
    front = drawing.layout.front
    assert front is not None
    assert [(plan.works[mark.work].name, mark.late) for mark in front.marks] == [("乙", 2.5)]
    assert "乙滞后2.5天，超过总时差，工期推后2.5天。" in drawing.sheets[0]
    assert ">滞后2.5<" in drawing.sheets[0]


def test_numbers_rise_along_every_arrow_and_from_left_to_right(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        layout = drawing.layout
        assert sorted(layout.numbers) == list(range(1, len(layout.at) + 1))
        assert all(layout.numbers[line.tail] < layout.numbers[line.head] for line in layout.net.lines)
        ordered = sorted(range(len(layout.at)), key=lambda node: layout.numbers[node])
        assert all(layout.at[a][0] <= layout.at[b][0] + 0.05 for a, b in pairwise(ordered))


FENCE = {"hospital-start-23": 0, "housing-30": 5, "hospital-60": 29, "road-101": 38}
LEADERS = {"hospital-start-23": 3, "housing-30": 6, "hospital-60": 6, "road-101": 25}


@pytest.mark.parametrize("effort", ["interactive", pytest.param("print", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", DEMOS)
def test_p18_crossings_and_leaders_of_the_shared_plans_do_not_rise(name: str, effort: str) -> None:
    found = draw_timescaled(shared(name), effort=effort).statistics
    assert found.crossings <= FENCE[name]
    assert found.leaders <= LEADERS[name]
    assert found.collisions == 0


def test_one_chain_alone_lies_on_one_row() -> None:
    rows = [(f"k{k}", f"工作{k}", 9.0) for k in range(6)]
    found = draw_timescaled(schedule(rows, [Link(f"k{k}", f"k{k + 1}") for k in range(5)])).statistics
    assert (found.rows, found.crossings, found.dummies, found.leaders) == (1, 0, 0, 0)
