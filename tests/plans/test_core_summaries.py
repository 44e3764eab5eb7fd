"""Levels: a summary spans the deeper rows that follow it, to any depth."""

from datetime import date

import pytest

from plans.calendars import at, draw, picture

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MON = date(2018, 2, 5)


def test_a_summary_spans_the_deeper_rows_that_follow():
    plan = draw(
        *("P s", "Q s", "A 2", "B 1 A", "C 2 B", "R s", "D 1 C", "E 9"),
        start=MON,
        agreed=False,
        Q={"level": 1},
        A={"level": 2},
        B={"level": 2},
        C={"level": 1},
        D={"level": 1},
    )
    assert picture(plan, "05 06 07 08 09 12 13", MON) == [
        "A ■ ■ · · · · ·",
        "B · · ■ · · · ·",
        "C · · · ■ ■ · ·",
        "D · · · · · ■ ·",
        "E ■ ■ ■ ■ ■ ■ ■",
        "P ■ ■ ■ ■ ■ · ·",
        "Q ■ ■ ■ · · · ·",
        "R · · · · · ■ ·",
    ]


def test_a_summary_without_rows_below_has_no_dates_and_harms_nothing():
    plan = draw("S s", "A 2", start=MON)
    assert (plan.stored()["S"].start, plan.stored()["S"].finish) == (None, None)
    plan.tell("A", at(MON), actual_start=MON, actual_finish=MON)
    assert plan.fresh().light.rule == "plan.done"


def test_a_milestone_at_the_beginning_stands_on_its_day_and_one_after_work_on_the_evening():
    plan = draw("M m", "A 2 M", "N m A", "B 1 N", start=MON, agreed=False)
    assert picture(plan, "05 06 07 08", MON) == ["A ■ ■ · ·", "B · · ■ ·", "M ■ · · ·", "N · ■ · ·"]


def test_dates_set_by_hand():
    plan = draw(
        *("A 1", "B 1", "M m A", "C 1 A"),
        start=MON,
        agreed=False,
        B={
            "constraint": "start_on_or_after",
            "constraint_date": date(2018, 2, 10),
            "constraint_reason": "示例",
        },
        M={
            "constraint": "start_on_or_after",
            "constraint_date": date(2018, 2, 8),
            "constraint_reason": "示例",
        },
        C={
            "constraint": "mandatory_finish",
            "constraint_date": date(2018, 2, 9),
            "constraint_reason": "示例",
        },
    )
    assert picture(plan, "05 06 07 08 09 12 13", MON) == [
        "A ■ · · · · · ·",
        "B · · · · · ■ ·",
        "C · · · · ■ · ·",
        "M · · · ■ · · ·",
    ]
