"""A milestone that a network plan reaches: its facts are entered in the plan, once."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import pytest

from factories import UnitFactory, actor
from targets.factories import MilestoneFactory
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.targets import planned
from yipanqi.targets.models import Target
from yipanqi.targets.operations import recompute
from yipanqi.targets.planned import PlannedMilestone
from yipanqi.targets.queries.asks import asks_of
from yipanqi.targets.transitions import TargetStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def stands() -> Iterator[dict[int, PlannedMilestone]]:
    """How milestones stand by their plans; tests fill it in."""
    known: dict[int, PlannedMilestone] = {}

    def provider(ids: object) -> Mapping[int, PlannedMilestone]:
        return known

    planned.register(provider)
    yield known
    planned.forget(provider)


def light_of(target: Target) -> tuple[str, str]:
    light = Target.objects.select_related("light").get(pk=target.pk).light
    assert light is not None
    return light.colour, light.rule


def test_the_computed_day_of_the_plan_decides_the_light(
    stands: dict[int, PlannedMilestone], now: datetime
) -> None:
    milestone = MilestoneFactory(due=date(2018, 12, 31))
    stands[milestone.pk] = PlannedMilestone("示例计划", expected_on=date(2019, 1, 20), heard=now)
    recompute([milestone.pk], now)
    assert light_of(milestone) == ("red", "milestone.expected_late")
    stands[milestone.pk] = PlannedMilestone("示例计划", expected_on=date(2018, 12, 10), heard=now)
    recompute([milestone.pk], now)
    assert light_of(milestone) == ("green", "milestone.ahead")


def test_the_plans_own_fact_completes_it_once(stands: dict[int, PlannedMilestone], now: datetime) -> None:
    milestone = MilestoneFactory(due=date(2018, 12, 31))
    stands[milestone.pk] = PlannedMilestone("示例计划", done_on=date(2018, 9, 20), heard=now)
    recompute([milestone.pk], now)
    recompute([milestone.pk], now + timedelta(hours=1))
    milestone.refresh_from_db()
    assert (milestone.status, milestone.done_on) == (TargetStatus.DONE, date(2018, 9, 20))
    assert light_of(milestone) == ("green", "milestone.done")
    assert Event.objects.filter(action="targets.complete", subject_key=str(milestone.pk)).count() == 1


def test_it_is_not_asked_for_a_second_time(stands: dict[int, PlannedMilestone], now: datetime) -> None:
    unit = UnitFactory()
    with_plan, without = MilestoneFactory(lead=unit), MilestoneFactory(lead=unit)
    stands[with_plan.pk] = PlannedMilestone("示例计划")
    asked = [ask.row.pk for ask in asks_of(actor(Role.CLERK, units=[unit]), [unit.pk], now).asks]
    assert asked == [without.pk]
