"""What pages are given: finished rows, in a number of queries that does not grow."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import UnitFactory, actor
from targets.factories import (
    GoalFactory,
    MilestoneFactory,
    StandingFactory,
    TargetFactory,
    YearFactory,
    read_months,
)
from yipanqi.access.roles import Role
from yipanqi.foundation.errors import NotFound
from yipanqi.targets import operations as op
from yipanqi.targets import queries
from yipanqi.targets.models import Goal, GoalKind, Meeting, Statement, Target

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def populate(count: int, now: datetime) -> int:
    """So many indicators, milestones and standing works, each read or heard of; the year's id."""
    year = YearFactory()
    for _ in range(count):
        read_months(TargetFactory(), [10, 20, 30, 40, 50, 60, 70, 80, 90])
        work = StandingFactory()
        op.enter_statement(
            actor=actor(Role.CLERK, units=[work.lead]), target_id=work.pk, text="已排查", now=now
        )
        MilestoneFactory()
    op.recompute(list(Target.objects.values_list("pk", flat=True)), now)
    return year.pk


def test_queries_do_not_grow_with_the_targets(now: datetime) -> None:
    leader = actor(Role.LEADER)
    counted: list[list[int]] = []
    for size in (1, 4):
        year_id = populate(size, now)
        units = list(Target.objects.values_list("lead_id", flat=True))
        ids = list(Target.objects.values_list("pk", flat=True))
        row = []
        for ask in (
            lambda year_id=year_id: queries.target_rows(leader, year_id, since=now - timedelta(days=30)),
            lambda year_id=year_id: queries.goal_tree(leader, year_id),
            lambda units=units: queries.asks_of(leader, units, now),
            lambda year_id=year_id: queries.phantom_owners(leader, year_id, now),
            lambda year_id=year_id: queries.year_sheet(leader, year_id),
            lambda ids=ids: op.recompute(ids, now + timedelta(days=1)),
        ):
            with CaptureQueriesContext(connection) as made:
                ask()
            row.append(len(made))
        counted.append(row)
    assert counted[0] == counted[1]
    assert counted[1][:5] == [1, 2, 5, 5, 4]  # the third asks the plans too
    assert counted[1][5] <= 18


def test_a_row_tells_value_expected_forecast_change_and_turn(now: datetime) -> None:
    target = TargetFactory(name="安置房新开工面积")
    read_months(target, [10, 20, 30, 40, 50, 60, 70])
    op.recompute([target.pk], now - timedelta(days=20))
    clerk = actor(Role.CLERK, units=[target.lead])
    before = now - timedelta(days=1)
    op.enter_reading(actor=clerk, target_id=target.pk, period=date(2018, 8, 31), value="71", now=now)
    [row] = queries.target_rows(actor(Role.LEADER), target.year_id, since=before)
    assert (row.to_date, row.before, row.change) == (71, 70, 1)
    assert (row.colour_before, row.colour, row.turned) == ("green", "red", True)
    assert queries.rows_that_turned([row]) == [row]


def test_a_list_is_narrowed_by_theme_lead_light_kind_and_text() -> None:
    path = GoalFactory(kind=GoalKind.PATH)
    theme = GoalFactory(parent=path, year=path.year)
    inside, outside = TargetFactory(goal=theme, name="专利申请量"), MilestoneFactory()
    leader, year_id = actor(Role.LEADER), inside.year_id

    def names(**fields: object) -> list[str]:
        narrowed = queries.TargetFilter(**fields)  # type: ignore[arg-type]
        return [row.name for row in queries.target_rows(leader, year_id, narrowed=narrowed)]

    assert names(goal_id=path.pk) == names(goal_id=theme.pk) == [inside.name]
    assert names(lead_id=outside.lead_id) == [outside.name]
    assert names(kind="milestone") == [outside.name]
    assert names(text=" 专利 ") == [inside.name]
    assert sorted(names(colour="grey")) == sorted([inside.name, outside.name])
    assert names(colour="red") == []


def test_the_tree_counts_lights_below_each_node(now: datetime) -> None:
    year = YearFactory()
    vision = GoalFactory(year=year, kind=GoalKind.VISION, horizon=2025)
    path = GoalFactory(year=year, kind=GoalKind.PATH, parent=vision)
    theme = GoalFactory(year=year, kind=GoalKind.THEME, parent=path)
    target = TargetFactory(goal=theme)
    read_months(target, [10, 20, 30, 40, 50, 60, 70, 80, 90])
    MilestoneFactory(goal=path, due=date(2018, 9, 1))
    op.recompute(list(Target.objects.values_list("pk", flat=True)), now)
    [root] = queries.goal_tree(actor(Role.LEADER), year.pk)
    assert (root.pk, root.counts.red, root.counts.green, root.counts.total) == (vision.pk, 1, 1, 2)
    [middle] = root.children
    assert [child.counts.green for child in middle.children] == [1]
    assert Goal.objects.count() == 3


def test_one_target_in_full(now: datetime) -> None:
    target = TargetFactory()
    read_months(target, [10, 20, 30])
    clerk = actor(Role.CLERK, units=[target.lead])
    op.correct_reading(
        actor=clerk, target_id=target.pk, period=date(2018, 2, 1), value="19", reason="重复计算", now=now
    )
    page = queries.target_page(clerk, target.pk, now)
    assert [line.value for line in page.readings] == [30, 19, 10]
    assert [line.amount for line in page.readings] == [11, 9, 10]
    assert page.readings[1].former[0].value == 20
    assert page.readings[1].note == "重复计算"
    assert page.course is not None
    assert page.course.plan[-1].value == 120
    assert page.why is not None
    assert page.why.rule == "indicator.silent"
    assert page.powers.enter
    assert not page.powers.change
    assert page.asked == date(2018, 9, 30)
    assert queries.target_page(actor(Role.OFFICE), target.pk, now).powers.change


def test_one_target_takes_a_bounded_number_of_queries(now: datetime) -> None:
    target = TargetFactory()
    read_months(target, [10, 20, 30, 40, 50, 60, 70, 80, 90])
    op.recompute([target.pk], now)
    clerk = actor(Role.CLERK, units=[target.lead])
    with CaptureQueriesContext(connection) as made:
        queries.target_page(clerk, target.pk, now)
    assert len(made) <= 16


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.GRID_STAFF])
def test_who_does_not_work_with_the_year_sees_nothing(role: Role, now: datetime) -> None:
    target = TargetFactory()
    stranger = actor(role)
    assert queries.target_rows(stranger, target.year_id) == ()
    with pytest.raises(NotFound):
        queries.target_page(stranger, target.pk, now)
    with pytest.raises(NotFound):
        queries.why_target(stranger, target.pk)


@pytest.mark.parametrize(
    ("today", "asked"),
    [
        (date(2018, 9, 28), date(2018, 9, 30)),  # the month is nearly over: ask for it
        (date(2018, 9, 21), date(2018, 9, 30)),
        (date(2018, 9, 20), date(2018, 8, 31)),  # it still runs: ask for the one before
        (date(2018, 10, 5), date(2018, 9, 30)),
    ],
)
def test_which_month_is_asked_for(today: date, asked: date) -> None:
    assert queries.asked_period("monthly", today) == asked


def test_asks_are_prefilled_and_vanish_when_answered(now: datetime) -> None:
    unit = UnitFactory()
    indicator, milestone = TargetFactory(lead=unit), MilestoneFactory(lead=unit)
    TargetFactory(lead=unit, source="elsewhere")
    MilestoneFactory(lead=unit, status="done", done_on=date(2018, 5, 1))
    read_months(indicator, [10, 20, 30, 40, 50, 60, 70, 80])
    clerk = actor(Role.CLERK, units=[unit])
    asks = queries.asks_of(clerk, [unit.pk], now)
    assert {ask.row.pk for ask in asks.open} == {indicator.pk, milestone.pk}
    assert asks.minutes == 3
    [figure] = [ask for ask in asks.asks if ask.row.kind == "indicator"]
    assert (figure.period, figure.last_value, figure.last_period) == (
        date(2018, 9, 30),
        80,
        date(2018, 8, 31),
    )
    assert figure.due_on == date(2018, 10, 12)
    op.enter_reading(actor=clerk, target_id=indicator.pk, period=figure.period, value="90", now=now)
    op.enter_statement(actor=clerk, target_id=milestone.pk, unchanged=True, now=now)
    later = queries.asks_of(clerk, [unit.pk], now)
    assert later.open == ()
    [figure] = [ask for ask in later.asks if ask.row.kind == "indicator"]
    assert (figure.answer, figure.last_value) == (90, 80)


def test_phantom_owners_are_silent_for_two_cycles_while_something_was_due(now: datetime) -> None:
    silent, speaking = TargetFactory(), MilestoneFactory()
    Statement.objects.create(
        target=speaking,
        unit=speaking.lead,
        author_key="user:0",
        author_label="示例岗位",
        at=now - timedelta(days=50),
    )
    counted = TargetFactory(source="elsewhere")
    owners = queries.phantom_owners(actor(Role.SUPERVISION), silent.year_id, now)
    assert [owner.unit_id for owner in owners] == [silent.lead_id]
    assert counted.lead_id not in {owner.unit_id for owner in owners}
    assert owners[0].heard is None
    assert owners[0].silent_days == 266


def test_the_meeting_that_is_going_on_is_not_the_last_one(now: datetime) -> None:
    year = YearFactory()
    office = actor(Role.OFFICE)
    assert queries.last_meeting(year.pk, now) is None
    held = datetime(2018, 8, 31, 4, tzinfo=UTC)
    op.record_meeting(actor=office, year_id=year.pk, held_at=held, now=now)
    op.record_meeting(actor=office, year_id=year.pk, held_at=held, now=now)
    op.record_meeting(actor=office, year_id=year.pk, held_at=now, now=now)
    assert Meeting.objects.count() == 2
    found = queries.last_meeting(year.pk, now)
    assert found is not None
    assert found.held_at == held


def test_the_year_sheet_lists_what_is_missing_and_what_may_follow(now: datetime) -> None:
    year = YearFactory(status="comments")
    TargetFactory(lead=None, value=None)
    sheet = queries.year_sheet(actor(Role.OFFICE), year.pk)
    assert [lack.fields for lack in sheet.lacks] == [("lead", "value")]
    assert {move.name for move in sheet.moves} == {"back_to_draft", "fix"}
    assert queries.year_sheet(actor(Role.LEADER), year.pk).moves == ()
    assert Decimal(sheet.rows[0].order) == 0


def test_who_sees_a_target_sees_what_proves_it() -> None:
    target = TargetFactory()
    assert list(queries.keys_of_visible_targets(actor(Role.LEADER))) == [str(target.pk)]
    assert list(queries.keys_of_visible_targets(actor(Role.SYSTEM_ADMIN))) == []
