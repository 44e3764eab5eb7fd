"""The rules of the search, each with a drawn network; every remedy, applied, makes its conflict vanish."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from consultations.networks import World, cross, day, plan
from yipanqi.consultations.search import Due, Failure, Found, Rule, find
from yipanqi.consultations.wording import CHECKS, REMEDIES, SENTENCES, TITLES, remedy_sentence, sentence
from yipanqi.projects.queries import Gap


def found(world: World, rule: Rule) -> list[Found]:
    """What one rule finds."""
    return [one for one in find(world.case()) if one.rule == rule]


def only(world: World, rule: Rule) -> Found:
    """The one conflict of a rule."""
    [one] = found(world, rule)
    return one


def resolved(world: World, one: Found) -> World:
    """The world after the remedy, in which the conflict is gone."""
    assert one.remedy.changes
    after = world.changed(one.remedy.changes)
    assert one.signature not in {left.signature for left in find(after.case())}
    return after


QUIET = """
    A 10 unit=7
    B 5 A
"""


def test_a_sound_network_has_no_conflict() -> None:
    world = World(
        {1: plan("示例甲", QUIET, due="2018-03-02"), 2: plan("示例乙", "C 3")}, (cross("1/A", "2/C"),)
    )
    assert find(world.case()) == ()


# rule 1 -----------------------------------------------------------------------------------------------------


def test_a_ring_across_plans_is_found_and_the_proposed_link_goes() -> None:
    links = (cross("1/B", "2/C"), cross("2/D", "1/A", accepted=False))
    world = World({1: plan("示例甲", QUIET), 2: plan("示例乙", "C 3 unit=8\nD 2 C unit=8", owner=8)}, links)
    one = only(world, Rule.CYCLE)
    assert (one.days, one.remedy.kind, one.units) == (20, "refuse_link", frozenset({7, 8}))
    assert set(one.where) == {(1, "A"), (1, "B"), (2, "C"), (2, "D")}
    after = resolved(world, one)
    assert [link.status for link in after.cross] == ["accepted"]


def test_a_ring_of_links_that_count_gives_up_the_link_between_plans() -> None:
    world = World(
        {1: plan("示例甲", QUIET), 2: plan("示例乙", "C 3")}, (cross("1/B", "2/C"), cross("2/C", "1/A"))
    )
    one = only(world, Rule.CYCLE)
    assert one.remedy.kind == "remove_link"
    resolved(world, one)


def test_two_rings_are_two_conflicts_and_both_remedies_leave_none() -> None:
    world = World({1: plan("示例甲", "A 1 C\nB 2 A\nC 3 B\nD 1 F\nF 2 D")})
    rings = found(world, Rule.CYCLE)
    assert sorted(one.days for one in rings) == [3, 6]
    after = world
    for one in rings:
        after = after.changed(one.remedy.changes)
    assert found(after, Rule.CYCLE) == []


# rule 2 -----------------------------------------------------------------------------------------------------


def test_activities_without_a_unit_go_to_the_lead() -> None:
    world = World({1: plan("示例甲", "A 10 unit=-\nB 5 A unit=-\nC 0 B", owner=8)})
    one = only(world, Rule.NO_OWNER)
    assert (one.days, one.numbers["count"], one.units) == (15, 2, frozenset({8}))
    after = resolved(world, one)
    assert [row.unit_id for row in after.plans[1].rows] == [8, 8, 7]


def test_what_is_done_needs_no_owner_any_more() -> None:
    assert found(World({1: plan("示例甲", "A 10 unit=-", done="A")}), Rule.NO_OWNER) == []


def test_a_predecessor_that_is_gone_is_a_link_to_give_up() -> None:
    world = World({1: plan("示例甲", "B 5"), 2: plan("示例乙", "C 3", owner=8)}, (cross("1/A", "2/C"),))
    one = only(world, Rule.PREDECESSOR_GONE)
    assert (one.numbers["key"], one.units) == ("A", frozenset({7, 8}))
    resolved(world, one)


# rule 3 -----------------------------------------------------------------------------------------------------
#        January 2018          8 9 10 11 12 | 15 16 17 18 19 | 22 …
#        示例甲  A 10 days     ==========================
#        示例乙  C 3 days      ======            needs A


def test_a_proposed_link_that_costs_only_float_is_accepted() -> None:
    plans = {1: plan("示例甲", "A 10"), 2: plan("示例乙", "C 3", due="2018-03-02", owner=8)}
    world = World(plans, (cross("1/A", "2/C", accepted=False),))
    one = only(world, Rule.TOO_LATE)
    assert (one.days, one.remedy.kind) == (10, "wait")
    assert (one.numbers["ready"], one.numbers["needed"]) == ("2018-01-19", "2018-01-05")
    after = resolved(world, one)
    assert after.case().network.by_key[2, "C"].start == day("2018-01-22")


def test_without_float_the_predecessor_is_shorter() -> None:
    plans = {1: plan("示例甲", "A 10"), 2: plan("示例乙", "B 7\nC 3 B", due="2018-01-19", owner=8)}
    world = World(plans, (cross("1/A", "2/C", accepted=False),))
    one = only(world, Rule.TOO_LATE)
    assert (one.days, one.remedy.kind, one.remedy.params["after"]) == (3, "shorten", 7)
    resolved(world, one)


def test_what_has_begun_cannot_be_shorter_so_the_two_overlap() -> None:
    plans = {1: plan("示例甲", "A 10", begun="A"), 2: plan("示例乙", "B 7\nC 3 B", due="2018-01-19", owner=8)}
    for accepted in (True, False):
        world = World(plans, (cross("1/A", "2/C", accepted=accepted),))
        one = only(world, Rule.TOO_LATE)
        assert (one.days, one.remedy.kind) == (3, "overlap")
        resolved(world, one)


def test_the_date_that_the_asking_unit_named_counts() -> None:
    plans = {1: plan("示例甲", "A 10"), 2: plan("示例乙", "C 3", owner=8)}
    world = World(plans, (cross("1/A", "2/C", needed_by="2018-01-17"),))
    one = only(world, Rule.TOO_LATE)
    assert (one.days, one.numbers["by_wish"]) == (2, True)
    resolved(world, one)


@pytest.mark.parametrize("type", ["FS", "SS", "FF", "SF"])
def test_every_kind_of_link_is_resolved(type: str) -> None:
    plans = {
        1: plan("示例甲", "Z 6\nA 10 Z"),
        2: plan("示例乙", "B 4\nC 3 B", due="2018-01-16", owner=8),
    }
    world = World(plans, (cross("1/A", "2/C", type=type, lag=2),))
    for one in found(world, Rule.TOO_LATE):
        resolved(world, one)
    assert type == "SF" or found(world, Rule.TOO_LATE)


def test_in_time_is_no_conflict() -> None:
    plans = {1: plan("示例甲", "A 10"), 2: plan("示例乙", "C 3", due="2018-01-24", owner=8)}
    assert found(World(plans, (cross("1/A", "2/C"),)), Rule.TOO_LATE) == []


# rule 5 -----------------------------------------------------------------------------------------------------


def test_one_parcel_for_two_plans_is_used_one_after_the_other() -> None:
    plans = {
        1: plan("示例甲", "A 10 claim=parcel:示例3号地块"),
        2: plan("示例乙", "B 8\nC 5 B claim=parcel:示例3号地块", owner=8),
    }
    world = World(plans)
    one = only(world, Rule.CLAIMED_TWICE)
    assert (one.days, one.remedy.params["days"]) == (2, 2)
    assert (one.numbers["from"], one.numbers["until"]) == ("2018-01-18", "2018-01-19")
    resolved(world, one)


def test_of_two_that_overlap_the_one_moves_that_moves_less() -> None:
    plans = {
        1: plan("示例甲", "A 20 claim=approval:示例许可"),
        2: plan("示例乙", "C 2 claim=approval:示例许可", owner=8),
    }
    one = only(World(plans), Rule.CLAIMED_TWICE)
    assert (one.days, one.remedy.params["days"], one.remedy.changes[0].plan_id) == (2, 2, 1)


def test_claims_at_other_times_or_of_one_plan_are_no_conflict() -> None:
    apart = {
        1: plan("示例甲", "A 5 claim=parcel:示例3号地块"),
        2: plan("示例乙", "B 5\nC 5 B claim=parcel:示例3号地块", owner=8),
    }
    own = {1: plan("示例甲", "A 5 claim=parcel:示例3号地块\nB 5 claim=parcel:示例3号地块")}
    assert found(World(apart), Rule.CLAIMED_TWICE) == []
    assert found(World(own), Rule.CLAIMED_TWICE) == []


# rules 6 and 7 ----------------------------------------------------------------------------------------------


def test_an_approval_shorter_than_the_law_gets_its_days() -> None:
    world = World({1: plan("示例甲", "A 12 approval=示例许可")}, more={"statutory": {"示例许可": 20}})
    one = only(world, Rule.APPROVAL_SHORT)
    assert (one.days, one.remedy.changes[0].value) == (8, 20)
    resolved(world, one)


def test_dates_without_a_reason_are_let_go() -> None:
    rows = """
        A 5
        B 5 A date=start_on_or_after:2018-01-22
        C 5 B date=mandatory_finish:2018-02-02
        D 5 C date=finish_on_or_before:2018-02-28 reason=示例会议纪要
    """
    world = World({1: plan("示例甲", rows)})
    one = only(world, Rule.NO_REASON)
    assert (one.numbers["count"], one.days) == (2, 5)
    after = resolved(world, one)
    assert [row.constraint for row in after.plans[1].rows] == ["", "", "", "finish_on_or_before"]


# rules 8 and 9 ----------------------------------------------------------------------------------------------


def test_parts_that_do_not_add_up_are_days_of_the_year() -> None:
    gap = Gap(3, "示例新开工面积", "万㎡", 7, "示例建设局", Decimal(200), Decimal(150), 4, (8,))
    one = only(World({}, more={"gaps": (gap,)}), Rule.PARTS_SHORT)
    assert (one.days, one.numbers["missing"], one.units) == (91, "50", frozenset({7, 8}))
    assert one.remedy.changes == ()


def due(text: str) -> Mapping[str, object]:
    """Target 3 is due on a day."""
    return {"dues": {3: Due("示例节点", day(text), 9)}}


def test_a_milestone_after_its_target_takes_days_from_the_one_task_on_every_path() -> None:
    rows = """
        A 10
        B 6
        C 8 A,B
        M 0 C target=3
    """
    world = World({1: plan("示例甲", rows)}, more=due("2018-01-29"))
    one = only(world, Rule.AFTER_TARGET)
    assert (one.days, one.units) == (2, frozenset({7, 9}))
    assert one.remedy.params["name"] == "示例甲：示例A"
    resolved(world, one)


def test_parallel_late_paths_are_not_cured_by_shortening_one_of_them() -> None:
    rows = """
        A 10
        B 10
        C 8 A,B
        M 0 C target=3
    """
    world = World({1: plan("示例甲", rows)}, more=due("2018-01-29"))
    one = only(world, Rule.AFTER_TARGET)
    assert one.remedy.params["name"] == "示例甲：示例C"
    resolved(world, one)


def test_a_target_that_no_shortening_reaches_needs_another_date() -> None:
    world = World({1: plan("示例甲", "A 10\nM 0 A target=3")}, more=due("2018-01-09"))
    one = only(world, Rule.AFTER_TARGET)
    assert (one.remedy.kind, one.remedy.params["day"], one.remedy.changes) == (
        "move_target",
        "2018-01-19",
        (),
    )


def test_a_plan_beyond_its_date_is_shortened_or_may_end_later() -> None:
    world = World({1: plan("示例甲", "A 10\nB 6 A", due="2018-01-26")})
    one = only(world, Rule.NEGATIVE_FLOAT)
    assert (one.days, one.remedy.kind) == (1, "shorten")
    resolved(world, one)
    hopeless = World({1: plan("示例甲", "A 10 \nB 6 A", due="2018-01-10")})
    one = only(hopeless, Rule.NEGATIVE_FLOAT)
    assert (one.days, one.remedy.kind) == (13, "move_due")
    resolved(hopeless, one)


# rule 10 ----------------------------------------------------------------------------------------------------


def test_dates_on_days_off_move_to_the_working_day_beside_them() -> None:
    rows = "A 5 date=start_on_or_after:2018-01-13 reason=示例\nB 5 date=finish_on_or_before:2018-02-04 reason=示例"
    world = World({1: plan("示例甲", rows, due="2018-03-03")})
    one = only(world, Rule.DAY_OFF)
    assert (one.days, one.numbers["count"]) == (2, 3)
    assert [str(change.value) for change in one.remedy.changes] == ["2018-03-02", "2018-01-15", "2018-02-02"]
    resolved(world, one)


def test_a_plan_that_fails_its_checks_says_which() -> None:
    world = World({1: plan("示例甲", QUIET)}, more={"quality": {1: (Failure("logic", ("A", "B")),)}})
    one = only(world, Rule.POOR_QUALITY)
    assert one.where == ((1, ""), (1, "A"), (1, "B"))
    assert "缺" in sentence(one.rule, one.numbers) or "missing links" in sentence(one.rule, one.numbers)


# words and order --------------------------------------------------------------------------------------------


def test_every_rule_and_every_check_has_words() -> None:
    assert set(TITLES) == set(Rule) == set(SENTENCES) - {"day_off_due"}
    assert len(CHECKS) == 14


EVERYTHING = World(
    {
        1: plan(
            "示例甲",
            """
            A 10 unit=- claim=parcel:示例3号地块 target=3
            B 5 A date=mandatory_start:2018-01-28 approval=示例许可
            """,
            due="2018-01-20",
        ),
        2: plan("示例乙", "C 12 claim=parcel:示例3号地块\nD 2 C", due="2018-01-24", owner=8),
        3: plan("示例丙", "E 2 F\nF 3 E", owner=9),
    },
    (cross("1/A", "2/D", needed_by="2018-01-10"), cross("1/X", "2/C")),
    more={
        "dues": {3: Due("示例节点", day("2018-01-10"), 9)},
        "gaps": (Gap(3, "示例面积", "万㎡", 7, "示例建设局", Decimal(200), Decimal(150), 4, (8,)),),
        "quality": {1: (Failure("logic", ("A",)),)},
        "statutory": {"示例许可": 20},
    },
)


def test_every_sentence_is_filled_from_numbers() -> None:
    conflicts = find(replace_ring(EVERYTHING).case()) + find(EVERYTHING.case())
    assert {one.rule for one in conflicts} == set(Rule)
    for one in conflicts:
        assert "%(" not in sentence(one.rule, one.numbers)
        assert one.remedy.kind in REMEDIES
        assert remedy_sentence(one.remedy.kind, one.remedy.params)
        assert one.units or one.rule == Rule.PARTS_SHORT


def replace_ring(world: World) -> World:
    """The same without the plan whose links form a ring, so that dates can be computed."""
    return World({key: one for key, one in world.plans.items() if key != 3}, world.cross, world.more)


def test_the_most_days_at_stake_come_first_and_each_conflict_once() -> None:
    conflicts = find(replace_ring(EVERYTHING).case())
    assert [one.days for one in conflicts] == sorted((one.days for one in conflicts), reverse=True)
    assert len({one.signature for one in conflicts}) == len(conflicts)
    assert all(len(one.signature) <= 200 for one in conflicts)


def test_a_task_whose_end_waits_for_another_plan_is_not_asked_to_be_shorter() -> None:
    plans = {1: plan("示例甲", "A 5"), 2: plan("示例乙", "B 4", due="2018-01-12")}
    world = World(plans, (cross("1/A", "2/B", type="FF", lag=1),))
    one = only(world, Rule.NEGATIVE_FLOAT)
    assert (one.days, one.remedy.kind) == (1, "move_due")
    resolved(world, one)


# any network ------------------------------------------------------------------------------------------------


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Two plans of a few activities with links of every kind, and links between them."""
    plans = {}
    for number, letter in ((1, "A"), (2, "B")):
        rows = []
        for n in range(draw(st.integers(2, 5))):
            days = draw(st.integers(0, 6))
            befores = draw(st.lists(st.integers(0, n - 1), max_size=2, unique=True)) if n else []
            typed = ",".join(
                f"{letter}{b}{draw(st.sampled_from(['', 'SS+1', 'FF', 'FS+2', 'FS-1']))}" for b in befores
            )
            rows.append(f"{letter}{n} {days} {typed}")
        end = draw(st.sampled_from(["2018-01-12", "2018-01-18", "2018-01-30"]))
        plans[number] = plan(f"示例{number}", "\n".join(rows), due=end)
    last = [len(one.rows) for one in plans.values()]
    links = tuple(
        cross(
            f"1/A{draw(st.integers(0, last[0] - 1))}",
            f"2/B{draw(st.integers(0, last[1] - 1))}",
            type=draw(st.sampled_from(["FS", "SS", "FF"])),
            lag=draw(st.integers(-2, 3)),
            accepted=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 1)))
    )
    return World(plans, links)


@given(worlds())
@settings(max_examples=150, deadline=None)
def test_whatever_the_network_a_remedy_resolves_its_conflict(world: World) -> None:
    for one in find(world.case()):
        if one.remedy.changes:
            note(str([(plan.rows, plan.links, plan.due) for plan in world.plans.values()]))
            resolved(world, one)
