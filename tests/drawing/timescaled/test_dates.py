"""Node dates, waves, floats and the critical line, against the tiny critical-path calculation."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from drawing.timescaled.plans import LAPPED, SHARED, WEEKENDS, plans, random_plan
from drawing.timescaled.test_logic import drawn
from drawing.timescaled.tiny_cpm import schedule
from yipanqi.drawing.timescaled import Link, NetworkPlan

modest = settings(max_examples=40, deadline=None)


@modest
@given(plans(kinds=LAPPED, milestones=0.05, off_days={"": WEEKENDS}))
def test_p4_nodes_stand_at_the_latest_finish_and_works_span_their_dates(plan: NetworkPlan) -> None:
    net, dated = drawn(plan)
    for line in dated.lines:
        assert dated.dates[line.tail] - 1e-6 <= line.solid <= dated.dates[line.head] + 1e-6
        assert line.solid + line.wave == pytest.approx(dated.dates[line.head], abs=1e-3)
        if not line.dummy:
            piece = net.pieces[line.piece]
            assert (dated.dates[line.tail], line.solid) == pytest.approx(
                (piece.start, piece.finish), abs=1e-3
            )
    for node in range(1, len(dated.dates)):
        arriving = [line.wave for line in dated.lines if line.head == node]
        late_start = all(line.dummy for line in dated.lines if line.head == node)
        assert min(arriving) <= 1e-3 or late_start or node in {n for _, n in dated.milestones}


@modest
@given(plans(kinds="FS"))
def test_p5_free_float_is_the_wave_or_the_least_wave_behind_dummies(plan: NetworkPlan) -> None:
    net, dated = drawn(plan)
    for line in dated.lines:
        if not line.dummy:
            assert line.free == pytest.approx(plan.works[net.pieces[line.piece].work].free_float)
            assert line.total == pytest.approx(plan.works[net.pieces[line.piece].work].total_float)


@modest
@given(plans(kinds="FS FS FS+"))
def test_p5_a_critical_line_without_waves_runs_from_start_to_end(plan: NetworkPlan) -> None:
    net, dated = drawn(plan)
    reached = {0}
    for line in dated.lines:
        if line.critical:
            assert line.wave == 0
            assert line.tail in reached
            reached.add(line.head)
    assert len(dated.dates) - 1 in reached
    flagged = {net.pieces[line.piece].work for line in dated.lines if line.critical and not line.dummy}
    flagged = {i for i in flagged if plan.works[i].critical}
    assert flagged == {i for i, work in enumerate(plan.works) if work.critical}


def test_no_wave_over_a_weekend() -> None:
    links = [Link("a", "b")]
    plan = schedule(
        [("a", "甲", 2.0), ("b", "乙", 3.0)], links, off_days={"": WEEKENDS}
    )  # begins on a Thursday
    _, dated = drawn(plan)
    assert dated.dates == (0, 2, 7)  # Friday evening, not Monday morning
    assert all(line.wave == 0 for line in dated.lines)


def test_a_late_start_stands_in_its_own_node_behind_a_dummy_with_a_wave() -> None:
    plan = schedule(
        [("a", "甲", 9.0), ("b", "乙", 2.0), ("c", "丙", 3.0)], [Link("a", "b", "FF", 0.0), Link("b", "c")]
    )
    net, dated = drawn(plan)
    (wave,) = [line for line in dated.lines if line.dummy and line.wave]
    assert (dated.dates[wave.tail], dated.dates[wave.head]) == (0, 7)
    assert [net.pieces[line.piece].name for line in dated.lines if line.tail == wave.head] == ["乙"]


def textbook(name: str) -> dict:
    path = SHARED / "textbook.json"
    if not path.exists():
        pytest.skip("../shared is not here")
    return next(case for case in json.loads(path.read_text(encoding="utf-8"))["cases"] if case["id"] == name)


def test_a_net_with_one_dummy_keeps_the_nodes_and_dates_of_its_arrows() -> None:
    """Seven nodes, eight works and one dummy, in our own figures: 1-2-3-5-6-7 is critical, node 4 waits for node 3."""
    rows = [
        ("12", "一", 5.0), ("23", "二", 9.0), ("24", "三", 6.0), ("25", "四", 4.0), ("35", "五", 10.0),
        ("46", "六", 14.0), ("56", "七", 11.0), ("67", "八", 17.0),
    ]  # fmt: skip
    follows = ["12-23", "12-24", "12-25", "23-35", "23-46", "24-46", "25-56", "35-56", "46-67", "56-67"]
    net, dated = drawn(schedule(rows, [Link(*pair.split("-")) for pair in follows]))
    assert dated.dates == (0, 5, 14, 14, 24, 35, 52)
    assert [(line.tail + 1, line.head + 1) for line in dated.lines if line.dummy] == [(3, 4)]
    works = {
        net.pieces[line.piece].name: (line.tail + 1, line.head + 1, line.wave)
        for line in dated.lines
        if not line.dummy
    }
    assert works == {
        "一": (1, 2, 0), "二": (2, 3, 0), "三": (2, 4, 3), "四": (2, 5, 15), "五": (3, 5, 0),
        "六": (4, 6, 7), "七": (5, 6, 0), "八": (6, 7, 0),
    }  # fmt: skip
    assert {node + 1 for node in dated.critical_nodes()} == {1, 2, 3, 5, 6, 7}


@pytest.mark.parametrize("name", ["LAP-1", "LAP-2", "AON-FLOAT-1", "AON-2"])
def test_p6_published_dates_can_be_read_off_the_drawing(name: str) -> None:
    case = textbook(name)
    rows = [(key, key, float(days)) for key, days in case["activities"].items()]
    plan = schedule(rows, [Link(a, b, kind, float(lag)) for a, b, kind, lag in case["links"]])
    net, dated = drawn(plan)
    starts: dict[str, float] = {}
    for line in dated.lines:
        if not line.dummy and net.pieces[line.piece].kind == "work" and net.pieces[line.piece].part == 1:
            starts[plan.works[net.pieces[line.piece].work].id] = dated.dates[line.tail]
    starts |= {plan.works[net.pieces[piece].work].id: dated.dates[node] for piece, node in dated.milestones}
    published = case["published"].get("ES", {})
    assert {key: starts[key] for key in published} == published
    assert max(dated.dates) == case["published"]["T"]


def test_the_critical_line_of_a_cut_work_runs_through_its_driving_pieces_only() -> None:
    plan = schedule([("a", "甲", 8.0), ("b", "乙", 7.0)], [Link("a", "b", "SS", 3.0)])
    net, dated = drawn(plan)
    critical = [net.pieces[line.piece].name for line in dated.lines if line.critical and not line.dummy]
    assert critical == ["甲①", "乙"]


def test_random_plans_are_the_same_on_every_run() -> None:
    assert random_plan(20, 3, kinds=LAPPED) == random_plan(20, 3, kinds=LAPPED)
