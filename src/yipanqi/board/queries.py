"""The whole board in a handful of queries, whatever the number of targets."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery

from yipanqi.access.actor import Actor
from yipanqi.access.registry import within
from yipanqi.assignments.queries import open_extensions
from yipanqi.board import composition as compose
from yipanqi.foundation import clock
from yipanqi.lights.queries import rules_in_force
from yipanqi.plans.queries import plan_lights
from yipanqi.projects.queries import Curve, Pipeline, pipeline_and_curve
from yipanqi.targets.models import Meeting, Reading, Statement, Target, TrajectoryPoint, Year
from yipanqi.targets.queries.pure import promise_in
from yipanqi.targets.queries.rows import row_values, with_history
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.trajectory import EVEN, line_of
from yipanqi.targets.transitions import TargetStatus

GROWING = ("cumulative", "level", "days")
BESIDE = ("goal__short_name", "goal__order", "base", "trajectory", "promised")


@dataclass(frozen=True)
class Board:
    """Everything the leader's screen shows; nothing lazy."""

    year: Year | None
    today: date
    last_meeting: date | None
    counts: compose.Counts
    stones: list[compose.Stones]
    strip: list[compose.Item]
    matters: list[compose.Matter]
    moved: list[compose.Item]
    missing: list[compose.Item]
    reached: int
    forecast: int
    gauges: list[compose.Item]
    pipeline: Pipeline | None
    curve: Curve | None
    plans: compose.Counts | None
    rule_set: str
    is_illustrative: bool

    @property
    def urgent(self) -> compose.Matter | None:
        """The subject of the second sentence."""
        return self.matters[0] if self.matters else None


def board(actor: Actor, now: datetime) -> Board:
    """The board at `now`, with changes since the last meeting."""
    today = clock.today(now)
    year, meeting, is_illustrative = _opened(today)
    rows = items(actor, year, meeting or now, today) if year else []
    plans = plan_lights(actor, year.pk) if year else ()
    found = compose.target_matters(rows, today) + compose.plan_matters(plans)
    found = compose.without_doubles(found, plans) + compose.extension_matters(open_extensions(actor))
    missing, reached, forecast = compose.unreachable(rows)
    works = pipeline_and_curve(actor, year, today.replace(day=1), today) if year else (None, None)
    return Board(
        year=year,
        today=today,
        last_meeting=clock.today(meeting) if meeting else None,
        counts=compose.count(rows),
        stones=compose.stones(rows),
        strip=compose.strip(rows),
        matters=compose.most_pressing(found)[: compose.MATTERS],
        moved=compose.moved(rows),
        missing=missing,
        reached=reached,
        forecast=forecast,
        gauges=[row for row in rows if row.measure in ("mean", "days")][:3],
        pipeline=works[0],
        curve=works[1],
        plans=compose.count_plans(plans) if plans else None,
        rule_set=rules_in_force(now).version,
        is_illustrative=is_illustrative,
    )


def _opened(today: date) -> tuple[Year | None, datetime | None, bool]:
    """The present year, the end of the last meeting over it, whether a figure in it is invented; one query."""
    invented = Reading.objects.filter(target__year=OuterRef("pk"), illustrative=True)
    meetings = _meetings(today).filter(year=OuterRef("pk"))
    found = (
        _years(today)
        .annotate(
            met_at=Subquery(meetings.values("held_at")[:1], output_field=DateTimeField()),
            invented=Exists(invented),
        )
        .first()
    )
    return (found, found.met_at, found.invented) if found else (None, None, False)


def present_year(today: date) -> Year | None:
    """The year that the board shows: this one, or the last before it."""
    return _years(today).first()


def last_meeting(year: Year, today: date) -> datetime | None:
    """The end of the last meeting over the board, before today."""
    return _meetings(today).filter(year=year).values_list("held_at", flat=True).first()


def _years(today: date) -> QuerySet[Year]:
    return Year.objects.filter(number__lte=today.year).order_by("-number")


def _meetings(today: date) -> QuerySet[Meeting]:
    return Meeting.objects.filter(held_at__date__lt=today).order_by("-held_at")


def items(actor: Actor, year: Year, before: datetime, today: date) -> list[compose.Item]:
    """Every live target of the year with its state now and at `before`; at most two queries."""
    promise = Statement.objects.filter(target=OuterRef("pk"), expected_on__isnull=False).order_by(
        "-at", "-id"
    )
    live = Target.objects.filter(year=year).exclude(status=TargetStatus.DROPPED)
    seen = with_history(within(actor, TargetAction.VIEW, live), before)
    rows = [
        _item(values)
        for values in row_values(seen.annotate(promised=Subquery(promise.values("expected_on")[:1])), *BESIDE)
    ]
    behind = _behind([row for row in rows if row.colour in ("red", "yellow")], year, today)
    return [replace(row, behind=behind[row.pk]) if row.pk in behind else row for row in rows]


def _item(values: dict[str, Any]) -> compose.Item:
    short = values.pop("goal__short_name")
    return compose.Item(theme=short or values["goal"], theme_order=values.pop("goal__order"), **values)


def _behind(rows: list[compose.Item], year: Year, today: date) -> dict[int, int | None]:
    """Days that growing figures lie behind their trajectories; one query where a trajectory has points."""
    growing = [row for row in rows if row.measure in GROWING and row.to_date is not None]
    points = _points([row.pk for row in growing if row.trajectory != EVEN])
    lines = {row.pk: line_of(promise_in(year.number, row, points[row.pk])) for row in growing}
    return {row.pk: compose.days_behind(lines[row.pk], row.to_date or Decimal(0), today) for row in growing}


def _points(target_ids: list[int]) -> dict[int, list[TrajectoryPoint]]:
    points = defaultdict(list)
    for point in TrajectoryPoint.objects.filter(target__in=target_ids) if target_ids else ():
        points[point.target_id].append(point)
    return points
