"""When a plan is red, yellow, grey or green, and what it says of itself."""

from datetime import date, timedelta

import pytest

from factories import PostFactory, UnitFactory
from plans.calendars import Drawn, at, draw, tie
from yipanqi.access.actor import SYSTEM
from yipanqi.lights.models import Light
from yipanqi.lights.operations import revise_rules
from yipanqi.lights.queries import why
from yipanqi.lights.thresholds import Method, Palette, Thresholds
from yipanqi.plans.operations import recompute_plans
from yipanqi.plans.queries import WORDINGS

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MONDAY = date(2018, 2, 5)
DAY = {name: MONDAY + timedelta(days=n) for n, name in enumerate(("mon", "tue", "wed", "thu", "fri"))}


def light_on(plan: Drawn, day: date) -> Light:
    """The light when nothing more is told until `day`."""
    recompute_plans([plan.pk], at(day))
    return plan.fresh().light


def says(plan: Drawn, day: date) -> tuple[str, str]:
    light = light_on(plan, day)
    return light.colour, light.rule


def test_nothing_agreed_is_grey():
    plan = draw("A 3", start=MONDAY, agreed=False)
    assert says(plan, DAY["mon"]) == ("grey", "plan.not_agreed")
    assert {row.colour for row in plan.stored().values()} == {"grey"}


def test_within_what_was_agreed_is_green():
    plan = draw("A 3", "B 2 A", start=MONDAY)
    assert says(plan, DAY["mon"]) == ("green", "plan.normal")


def test_a_slip_of_the_critical_path_is_red_and_names_the_chain():
    unit, other = UnitFactory(short_name="示例甲局"), UnitFactory(short_name="示例乙局")
    plan = draw(
        *("A 3", "B 2 A", "C 1", "M m B,C"),
        start=MONDAY,
        A={"unit_id": unit.pk, "name": "征收"},
        B={"unit_id": other.pk, "name": "施工"},
        M={"name": "竣工"},
    )
    plan.tell("A", at(DAY["wed"]), actual_start=DAY["mon"], remaining=3, waits_for_id=other.pk)
    light = plan.fresh().light
    assert (light.colour, light.rule) == ("red", "plan.beyond_agreed")
    assert light.numbers["what"] == "竣工"
    assert (light.numbers["agreed"], light.numbers["forecast"]) == ("2018-02-09", "2018-02-14")
    assert light.numbers["days_late"] == 3
    assert [(step["text"], step["unit"]) for step in light.chain] == [
        ("征收", "示例甲局"),
        ("施工", "示例乙局"),
        ("竣工", ""),
    ]
    assert light.chain[0]["waits_for"] == "示例乙局"
    assert {key: row.colour for key, row in plan.stored().items()} == {
        "A": "red",
        "B": "red",
        "C": "yellow",
        "M": "red",
    }


def test_a_milestone_with_a_date_is_red_before_the_plan_is():
    plan = draw(
        *("A 3", "M m A", "B 2 M"),
        start=MONDAY,
        due=date(2018, 3, 30),
        M={
            "constraint": "finish_on_or_before",
            "constraint_date": DAY["thu"],
            "constraint_reason": "公布的节点",
        },
    )
    assert says(plan, DAY["mon"]) == ("green", "plan.normal")
    plan.tell("A", at(DAY["tue"]), actual_start=DAY["mon"], remaining=3)
    assert says(plan, DAY["tue"]) == ("red", "plan.beyond_agreed")
    assert plan.fresh().light.numbers["key"] == "M"
    assert plan.fresh().total_float > 0


@pytest.mark.parametrize(
    ("remaining", "expected"),
    [(5, ("green", "plan.normal")), (6, ("yellow", "plan.float_used")), (8, ("red", "plan.beyond_agreed"))],
    ids=["half of it", "more than half", "all of it and a day"],
)
def test_float_is_used_up(remaining, expected):
    """Four working days of float: A was to end on Wednesday, the plan is due on Tuesday after."""
    plan = draw("A 3", start=MONDAY, due=date(2018, 2, 13))
    assert plan.fresh().agreed_float == 4
    plan.tell("A", at(DAY["mon"]), actual_start=DAY["mon"], remaining=remaining - 1)
    assert says(plan, DAY["mon"]) == expected


def test_a_missed_start_inside_the_float_is_yellow():
    plan = draw("A 3", "B 8", "C 1 A,B", start=MONDAY)
    plan.tell("B", at(DAY["mon"]), actual_start=DAY["mon"])
    assert says(plan, DAY["mon"])[0] == "green"
    assert says(plan, DAY["tue"]) == ("yellow", "plan.start_missed")
    numbers = plan.fresh().light.numbers
    assert (numbers["key"], numbers["missed"], numbers["days_missed"], numbers["float_of_it"]) == (
        "A",
        1,
        1,
        4,
    )
    assert plan.stored()["A"].colour == "yellow"


def test_silence_turns_grey_after_a_cycle_and_ten_working_days():
    """Last word on the 6th of February: a month is the 6th of March, ten working days on the 20th."""
    plan = draw("A 60", "B 20 A", start=MONDAY, due=date(2018, 12, 31))
    plan.tell("A", at(DAY["tue"]), actual_start=DAY["mon"], remaining=59)
    assert says(plan, date(2018, 3, 20)) == ("green", "plan.normal")
    assert says(plan, date(2018, 3, 21)) == ("grey", "plan.silent")
    assert plan.fresh().light.numbers["silent_after"] == "2018-03-20"
    assert {key: row.colour for key, row in plan.stored().items()} == {"A": "grey", "B": "green"}


def test_nobody_owes_word_before_the_first_planned_start():
    plan = draw(
        "A 10",
        start=MONDAY,
        due=date(2018, 12, 31),
        A={
            "constraint": "start_on_or_after",
            "constraint_date": date(2018, 6, 4),
            "constraint_reason": "示例",
        },
    )
    assert says(plan, date(2018, 5, 31)) == ("green", "plan.normal")


def test_silence_does_not_hide_what_is_late():
    plan = draw("A 3", start=MONDAY)
    assert says(plan, date(2018, 5, 31)) == ("red", "plan.beyond_agreed")


def test_all_done_is_green_even_if_late():
    plan = draw("A 3", start=MONDAY)
    plan.tell("A", at(date(2018, 2, 12)), actual_start=DAY["mon"], actual_finish=date(2018, 2, 12))
    light = light_on(plan, date(2018, 8, 1))
    assert (light.colour, light.rule, light.numbers["days_late"]) == ("green", "plan.done", 3)


def test_four_colours_show_work_in_progress_blue():
    plan = draw("A 3", "B 2 A", start=MONDAY)
    revise_rules(
        actor=SYSTEM,
        version="2018-2",
        method=Method.FORECAST,
        thresholds=Thresholds(palette=Palette.FOUR),
        reason="示例",
        now=at(DAY["mon"]),
    )
    plan.tell("A", at(DAY["mon"]), actual_start=DAY["mon"])
    assert says(plan, DAY["mon"]) == ("blue", "plan.normal")
    assert {key: row.colour for key, row in plan.stored().items()} == {"A": "blue", "B": "green"}


def test_the_light_names_unit_post_and_since():
    owner = UnitFactory()
    PostFactory(unit=owner, title="示例局长", is_head=True)
    plan = draw("A 3", start=MONDAY, owner=owner)
    first = plan.fresh().light
    assert (first.unit, first.post_title, first.since) == (owner, "示例局长", at(MONDAY))
    plan.tell("A", at(DAY["tue"]), actual_start=DAY["tue"], remaining=4)
    second = plan.fresh().light
    assert (second.colour, second.since) == ("red", at(DAY["tue"]))
    plan.tell("A", at(DAY["wed"]), remaining=9)
    assert plan.fresh().light.since == at(DAY["tue"])


def test_a_delay_in_one_plan_lights_the_other():
    first = draw("A 3", start=MONDAY, name="甲", due=date(2018, 3, 30))
    second = draw("B 2", start=MONDAY, name="乙", agreed=False)
    tie(first, "A", second, "B", at(MONDAY))
    second.agree(at(MONDAY))
    assert second.fresh().light.colour == "green"
    first.tell("A", at(DAY["wed"]), actual_start=DAY["mon"], remaining=4)
    assert first.fresh().light.colour == "green"
    light = second.fresh().light
    assert light.colour == "red"
    assert [step["text"] for step in light.chain] == ["甲：示例A", "示例B"]


def test_every_rule_has_words_and_its_lines_find_their_numbers():
    plan = draw("A 3", start=MONDAY)
    told = why(light_on(plan, date(2018, 2, 28)))
    assert told.rule in WORDINGS
    assert told.title == "超出商定日期"
    assert any("晚 17 个工作日" in line for line in told.lines), told.lines
