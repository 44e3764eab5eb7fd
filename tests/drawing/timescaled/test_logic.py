"""Pieces and events: the arrows say exactly what the plan says, with few dummies."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings

from drawing.timescaled.plans import DEMOS, LAPPED, diamond, flow, plans, shared
from drawing.timescaled.tiny_cpm import schedule
from yipanqi.drawing.timescaled import DrawingError, Link, NetworkPlan, Work
from yipanqi.drawing.timescaled.dating import DatedNet, date_net
from yipanqi.drawing.timescaled.events import build
from yipanqi.drawing.timescaled.pieces import PieceNet, bits, cut

modest = settings(max_examples=40, deadline=None)


def drawn(plan: NetworkPlan) -> tuple[PieceNet, DatedNet]:
    net = cut(plan)
    return net, date_net(net, build(net))


def reachable(dated: DatedNet) -> list[set[int]]:
    """For every node the nodes that can be reached from it, itself included."""
    reach = [{node} for node in range(len(dated.dates))]
    for line in sorted(dated.lines, key=lambda line: -line.tail):
        reach[line.tail] |= reach[line.head]
    return reach


def ends(net: PieceNet, dated: DatedNet) -> dict[int, tuple[int, int]]:
    """Tail and head of every piece; both are the same node for a milestone."""
    found = {line.piece: (line.tail, line.head) for line in dated.lines if not line.dummy}
    return found | {piece: (node, node) for piece, node in dated.milestones}


@modest
@given(plans(kinds=LAPPED, milestones=0.1))
def test_p1_arrows_order_the_works_exactly_as_the_plan_does(plan: NetworkPlan) -> None:
    net, dated = drawn(plan)
    reach, place = reachable(dated), ends(*drawn(plan))
    assert set(place) == set(range(len(net.pieces)))
    for b, (tail, _) in place.items():
        before = {a for a, (_, head) in place.items() if a != b and tail in reach[head]}
        assert before == set(bits(net.before[b])) - {b}


@modest
@given(plans(kinds="FS"))
def test_p1_the_pieces_follow_the_links_and_nothing_else(plan: NetworkPlan) -> None:
    net = cut(plan)
    key = [piece.key for piece in net.pieces]
    before: dict[str, set[str]] = {work.id: set() for work in plan.works}
    for link in plan.links:  # links point forward in the list of works
        before[link.after] |= {link.before} | before[link.before]
    assert {key[i]: {key[a] for a in bits(net.before[i])} for i in range(len(key))} == before


@modest
@given(plans(kinds=LAPPED, milestones=0.1))
def test_p2_one_start_one_end_no_loop_no_twin_arrows(plan: NetworkPlan) -> None:
    _, dated = drawn(plan)
    nodes = set(range(len(dated.dates)))
    assert nodes - {line.head for line in dated.lines} == {0}
    assert nodes - {line.tail for line in dated.lines} == {len(nodes) - 1}
    assert all(line.tail < line.head for line in dated.lines)
    pairs = [(line.tail, line.head) for line in dated.lines]
    assert len(set(pairs)) == len(pairs)


def contracted(net: PieceNet) -> int:
    """Dummies left when every work gets two nodes and a dummy that is alone at one of its ends is contracted."""
    count = len(net.pieces)
    parent = list(range(2 * count + 2))

    def find(node: int) -> int:
        while parent[node] != node:
            node = parent[node]
        return node

    pairs = list(net.immediate())
    edges = {(2 * a + 1, 2 * b) for a, b in pairs}
    edges |= {(2 * count, 2 * b) for b in range(count) if b not in {b for _, b in pairs}}
    edges |= {(2 * a + 1, 2 * count + 1) for a in range(count) if a not in {a for a, _ in pairs}}
    while True:
        edges = {(find(u), find(v)) for u, v in edges} - {(n, n) for n in map(find, range(len(parent)))}
        arcs = {(find(2 * a), find(2 * a + 1)) for a in range(count)}
        alone = [
            (u, v)
            for u, v in sorted(edges - arcs)
            if sum(x == u for x, _ in edges | arcs) == 1 or sum(y == v for _, y in edges | arcs) == 1
        ]
        if not alone:
            break
        parent[alone[0][1]] = alone[0][0]
    return len(edges - arcs) + count - len(arcs)


@settings(max_examples=20, deadline=None)
@given(plans(largest=30, kinds="FS"))
def test_p3_no_more_dummies_than_by_contraction(plan: NetworkPlan) -> None:
    net, dated = drawn(plan)
    assert sum(line.dummy for line in dated.lines) <= contracted(net)


def test_p3_one_dummy_where_the_textbooks_need_one() -> None:
    _, dated = drawn(diamond())
    assert (len(dated.dates), len(dated.lines), sum(line.dummy for line in dated.lines)) == (4, 5, 1)


def test_p3_two_parallel_works_need_one_vertical_dummy_before_the_shorter() -> None:
    plan = schedule([("a", "甲", 4.0), ("b", "乙", 6.0), ("c", "丙", 2.0)], [Link("a", "c"), Link("b", "c")])
    _, dated = drawn(plan)
    (dummy,) = [line for line in dated.lines if line.dummy]
    assert dummy.wave == 0
    assert dated.dates[dummy.tail] == dated.dates[dummy.head] == 0


@pytest.mark.parametrize(
    ("name", "size"), list(zip(DEMOS, ((21, 27, 3), (34, 49, 12), (58, 91, 26), (95, 143, 42)), strict=True))
)
def test_p3_nodes_arrows_and_dummies_of_the_shared_plans(name: str, size: tuple[int, int, int]) -> None:
    _, dated = drawn(shared(name))
    assert len(dated.dates) <= size[0]
    assert len(dated.lines) <= size[1]
    assert sum(line.dummy for line in dated.lines) <= size[2]


@modest
@given(plans(kinds=LAPPED))
def test_p6_pieces_are_contiguous_and_sum_to_the_work(plan: NetworkPlan) -> None:
    net = cut(plan)
    for number, work in enumerate(plan.works):
        parts = sorted((p for p in net.pieces if p.work == number and p.kind == "work"), key=lambda p: p.part)
        assert sum(part.duration for part in parts) == pytest.approx(work.duration)
        assert all(one.finish == pytest.approx(two.start) for one, two in pairwise(parts))
        assert (parts[0].start, parts[-1].finish) == pytest.approx((work.start, work.finish))


def test_p6_overlapping_trades_are_cut_where_the_next_one_may_start() -> None:
    net, dated = drawn(flow())
    spans = {piece.name: (piece.start, piece.finish) for piece in net.pieces}
    assert spans == {
        "支模①": (0, 3), "支模②": (3, 9), "绑筋①": (3, 7), "绑筋②": (7, 15), "浇筑①": (9, 15), "浇筑②": (15, 17),
        "养护": (17, 24),
    }  # fmt: skip
    late = [line for line in dated.lines if line.dummy and line.wave]
    assert [(dated.dates[line.tail], dated.dates[line.head]) for line in late] == [
        (7, 9)
    ]  # 浇筑 is pulled by its finish


def test_p13_a_redundant_link_changes_nothing() -> None:
    rows = [("a", "甲", 4.0), ("b", "乙", 6.0), ("c", "丙", 5.0), ("d", "丁", 3.0)]
    links = [Link("a", "b"), Link("b", "c"), Link("c", "d")]
    plain, more = (
        drawn(schedule(rows, links)),
        drawn(schedule(rows, [*links, Link("a", "d"), Link("b", "d")])),
    )
    assert plain == more


def test_a_milestone_that_starts_the_plan_keeps_one_start_node() -> None:
    plan = schedule([("m", "开工令", 0.0), ("a", "甲", 4.0), ("b", "乙", 6.0)], [Link("m", "a")])
    _, dated = drawn(plan)
    assert {line.tail for line in dated.lines} - {line.head for line in dated.lines} == {0}


def test_a_lag_becomes_one_shared_wait_arrow() -> None:
    rows = [("a", "甲", 4.0), ("b", "乙", 6.0), ("c", "丙", 5.0)]
    net, _ = drawn(schedule(rows, [Link("a", "b", "FS", 3.0), Link("a", "c", "FS", 3.0)]))
    assert [(p.kind, p.start, p.finish) for p in net.pieces if p.kind == "wait"] == [("wait", 4, 7)]


def test_a_work_with_too_many_cuts_keeps_the_driving_ones_and_names_the_others() -> None:
    rows = [("a", "长", 60.0), *((f"s{k}", f"短{k}", 50.0 - 8 * k) for k in range(6)), ("e", "完", 1.0)]
    late = [Link("x", "s5")]
    links = (
        [Link("a", f"s{k}", "SS", 4.0 * k + 4) for k in range(6)]
        + [Link(f"s{k}", "e") for k in range(6)]
        + late
    )
    net, _ = drawn(schedule([*rows, ("x", "前", 40.0)], links))
    assert [(link.before, link.after) for link in net.notes] == [("a", "s5")]


@pytest.mark.parametrize(
    ("works", "links", "message"),
    [
        ((), (), "no works"),
        ((("a", 0, 1), ("a", 0, 1)), (), "a occurs twice"),
        ((("a", 0, 1),), (("a", "z"),), "z is not in the plan"),
        ((("a", 5, 1),), (), "out of range"),
        ((("a", 0, 0), ("b", 0, 0)), (("a", "b"), ("b", "a")), "loop"),
    ],
)
def test_bad_plans_are_refused_in_one_line(works: tuple, links: tuple, message: str) -> None:
    rows = tuple(Work(i, f"工作{i}", max(f - s, 0), s, f) for i, s, f in works)
    plan = schedule([("a", "甲", 1.0)], [])
    bad = NetworkPlan("示例", plan.origin, rows, tuple(Link(*pair) for pair in links))
    with pytest.raises(DrawingError, match=message) as found:
        cut(bad)
    assert "\n" not in str(found.value)


def test_reverse_delete_is_the_same_whatever_the_state_of_the_global_dice() -> None:
    net = cut(shared("hospital-60"))
    random.seed(1)
    first = build(net)
    random.seed(2)
    assert build(net) == first
