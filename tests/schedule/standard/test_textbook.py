"""Published textbook answers, met exactly. The numbers are facts; each drawing is written as a planner would note it."""

import json
import os
from fractions import Fraction
from pathlib import Path

import pytest

from yipanqi.schedule import LinkType
from yipanqi.schedule.standard import (
    Arrow,
    ArrowPlan,
    Bond,
    InHand,
    NodePlan,
    Work,
    read_front_line,
    slips,
    solve_arrows,
    solve_nodes,
)

SHARED = Path(__file__).parents[4] / "shared" / "schedules" / "textbook.json"


def arrows(text: str) -> ArrowPlan:
    """`1-2:4 3-4:` → arrows; one without a duration is a dummy."""
    made = []
    for word in text.split():
        id, duration = word.split(":")
        tail, head = id.split("-")
        made.append(Arrow(id, tail, head, int(duration or 0), dummy=not duration))
    return ArrowPlan(tuple(made))


def nodes(works: str, bonds: str) -> NodePlan:
    """`A10 B15` and `A>B A>C:SS6` → works and bonds; a bond without a type is FS 0."""
    made = []
    for word in bonds.split():
        pair, _, relation = word.partition(":")
        first, second = pair.split(">")
        made.append(Bond(first, second, LinkType(relation[:2] or "FS"), int(relation[2:] or 0)))
    return NodePlan(tuple(Work(w[0], int(w[1:])) for w in works.split()), tuple(made))


def column(solved, name: str, ids: str) -> list:
    return [getattr(solved.works[id], name) for id in ids]


def test_event_times_of_a_project_with_one_dummy():
    solved = solve_arrows(arrows("1-2:4 2-3:8 2-4:7 2-5:6 3-4: 3-5:9 4-6:15 5-6:12 6-7:20"))
    assert solved.computed == 53
    assert [(e, t.et, t.lt) for e, t in sorted(solved.events.items())] == [
        ("1", 0, 0), ("2", 4, 4), ("3", 12, 12), ("4", 12, 18), ("5", 21, 21), ("6", 33, 33), ("7", 53, 53),
    ]  # fmt: skip
    assert solved.critical_paths == (("1-2", "2-3", "3-5", "5-6", "6-7"),)


def test_free_float_of_a_work_followed_only_by_dummies():
    # 2-3 ends at 4, and from event 3 only dummies lead on: to 4 (ET 4, no real start before 9) and to the end
    solved = solve_arrows(arrows("1-2:1 2-3:3 3-4: 4-5: 1-5:9 5-6:2"))
    assert solved.arrows["2-3"].ff == 5
    assert solved.arrows["3-4"].ff == 0
    assert solved.arrows["4-5"].ff == 5


def test_time_parameters_of_a_plain_node_network():
    solved = solve_nodes(nodes("A6 B2 C2 D3 E4 F2 G1", "A>B A>C B>D C>F D>E F>E E>G"))
    assert solved.computed == 16
    assert column(solved, "es", "ABCDEFG") == [0, 6, 6, 8, 11, 8, 15]
    assert column(solved, "ef", "ABCDEFG") == [6, 8, 8, 11, 15, 10, 16]
    assert column(solved, "ls", "ABCDEFG") == [0, 6, 7, 8, 11, 9, 15]
    assert column(solved, "lf", "ABCDEFG") == [6, 8, 9, 11, 15, 11, 16]
    assert column(solved, "tf", "ABCDEFG") == [0, 0, 1, 0, 0, 1, 0]
    assert solved.critical_paths == (tuple("ABDEG"),)


def test_overlapping_works_with_virtual_start_and_end():
    bonds = "A>B A>C:SS6 A>D:FF5 B>C:SS5 B>C:FF2 B>E:SF25 D>E:SS1 D>F:SS3 C>F:SS3 E>F:SS5"
    solved = solve_nodes(nodes("A10 B15 C6 D22 E20 F10", bonds))
    assert solved.computed == 35
    assert column(solved, "es", "ABCDEF") == [0, 10, 21, 0, 15, 24]  # D would begin at −7
    assert column(solved, "ef", "ABCDEF") == [10, 25, 27, 22, 35, 34]
    assert column(solved, "ls", "ABCDEF") == [0, 10, 22, 13, 15, 25]
    assert column(solved, "lf", "ABCDEF") == [10, 25, 28, 35, 35, 35]
    assert solved.starts == ("A", "D")  # D raised to 0
    assert solved.ends == ("D", "E", "F")  # D cut to 35, E an inner work with the largest EF
    assert solved.works["D"].ff == 13  # not 14, the slack of its bond to E: the plan ends before
    assert solved.critical_paths == (("A", "B", "E"),)


def test_overlapping_works_critical_path_by_lags():
    plan = nodes("A4 B3 C8 D8 E6 F0", "A>B:SF4 A>C:SS2 C>E:SF7 B>E:FF15 B>D:FF10 D>F E>F")
    solved = solve_nodes(plan)
    assert solved.computed == 19
    assert column(solved, "es", "ABCDEF") == [0, 1, 2, 6, 13, 19]
    assert column(solved, "ef", "ABDEF") == [4, 4, 14, 19, 19]
    assert solved.lags == (0, 0, 10, 0, 0, 5, 0)
    assert solved.critical_paths == (("A", "B", "E", "F"),)


def test_longest_of_two_paths():
    solved = solve_nodes(nodes("J6 M4 V6 Y8 L2 Q8 W1 X1", "J>M M>V V>Y J>L L>Q Y>W Q>W W>X"))
    assert solved.computed == 26
    assert solved.critical_paths == (tuple("JMVYWX"),)
    assert 26 - solved.works["Q"].tf == 18  # the length of the second path J L Q W X


@pytest.mark.parametrize(
    ("plan", "duration", "critical"),
    [
        ("1-2:10 1-3:7 2-5:8 4-5:15 3-5:10 5-6:12 2-4: 3-4:", 37, ["1-2", "2-4", "4-5", "5-6"]),
        ("1-2:8 1-3:10 2-4:6 2-3:3 3-4:5", 16, ["1-2", "2-3", "3-4"]),
    ],
)
def test_normal_duration_of_the_cost_examples(plan, duration, critical):
    solved = solve_arrows(arrows(plan))
    assert solved.computed == duration
    assert solved.critical_paths == (tuple(critical),)


def test_shortening_two_parallel_paths_keeps_both_critical():
    def solve(c: int, e: int):
        return solve_nodes(nodes(f"A8 C{c} D4 E{e} F8", "A>C A>D D>E C>F E>F"))

    assert solve(8, 4).critical_paths == (("A", "C", "F"), ("A", "D", "E", "F"))
    assert solve(8, 4).computed == 24
    assert solve(6, 2).computed == 22
    assert len(solve(6, 2).critical_paths) == 2


def test_front_line_at_the_end_of_week_six():
    # D: 20 % of 5 weeks done, due since week 3; E: half of 4, due since week 3; C: 3 of 4 weeks left, due since 3
    line = read_front_line(
        6,
        (
            InHand("D", 3, 5, free_float=0, total_float=1, done=Fraction(1, 5)),
            InHand("E", 3, 4, free_float=1, total_float=1, done=Fraction(1, 2)),
            InHand("C", 3, 4, free_float=0, total_float=0, remaining=3),
        ),
    )
    assert [(c.id, c.behind, c.successors_slip, c.plan_slip) for c in line.conclusions] == [
        ("D", 2, 2, 1), ("E", 1, 0, 0), ("C", 2, 2, 2),
    ]  # fmt: skip
    assert line.plan_slip == 2


@pytest.mark.parametrize(
    ("work", "behind", "total", "free", "plan_slip"),
    [("A", 2, 2, 2, 0), ("B", 1, 0, 0, 1), ("C", 0, 1, 0, 0), ("E", 1, 0, 0, 1), ("G", -1, 2, 2, 0)],
)
def test_front_line_in_weeks_three_and_seven(work, behind, total, free, plan_slip):
    assert slips(behind, free, total)[1] == plan_slip


def shared_cases() -> dict:
    if not SHARED.exists():
        assert os.environ.get("CI") != "true", f"{SHARED} is missing"
        pytest.skip("the shared textbook file is not beside the checkout")
    return {case["id"]: case for case in json.loads(SHARED.read_text(encoding="utf-8"))["cases"]}


def test_every_node_case_of_the_shared_file():
    names = {"ES": "es", "EF": "ef", "LS": "ls", "LF": "lf", "TF": "tf"}
    cases = [case for case in shared_cases().values() if case["kind"] == "AON"]
    assert len(cases) >= 4
    for case in cases:
        works = tuple(Work(id, duration) for id, duration in case["activities"].items())
        solved = solve_nodes(
            NodePlan(works, tuple(Bond(a, b, LinkType(t), n) for a, b, t, n in case["links"]))
        )
        published = case["published"]
        assert solved.computed == published["T"], case["id"]
        for heading in names.keys() & published.keys():
            found = {id: getattr(solved.works[id], names[heading]) for id in published[heading]}
            assert found == published[heading], (case["id"], heading)
        if "critical" in published:
            assert solved.critical_paths == (tuple(published["critical"]),), case["id"]


def test_every_arrow_case_of_the_shared_file():
    cases = [case for case in shared_cases().values() if "arrows" in case]
    assert len(cases) >= 3
    for case in cases:
        rows = [(a[0], str(a[1]), str(a[2]), a[3], "dummy" in a[0]) for a in case["arrows"]]
        solved = solve_arrows(ArrowPlan(tuple(Arrow(*row) for row in rows)))
        published = case["published"]
        assert solved.computed == published.get("T", published.get("T0")), case["id"]
        for event, et in published.get("ET", {}).items():
            assert (solved.events[event].et, solved.events[event].lt) == (et, published["LT"][event])
