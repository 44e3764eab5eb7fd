"""MSPDI → problem. Keys and visible ids are MS Project's unique ids; the path of an activity is its summaries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from yipanqi.exchange.schedule.mspdi.calendars import read_calendars
from yipanqi.exchange.schedule.mspdi.durations import ELAPSED_FORMATS, read_duration, read_lag
from yipanqi.exchange.schedule.mspdi.tree import Node, parse
from yipanqi.exchange.schedule.numbering import name_calendars
from yipanqi.exchange.schedule.source import Note, ScheduleFile, SourceError, Stored
from yipanqi.exchange.schedule.teams import same_times, team_calendar
from yipanqi.exchange.schedule.values import moment, number
from yipanqi.schedule.problem import (
    OFFICE_WEEK,
    TWENTY_FOUR_HOURS,
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
    Rules,
)

CONSTRAINTS: tuple[ConstraintKind | None, ...] = (
    None,
    ConstraintKind.AS_LATE_AS_POSSIBLE,
    ConstraintKind.MANDATORY_START,
    ConstraintKind.MANDATORY_FINISH,
    ConstraintKind.START_ON_OR_AFTER,
    ConstraintKind.START_ON_OR_BEFORE,
    ConstraintKind.FINISH_ON_OR_AFTER,
    ConstraintKind.FINISH_ON_OR_BEFORE,
)
LINK_TYPES: tuple[LinkType, ...] = (
    LinkType.FINISH_FINISH,
    LinkType.FINISH_START,
    LinkType.START_FINISH,
    LinkType.START_START,
)
_MOST_LEVELS = 200


@dataclass
class _Reading:
    """What is known while one document is read."""

    root: Node
    project: str
    calendars: dict[str, Calendar]
    default: Calendar
    notes: list[Note] = field(default_factory=list)
    worked_by: dict[str, Calendar] = field(default_factory=dict)
    resources: dict[str, dict[str, float]] = field(default_factory=dict)

    def calendar_of(self, uid: str) -> str | None:
        """The id of a calendar that exists; MS Project writes -1 and 0 for none."""
        return self.calendars[uid].id if uid in self.calendars else None


def read_mspdi(data: bytes) -> ScheduleFile:
    """Read a Microsoft Project document. Raises SourceError with line and unique id."""
    root = parse(data)
    reading = _begin(root)
    tasks = [node for node in root.all("Tasks", "Task") if _is_kept(node, reading)]
    paths = _paths(tasks)
    activities = tuple(_read_activity(node, paths[node["UID"]], reading) for node in tasks)
    if not activities:
        raise SourceError("no_activities")
    problem = Problem(
        projects=(_read_project(reading),),
        activities=activities,
        links=tuple(_read_links(tasks, reading)),
        calendars=tuple(reading.calendars.values()),
        options=_read_options(reading),
    )
    return ScheduleFile(
        problem,
        "mspdi",
        stored={node["UID"]: _read_stored(node) for node in tasks},
        rows={node["UID"]: node.line or 0 for node in tasks},
        notes=tuple(reading.notes),
    )


def _begin(root: Node) -> _Reading:
    """Calendars and names first: everything else refers to them."""
    notes: list[Note] = []
    per_day = root.number("MinutesPerDay", 480)
    calendars = name_calendars(read_calendars(root, per_day if 0 < per_day <= 1440 else 480, notes))
    chosen = root["CalendarUID"]
    if chosen not in calendars:
        chosen = next(iter(calendars), OFFICE_WEEK.id)
        calendars.setdefault(chosen, OFFICE_WEEK)
        notes.append(
            Note("source.default_calendar", {"project": _title(root), "calendar": calendars[chosen].id})
        )
    reading = _Reading(root, "1", calendars, calendars[chosen], notes)
    reading.resources = _resources(root)
    reading.worked_by = _resource_calendars(root, reading)
    return reading


def _title(root: Node) -> str:
    return root["Title"] or root["Name"] or "1"


def _resource_calendars(root: Node, reading: _Reading) -> dict[str, Calendar]:
    """Task → calendar of its team, where that differs from the project's."""
    own = {
        node["UID"]: node["CalendarUID"] for node in root.all("Resources", "Resource") if node["Type"] != "0"
    }
    teams: dict[str, dict[str, Calendar]] = {}
    for node in root.all("Assignments", "Assignment"):
        if node["ResourceUID"] in own:
            calendar = reading.calendars.get(own[node["ResourceUID"]], reading.default)
            teams.setdefault(node["TaskUID"], {})[calendar.id] = calendar
    found = {task: team_calendar(list(members.values())) for task, members in teams.items()}
    return {task: calendar for task, calendar in found.items() if not same_times(calendar, reading.default)}


def _add_team(reading: _Reading, team: Calendar) -> None:
    """A team of one has a calendar of the file; that of several is new."""
    if all(each.id != team.id for each in reading.calendars.values()):
        reading.calendars[team.id] = team


def _resources(root: Node) -> dict[str, dict[str, float]]:
    """Task → resource → units, 1.0 being one whole resource."""
    names = {node["UID"]: node["Name"] for node in root.all("Resources", "Resource")}
    found: dict[str, dict[str, float]] = {}
    for node in root.all("Assignments", "Assignment"):
        if name := names.get(node["ResourceUID"]):
            own = found.setdefault(node["TaskUID"], {})
            own[name] = own.get(name, 0.0) + number(node["Units"], row=node.line, field="Units", default=1.0)
    return found


def _is_kept(node: Node, reading: _Reading) -> bool:
    """Rows without content, the summary of the whole project and inactive tasks are no activities."""
    if not node["UID"]:
        raise SourceError("activity_without_id", row=node.line, activity=node["Name"] or None)
    if node.flag("IsNull") or node["UID"] == "0":
        return False
    if node["Active"] in ("0", "false"):
        reading.notes.append(Note("source.inactive", {}, node.line, node["UID"]))
        return False
    return True


def _paths(tasks: Iterable[Node]) -> dict[str, tuple[str, ...]]:
    """Unique id → unique ids of the summaries around it; a summary's own id ends its path."""
    paths: dict[str, tuple[str, ...]] = {}
    open_summaries: list[tuple[int, str]] = []
    for node in tasks:
        uid, level = node["UID"], node.number("OutlineLevel", 1)
        if uid in paths:
            raise SourceError("duplicate_activity", row=node.line, activity=uid, other="?")
        while open_summaries and open_summaries[-1][0] >= level:
            open_summaries.pop()
        if len(open_summaries) > _MOST_LEVELS:
            raise SourceError("too_large", row=node.line, limit=f"{_MOST_LEVELS} levels")
        if node.flag("Summary"):
            open_summaries.append((level, uid))
        paths[uid] = tuple(key for _, key in open_summaries)
    return paths


def _read_project(reading: _Reading) -> ProjectInfo:
    root = reading.root
    start = moment(root["StartDate"], row=root.line, field="StartDate")
    finish = moment(root["FinishDate"], row=root.line, field="FinishDate")
    backward = root["ScheduleFromStart"] in ("0", "false")
    if start is None:
        raise SourceError("project_without_start", project=_title(root))
    return ProjectInfo(
        id=reading.project,
        start=start,
        name=_title(root),
        data_date=moment(root["StatusDate"], row=root.line, field="StatusDate"),
        must_finish_by=finish if backward else None,
        calendar=reading.default.id,
        from_finish=backward,
    )


def _read_options(reading: _Reading) -> Options:
    """MS Project writes the limit of critical slack in days."""
    root = reading.root
    per_day = reading.default.minutes_per_day
    return Options(
        rules=Rules.MICROSOFT,
        critical_threshold=root.number("CriticalSlackLimit") * per_day,
        open_ends_critical=root.flag("MultipleCriticalPaths"),
        honor_constraints=root["HonorConstraints"] not in ("0", "false"),
    )


def _read_activity(node: Node, path: tuple[str, ...], reading: _Reading) -> Activity:
    uid = node["UID"]
    planned = read_duration(node["Duration"], row=node.line, activity=uid, field="Duration") or 0
    baseline = next((each for each in node.all("Baseline") if each.number("Number") == 0), node)
    fixed = node.flag("Manual") or node.flag("ExternalTask")
    if node.flag("IsSubproject"):
        reading.notes.append(Note("source.inserted_project", {}, node.line, uid))
    return Activity(
        key=uid,
        id=uid,
        name=node["Name"],
        project=reading.project,
        calendar=_calendar(node, reading),
        kind=_kind(node, planned),
        duration=planned,
        remaining=_remaining(node),
        wbs=path,
        constraint=_constraint(node),
        deadline=_moment(node, "Deadline"),
        actual_start=_moment(node, "ActualStart"),
        actual_finish=_moment(node, "ActualFinish"),
        suspend=_split_moment(node, "Stop"),
        resume=_split_moment(node, "Resume"),
        percent_complete=float(max(0, min(100, node.number("PercentComplete")))),
        manual=fixed,
        manual_start=(_moment(node, "ManualStart") or _moment(node, "Start")) if fixed else None,
        manual_finish=(_moment(node, "ManualFinish") or _moment(node, "Finish")) if fixed else None,
        baseline_start=_moment(baseline, "Start") if baseline is not node else None,
        baseline_finish=_moment(baseline, "Finish") if baseline is not node else None,
        baseline_duration=_baseline_duration(baseline, uid) if baseline is not node else None,
        resources=tuple(reading.resources.get(uid, {}).items()),
    )


def _baseline_duration(baseline: Node, uid: str) -> int | None:
    return read_duration(baseline["Duration"], row=baseline.line, activity=uid, field="Duration")


def _remaining(node: Node) -> int | None:
    """Only once work has begun: before that the duration says it all."""
    if not node["ActualStart"]:
        return None
    return read_duration(
        node["RemainingDuration"], row=node.line, activity=node["UID"], field="RemainingDuration"
    )


def _split_moment(node: Node, name: str) -> datetime | None:
    """Stop and Resume mean a pause only while work is going on."""
    in_hand = node["ActualStart"] and not node["ActualFinish"]
    return _moment(node, name) if in_hand and node.flag("ResumeValid") else None


def _moment(node: Node, name: str) -> datetime | None:
    return moment(node[name], row=node.line, activity=node["UID"] or None, field=name)


def _kind(node: Node, planned: int) -> Kind:
    if node.flag("Summary"):
        return Kind.WBS_SUMMARY
    return Kind.FINISH_MILESTONE if node.flag("Milestone") and planned == 0 else Kind.TASK


def _calendar(node: Node, reading: _Reading) -> str:
    """Elapsed durations run around the clock; a task's own calendar goes before that of its team."""
    if node.number("DurationFormat", 7) in ELAPSED_FORMATS:
        reading.calendars.setdefault(TWENTY_FOUR_HOURS.id, TWENTY_FOUR_HOURS)
        return TWENTY_FOUR_HOURS.id
    own = reading.calendar_of(node["CalendarUID"])
    team = reading.worked_by.get(node["UID"])
    if team is None or node.flag("Summary"):
        return own or reading.default.id
    if own is None:
        _add_team(reading, team)
        return team.id
    if not node.flag("IgnoreResourceCalendar"):
        reading.notes.append(Note("source.resource_calendar", {}, node.line, node["UID"]))
    return own


def _constraint(node: Node) -> Constraint | None:
    chosen = node.number("ConstraintType")
    if not 0 <= chosen < len(CONSTRAINTS):
        raise SourceError("unknown_constraint", row=node.line, activity=node["UID"], text=str(chosen))
    kind = CONSTRAINTS[chosen]
    if kind is None or kind is ConstraintKind.AS_LATE_AS_POSSIBLE:
        return Constraint(kind) if kind else None
    date = _moment(node, "ConstraintDate")
    if date is None:
        raise SourceError("constraint_without_date", row=node.line, activity=node["UID"], kind=kind.value)
    return Constraint(kind, date)


def _read_links(tasks: list[Node], reading: _Reading) -> Iterable[Link]:
    """The links of all tasks that are kept; one to an inactive or foreign task is noted."""
    kept = {node["UID"] for node in tasks}
    there = {node["UID"] for node in reading.root.all("Tasks", "Task")}
    seen: set[tuple[str, str, LinkType]] = set()
    for node in tasks:
        for each in node.all("PredecessorLink"):
            link = _read_link(node, each)
            twin = (link.predecessor, link.successor, link.type)
            if link.predecessor not in kept:
                _judge_missing(node, each, there, reading)
            elif twin in seen:
                params = {"predecessor": link.predecessor, "type": link.type.value}
                reading.notes.append(Note("source.duplicate_link", params, each.line, node["UID"]))
            else:
                seen.add(twin)
                yield link


def _judge_missing(node: Node, link: Node, there: set[str], reading: _Reading) -> None:
    """A link into another file or from a task that is not kept is left out; anything else is damage."""
    if link.flag("CrossProject"):
        params = {"project": link["CrossProjectName"] or "?", "count": 1}
        reading.notes.append(Note("source.external_links", params, link.line, node["UID"]))
    elif link["PredecessorUID"] not in there:
        missing = link["PredecessorUID"] or "-"
        raise SourceError("dangling_link", row=link.line, activity=node["UID"], missing=missing)


def _read_link(node: Node, link: Node) -> Link:
    kind = link.number("Type", 1)
    if not 0 <= kind < len(LINK_TYPES):
        raise SourceError("unknown_link_type", row=link.line, activity=node["UID"], text=str(kind))
    lag, unit = read_lag(link.number("LinkLag"), link.number("LagFormat", 7))
    return Link(link["PredecessorUID"], node["UID"], LINK_TYPES[kind], lag, unit)


def _read_stored(node: Node) -> Stored:
    """What MS Project had calculated; its slack is in tenths of a minute.

    Programs that write MSPDI without early dates still write when the task is planned, which is the same.
    """
    planned = not node["ActualStart"] and not node.flag("Manual") and node.number("ConstraintType") != 1
    return Stored(
        early_start=_moment(node, "EarlyStart") or (_moment(node, "Start") if planned else None),
        early_finish=_moment(node, "EarlyFinish") or (_moment(node, "Finish") if planned else None),
        late_start=_moment(node, "LateStart"),
        late_finish=_moment(node, "LateFinish"),
        total_float=round(node.number("TotalSlack") / 10) if node["TotalSlack"] else None,
        free_float=round(node.number("FreeSlack") / 10) if node["FreeSlack"] else None,
        critical=node.flag("Critical") if node["Critical"] else None,
    )
