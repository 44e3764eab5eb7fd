"""Random networks against a twin that is slow and obviously right: every path is walked, every bound relaxed to rest."""

from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.schedule import CycleError, InputError, LinkType
from yipanqi.schedule.standard import (
    Arrow,
    ArrowPlan,
    Bond,
    InHand,
    NodePlan,
    Work,
    read_front_line,
    solve_arrows,
    solve_nodes,
)

durations = st.integers(0, 9) | st.fractions(0, 9, max_denominator=4)
lags = st.integers(-6, 12)


@st.composite
def node_plans(draw) -> NodePlan:
    count = draw(st.integers(1, 7))
    names = draw(st.permutations("ABCDEFG"[:count]))
    works = tuple(Work(name, draw(durations)) for name in sorted(names))
    bonds = [
        Bond(first, second, draw(st.sampled_from(LinkType)), draw(lags))
        for first, second in combinations(names, 2)
        for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2])))
    ]
    tp = draw(st.none() | st.integers(0, 60))
    return NodePlan(works, tuple(bonds), tp)


@st.composite
def arrow_plans(draw) -> ArrowPlan:
    """Events 0…n, a backbone so that there is one start and one end, and dummies in between."""
    last = draw(st.integers(1, 6))
    pairs = [(i, i + 1) for i in range(last)]
    pairs += draw(st.lists(st.sampled_from(list(combinations(range(last + 1), 2))), max_size=8))
    made = []
    for place, (tail, head) in enumerate(pairs):
        dummy = draw(st.booleans())
        made.append(Arrow(f"w{place}", str(tail), str(head), 0 if dummy else draw(durations), dummy))
    return ArrowPlan(tuple(made), draw(st.none() | st.integers(0, 60)))


def holds(bond: Bond, start: dict, size: dict) -> bool:
    """The relation as one reads it aloud."""
    first = {"F": start[bond.predecessor] + size[bond.predecessor], "S": start[bond.predecessor]}
    second = {"F": start[bond.successor] + size[bond.successor], "S": start[bond.successor]}
    return second[bond.type[1]] >= first[bond.type[0]] + bond.lag


def pushed(bond: Bond, start: dict, size: dict):
    """Where the successor must start for the relation to hold with equality."""
    reached = start[bond.predecessor] + (size[bond.predecessor] if bond.type[0] == "F" else 0) + bond.lag
    return reached - (size[bond.successor] if bond.type[1] == "F" else 0)


def slow_early(plan: NodePlan) -> dict:
    size = {w.id: w.duration for w in plan.works}
    start = dict.fromkeys(size, 0)
    while broken := [b for b in plan.bonds if not holds(b, start, size)]:
        start[broken[0].successor] = pushed(broken[0], start, size)
    return start


def slow_late(plan: NodePlan, tp) -> dict:
    """The mirror image: time runs back from Tp and every bond is turned round."""
    turned = {"FS": "FS", "SS": "FF", "FF": "SS", "SF": "SF"}
    bonds = tuple(Bond(b.successor, b.predecessor, LinkType(turned[b.type]), b.lag) for b in plan.bonds)
    mirrored = slow_early(NodePlan(plan.works, bonds))
    return {w.id: tp - mirrored[w.id] - w.duration for w in plan.works}


@given(node_plans())
@settings(max_examples=150, deadline=None)
def test_node_times_equal_the_slow_twin(plan):
    solved = solve_nodes(plan)
    early, late = slow_early(plan), slow_late(plan, solved.planned)
    assert {id: t.es for id, t in solved.works.items()} == early
    assert {id: t.ls for id, t in solved.works.items()} == late
    assert solved.computed == max(early[w.id] + w.duration for w in plan.works)


@given(node_plans())
@settings(max_examples=150, deadline=None)
def test_node_floats_follow_the_rules_of_the_specification(plan):
    solved = solve_nodes(plan)
    to_end = {id: solved.planned - solved.works[id].ef for id in solved.ends}
    for id, times in solved.works.items():
        room = [(lag, solved.works[b.successor].tf) for b, lag in zip(plan.bonds, solved.lags, strict=True)
                if b.predecessor == id]  # fmt: skip
        tied = [to_end[id]] if id in to_end else []
        assert times.ff == min([lag for lag, _ in room] + tied)
        assert times.tf == min([lag + tf for lag, tf in room] + tied)
        assert all(lag >= 0 for lag, _ in room)
    assert min(t.tf for t in solved.works.values()) == solved.planned - solved.computed


@given(node_plans())
@settings(max_examples=100, deadline=None)
def test_critical_paths_are_driving_from_start_to_end(plan):
    solved = solve_nodes(plan)
    tight = {(b.predecessor, b.successor) for b, lag in zip(plan.bonds, solved.lags, strict=True) if lag == 0}
    assert solved.critical_paths
    assert len(set(solved.critical_paths)) == len(solved.critical_paths)
    for path in solved.critical_paths:
        assert path[0] in solved.starts
        assert path[-1] in solved.ends
        assert set(pairwise(path)) <= tight
        assert solved.works[path[-1]].ef == solved.computed


def all_chains(plan: ArrowPlan, event: str, forward: bool) -> list[list[Arrow]]:
    """Every chain of arrows that leaves (or reaches) an event, the empty one among them."""
    near, far = ("tail", "head") if forward else ("head", "tail")
    steps = [a for a in plan.arrows if getattr(a, near) == event]
    return [[]] + [[a, *rest] for a in steps for rest in all_chains(plan, getattr(a, far), forward)]


def longest(chains: list[list[Arrow]]):
    return max(sum(a.duration for a in chain) for chain in chains)


@given(arrow_plans())
@settings(max_examples=80, deadline=None)
def test_arrow_times_equal_the_longest_chains(plan):
    solved = solve_arrows(plan)
    for event, times in solved.events.items():
        assert times.et == longest(all_chains(plan, event, forward=False))
        assert times.lt == solved.planned - longest(all_chains(plan, event, forward=True))
    for arrow in plan.arrows:
        times = solved.arrows[arrow.id]
        before, after = solved.events[arrow.tail], solved.events[arrow.head]
        assert (times.es, times.lf) == (before.et, after.lt)
        assert times.tf == after.lt - before.et - arrow.duration


@given(arrow_plans())
@settings(max_examples=80, deadline=None)
def test_arrow_free_float_reaches_the_next_real_work(plan):
    solved = solve_arrows(plan)
    for arrow in (a for a in plan.arrows if not a.dummy):
        starts = [solved.arrows[chain[-1].id].es for chain in all_chains(plan, arrow.head, forward=True)
                  if chain and not chain[-1].dummy and all(a.dummy for a in chain[:-1])]  # fmt: skip
        last = max(solved.events, key=int)
        through = [c for c in all_chains(plan, arrow.head, forward=True) if all(a.dummy for a in c)]
        ends = [solved.planned for c in through if (c[-1].head if c else arrow.head) == last]
        assert solved.arrows[arrow.id].ff == min(starts + ends) - solved.arrows[arrow.id].ef


@given(arrow_plans())
@settings(max_examples=80, deadline=None)
def test_arrow_critical_paths_are_exactly_the_longest_ones(plan):
    solved = solve_arrows(plan)
    last = max(solved.events, key=int)
    whole = [c for c in all_chains(plan, "0", forward=True) if c and c[-1].head == last]
    expected = {tuple(a.id for a in c) for c in whole if sum(a.duration for a in c) == solved.computed}
    assert set(solved.critical_paths) == expected
    assert solved.all_paths


def test_a_long_chain_needs_no_recursion():
    count = 20_000
    works = tuple(Work(str(i), 1) for i in range(count))
    solved = solve_nodes(NodePlan(works, tuple(Bond(str(i), str(i + 1)) for i in range(count - 1))))
    assert solved.computed == count
    assert len(solved.critical_paths[0]) == count


def test_more_critical_paths_than_asked_for_are_cut_and_said_so():
    pairs = [(f"{i}{side}", f"{i + 1}{other}") for i in range(30) for side in "ab" for other in "ab"]
    works = tuple(Work(f"{i}{side}", 1) for i in range(31) for side in "ab")
    solved = solve_nodes(NodePlan(works, tuple(Bond(*pair) for pair in pairs)), most_paths=5)
    assert len(solved.critical_paths) == 5
    assert not solved.all_paths


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (NodePlan(()), "schedule.empty"),
        (NodePlan((Work("A", 1), Work("A", 2))), "schedule.duplicate_activity"),
        (NodePlan((Work("A", -1),)), "schedule.negative_duration"),
        (NodePlan((Work("A", 1.5),)), "schedule.bad_duration"),
        (NodePlan((Work("A", 1),), (Bond("A", "B"),)), "schedule.unknown_activity"),
    ],
)
def test_a_node_plan_that_cannot_be_computed_is_refused(plan, code):
    with pytest.raises(InputError) as refusal:
        solve_nodes(plan)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("arrows", "code"),
    [
        ((), "schedule.empty"),
        ((Arrow("a", "1", "2", 3, dummy=True),), "schedule.long_dummy"),
        ((Arrow("a", "1", "3", 3), Arrow("b", "2", "3", 3)), "schedule.starts"),
        ((Arrow("a", "1", "2", 3), Arrow("b", "1", "3", 3)), "schedule.ends"),
    ],
)
def test_an_arrow_plan_that_cannot_be_computed_is_refused(arrows, code):
    with pytest.raises(InputError) as refusal:
        solve_arrows(ArrowPlan(arrows))
    assert refusal.value.code == code


def test_a_cycle_is_named_along_its_links():
    works = tuple(Work(name, 1) for name in "ABCDE")
    bonds = tuple(Bond(*pair) for pair in ("AB", "BC", "CD", "DB", "DE"))
    with pytest.raises(CycleError) as refusal:
        solve_nodes(NodePlan(works, bonds))
    ring = refusal.value.activities
    assert set(ring) == set("BCD")
    assert all(
        pair in {("B", "C"), ("C", "D"), ("D", "B")} for pair in zip(ring, ring[1:] + ring[:1], strict=True)
    )


@given(st.integers(0, 40), st.integers(0, 20), durations, st.fractions(0, 1, max_denominator=8))
@settings(max_examples=60, deadline=None)
def test_the_front_line_by_share_and_by_remaining_is_the_same_point(check, es, duration, done):
    remaining = duration - done * duration
    by_share = read_front_line(check, (InHand("A", es, duration, 1, 3, done=done),))
    by_rest = read_front_line(check, (InHand("A", es, duration, 1, 3, remaining=remaining),))
    assert by_share == by_rest
    point = by_share.conclusions[0].point
    assert es <= point <= es + duration


@pytest.mark.parametrize(
    "work", [InHand("A", 0, 4, 0, 0, done=Fraction(9, 8)), InHand("A", 0, 4, 0, 0, remaining=-1)]
)
def test_impossible_progress_is_refused(work):
    with pytest.raises(InputError, match="A"):
        read_front_line(3, (work,))
