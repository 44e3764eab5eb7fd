"""Single cells as people type them: days, levels, units, predecessors, constraints; and how they are written back."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from yipanqi.exchange.schedule.table.durations import Measure, parse_amount
from yipanqi.exchange.schedule.table.predecessors import UnknownPredecessor, parse_predecessors
from yipanqi.foundation.errors import DomainError
from yipanqi.foundation.text import parse_day, plain
from yipanqi.plans.assembling import DAY_MINUTES
from yipanqi.plans.checking import MOST_DAYS
from yipanqi.plans.drafts import LinkDraft
from yipanqi.schedule.problem import LagUnit

_MEASURE = Measure(DAY_MINUTES)
_LEADING = re.compile(r"^(?:前置任务|前置工作|紧前工作|前置|紧前|after)\s*[:：]?\s*", re.I)
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "。": "."})
_KIND_WORDS = {"完成-开始": "FS", "完成开始": "FS", "开始-开始": "SS", "开始开始": "SS", "完成-完成": "FF", "完成完成": "FF", "开始-完成": "SF"}  # fmt: skip
_CONSTRAINTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("start_on_or_after", "≥", ("≥", ">=", "=>", ">", "不早于", "开始不早于", "不得早于…开始", "start no earlier than", "snet")),
    ("finish_on_or_before", "≤", ("≤", "<=", "=<", "<", "不晚于", "完成不晚于", "不得晚于…完成", "finish no later than", "fnlt")),
    ("mandatory_start", "S=", ("s=", "开始于", "必须开始于", "start exactly on", "mso")),
    ("mandatory_finish", "F=", ("f=", "完成于", "必须完成于", "finish exactly on", "mfo")),
)  # fmt: skip
_BETWEEN_UNITS = re.compile(r"[、,;/\s]+")


def read_level(text: str) -> int:
    """0, 1, 2 …; empty is 0. DomainError for anything else."""
    level = plain(text)
    if not level:
        return 0
    if not level.isdecimal() or int(level) > 20:
        raise DomainError("plans.bad_level", text=text)
    return int(level)


def read_days(text: str) -> int:
    """Working days: 12, 12天, 2周 (ten days); empty is 0. DomainError where they are not whole or beyond reason."""
    if not plain(text):
        return 0
    try:
        amount = parse_amount(plain(text).translate(_SIGNS), _MEASURE)
    except (ValueError, OverflowError):
        raise DomainError("plans.bad_days", text=text[:40]) from None
    if amount.unit is not LagUnit.WORKING or amount.value % DAY_MINUTES or amount.value < 0:
        raise DomainError("plans.bad_days", text=text[:40])
    days = amount.value // DAY_MINUTES
    if days > MOST_DAYS:
        raise DomainError("plans.days_out_of_range", limit=MOST_DAYS)
    return days


def read_units(text: str, units: Mapping[str, int]) -> tuple[int, ...]:
    """The responsible unit and its partners, as they are listed; DomainError names the one that is unknown."""
    found: dict[int, None] = {}
    for name in filter(None, _BETWEEN_UNITS.split(plain(text))):
        if word(name) not in units:
            raise DomainError("plans.no_such_unit", unit=name)
        found[units[word(name)]] = None
    return tuple(found)


def written(text: str) -> str:
    """Words as they were written, without needless spaces; their punctuation stays."""
    return " ".join(text.split())


def word(text: str) -> str:
    """A name as it is compared: width, case and spaces do not matter."""
    return "".join(plain(text).lower().split())


def read_constraint(text: str) -> tuple[str, date | None]:
    """(kind, day) of `≥2018-05-01`; ("", None) of an empty text. DomainError for an unknown sign or day."""
    sign = plain(text)
    if not sign:
        return "", None
    for kind, _sign, words in _CONSTRAINTS:
        for begin in sorted(words, key=len, reverse=True):
            if sign.lower().startswith(begin):
                return kind, _day(sign[len(begin) :], text)
    raise DomainError("plans.bad_constraint", text=text.strip()[:40])


def _day(text: str, whole: str) -> date:
    try:
        return parse_day(text.strip(" :：,"))
    except DomainError:
        raise DomainError("plans.bad_constraint", text=whole.strip()[:40]) from None


def format_constraint(kind: str, day: date | None) -> str:
    """`≥2018-05-01`, as `read_constraint` reads it; empty without one."""
    signs = {name: sign for name, sign, _ in _CONSTRAINTS}
    return f"{signs[kind]}{day}" if kind and day else ""


def read_predecessors(text: str, key: str, known: Collection[str]) -> tuple[LinkDraft, ...]:
    """The links into activity `key`. DomainError names the entry that is unknown, senseless or there twice."""
    cell = _LEADING.sub("", plain(text).translate(_SIGNS))
    for words, kind in _KIND_WORDS.items():
        cell = cell.replace(words, kind)
    try:
        entries = list(parse_predecessors(cell, known, _MEASURE))
    except UnknownPredecessor as error:
        raise DomainError("plans.unknown_predecessor", key=str(error)[:40]) from None
    except (ValueError, OverflowError):
        raise DomainError("plans.bad_predecessor", text=text[:40]) from None
    links: dict[tuple[str, str], LinkDraft] = {}
    for entry in entries:
        if entry.id == key:
            raise DomainError("plans.link_to_itself", key=key)
        if entry.lag.unit is not LagUnit.WORKING or entry.lag.value % DAY_MINUTES:
            raise DomainError("plans.bad_lag", text=text[:40])
        if abs(entry.lag.value) > MOST_DAYS * DAY_MINUTES:
            raise DomainError("plans.days_out_of_range", limit=MOST_DAYS)
        if (entry.id, entry.type.value) in links:
            raise DomainError("plans.link_twice", key=entry.id)
        lag = entry.lag.value // DAY_MINUTES
        links[entry.id, entry.type.value] = LinkDraft(entry.id, key, entry.type.value, lag)
    return tuple(links.values())


def format_predecessor(link: LinkDraft) -> str:
    """`3`, `3FS+2`, `5SS-1`: the type is left out where it is FS without lag."""
    lag = f"{link.lag:+d}" if link.lag else ""
    return f"{link.predecessor}{'' if link.type == 'FS' and not lag else link.type}{lag}"


def format_predecessors(links: Iterable[LinkDraft], key: str) -> str:
    """The cell of activity `key`."""
    return ",".join(format_predecessor(link) for link in links if link.successor == key)
