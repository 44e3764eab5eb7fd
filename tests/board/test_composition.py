"""What the board says is true to its rows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.board import composition as compose
from yipanqi.plans.queries import PlanRow
from yipanqi.targets.trajectory import Point

TODAY = date(2018, 9, 28)
HOUSING = compose.Item(
    pk=1,
    key="housing_started",
    kind="indicator",
    name="安置房新开工面积",
    goal_id=3,
    goal="新型城镇化",
    measure="cumulative",
    op="=",
    value=Decimal(270),
    approx=False,
    unit="万㎡",
    to_date=Decimal("176.8"),
    before=Decimal("163.3"),
    expected=Decimal("216.3"),
    forecast=Decimal("235.1"),
    needed=Decimal("30.1"),
    due=date(2018, 12, 31),
    due_explicit=True,
    counts_on=date(2018, 12, 31),
    done_on=None,
    status="active",
    cycle="monthly",
    period=date(2018, 9, 30),
    read_at=None,
    source="",
    source_label="月报",
    lead_id=1,
    lead="建设局",
    leader="分管建设副主任",
    light_id=1,
    colour="red",
    colour_before="yellow",
    since=None,
    rule="indicator.forecast",
    illustrative=True,
    version=1,
    order=1,
    numbers={},
    theme="城镇化",
    theme_order=3,
    behind=48,
)
DUST = replace(
    HOUSING,
    behind=None,
    pk=2,
    name="PM10",
    measure="mean",
    op="<=",
    value=Decimal(115),
    to_date=Decimal(120),
    expected=Decimal(108),
    forecast=Decimal(118),
    colour="yellow",
    colour_before="green",
    theme="生态",
    theme_order=4,
)
SCHOOL = replace(
    HOUSING,
    behind=None,
    pk=3,
    kind="milestone",
    name="学校开工",
    measure="",
    op="",
    value=None,
    to_date=None,
    before=None,
    expected=None,
    forecast=None,
    needed=None,
    due=date(2018, 9, 18),
    promised=date(2018, 10, 20),
    theme="民生",
    theme_order=6,
    colour_before="red",
)


def test_gaps_are_counted_on_the_bad_side() -> None:
    assert HOUSING.shortfall == Decimal("39.5")
    assert HOUSING.forecast_gap == Decimal("34.9")
    assert DUST.shortfall == 12
    assert DUST.forecast_gap == 3
    assert replace(DUST, to_date=Decimal(100), forecast=Decimal(110)).shortfall == 0


def test_days_at_stake() -> None:
    assert compose.days_at_stake(HOUSING, TODAY) == 48
    # promised for 20 October, due on 18 September
    assert compose.days_at_stake(SCHOOL, TODAY) == 32
    # nobody promised: counted to today
    assert compose.days_at_stake(replace(SCHOOL, promised=None), TODAY) == 10
    assert compose.days_at_stake(DUST, TODAY) is None
    assert compose.days_at_stake(replace(SCHOOL, done_on=TODAY), TODAY) is None


EVEN = [Point(date(2017, 12, 31), Decimal(0)), Point(date(2018, 12, 31), Decimal(365))]


@pytest.mark.parametrize(("value", "days"), [(271, 0), (300, 0), (261, 10), (0, 271)])
def test_days_behind_an_even_trajectory_of_one_a_day(value: int, days: int) -> None:
    assert compose.days_behind(EVEN, Decimal(value), TODAY) == days


def test_days_behind_a_trajectory_with_a_rest() -> None:
    line = [
        *EVEN[:1],
        Point(date(2018, 6, 30), Decimal(100)),
        Point(date(2018, 9, 18), Decimal(100)),
        Point(date(2018, 12, 31), Decimal(200)),
    ]
    assert compose.days_behind(line, Decimal(100), TODAY) == 10
    assert compose.days_behind([], Decimal(100), TODAY) is None


def test_matters_are_ordered_by_days_at_stake() -> None:
    troubled = [DUST, SCHOOL, HOUSING, *[replace(SCHOOL, pk=10 + n) for n in range(2)]]
    found = compose.most_pressing(compose.target_matters(troubled, TODAY))
    assert [matter.days for matter in found] == [48, 32, 32, 32, 0]


def test_green_and_grey_need_no_decision() -> None:
    assert (
        compose.target_matters([replace(HOUSING, colour="green"), replace(SCHOOL, colour="grey")], TODAY)
        == []
    )


def test_turns_since_the_meeting() -> None:
    counts = compose.count([HOUSING, DUST, SCHOOL, replace(HOUSING, colour="green", colour_before="red")])
    assert (counts.total, counts.red, counts.yellow, counts.green) == (4, 2, 1, 1)
    assert (counts.better, counts.worse) == (1, 2)


def test_the_year_names_the_worst_first() -> None:
    missing, reached, forecast = compose.unreachable([DUST, HOUSING, replace(HOUSING, forecast=Decimal(280))])
    assert [item.name for item in missing] == ["安置房新开工面积", "PM10"]
    assert (reached, forecast) == (1, 3)


def test_stones_stand_by_theme() -> None:
    rows = compose.stones([SCHOOL, HOUSING, DUST, HOUSING])
    assert [(row.theme, len(row.items)) for row in rows] == [("城镇化", 2), ("生态", 1), ("民生", 1)]
    assert [x for x, _ in rows[0].placed] == [0, 15]


@given(st.lists(st.sampled_from([HOUSING, DUST, SCHOOL]), max_size=30), st.integers(0, 400))
def test_no_matter_is_ordered_wrongly(rows: list[compose.Item], shift: int) -> None:
    moved = [replace(row, due=date.fromordinal(TODAY.toordinal() - shift)) for row in rows]
    found = compose.most_pressing(compose.target_matters(moved, TODAY))
    days = [matter.days for matter in found]
    assert days == sorted(days, reverse=True)
    assert all(matter.days >= 0 for matter in found)


@given(st.decimals(0, 365, places=1), st.decimals(0, 365, places=1))
def test_more_done_is_never_further_behind(less: Decimal, more: Decimal) -> None:
    less, more = sorted((less, more))
    assert (compose.days_behind(EVEN, more, TODAY) or 0) <= (compose.days_behind(EVEN, less, TODAY) or 0)


@pytest.mark.parametrize(("colour", "place"), [("red", 0), ("green", 2)])
def test_the_strip_shows_the_worst_first(colour: str, place: int) -> None:
    other = replace(HOUSING, colour="grey")
    rows = compose.strip([other, replace(HOUSING, pk=9, colour=colour), DUST])
    assert [row.pk for row in rows].index(9) == place


PLAN = PlanRow(
    pk=7,
    name="示例计划",
    year_id=1,
    owner_id=1,
    owner="建设局",
    leader="",
    project_id=None,
    project="",
    target_id=SCHOOL.pk,
    target="",
    start=date(2018, 1, 8),
    due=None,
    calendar="china",
    version_id=1,
    number=1,
    status="agreed",
    draft_id=None,
    draft_status="",
    lock=1,
    light_id=1,
    colour="red",
    rule="plan.beyond_agreed",
    since=None,
    agreed_finish=date(2018, 12, 14),
    forecast_finish=date(2019, 1, 3),
    agreed_float=9,
    total_float=-14,
    data_date=TODAY,
    fact_at=None,
    computed_at=None,
    activities=12,
    illustrative=True,
)


def test_a_late_plan_is_a_matter_of_the_days_between_agreed_and_computed() -> None:
    late, thin = compose.plan_matters(
        [
            PLAN,
            replace(PLAN, colour="yellow", forecast_finish=date(2018, 12, 10)),
            replace(PLAN, colour="green"),
        ]
    )
    assert (late.days, late.asks) == (20, "plan")
    assert (thin.days, thin.asks) == (0, "float")


def test_a_milestone_whose_plan_is_told_is_not_told_twice() -> None:
    found = compose.target_matters([SCHOOL, HOUSING], TODAY) + compose.plan_matters([PLAN])
    told = compose.without_doubles(found, [PLAN])
    assert [(matter.kind, matter.pk) for matter in told] == [("target", HOUSING.pk), ("plan", PLAN.pk)]


def test_plans_are_counted_by_colour() -> None:
    counts = compose.count_plans([PLAN, replace(PLAN, colour="green"), replace(PLAN, colour="grey")])
    assert (counts.total, counts.red, counts.green, counts.grey) == (3, 1, 1, 1)
