"""A file → the rows of a plan as text, the dates it held, and remarks on what a plan of days cannot hold. Pure.

Tables (.xlsx, .csv, pasted text) keep every cell, so that each mistake is found and can be shown in its place.
Schedule files (.xer, .mpp, MSPDI and others) come through `exchange.schedule.read`: minutes become working days.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from math import ceil

from yipanqi.exchange.schedule import ScheduleFile, SourceError
from yipanqi.exchange.schedule import read as read_schedule
from yipanqi.exchange.schedule.encoding import decode
from yipanqi.exchange.tables import Sheet, TableError, pasted, read_sheet
from yipanqi.foundation.errors import DomainError
from yipanqi.foundation.text import parse_day
from yipanqi.plans.drafts import LinkDraft
from yipanqi.plans.pasting import Line, format_constraint, format_predecessors, lines_of, table_of
from yipanqi.schedule import Activity, Kind, LagUnit, Link, Problem, ScheduleError, schedule

LARGEST_FILE = 30 * 1024 * 1024
TABLES = (".xlsx", ".xls", ".csv", ".txt")
MOST_LEVELS = 20
_LEFT_OUT = frozenset({Kind.LEVEL_OF_EFFORT, Kind.HAMMOCK})
_EVENTS = frozenset({Kind.START_MILESTONE, Kind.FINISH_MILESTONE, Kind.DUMMY})
_CONSTRAINTS = {
    "start_on_or_after": "start_on_or_after",
    "finish_on_or_before": "finish_on_or_before",
    "start_on": "mandatory_start",
    "mandatory_start": "mandatory_start",
    "finish_on": "mandatory_finish",
    "mandatory_finish": "mandatory_finish",
}
Days = tuple[date | None, date | None]
"""Start and finish of an activity as the file has them."""


@dataclass(frozen=True)
class Incoming:
    """What a file says. `dates` are by the file's own keys; `remarks` counts, by code, what was changed or left out.

    `calendar` is the plan's choice that its week is nearest to. `sheet` and `columns` are those of a table, for the
    workbook of mistakes.
    """

    lines: tuple[Line, ...]
    name: str = ""
    start: date | None = None
    calendar: str = "china"
    dates: Mapping[str, Days] = field(default_factory=dict)
    remarks: Mapping[str, int] = field(default_factory=dict)
    sheet: Sheet | None = None
    columns: Mapping[str, int] = field(default_factory=dict)


def from_file(name: str, content: bytes) -> Incoming:
    """The rows of the file called `name`. TableError or SourceError say what is wrong with it as a whole."""
    if len(content) > LARGEST_FILE:
        raise DomainError("files.too_large", limit=LARGEST_FILE // 1024 // 1024)
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    title = name.removesuffix(name[name.rfind(".") :]) if "." in name else name
    if suffix in TABLES:
        return replace(from_sheet(_sheet(suffix, content)), name=title[:200])
    found = from_schedule(read_schedule(name, content))
    return found if found.name else replace(found, name=title[:200])


def from_text(text: str) -> Incoming:
    """The rows of a table that was pasted."""
    return from_sheet(sheet_of_text(text))


def sheet_of_text(text: str) -> Sheet:
    """What was pasted as cells; TableError where quotes or cells are beyond reason."""
    try:
        return pasted(text.replace("\0", ""))
    except csv.Error:
        raise TableError() from None


def _sheet(suffix: str, content: bytes) -> Sheet:
    if suffix in (".xlsx", ".xls"):
        return read_sheet(content)
    text = decode(content).lstrip("\ufeff").replace("\0", "")
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise TableError() from None
    width = max((len(row) for row in rows), default=0)
    return Sheet("", (), tuple((*(cell.strip() for cell in row), *[""] * (width - len(row))) for row in rows))


def from_sheet(sheet: Sheet) -> Incoming:
    """The plan in a sheet, with the dates that it may hold."""
    table = table_of(sheet)
    lines = tuple(line for line in lines_of(table) if not line.is_blank)
    dates = {line["key"]: (_day_in(line["start"]), _day_in(line["finish"])) for line in lines if line["key"]}
    dates = {key: pair for key, pair in dates.items() if any(pair)}
    begins = [start for start, _ in dates.values() if start]
    return Incoming(
        lines, start=min(begins, default=None), dates=dates, sheet=table.sheet, columns=table.columns
    )


def _day_in(text: str) -> date | None:
    try:
        return parse_day(text.split(" ")[0]) if text else None
    except DomainError:
        return None


def from_schedule(file: ScheduleFile) -> Incoming:
    """A schedule file as rows: of several projects the one with the most activities, groups by its breakdown."""
    remarks: Counter[str] = Counter()
    file = _one_project(file, remarks)
    info = file.problem.projects[0]
    reading = _Reading(file, remarks)
    rows = tuple(reading.rows())
    dates = _dates(file)
    begins = [start for start, _ in dates.values() if start]
    own = {each.key: reading.names[each.key] for each in file.problem.activities if each.key in reading.names}
    return Incoming(
        lines=tuple(Line(number, cells) for number, cells in enumerate(rows, start=1)),
        name=info.name[:200],
        start=min([info.start.date(), *begins]),
        calendar=_nearest_calendar(file.problem),
        dates={own[key]: pair for key, pair in dates.items() if key in own},
        remarks={code: count for code, count in remarks.items() if count},
    )


def _one_project(file: ScheduleFile, remarks: Counter[str]) -> ScheduleFile:
    sizes = Counter(each.project for each in file.problem.activities)
    if len(file.problem.projects) > 1 and sizes:
        remarks["plans.other_projects"] = len(file.problem.projects) - 1
        file = file.only(sizes.most_common(1)[0][0])
    if not file.problem.activities:
        raise SourceError("no_activities")
    return file


def _nearest_calendar(problem: Problem) -> str:
    """By how many days a week has; a week of five with exceptions is taken for the zone's own calendar."""
    own = problem.projects[0].calendar
    calendar = next((each for each in problem.calendars if each.id == own), problem.calendars[0])
    days = sum(bool(shifts) for shifts in calendar.week)
    return {6: "6", 7: "7"}.get(days, "china" if calendar.exceptions else "5")


def _dates(file: ScheduleFile) -> dict[str, Days]:
    """The dates of the file, else those that the engine computes by the file's own calendars, where it can."""
    found = {
        each.key: (_date(each.actual_start), _date(each.actual_finish))
        for each in file.problem.activities
        if each.actual_finish
    }
    known = {
        key: (_date(stored.early_start), _date(stored.early_finish)) for key, stored in file.stored.items()
    }
    if not known:
        try:
            result = schedule(file.problem)
        except ScheduleError:
            return found
        each_dates = ((each.key, result.dates(each.key)) for each in file.problem.activities)
        known = {key: (_date(dates.start), _date(dates.finish)) for key, dates in each_dates}
    return known | found


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


class _Reading:
    """One file on its way to rows. `names` are the visible keys, by the file's own."""

    def __init__(self, file: ScheduleFile, remarks: Counter[str]) -> None:
        self.file, self.remarks = file, remarks
        self.day = {each.id: each.minutes_per_day or 480 for each in file.problem.calendars}
        summaries = any(each.kind is Kind.WBS_SUMMARY for each in file.problem.activities)
        self.has_own_groups = summaries and file.format != "xer"
        self.activities = [each for each in file.problem.activities if self._is_kept(each)]
        self.names = _visible_keys(self.activities)
        self.by_key = {each.key: each for each in self.activities}
        self.links = self._links()

    def _is_kept(self, each: Activity) -> bool:
        is_group = each.kind is Kind.WBS_SUMMARY
        self.remarks["plans.kinds_left_out"] += each.kind in _LEFT_OUT
        return each.kind not in _LEFT_OUT and (self.has_own_groups or not is_group)

    def rows(self) -> Iterable[dict[str, str]]:
        """The cells of every row: groups as the file has them, or made from its breakdown."""
        self.remarks["plans.facts_left_out"] = sum(each.actual_start is not None for each in self.activities)
        if self.has_own_groups:
            yield from self._as_they_stand()
        else:
            yield from self._grouped()

    def _as_they_stand(self) -> Iterable[dict[str, str]]:
        levels = [len(each.wbs) - (each.kind is Kind.WBS_SUMMARY) for each in self.activities]
        base = min(levels, default=0)
        following = [*levels[1:], 0]
        for each, level, after in zip(self.activities, levels, following, strict=False):
            if each.kind is Kind.WBS_SUMMARY and after <= level:
                continue
            yield self._cells(each, level - base)

    def _grouped(self) -> Iterable[dict[str, str]]:
        shared = _shared_root([each.wbs for each in self.activities])
        path: tuple[str, ...] = ()
        used = set(self.names.values())
        for each in _in_order_of_nodes(self.activities):
            own = each.wbs[shared:][:MOST_LEVELS]
            for depth in range(_common(path, own), len(own)):
                yield self._group(each, shared + depth, depth, used)
            path = own
            yield self._cells(each, len(own))

    def _group(self, each: Activity, at: int, depth: int, used: set[str]) -> dict[str, str]:
        node = each.wbs[: at + 1]
        key = _free(_clean(node[-1]), used)
        name = self.file.node_names.get((each.project, *node), node[-1])
        return {"key": key, "level": str(depth), "name": name, "days": "", "before": ""}

    def _cells(self, each: Activity, level: int) -> dict[str, str]:
        constraint = self._constraint(each)
        before = [link for link in self.links if link.successor == self.names[each.key]]
        return {
            "key": self.names[each.key],
            "level": str(level),
            "name": each.name or each.id,
            "days": "" if each.kind is Kind.WBS_SUMMARY else str(self._days(each)),
            "before": format_predecessors(before, self.names[each.key]),
            "unit": each.unit,
            "constraint": constraint,
        }

    def _days(self, each: Activity) -> int:
        if each.kind in _EVENTS:
            return 0
        days = each.duration / self.day.get(each.calendar, 480)
        self.remarks["plans.days_rounded"] += days != int(days)
        return ceil(days)

    def _constraint(self, each: Activity) -> str:
        if each.manual and each.manual_start and each.kind is not Kind.WBS_SUMMARY:
            self.remarks["plans.manual_dates"] += 1
            return format_constraint("start_on_or_after", each.manual_start.date())
        own = each.constraint
        kind = _CONSTRAINTS.get(own.kind.value) if own else None
        self.remarks["plans.constraints_left_out"] += bool(own and not kind) + bool(each.secondary)
        return format_constraint(kind, own.date.date()) if own and kind and own.date else ""

    def _links(self) -> tuple[LinkDraft, ...]:
        """Links between rows that are no groups, each once; lags in working days."""
        found: dict[tuple[str, str, str], LinkDraft] = {}
        for link in self.file.problem.links:
            ends = [self.by_key.get(key) for key in (link.predecessor, link.successor)]
            before, after = ends
            if before is None or after is None or any(end and end.kind is Kind.WBS_SUMMARY for end in ends):
                self.remarks["plans.links_left_out"] += 1
                continue
            one = LinkDraft(
                self.names[before.key], self.names[after.key], link.type.value, self._lag(link, before)
            )
            place = (one.predecessor, one.successor, one.type)
            self.remarks["plans.links_left_out"] += place in found
            found.setdefault(place, one)
        return tuple(found.values())

    def _lag(self, link: Link, before: Activity) -> int:
        day = self.day.get(before.calendar, 480)
        if link.lag_unit is LagUnit.WORKING:
            days = link.lag / day
        elif link.lag_unit is LagUnit.ELAPSED:
            days = link.lag / 1440 * 5 / 7
        else:
            days = link.lag / 10_000 * before.duration / day
        exact = link.lag_unit is LagUnit.WORKING and days == int(days)
        self.remarks["plans.lags_rounded"] += not exact
        return ceil(days) if days > 0 else -ceil(-days)


def _visible_keys(activities: Sequence[Activity]) -> dict[str, str]:
    """A key that a plan takes for each activity: its visible id, made different where two are the same."""
    used: set[str] = set()
    return {each.key: _free(_clean(each.id), used) for each in activities}


def _clean(text: str) -> str:
    return "".join("-" if mark in "/,; \t\n" else mark for mark in text.strip())[:32] or "0"


def _free(key: str, used: set[str]) -> str:
    """`key`, or with a number behind it; it is used from then on."""
    chosen, number = key, 1
    while chosen in used:
        number += 1
        chosen = f"{key}.{number}"
    used.add(chosen)
    return chosen


def _shared_root(paths: Sequence[tuple[str, ...]]) -> int:
    """How many nodes at the top hold everything."""
    first = min(paths, key=len, default=())
    return next(
        (n for n in range(len(first)) if any(path[n] != first[n] for path in paths)),
        len(first) if len(paths) > 1 else 0,
    )


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _in_order_of_nodes(activities: Sequence[Activity]) -> list[Activity]:
    """Activities of one node beside each other; nodes in the order in which they first appear."""
    seen: dict[tuple[str, ...], int] = {}
    for each in activities:
        for length in range(1, len(each.wbs) + 1):
            seen.setdefault(each.wbs[:length], len(seen))

    def place(each: Activity) -> list[int]:
        return [seen[each.wbs[:length]] for length in range(1, len(each.wbs) + 1)]

    return sorted(activities, key=place)
