"""Who held a duty for how many days: a duty that moved is scored by the days each unit held it.

Moves are read where they were recorded: the changes of a target's lead, and the events of a hand-over after a
reorganisation. A duty that still stands under a unit that ended is its successor's from the next day on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yipanqi.appraisal.scoring import ONE
from yipanqi.appraisal.sources.facts import Fact, Span
from yipanqi.audit.models import Event
from yipanqi.foundation import clock
from yipanqi.org.models import Unit
from yipanqi.targets.models import Change

_SIX = Decimal("0.000001")
_DAY = timedelta(days=1)
Duty = tuple[str, str]


@dataclass(frozen=True)
class Move:
    """From `day` on the duty was `after`'s; the day before it was still `before`'s."""

    before: int
    after: int
    day: date


@dataclass(frozen=True)
class Holding:
    """The moves of every duty up to the end of a span, oldest first, and the ends of units with their successors."""

    span: Span
    moves: Mapping[Duty, tuple[Move, ...]] = field(default_factory=dict)
    ends: Mapping[int, Move] = field(default_factory=dict)

    def shares(
        self, duty: Duty, unit_id: int, first_unit: int | None = None
    ) -> tuple[tuple[int, Decimal], ...]:
        """(unit, part of the days of the span) for a duty that stands under `unit_id` now; the parts make one."""
        chain = self._chain(duty, self._origin(unit_id, first_unit))
        if len(chain) == 1:
            return ((chain[0][0], ONE),)
        length = (self.span.until - self.span.since).days + 1
        starts = [max(self.span.since, day) for _unit, day in chain]
        ends = [*starts[1:], self.span.until + _DAY]
        held: dict[int, int] = defaultdict(int)
        for (unit, _day), start, end in zip(chain, starts, ends, strict=True):
            held[unit] += max(0, (end - start).days)
        return tuple((unit, (Decimal(days) / length).quantize(_SIX)) for unit, days in held.items() if days)

    def _origin(self, unit_id: int, first_unit: int | None) -> int:
        """Who held it at first, if from there succession leads to who holds it now; else who holds it now."""
        unit, seen = first_unit or unit_id, set[int]()
        while unit != unit_id and unit not in seen and unit in self.ends:
            seen.add(unit)
            unit = self.ends[unit].after
        return first_unit or unit_id if unit == unit_id else unit_id

    def _chain(self, duty: Duty, unit_id: int) -> list[tuple[int, date]]:
        """Holders in order with the day from which each held it."""
        chain = [(unit_id, date.min)]
        for move in reversed(self.moves.get(duty, ())):
            if move.after == chain[0][0]:
                chain[0] = (move.after, move.day)
                chain.insert(0, (move.before, date.min))
        while (end := self.ends.get(chain[-1][0])) and end.after not in {unit for unit, _day in chain}:
            chain.append((end.after, end.day))
        return [
            (unit, day)
            for (unit, day), (_next, until) in zip(chain, [*chain[1:], (0, date.max)], strict=True)
            if until > self.span.since and day <= self.span.until
        ]

    def split(self, facts: Iterable[Fact]) -> list[Fact]:
        """Every fact under each unit that held its duty, with the share of its days."""
        return [
            fact.of(unit, share)
            for fact in facts
            for unit, share in self.shares(_duty(fact), fact.unit_id, fact.first_unit)
        ]


def _duty(fact: Fact) -> Duty:
    return fact.duty if fact.duty[0] else (fact.kind, fact.key)


def load_holding(span: Span) -> Holding:
    """What is recorded of moves up to the end of the span. Three queries."""
    units = list(Unit.objects.order_by("pk"))
    names: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        names[unit.short_name].append(unit)
    moves: dict[Duty, dict[date, Move]] = defaultdict(dict)
    for duty, before, after, day in _recorded(span):
        if move := _move(names, before, after, day):
            moves[duty][move.day] = move
    kept = {duty: tuple(by_day[day] for day in sorted(by_day)) for duty, by_day in moves.items()}
    ends = {unit.pk: end for unit in units if (end := _end(unit)) and end.day <= span.until}
    return Holding(span, kept, ends)


def _recorded(span: Span) -> Iterable[tuple[Duty, str, str, date]]:
    """(duty, name before, name after, day) of every recorded change of holder."""
    for change in Change.objects.filter(field="lead", target__year=span.year_id).order_by("at", "pk"):
        yield ("targets.target", str(change.target_id)), change.before, change.after, clock.today(change.at)
    handed = Event.objects.filter(action__endswith=".hand_over", at__date__gte=span.since).order_by("pk")
    for event in handed:
        if names := _names(event.changes):
            yield (event.subject_kind, event.subject_key), *names, clock.today(event.at)


def _names(changes: dict[str, Any]) -> tuple[str, str] | None:
    """(before, after) of a hand-over's event, as the rooms write it."""
    pair = changes.get("unit")
    before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, None)
    before, after = changes.get("before", before), changes.get("after", after)
    return (str(before), str(after)) if before and after else None


def _move(names: Mapping[str, list[Unit]], before: str, after: str, day: date) -> Move | None:
    """The move between two named units: on the day after the first one ended, if the other is its successor."""
    pairs = [(old, new) for old in names.get(before, ()) for new in names.get(after, ())]
    for old, new in pairs:
        if old.successor_id == new.pk and old.valid_to:
            return Move(old.pk, new.pk, old.valid_to + _DAY)
    return Move(pairs[0][0].pk, pairs[0][1].pk, day) if len(pairs) == 1 else None


def _end(unit: Unit) -> Move | None:
    if unit.successor_id is None or unit.valid_to is None:
        return None
    return Move(unit.pk, unit.successor_id, unit.valid_to + _DAY)
