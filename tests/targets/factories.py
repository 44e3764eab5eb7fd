"""Rows of the year for tests: a fixed year with its goals, and targets of every kind."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from factories import UnitFactory
from yipanqi.targets.models import Goal, GoalKind, Measure, Operator, Reading, Target, TargetKind, Year
from yipanqi.targets.periods import month_end
from yipanqi.targets.transitions import YearStatus

FIXED_AT = datetime(2018, 1, 5, 2, 0, tzinfo=UTC)


class YearFactory(DjangoModelFactory[Year]):
    """2018, fixed on the 5th of January."""

    class Meta:
        model = Year
        django_get_or_create = ("number",)

    number = 2018
    zone = "示例高新区"
    status = YearStatus.FIXED
    fixed_at = FIXED_AT


class GoalFactory(DjangoModelFactory[Goal]):
    """A theme."""

    class Meta:
        model = Goal

    year = factory.SubFactory(YearFactory)
    kind = GoalKind.THEME
    key = factory.Sequence(lambda n: f"theme-{n}")
    name = factory.Sequence(lambda n: f"示例领域{n}")


class TargetFactory(DjangoModelFactory[Target]):
    """A cumulative indicator of 120 by the end of the year: 10 a month."""

    class Meta:
        model = Target
        skip_postgeneration_save = True

    goal = factory.SubFactory(GoalFactory)
    year = factory.SelfAttribute("goal.year")
    key = factory.Sequence(lambda n: f"target-{n}")
    kind = TargetKind.INDICATOR
    name = factory.Sequence(lambda n: f"示例指标{n}")
    op = Operator.AT_LEAST
    value = Decimal(120)
    unit = "个"
    measure = Measure.CUMULATIVE
    due = date(2018, 12, 31)
    counts_on = factory.SelfAttribute("due")
    lead = factory.SubFactory(UnitFactory)


class MilestoneFactory(TargetFactory):
    """A date: the end of the year."""

    kind = TargetKind.MILESTONE
    name = factory.Sequence(lambda n: f"示例节点{n}")
    op = ""
    value = None
    unit = ""
    measure = ""


class StandingFactory(MilestoneFactory):
    """Work without figure or date."""

    kind = TargetKind.STANDING
    name = factory.Sequence(lambda n: f"示例工作{n}")
    due = None


def read_months(target: Target, values: Sequence[Decimal | int | str], **fields: Any) -> list[Reading]:
    """Readings to date at the ends of January, February and so on, entered on those days."""
    rows = []
    for number, value in enumerate(values, start=1):
        day = month_end(date(target.year.number, number, 1))
        rows.append(
            Reading.objects.create(
                target=target,
                period=day,
                as_of=day,
                value=Decimal(value),
                unit=target.lead,
                author_key="user:0",
                author_label="示例岗位",
                at=datetime(day.year, day.month, day.day, 2, tzinfo=UTC),
                **fields,
            )
        )
    return rows
