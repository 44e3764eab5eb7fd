"""mpxj's JSON → problem. Durations are in seconds there; P6's fields and MS Project's keep their own meaning."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from yipanqi.exchange.schedule.numbering import name_calendars
from yipanqi.exchange.schedule.source import Note, ScheduleFile, SourceError, Stored
from yipanqi.exchange.schedule.teams import same_times, team_calendar
from yipanqi.exchange.schedule.values import clock, moment, sane_duration
from yipanqi.exchange.schedule.xer.calendars import merge_shifts
from yipanqi.schedule.problem import (
    MINUTES_PER_DAY,
    OFFICE_DAY,
    OFFICE_WEEK,
    TWENTY_FOUR_HOURS,
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
    Shifts,
    TotalFloat,
)

Document = Mapping[str, Any]
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KINDS: Mapping[str, Kind] = {
    "TASK_DEPENDENT": Kind.TASK,
    "RESOURCE_DEPENDENT": Kind.RESOURCE_DEPENDENT,
    "LEVEL_OF_EFFORT": Kind.LEVEL_OF_EFFORT,
    "START_MILESTONE": Kind.START_MILESTONE,
    "FINISH_MILESTONE": Kind.FINISH_MILESTONE,
    "WBS_SUMMARY": Kind.WBS_SUMMARY,
    "HAMMOCK": Kind.HAMMOCK,
}
_CONSTRAINTS: Mapping[str, ConstraintKind] = {
    "START_ON": ConstraintKind.START_ON,
    "FINISH_ON": ConstraintKind.FINISH_ON,
    "MUST_START_ON": ConstraintKind.MANDATORY_START,
    "MUST_FINISH_ON": ConstraintKind.MANDATORY_FINISH,
    "START_NO_EARLIER_THAN": ConstraintKind.START_ON_OR_AFTER,
    "START_NO_LATER_THAN": ConstraintKind.START_ON_OR_BEFORE,
    "FINISH_NO_EARLIER_THAN": ConstraintKind.FINISH_ON_OR_AFTER,
    "FINISH_NO_LATER_THAN": ConstraintKind.FINISH_ON_OR_BEFORE,
    "AS_LATE_AS_POSSIBLE": ConstraintKind.AS_LATE_AS_POSSIBLE,
}
_LAG_UNITS: Mapping[str, LagUnit] = {"%": LagUnit.PERCENT, "e%": LagUnit.ELAPSED_PERCENT}
_FLOATS = {
    "FINISH_SLACK": TotalFloat.FINISH,
    "START_SLACK": TotalFloat.START,
    "SMALLEST_SLACK": TotalFloat.SMALLEST,
}
_MOMENTS = ("deadline", "actual_start", "actual_finish", "expected_finish", "external_early_start", "external_late_finish")  # fmt: skip


@dataclass
class _Reading:
    """One project while it is read; `prefix` keeps the keys of several projects apart."""

    document: Document
    extra: Document
    prefix: str
    id: str
    calendars: dict[str, Calendar] = field(default_factory=dict)
    default: str = ""
    notes: list[Note] = field(default_factory=list)
    resources: dict[int, dict[str, float]] = field(default_factory=dict)
    teams: dict[int, Calendar] = field(default_factory=dict)

    @property
    def properties(self) -> Document:
        """The project's own fields."""
        found: Document = self.document.get("property_values", {})
        return found

    @property
    def rules(self) -> Rules:
        """P6 files follow P6, all others MS Project."""
        return Rules.PRIMAVERA if self.properties.get("file_application") == "Primavera" else Rules.MICROSOFT

    def key(self, uid: object) -> str:
        """Key of a task or calendar in the whole file."""
        return f"{self.prefix}{uid}"


def join_projects(documents: list[tuple[Any, Any]]) -> ScheduleFile:
    """All projects of one file as one problem."""
    several = len(documents) > 1
    names: set[str] = set()
    parts: list[tuple[_Reading, ScheduleFile]] = []
    for number, (document, extra) in enumerate(documents, start=1):
        wanted = str(document.get("property_values", {}).get("project_id") or number)
        name = wanted if wanted not in names else f"{wanted}-{number}"
        names.add(name)
        reading = _Reading(document, extra, f"{number}." if several else "", name)
        parts.append((reading, _read(reading)))
    return parts[0][1] if not several else _joined([file for _, file in parts])


def _joined(files: list[ScheduleFile]) -> ScheduleFile:
    """Projects of one file share calendars; one that only bears the same name gets the project's beside it."""
    calendars: dict[str, Calendar] = {}
    problems = []
    for file in files:
        own, project = file.problem, file.problem.projects[0].id
        taken = {each.id for each in own.calendars if calendars.get(each.id, each) != each}
        problems.append(_renamed(own, {name: f"{name} ({project})" for name in taken}))
        calendars |= {each.id: each for each in problems[-1].calendars}
    return ScheduleFile(
        Problem(
            projects=tuple(info for each in problems for info in each.projects),
            activities=tuple(activity for each in problems for activity in each.activities),
            links=tuple(link for each in problems for link in each.links),
            calendars=tuple(calendars.values()),
            options=problems[0].options,
        ),
        files[0].format,
        stored={key: each for file in files for key, each in file.stored.items()},
        notes=tuple(note for file in files for note in file.notes),
    )


def _renamed(problem: Problem, names: Mapping[str, str]) -> Problem:
    """The same problem with other ids of calendars."""
    if not names:
        return problem
    return replace(
        problem,
        calendars=tuple(replace(each, id=names.get(each.id, each.id)) for each in problem.calendars),
        projects=tuple(
            replace(each, calendar=names.get(each.calendar, each.calendar)) for each in problem.projects
        ),
        activities=tuple(
            replace(each, calendar=names.get(each.calendar, each.calendar)) for each in problem.activities
        ),
    )


def _read(reading: _Reading) -> ScheduleFile:
    _read_calendars(reading)
    reading.resources = _resources(reading.document)
    if reading.rules is Rules.MICROSOFT:
        reading.teams = _teams(reading)
    tasks = [task for task in reading.document.get("tasks", []) if _is_kept(task, reading)]
    paths = _paths(tasks)
    activities = tuple(_read_activity(task, paths[task["unique_id"]], reading) for task in tasks)
    if not activities:
        raise SourceError("no_activities")
    links = tuple(_read_links(tasks, reading))
    options = _options(reading)
    return ScheduleFile(
        Problem((_project(reading, options),), activities, links, tuple(reading.calendars.values()), options),
        str(reading.properties.get("file_type", "mpxj")),
        stored={reading.key(task["unique_id"]): _stored(task, reading) for task in tasks},
        notes=tuple(reading.notes),
    )


def _read_calendars(reading: _Reading) -> None:
    nodes = {each["unique_id"]: each for each in reading.document.get("calendars", [])}
    per_day = int(reading.properties.get("minutes_per_day", 480))
    for uid, node in nodes.items():
        week = tuple(_day(number, node, nodes) for number in range(7))
        exceptions = tuple(_inherited_exceptions(uid, nodes, reading))
        own = int(node.get("minutes_per_day", per_day))
        key = reading.key(uid)
        reading.calendars[key] = Calendar(
            key, node.get("name") or key, week, exceptions, own if 0 < own <= 1440 else 480
        )
    reading.calendars = name_calendars(reading.calendars)
    default = reading.key(reading.properties.get("default_calendar_unique_id"))
    if default not in reading.calendars:
        default = next(iter(reading.calendars), OFFICE_WEEK.id)
        chosen = reading.calendars.setdefault(default, OFFICE_WEEK)
        reading.notes.append(
            Note("source.default_calendar", {"project": reading.id, "calendar": chosen.name})
        )
    reading.default = reading.calendars[default].id


def _add_team(reading: _Reading, team: Calendar) -> None:
    """A team of one has a calendar of the file; that of several is new."""
    if all(each.id != team.id for each in reading.calendars.values()):
        reading.calendars[team.id] = team


def _resources(document: Document) -> dict[int, dict[str, float]]:
    """Task → resource → units; mpxj counts a whole resource as 100."""
    names = {each.get("unique_id"): str(each.get("name", "")) for each in document.get("resources", [])}
    found: dict[int, dict[str, float]] = {}
    for each in document.get("assignments", []):
        uid = each.get("resource_unique_id")
        if (name := names.get(uid)) and uid is not None and "task_unique_id" in each:
            own = found.setdefault(each["task_unique_id"], {})
            own[name] = own.get(name, 0.0) + each.get("units", 100.0) / 100
    return found


def _teams(reading: _Reading) -> dict[int, Calendar]:
    """Task → calendar of its team, where that differs from the project's."""
    people = [each for each in reading.document.get("resources", []) if each.get("type", "WORK") == "WORK"]
    calendars = {each.get("unique_id"): reading.key(each.get("calendar_unique_id")) for each in people}
    default = next(each for each in reading.calendars.values() if each.id == reading.default)
    members: dict[int, dict[str, Calendar]] = {}
    for each in reading.document.get("assignments", []):
        if (
            "resource_unique_id" in each
            and each["resource_unique_id"] in calendars
            and "task_unique_id" in each
        ):
            own = reading.calendars.get(calendars[each["resource_unique_id"]], default)
            members.setdefault(each["task_unique_id"], {})[own.id] = own
    teams = {task: team_calendar(list(found.values())) for task, found in members.items()}
    return {task: team for task, team in teams.items() if not same_times(team, default)}


def _chain(uid: object, nodes: Mapping[object, Document]) -> list[Document]:
    """A calendar and its bases, nearest first; a ring ends where it began."""
    chain: list[Document] = []
    while uid in nodes and nodes[uid] not in chain:
        chain.append(nodes[uid])
        uid = nodes[uid].get("parent_unique_id")
    return chain


def _day(number: int, node: Document, nodes: Mapping[object, Document]) -> Shifts:
    """The nearest calendar that says something of this weekday; mpxj leaves a day it takes from the default out."""
    for step in _chain(node["unique_id"], nodes):
        said = step.get(_DAYS[number], {"type": "default"})
        if said.get("type") != "default":
            return _shifts(((h["from"], h["to"]) for h in said.get("hours", [])), str(step.get("name")))
    return OFFICE_DAY if number < 5 else ()


def _shifts(hours: Iterable[tuple[str, str]], calendar: str) -> Shifts:
    """mpxj writes midnight at the end of a day as 00:00."""
    try:
        merged = merge_shifts((clock(begin), clock(end) or MINUTES_PER_DAY) for begin, end in hours)
    except ValueError:
        merged = None
    if merged is None:
        raise SourceError("calendar_bad_shift", calendar=calendar)
    return merged


def _inherited_exceptions(
    uid: object, nodes: Mapping[object, Document], reading: _Reading
) -> Iterator[CalendarException]:
    """Those of the farthest base first: the last one for a day counts."""
    for step in reversed(_chain(uid, nodes)):
        for first, last, hours in reading.extra["exceptions"].get(str(step["unique_id"]), ()):
            begin, end = date.fromisoformat(first), date.fromisoformat(last)
            yield CalendarException(begin, end, _shifts(((b, e) for b, e in hours), str(step.get("name"))))


def _is_kept(task: Document, reading: _Reading) -> bool:
    """The summary of the whole project, rows without content and inactive tasks are no activities."""
    whole = task["unique_id"] == 0 and task.get("summary") and not task.get("parent_task_unique_id")
    if whole or (not task.get("name") and "duration" not in task and not task.get("summary")):
        return False
    if (
        reading.rules is Rules.MICROSOFT
        and not task.get("active", False)
        and "active" in _known_fields(reading)
    ):
        reading.notes.append(Note("source.inactive", {}, None, str(task["unique_id"])))
        return False
    return True


def _known_fields(reading: _Reading) -> set[str]:
    """mpxj leaves false flags out: a field that no task has was not in the file at all."""
    return {name for task in reading.document.get("tasks", [])[:50] for name in task}


def _paths(tasks: list[Document]) -> dict[int, tuple[str, ...]]:
    """Unique id → unique ids of the summaries around it, its own last when it is one."""
    parents = {task["unique_id"]: task.get("parent_task_unique_id") for task in tasks}
    summaries = {task["unique_id"] for task in tasks if task.get("summary")}
    paths = {}
    for uid in parents:
        path, step, seen = list[str](), uid, set[int]()
        while step in parents and step not in seen:
            seen.add(step)
            if step in summaries:
                path.append(str(step))
            step = parents[step]
        paths[uid] = tuple(reversed(path))
    return paths


def _read_activity(task: Document, path: tuple[str, ...], reading: _Reading) -> Activity:
    uid = task["unique_id"]
    begun, manual = "actual_start" in task, task.get("task_mode") == "MANUALLY_SCHEDULED"
    place = _visible(task, reading)
    dates: dict[str, Any] = {name: _moment(task, name) for name in _MOMENTS}
    if begun and not dates["actual_finish"]:
        dates |= {
            "suspend": _moment(task, "suspend_date"),
            "resume": _moment(task, "resume") if task.get("suspend_date") else None,
        }
    planned = (
        _duration(task, "planned_duration" if _primavera_field(task, reading) else "duration", place) or 0
    )
    return Activity(
        key=reading.key(uid),
        id=place,
        name=str(task.get("name", "")),
        project=reading.id,
        calendar=_calendar(task, reading),
        kind=_kind(task, planned),
        duration=planned,
        remaining=_duration(task, "remaining_duration", place) if begun else None,
        wbs=path,
        constraint=_constraint(task, "constraint", place),
        secondary=_constraint(task, "secondary_constraint", place),
        percent_complete=float(max(0, min(100, task.get("percent_complete", 0)))),
        manual=manual,
        manual_start=_moment(task, "start") if manual else None,
        manual_finish=_moment(task, "finish") if manual else None,
        baseline_start=_moment(task, "baseline_start"),
        baseline_finish=_moment(task, "baseline_finish"),
        baseline_duration=_duration(task, "baseline_duration", place),
        resources=tuple(reading.resources.get(uid, {}).items()),
        **dates,
    )


def _primavera_field(task: Document, reading: _Reading) -> bool:
    return reading.rules is Rules.PRIMAVERA and "planned_duration" in task


def _visible(task: Document, reading: _Reading) -> str:
    """P6 shows the activity id; in MS Project files it is the unique id."""
    shown = task.get("activity_id") if reading.rules is Rules.PRIMAVERA else None
    return str(shown or task["unique_id"])


def _kind(task: Document, planned: int) -> Kind:
    if task.get("summary"):
        return Kind.WBS_SUMMARY
    if task.get("activity_type") in _KINDS:
        return _KINDS[task["activity_type"]]
    return Kind.FINISH_MILESTONE if task.get("milestone") and planned == 0 else Kind.TASK


def _calendar(task: Document, reading: _Reading) -> str:
    if task["unique_id"] in reading.extra["elapsed"]:
        reading.calendars.setdefault(TWENTY_FOUR_HOURS.id, TWENTY_FOUR_HOURS)
        return TWENTY_FOUR_HOURS.id
    own = reading.key(task.get("calendar_unique_id"))
    team = reading.teams.get(task["unique_id"])
    if own in reading.calendars:
        return reading.calendars[own].id
    if team is None or task.get("summary"):
        return reading.default
    _add_team(reading, team)
    return team.id


def _duration(task: Document, name: str, place: str) -> int | None:
    """Seconds → minutes."""
    return None if name not in task else sane_duration(round(task[name] / 60), activity=place, field=name)


def _moment(task: Document, name: str) -> datetime | None:
    return moment(str(task.get(name, "")), activity=str(task.get("unique_id", "")) or None, field=name)


def _constraint(task: Document, name: str, place: str) -> Constraint | None:
    kind = _CONSTRAINTS.get(str(task.get(f"{name}_type", "")))
    if kind is None:
        return None
    date = None if kind is ConstraintKind.AS_LATE_AS_POSSIBLE else _moment(task, f"{name}_date")
    if date is None and kind is not ConstraintKind.AS_LATE_AS_POSSIBLE:
        raise SourceError("constraint_without_date", activity=place, kind=kind.value)
    return Constraint(kind, date)


def _read_links(tasks: list[Document], reading: _Reading) -> Iterator[Link]:
    kept = {task["unique_id"] for task in tasks}
    seen: set[tuple[int, int, str]] = set()
    for task in tasks:
        for each in task.get("predecessors", ()):
            before = each.get("predecessor_task_unique_id")
            twin = (before, task["unique_id"], each.get("type", "FS"))
            if before not in kept:
                reading.notes.append(
                    Note("source.external_links", {"project": "?", "count": 1}, None, str(task["unique_id"]))
                )
            elif twin not in seen:
                seen.add(twin)
                yield _read_link(each, task["unique_id"], reading)


def _read_link(each: Document, after: int, reading: _Reading) -> Link:
    unit, seconds = str(each.get("lag_units", "")), each.get("lag", 0)
    known = _LAG_UNITS.get(unit, LagUnit.ELAPSED if unit.startswith("e") else LagUnit.WORKING)
    minutes = seconds / 60
    lag = round(minutes * 100) if unit in _LAG_UNITS else round(minutes)
    before = reading.key(each["predecessor_task_unique_id"])
    return Link(before, reading.key(after), LinkType(each.get("type", "FS")), lag, known)


def _project(reading: _Reading, options: Options) -> ProjectInfo:
    properties = reading.properties
    backward = properties.get("schedule_from") == "FINISH"
    start = (
        _moment(properties, "start_date")
        or _moment(properties, "planned_start")
        or _moment(properties, "status_date")
    )
    if start is None:
        raise SourceError("project_without_start", project=reading.id)
    return ProjectInfo(
        id=reading.id,
        start=_moment(properties, "planned_start") or start,
        name=str(properties.get("project_title") or properties.get("name") or reading.id),
        data_date=_moment(properties, "status_date"),
        must_finish_by=_moment(properties, "finish_date")
        if backward
        else _moment(properties, "must_finish_by"),
        calendar=reading.default,
        from_finish=backward,
        options=options if reading.rules is Rules.PRIMAVERA else None,
    )


def _options(reading: _Reading) -> Options:
    """The fields of both programs; mpxj leaves false flags out."""
    found = reading.properties
    primavera = reading.rules is Rules.PRIMAVERA
    lag_calendar = {"TWENTY_FOUR_HOUR": "24_hour", "PROJECT_DEFAULT": "project"}
    lag = str(found.get("relationship_lag_calendar", "PREDECESSOR"))
    progress = str(found.get("scheduling_progressed_activities", "RETAINED_LOGIC")).lower()
    longest = found.get("critical_activity_type") == "LONGEST_PATH"
    if not primavera:
        return Options(
            rules=Rules.MICROSOFT,
            critical_threshold=round(found.get("critical_slack_limit", 0) / 60),
            open_ends_critical=bool(found.get("multiple_critical_paths", False)),
            honor_constraints=bool(found.get("honor_constraints", False)),
        )
    return Options(
        progress=ProgressMode.OVERRIDE if progress == "progress_override" else ProgressMode(progress),
        lag_calendar=LagCalendar(lag_calendar.get(lag, lag.lower())),
        total_float=_FLOATS.get(str(found.get("total_slack_calculation_type")), TotalFloat.FINISH),
        critical_by=CriticalBy.LONGEST_PATH if longest else CriticalBy.FLOAT,
        critical_threshold=round(found.get("critical_slack_limit", 0) / 60),
        open_ends_critical=bool(found.get("make_open_ended_activities_critical", False)),
        ss_lag_from_early_start=bool(found.get("compute_start_to_start_lag_from_early_start", False)),
        float_per_project=bool(found.get("calculate_float_based_on_finish_date_of_each_project", False)),
        use_expected_finish=bool(found.get("use_expected_finish_dates", False)),
        cross_project_links=not found.get("ignore_relationships_to_and_from_other_projects", False),
    )


def _stored(task: Document, reading: _Reading) -> Stored:
    """What the file's program had calculated; mpxj leaves zeros and false flags out."""
    remaining = reading.rules is Rules.PRIMAVERA
    names = {
        name: f"remaining_{name}" if remaining and f"remaining_{name}" in task else name
        for name in ("early_start", "early_finish", "late_start", "late_finish")
    }
    dates: dict[str, Any] = {name: _moment(task, source) for name, source in names.items()}
    if not any(dates.values()):
        return Stored()
    return Stored(
        **dates,
        total_float=round(task.get("total_slack", 0) / 60) if dates["late_finish"] else None,
        free_float=round(task.get("free_slack", 0) / 60) if dates["late_finish"] else None,
        critical=bool(task.get("critical", False)),
        longest_path=bool(task.get("longest_path", False)) if remaining else None,
        float_path=task.get("float_path"),
    )
