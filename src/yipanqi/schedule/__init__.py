"""The network-plan engine: a frozen problem in, a frozen result out; no Django, no I/O."""

from yipanqi.schedule.errors import CycleError, InputError, ScheduleError
from yipanqi.schedule.incremental import Change, reschedule
from yipanqi.schedule.problem import (
    Activity,
    Calendar,
    CalendarException,
    Constraint,
    ConstraintKind,
    CriticalBy,
    Kind,
    LagCalendar,
    LagUnit,
    Link,
    LinkType,
    Options,
    Problem,
    ProgressMode,
    ProjectInfo,
    Rules,
    TotalFloat,
    options_for,
)
from yipanqi.schedule.result import Dates, ScheduleResult, ScheduleWarning
from yipanqi.schedule.scheduling import schedule

__all__ = [
    "Activity",
    "Calendar",
    "CalendarException",
    "Change",
    "Constraint",
    "ConstraintKind",
    "CriticalBy",
    "CycleError",
    "Dates",
    "InputError",
    "Kind",
    "LagCalendar",
    "LagUnit",
    "Link",
    "LinkType",
    "Options",
    "Problem",
    "ProgressMode",
    "ProjectInfo",
    "Rules",
    "ScheduleError",
    "ScheduleResult",
    "ScheduleWarning",
    "TotalFloat",
    "options_for",
    "reschedule",
    "schedule",
]
