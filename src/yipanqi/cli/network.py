"""A schedule on the day axis of the time-scaled network: instants become positions, weekends become off days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yipanqi.drawing.timescaled import DrawingError, Link, NetworkPlan, TitleBlock, Work
from yipanqi.drawing.timescaled.plan import Timeline
from yipanqi.schedule.problem import Activity, Calendar, Kind, LagUnit, LinkType
from yipanqi.schedule.problem import Link as PlanLink
from yipanqi.schedule.result import Dates, ScheduleResult
from yipanqi.schedule.working import shifts_on

_DRAWN = (Kind.TASK, Kind.RESOURCE_DEPENDENT, Kind.START_MILESTONE, Kind.FINISH_MILESTONE, Kind.DUMMY)
_MARGIN = 60


@dataclass(frozen=True)
class _Axis:
    """Positions on one calendar: whole days after `origin`, and the share of a day's working time."""

    origin: date
    calendar: Calendar
    off: frozenset[date]

    def at(self, moment: datetime) -> float:
        """Where `moment` stands; on a day without work, its morning."""
        day = (moment.date() - self.origin).days
        shifts = shifts_on(self.calendar, moment.date())
        whole = sum(end - begin for begin, end in shifts)
        minute = moment.hour * 60 + moment.minute
        done = sum(max(0, min(end, minute) - begin) for begin, end in shifts)
        return day + (done / whole if whole else 0.0)

    def back(self, position: float) -> float:
        """The same instant at the end of the working time before it: Monday morning is Friday evening."""
        timeline = Timeline(frozenset((day - self.origin).days for day in self.off))
        return timeline.position(timeline.units(position))


def network_plan(
    result: ScheduleResult, block: TitleBlock, project: str | None = None, example: bool = False
) -> NetworkPlan:
    """The plan of one project, or of all of them, for `draw_timescaled`.

    Work in hand is drawn from its actual start; level of effort, summaries and hammocks are left out.
    """
    chosen = [
        each for each in result.problem.activities if each.kind in _DRAWN and project in (None, each.project)
    ]
    known = {each.key: result.dates(each.key) for each in chosen}
    dates = {key: found for key, found in known.items() if found.start or found.finish}
    chosen = [each for each in chosen if each.key in dates]
    if not chosen:
        raise DrawingError("the plan has no activities to draw; give it tasks or milestones")
    origin, last = _span(dates.values())
    axes = _axes(result.problem.calendars, origin, last)
    finishes = {each.key: axes[each.calendar].at(end) for each in chosen if (end := dates[each.key].finish)}
    keys = set(dates)
    links = [link for link in result.problem.links if {link.predecessor, link.successor} <= keys]
    waits = _waits(links, dates, finishes)
    works = tuple(
        _work(each, dates[each.key], axes[each.calendar], waits.get(each.key, 0.0)) for each in chosen
    )
    own = next(info for info in result.problem.projects if project in (None, info.id))
    off = {name: axis.off for name, axis in axes.items()}
    return NetworkPlan(
        title=block.project,
        origin=origin,
        works=works,
        links=tuple(_link(link, {each.key: each for each in chosen}, axes) for link in links),
        off_days={"": off[own.calendar]} | off,
        check=check_day(own.data_date, axes[own.calendar].calendar),
        block=block,
        example=example,
    )


def _span(dates: Iterable[Dates]) -> tuple[date, date]:
    """First and last day of the drawing."""
    moments = [moment for each in dates for moment in (each.start, each.finish) if moment]
    return min(moments).date(), max(moments).date()


def _axes(calendars: Iterable[Calendar], origin: date, last: date) -> dict[str, _Axis]:
    days = [origin + timedelta(days=number) for number in range((last - origin).days + _MARGIN)]
    return {
        each.id: _Axis(origin, each, frozenset(day for day in days if not shifts_on(each, day)))
        for each in calendars
    }


def _waits(
    links: list[PlanLink], dates: Mapping[str, Dates], finishes: Mapping[str, float]
) -> dict[str, float]:
    """Where each work's latest predecessor ends that it follows without a lag."""
    found: dict[str, float] = {}
    for link in links:
        before, after = dates[link.predecessor], dates[link.successor]
        follows = link.type is LinkType.FINISH_START and link.lag == 0
        if follows and before.finish and after.start and before.finish <= after.start:
            found[link.successor] = max(found.get(link.successor, 0.0), finishes[link.predecessor])
    return found


def _work(each: Activity, found: Dates, axis: _Axis, wait: float) -> Work:
    day = axis.calendar.minutes_per_day
    ends = [moment for moment in (found.start, found.finish) if moment]
    start, finish = axis.at(ends[0]), axis.at(ends[-1])
    start = min(start, max(axis.back(start), wait))
    if each.kind in (Kind.START_MILESTONE, Kind.FINISH_MILESTONE, Kind.DUMMY) and each.duration == 0:
        start = finish = max(axis.back(finish), wait)
    begun = each.actual_start is not None
    return Work(
        each.key,
        each.name or each.id,
        each.duration / day,
        start,
        max(start, finish),
        (found.total_float or 0) / day,
        (found.free_float or 0) / day,
        found.critical,
        each.unit,
        axis.calendar.id,
        _done(each),
        each.remaining / day if each.remaining is not None and begun else None,
        begun,
    )


def _done(each: Activity) -> float:
    if each.actual_finish:
        return 1.0
    if each.remaining is not None and each.duration:
        return min(max(1 - each.remaining / each.duration, 0.0), 1.0)
    return each.percent_complete / 100


def _link(link: PlanLink, activities: Mapping[str, Activity], axes: Mapping[str, _Axis]) -> Link:
    before = activities[link.predecessor]
    day = axes[before.calendar].calendar.minutes_per_day
    share = link.lag_unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT)
    minutes = before.duration * link.lag / 10_000 if share else link.lag
    elapsed = link.lag_unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT)
    lag = minutes / (1440 if link.lag_unit is LagUnit.ELAPSED else day)
    return Link(link.predecessor, link.successor, link.type.value, lag, elapsed)


def check_day(data_date: datetime | None, calendar: Calendar) -> date | None:
    """The day whose evening the data date is: a morning belongs to the day before."""
    if data_date is None:
        return None
    shifts = shifts_on(calendar, data_date.date())
    minute = data_date.hour * 60 + data_date.minute
    morning = minute <= (shifts[0][0] if shifts else 0)
    return data_date.date() - timedelta(days=1) if morning else data_date.date()
