"""Problem → XER: the tables that P6 needs to import a plan, and notes on what it has no place for."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from yipanqi.exchange.schedule.numbering import number_keys
from yipanqi.exchange.schedule.source import Note, ScheduleFile, Stored
from yipanqi.exchange.schedule.xer.calendars import write_calendar_data
from yipanqi.exchange.schedule.xer.options import CRITICAL, flag, name_of, write_options
from yipanqi.exchange.schedule.xer.reader import CONSTRAINTS, KINDS, LINK_TYPES
from yipanqi.schedule.problem import Activity, Calendar, Constraint, Kind, LagUnit, Link, ProjectInfo

Cells = dict[str, object]
_HEADER = "ERMHDR\t8.2\t{day}\tProject\tyipanqi\tyipanqi\tdbxDatabaseNoName\tProject Management\tCNY"
_AS_TASK = {Kind.HAMMOCK: "TT_LOE", Kind.DUMMY: "TT_Task"}
_LOST_FIELDS = ("deadline", "manual", "unit", "baseline_start")


class _Numbers:
    """The whole numbers P6 wants as keys of projects, calendars, activities and WBS nodes."""

    def __init__(self, file: ScheduleFile) -> None:
        problem = file.problem
        self.project = {each.id: number for number, each in enumerate(problem.projects, start=1)}
        self.calendar = number_keys(each.id for each in problem.calendars)
        names = (name for each in problem.activities for name, _ in each.resources)
        self.resource = {name: number for number, name in enumerate(dict.fromkeys(names), start=1)}
        self.task = number_keys(each.key for each in problem.activities)
        self.wbs: dict[tuple[str, tuple[str, ...]], int] = {}
        for info in problem.projects:
            self._add_path(info.id, ())
        for activity in problem.activities:
            self._add_path(activity.project, activity.wbs)

    def _add_path(self, project: str, path: tuple[str, ...]) -> None:
        for length in range(len(path) + 1):
            self.wbs.setdefault((project, path[:length]), len(self.wbs) + 1)


def write_xer(file: ScheduleFile) -> tuple[bytes, tuple[Note, ...]]:
    """The file as XER in UTF-8, and what could not be written."""
    numbers = _Numbers(file)
    problem = file.problem
    options = {info.id: info.options or problem.options for info in problem.projects}
    lines = [_HEADER.format(day=problem.projects[0].start.strftime("%Y-%m-%d"))]
    lines += _table("PROJECT", [_project(info, numbers, file) for info in problem.projects])
    lines += _table("CALENDAR", [_calendar(each, numbers) for each in problem.calendars])
    rows: list[Cells] = [
        {"schedoptions_id": n, "proj_id": numbers.project[key], **write_options(each)}
        for n, (key, each) in enumerate(options.items(), 1)
    ]
    lines += _table("SCHEDOPTIONS", rows)
    lines += _table("PROJWBS", _wbs_rows(numbers, problem.projects, file.node_names))
    lines += _table(
        "TASK", [_task(each, numbers, file.stored.get(each.key, Stored())) for each in problem.activities]
    )
    by_key = {each.key: each for each in problem.activities}
    lines += _table(
        "TASKPRED", [_link(n, link, by_key, numbers) for n, link in enumerate(problem.links, start=1)]
    )
    if numbers.resource:
        lines += _table("RSRC", [_resource(name, number) for name, number in numbers.resource.items()])
        lines += _table("TASKRSRC", list(_assignments(problem.activities, numbers)))
    text = "\r\n".join([*lines, "%E", ""])
    return text.encode(), tuple(_lost(file))


def _table(name: str, rows: list[Cells]) -> list[str]:
    """The lines of one table; all its rows have the same columns."""
    columns = list(rows[0]) if rows else []
    head = [f"%T\t{name}", "\t".join(["%F", *columns])]
    return head + ["\t".join(["%R", *(_cell(row[column]) for column in columns)]) for row in rows]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return " ".join(str(value).replace("\t", " ").splitlines())


def _hours(minutes: int | None) -> str | None:
    """Minutes as decimal hours that read back as the same minute."""
    return None if minutes is None else f"{minutes / 60:.6f}".rstrip("0").rstrip(".")


def _project(info: ProjectInfo, numbers: _Numbers, file: ScheduleFile) -> Cells:
    options = info.options or file.problem.options
    return {
        "proj_id": numbers.project[info.id],
        "proj_short_name": info.id,
        "clndr_id": numbers.calendar.get(info.calendar),
        "project_flag": "Y",
        "critical_drtn_hr_cnt": _hours(options.critical_threshold),
        "critical_path_type": name_of(CRITICAL, options.critical_by),
        "last_recalc_date": info.data_date,
        "plan_start_date": info.start,
        "plan_end_date": info.must_finish_by,
        "export_flag": "Y",
    }


def _calendar(calendar: Calendar, numbers: _Numbers) -> Cells:
    return {
        "clndr_id": numbers.calendar[calendar.id],
        "default_flag": "N",
        "clndr_name": calendar.name or calendar.id,
        "proj_id": None,
        "base_clndr_id": None,
        "clndr_type": "CA_Base",
        "day_hr_cnt": _hours(calendar.minutes_per_day),
        "clndr_data": write_calendar_data(calendar),
    }


def _wbs_rows(
    numbers: _Numbers, projects: Iterable[ProjectInfo], nodes: Mapping[tuple[str, ...], str]
) -> list[Cells]:
    """Every node; the root bears the project's name."""
    names = {info.id: info.name or info.id for info in projects}
    rows: list[Cells] = []
    for (project, path), number in numbers.wbs.items():
        root = not path
        rows.append(
            {
                "wbs_id": number,
                "proj_id": numbers.project[project],
                "proj_node_flag": flag(root),
                "wbs_short_name": path[-1] if path else project,
                "wbs_name": names[project] if root else nodes.get((project, *path), path[-1]),
                "parent_wbs_id": None if root else numbers.wbs[(project, path[:-1])],
            }
        )
    return rows


def _task(each: Activity, numbers: _Numbers, stored: Stored) -> Cells:
    return {
        "task_id": numbers.task[each.key],
        "proj_id": numbers.project[each.project],
        "wbs_id": numbers.wbs[(each.project, each.wbs)],
        "clndr_id": numbers.calendar.get(each.calendar),
        "complete_pct_type": "CP_Drtn",
        "task_type": _AS_TASK.get(each.kind) or name_of(KINDS, each.kind),
        "duration_type": "DT_FixedDUR2",
        "status_code": _status(each),
        "task_code": each.id,
        "task_name": each.name,
        "remain_drtn_hr_cnt": _hours(_remaining(each)),
        "target_drtn_hr_cnt": _hours(each.duration),
        **_constraint("", each.constraint),
        **_constraint("2", each.secondary),
        "act_start_date": each.actual_start,
        "act_end_date": each.actual_finish,
        "expect_end_date": each.expected_finish,
        "suspend_date": each.suspend,
        "resume_date": each.resume,
        "external_early_start_date": each.external_early_start,
        "external_late_end_date": each.external_late_finish,
        **_stored(stored),
    }


def _status(each: Activity) -> str:
    if each.actual_finish:
        return "TK_Complete"
    return "TK_Active" if each.actual_start else "TK_NotStart"


def _remaining(each: Activity) -> int:
    if each.remaining is not None:
        return each.remaining
    return 0 if each.actual_finish else round(each.duration * (1 - each.percent_complete / 100))


def _constraint(number: str, constraint: Constraint | None) -> Cells:
    kind = name_of(CONSTRAINTS, constraint.kind) if constraint else None
    return {f"cstr_type{number}": kind, f"cstr_date{number}": constraint.date if constraint else None}


def _stored(stored: Stored) -> Cells:
    return {
        "early_start_date": stored.early_start,
        "early_end_date": stored.early_finish,
        "late_start_date": stored.late_start,
        "late_end_date": stored.late_finish,
        "total_float_hr_cnt": _hours(stored.total_float),
        "free_float_hr_cnt": _hours(stored.free_float),
        "driving_path_flag": None if stored.longest_path is None else flag(stored.longest_path),
        "float_path": stored.float_path,
    }


def _link(number: int, link: Link, by_key: Mapping[str, Activity], numbers: _Numbers) -> Cells:
    return {
        "task_pred_id": number,
        "task_id": numbers.task[link.successor],
        "pred_task_id": numbers.task[link.predecessor],
        "proj_id": numbers.project[by_key[link.successor].project],
        "pred_proj_id": numbers.project[by_key[link.predecessor].project],
        "pred_type": name_of(LINK_TYPES, link.type),
        "lag_hr_cnt": _hours(lag_minutes(link, by_key[link.predecessor].duration)),
    }


def _resource(name: str, number: int) -> Cells:
    return {
        "rsrc_id": number,
        "clndr_id": None,
        "rsrc_name": name,
        "rsrc_short_name": name,
        "rsrc_type": "RT_Labor",
    }


def _assignments(activities: Iterable[Activity], numbers: _Numbers) -> Iterable[Cells]:
    pairs = ((each, name, amount) for each in activities for name, amount in each.resources)
    for number, (each, name, amount) in enumerate(pairs, start=1):
        yield {
            "taskrsrc_id": number,
            "task_id": numbers.task[each.key],
            "proj_id": numbers.project[each.project],
            "rsrc_id": numbers.resource[name],
            "target_qty_per_hr": f"{amount:.15g}",
        }


def lag_minutes(link: Link, duration: int) -> int:
    """A lag as minutes, whatever it was counted in; P6 has no other."""
    if link.lag_unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        return round(duration * link.lag / 10_000)
    return link.lag


def _lost(file: ScheduleFile) -> Iterable[Note]:
    """What the problem has and XER has not."""
    units = sum(link.lag_unit is not LagUnit.WORKING for link in file.problem.links)
    if units:
        yield Note("source.lag_units_lost", {"count": units})
    summaries = {each.key for each in file.problem.activities if each.kind is Kind.WBS_SUMMARY}
    if tied := sum(bool({link.predecessor, link.successor} & summaries) for link in file.problem.links):
        yield Note("source.summary_link", {"count": tied, "format": "XER"})
    for name in _LOST_FIELDS:
        count = sum(bool(getattr(each, name)) for each in file.problem.activities)
        if count:
            yield Note("source.field_lost", {"field": name, "count": count, "format": "XER"})
    if file.details:
        yield Note("source.details_lost", {"count": len(file.details), "format": "XER"})
