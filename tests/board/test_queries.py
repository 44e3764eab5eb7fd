"""What the board reads: as many queries for many rows as for few."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from factories import actor
from projects.factories import ProjectFactory, invest
from targets.factories import GoalFactory, MilestoneFactory, TargetFactory, YearFactory, read_months
from yipanqi.access.roles import Role
from yipanqi.board import queries
from yipanqi.lights.queries import BUILT_IN
from yipanqi.targets import operations as op
from yipanqi.targets.models import Meeting, Reading, Target, TrajectoryPoint

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.mark.parametrize("count", [1, 6])
def test_the_board_costs_as_many_queries_for_any_number(
    now: datetime, django_assert_max_num_queries, count: int
) -> None:
    for _ in range(count):
        read_months(TargetFactory(trajectory="typed"), [1, 1, 1, 1, 1, 1, 1, 1, 1])
        MilestoneFactory()
        invest(ProjectFactory(), [1, 2, 3])
    TrajectoryPoint.objects.create(target=Target.objects.all()[0], day=date(2018, 6, 30), value=5)
    op.recompute(list(Target.objects.values_list("pk", flat=True)), now)
    leader = actor(Role.LEADER)
    with django_assert_max_num_queries(8):
        board = queries.board(leader, now)
    assert (board.counts.total, board.pipeline and board.pipeline.count) == (2 * count, count)


def test_the_board_knows_year_meeting_rules_and_what_is_invented(now: datetime) -> None:
    assert queries.board(actor(Role.LEADER), now).rule_set == BUILT_IN
    year = YearFactory()
    target = TargetFactory(goal=GoalFactory(short_name="城镇化"))
    read_months(target, [10, 20])
    held = datetime(2018, 9, 3, 1, tzinfo=UTC)
    Meeting.objects.create(year=year, held_at=held)
    Meeting.objects.create(year=year, held_at=now)
    board = queries.board(actor(Role.LEADER), now)
    assert (board.year, board.last_meeting, board.rule_set) == (year, date(2018, 9, 3), BUILT_IN)
    assert [row.theme for row in board.stones] == ["城镇化"]
    assert not board.is_illustrative
    Reading.objects.update(illustrative=True)
    assert queries.board(actor(Role.LEADER), now).is_illustrative


def test_a_figure_lies_behind_its_typed_trajectory(now: datetime) -> None:
    target = TargetFactory(trajectory="typed", value=Decimal(120))
    TrajectoryPoint.objects.create(target=target, day=date(2018, 6, 30), value=110)
    read_months(target, [10, 20, 30, 40, 50, 60, 70, 80, 90])
    op.recompute([target.pk], now)
    typed = queries.board(actor(Role.LEADER), now).matters[0].days
    Target.objects.update(trajectory="even")
    assert typed > queries.board(actor(Role.LEADER), now).matters[0].days
