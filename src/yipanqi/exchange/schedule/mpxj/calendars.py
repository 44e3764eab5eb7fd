"""Calendars of mpxj's JSON: weeks with inheritance, exceptions already unrolled by the child, teams."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from yipanqi.exchange.schedule.mpxj.reading import Document, Reading
from yipanqi.exchange.schedule.numbering import name_calendars
from yipanqi.exchange.schedule.shifts import merge_shifts
from yipanqi.exchange.schedule.source import Note, SourceError
from yipanqi.exchange.schedule.teams import same_times, team_calendar
from yipanqi.exchange.schedule.values import clock
from yipanqi.schedule.problem import (
    MINUTES_PER_DAY,
    OFFICE_DAY,
    OFFICE_WEEK,
    Calendar,
    CalendarException,
    Shifts,
)

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_calendars(reading: Reading) -> None:
    """Fill in the calendars by key and the id of the project's own."""
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


def read_teams(reading: Reading) -> dict[int, Calendar]:
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


def add_team(reading: Reading, team: Calendar) -> None:
    """A team of one has a calendar of the file; that of several is new."""
    if all(each.id != team.id for each in reading.calendars.values()):
        reading.calendars[team.id] = team


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
    uid: object, nodes: Mapping[object, Document], reading: Reading
) -> Iterator[CalendarException]:
    """Those of the farthest base first: the last one for a day counts."""
    for step in reversed(_chain(uid, nodes)):
        for first, last, hours in reading.extra["exceptions"].get(str(step["unique_id"]), ()):
            begin, end = date.fromisoformat(first), date.fromisoformat(last)
            yield CalendarException(begin, end, _shifts(((b, e) for b, e in hours), str(step.get("name"))))
