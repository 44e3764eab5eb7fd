"""Predecessors in the style of MS Project, `3;5FS+2d;7SS-1d`, both ways."""

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass

from yipanqi.exchange.schedule.table.durations import Amount, Measure, format_lag, parse_amount
from yipanqi.schedule.problem import Link, LinkType

_SEPARATORS = re.compile(r"[;；,，、\n]+")
_TYPED = re.compile(r"(?P<id>.+?)\s*(?P<type>FS|SS|FF|SF)\s*(?P<lag>[+-].*)?", re.I | re.S)
_LAGGED = re.compile(r"(?P<id>.+?)\s*(?P<lag>[+-]\s*[\d.].*)", re.S)


class UnknownPredecessor(ValueError):
    """The text is well formed but names nobody."""


_NO_LAG = Amount(0)


@dataclass(frozen=True, slots=True)
class Predecessor:
    """One entry: the visible id, how it holds the successor, and the lag."""

    id: str
    type: LinkType = LinkType.FINISH_START
    lag: Amount = _NO_LAG


def parse_predecessors(text: str, known: Container[str], measure: Measure) -> Iterator[Predecessor]:
    """The entries of one cell; an id may itself look like `A-1` or `PFS`, so ids that exist go first.

    ValueError with the entry for nonsense, UnknownPredecessor for an id that is not `known`.
    """
    plain = unicodedata.normalize("NFKC", text)
    for entry in filter(None, (part.strip() for part in _SEPARATORS.split(plain))):
        yield _parse_entry(entry, known, measure)


def _parse_entry(entry: str, known: Container[str], measure: Measure) -> Predecessor:
    if entry in known:
        return Predecessor(entry)
    unknown = None
    for pattern in (_TYPED, _LAGGED):
        found = pattern.fullmatch(entry)
        if not found:
            continue
        unknown = unknown or found["id"]
        if found["id"] in known:
            return _build(found, entry, measure)
    if unknown is None and re.fullmatch(r"[\w.\-/ ]+", entry) is None:
        raise ValueError(entry)
    raise UnknownPredecessor(unknown or entry)


def _build(found: re.Match[str], entry: str, measure: Measure) -> Predecessor:
    groups = found.groupdict()
    try:
        lag = parse_amount(groups["lag"], measure) if groups["lag"] else _NO_LAG
    except ValueError:
        raise ValueError(entry) from None
    return Predecessor(found["id"], LinkType((groups.get("type") or "FS").upper()), lag)


def format_predecessor(link: Link, visible_id: str, measure: Measure) -> str:
    """`3`, `5FS+2d`: the type is left out where it is FS without lag."""
    lag = format_lag(link.lag, link.lag_unit, measure)
    kind = "" if link.type is LinkType.FINISH_START and not lag else link.type.value
    return f"{visible_id}{kind}{lag}"
