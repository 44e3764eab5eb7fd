"""What every check looks at: the counted activities of the scope, their calendars, data dates and required finishes."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from yipanqi.schedule.errors import InputError
from yipanqi.schedule.problem import Activity, Calendar, Kind, Link, ProjectInfo
from yipanqi.schedule.result import ScheduleResult, to_datetime
from yipanqi.schedule.working import working_minutes

TASKS = frozenset({Kind.TASK, Kind.RESOURCE_DEPENDENT})
COUNTED = TASKS | {Kind.START_MILESTONE, Kind.FINISH_MILESTONE}


@dataclass(frozen=True)
class Facts:
    """A schedule seen through one scope: all its projects, or the one whose id is `scope`."""

    result: ScheduleResult
    scope: str | None = None

    def __post_init__(self) -> None:
        if self.scope is not None and self.scope not in {p.id for p in self.result.problem.projects}:
            raise InputError("schedule.unknown_project", f"there is no project {self.scope}; check its id")

    @cached_property
    def projects(self) -> tuple[ProjectInfo, ...]:
        """The projects of the scope."""
        return tuple(p for p in self.result.problem.projects if self.scope in (None, p.id))

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """Tasks and milestones of the scope."""
        inside = {project.id for project in self.projects}
        return tuple(a for a in self.result.problem.activities if a.kind in COUNTED and a.project in inside)

    @cached_property
    def open(self) -> tuple[Activity, ...]:
        """Those not finished."""
        return tuple(a for a in self.activities if a.actual_finish is None)

    @cached_property
    def open_tasks(self) -> tuple[Activity, ...]:
        """Those not finished that take time."""
        return tuple(a for a in self.open if a.kind in TASKS)

    @cached_property
    def by_key(self) -> dict[str, Activity]:
        """Counted activities by key."""
        return {activity.key: activity for activity in self.activities}

    @cached_property
    def open_links(self) -> tuple[Link, ...]:
        """Links between counted activities whose successor is not finished."""
        waiting = {activity.key for activity in self.open}
        links = self.result.problem.links
        return tuple(k for k in links if k.successor in waiting and k.predecessor in self.by_key)

    @cached_property
    def _calendars(self) -> dict[str, Calendar]:
        return {calendar.id: calendar for calendar in self.result.problem.calendars}

    @cached_property
    def _data_dates(self) -> dict[str, datetime]:
        return {p.id: p.data_date or p.start for p in self.result.problem.projects}

    def calendar(self, of: Activity | ProjectInfo) -> Calendar:
        """The calendar an activity or project works on."""
        return self._calendars[of.calendar]

    def data_date(self, activity: Activity) -> datetime:
        """The data date of its project, or its start where none was set."""
        return self._data_dates[activity.project]

    def day(self, of: Activity | ProjectInfo) -> int:
        """Working minutes of a day."""
        return self.calendar(of).minutes_per_day

    def days_late(self, activity: Activity, due: datetime, moment: datetime) -> float:
        """Working days from `due` to `moment`; 0 when no working time lies between them."""
        return working_minutes(self.calendar(activity), due, moment) / self.day(activity)

    def start(self, activity: Activity) -> datetime | None:
        """Actual or planned start."""
        return to_datetime(int(self.result.start[self.result.row[activity.key]]))

    def finish(self, activity: Activity) -> datetime | None:
        """Actual or planned finish."""
        return to_datetime(int(self.result.finish[self.result.row[activity.key]]))

    def project_finish(self, project: ProjectInfo) -> datetime | None:
        """The computed finish of a project."""
        place = self.result.problem.projects.index(project)
        return to_datetime(int(self.result.project_finish[place]))

    def required_finish(self, project: ProjectInfo) -> datetime | None:
        """Must-finish-by, else the latest baseline finish, else None."""
        baselines = (a.baseline_finish for a in self.activities if a.project == project.id)
        return project.must_finish_by or max((b for b in baselines if b is not None), default=None)
