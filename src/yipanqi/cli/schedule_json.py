"""The JSON that other programs read; its shape is a promise (scheduling.md §7)."""

from datetime import datetime
from typing import Any

from yipanqi.schedule.problem import Activity
from yipanqi.schedule.result import NONE, Dates, ScheduleResult, to_datetime


def document(result: ScheduleResult, warnings: list[str]) -> dict[str, Any]:
    """`project` is the only or first one; `projects` lists all of them when there are several."""
    projects = [_project(result, number) for number in range(len(result.problem.projects))]
    several = {"projects": projects} if len(projects) > 1 else {}
    return {
        "project": projects[0],
        **several,
        "activities": [_activity(each, result.dates(each.key)) for each in result.problem.activities],
        "warnings": warnings,
    }


def _project(result: ScheduleResult, number: int) -> dict[str, Any]:
    info = result.problem.projects[number]
    options = info.options or result.problem.options
    return {
        "id": info.id,
        "name": info.name,
        "start": _moment(to_datetime(int(result.project_start[number]))),
        "finish": _moment(to_datetime(int(result.project_finish[number]))),
        "data_date": _moment(info.data_date or info.start),
        "rules": options.rules.value,
        "duration_minutes": _whole(int(result.project_duration[number])),
    }


def _whole(minutes: int) -> int | None:
    return None if minutes == NONE else minutes


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="minutes")


def _activity(each: Activity, dates: Dates) -> dict[str, Any]:
    """Early dates of work in progress are those of what remains; finished work has actual dates only."""
    row: dict[str, Any] = {"id": each.id, "name": each.name, "project": each.project, "kind": each.kind.value}
    for name in ("early_start", "early_finish", "late_start", "late_finish"):
        row[name] = _moment(getattr(dates, name))
    return row | {
        "total_float": dates.total_float,
        "free_float": dates.free_float,
        "critical": dates.critical,
        "longest_path": dates.longest_path,
        "float_path": None,
        "actual_start": _moment(each.actual_start),
        "actual_finish": _moment(each.actual_finish),
    }
