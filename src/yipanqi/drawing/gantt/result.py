"""From a scheduled problem to the rows of a Gantt chart, with the WBS rolled up and the front line's points."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from yipanqi.drawing.gantt.plan import GanttLink, GanttPlan, Row, RowKind
from yipanqi.schedule.problem import Activity, Calendar, Kind
from yipanqi.schedule.result import Dates, ScheduleResult
from yipanqi.schedule.working import later_by, working_minutes

Path = tuple[str, ...]
Cells = Callable[[Activity, Dates, int], tuple[str, ...]]
"""Texts of the table's columns for an activity, its dates, and the working minutes of its day."""

_KINDS = {
    Kind.START_MILESTONE: RowKind.MILESTONE,
    Kind.FINISH_MILESTONE: RowKind.MILESTONE,
    Kind.WBS_SUMMARY: RowKind.SUMMARY,
    Kind.LEVEL_OF_EFFORT: RowKind.EFFORT,
    Kind.HAMMOCK: RowKind.EFFORT,
}


def usual_cells(activity: Activity, dates: Dates, day: int) -> tuple[str, ...]:
    """Duration in days, start, finish, total float in days."""
    length = "" if activity.kind in _KINDS else f"{round(activity.duration / day, 1):g}"
    float_ = "" if dates.total_float is None else f"{round(dates.total_float / day, 1):g}".replace("-", "−")
    return length, _day(dates.start), _day(dates.finish), float_


def _day(moment: datetime | None) -> str:
    return "" if moment is None else moment.date().isoformat()


def plan_of(
    result: ScheduleResult,
    project: str | None = None,
    cells: Cells = usual_cells,
    selected: frozenset[str] = frozenset(),
    node_names: Mapping[Path, str] | None = None,
) -> GanttPlan:
    """The rows of one project, or of all, in the order of the problem; ids of rows are activity keys.

    Where activities stand in a WBS and the problem has no summaries of its own, they are grouped under one row per node.
    `node_names` gives the name of a node by its project and path; without one it bears the last code of its path.
    """
    problem = result.problem
    projects = [p for p in problem.projects if project in (None, p.id)]
    chosen = [a for a in problem.activities if project in (None, a.project)]
    source = Source(
        result,
        {c.id: c for c in problem.calendars},
        {p.id: p.data_date for p in projects},
        cells,
        node_names or {},
    )
    keys = {activity.key for activity in chosen}
    return GanttPlan(
        rows=tuple(source.rolled_up(chosen)),
        links=tuple(
            GanttLink(k.predecessor, k.successor, k.type.value, bool(result.critical[result.row[k.predecessor]]
                      and result.critical[result.row[k.successor]] and result.driving[i]))
            for i, k in enumerate(problem.links) if k.predecessor in keys and k.successor in keys
        ),
        data_date=max((p.data_date for p in projects if p.data_date is not None), default=None),
        required=max((p.must_finish_by for p in projects if p.must_finish_by is not None), default=None),
        selected=selected,
    )  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A result with what its rows need at hand."""

    result: ScheduleResult
    calendars: dict[str, Calendar]
    data_dates: dict[str, datetime | None]
    cells: Cells
    node_names: Mapping[Path, str]

    def rolled_up(self, activities: list[Activity]) -> Iterable[Row]:
        """Rows in WBS order with a summary before each node; as they stand if there is nothing to roll up."""
        rows = {a.key: self.row(a) for a in activities}
        if any(a.kind is Kind.WBS_SUMMARY for a in activities) or not any(a.wbs for a in activities):
            return [replace(rows[a.key], depth=_depth(a)) for a in activities]
        ordered = _in_wbs_order(activities)
        found: list[Row] = []
        path: Path = ()
        for activity in ordered:
            for depth in range(_shared(path, activity.wbs), len(activity.wbs)):
                node = activity.wbs[: depth + 1]
                name = self.node_names.get((activity.project, *node), node[-1])
                found.append(
                    _summary(node, name, [rows[a.key] for a in activities if a.wbs[: depth + 1] == node])
                )
            path = activity.wbs
            found.append(replace(rows[activity.key], depth=len(path)))
        return found

    def row(self, activity: Activity) -> Row:
        """One activity as a row at depth 0."""
        dates = self.result.dates(activity.key)
        calendar = self.calendars[activity.calendar]
        point = self.point(activity, dates)
        free = None
        if dates.finish is not None and dates.free_float is not None and dates.free_float > 0:
            free = later_by(calendar, dates.finish, dates.free_float)
        return Row(
            activity.key, activity.name or activity.id, dates.start, dates.finish,
            _KINDS.get(activity.kind, RowKind.WORK), critical=dates.critical, done=share_done(activity),
            free_until=free, float_until=dates.late_finish, baseline_start=activity.baseline_start,
            baseline_finish=activity.baseline_finish, point=point, behind=self.behind(activity, point),
            cells=self.cells(activity, dates, calendar.minutes_per_day),
        )  # fmt: skip

    def point(self, activity: Activity, dates: Dates) -> datetime | None:
        """Where the work done so far would stand on the baseline, or on the plan where there is none.

        Only work in hand has a point: begun and not finished, or due by the baseline and not begun.
        """
        check = self.data_dates.get(activity.project)
        begin = activity.baseline_start or dates.start
        if check is None or begin is None or activity.actual_finish or activity.kind in _KINDS:
            return None
        if activity.actual_start is None:
            return begin if begin < check else None
        length = activity.baseline_duration or activity.duration
        return later_by(self.calendars[activity.calendar], begin, round(share_done(activity) * length))

    def behind(self, activity: Activity, point: datetime | None) -> float | None:
        """Working days from the point to the data date."""
        check = self.data_dates.get(activity.project)
        if check is None or point is None:
            return None
        calendar = self.calendars[activity.calendar]
        return working_minutes(calendar, point, check) / calendar.minutes_per_day


def share_done(activity: Activity) -> float:
    """0 to 1: finished, else by the remaining duration where it is known, else by the percentage."""
    if activity.actual_finish is not None:
        return 1.0
    if activity.remaining is not None and activity.duration > 0 and activity.actual_start is not None:
        return min(max(1 - activity.remaining / activity.duration, 0.0), 1.0)
    return min(max(activity.percent_complete / 100, 0.0), 1.0)


def _depth(activity: Activity) -> int:
    return max(0, len(activity.wbs) - (activity.kind is Kind.WBS_SUMMARY))


def _shared(first: Path, second: Path) -> int:
    """How many leading nodes two paths share."""
    return next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )


def _in_wbs_order(activities: list[Activity]) -> list[Activity]:
    """Nodes in the order in which they first appear, activities of a node before its sub-nodes."""
    seen: dict[Path, int] = {}
    for activity in activities:
        for depth in range(len(activity.wbs)):
            seen.setdefault(activity.wbs[: depth + 1], len(seen))
    return sorted(activities, key=lambda a: tuple(seen[a.wbs[: d + 1]] for d in range(len(a.wbs))))


def _summary(node: Path, name: str, rows: list[Row]) -> Row:
    starts = [row.start for row in rows if row.start is not None]
    finishes = [row.finish for row in rows if row.finish is not None]
    return Row(
        "/".join(node), name, min(starts, default=None), max(finishes, default=None), RowKind.SUMMARY,
        depth=len(node) - 1, cells=("", _day(min(starts, default=None)), _day(max(finishes, default=None)), ""),
    )  # fmt: skip
