"""The preview of a list of projects: what would be added, what would change, what is refused and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.exchange.tables import Sheet, Table, find_table
from yipanqi.foundation.errors import DomainError
from yipanqi.org.models import Post, Unit
from yipanqi.projects.models import Project, ProjectKind, Sector
from yipanqi.projects.roster import HEADS, REQUIRED, REQUIRED_WHEN_NEW, Known, RosterEntry, entries
from yipanqi.projects.rules import ProjectAction
from yipanqi.targets.breakdown import Fault, word
from yipanqi.targets.models import Year
from yipanqi.targets.queries import Difference, Effect
from yipanqi.targets.rules import TargetAction

MOST_ROWS = 3_000


@dataclass(frozen=True)
class PreviewLine:
    """One row with its effect; `project_id` is the project it would change.

    `keeps_stage`: the row names another stage than the project has; only a move with its day changes that.
    """

    entry: RosterEntry
    effect: Effect
    lead: str
    project_id: int | None = None
    differences: tuple[Difference, ...] = ()
    keeps_stage: bool = False


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


def preview_projects(actor: Actor, year_id: int, sheet: Sheet) -> Preview:
    """What importing `sheet` into a year would do. TableError when the sheet is no list of projects. Five queries.

    A row means the project of the same code, else the one of the same name, else a new one.
    """
    year = fetch_or_404(actor, TargetAction.VIEW, Year.objects.all(), pk=year_id)
    demand(actor, ProjectAction.CREATE)
    table = find_table(sheet, HEADS, REQUIRED)
    if len(table.records) > MOST_ROWS:
        raise DomainError("targets.too_many_rows", limit=MOST_ROWS)
    units = list(Unit.objects.filter(valid_to__isnull=True))
    posts = dict(Post.objects.filter(is_leader=True).values_list("pk", "title"))
    by_word = {word(text): unit.pk for unit in units for text in (unit.code, unit.short_name, unit.name)}
    known = Known(by_word, {word(title): pk for pk, title in posts.items()})
    projects = list(Project.objects.filter(year=year).prefetch_related("partners"))
    there = {word(project.name): project for project in projects}
    there |= {word(project.code): project for project in projects}
    names = {unit.pk: unit.short_name for unit in units}
    found = entries(table, known, year=year.number)
    lines = (_line(entry, there.get(word(entry.code or entry.name)), names, posts) for entry in found)
    return Preview(year, table, tuple(lines))


def _line(
    entry: RosterEntry, project: Project | None, units: Mapping[int, str], posts: Mapping[int, str]
) -> PreviewLine:
    lead = units.get(entry.values.get("lead_id") or 0, "")
    if project is None:
        missing = (Fault(key, DomainError("input.required")) for key in _missing(entry))
        entry = replace(entry, faults=(*entry.faults, *missing))
    if entry.faults:
        return PreviewLine(entry, Effect.REFUSED, lead)
    if project is None:
        return PreviewLine(entry, Effect.ADDED, lead)
    differences = tuple(_differences(entry, project, units, posts))
    keeps = bool(entry.stage) and entry.stage != project.stage
    effect = Effect.CHANGED if differences else Effect.SAME
    return PreviewLine(entry, effect, lead, project.pk, differences, keeps)


def _missing(entry: RosterEntry) -> list[str]:
    """What a new project cannot do without and the row does not say."""
    wrong = {fault.key for fault in entry.faults}
    return [key for key in REQUIRED_WHEN_NEW if key not in entry.values and key not in wrong]


def _differences(
    entry: RosterEntry, project: Project, units: Mapping[int, str], posts: Mapping[int, str]
) -> Iterable[Difference]:
    for field, value in entry.values.items():
        before = getattr(project, field)
        if before != value:
            told = (_told(field, one, units, posts) for one in (before, value))
            yield Difference(field.removesuffix("_id"), *told)
    partners = {unit.pk for unit in project.partners.all()}
    if entry.partner_ids and set(entry.partner_ids) != partners:
        told = ("、".join(units.get(pk, "") for pk in sorted(ids)) for ids in (partners, entry.partner_ids))
        yield Difference("partners", *told)


def _told(field: str, value: Any, units: Mapping[int, str], posts: Mapping[int, str]) -> str:
    """A value as the preview shows it."""
    if value is None:
        return ""
    words: dict[str, Mapping[Any, Any]] = {
        "lead_id": units,
        "leader_id": posts,
        "sector": dict(Sector.choices),
        "kind": dict(ProjectKind.choices),
        "is_major": {True: "是", False: "否"},
    }
    if field in words:
        return str(words[field].get(value, value))
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
