"""Problem → table: only the columns that hold something, and a companion table of calendars."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import datetime

from yipanqi.exchange.schedule.source import Details, Note, ScheduleFile
from yipanqi.exchange.schedule.table.calendars import companion_rows
from yipanqi.exchange.schedule.table.durations import Measure, format_minutes
from yipanqi.exchange.schedule.table.predecessors import format_predecessor
from yipanqi.schedule.problem import Activity, Constraint, Kind, Link

_ALWAYS = ("id", "name", "duration", "predecessors")
_DETAIL_MINUTES = ("optimistic", "most_likely", "pessimistic", "crash_duration")
_MOMENTS = ("deadline", "actual_start", "actual_finish", "expected_finish", "suspend", "resume", "baseline_start", "baseline_finish")  # fmt: skip
_LOST = ("manual", "external_early_start", "external_late_finish")


def write_csv(file: ScheduleFile) -> tuple[dict[str, bytes], tuple[Note, ...]]:
    """The plan under "", its calendars under "calendars", as UTF-8 with mark; and what could not be written."""
    tables = {"": _plan_rows(file), "calendars": _calendar_rows(file)}
    return {name: _csv(rows) for name, rows in tables.items()}, _lost(file, "CSV")


def write_xlsx(file: ScheduleFile) -> tuple[bytes, tuple[Note, ...]]:
    """A workbook with the sheets `plan` and `calendars`, and what could not be written."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    )
    for name, rows in (("plan", _plan_rows(file)), ("calendars", _calendar_rows(file))):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    book.close()
    return out.getvalue(), _lost(file, "XLSX")


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _calendar_rows(file: ScheduleFile) -> list[list[str]]:
    return [
        ["calendar", "day", "shifts", "name"],
        *(list(row) for row in companion_rows(file.problem.calendars)),
    ]


def _plan_rows(file: ScheduleFile) -> list[list[str]]:
    """A row of titles and one an activity; columns that stay empty are left out."""
    measure = measure_of(file)
    before = _predecessors(file, measure)
    rows = [
        _cells(each, before.get(each.key, ""), measure, file.details.get(each.key))
        for each in file.problem.activities
    ]
    if len(file.problem.projects) == 1:
        rows = [row | {"project": ""} for row in rows]
    columns = (
        [name for name in rows[0] if name in _ALWAYS or any(row[name] for row in rows)]
        if rows
        else list(_ALWAYS)
    )
    return [columns, *([row[name] for name in columns] for row in rows)]


def measure_of(file: ScheduleFile) -> Measure:
    """Days as the first project's calendar has them."""
    calendars = {each.id: each for each in file.problem.calendars}
    found = calendars.get(file.problem.projects[0].calendar)
    return Measure(found.minutes_per_day if found else 480)


def _predecessors(file: ScheduleFile, measure: Measure) -> dict[str, str]:
    """The cell of each activity; a predecessor in another project is named by its key."""
    by_key = {each.key: each for each in file.problem.activities}
    cells: dict[str, list[str]] = {}
    for link in file.problem.links:
        cells.setdefault(link.successor, []).append(format_predecessor(link, _visible(link, by_key), measure))
    return {key: ";".join(entries) for key, entries in cells.items()}


def _visible(link: Link, by_key: Mapping[str, Activity]) -> str:
    before, after = by_key[link.predecessor], by_key[link.successor]
    return before.id if before.project == after.project else f"{before.project}/{before.id}"


def _cells(each: Activity, predecessors: str, measure: Measure, details: Details | None) -> dict[str, str]:
    kept: Callable[[int | None], str] = lambda value: "" if value is None else format_minutes(value, measure)  # noqa: E731
    known = details or Details()
    return {
        "project": each.project,
        "id": each.id,
        "name": each.name,
        "duration": format_minutes(each.duration, measure),
        "predecessors": predecessors,
        "kind": "" if each.kind is Kind.TASK else each.kind.value,
        "wbs": "/".join(each.wbs),
        "calendar": each.calendar,
        "unit": each.unit,
        **_constraint("constraint", each.constraint),
        **_constraint("secondary", each.secondary),
        **{name: _moment(getattr(each, name)) for name in _MOMENTS},
        "remaining": kept(each.remaining),
        "percent_complete": f"{each.percent_complete:g}" if each.percent_complete else "",
        "resources": ";".join(f"{name}:{amount:g}" for name, amount in each.resources),
        **{name: kept(getattr(known, name)) for name in _DETAIL_MINUTES},
        "normal_cost": "" if known.normal_cost is None else f"{known.normal_cost:.15g}",
        "crash_cost": "" if known.crash_cost is None else f"{known.crash_cost:.15g}",
        "from": known.from_node,
        "to": known.to_node,
    }


def _constraint(name: str, constraint: Constraint | None) -> dict[str, str]:
    date_name = "constraint_date" if name == "constraint" else "secondary_date"
    if constraint is None:
        return {name: "", date_name: ""}
    return {name: constraint.kind.value, date_name: _moment(constraint.date)}


def _moment(value: datetime | None) -> str:
    return "" if value is None else value.isoformat(" ", "minutes")


def _lost(file: ScheduleFile, kind: str) -> tuple[Note, ...]:
    """What the problem has and a table has not; the project's dates go into options of the command line."""
    counts = {name: sum(bool(getattr(each, name)) for each in file.problem.activities) for name in _LOST}
    notes = [
        Note("source.field_lost", {"field": name, "count": count, "format": kind})
        for name, count in counts.items()
        if count
    ]
    if any(info.data_date or info.must_finish_by or info.options for info in file.problem.projects):
        notes.append(Note("source.project_lost", {"format": kind}))
    return tuple(notes)
