"""The rules of the lights, drawn as months on a line: readings to date, and the light that must come out."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.lights.thresholds import DEFAULTS, Method, Palette, Thresholds
from yipanqi.lights.verdict import Colour, Verdict
from yipanqi.lights.wording import arithmetic, rule_text, threshold_numbers, wordings
from yipanqi.targets.forecast import Course
from yipanqi.targets.judgement import (
    MilestoneFacts,
    OpenItem,
    Rules,
    StandingFacts,
    figures,
    in_palette,
    is_phantom,
    judge_indicator,
    judge_milestone,
    judge_standing,
    ratio,
)
from yipanqi.targets.periods import month_end
from yipanqi.targets.trajectory import Point, Promise
from yipanqi.targets.wording import WORDINGS
from yipanqi.workdays.calendar import WorkCalendar

TODAY = date(2018, 9, 28)
START, DUE = date(2018, 1, 1), date(2018, 12, 31)
WEEK = WorkCalendar({}, frozenset({2018}))
ORDER = [Colour.RED, Colour.YELLOW, Colour.GREEN]


def rules(method: Method = Method.FORECAST, thresholds: Thresholds = DEFAULTS) -> Rules:
    return Rules(method, thresholds, WEEK.add)


def judge(
    values: str,
    *,
    measure: str = "cumulative",
    value: Decimal | int | str = 120,
    today: date = TODAY,
    by: Rules | None = None,
    **fields: object,
) -> Verdict:
    """The light of readings to date at the ends of January, February …; a dot is a month without a reading."""
    promise = Promise(measure=measure, value=Decimal(value), start=START, due=DUE, **fields)  # type: ignore[arg-type]
    points = tuple(
        Point(min(today, month_end(date(2018, number, 1))), Decimal(text))
        for number, text in enumerate(values.split(), start=1)
        if text != "."
    )
    course = Course(promise, points) if points else None
    return judge_indicator(figures(promise, course, today), "monthly", by or rules())


@pytest.mark.parametrize(
    ("values", "colour", "rule"),
    [
        ("", "grey", "indicator.no_reading"),
        ("10 20 30 40 50 60 70 80 90", "green", "indicator.forecast"),
        ("10 20 30 40 50 60 69 77 85", "yellow", "indicator.forecast"),
        ("10 20 30 40 50 55 58 60 62", "red", "indicator.pace"),
        ("10 20 30 40 50 60 62 66 72", "red", "indicator.pace"),
        ("20 40 60 80 90 100 105 109 112", "green", "indicator.forecast"),
        ("40 50 60 60 60 62 64 66 68", "red", "indicator.forecast"),
        ("10 20 30 40 50 60 70 80 .", "green", "indicator.forecast"),
        ("10 20 30 40 50 60 70 . .", "grey", "indicator.silent"),
        ("10 20 30 40 60 80 100 120 120", "green", "indicator.met"),
    ],
)
def test_cumulative(values: str, colour: str, rule: str) -> None:
    verdict = judge(values)
    assert (verdict.colour, verdict.rule) == (colour, rule)


@pytest.mark.parametrize(
    ("values", "fields", "colour", "rule"),
    [
        (
            "34 34 35 35 35 36 36 36 36",
            {"measure": "level", "value": 37, "base": Decimal(34)},
            "yellow",
            "indicator.forecast",
        ),
        (
            "34 35 35 35 36 36 36 37 37",
            {"measure": "level", "value": 37, "base": Decimal(34)},
            "green",
            "indicator.forecast",
        ),
        (
            "80 78 75 70 66 62 60 59 60",
            {"measure": "mean", "value": 66, "op": "<="},
            "green",
            "indicator.mean",
        ),
        (
            "90 88 85 80 76 74 72 71 70",
            {"measure": "mean", "value": 66, "op": "<="},
            "yellow",
            "indicator.mean",
        ),
        (
            "120 118 115 110 106 104 102 100 99",
            {"measure": "mean", "value": 66, "op": "<="},
            "red",
            "indicator.out_of_reach",
        ),
        ("14 30 46 64 82 100 118 136 152", {"measure": "days", "value": 200}, "green", "indicator.days"),
        (
            "5 10 20 30 40 50 60 70 80",
            {"measure": "days", "value": 200},
            "red",
            "indicator.days_out_of_reach",
        ),
        ("0 0 0 0 0 0 0 0 0", {"measure": "ceiling", "value": 0}, "green", "indicator.forecast"),
        ("0 0 0 0 0 0 0 0 1", {"measure": "ceiling", "value": 0}, "red", "indicator.ceiling_broken"),
        ("0 1 1 1 2 2 2 3 3", {"measure": "ceiling", "value": 5}, "green", "indicator.forecast"),
        ("0 0 0 0 0 0 0 0 0", {"measure": "cumulative", "value": 0}, "green", "indicator.met"),
    ],
)
def test_other_measures(values: str, fields: dict[str, object], colour: str, rule: str) -> None:
    verdict = judge(values, **fields)  # type: ignore[arg-type]
    assert (verdict.colour, verdict.rule) == (colour, rule)


@pytest.mark.parametrize(
    ("values", "today", "colour", "rule"),
    [
        ("10 20 30 40 50 60 70 80 90 100 110 120", date(2019, 1, 9), "green", "indicator.met"),
        ("10 20 30 40 50 60 70 80 90 100 110 119", date(2019, 1, 9), "red", "indicator.missed"),
        ("10 20 30 40 50 60 70 80 90 100 110", date(2019, 1, 9), "green", "indicator.forecast"),
        ("10 20 30 40 50 60 70 80 90 100 110", date(2019, 2, 9), "red", "indicator.missed"),
        ("", date(2019, 1, 9), "grey", "indicator.no_reading"),
        ("", date(2019, 2, 9), "red", "indicator.missed"),
    ],
)
def test_after_the_due_day(values: str, today: date, colour: str, rule: str) -> None:
    verdict = judge(values, today=today)
    assert (verdict.colour, verdict.rule) == (colour, rule)


def test_a_reading_is_fair_until_ten_working_days_after_its_cycle() -> None:
    """August is read; September ends on a Sunday; the tenth working day after it is the 12th of October."""
    values = "10 20 30 40 50 60 70 80"
    assert judge(values, today=date(2018, 10, 12)).colour == "green"
    assert judge(values, today=date(2018, 10, 13)).colour == "grey"


@pytest.mark.parametrize(
    ("value", "forecast", "less", "p"),
    [
        (200, 150, False, "0.75"),
        (100, 80, True, "1.25"),
        (100, 125, True, "0.8"),
        (0, 5, False, None),
        (5, 0, True, None),
    ],
)
def test_p_is_inverted_where_less_is_better_and_a_dash_over_zero(
    value: int, forecast: int, less: bool, p: str | None
) -> None:
    promise = Promise("mean" if less else "cumulative", Decimal(value), START, DUE, "<=" if less else ">=")
    assert ratio(promise, Decimal(forecast)) == (None if p is None else Decimal(p))


@pytest.mark.parametrize(
    ("ninth", "colour"),
    [("80", "green"), ("77", "yellow"), ("60", "yellow"), ("52", "red")],
)
def test_the_linear_method_counts_points_behind(ninth: str, colour: str) -> None:
    verdict = judge(f"10 20 30 40 45 48 50 51 {ninth}", by=rules(Method.LINEAR))
    assert (verdict.colour, verdict.rule) == (colour, "indicator.linear")


def test_four_colours_keep_green_for_what_is_done() -> None:
    on_course, met = judge("10 20 30 40 50 60 70 80 90"), judge("120")
    assert in_palette(on_course, Palette.FOUR).colour == Colour.BLUE
    assert in_palette(judge("120 120 120 120 120 120 120 120 120"), Palette.FOUR).colour == Colour.GREEN
    assert in_palette(met, Palette.FOUR).colour == Colour.GREY
    assert in_palette(on_course, Palette.THREE) == on_course


GROWTH = st.lists(st.integers(0, 40), min_size=9, max_size=9)


@given(GROWTH, st.integers(0, 300), st.sampled_from(list(Method)))
def test_a_higher_cumulative_reading_never_worsens_the_light(
    growth: list[int], more: int, method: Method
) -> None:
    values = [sum(growth[: n + 1]) for n in range(9)]
    higher = [*values[:-1], values[-1] + more]
    low, high = (judge(" ".join(map(str, row)), by=rules(method)) for row in (values, higher))
    assert ORDER.index(high.colour) >= ORDER.index(low.colour)


@given(st.lists(st.integers(0, 150), min_size=9, max_size=9), st.integers(0, 100))
def test_a_lower_mean_never_worsens_the_light_where_less_is_better(means: list[int], less: int) -> None:
    lower = [*means[:-1], max(0, means[-1] - less)]
    rows = (" ".join(map(str, row)) for row in (means, lower))
    high, low = (judge(row, measure="mean", value=66, op="<=") for row in rows)
    assert ORDER.index(low.colour) >= ORDER.index(high.colour)


@given(
    st.lists(st.integers(0, 40), min_size=0, max_size=11),
    st.dates(START, date(2019, 12, 31)),
    st.sampled_from(["cumulative", "level", "mean", "days", "ceiling"]),
    st.sampled_from(list(Method)),
)
def test_silence_is_never_green(growth: list[int], today: date, measure: str, method: Method) -> None:
    days = [month_end(date(2018, n, 1)) for n in range(1, len(growth) + 1)]
    readable = [n for n, day in enumerate(days) if day <= today]
    values = " ".join(str(sum(growth[: n + 1])) for n in readable)
    verdict = judge(values, measure=measure, today=today, by=rules(method))
    last = days[readable[-1]] if readable else START
    if today > WEEK.add(month_end(month_end(last) + timedelta(days=1)), 10) and last < DUE:
        assert verdict.colour in (Colour.GREY, Colour.RED)


MILESTONE = MilestoneFacts(counts_on=DUE, cycle="monthly", since=START, heard=date(2018, 9, 3))


@pytest.mark.parametrize(
    ("changed", "colour", "rule"),
    [
        ({}, "green", "milestone.ahead"),
        ({"done_on": date(2018, 9, 1)}, "green", "milestone.done"),
        ({"done_on": date(2018, 9, 20), "counts_on": date(2018, 9, 1)}, "green", "milestone.done"),
        ({"counts_on": date(2018, 10, 28)}, "yellow", "milestone.near"),
        ({"counts_on": date(2018, 10, 29)}, "green", "milestone.ahead"),
        ({"counts_on": TODAY}, "yellow", "milestone.near"),
        ({"counts_on": date(2018, 9, 27)}, "red", "milestone.past"),
        ({"heard": date(2018, 8, 28)}, "green", "milestone.ahead"),
        ({"heard": date(2018, 8, 27)}, "grey", "milestone.silent"),
        ({"heard": None}, "grey", "milestone.silent"),
        ({"heard": None, "counts_on": date(2018, 9, 27)}, "red", "milestone.past"),
        ({"expected_on": date(2019, 2, 1)}, "red", "milestone.expected_late"),
        ({"expected_on": date(2018, 12, 1)}, "green", "milestone.ahead"),
    ],
)
def test_milestones(changed: dict[str, date | None], colour: str, rule: str) -> None:
    verdict = judge_milestone(replace(MILESTONE, **changed), TODAY, rules())  # type: ignore[arg-type]
    assert (verdict.colour, verdict.rule) == (colour, rule)


LATE, SOON = date(2018, 9, 20), date(2018, 10, 20)


@pytest.mark.parametrize(
    ("heard", "items", "colour", "rule"),
    [
        (date(2018, 9, 20), (), "green", "standing.on_course"),
        (date(2018, 9, 20), (OpenItem(SOON, True), OpenItem(None, False)), "green", "standing.on_course"),
        (date(2018, 9, 20), (OpenItem(LATE, False),), "yellow", "standing.items_overdue"),
        (
            date(2018, 9, 20),
            (OpenItem(LATE, False), OpenItem(LATE, True)),
            "red",
            "standing.problems_overdue",
        ),
        (None, (OpenItem(LATE, True),), "red", "standing.problems_overdue"),
        (None, (OpenItem(LATE, False),), "grey", "standing.silent"),
        (date(2018, 8, 1), (), "grey", "standing.silent"),
    ],
)
def test_standing_work(heard: date | None, items: tuple[OpenItem, ...], colour: str, rule: str) -> None:
    facts = StandingFacts(cycle="monthly", since=START, heard=heard, open_items=items)
    verdict = judge_standing(facts, TODAY, rules())
    assert (verdict.colour, verdict.rule) == (colour, rule)


def test_phantoms_are_silent_for_more_than_two_cycles() -> None:
    assert not is_phantom("monthly", date(2018, 7, 28), TODAY, 2)
    assert is_phantom("monthly", date(2018, 7, 27), TODAY, 2)
    assert is_phantom("weekly", date(2018, 9, 13), TODAY, 2)


def test_every_rule_has_its_words_and_every_line_fills() -> None:
    assert WORDINGS.items() <= wordings().items()
    verdict = judge("10 20 30 40 50 55 58 60 62")
    numbers = {**threshold_numbers(DEFAULTS), **verdict.numbers, "unit": "个"}
    lines = arithmetic(verdict.rule, numbers)
    assert len(lines) >= 4
    assert "18.8" in lines[0]  # (120 − 62) ÷ 3.09
    assert "%(" not in rule_text(verdict.rule, numbers) + "".join(lines)
