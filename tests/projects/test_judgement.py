"""The light of a project: late beats silence, silence beats a warning, and only facts make it green."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipanqi.lights.thresholds import DEFAULTS, Method, Palette, Thresholds
from yipanqi.lights.verdict import Colour, Verdict
from yipanqi.lights.wording import arithmetic, rule_text, threshold_numbers, wordings
from yipanqi.projects.expecting import InvestmentCourse, expected_by
from yipanqi.projects.judgement import Invested, Owed, ProjectFacts, is_asked, judge
from yipanqi.projects.plan_states import PlanState
from yipanqi.projects.transitions import Stage
from yipanqi.projects.wording import WORDINGS
from yipanqi.targets.judgement import Rules
from yipanqi.workdays.calendar import WorkCalendar

TODAY = date(2018, 9, 28)
EVE = date(2017, 12, 31)
YEAR = InvestmentCourse(2018, Decimal(365), EVE)
"""One 亿元 a day, so that days are figures: 240 by 28 August, 243 by the end of August."""
AUGUST = date(2018, 8, 31)


def rules(method: Method = Method.FORECAST, **limits: Any) -> Rules:
    return Rules(method, Thresholds(**limits) if limits else DEFAULTS, WorkCalendar({}, frozenset()).add)


def building(invested: int | Invested | None = 243, **fields: Any) -> ProjectFacts:
    """Facts of a project that is being built; a bare figure was read at the end of August."""
    read = Invested(Decimal(invested), AUGUST, AUGUST) if isinstance(invested, int) else invested
    known: dict[str, Any] = {
        "stage": Stage.BUILDING,
        "heard": date(2018, 9, 3),
        "course": YEAR,
        "asked": True,
        "invested": read,
    }
    return ProjectFacts(**(known | fields))


def light(facts: ProjectFacts, made: Rules | None = None, today: date = TODAY) -> tuple[str, str]:
    verdict = judge(facts, today, made or rules())
    return verdict.colour.value, verdict.rule


@pytest.mark.parametrize(
    ("invested", "colour", "rule"),
    [
        (243, "green", "project.on_course"),
        (242, "yellow", "project.investment"),
        (219, "yellow", "project.investment"),
        (218, "red", "project.investment"),
    ],
)
def test_invested_is_held_against_what_was_expected_on_the_day_of_the_reading(
    invested: int, colour: str, rule: str
) -> None:
    assert light(building(invested)) == (colour, rule)


@pytest.mark.parametrize(
    ("invested", "colour"), [(243, "green"), (207, "green"), (206, "yellow"), (133, "red")]
)
def test_by_points_where_the_rules_say_so(invested: int, colour: str) -> None:
    made = rules(Method.LINEAR)
    assert light(building(invested), made)[0] == colour


def test_an_overdue_guarantee_is_late_and_says_who_owes_it() -> None:
    owed = Owed("示例地块供地", "国土局", date(2018, 9, 18))
    verdict = judge(building(overdue=[owed]), TODAY, rules())
    assert (verdict.colour, verdict.rule) == (Colour.RED, "project.guarantee_overdue")
    assert verdict.chain == ({"text": "示例地块供地", "unit": "国土局", "since": "2018-09-18"},)
    assert verdict.numbers["days_late"] == 10


@pytest.mark.parametrize(
    ("colour", "outcome"),
    [
        ("red", ("red", "project.plan_late")),
        ("yellow", ("yellow", "project.plan_warns")),
        ("grey", ("grey", "project.plan_silent")),
        ("green", ("green", "project.on_course")),
    ],
)
def test_the_worst_of_plan_and_investment(colour: str, outcome: tuple[str, str]) -> None:
    plan = PlanState(1, colour, date(2018, 12, 20), date(2018, 12, 31), 7)
    assert light(building(plan=plan)) == outcome


def test_a_plan_that_is_not_agreed_says_nothing() -> None:
    assert light(building(plan=PlanState(1, "grey"))) == ("green", "project.on_course")


def test_late_beats_silence_and_silence_beats_a_warning() -> None:
    june = date(2018, 6, 30)
    late = building(invested=Invested(Decimal(100), june, june))
    warned = building(invested=Invested(Decimal(170), june, june))
    assert light(late) == ("red", "project.investment")
    assert light(warned) == ("grey", "project.reading_overdue")


def test_a_month_and_ten_working_days_may_pass_between_readings() -> None:
    facts = building(243)
    assert light(facts, today=date(2018, 10, 12))[0] == "green"
    assert light(facts, today=date(2018, 10, 15)) == ("grey", "project.reading_overdue")


def test_without_any_reading_there_is_no_green() -> None:
    assert light(building(None)) == ("grey", "project.no_reading")
    fresh = InvestmentCourse(2018, Decimal(365), date(2018, 9, 10))
    assert light(building(None, course=fresh)) == ("green", "project.on_course")


def test_a_project_in_talks_is_heard_from_every_month() -> None:
    facts = building(None, stage=Stage.TALKS, asked=False, heard=date(2018, 9, 1))
    assert light(facts) == ("green", "project.on_course")
    assert light(facts, today=date(2018, 10, 2)) == ("grey", "project.silent")


def test_what_is_done_is_green_and_what_is_given_up_grey() -> None:
    owed = Owed("示例", "示例局", date(2018, 1, 1))
    assert light(building(1, stage=Stage.COMPLETED, overdue=[owed])) == ("green", "project.completed")
    assert light(building(243, stage=Stage.GIVEN_UP)) == ("grey", "project.given_up")


def test_with_four_colours_what_is_well_but_not_done_is_blue() -> None:
    made = rules(palette=Palette.FOUR)
    assert light(building(), made) == ("blue", "project.on_course")
    assert light(building(stage=Stage.COMPLETED), made)[0] == "green"


def test_months_are_asked_of_major_projects_and_where_they_are_planned() -> None:
    total = Decimal(1)
    assert is_asked("building", is_major=True, has_points=False, total=total)
    assert is_asked("landed", is_major=False, has_points=True, total=None)
    assert not is_asked("building", is_major=False, has_points=False, total=total)
    assert not is_asked("talks", is_major=True, has_points=True, total=total)


def test_expected_runs_straight_from_the_day_it_landed_or_through_the_planned_months() -> None:
    landed = InvestmentCourse(2018, Decimal(10), date(2018, 9, 22))
    assert expected_by(landed, date(2018, 9, 22)) == 0
    assert expected_by(landed, date(2018, 12, 31)) == 10
    assert expected_by(landed, date(2018, 10, 2)) == 1  # 10 of the 100 days
    planned = InvestmentCourse(2018, Decimal(12), EVE, {date(2018, 6, 30): Decimal(2)})
    assert expected_by(planned, date(2018, 6, 30)) == 2
    assert expected_by(planned, date(2018, 9, 30)) == 7  # half of the other 184 days
    assert expected_by(InvestmentCourse(2018, None, EVE), TODAY) is None


months = st.dictionaries(
    st.sampled_from([date(2018, month, 28) for month in range(1, 13)]),
    st.decimals(0, 100, places=2),
    max_size=6,
)


@settings(deadline=None)
@given(
    points=months,
    total=st.none() | st.decimals(0, 200, places=2),
    first=st.dates(date(2017, 12, 1), date(2019, 1, 31)),
    later=st.integers(0, 200),
)
def test_what_is_expected_never_shrinks(
    points: dict[date, Decimal], total: Decimal | None, first: date, later: int
) -> None:
    grown = Decimal(0)
    growing = {day: (grown := max(grown, value)) for day, value in sorted(points.items())}
    course = InvestmentCourse(2018, total, EVE, growing)
    before, after = (
        expected_by(course, first),
        expected_by(course, date.fromordinal(first.toordinal() + later)),
    )
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert 0 <= before <= after


def test_every_rule_has_words_that_its_numbers_fill() -> None:
    owed = Owed("示例", "示例局", date(2018, 9, 1))
    plan = PlanState(1, "red", date(2019, 1, 5), date(2018, 12, 31), -3)
    verdict: Verdict = judge(building(200, overdue=[owed], plan=plan), TODAY, rules())
    numbers = threshold_numbers(DEFAULTS) | verdict.numbers
    assert set(WORDINGS) <= set(wordings())
    for rule in WORDINGS:
        assert rule_text(rule, numbers)
        assert len(arithmetic(rule, numbers)) == len(WORDINGS[rule].lines)
