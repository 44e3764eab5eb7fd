"""The registry of computed sources: later rooms hand in how a figure is counted, and nobody types it over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise

MANUAL = ""
"""The source of a target whose owner types its readings."""


@dataclass(frozen=True)
class SourcedValue:
    """A value to date as its source counts it on `day`; `provenance` says in words what was counted."""

    value: Decimal
    day: date
    provenance: str = ""
    illustrative: bool = False


Count = Callable[[Sequence[int], date], Mapping[int, SourcedValue]]
"""Target ids and a day → the values known by the end of that day, in a constant number of queries."""


@dataclass(frozen=True)
class Source:
    """A computed source: a stable key, a label in the reader's language, and the counting."""

    key: str
    label: str | Promise
    count: Count


_sources: dict[str, Source] = {}


def register_source(key: str, label: str | Promise, count: Count) -> None:
    """Hand in a source; the same key twice must be the same source."""
    source = Source(key, label, count)
    if not key or _sources.setdefault(key, source) != source:
        raise ValueError(f"two sources for {key!r}")


def forget_source(key: str) -> None:
    """Take a source out again; for tests."""
    _sources.pop(key, None)


def find_source(key: str) -> Source | None:
    """The source of that key, if its room is there."""
    return _sources.get(key)


def all_sources() -> tuple[Source, ...]:
    """Every source, in the order of registration."""
    return tuple(_sources.values())
