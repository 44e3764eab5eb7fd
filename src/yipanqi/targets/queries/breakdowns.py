"""The preview of a breakdown table: what would be added, what would change, what is refused and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.exchange.tables import Sheet, Table, find_table
from yipanqi.foundation.errors import DomainError
from yipanqi.org.models import Post, Unit
from yipanqi.targets.breakdown import HEADS, REQUIRED, Entry, Known, entries, word
from yipanqi.targets.models import Goal, Target, Year
from yipanqi.targets.rules import TargetAction

MOST_ROWS = 3_000
_COMPARED = ("goal_id", "op", "value", "unit", "measure", "approx", "due", "lead_id", "leader_id")


class Effect(StrEnum):
    """What a row would do."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Difference:
    """One field that a row would change, as text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class PreviewLine:
    """One row with its effect; `target_id` is the target it would change."""

    entry: Entry
    effect: Effect
    lead: str
    target_id: int | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Preview:
    """The whole table; it can be imported only when no row is refused."""

    year: Year
    table: Table
    lines: tuple[PreviewLine, ...]

    def count(self, effect: Effect) -> int:
        """How many rows have this effect."""
        return sum(line.effect == effect for line in self.lines)

    @property
    def refused(self) -> int:
        """Rows with faults."""
        return self.count(Effect.REFUSED)


def preview_breakdown(actor: Actor, year_id: int, goal_id: int, sheet: Sheet) -> Preview:
    """What importing `sheet` into a year would do. TableError when the sheet is no breakdown table. Six queries."""
    year = fetch_or_404(actor, TargetAction.VIEW, Year.objects.all(), pk=year_id)
    demand(actor, TargetAction.SET_YEAR, year)
    table = find_table(sheet, HEADS, REQUIRED)
    if len(table.records) > MOST_ROWS:
        raise DomainError("targets.too_many_rows", limit=MOST_ROWS)
    units = list(Unit.objects.filter(valid_to__isnull=True))
    found = entries(table, _known(year, units), year=year.number, goal_id=goal_id)
    existing = {
        word(target.name): target for target in Target.objects.filter(year=year).prefetch_related("partners")
    }
    names = {unit.pk: unit.short_name for unit in units}
    return Preview(year, table, tuple(_line(entry, existing.get(word(entry.name)), names) for entry in found))


def _known(year: Year, units: Iterable[Unit]) -> Known:
    by_word = {word(text): unit.pk for unit in units for text in (unit.code, unit.short_name, unit.name)}
    posts = {word(title): pk for pk, title in Post.objects.filter(is_leader=True).values_list("pk", "title")}
    goals = Goal.objects.filter(year=year)
    return Known(by_word, posts, {word(goal.name): goal.pk for goal in goals})


def _line(entry: Entry, target: Target | None, names: Mapping[int, str]) -> PreviewLine:
    lead = names.get(entry.lead_id or 0, "")
    if entry.faults:
        return PreviewLine(entry, Effect.REFUSED, lead)
    if target is None:
        return PreviewLine(entry, Effect.ADDED, lead)
    differences = tuple(_differences(entry, target, names))
    return PreviewLine(entry, Effect.CHANGED if differences else Effect.SAME, lead, target.pk, differences)


def _differences(entry: Entry, target: Target, names: Mapping[int, str]) -> Iterable[Difference]:
    for field in _COMPARED:
        before, after = getattr(target, field), getattr(entry, field)
        if before != after and not (field == "leader_id" and after is None):
            yield Difference(
                field.removesuffix("_id"), _shown(field, before, names), _shown(field, after, names)
            )
    partners = sorted(unit.pk for unit in target.partners.all())
    if partners != sorted(entry.partner_ids):
        before, after = (
            "、".join(names.get(pk, "") for pk in pks) for pks in (partners, sorted(entry.partner_ids))
        )
        yield Difference("partners", before, after)


def _shown(field: str, value: Any, names: Mapping[int, str]) -> str:
    if value is None or value == "":
        return "—"
    return names.get(value, "") if field == "lead_id" else str(value)
