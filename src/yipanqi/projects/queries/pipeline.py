"""The pipeline from talks to full capacity, and the investment of all projects over the year."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, within
from yipanqi.foundation import clock
from yipanqi.projects.courses import courses_of
from yipanqi.projects.expecting import ZERO, InvestmentCourse, expected_by
from yipanqi.projects.models import InvestmentReading, Project, StageEvent, StageName
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.sources import RANK
from yipanqi.projects.transitions import Stage
from yipanqi.targets.models import Year
from yipanqi.targets.periods import MONTHLY, periods_due
from yipanqi.targets.rules import TargetAction


@dataclass(frozen=True)
class StageCount:
    """The projects of one stage: how many, their money in 亿元, and the flow since the moment asked for."""

    stage: str
    word: str
    count: int
    total_investment: Decimal
    year_investment: Decimal
    invested: Decimal
    came_in: int
    went_out: int


@dataclass(frozen=True)
class Pipeline:
    """The seven stages in their order; `given_up` counts those that are no longer pursued."""

    stages: tuple[StageCount, ...]
    given_up: int
    since: date
    today: date

    @property
    def count(self) -> int:
        """All living projects."""
        return sum(stage.count for stage in self.stages)

    @property
    def total_investment(self) -> Decimal:
        """Their total investment, 亿元."""
        return sum((stage.total_investment for stage in self.stages), ZERO)

    @property
    def year_investment(self) -> Decimal:
        """What they are to invest in the year, 亿元."""
        return sum((stage.year_investment for stage in self.stages), ZERO)

    @property
    def invested(self) -> Decimal:
        """What they have invested in the year to date, 亿元."""
        return sum((stage.invested for stage in self.stages), ZERO)


def pipeline(actor: Actor, year_id: int, since: date, today: date) -> Pipeline:
    """Stages as they are, flow by moves after `since` up to `today`. Two queries."""
    projects = within(actor, ProjectAction.VIEW, Project.objects.filter(year=year_id))
    by_stage: dict[str, list[Project]] = defaultdict(list)
    for project in projects.only("stage", "total_investment", "year_investment", "invested"):
        by_stage[project.stage].append(project)
    moves = StageEvent.objects.filter(project__in=projects, on__gt=since, on__lte=today)
    flow = list(moves.order_by().values_list("before", "after"))
    stages = tuple(_stage_count(stage, by_stage[stage], flow) for stage in RANK)
    return Pipeline(stages, len(by_stage[Stage.GIVEN_UP]), since, today)


def _stage_count(stage: str, projects: Sequence[Project], flow: Iterable[tuple[str, str]]) -> StageCount:
    moves = list(flow)
    return StageCount(
        stage=stage,
        word=str(StageName(stage).label),
        count=len(projects),
        total_investment=_sum(project.total_investment for project in projects),
        year_investment=_sum(project.year_investment for project in projects),
        invested=_sum(project.invested for project in projects),
        came_in=sum(after == stage for _before, after in moves),
        went_out=sum(before == stage for before, _after in moves),
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), ZERO)


@dataclass(frozen=True)
class CurvePoint:
    """The end of one month: planned and invested in the year to date, 亿元; `reported` projects of that month.

    `invested` is None for months after the last one that anybody reported.
    """

    day: date
    planned: Decimal
    invested: Decimal | None
    reported: int


@dataclass(frozen=True)
class Curve:
    """The S-curve of a year. `period` is the last month reported, `entered_at` its youngest entry."""

    points: tuple[CurvePoint, ...]
    year: int
    total: Decimal
    expected: Decimal
    invested: Decimal | None
    period: date | None
    entered_at: datetime | None
    projects: int
    today: date
    illustrative: bool = False


def investment_curve(actor: Actor, year_id: int, today: date) -> Curve:
    """Planned and invested at the end of each month, summed over the projects that report monthly. Five queries.

    These are the major ones, those with planned months, and those that somebody entered a reading for: works whose months
    nobody asks for are neither in the plan nor in the fact.
    """
    year = fetch_or_404(actor, TargetAction.VIEW, Year.objects.all(), pk=year_id)
    rows = within(actor, ProjectAction.VIEW, Project.objects.filter(year=year))
    projects = list(rows.exclude(stage=Stage.GIVEN_UP).select_related("year"))
    readings = list(InvestmentReading.objects.filter(project__in=rows, current=True).order_by("period"))
    return summed_curve(year, projects, readings, today)


def summed_curve(
    year: Year, projects: Sequence[Project], readings: Sequence[InvestmentReading], today: date
) -> Curve:
    """The curve of these projects by these readings, ordered by month. Two queries."""
    read = {row.project_id for row in readings}
    courses = [
        course
        for project, course in zip(projects, courses_of(projects), strict=True)
        if project.is_major or course.points or project.pk in read
    ]
    known = [row for row in readings if min(row.period, clock.today(row.at)) <= today]
    period = max((row.period for row in known), default=None)
    days = periods_due(MONTHLY, date(year.number, 1, 1), date(year.number, 12, 31))
    points = tuple(_point(day, courses, known, period) for day in days)
    return Curve(
        points=points,
        year=year.number,
        total=_sum(course.total for course in courses),
        expected=_expected(courses, today),
        invested=next((point.invested for point in reversed(points) if point.invested is not None), None),
        period=period,
        entered_at=max((row.at for row in known), default=None),
        projects=sum(bool(course.corners) for course in courses),
        today=today,
        illustrative=any(row.illustrative for row in known),
    )


def _point(
    day: date, courses: Sequence[InvestmentCourse], readings: Sequence[InvestmentReading], last: date | None
) -> CurvePoint:
    if last is None or day > last:
        return CurvePoint(day, _expected(courses, day), None, 0)
    latest = {row.project_id: row.value for row in readings if row.period <= day}
    reported = sum(row.period == day for row in readings)
    return CurvePoint(day, _expected(courses, day), _sum(latest.values()), reported)


def _expected(courses: Sequence[InvestmentCourse], day: date) -> Decimal:
    return round(_sum(expected_by(course, day) for course in courses), 4)
