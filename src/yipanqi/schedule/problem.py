"""What is to be scheduled: calendars, activities, links, projects and options, frozen and free of I/O.

Outside the engine a time is a naive `datetime` to the minute and a duration an `int` of working minutes.
Numbers in brackets, such as [6.2], point to docs/adr/0006-schedule-semantics.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

MINUTES_PER_DAY = 1440

Shift = tuple[int, int]
"""Working time (begin, end) in minutes from midnight, 0 ≤ begin < end ≤ 1440."""

Shifts = tuple[Shift, ...]
"""The shifts of one day, ascending and without overlap; empty is a day without work."""

OFFICE_DAY: Shifts = ((480, 720), (780, 1020))
"""08:00–12:00 and 13:00–17:00: eight hours."""


class Kind(StrEnum):
    """What an activity is [10]."""

    TASK = "task"
    START_MILESTONE = "start_milestone"
    FINISH_MILESTONE = "finish_milestone"
    LEVEL_OF_EFFORT = "level_of_effort"
    WBS_SUMMARY = "wbs_summary"
    RESOURCE_DEPENDENT = "resource_dependent"
    HAMMOCK = "hammock"
    DUMMY = "dummy"


class LinkType(StrEnum):
    """Which end of the predecessor holds which end of the successor [3]."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"


class LagUnit(StrEnum):
    """How `Link.lag` is counted [3.4]; MS Project knows all four, Primavera only working minutes."""

    WORKING = "working"
    ELAPSED = "elapsed"
    PERCENT = "percent"
    ELAPSED_PERCENT = "elapsed_percent"


class ConstraintKind(StrEnum):
    """All constraints of Primavera and MS Project [5]; no constraint at all is "as soon as possible".

    A kind means the same restriction in both worlds; the rule set decides how hard it is.
    """

    START_ON = "start_on"
    START_ON_OR_AFTER = "start_on_or_after"
    START_ON_OR_BEFORE = "start_on_or_before"
    FINISH_ON = "finish_on"
    FINISH_ON_OR_AFTER = "finish_on_or_after"
    FINISH_ON_OR_BEFORE = "finish_on_or_before"
    MANDATORY_START = "mandatory_start"
    MANDATORY_FINISH = "mandatory_finish"
    AS_LATE_AS_POSSIBLE = "as_late_as_possible"


MICROSOFT_CONSTRAINTS: Mapping[str, ConstraintKind] = {
    "ALAP": ConstraintKind.AS_LATE_AS_POSSIBLE,
    "SNET": ConstraintKind.START_ON_OR_AFTER,
    "SNLT": ConstraintKind.START_ON_OR_BEFORE,
    "FNET": ConstraintKind.FINISH_ON_OR_AFTER,
    "FNLT": ConstraintKind.FINISH_ON_OR_BEFORE,
    "MSO": ConstraintKind.MANDATORY_START,
    "MFO": ConstraintKind.MANDATORY_FINISH,
}
"""The abbreviations of MS Project; ASAP is the absence of a constraint."""


class Rules(StrEnum):
    """Rule set [12]."""

    PRIMAVERA = "primavera"
    MICROSOFT = "microsoft"
    STANDARD = "standard"


class ProgressMode(StrEnum):
    """What an unfinished predecessor does to a successor that has already begun [6]."""

    RETAINED_LOGIC = "retained_logic"
    OVERRIDE = "override"
    ACTUAL_DATES = "actual_dates"


class LagCalendar(StrEnum):
    """On which calendar a working lag runs [3.3]; `Link.lag_calendar` of a link goes before it."""

    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    PROJECT = "project"
    TWENTY_FOUR_HOUR = "24_hour"


class TotalFloat(StrEnum):
    """Which of the two floats is called total float [8.1]."""

    FINISH = "finish"
    START = "start"
    SMALLEST = "smallest"


class CriticalBy(StrEnum):
    """How an activity becomes critical [9]."""

    FLOAT = "float"
    LONGEST_PATH = "longest_path"


@dataclass(frozen=True, slots=True)
class CalendarException:
    """The days from `first` to `last`, both included, follow `shifts` instead of the week [2.2].

    Empty shifts make a holiday; shifts on a weekend make a 调休 working day. A later exception goes before
    an earlier one for the same day.
    """

    first: date
    last: date
    shifts: Shifts = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekly shifts and dated exceptions at minute resolution [2].

    `week` holds the shifts of Monday … Sunday (seven entries, as `date.weekday()` counts).
    """

    id: str
    name: str = ""
    week: tuple[Shifts, ...] = (OFFICE_DAY,) * 5 + ((),) * 2
    exceptions: tuple[CalendarException, ...] = ()
    minutes_per_day: int = 480


ALL_DAY: Shifts = ((0, MINUTES_PER_DAY),)
TWENTY_FOUR_HOURS = Calendar("24h", "24-hour", (ALL_DAY,) * 7, minutes_per_day=MINUTES_PER_DAY)
OFFICE_WEEK = Calendar("office", "Office week")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A kind with its date; only AS_LATE_AS_POSSIBLE has none [5]."""

    kind: ConstraintKind
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of a plan.

    key         unique over all projects of the problem (task_id in XER, UID in MSPDI); links name it
    id          what a person sees (task_code in XER, unique id in MS Project files)
    wbs         path of nodes from the project's root to the node it stands in; a WBS summary spans all
                activities of its project whose path begins with its own path [10.4]
    duration    planned working minutes on `calendar`, ≥ 0; ignored for milestones, level of effort, summaries
    remaining   working minutes still to do; None: `duration` less the share of `percent_complete`
    percent_complete  0–100, share of the duration done
    manual      dates fixed by hand (MS Project): `manual_start` and `manual_finish` are kept as they are
    unit        who is responsible, resources: (name, amount) pairs; the engine reads neither
    """

    key: str
    id: str
    name: str = ""
    project: str = ""
    calendar: str = OFFICE_WEEK.id
    kind: Kind = Kind.TASK
    duration: int = 0
    remaining: int | None = None
    wbs: tuple[str, ...] = ()
    constraint: Constraint | None = None
    secondary: Constraint | None = None
    deadline: datetime | None = None
    expected_finish: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    suspend: datetime | None = None
    resume: datetime | None = None
    external_early_start: datetime | None = None
    external_late_finish: datetime | None = None
    percent_complete: float = 0.0
    manual: bool = False
    manual_start: datetime | None = None
    manual_finish: datetime | None = None
    baseline_start: datetime | None = None
    baseline_finish: datetime | None = None
    baseline_duration: int | None = None
    unit: str = ""
    resources: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency between two activities, named by their keys; several per pair are allowed [3].

    lag   minutes for WORKING and ELAPSED, hundredths of a percent of the predecessor's duration for PERCENT and
          ELAPSED_PERCENT (2500 = 25 %); may be negative
    """

    predecessor: str
    successor: str
    type: LinkType = LinkType.FINISH_START
    lag: int = 0
    lag_unit: LagUnit = LagUnit.WORKING
    lag_calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How to schedule. The defaults are those of a new Primavera project.

    critical_threshold        working minutes: total float at or below it is critical [9.1]
    open_ends_critical        an activity without successor gets no float beyond its own early finish [7.3]
    ss_lag_from_early_start   False: an SS lag of a started predecessor runs from its actual start [8.4]
    float_per_project         late dates from each project's own finish; False: from the latest of all [7.2]
    use_expected_finish       the expected finish replaces the remaining duration [5.6]
    cross_project_links       False: links between different projects are left out [11]
    honor_constraints         MS Project: a constraint date goes before a link [5.8]
    """

    rules: Rules = Rules.PRIMAVERA
    progress: ProgressMode = ProgressMode.RETAINED_LOGIC
    lag_calendar: LagCalendar = LagCalendar.PREDECESSOR
    total_float: TotalFloat = TotalFloat.FINISH
    critical_by: CriticalBy = CriticalBy.FLOAT
    critical_threshold: int = 0
    open_ends_critical: bool = False
    ss_lag_from_early_start: bool = True
    float_per_project: bool = True
    use_expected_finish: bool = True
    cross_project_links: bool = True
    honor_constraints: bool = True


def options_for(rules: Rules) -> Options:
    """What a new project of each school starts with [3.3, 8.1]."""
    if rules is Rules.MICROSOFT:
        return Options(rules, lag_calendar=LagCalendar.SUCCESSOR, total_float=TotalFloat.SMALLEST)
    return Options(rules)


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """One plan of the problem.

    start           no activity begins earlier unless a constraint or an actual date says so [4.3]
    data_date       the moment up to which progress was entered; None: `start` [6.1]
    must_finish_by  late dates run back from it instead of from the computed finish [7.1]
    calendar        id of its default calendar, for lags and elapsed project float
    from_finish     MS Project: schedule from `must_finish_by` backward, everything as late as possible
    options         this project's own options; None: those of the problem. `rules` must agree.
    """

    id: str
    start: datetime
    name: str = ""
    data_date: datetime | None = None
    must_finish_by: datetime | None = None
    calendar: str = OFFICE_WEEK.id
    from_finish: bool = False
    options: Options | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything `schedule()` needs. Order is free; results come back in the order of `activities`."""

    projects: tuple[ProjectInfo, ...]
    activities: tuple[Activity, ...]
    links: tuple[Link, ...] = ()
    calendars: tuple[Calendar, ...] = (OFFICE_WEEK,)
    options: Options = field(default_factory=Options)
