"""XER → problem: projects with their options, activities with constraints and progress, links, stored dates."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from yipanqi.exchange.schedule.encoding import decode
from yipanqi.exchange.schedule.numbering import name_calendars
from yipanqi.exchange.schedule.source import Note, ScheduleFile, SourceError, Stored, WbsNode
from yipanqi.exchange.schedule.values import minutes, moment, number
from yipanqi.exchange.schedule.xer.calendars import read_calendars
from yipanqi.exchange.schedule.xer.options import read_options
from yipanqi.exchange.schedule.xer.tables import Row, Tables, split_tables
from yipanqi.schedule.problem import (
    OFFICE_WEEK,
    Activity,
    Calendar,
    Constraint,
    ConstraintKind,
    Kind,
    Link,
    LinkType,
    Options,
    Problem,
    ProjectInfo,
)

KINDS: Mapping[str, Kind] = {
    "TT_Task": Kind.TASK,
    "TT_Rsrc": Kind.RESOURCE_DEPENDENT,
    "TT_Mile": Kind.START_MILESTONE,
    "TT_FinMile": Kind.FINISH_MILESTONE,
    "TT_LOE": Kind.LEVEL_OF_EFFORT,
    "TT_WBS": Kind.WBS_SUMMARY,
}
CONSTRAINTS: Mapping[str, ConstraintKind] = {
    "CS_MSO": ConstraintKind.START_ON,
    "CS_MSOA": ConstraintKind.START_ON_OR_AFTER,
    "CS_MSOB": ConstraintKind.START_ON_OR_BEFORE,
    "CS_MEO": ConstraintKind.FINISH_ON,
    "CS_MEOA": ConstraintKind.FINISH_ON_OR_AFTER,
    "CS_MEOB": ConstraintKind.FINISH_ON_OR_BEFORE,
    "CS_MANDSTART": ConstraintKind.MANDATORY_START,
    "CS_MANDFIN": ConstraintKind.MANDATORY_FINISH,
    "CS_ALAP": ConstraintKind.AS_LATE_AS_POSSIBLE,
}
_WHOLE = re.compile(r"[0-9]{1,9}")
LINK_TYPES: Mapping[str, LinkType] = {f"PR_{each.value}": each for each in LinkType}
_NOT_HELD = {
    "TASKPROC": "steps",
    "TASKACTV": "activity codes",
}


@dataclass
class _Reading:
    """What is known while one file is read."""

    tables: Tables
    calendars: dict[str, Calendar]
    projects: dict[str, ProjectInfo] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    wbs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    resource_calendars: dict[str, set[str]] = field(default_factory=dict)
    resources: dict[str, dict[str, float]] = field(default_factory=dict)


def read_xer(data: bytes, encoding: str | None = None) -> ScheduleFile:
    """Read an XER file. Raises SourceError with line and activity for everything that cannot be right."""
    tables = split_tables(decode(data, encoding))
    calendars, notes = read_calendars(tables["CALENDAR"])
    reading = _Reading(tables, name_calendars(calendars), notes=[*tables.notes, *notes])
    reading.projects = {row["proj_id"]: _read_project(reading, row) for row in tables["PROJECT"]}
    reading.wbs = _wbs_paths(tables["PROJWBS"])
    reading.resource_calendars = _resource_calendars(tables)
    reading.resources = _resources(tables)
    activities = tuple(_read_activity(reading, row) for row in tables["TASK"])
    _refuse_twins(tables["TASK"])
    stored = {row["task_id"]: _read_stored(row) for row in tables["TASK"]}
    given = _given(reading)
    problem = Problem(
        projects=tuple(reading.projects.values()),
        activities=tuple(
            _bound(each, stored[each.key]) if each.key in given else each for each in activities
        ),
        links=_read_links(reading, activities),
        calendars=tuple(reading.calendars.values()),
        options=next(iter(reading.projects.values())).options or Options(),
    )
    reading.notes.extend(_left_out(tables))
    return ScheduleFile(
        problem,
        "xer",
        stored=stored,
        given=given,
        rows={row["task_id"]: row.line for row in tables["TASK"]},
        notes=tuple(reading.notes),
        nodes=_named_nodes(reading),
    )


def _read_project(reading: _Reading, row: Row) -> ProjectInfo:
    """A project under its short name, which P6 keeps unique, with its own options."""
    name = row["proj_short_name"] or row["proj_id"]
    data_date = moment(row["last_recalc_date"], row=row.line, field="last_recalc_date")
    start = moment(row["plan_start_date"], row=row.line, field="plan_start_date") or data_date
    if start is None:
        raise SourceError("project_without_start", row=row.line, project=name)
    return ProjectInfo(
        id=name,
        start=start,
        name=_root_name(reading.tables, row["proj_id"]) or name,
        data_date=data_date,
        must_finish_by=moment(row["plan_end_date"], row=row.line, field="plan_end_date"),
        calendar=_default_calendar(reading, row),
        options=read_options(row, reading.tables["SCHEDOPTIONS"]),
    )


def _given(reading: _Reading) -> frozenset[str]:
    """Activities of projects that were not exported themselves: only the ends of links lie in the file [6.6]."""
    exported = {row["proj_id"]: row["export_flag"] == "Y" for row in reading.tables["PROJECT"]}
    if not any(exported.values()):
        return frozenset()
    given = Counter(row["proj_id"] for row in reading.tables["TASK"] if not exported[row["proj_id"]])
    for project, count in given.items():
        params = {"project": reading.projects[project].id, "count": count}
        reading.notes.append(Note("source.project_not_exported", params))
    return frozenset(row["task_id"] for row in reading.tables["TASK"] if row["proj_id"] in given)


def _bound(activity: Activity, stored: Stored) -> Activity:
    """What the missing part of such a project does to its activities is known from their stored dates alone."""
    if activity.actual_start:
        return activity
    return replace(
        activity,
        external_early_start=activity.external_early_start or stored.early_start,
        external_late_finish=activity.external_late_finish or stored.late_finish,
    )


def _root_name(tables: Tables, project: str) -> str:
    """The name of a project is that of the root of its WBS."""
    roots = (row for row in tables["PROJWBS"] if row["proj_id"] == project and row["proj_node_flag"] == "Y")
    return next((row["wbs_name"] for row in roots), "")


def _default_calendar(reading: _Reading, row: Row) -> str:
    """The project's calendar, else the file's default, else the first; a file without any gets the office week."""
    if row["clndr_id"] in reading.calendars:
        return reading.calendars[row["clndr_id"]].id
    defaults = [each["clndr_id"] for each in reading.tables["CALENDAR"] if each["default_flag"] == "Y"]
    chosen = next(iter(defaults or reading.calendars), None)
    if chosen is None:
        reading.calendars[OFFICE_WEEK.id] = OFFICE_WEEK
        chosen = OFFICE_WEEK.id
    name = reading.calendars[chosen].id
    reading.notes.append(
        Note("source.default_calendar", {"project": row["proj_short_name"], "calendar": name}, row.line)
    )
    return name


def _wbs_paths(rows: list[Row]) -> dict[str, tuple[str, ...]]:
    """Path of short names to each node, without the root, which is the project; a ring of parents ends in itself."""
    by_id = {row["wbs_id"]: row for row in rows}
    paths: dict[str, tuple[str, ...]] = {}
    for key in by_id:
        way, step = list[str](), key
        while step in by_id and step not in paths and step not in way:
            way.append(step)
            step = by_id[step]["parent_wbs_id"]
        path = paths.get(step, ())
        for node in reversed(way):
            if by_id[node]["proj_node_flag"] != "Y":
                path = (*path, by_id[node]["wbs_short_name"] or node)
            paths[node] = path
    return paths


def _named_nodes(reading: _Reading) -> tuple[WbsNode, ...]:
    """The nodes whose name is not their code."""
    paths = ((row, reading.wbs[row["wbs_id"]]) for row in reading.tables["PROJWBS"])
    return tuple(
        WbsNode(project.id, path, row["wbs_name"])
        for row, path in paths
        if path
        and row["wbs_name"] not in ("", path[-1])
        and (project := reading.projects.get(row["proj_id"]))
    )


def _resource_calendars(tables: Tables) -> dict[str, set[str]]:
    """The calendars of the resources assigned to each activity, for resource-dependent ones."""
    calendar_of = {row["rsrc_id"]: row["clndr_id"] for row in tables["RSRC"]}
    found: dict[str, set[str]] = {}
    for row in tables["TASKRSRC"]:
        if calendar := calendar_of.get(row["rsrc_id"]):
            found.setdefault(row["task_id"], set()).add(calendar)
    return found


def _resources(tables: Tables) -> dict[str, dict[str, float]]:
    """Activity → resource → units an hour, 1 where the file does not say."""
    names = {row["rsrc_id"]: row["rsrc_short_name"] or row["rsrc_name"] for row in tables["RSRC"]}
    found: dict[str, dict[str, float]] = {}
    for row in tables["TASKRSRC"]:
        if name := names.get(row["rsrc_id"]):
            own = found.setdefault(row["task_id"], {})
            amount = number(row["target_qty_per_hr"], row=row.line, field="target_qty_per_hr", default=1.0)
            own[name] = round(own.get(name, 0.0) + amount, 8)
    return found


def _refuse_twins(rows: list[Row]) -> None:
    """Two rows with one task_id, or one code twice in a project, would be taken for each other."""
    for columns in (("task_id",), ("proj_id", "task_code")):
        seen: dict[tuple[str, ...], int] = {}
        for row in rows:
            key = tuple(row[column] for column in columns)
            if key in seen:
                raise SourceError(
                    "duplicate_activity", row=row.line, activity=row["task_code"], other=seen[key]
                )
            seen[key] = row.line


def _read_activity(reading: _Reading, row: Row) -> Activity:
    code = row["task_code"] or row["task_id"]
    if not row["task_id"]:
        raise SourceError("activity_without_id", row=row.line, activity=code)
    project = reading.projects.get(row["proj_id"])
    if project is None:
        raise SourceError("unknown_project_of_activity", row=row.line, activity=code, project=row["proj_id"])
    kind = KINDS.get(row["task_type"], Kind.TASK)
    duration, remaining = _durations(row, code, kind)
    return Activity(
        key=row["task_id"],
        id=code,
        name=row["task_name"],
        project=project.id,
        calendar=_calendar_of(reading, row, code, kind, project),
        kind=kind,
        duration=duration,
        remaining=remaining,
        wbs=reading.wbs.get(row["wbs_id"], ()),
        constraint=_constraint(row, code, "cstr_type", "cstr_date"),
        secondary=_constraint(row, code, "cstr_type2", "cstr_date2"),
        percent_complete=_percent(row, duration, remaining),
        resources=tuple(reading.resources.get(row["task_id"], {}).items()),
        **_dates(row, code),
    )


def _durations(row: Row, code: str, kind: Kind) -> tuple[int, int | None]:
    """Planned and remaining minutes; milestones have none."""
    if kind in (Kind.START_MILESTONE, Kind.FINISH_MILESTONE):
        return 0, None
    place: dict[str, Any] = {"row": row.line, "activity": code}
    planned = minutes(row["target_drtn_hr_cnt"], field="target_drtn_hr_cnt", **place)
    remaining = minutes(row["remain_drtn_hr_cnt"], field="remain_drtn_hr_cnt", **place)
    planned = planned if planned is not None else remaining or 0
    untouched = row["status_code"] == "TK_NotStart" and remaining == planned
    return planned, None if untouched else remaining


def _percent(row: Row, duration: int, remaining: int | None) -> float:
    """Share of the duration done; P6 also keeps physical and unit shares, which do not move dates."""
    if row["status_code"] == "TK_Complete":
        return 100.0
    if remaining is None or not duration or row["status_code"] == "TK_NotStart":
        return 0.0
    return round(max(0.0, min(100.0, 100 * (1 - remaining / duration))), 2)


def _dates(row: Row, code: str) -> dict[str, Any]:
    """All moments of an activity that the engine reads, by the name of its field."""
    columns = {
        "actual_start": "act_start_date",
        "actual_finish": "act_end_date",
        "expected_finish": "expect_end_date",
        "suspend": "suspend_date",
        "resume": "resume_date",
        "external_early_start": "external_early_start_date",
        "external_late_finish": "external_late_end_date",
    }
    return {
        name: moment(row[column], row=row.line, activity=code, field=column)
        for name, column in columns.items()
    }


def _calendar_of(reading: _Reading, row: Row, code: str, kind: Kind, project: ProjectInfo) -> str:
    """The activity's calendar; a resource-dependent one works when its only resource does."""
    if kind is Kind.RESOURCE_DEPENDENT:
        found = reading.resource_calendars.get(row["task_id"], set()) & reading.calendars.keys()
        if len(found) == 1:
            return reading.calendars[found.pop()].id
        if found:
            reading.notes.append(Note("source.several_resource_calendars", {}, row.line, code))
    if not row["clndr_id"]:
        return project.calendar
    if row["clndr_id"] not in reading.calendars:
        raise SourceError("unknown_calendar", row=row.line, activity=code, calendar=row["clndr_id"])
    return reading.calendars[row["clndr_id"]].id


def _constraint(row: Row, code: str, kind_column: str, date_column: str) -> Constraint | None:
    if not row[kind_column]:
        return None
    kind = CONSTRAINTS.get(row[kind_column])
    if kind is None:
        raise SourceError("unknown_constraint", row=row.line, activity=code, text=row[kind_column][:20])
    date = moment(row[date_column], row=row.line, activity=code, field=date_column)
    if date is None and kind is not ConstraintKind.AS_LATE_AS_POSSIBLE:
        raise SourceError("constraint_without_date", row=row.line, activity=code, kind=kind.value)
    return Constraint(kind, None if kind is ConstraintKind.AS_LATE_AS_POSSIBLE else date)


def _read_links(reading: _Reading, activities: tuple[Activity, ...]) -> tuple[Link, ...]:
    """All links with both ends in the file. An end in a project that is not here is noted; else it is an error."""
    codes = {each.key: each.id for each in activities}
    links: dict[tuple[object, ...], Link] = {}
    outside: Counter[str] = Counter()
    for row in reading.tables["TASKPRED"]:
        missing = [row[end] for end in ("pred_task_id", "task_id") if row[end] not in codes]
        if missing:
            _judge_dangling(reading, row, missing[0], codes)
            outside[row["pred_proj_id"]] += 1
            continue
        link = _read_link(row, codes)
        twin = (link.predecessor, link.successor, link.type)
        if twin in links:
            reading.notes.append(_twin_note(row, link, codes))
        links.setdefault(twin, link)
    reading.notes.extend(
        Note("source.external_links", {"project": key, "count": n}) for key, n in outside.items()
    )
    return tuple(links.values())


def _judge_dangling(reading: _Reading, row: Row, missing: str, codes: Mapping[str, str]) -> None:
    """A link to another project's activity is usual in an export of one project; within one it is damage."""
    if {row["proj_id"], row["pred_proj_id"]} <= reading.projects.keys():
        known = codes.get(row["task_id"]) or codes.get(row["pred_task_id"])
        raise SourceError("dangling_link", row=row.line, activity=known, missing=missing or "-")


def _read_link(row: Row, codes: Mapping[str, str]) -> Link:
    code = codes[row["task_id"]]
    kind = LINK_TYPES.get(row["pred_type"])
    if kind is None:
        raise SourceError("unknown_link_type", row=row.line, activity=code, text=row["pred_type"][:20])
    lag = minutes(row["lag_hr_cnt"], row=row.line, activity=code, field="lag_hr_cnt", signed=True)
    return Link(row["pred_task_id"], row["task_id"], kind, lag or 0)


def _twin_note(row: Row, link: Link, codes: Mapping[str, str]) -> Note:
    params = {"predecessor": codes[link.predecessor], "type": link.type.value}
    return Note("source.duplicate_link", params, row.line, codes[link.successor])


def _read_stored(row: Row) -> Stored:
    """What P6 had calculated. Its remaining late dates differ from the late ones only once work has begun."""
    place: dict[str, Any] = {"row": row.line, "activity": row["task_code"]}
    dates: dict[str, Any] = {
        name: moment(row[column], field=column, **place)
        for name, column in (
            ("early_start", "early_start_date"),
            ("early_finish", "early_end_date"),
            ("late_start", "late_start_date"),
            ("late_finish", "late_end_date"),
        )
    }
    return Stored(
        **dates,
        total_float=_any_minutes(row, "total_float_hr_cnt"),
        free_float=_any_minutes(row, "free_float_hr_cnt"),
        longest_path=row["driving_path_flag"] == "Y" if row["driving_path_flag"] else None,
        float_path=int(row["float_path"]) if _WHOLE.fullmatch(row["float_path"]) else None,
    )


def _any_minutes(row: Row, column: str) -> int | None:
    return minutes(row[column], row=row.line, activity=row["task_code"], field=column, signed=True)


def _left_out(tables: Tables) -> list[Note]:
    """Tables with content that a network has no place for."""
    return [
        Note("source.not_held", {"what": what, "count": len(tables[table])})
        for table, what in _NOT_HELD.items()
        if tables[table]
    ]
