"""What projects are to invest, put together from their rows: the year's total, planned months, the day they landed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from yipanqi.projects.expecting import InvestmentCourse
from yipanqi.projects.judgement import INVESTING
from yipanqi.projects.models import InvestmentPlan, Project, StageEvent

Points = Mapping[date, Decimal]


def courses_of(projects: Collection[Project]) -> list[InvestmentCourse]:
    """The course of each project, in their order; the years come with them. Two queries."""
    ids = [project.pk for project in projects]
    points = planned_points(ids)
    landed = landing_days(StageEvent.objects.filter(project__in=ids).order_by("on", "id"))
    return [course_of(project, points.get(project.pk, {}), landed.get(project.pk)) for project in projects]


def course_of(project: Project, points: Points, landed: date | None) -> InvestmentCourse:
    """What the project is to invest in its year; evenly from the day it landed where no month is planned."""
    return planned_course(project.year.number, project.year_investment, points, landed)


def planned_course(year: int, total: Decimal | None, points: Points, landed: date | None) -> InvestmentCourse:
    """What is to be invested in a year; evenly from the day of landing where no month is planned."""
    eve = date(year, 1, 1) - timedelta(days=1)
    return InvestmentCourse(year, total, max(eve, landed or eve), points)


def planned_points(project_ids: Collection[int]) -> dict[int, dict[date, Decimal]]:
    """The planned months of each project. One query."""
    points: dict[int, dict[date, Decimal]] = defaultdict(dict)
    planned = InvestmentPlan.objects.filter(project__in=project_ids)
    for project_id, period, value in planned.values_list("project_id", "period", "value"):
        points[project_id][period] = value
    return points


class Move(Protocol):
    """A change of stage, as a row or as plain values."""

    @property
    def project_id(self) -> int:
        """Whose."""

    @property
    def after(self) -> str:
        """The stage it led to."""

    @property
    def on(self) -> date:
        """The day."""


def landing_days(moves: Iterable[Move]) -> dict[int, date]:
    """The first day on which each project stood in a stage that invests; moves in the order of days."""
    found: dict[int, date] = {}
    for move in moves:
        if move.after in INVESTING:
            found.setdefault(move.project_id, move.on)
    return found
