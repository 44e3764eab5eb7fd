"""Activity-on-node networks: boxes apart, links from box to box, labels apart, few crossings, stable bytes."""

from dataclasses import replace
from datetime import datetime
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.drawing.metrics import Box
from yipanqi.drawing.node import NetworkLink, NetworkNode, NodeLabels, NodeNetwork, layout, network_of
from yipanqi.drawing.node.heights import Room, settle
from yipanqi.drawing.node.layers import layered
from yipanqi.drawing.node.order import crossings, ordered
from yipanqi.drawing.node.routes import routed
from yipanqi.drawing.scene import render
from yipanqi.drawing.sheet import SheetLabels
from yipanqi.schedule import Activity, CycleError, InputError, Link, LinkType, Problem, ProjectInfo
from yipanqi.schedule.scheduling import schedule

MARKUP = "<script>alert('甲')</script>"
BLOCK = ((("工程", "示例"),), (("编制", ""), ("单位", "项目办"), ("日期", "2018-09-28")))
WORDS = NodeLabels(
    SheetLabels("开工 单代号网络图", "五项工作", "示例", "图例", BLOCK, "第{page}张 共{pages}张"),
    "工作名称", "编号", "工日", start="起点", end="终点", critical="关键线路", link="工作关系",
)  # fmt: skip


def network(text: str, critical: str = "") -> NodeNetwork:
    """`AB BC:SS+3` → nodes A, B, C with figures, and links; links between critical nodes are critical."""
    names = sorted({letter for pair in text.split() for letter in pair[:2]})
    nodes = tuple(
        NetworkNode(n, n, f"第{n}项施工", "10", "03-01", "03-14", "03-03", "03-16", "2", "0", n in critical)
        for n in names
    )
    links = tuple(
        NetworkLink(pair[0], pair[1], pair[3:], pair[0] in critical and pair[1] in critical)
        for pair in text.split()
    )
    return NodeNetwork(nodes, links)


@st.composite
def networks(draw) -> NodeNetwork:
    count = draw(st.integers(1, 14))
    pairs = draw(
        st.lists(st.sampled_from(list(combinations(range(count), 2)) or [(0, 0)]), unique=True, max_size=24)
    )
    names = [chr(65 + i) for i in range(count)]
    nodes = tuple(
        NetworkNode(n, n, "工" * draw(st.integers(1, 14)), "9", "03-01", critical=draw(st.booleans()))
        for n in names
    )
    texts = st.sampled_from(["", "", "SS+3", "FF−2", "FS+12.5"])
    links = tuple(NetworkLink(names[a], names[b], draw(texts)) for a, b in pairs if a != b)
    return NodeNetwork(nodes, links)


def assert_tidy(drawing):
    """Labels meet no other label and stay on the sheet; boxes meet no box."""
    sheet = Box(0, 0, drawing.width, drawing.height)
    for first, second in combinations([label for label in drawing.labels if label.text], 2):
        assert not first.box.meets(second.box), (first.text, second.text)
    for label in drawing.labels:
        assert label.box.within(sheet), label.text
    for first, second in combinations(drawing.places.values(), 2):
        assert not first.meets(second)


@given(networks())
@settings(max_examples=40, deadline=None)
def test_every_network_is_drawn_tidily_and_the_same_each_time(net):
    drawings = layout(net, WORDS)
    for drawing in drawings:
        assert_tidy(drawing)
    placed = set().union(*(d.places for d in drawings))
    assert {node.id for node in net.nodes} <= placed
    assert [render(d) for d in drawings] == [render(d) for d in layout(net, WORDS)]


@given(networks())
@settings(max_examples=40, deadline=None)
def test_links_run_in_right_angles_from_box_to_box_and_through_none(net):
    net = layered(net, WORDS)
    placed = routed(net, ordered(net), Room(16, 3, 3), 30)
    for link, way in zip(net.links, placed.ways, strict=True):
        start, end = placed.boxes[link.predecessor], placed.boxes[link.successor]
        assert way[0][0] == start.right
        assert way[-1][0] == end.left
        assert end.top < way[-1][1] < end.bottom
        for (x0, y0), (x1, y1) in pairwise(way):
            assert x0 == x1 or y0 == y1
            assert x1 >= x0
            piece = Box(min(x0, x1) + 0.01, min(y0, y1), max(x0, x1) - 0.01, max(y0, y1)).grown(0.001)
            assert not piece.meets_any(placed.boxes.values())


@given(networks())
@settings(max_examples=40, deadline=None)
def test_lines_of_different_sources_never_lie_over_each_other(net):
    net = layered(net, WORDS)
    placed = routed(net, ordered(net), Room(16, 3, 3), 30)
    uprights = [(way[0], x0, min(y0, y1), max(y0, y1)) for way in placed.ways
                for (x0, y0), (x1, y1) in pairwise(way) if x0 == x1]  # fmt: skip
    for a, b in combinations(uprights, 2):
        assert a[0] == b[0] or a[1] != b[1] or a[3] <= b[2] or b[3] <= a[2]


def test_a_ladder_needs_no_crossing():
    net = layered(network("AC BD CE DF AX BY XE YF", ""), WORDS)
    order = ordered(net)
    assert crossings(order, net.right) == 0


def test_order_untangles_what_was_written_crosswise():
    tangled = network("SA SB SC AF BE CD DZ EZ FZ")
    net = layered(tangled, WORDS)
    assert crossings([list(layer) for layer in net.layers], net.right) == 3
    assert crossings(ordered(net), net.right) == 0


def test_a_critical_chain_runs_straight():
    drawing = layout(network("AB BC CD AX XD AY YD", critical="ABCD"), WORDS)[0]
    middles = {id: (box.top + box.bottom) / 2 for id, box in drawing.places.items()}
    assert middles["B"] == pytest.approx(middles["C"], abs=0.2)
    assert render(drawing).count('class="g-tip-c"') == 4  # three links and the sample of the legend


def test_several_starts_and_ends_get_virtual_nodes():
    drawing = layout(network("AC BC CD CE"), WORDS)[0]
    assert {"起点", "终点"} <= {label.text for label in drawing.labels}
    assert {"起点", "终点"}.isdisjoint(label.text for label in layout(network("AB BC"), WORDS)[0].labels)


def test_relations_with_a_lag_are_written_beside_their_link():
    drawing = layout(network("AB:SS+3 AC:FS+12 BD:FF−2 CD"), WORDS)[0]
    assert {"SS+3", "FS+12", "FF−2"} <= {label.text for label in drawing.labels}


def test_a_long_network_is_cut_between_columns_and_the_cut_links_are_numbered():
    letters = [chr(0x4E00 + i) for i in range(60)]
    chain = " ".join(a + b for a, b in pairwise(letters))
    drawings = layout(network(chain), WORDS)
    assert len(drawings) > 2
    for drawing, following in pairwise(drawings):
        last, first = max(drawing.places), min(following.places)
        assert f"→{first}" in {label.text for label in drawing.labels}
        assert f"{last}→" in {label.text for label in following.labels}
        assert_tidy(drawing)


def test_an_empty_network_is_an_empty_sheet():
    assert len(layout(NodeNetwork(()), WORDS)) == 1


@pytest.mark.parametrize(
    ("net", "error"),
    [
        (network("AB BC CA"), CycleError),
        (NodeNetwork((NetworkNode("A", "A", "甲"),), (NetworkLink("A", "B"),)), InputError),
        (NodeNetwork((NetworkNode("A", "A", "甲"), NetworkNode("A", "A", "乙"))), InputError),
    ],
)
def test_what_cannot_be_drawn_is_named(net, error):
    with pytest.raises(error, match=r"[AB]"):
        layout(net, WORDS)


def test_markup_in_names_stays_text():
    net = network("AB")
    bad = replace(net, nodes=tuple(replace(n, name=MARKUP, es=MARKUP) for n in net.nodes))
    root = ElementTree.fromstring(render(layout(bad, WORDS)[0], stand_alone=True))
    assert not [e for e in root.iter() if e.tag.endswith("script")]


distances = st.lists(
    st.tuples(st.floats(-50, 50), st.floats(0.5, 9), st.floats(1, 6)), min_size=1, max_size=9
)


@given(distances)
@settings(max_examples=100)
def test_settled_heights_keep_their_distance_and_cannot_be_bettered_by_a_small_move(rows):
    wanted, weights, halves = (list(column) for column in zip(*rows, strict=True))
    placed = settle(wanted, weights, halves)
    gaps = [b - a - ha - hb for a, b, ha, hb in zip(placed, placed[1:], halves, halves[1:], strict=False)]
    assert all(gap > -1e-6 for gap in gaps)

    def cost(ys):
        return sum(w * (y - want) ** 2 for w, y, want in zip(weights, ys, wanted, strict=True))

    for first in range(len(rows)):
        for last in range(first, len(rows)):
            for step in (0.05, -0.05):
                moved = [y + step * (first <= i <= last) for i, y in enumerate(placed)]
                apart = [
                    b - a - ha - hb
                    for a, b, ha, hb in zip(moved, moved[1:], halves, halves[1:], strict=False)
                ]
                if all(gap > -1e-9 for gap in apart):
                    assert cost(moved) >= cost(placed) - 1e-6


def test_a_schedule_becomes_boxes():
    works = tuple(
        Activity(n, f"N{n}", f"工作{n}", "P", duration=d * 480) for n, d in (("1", 5), ("2", 10), ("3", 3))
    )
    links = (Link("1", "2"), Link("1", "3", LinkType.START_START, 960))
    result = schedule(Problem((ProjectInfo("P", datetime(2018, 3, 1, 8)),), works, links))
    net = network_of(result)
    first, second, third = net.nodes
    assert (first.number, first.duration, first.es, first.ef, first.tf) == ("N1", "5", "03-01", "03-07", "0")
    assert (second.es, second.ef, second.critical) == ("03-08", "03-21", True)
    assert (third.es, third.lf, third.critical) == ("03-05", "03-21", False)
    assert [(k.text, k.critical) for k in net.links] == [("", True), ("SS+2", False)]
