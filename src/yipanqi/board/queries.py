"""The whole board in a handful of queries, whatever the number of targets."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery

from yipanqi.access.actor import Actor
from yipanqi.access.registry import within
from yipanqi.assignments.queries import open_extensions
from yipanqi.board import composition as compose
from yipanqi.foundation import clock
from yipanqi.lights.queries import rules_in_force, version_in_force
from yipanqi.plans.queries import plan_lights
from yipanqi.projects.queries import Curve, Pipeline, pipeline_and_curve
from yipanqi.targets.models import Meeting, Reading, Statement, Target, TrajectoryPoint, Year
from yipanqi.targets.queries.pure import Promised, promise_in
from yipanqi.targets.queries.rows import row_values, with_history
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.trajectory import EVEN, line_of
from yipanqi.targets.transitions import TargetStatus

GROWING = ("cumulative", "level", "days")
BESIDE = ("goal__short_name", "goal__order", "base", "trajectory")


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
    opening = _opened(now)
    year, meeting = opening.year, opening.met_at
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
        rule_set=opening.rule_set,
        is_illustrative=opening.is_illustrative,
    )


@dataclass(frozen=True)
class _Opening:
    """What the board is about: year, end of the last meeting over it, rules in force, whether figures are invented."""

    year: Year | None
    met_at: datetime | None
    rule_set: str
    is_illustrative: bool


def _opened(now: datetime) -> _Opening:
    """One query; one more while there is no year."""
    today = clock.today(now)
    met_at = _meetings(today).filter(year=OuterRef("pk")).values("held_at")[:1]
    invented = Reading.objects.filter(target__year=OuterRef("pk"), illustrative=True)
    years = _years(today).annotate(
        met_at=Subquery(met_at, output_field=DateTimeField()),
        rule_set=version_in_force(now),
        invented=Exists(invented),
    )
    year = years.first()
    if year is None:
        return _Opening(None, None, rules_in_force(now).version, is_illustrative=False)
    return _Opening(year, year.met_at, year.rule_set, year.invented)


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
    rows = list(
        row_values(seen.annotate(promised=Subquery(promise.values("expected_on")[:1])), "promised", *BESIDE)
    )
    behind = _behind([values for values in rows if values["colour"] in ("red", "yellow")], year, today)
    return [_item(values, behind.get(values["pk"])) for values in rows]


def _item(values: dict[str, Any], behind: int | None) -> compose.Item:
    short, order, _base, _trajectory = (values.pop(path) for path in BESIDE)
    return compose.Item(theme=short or values["goal"], theme_order=order, behind=behind, **values)


def _behind(rows: list[dict[str, Any]], year: Year, today: date) -> dict[int, int | None]:
    """Days that growing figures lie behind their trajectories; one query where a trajectory has points."""
    growing = [row for row in rows if row["measure"] in GROWING and row["to_date"] is not None]
    points = _points([row["pk"] for row in growing if row["trajectory"] != EVEN])
    found = {}
    for row in growing:
        promised = Promised(*(row[name] for name in Promised._fields))
        line = line_of(promise_in(year.number, promised, points.get(row["pk"], ())))
        found[row["pk"]] = compose.days_behind(line, row["to_date"], today)
    return found


def _points(target_ids: list[int]) -> dict[int, list[TrajectoryPoint]]:
    points = defaultdict(list)
    for point in TrajectoryPoint.objects.filter(target__in=target_ids) if target_ids else ():
        points[point.target_id].append(point)
    return points
