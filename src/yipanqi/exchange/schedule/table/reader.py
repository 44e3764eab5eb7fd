"""A table of activities → problem: titles in either language, predecessors or arrow nodes, dates to the minute."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from yipanqi.exchange.schedule.encoding import decode
from yipanqi.exchange.schedule.source import Details, Note, ScheduleFile, SourceError
from yipanqi.exchange.schedule.table.calendars import day_edges, read_companion, standard_calendar
from yipanqi.exchange.schedule.table.cells import Grid, csv_grid, workbook_grids
from yipanqi.exchange.schedule.table.columns import recognise
from yipanqi.exchange.schedule.table.durations import Measure, parse_amount
from yipanqi.exchange.schedule.table.predecessors import UnknownPredecessor, parse_predecessors
from yipanqi.exchange.schedule.table.words import read_constraint_kind, read_kind
from yipanqi.exchange.schedule.values import moment, sane_duration
from yipanqi.schedule.problem import (
    Activity,
    Calendar,
    Constraint,
    ConstraintKind,
    Kind,
    LagUnit,
    Link,
    Options,
    Problem,
    ProjectInfo,
    Rules,
)

_COMPANION = "calendars"
_SPAN = timedelta(days=366 * 8)
_FINISHES = ("actual_finish", "deadline", "expected_finish", "baseline_finish", "suspend")
_NO_DETAILS = Details()
_DETAILED = {
    "optimistic",
    "most_likely",
    "pessimistic",
    "normal_cost",
    "crash_duration",
    "crash_cost",
    "from",
    "to",
}
_STARTS = ("actual_start", "resume", "baseline_start")


@dataclass(frozen=True)
class TableOptions:
    """What a table does not say of itself. `start` is the project's first moment, for which `today` stands in; `name` its name."""

    start: datetime | None = None
    today: date | None = None
    data_date: datetime | None = None
    name: str = ""
    hours_per_day: float = 8.0
    workdays: str = "5"
    encoding: str | None = None

    @cached_property
    def measure(self) -> Measure:
        """How days and weeks count in minutes."""
        days = {"6": 6, "7": 7}.get(self.workdays, 5)
        return Measure(round(self.hours_per_day * 60), days, 30 if days == 7 else 4 * days)


def read_csv(
    data: bytes, options: TableOptions, companions: Mapping[str, bytes] | None = None
) -> ScheduleFile:
    """Read a CSV; `companions` holds the bytes of neighbouring tables by their name, such as "calendars"."""
    extra = {name: csv_grid(decode(each, options.encoding)) for name, each in (companions or {}).items()}
    return _read(csv_grid(decode(data, options.encoding)), extra, options, "csv")


def read_xlsx(data: bytes, options: TableOptions) -> ScheduleFile:
    """Read an XLSX: the first sheet holds activities, one called `calendars` or 日历 the calendars."""
    grids = workbook_grids(data)
    main = next((name for name in grids if not _companion_name(name)), next(iter(grids)))
    extra = {known: grid for name, grid in grids.items() if name != main and (known := _companion_name(name))}
    return _read(grids[main], extra, options, "xlsx")


def read_grid(grids: Mapping[str, Grid], options: TableOptions) -> ScheduleFile:
    """Rows that were found elsewhere: `activities`, and `calendars` beside them."""
    extra = {name: grid for name, grid in grids.items() if name != "activities"}
    return _read(grids["activities"], extra, options, "json")


def _companion_name(sheet: str) -> str:
    """`calendars`, `plan.calendars` and 日历 are one; anything else is the plan."""
    known = {"日历": "calendars", "资源限量": "capacities", "风险": "drivers", "间接费": "indirect"}
    last = sheet.rpartition(".")[2]
    return known.get(last) or (last if last in known.values() else "")


@dataclass
class _Reading:
    """What is known while one table is read."""

    options: TableOptions
    columns: Mapping[str, int]
    calendars: dict[str, Calendar] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    default: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """One row with its cells by canonical name, its visible id, project and key."""

    number: int
    cells: Mapping[str, str]
    id: str
    project: str
    key: str

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


def _read(grid: Grid, extra: Mapping[str, Grid], options: TableOptions, kind: str) -> ScheduleFile:
    reading = _Reading(options, recognise(grid.titles))
    if "duration" not in reading.columns:
        raise SourceError("missing_column", row=1, column="duration / 工期")
    lines = _lines(grid, reading)
    start = _start(lines, reading)
    _collect_calendars(reading, extra, start)
    activities = tuple(_read_activity(line, reading) for line in lines)
    links = tuple(_read_links(lines, activities, reading))
    names = dict.fromkeys(line.project for line in lines)
    data_date = _data_date(activities, reading)
    problem = Problem(
        projects=tuple(
            ProjectInfo(name, start, _title(reading, name), data_date, None, reading.default)
            for name in names
        ),
        activities=_milestones(activities, links),
        links=links,
        calendars=tuple(reading.calendars.values()),
        options=Options(rules=Rules.STANDARD),
    )
    return ScheduleFile(
        problem,
        kind,
        details={line.key: each for line in lines if (each := _details(line, reading)) != _NO_DETAILS},
        rows={line.key: line.number for line in lines},
        notes=tuple(reading.notes),
    )


def _title(reading: _Reading, project: str) -> str:
    """A table without a column of projects is one project under the table's own name."""
    return project if "project" in reading.columns else reading.options.name or project


def _lines(grid: Grid, reading: _Reading) -> list[_Line]:
    """The rows with ids; without a column of ids they are numbered from 1. An id counts once in its project."""
    lines, seen = list[_Line](), dict[tuple[str, str], int]()
    for order, (number, row) in enumerate(grid.rows, start=1):
        cells = {name: row[at].strip() for name, at in reading.columns.items() if at < len(row)}
        own = cells.get("id", "") if "id" in reading.columns else str(order)
        if not own:
            raise SourceError("activity_without_id", row=number, activity=cells.get("name") or None)
        project = cells.get("project") or "1"
        if (project, own) in seen:
            raise SourceError("duplicate_activity", row=number, activity=own, other=seen[project, own])
        seen[project, own] = number
        lines.append(_Line(number, cells, own, project, own))
    return _with_unique_keys(lines)


def _with_unique_keys(lines: list[_Line]) -> list[_Line]:
    """The id is the key as long as no two projects use the same one."""
    if len({line.id for line in lines}) < len(lines):
        lines = [replace(line, key=f"{line.project}/{line.id}") for line in lines]
    if not lines:
        raise SourceError("no_activities")
    return lines


def _start(lines: list[_Line], reading: _Reading) -> datetime:
    """The moment given; else the earliest date anybody wrote down; else today, and a note says so."""
    given = reading.options.start
    if given:
        return given
    written = [
        moment(line[name], row=line.number, activity=line.id, field=name)
        for line in lines
        for name in _STARTS
    ]
    dated = [each for each in written if each]
    if not dated and reading.options.today is None:
        raise SourceError("project_without_start", project=lines[0].project)
    day = min(dated).date() if dated else reading.options.today or date.min
    reading.notes.append(Note("source.start_assumed", {"day": day.isoformat()}))
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a plan has no time zone


def _data_date(activities: Iterable[Activity], reading: _Reading) -> datetime | None:
    """The moment given; else the latest actual date, up to which progress must have been known."""
    if reading.options.data_date:
        return reading.options.data_date
    known = [moment for each in activities for moment in (each.actual_start, each.actual_finish) if moment]
    if not known:
        return None
    reading.notes.append(Note("source.data_date_assumed", {"day": max(known).isoformat(" ", "minutes")}))
    return max(known)


def _collect_calendars(reading: _Reading, extra: Mapping[str, Grid], start: datetime) -> None:
    """The calendar of --workdays first, then those of the companion table."""
    options = reading.options
    last = (start + _SPAN).date()
    standard, notes = standard_calendar(options.workdays, options.hours_per_day, start.date(), last)
    reading.notes.extend(notes)
    reading.calendars[standard.id] = standard
    reading.default = standard.id
    for calendar in read_companion(extra[_COMPANION], options.measure.day) if _COMPANION in extra else ():
        reading.calendars[calendar.id] = calendar
    for name in extra.keys() - {_COMPANION}:
        reading.notes.append(Note("source.not_held", {"what": name, "count": len(extra[name].rows)}))


def _read_activity(line: _Line, reading: _Reading) -> Activity:
    duration = _minutes(line, "duration", reading)
    if duration is None:
        raise SourceError("not_a_duration", row=line.number, activity=line.id, field="duration", text="")
    calendar = line["calendar"] or reading.default
    if calendar not in reading.calendars:
        raise SourceError("unknown_calendar", row=line.number, activity=line.id, calendar=calendar)
    return Activity(
        key=line.key,
        id=line.id,
        name=line["name"],
        project=line.project,
        calendar=calendar,
        kind=_kind(line, duration),
        duration=duration,
        remaining=_minutes(line, "remaining", reading),
        wbs=tuple(part.strip() for part in line["wbs"].split("/") if part.strip()),
        constraint=_constraint(line, reading, calendar, "constraint", "constraint_date"),
        secondary=_constraint(line, reading, calendar, "secondary", "secondary_date"),
        percent_complete=_number(line, "percent_complete", 0.0, 100.0) or 0.0,
        unit=line["unit"],
        resources=tuple(_resources(line)),
        **_moments(line, reading, calendar),
    )


def _moments(line: _Line, reading: _Reading, calendar: str) -> dict[str, Any]:
    return {name: _moment(line, name, reading, calendar) for name in (*_STARTS, *_FINISHES) if line[name]}


def _kind(line: _Line, duration: int) -> Kind:
    """As written; an arrow without time and name, or called 虚, is a dummy."""
    if line["kind"]:
        return read_kind(line["kind"], row=line.number, activity=line.id)
    dummy = line["from"] and duration == 0 and (not line["name"] or line["name"].startswith("虚"))
    return Kind.DUMMY if dummy else Kind.TASK


def _milestones(activities: tuple[Activity, ...], links: tuple[Link, ...]) -> tuple[Activity, ...]:
    """A plain row without time is an event: the end of what precedes it, or a beginning if nothing does."""
    followers = {link.successor for link in links}
    return tuple(
        replace(each, kind=Kind.FINISH_MILESTONE if each.key in followers else Kind.START_MILESTONE)
        if each.kind is Kind.TASK and each.duration == 0
        else each
        for each in activities
    )


def _minutes(line: _Line, name: str, reading: _Reading) -> int | None:
    """A duration cell in minutes; empty is None."""
    text = line[name]
    if not text:
        return None
    try:
        amount = parse_amount(text, reading.options.measure)
        if amount.unit is not LagUnit.WORKING:
            raise ValueError(text)
    except (ValueError, OverflowError):
        raise SourceError(
            "not_a_duration", row=line.number, activity=line.id, field=name, text=text[:40]
        ) from None
    return sane_duration(amount.value, row=line.number, activity=line.id, field=name)


def _number(line: _Line, name: str, least: float = 0.0, most: float = 1e15) -> float | None:
    text = line[name].rstrip("%％")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise SourceError("not_a_number", row=line.number, activity=line.id, field=name, text=text[:40])
    return value


def _moment(line: _Line, name: str, reading: _Reading, calendar: str) -> datetime | None:
    """A date cell; a day without time of day means its first working instant for starts, its last for finishes."""
    found = moment(line[name], row=line.number, activity=line.id, field=name)
    if found is None or ":" in line[name]:
        return found
    begin, end = day_edges(reading.calendars.get(calendar), found.date())
    return end if name in _FINISHES else begin


def _constraint(
    line: _Line, reading: _Reading, calendar: str, name: str, date_name: str
) -> Constraint | None:
    if not line[name]:
        return None
    kind = read_constraint_kind(line[name], row=line.number, activity=line.id)
    if kind is None or kind is ConstraintKind.AS_LATE_AS_POSSIBLE:
        return Constraint(kind) if kind else None
    found = moment(line[date_name], row=line.number, activity=line.id, field=date_name)
    if found is None:
        raise SourceError("constraint_without_date", row=line.number, activity=line.id, kind=kind.value)
    if ":" not in line[date_name]:
        begin, end = day_edges(reading.calendars.get(calendar), found.date())
        found = end if "finish" in kind.value else begin
    return Constraint(kind, found)


def _resources(line: _Line) -> Iterable[tuple[str, float]]:
    """`crane:2;crew` → ("crane", 2.0), ("crew", 1.0)."""
    for part in line["resources"].replace("；", ";").replace("：", ":").split(";"):
        name, _, amount = part.rpartition(":") if ":" in part else (part, "", "1")
        if not name.strip():
            continue
        try:
            yield name.strip(), float(amount)
        except ValueError:
            raise SourceError(
                "not_a_number", row=line.number, activity=line.id, field="resources", text=part[:40]
            ) from None


def _details(line: _Line, reading: _Reading) -> Details:
    if reading.columns.keys().isdisjoint(_DETAILED):
        return _NO_DETAILS
    return Details(
        optimistic=_minutes(line, "optimistic", reading),
        most_likely=_minutes(line, "most_likely", reading),
        pessimistic=_minutes(line, "pessimistic", reading),
        normal_cost=_number(line, "normal_cost"),
        crash_duration=_minutes(line, "crash_duration", reading),
        crash_cost=_number(line, "crash_cost"),
        from_node=line["from"],
        to_node=line["to"],
    )


def _read_links(lines: list[_Line], activities: tuple[Activity, ...], reading: _Reading) -> Iterable[Link]:
    """Links from the predecessors; a table of arrows without any gets them from its nodes."""
    everywhere = {line.key: line.key for line in lines}
    by_project: dict[str, ChainMap[str, str]] = {
        project: ChainMap({}, everywhere) for project in dict.fromkeys(line.project for line in lines)
    }
    for line in lines:
        by_project[line.project][line.id] = line.key
    named = [link for line in lines for link in _named_links(line, by_project[line.project], reading)]
    return named if named or "from" not in reading.columns else _node_links(lines)


def _named_links(line: _Line, known: Mapping[str, str], reading: _Reading) -> Iterable[Link]:
    seen = set()
    try:
        for entry in parse_predecessors(line["predecessors"], known, reading.options.measure):
            sane_duration(entry.lag.value, row=line.number, activity=line.id, field="lag", signed=True)
            link = Link(known[entry.id], line.key, entry.type, entry.lag.value, entry.lag.unit)
            if (link.predecessor, link.type) in seen:
                params = {"predecessor": entry.id, "type": link.type.value}
                reading.notes.append(Note("source.duplicate_link", params, line.number, line.id))
                continue
            seen.add((link.predecessor, link.type))
            yield link
    except UnknownPredecessor as error:
        raise SourceError(
            "unknown_activity", row=line.number, activity=line.id, text=str(error)[:40]
        ) from None
    except (ValueError, OverflowError) as error:
        text = str(error)[:40]
        raise SourceError("not_a_predecessor", row=line.number, activity=line.id, text=text) from None


def _node_links(lines: list[_Line]) -> Iterable[Link]:
    """In a network of arrows each one follows all that end in the node it leaves."""
    arriving: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        for name in ("from", "to"):
            if not line[name]:
                raise SourceError("missing_node", row=line.number, activity=line.id, column=name)
        arriving.setdefault((line.project, line["to"]), []).append(line.key)
    for line in lines:
        for before in arriving.get((line.project, line["from"]), ()):
            yield Link(before, line.key)
