"""What scheduling found: arrays in the order of `problem.activities`, and small looks into them.

Times are int64 minutes since 1970-01-01 00:00 on the clock of the plan (no time zone), the same numbers as
numpy's `datetime64[m]`; NONE (its "not a time") stands for a missing time or float.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from yipanqi.schedule.problem import Problem

NONE = int(np.iinfo(np.int64).min)
"""No such time or float; equals NaT in datetime64."""

MOST = int(np.iinfo(np.int64).max)
"""Later than any time: a bound that does not bind."""

EPOCH = datetime.fromisoformat("1970-01-01")

Minutes = NDArray[np.int64]
Flags = NDArray[np.bool_]


def to_minutes(moment: datetime | None) -> int:
    """Minutes since EPOCH, or NONE; seconds are cut off."""
    if moment is None:
        return NONE
    since = moment - EPOCH
    return since.days * 1440 + since.seconds // 60


def to_datetime(minutes: int) -> datetime | None:
    """The inverse of `to_minutes`; OverflowError beyond the year 9999."""
    return None if minutes == NONE else EPOCH + timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class ScheduleWarning:
    """Something a planner should look at; the schedule stands nevertheless.

    code "schedule.…", visible ids concerned, one English line.
    """

    code: str
    message: str
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ScheduleResult:
    """Dates, floats and flags of every activity [4, 7, 8, 9]; all arrays have one entry per activity or link.

    early_start, early_finish   (n,) minutes; for work in progress those of the remaining work; NONE if finished
    late_start, late_finish     (n,) minutes, likewise
    start, finish               (n,) minutes: actual where there is one, else planned (early, or late for ALAP)
    total_float, free_float, interfering_float  (n,) working minutes of the activity's calendar; NONE if finished
    start_float, finish_float   (n,) the two from which `total_float` is chosen by option [8.1]
    critical, longest_path      (n,) flags [9]
    driving                     (m,) per link: it decides the successor's early date [9.2]
    link_float                  (m,) working minutes the link could still give way (successor's calendar) [8.3]
    project_start, project_finish, project_duration  per project: minutes, minutes, working minutes
    """

    problem: Problem
    early_start: Minutes
    early_finish: Minutes
    late_start: Minutes
    late_finish: Minutes
    start: Minutes
    finish: Minutes
    total_float: Minutes
    free_float: Minutes
    interfering_float: Minutes
    start_float: Minutes
    finish_float: Minutes
    critical: Flags
    longest_path: Flags
    driving: Flags
    link_float: Minutes
    project_start: Minutes
    project_finish: Minutes
    project_duration: Minutes
    noted: Callable[[], tuple[ScheduleWarning, ...]] = field(default=tuple, repr=False)
    """Finds the warnings when they are asked for."""
    state: object = field(default=None, repr=False)
    """What `incremental.reschedule` starts from; nobody else reads it."""

    @cached_property
    def warnings(self) -> tuple[ScheduleWarning, ...]:
        """What a planner should look at, in stable order."""
        return self.noted()

    @cached_property
    def row(self) -> dict[str, int]:
        """Position of an activity by its key."""
        return {activity.key: i for i, activity in enumerate(self.problem.activities)}

    def dates(self, key: str) -> "Dates":
        """All that is known of one activity; KeyError if there is no such key."""
        i = self.row[key]

        def moment(column: Minutes) -> datetime | None:
            return to_datetime(int(column[i]))

        return Dates(
            moment(self.early_start),
            moment(self.early_finish),
            moment(self.late_start),
            moment(self.late_finish),
            moment(self.start),
            moment(self.finish),
            whole(int(self.total_float[i])),
            whole(int(self.free_float[i])),
            whole(int(self.interfering_float[i])),
            bool(self.critical[i]),
            bool(self.longest_path[i]),
        )


def whole(minutes: int) -> int | None:
    """A float outside the engine: None where there is none."""
    return None if minutes == NONE else minutes


@dataclass(frozen=True, slots=True)
class Dates:
    """One activity's dates as datetimes and floats in working minutes; None where there is none."""

    early_start: datetime | None
    early_finish: datetime | None
    late_start: datetime | None
    late_finish: datetime | None
    start: datetime | None
    finish: datetime | None
    total_float: int | None
    free_float: int | None
    interfering_float: int | None
    critical: bool
    longest_path: bool


def as_datetimes(minutes: Minutes) -> NDArray[np.datetime64]:
    """(n,) datetime64[m] view; NONE becomes NaT. No copy."""
    return minutes.view("datetime64[m]")
