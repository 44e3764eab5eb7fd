"""The plain columns of a problem: rows of ids, calendars as timelines, work still to do, moments of progress."""

from collections.abc import Callable, Iterable

import numpy as np

from yipanqi.schedule.bounds import SPANNING, remaining
from yipanqi.schedule.kernels import loops
from yipanqi.schedule.members import members, summaries
from yipanqi.schedule.problem import TWENTY_FOUR_HOURS, Kind, Problem, ProjectInfo, Rules
from yipanqi.schedule.result import NONE, Minutes, to_minutes
from yipanqi.schedule.timeline import Int32, Timelines, timelines


class Facts:
    """Columns of one problem, in its own order; every id in it is known (see checking.py).

    `same_calendars` lends its timelines, for a part of the same problem.

    calendar, project, duration  (n,) int32: row of the timeline, row of the project, working minutes to do
    started, finished            (n,) actual start and finish as instants or NONE
    not_before, finish_by        (p,) data date or start [4.3], must finish by or NONE, as instants
    efforts                      rows of level of effort and hammocks [10.3]
    members                      rows below each WBS summary, by its row [10.4]
    """

    def __init__(self, problem: Problem, same_calendars: "Facts | None" = None) -> None:
        self.problem = problem
        self.activities = problem.activities
        self.kernels = loops(len(problem.activities) + len(problem.links))
        self.n = len(problem.activities)
        self.microsoft = problem.options.rules is Rules.MICROSOFT
        self.row = {activity.key: i for i, activity in enumerate(problem.activities)}
        self.project_row = {project.id: i for i, project in enumerate(problem.projects)}
        self.options = [project.options or problem.options for project in problem.projects]
        if same_calendars is None:
            self.lines, self.calendar_row = used_timelines(problem)
        else:
            self.lines, self.calendar_row = same_calendars.lines, same_calendars.calendar_row
        self.round_the_clock = len(self.calendar_row)
        self.calendar = whole(self.calendar_row[a.calendar] for a in self.activities)
        self.project = whole(self.project_row[a.project] for a in self.activities)
        self.duration = whole(remaining(a) for a in self.activities)
        self.started = moments(
            to_minutes(a.actual_start) if a.actual_start else NONE for a in self.activities
        )
        self.finished = moments(
            to_minutes(a.actual_finish) if a.actual_finish else NONE for a in self.activities
        )
        self._measure_fixed_work()
        self.efforts = [i for i, a in enumerate(self.activities) if a.kind in SPANNING - {Kind.WBS_SUMMARY}]
        self.members = members(self.activities)
        self.summaries = summaries(self.members)
        self.not_before = self.by_project(self._not_before)
        self.finish_by = self.by_project(lambda project: to_minutes(project.must_finish_by))

    def _measure_fixed_work(self) -> None:
        """Work between two fixed dates: finished under Microsoft's rules [6.7], or fixed by hand [6.8]."""
        by_hand = [
            (i, to_minutes(a.manual_start), to_minutes(a.manual_finish))
            for i, a in enumerate(self.activities)
            if a.manual and a.manual_start is not None and a.manual_finish is not None
        ]
        done = np.flatnonzero((self.started != NONE) & (self.finished != NONE) & self.microsoft)
        spans = by_hand + [(int(i), int(self.started[i]), int(self.finished[i])) for i in done]
        if spans:
            rows, begin, end = np.array(spans, np.int64).T
            calendar = self.calendar[rows]
            work = self.worked(calendar, end.copy()) - self.worked(calendar, begin.copy())
            self.duration[rows] = np.maximum(0, work)

    def _not_before(self, project: ProjectInfo) -> int:
        """The data date cuts done from to do; Microsoft's rules know the project start only [4.3]."""
        if self.microsoft or project.data_date is None:
            return to_minutes(project.start)
        return to_minutes(project.data_date)

    def by_project(self, value: Callable[[ProjectInfo], int]) -> Minutes:
        """(p,) one number for each project."""
        return moments(value(project) for project in self.problem.projects)

    def worked(self, calendar: Int32, instants: Minutes) -> Minutes:
        """Coordinates of instants, each on its calendar; NONE stays NONE."""
        out = np.empty(len(instants), np.int64)
        self.kernels.to_coordinates(self.lines, calendar, instants, out)
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
    return timelines((*chosen, TWENTY_FOUR_HOURS)), rows
