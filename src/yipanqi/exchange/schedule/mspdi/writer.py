"""Problem → MSPDI: summaries are put in for every node of a path that no activity stands for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from yipanqi.exchange.schedule.mspdi.durations import write_duration, write_lag
from yipanqi.exchange.schedule.mspdi.reader import CONSTRAINTS, LINK_TYPES
from yipanqi.exchange.schedule.numbering import number_keys
from yipanqi.exchange.schedule.source import Note, ScheduleFile, Stored
from yipanqi.schedule.problem import (
    MINUTES_PER_DAY,
    TWENTY_FOUR_HOURS,
    Activity,
    Calendar,
    CalendarException,
    Constraint,
    ConstraintKind,
    Kind,
    Link,
    ProjectInfo,
    Shifts,
)

_NAMESPACE = "http://schemas.microsoft.com/project"
_MILESTONES = (Kind.START_MILESTONE, Kind.FINISH_MILESTONE)
_LIKE_TASKS = (Kind.LEVEL_OF_EFFORT, Kind.HAMMOCK, Kind.DUMMY, Kind.RESOURCE_DEPENDENT)
_SOFTER: Mapping[ConstraintKind, ConstraintKind] = {
    ConstraintKind.START_ON: ConstraintKind.MANDATORY_START,
    ConstraintKind.FINISH_ON: ConstraintKind.MANDATORY_FINISH,
}
_LOST = ("secondary", "expected_finish", "external_early_start", "external_late_finish", "unit")
Path = tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    """One line of the outline: an activity, or a node of a path without one."""

    level: int
    uid: int
    name: str
    activity: Activity | None


def write_mspdi(file: ScheduleFile) -> tuple[bytes, tuple[Note, ...]]:
    """The file as MSPDI, and what could not be written. Several projects become summaries of one."""
    problem = file.problem
    calendars = number_keys(each.id for each in problem.calendars)
    uids = number_keys(each.key for each in problem.activities)
    root = etree.Element("Project", nsmap={None: _NAMESPACE})
    _project(root, problem.projects, file, calendars)
    parent = etree.SubElement(root, "Calendars")
    for calendar in problem.calendars:
        _calendar(etree.SubElement(parent, "Calendar"), calendar, calendars)
    tasks = etree.SubElement(root, "Tasks")
    incoming: dict[str, list[Link]] = {}
    for link in problem.links:
        incoming.setdefault(link.successor, []).append(link)
    for number, row in enumerate(_outline(problem.activities, problem.projects, uids), start=1):
        task = etree.SubElement(tasks, "Task")
        _row(task, number, row)
        if row.activity:
            _activity(task, row.activity, calendars, file.stored.get(row.activity.key, Stored()))
            _links(task, incoming.get(row.activity.key, ()), uids)
    _resources(root, problem.activities, uids)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text, tuple(_lost(file))


def _add(parent: etree._Element, **texts: object) -> None:
    """Children in the order given; None is left out."""
    for name, value in texts.items():
        if value is not None:
            etree.SubElement(parent, name).text = _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return "".join(each for each in str(value) if each >= " " or each in "\n\t")


def _project(
    root: etree._Element, projects: tuple[ProjectInfo, ...], file: ScheduleFile, calendars: dict[str, int]
) -> None:
    info = projects[0]
    options = info.options or file.problem.options
    own = next((each for each in file.problem.calendars if each.id == info.calendar), None)
    per_day = own.minutes_per_day if own else 480
    _add(
        root,
        SaveVersion=14,
        Name=info.name or info.id,
        Title=info.name or info.id,
        ScheduleFromStart=not info.from_finish,
        StartDate=min(each.start for each in projects),
        FinishDate=info.must_finish_by,
        CriticalSlackLimit=options.critical_threshold // per_day,
        CalendarUID=calendars.get(info.calendar),
        MinutesPerDay=per_day,
        MinutesPerWeek=per_day * 5,
        DaysPerMonth=20,
        HonorConstraints=options.honor_constraints,
        MultipleCriticalPaths=options.open_ends_critical,
        StatusDate=info.data_date,
    )


def _calendar(node: etree._Element, calendar: Calendar, numbers: dict[str, int]) -> None:
    _add(
        node,
        UID=numbers[calendar.id],
        Name=calendar.name or calendar.id,
        IsBaseCalendar=1,
        BaseCalendarUID=-1,
    )
    days = etree.SubElement(node, "WeekDays")
    for number in range(1, 8):
        day = etree.SubElement(days, "WeekDay")
        _add(day, DayType=number)
        _shifts(day, calendar.week[(number + 5) % 7])
    if calendar.exceptions:
        listed = etree.SubElement(node, "Exceptions")
        for each in calendar.exceptions:
            _exception(etree.SubElement(listed, "Exception"), each)


def _exception(node: etree._Element, each: CalendarException) -> None:
    _add(node, EnteredByOccurrences=0)
    period = etree.SubElement(node, "TimePeriod")
    _add(period, FromDate=f"{each.first}T00:00:00", ToDate=f"{each.last}T23:59:00")
    _add(node, Occurrences=(each.last - each.first).days + 1, Name=each.name or None, Type=1)
    _shifts(node, each.shifts)


def _shifts(node: etree._Element, shifts: Shifts) -> None:
    _add(node, DayWorking=bool(shifts))
    if shifts:
        times = etree.SubElement(node, "WorkingTimes")
        for begin, end in shifts:
            _add(etree.SubElement(times, "WorkingTime"), FromTime=_hour(begin), ToTime=_hour(end))


def _hour(minutes: int) -> str:
    return f"{minutes % MINUTES_PER_DAY // 60:02d}:{minutes % 60:02d}:00"


def _outline(
    activities: tuple[Activity, ...], projects: tuple[ProjectInfo, ...], uids: dict[str, int]
) -> Iterator[_Row]:
    """Rows depth first, in the order of the activities; nodes stand before what they hold."""
    several = len(projects) > 1
    summaries = {_path(each, several): each for each in activities if each.kind is Kind.WBS_SUMMARY}
    free = max(uids.values(), default=0) + 1
    shown: set[Path] = set()
    for each in _depth_first(activities, several):
        path = _path(each, several)
        for length in range(1, len(path) + 1):
            node = path[:length]
            if node in shown:
                continue
            shown.add(node)
            owner = summaries.get(node)
            yield _Row(length, uids[owner.key] if owner else free, owner.name if owner else node[-1], owner)
            free += owner is None
        if each.kind is not Kind.WBS_SUMMARY:
            yield _Row(len(path) + 1, uids[each.key], each.name, each)


def _path(each: Activity, several: bool) -> Path:
    return (each.project, *each.wbs) if several else each.wbs


def _depth_first(activities: tuple[Activity, ...], several: bool) -> list[Activity]:
    """Siblings in the order in which the first activity of their branch stands."""
    first: dict[Path, int] = {}
    for number, each in enumerate(activities):
        path = _path(each, several)
        for length in range(1, len(path) + 1):
            first.setdefault(path[:length], number)
    places = [
        (tuple(first[path[:length]] for length in range(1, len(path) + 1)), number)
        for number, path in ((number, _path(each, several)) for number, each in enumerate(activities))
    ]
    order = sorted(range(len(activities)), key=lambda number: _place(places[number]))
    return [activities[number] for number in order]


def _place(place: tuple[tuple[int, ...], int]) -> tuple[int, ...]:
    """An activity sorts beside the branches of its own level by its own number."""
    return (*place[0], place[1])


def _row(task: etree._Element, number: int, row: _Row) -> None:
    kind = row.activity.kind if row.activity else Kind.WBS_SUMMARY
    _add(
        task,
        UID=row.uid,
        ID=number,
        Name=row.name,
        Active=1,
        Manual=bool(row.activity and row.activity.manual),
        OutlineLevel=row.level,
        Milestone=kind in _MILESTONES,
        Summary=kind is Kind.WBS_SUMMARY,
    )


def _activity(task: etree._Element, each: Activity, calendars: dict[str, int], stored: Stored) -> None:
    elapsed = each.calendar == TWENTY_FOUR_HOURS.id
    pause = each.suspend is not None or each.resume is not None
    _add(
        task,
        Start=each.actual_start or each.manual_start or stored.early_start,
        Finish=each.actual_finish or each.manual_finish or stored.early_finish,
        Duration=write_duration(0 if each.kind in _MILESTONES else each.duration),
        DurationFormat=8 if elapsed else 7,
        ManualStart=each.manual_start,
        ManualFinish=each.manual_finish,
        Critical=stored.critical,
        EarlyStart=stored.early_start,
        EarlyFinish=stored.early_finish,
        LateStart=stored.late_start,
        LateFinish=stored.late_finish,
        FreeSlack=_tenths(stored.free_float),
        TotalSlack=_tenths(stored.total_float),
        PercentComplete=round(each.percent_complete),
        ActualStart=each.actual_start,
        ActualFinish=each.actual_finish,
        RemainingDuration=None if each.remaining is None else write_duration(each.remaining),
        Stop=each.suspend,
        Resume=each.resume,
        ResumeValid=pause or None,
        **_constraint(each.constraint),
        CalendarUID=-1 if elapsed else calendars.get(each.calendar),
        Deadline=each.deadline,
    )
    if each.baseline_start or each.baseline_finish or each.baseline_duration is not None:
        _baseline(etree.SubElement(task, "Baseline"), each)


def _baseline(node: etree._Element, each: Activity) -> None:
    length = None if each.baseline_duration is None else write_duration(each.baseline_duration)
    _add(node, Number=0, Start=each.baseline_start, Finish=each.baseline_finish, Duration=length)


def _tenths(minutes: int | None) -> int | None:
    return None if minutes is None else minutes * 10


def _constraint(constraint: Constraint | None) -> dict[str, object]:
    if constraint is None:
        return {"ConstraintType": 0}
    kind = _SOFTER.get(constraint.kind, constraint.kind)
    return {"ConstraintType": CONSTRAINTS.index(kind), "ConstraintDate": constraint.date}


def _links(task: etree._Element, links: Iterable[Link], uids: dict[str, int]) -> None:
    for link in links:
        lag, lag_format = write_lag(link.lag, link.lag_unit)
        node = etree.SubElement(task, "PredecessorLink")
        number = LINK_TYPES.index(link.type)
        _add(
            node,
            PredecessorUID=uids[link.predecessor],
            Type=number,
            CrossProject=0,
            LinkLag=lag,
            LagFormat=lag_format,
        )


def _resources(root: etree._Element, activities: tuple[Activity, ...], uids: dict[str, int]) -> None:
    """Resources without calendars of their own, and who works on what."""
    names = dict.fromkeys(name for each in activities for name, _ in each.resources)
    if not names:
        return
    numbers = {name: number for number, name in enumerate(names, start=1)}
    listed = etree.SubElement(root, "Resources")
    for name, number in numbers.items():
        _add(etree.SubElement(listed, "Resource"), UID=number, ID=number, Name=name, Type=1)
    given = etree.SubElement(root, "Assignments")
    pairs = ((each.key, name, amount) for each in activities for name, amount in each.resources)
    for number, (key, name, amount) in enumerate(pairs, start=1):
        node = etree.SubElement(given, "Assignment")
        _add(node, UID=number, TaskUID=uids[key], ResourceUID=numbers[name], Units=f"{amount:.15g}")


def _lost(file: ScheduleFile) -> Iterator[Note]:
    """What the problem has and MS Project has not."""
    activities = file.problem.activities
    for name in _LOST:
        if count := sum(bool(getattr(each, name)) for each in activities):
            yield Note("source.field_lost", {"field": name, "count": count, "format": "MSPDI"})
    for kind in _LIKE_TASKS:
        if count := sum(each.kind is kind for each in activities):
            yield Note("source.kind_lost", {"kind": kind.value, "count": count, "format": "MSPDI"})
    if len(file.problem.projects) > 1:
        yield Note("source.projects_joined", {"count": len(file.problem.projects)})
    if file.details:
        yield Note("source.details_lost", {"count": len(file.details), "format": "MSPDI"})
