"""What is typed and what is told becomes dates: drawings that a planner can read."""

from datetime import date

import pytest

from plans.calendars import at, draw, picture, tie

pytestmark = [pytest.mark.django_db, pytest.mark.both]

FEB = date(2018, 2, 1)
WEEKS = "05 06 07 08 09 12 13 14 15 16"
"""Two weeks of February 2018 on a calendar of five days a week."""


def test_a_chain_runs_on_working_days():
    plan = draw("A 3", "B 2 A", "M m B", start=date(2018, 2, 5), agreed=False)
    assert picture(plan, WEEKS, FEB) == [
        "A ■ ■ ■ · · · · · · ·",
        "B · · · ■ ■ · · · · ·",
        "M · · · · ■ · · · · ·",
    ]


def test_a_fact_that_says_later_pushes_what_follows():
    plan = draw("A 3", "B 2 A", start=date(2018, 2, 5))
    plan.tell("A", at(date(2018, 2, 7)), actual_start=date(2018, 2, 6), remaining=3)
    assert picture(plan, WEEKS, FEB) == [
        "A · ■ ■ ■ ■ ■ · · · ·",
        "B · · · · · · ■ ■ · ·",
    ]


def test_remaining_work_shrinks_with_the_days_gone():
    plan = draw("A 3", "B 2 A", start=date(2018, 2, 5))
    plan.tell("A", at(date(2018, 2, 5)), actual_start=date(2018, 2, 5), remaining=4)
    from yipanqi.plans.operations import recompute_plans

    for day in (6, 7, 8, 9):
        recompute_plans([plan.pk], at(date(2018, 2, day)))
        assert picture(plan, WEEKS, FEB)[0] == "A ■ ■ ■ ■ ■ · · · · ·"
    recompute_plans([plan.pk], at(date(2018, 2, 13)))
    assert picture(plan, WEEKS, FEB)[0] == "A ■ ■ ■ ■ ■ ■ ■ · · ·"


def test_unfinished_work_never_lies_before_today():
    plan = draw("A 3", "B 2 A", "M m", start=date(2018, 2, 5))
    from yipanqi.plans.operations import recompute_plans

    recompute_plans([plan.pk], at(date(2018, 2, 8)))
    assert picture(plan, WEEKS, FEB) == [
        "A · · · ■ ■ ■ · · · ·",
        "B · · · · · · ■ ■ · ·",
        "M · · · ■ · · · · · ·",
    ]


def test_two_plans_are_one_network():
    first = draw("A 3", "B 2 A", start=date(2018, 2, 5))
    second = draw("C 1", "D 2 C", start=date(2018, 2, 5))
    tie(first, "A", second, "D", at(date(2018, 2, 5)))
    assert picture(second, WEEKS, FEB) == [
        "C ■ · · · · · · · · ·",
        "D · · · ■ ■ · · · · ·",
    ]
    assert second.stored()["D"].driver == f"{first.pk}/A"
    first.tell("A", at(date(2018, 2, 6)), actual_start=date(2018, 2, 5), remaining=5)
    assert picture(second, WEEKS, FEB)[1] == "D · · · · · · · ■ ■ ·"
    assert second.fresh().light.colour == "red"
    assert [step["text"] for step in second.fresh().light.chain] == ["示例计划：示例A", "示例D"]
