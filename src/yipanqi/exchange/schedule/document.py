"""The project's own JSON: everything a problem holds, both ways; also plain lists of activities.

{"format": "yipanqi-schedule", "version": 1, "options", "projects", "calendars", "activities", "links",
"given", "stored", "details", "nodes"}: the fields of the engine's dataclasses under their own names, fields at their default left
out, times ISO to the minute, shifts as [begin, end] in minutes.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from yipanqi.exchange.schedule.source import Details, Note, ScheduleFile, SourceError, Stored, WbsNode
from yipanqi.exchange.schedule.table.cells import Grid
from yipanqi.exchange.schedule.table.reader import TableOptions, read_grid
from yipanqi.exchange.schedule.values import EARLIEST, LATEST, sane_duration
from yipanqi.schedule.problem import Activity, Calendar, Link, Options, Problem, ProjectInfo

FORMAT = "yipanqi-schedule"
T = TypeVar("T")
_PARTS: Mapping[str, type] = {
    "projects": ProjectInfo,
    "calendars": Calendar,
    "activities": Activity,
    "links": Link,
}
_MOST_ITEMS = 2_000_000


class _Wrong(ValueError):
    """A value that does not fit its field; the message names both."""


def write_json(file: ScheduleFile) -> tuple[bytes, tuple[Note, ...]]:
    """The whole file as UTF-8 JSON; nothing is lost."""
    problem = file.problem
    document = {
        "format": FORMAT,
        "version": 1,
        "options": _plain(problem.options),
        **{name: [_plain(each) for each in getattr(problem, name)] for name in _PARTS},
        "given": sorted(file.given),
        "stored": {key: _plain(each) for key, each in file.stored.items()},
        "details": {key: _plain(each) for key, each in file.details.items()},
        "nodes": [_plain(each) for each in file.nodes],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), ()


def _plain(value: Any) -> Any:
    """A dataclass as a dictionary without its defaults; moments as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: _plain(found)
            for each in dataclasses.fields(value)
            if (found := getattr(value, each.name)) != each.default
        }
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def read_json(data: bytes, options: TableOptions) -> ScheduleFile:
    """Read what `write_json` wrote, or rows under the column names of a table.

    Raises SourceError naming the element that does not fit.
    """
    document = _load(data)
    if document.get("format") != FORMAT:
        return _read_rows(document, options)
    parts: dict[str, Any] = {name: _elements(document, name, kind) for name, kind in _PARTS.items()}
    rules = _build(Options, document.get("options", {}), "options")
    _refuse_unknown(parts)
    if not parts["activities"]:
        raise SourceError("no_activities")
    if not parts["projects"]:
        raise SourceError("no_project")
    if not parts["calendars"]:
        del parts["calendars"]
    return ScheduleFile(
        Problem(**parts, options=rules),
        "json",
        stored=_mapping(document, "stored", Stored),
        details=_mapping(document, "details", Details),
        given=_given(document),
        nodes=_elements(document, "nodes", WbsNode),
        rows={each.key: number for number, each in enumerate(parts["activities"], start=1)},
    )


def _load(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SourceError("not_json", reason=str(error)[:80]) from None
    if isinstance(document, list):
        document = {"activities": document}
    if not isinstance(document, dict):
        raise SourceError("not_json", reason="neither an object nor a list")
    return document


def _read_rows(document: dict[str, Any], options: TableOptions) -> ScheduleFile:
    """`{"activities": [{"id": …, "duration": "3d", "predecessors": "1;2SS+1d"}], "calendars": […]}` as a table."""
    rows = {name: document[name] for name in ("activities", "calendars") if name in document}
    for name, listed in rows.items():
        if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
            raise SourceError("not_json", reason=f"{name} is not a list of objects")
    if not rows.get("activities"):
        raise SourceError("no_activities")
    return read_grid({name: _grid(listed) for name, listed in rows.items()}, options)


def _grid(rows: list[dict[str, Any]]) -> Grid:
    """Objects as cells, under the titles in the order in which they appear."""
    titles = list(dict.fromkeys(name for each in rows for name in each))
    return Grid(
        titles, [(number, [_cell(each.get(name)) for name in titles]) for number, each in enumerate(rows, 1)]
    )


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ";".join(_cell(each) for each in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _elements(document: dict[str, Any], name: str, kind: type[T]) -> tuple[T, ...]:
    listed = document.get(name, [])
    if not isinstance(listed, list):
        raise SourceError("not_json", reason=f"{name} is not a list")
    if len(listed) > _MOST_ITEMS:
        raise SourceError("too_large", limit=f"{_MOST_ITEMS} {name}")
    return tuple(_build(kind, each, f"{name}[{number}]") for number, each in enumerate(listed, start=1))


def _mapping(document: dict[str, Any], name: str, kind: type[T]) -> dict[str, T]:
    found = document.get(name, {})
    if not isinstance(found, dict):
        raise SourceError("not_json", reason=f"{name} is not an object")
    return {key: _build(kind, each, f"{name}.{key}") for key, each in found.items()}


def _given(document: dict[str, Any]) -> frozenset[str]:
    found = document.get("given", [])
    if not isinstance(found, list) or not all(isinstance(key, str) for key in found):
        raise SourceError("not_json", reason="given is not a list of keys")
    return frozenset(found)


def _build(kind: type[T], value: object, place: str) -> T:
    try:
        return typing.cast(T, _dataclass(kind, value, 0))
    except (_Wrong, TypeError) as error:
        raise SourceError("not_json", reason=f"{place}: {error}"[:160]) from None


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _dataclass(kind: type, value: object, depth: int) -> object:
    if not isinstance(value, dict):
        raise _Wrong(f"{str(value)[:30]!r} is not an object")
    hints = _hints(kind)
    if unknown := value.keys() - hints.keys():
        raise _Wrong(f"unknown field {min(unknown)[:30]!r}")
    built = kind(**{name: _value(hints[name], each, name, depth + 1) for name, each in value.items()})
    if isinstance(built, Activity):
        for name in ("duration", "remaining"):
            sane_duration(getattr(built, name) or 0, activity=built.id, field=name)
    return built


def _value(hint: Any, value: object, name: str, depth: int) -> Any:
    """`value` as the type `hint` demands. The types are ours and nested at most six deep."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _value(
            next(each for each in typing.get_args(hint) if each is not type(None)), value, name, depth
        )
    if origin is tuple:
        return _tuple(typing.get_args(hint), value, name, depth)
    if dataclasses.is_dataclass(hint):
        return _dataclass(typing.cast(type, hint), value, depth)
    return _scalar(hint, value, name)


def _tuple(hints: tuple[Any, ...], value: object, name: str, depth: int) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _Wrong(f"{name} is not a list")
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_value(hints[0], each, name, depth + 1) for each in value)
    if len(hints) != len(value):
        raise _Wrong(f"{name} has {len(value)} entries instead of {len(hints)}")
    return tuple(_value(hint, each, name, depth + 1) for hint, each in zip(hints, value, strict=True))


def _scalar(hint: Any, value: object, name: str) -> Any:
    if hint in (date, datetime):
        return _moment(hint, value, name)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if not isinstance(value, str) or value not in list(hint):
            raise _Wrong(f"{name} {str(value)[:30]!r} is not one of {', '.join(hint)}")
        return hint(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint:
        raise _Wrong(f"{name} {str(value)[:30]!r} is not {hint.__name__}")
    if hint is int and abs(typing.cast(int, value)) > 10**9:
        raise _Wrong(f"{name} {value} is out of range")
    return value


def _moment(hint: Any, value: object, name: str) -> Any:
    try:
        found = datetime.fromisoformat(typing.cast(str, value)).replace(tzinfo=None, second=0, microsecond=0)
    except (TypeError, ValueError):
        raise _Wrong(f"{name} {str(value)[:30]!r} is not a date") from None
    if not EARLIEST <= found < LATEST:
        raise _Wrong(f"{name} {value} lies outside 1900–2199")
    return found.date() if hint is date else found


def _refuse_unknown(parts: dict[str, Any]) -> None:
    """Names that lead nowhere: calendars of activities, ends of links, projects."""
    calendars = {each.id for each in parts["calendars"]} or {Problem((), ()).calendars[0].id}
    projects = {each.id for each in parts["projects"]}
    ids: dict[str, str] = {}
    for number, each in enumerate(parts["activities"], start=1):
        if each.key in ids:
            raise SourceError("duplicate_activity", row=number, activity=each.id, other="earlier")
        ids[each.key] = each.id
        if each.calendar not in calendars:
            raise SourceError("unknown_calendar", row=number, activity=each.id, calendar=each.calendar)
        if each.project not in projects:
            raise SourceError(
                "unknown_project_of_activity", row=number, activity=each.id, project=each.project
            )
    for link in parts["links"]:
        for end, other in ((link.predecessor, link.successor), (link.successor, link.predecessor)):
            if end not in ids:
                raise SourceError("dangling_link", activity=ids.get(other), missing=end[:40])
