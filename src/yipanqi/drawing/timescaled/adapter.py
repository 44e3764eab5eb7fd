"""From the engine's problem and result to a plan that can be drawn.

The net shows plan dates: where work has begun, the problem is scheduled again without its progress, because
out-of-sequence work would start before its node. What is done shows in the front line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from yipanqi.drawing.timescaled.plan import DrawingError, Link, NetworkPlan, Timeline, TitleBlock, Work
from yipanqi.schedule import Activity, Calendar, Kind, LagUnit, Problem, ScheduleResult, schedule
from yipanqi.schedule import Link as ProblemLink
from yipanqi.schedule.result import Dates
from yipanqi.schedule.working import shifts_on

DRAWN = frozenset(
    (Kind.TASK, Kind.RESOURCE_DEPENDENT, Kind.START_MILESTONE, Kind.FINISH_MILESTONE, Kind.DUMMY)
)
MILESTONES = frozenset((Kind.START_MILESTONE, Kind.FINISH_MILESTONE, Kind.DUMMY))
MARGIN = 60


@dataclass(frozen=True)
class Days:
    """Instants of one calendar as axis positions: whole days after ``origin`` and the share of a day's work."""

    origin: date
    calendar: Calendar
    off: frozenset[date]
    line: Timeline

    def start(self, moment: datetime) -> float:
        """The earliest position with the same working time before it: Monday morning is Friday evening."""
        return max(self.line.position(self.line.units(self.finish(moment))), 0.0)

    def finish(self, moment: datetime) -> float:
        day = (moment.date() - self.origin).days
        shifts = shifts_on(self.calendar, moment.date())
        whole = sum(end - begin for begin, end in shifts)
        minute = moment.hour * 60 + moment.minute
        done = sum(max(0, min(end, minute) - begin) for begin, end in shifts)
        return day + (done / whole if whole else 0.0)


def from_schedule(
    result: ScheduleResult, *, title: str = "", project: str | None = None, subtitle: str = "",
    block: TitleBlock | None = None, example: bool = False,
) -> NetworkPlan:  # fmt: skip
    """The drawable plan of one project of a result, or of all its projects.

    Level of effort, summaries and hammocks are left out. DrawingError where nothing is left to draw.
    """
    problem = result.problem
    planned = schedule(unprogressed(problem)) if has_progress(problem) else result
    chosen = [a for a in problem.activities if a.kind in DRAWN and project in (None, a.project)]
    dates = {
        a.key: found for a in chosen if (found := planned.dates(a.key)).early_start and found.early_finish
    }
    chosen = [a for a in chosen if a.key in dates]
    if not chosen:
        raise DrawingError("the plan has no activities to draw: give it tasks or milestones")
    days = calendars_of(problem, dates)
    by_key = {a.key: a for a in chosen}
    own = next(p for p in problem.projects if project in (None, p.id))
    return NetworkPlan(
        title=title or own.name or own.id,
        origin=days[own.calendar].origin,
        works=tuple(work_of(a, dates[a.key], days[a.calendar]) for a in chosen),
        links=tuple(
            link_of(link, by_key, days)
            for link in problem.links
            if link.predecessor in by_key and link.successor in by_key
        ),
        off_days={"": days[own.calendar].off} | {name: found.off for name, found in days.items()},
        check=check_day(own.data_date, days[own.calendar].calendar) if has_progress(problem) else None,
        subtitle=subtitle,
        block=block or TitleBlock(project=title),
        example=example,
    )


def has_progress(problem: Problem) -> bool:
    """True if any activity has begun."""
    return any(a.actual_start or a.percent_complete > 0 for a in problem.activities)


def unprogressed(problem: Problem) -> Problem:
    """The same problem before any work was done."""
    return replace(
        problem,
        activities=tuple(
            replace(
                a, actual_start=None, actual_finish=None, remaining=None, percent_complete=0.0, suspend=None,
                resume=None,
            )
            for a in problem.activities
        ),
        projects=tuple(replace(p, data_date=None) for p in problem.projects),
    )  # fmt: skip


def calendars_of(problem: Problem, dates: Mapping[str, Dates]) -> dict[str, Days]:
    """Positions on every calendar of the problem, from the first to past the last drawn day."""
    moments = [m for found in dates.values() for m in (found.early_start, found.early_finish) if m]
    origin, last = min(moments).date(), max(moments).date()
    span = [origin + timedelta(days=k) for k in range((last - origin).days + MARGIN)]
    found = {}
    for calendar in problem.calendars:
        off = frozenset(day for day in span if not shifts_on(calendar, day))
        line = Timeline(frozenset((day - origin).days for day in off))
        found[calendar.id] = Days(origin, calendar, off, line)
    return found


def work_of(activity: Activity, dates: Dates, days: Days) -> Work:
    """One activity with its plan dates, floats in days of its calendar, and what is done."""
    day = days.calendar.minutes_per_day
    early, late = dates.early_start, dates.early_finish
    if early is None or late is None:
        raise DrawingError(f"activity {activity.id} has no early dates: schedule the plan first")
    start, finish = days.start(early), days.finish(late)
    milestone = activity.kind in MILESTONES or not activity.duration
    if milestone:
        start = finish = days.start(late)
    begun = activity.actual_start is not None
    return Work(
        id=activity.key,
        name=activity.name or activity.id,
        duration=0.0 if milestone else round(days.line.units(finish) - days.line.units(start), 6),
        start=start,
        finish=max(start, finish),
        total_float=(dates.total_float or 0) / day,
        free_float=(dates.free_float or 0) / day,
        critical=dates.critical,
        unit=activity.unit,
        calendar=activity.calendar,
        done=share_done(activity),
        begun=begun,
    )


def share_done(activity: Activity) -> float:
    """Share of the duration done, from 0 to 1: finished, else by remaining duration, else by percent complete."""
    if activity.actual_finish:
        return 1.0
    if activity.remaining is not None and activity.duration and activity.actual_start:
        return min(max(1 - activity.remaining / activity.duration, 0.0), 1.0)
    return activity.percent_complete / 100


def link_of(link: ProblemLink, activities: Mapping[str, Activity], days: Mapping[str, Days]) -> Link:
    """A link with its lag in days: of the predecessor's calendar, or of the clock where it is elapsed."""
    before = activities[link.predecessor]
    day = days[before.calendar].calendar.minutes_per_day
    elapsed = link.lag_unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT)
    share = link.lag_unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT)
    minutes = before.duration * link.lag / 10_000 if share else float(link.lag)
    return Link(
        link.predecessor, link.successor, link.type.value, minutes / (1440 if elapsed else day), elapsed
    )


def check_day(data_date: datetime | None, calendar: Calendar) -> date | None:
    """The day whose evening the data date is; a morning belongs to the day before."""
    if data_date is None:
        return None
    shifts = shifts_on(calendar, data_date.date())
    morning = data_date.hour * 60 + data_date.minute <= (shifts[0][0] if shifts else 0)
    return data_date.date() - timedelta(days=1) if morning else data_date.date()
