"""mpxj's JSON → problem. Durations are in seconds there; P6's fields and MS Project's keep their own meaning."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from yipanqi.exchange.schedule.mpxj.calendars import add_team, read_calendars, read_teams
from yipanqi.exchange.schedule.mpxj.options import read_options
from yipanqi.exchange.schedule.mpxj.reading import Document, Reading
from yipanqi.exchange.schedule.source import Note, ScheduleFile, SourceError, Stored
from yipanqi.exchange.schedule.values import moment, sane_duration
from yipanqi.schedule.problem import (
    TWENTY_FOUR_HOURS,
    Activity,
    Calendar,
    Constraint,
    ConstraintKind,
    Kind,
    LagUnit,
    Link,
    LinkType,
    Options,
    Problem,
    ProjectInfo,
    Rules,
)

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
_MOMENTS = ("deadline", "actual_start", "actual_finish", "expected_finish", "external_early_start", "external_late_finish")  # fmt: skip


def join_projects(documents: list[tuple[Any, Any]]) -> ScheduleFile:
    """All projects of one file as one problem."""
    several = len(documents) > 1
    names: set[str] = set()
    parts: list[tuple[Reading, ScheduleFile]] = []
    for number, (document, extra) in enumerate(documents, start=1):
        wanted = str(document.get("property_values", {}).get("project_id") or number)
        name = wanted if wanted not in names else f"{wanted}-{number}"
        names.add(name)
        reading = Reading(document, extra, f"{number}." if several else "", name)
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


def _read(reading: Reading) -> ScheduleFile:
    read_calendars(reading)
    reading.resources = _resources(reading.document)
    if reading.rules is Rules.MICROSOFT:
        reading.teams = read_teams(reading)
    tasks = [task for task in reading.document.get("tasks", []) if _is_kept(task, reading)]
    paths = _paths(tasks)
    activities = tuple(_read_activity(task, paths[task["unique_id"]], reading) for task in tasks)
    if not activities:
        raise SourceError("no_activities")
    links = tuple(_read_links(tasks, reading))
    options = read_options(reading)
    return ScheduleFile(
        Problem((_project(reading, options),), activities, links, tuple(reading.calendars.values()), options),
        str(reading.properties.get("file_type", "mpxj")),
        stored={reading.key(task["unique_id"]): _stored(task, reading) for task in tasks},
        notes=tuple(reading.notes),
    )


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


def _is_kept(task: Document, reading: Reading) -> bool:
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


def _known_fields(reading: Reading) -> set[str]:
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


def _read_activity(task: Document, path: tuple[str, ...], reading: Reading) -> Activity:
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


def _primavera_field(task: Document, reading: Reading) -> bool:
    return reading.rules is Rules.PRIMAVERA and "planned_duration" in task


def _visible(task: Document, reading: Reading) -> str:
    """P6 shows the activity id; in MS Project files it is the unique id."""
    shown = task.get("activity_id") if reading.rules is Rules.PRIMAVERA else None
    return str(shown or task["unique_id"])


def _kind(task: Document, planned: int) -> Kind:
    if task.get("summary"):
        return Kind.WBS_SUMMARY
    if task.get("activity_type") in _KINDS:
        return _KINDS[task["activity_type"]]
    return Kind.FINISH_MILESTONE if task.get("milestone") and planned == 0 else Kind.TASK


def _calendar(task: Document, reading: Reading) -> str:
    if task["unique_id"] in reading.extra["elapsed"]:
        reading.calendars.setdefault(TWENTY_FOUR_HOURS.id, TWENTY_FOUR_HOURS)
        return TWENTY_FOUR_HOURS.id
    own = reading.key(task.get("calendar_unique_id"))
    team = reading.teams.get(task["unique_id"])
    if own in reading.calendars:
        return reading.calendars[own].id
    if team is None or task.get("summary"):
        return reading.default
    add_team(reading, team)
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


def _read_links(tasks: list[Document], reading: Reading) -> Iterator[Link]:
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


def _read_link(each: Document, after: int, reading: Reading) -> Link:
    unit, seconds = str(each.get("lag_units", "")), each.get("lag", 0)
    known = _LAG_UNITS.get(unit, LagUnit.ELAPSED if unit.startswith("e") else LagUnit.WORKING)
    minutes = seconds / 60
    lag = round(minutes * 100) if unit in _LAG_UNITS else round(minutes)
    before = reading.key(each["predecessor_task_unique_id"])
    return Link(before, reading.key(after), LinkType(each.get("type", "FS")), lag, known)


def _project(reading: Reading, options: Options) -> ProjectInfo:
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


def _stored(task: Document, reading: Reading) -> Stored:
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
