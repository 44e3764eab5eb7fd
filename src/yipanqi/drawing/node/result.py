"""From a scheduled problem to the boxes of a 单代号 network."""

from collections.abc import Callable
from datetime import datetime

from yipanqi.drawing.node.plan import NetworkLink, NetworkNode, NodeNetwork
from yipanqi.schedule.problem import Activity, Kind, LagUnit, Link, LinkType
from yipanqi.schedule.result import ScheduleResult

DRAWN = frozenset(
    {Kind.TASK, Kind.RESOURCE_DEPENDENT, Kind.START_MILESTONE, Kind.FINISH_MILESTONE, Kind.DUMMY}
)

Moment = Callable[[datetime], str]


def month_day(moment: datetime) -> str:
    """09-28."""
    return moment.strftime("%m-%d")


def network_of(result: ScheduleResult, project: str | None = None, moment: Moment = month_day) -> NodeNetwork:
    """Tasks and milestones of one project, or of all; dates in the words of `moment`, floats and durations in days."""
    problem = result.problem
    days = {calendar.id: calendar.minutes_per_day for calendar in problem.calendars}
    chosen = [a for a in problem.activities if a.kind in DRAWN and project in (None, a.project)]
    day = {a.key: days[a.calendar] for a in chosen}
    return NodeNetwork(
        nodes=tuple(_node(result, a, day[a.key], moment) for a in chosen),
        links=tuple(
            NetworkLink(
                link.predecessor, link.successor, _relation(link, day[link.predecessor]), _driving(result, i)
            )
            for i, link in enumerate(problem.links)
            if link.predecessor in day and link.successor in day
        ),
    )


def _node(result: ScheduleResult, activity: Activity, day: int, moment: Moment) -> NetworkNode:
    """A finished activity shows its actual dates as the early ones; it has no late ones."""
    dates = result.dates(activity.key)

    def at(when: datetime | None) -> str:
        return "" if when is None else moment(when)

    return NetworkNode(
        activity.key, activity.id, activity.name or activity.id, _days(activity.duration, day),
        at(dates.early_start or dates.start), at(dates.early_finish or dates.finish), at(dates.late_start), at(dates.late_finish),
        _days(dates.total_float, day), _days(dates.free_float, day), dates.critical,
    )  # fmt: skip


def _days(minutes: int | None, day: int) -> str:
    return "" if minutes is None else f"{round(minutes / day, 1):g}".replace("-", "−")


def _driving(result: ScheduleResult, i: int) -> bool:
    """A critical link drives, and both its ends are critical."""
    link, row = result.problem.links[i], result.row
    ends = result.critical[row[link.predecessor]] and result.critical[row[link.successor]]
    return bool(ends and result.driving[i])


def _relation(link: Link, day: int) -> str:
    """Nothing for FS without a lag; else the type and the lag in days, or percent."""
    if link.type is LinkType.FINISH_START and link.lag == 0:
        return ""
    if link.lag_unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        lag = f"{link.lag / 100:+g}%"
    else:
        lag = f"{round(link.lag / (1440 if link.lag_unit is LagUnit.ELAPSED else day), 1):+g}"
    return link.type.value + ("" if link.lag == 0 else lag.replace("-", "−"))
