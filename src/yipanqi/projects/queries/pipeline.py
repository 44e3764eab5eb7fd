"""The pipeline from talks to full capacity, and the investment of all projects over the year."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BooleanField, DateTimeField, QuerySet, Value

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, within
from yipanqi.foundation import clock
from yipanqi.projects.courses import landing_days, planned_course
from yipanqi.projects.expecting import ZERO, InvestmentCourse, Line, line_at, summed_lines
from yipanqi.projects.models import InvestmentPlan, InvestmentReading, Project, StageEvent, StageName
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


class ProjectMoney(NamedTuple):
    """The stage and the money of one project."""

    pk: int
    stage: str
    is_major: bool
    total_investment: Decimal | None
    year_investment: Decimal | None
    invested: Decimal | None


class Move(NamedTuple):
    """One change of stage."""

    project_id: int
    before: str
    after: str
    on: date


class Read(NamedTuple):
    """What one project has invested in the year by the end of a month, 亿元."""

    project_id: int
    period: date
    value: Decimal
    at: datetime
    illustrative: bool


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


def pipeline(actor: Actor, year_id: int, since: date, today: date) -> Pipeline:
    """Stages as they are, flow by moves after `since` up to `today`. Two queries."""
    seen = _seen(actor, year_id)
    return counted_stages(_money(seen), _moves(seen.values("pk")), since, today)


def pipeline_and_curve(actor: Actor, year: Year, since: date, today: date) -> tuple[Pipeline, Curve]:
    """`pipeline` and `investment_curve` of a year from the same rows. Three queries."""
    seen = _seen(actor, year.pk)
    projects, moves = _money(seen), _moves(seen.values("pk"))
    return counted_stages(projects, moves, since, today), _curve(year, seen, projects, moves, today)


def _seen(actor: Actor, year_id: int) -> QuerySet[Project]:
    return within(actor, ProjectAction.VIEW, Project.objects.filter(year=year_id))


def _money(projects: QuerySet[Project]) -> list[ProjectMoney]:
    return [ProjectMoney(*values) for values in projects.values_list(*ProjectMoney._fields)]


def _moves(project_ids: QuerySet[Project, Any]) -> list[Move]:
    """The moves of these projects in the order of days."""
    moves = StageEvent.objects.filter(project__in=project_ids).order_by("on", "id")
    return [Move(*values) for values in moves.values_list(*Move._fields)]


def counted_stages(
    projects: Iterable[ProjectMoney], moves: Iterable[Move], since: date, today: date
) -> Pipeline:
    """The stages of these projects, with the flow after `since` up to `today`."""
    by_stage: dict[str, list[ProjectMoney]] = defaultdict(list)
    for project in projects:
        by_stage[project.stage].append(project)
    flow = [(move.before, move.after) for move in moves if since < move.on <= today]
    stages = tuple(_stage_count(stage, by_stage[stage], flow) for stage in RANK)
    return Pipeline(stages, len(by_stage[Stage.GIVEN_UP]), since, today)


def _stage_count(
    stage: str, projects: Sequence[ProjectMoney], moves: Sequence[tuple[str, str]]
) -> StageCount:
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


def investment_curve(actor: Actor, year_id: int, today: date) -> Curve:
    """Planned and invested at the end of each month, summed over the projects that report monthly. Four queries.

    These are the major ones, those with planned months, and those that somebody entered a reading for: works whose months
    nobody asks for are neither in the plan nor in the fact.
    """
    year = fetch_or_404(actor, TargetAction.VIEW, Year.objects.all(), pk=year_id)
    seen = _seen(actor, year.pk)
    return _curve(year, seen, _money(seen), _moves(seen.values("pk")), today)


def _curve(
    year: Year,
    seen: QuerySet[Project],
    projects: Iterable[ProjectMoney],
    moves: Iterable[Move],
    today: date,
) -> Curve:
    """One query."""
    living = [project for project in projects if project.stage != Stage.GIVEN_UP]
    planned, readings = _months(seen.values("pk"))
    read, landed = {row.project_id for row in readings}, landing_days(moves)
    courses = [
        planned_course(
            year.number, project.year_investment, planned.get(project.pk, {}), landed.get(project.pk)
        )
        for project in living
        if project.is_major or project.pk in planned or project.pk in read
    ]
    return summed_curve(year.number, courses, readings, today)


def _months(project_ids: QuerySet[Project, Any]) -> tuple[dict[int, dict[date, Decimal]], list[Read]]:
    """The planned months of these projects, and their current readings ordered by month. One query."""
    columns = ("project_id", "period", "value")
    read = InvestmentReading.objects.filter(project__in=project_ids, current=True)
    planned = InvestmentPlan.objects.filter(project__in=project_ids)
    never, certain = Value(None, DateTimeField()), Value(False, BooleanField())
    rows = read.order_by().values_list(*columns, "at", "illustrative")
    rows = rows.union(planned.order_by().values_list(*columns, never, certain), all=True)
    points: dict[int, dict[date, Decimal]] = defaultdict(dict)
    readings = []
    for project_id, period, value, at, illustrative in rows.order_by("period"):
        if at is None:
            points[project_id][period] = value
        else:
            readings.append(Read(project_id, period, value, at, illustrative))
    return points, readings


def summed_curve(
    year: int, courses: Sequence[InvestmentCourse], readings: Sequence[Read], today: date
) -> Curve:
    """The curve of these courses by these readings, ordered by month; pure."""
    known = [row for row in readings if min(row.period, clock.today(row.at)) <= today]
    period = max((row.period for row in known), default=None)
    lines = summed_lines(courses)
    days = periods_due(MONTHLY, date(year, 1, 1), date(year, 12, 31))
    points = tuple(_points(days, lines, known, period))
    return Curve(
        points=points,
        year=year,
        total=_sum(course.total for course in courses),
        expected=_expected(lines, today),
        invested=next((point.invested for point in reversed(points) if point.invested is not None), None),
        period=period,
        entered_at=max((row.at for row in known), default=None),
        projects=sum(bool(course.corners) for course in courses),
        today=today,
        illustrative=any(row.illustrative for row in known),
    )


def _points(
    days: Iterable[date], lines: Sequence[Line], readings: Sequence[Read], last: date | None
) -> Iterator[CurvePoint]:
    reported = Counter(row.period for row in readings)
    waiting, latest = deque(readings), dict[int, Decimal]()
    for day in days:
        while waiting and waiting[0].period <= day:
            row = waiting.popleft()
            latest[row.project_id] = row.value
        known = last is not None and day <= last
        yield CurvePoint(
            day,
            _expected(lines, day),
            _sum(latest.values()) if known else None,
            reported[day] if known else 0,
        )


def _expected(lines: Iterable[Line], day: date) -> Decimal:
    return round(_sum(line_at(line, day) for line in lines), 4)
