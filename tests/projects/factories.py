"""Projects for tests: a building project of 12 亿元 in the year 2018, and what happened to it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from factories import UnitFactory, actor
from targets.factories import YearFactory
from yipanqi.access.actor import Actor
from yipanqi.access.roles import Role
from yipanqi.org.models import Unit
from yipanqi.projects.models import (
    Contribution,
    ContributionKind,
    Guarantee,
    GuaranteeKind,
    InvestmentReading,
    Project,
    ProjectKind,
    Sector,
    StageEvent,
)
from yipanqi.projects.transitions import Stage
from yipanqi.targets.models import Target
from yipanqi.targets.periods import month_end

BEGUN = datetime(2018, 1, 5, 2, 0, tzinfo=UTC)


class ProjectFactory(DjangoModelFactory[Project]):
    """A major project that is being built: 1 亿元 a month."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    year = factory.SubFactory(YearFactory)
    code = factory.Sequence(lambda n: f"p-{n}")
    name = factory.Sequence(lambda n: f"示例项目{n}")
    sector = Sector.INDUSTRY
    kind = ProjectKind.CONTINUED
    stage = Stage.BUILDING
    stage_since = date(2017, 6, 1)
    is_major = True
    total_investment = Decimal(40)
    year_investment = Decimal(12)
    lead = factory.SubFactory(UnitFactory)
    created_at = BEGUN

    @factory.post_generation
    def first_stage(self: Project, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The stage it was entered with."""
        StageEvent.objects.create(
            project=self, after=self.stage, on=self.stage_since, author_label="示例岗位", at=self.created_at
        )


class GuaranteeFactory(DjangoModelFactory[Guarantee]):
    """Land that another unit owes by the end of October."""

    class Meta:
        model = Guarantee

    project = factory.SubFactory(ProjectFactory)
    kind = GuaranteeKind.LAND
    text = "示例地块供地"
    owner = factory.SubFactory(UnitFactory)
    due = date(2018, 10, 31)


def invest(project: Project, values: Sequence[Decimal | int | str | None]) -> list[InvestmentReading]:
    """Readings at the ends of January, February and so on, entered on those days; None is left out."""
    rows = []
    for number, value in enumerate(values, start=1):
        day = month_end(date(project.year.number, number, 1))
        if value is not None:
            rows.append(
                InvestmentReading.objects.create(
                    project=project,
                    period=day,
                    value=Decimal(value),
                    author_key="user:0",
                    author_label="示例岗位",
                    at=datetime(day.year, day.month, day.day, 2, tzinfo=UTC),
                )
            )
    return rows


def clerk_of(project: Project) -> Actor:
    """A clerk of the unit that leads it."""
    return actor(Role.CLERK, units=[project.lead])


def office() -> Actor:
    """Somebody of the project office."""
    return actor(Role.PROJECT_OFFICE)


def project_of(unit: Unit) -> Project:
    """The project that this unit leads."""
    found = Project.objects.filter(lead=unit).first()
    return found if found else ProjectFactory(lead=unit)


def bring(
    project: Project, target: Target, kind: str = ContributionKind.COUNT, **fields: Any
) -> Contribution:
    """The project counts for the target once it is started."""
    stage = "" if kind == ContributionKind.INVESTMENT else fields.pop("stage", Stage.STARTED)
    return Contribution.objects.create(project=project, target=target, kind=kind, stage=stage, **fields)
