"""The plain columns of a problem: rows of ids, calendars as timelines, work still to do, moments of progress."""

from collections.abc import Callable, Iterable

import numpy as np

from yipanqi.schedule.bounds import remaining
from yipanqi.schedule.problem import TWENTY_FOUR_HOURS, Problem, ProjectInfo
from yipanqi.schedule.result import Minutes, to_minutes
from yipanqi.schedule.timeline import Int32, Timelines, timelines


class Facts:
    """Columns of one problem, in its own order; every id in it is known (see checking.py).

    calendar, project, duration  (n,) int32: row of the timeline, row of the project, working minutes to do
    started, finished            (n,) actual start and finish as instants or NONE
    not_before                   (p,) data date or start as instants [4.3]
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.activities = problem.activities
        self.n = len(problem.activities)
        self.row = {activity.key: i for i, activity in enumerate(problem.activities)}
        self.project_row = {project.id: i for i, project in enumerate(problem.projects)}
        self.options = [project.options or problem.options for project in problem.projects]
        self.lines, self.calendar_row = used_timelines(problem)
        self.round_the_clock = len(self.calendar_row)
        self.calendar = whole(self.calendar_row[a.calendar] for a in self.activities)
        self.project = whole(self.project_row[a.project] for a in self.activities)
        self.duration = whole(remaining(a) for a in self.activities)
        self.started = moments(to_minutes(a.actual_start) for a in self.activities)
        self.finished = moments(to_minutes(a.actual_finish) for a in self.activities)
        self.not_before = self.by_project(lambda p: to_minutes(p.data_date or p.start))

    def by_project(self, value: Callable[[ProjectInfo], int]) -> Minutes:
        """(p,) one number for each project."""
        return moments(value(project) for project in self.problem.projects)

    def worked(self, calendar: Int32, instants: Minutes) -> Minutes:
        """Coordinates of instants, each on its calendar; NONE stays NONE."""
        from yipanqi.schedule.kernels import compiled

        out = np.empty(len(instants), np.int64)
        compiled.to_coordinates(self.lines, calendar, instants, out)
        return out


def whole(values: Iterable[int]) -> Int32:
    """(n,) int32."""
    return np.fromiter(values, np.int32)


def moments(values: Iterable[int]) -> Minutes:
    """(n,) int64."""
    return np.fromiter(values, np.int64)


def used_timelines(problem: Problem) -> tuple[Timelines, dict[str, int]]:
    """Tables of the calendars that are used, the round-the-clock one last, and the row of each id."""
    used = {a.calendar for a in problem.activities} | {p.calendar for p in problem.projects}
    used |= {link.lag_calendar for link in problem.links if link.lag_calendar}
    chosen = [calendar for calendar in problem.calendars if calendar.id in used]
    rows = {calendar.id: i for i, calendar in enumerate(chosen)}
    return timelines([*chosen, TWENTY_FOUR_HOURS]), rows
