"""What making the year's targets would do: new ones, changed ones, those already there, those that cannot be made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404
from yipanqi.exchange.report.breakdown import target_of
from yipanqi.org.models import Unit
from yipanqi.org.queries.choices import valid_on
from yipanqi.reading import Finding as Promise
from yipanqi.reports.models import Finding, FindingKind, WorkReport
from yipanqi.reports.rules import ReportAction
from yipanqi.reports.transitions import ACCEPTED
from yipanqi.targets.models import Goal, Target, TargetKind, Year
from yipanqi.targets.transitions import YearStatus


class Effect(StrEnum):
    """What becomes of an accepted finding."""

    NEW = "new"
    CHANGED = "changed"
    THERE = "there"
    REFUSED = "refused"


@dataclass(frozen=True)
class PlannedTarget:
    """One accepted finding and its effect; `theme` is the goal's name, `goal_id` None while there is none of it.

    `changes` are the fields of its target that the finding tells otherwise, `before` how they stand: figure and due.
    """

    finding: Finding
    effect: Effect
    theme: str
    goal_id: int | None
    target_id: int | None
    figure: str
    lead: str
    changes: Mapping[str, Any]
    before: tuple[str, date | None]


@dataclass(frozen=True)
class TargetPlan:
    """Everything that one step would do."""

    report: WorkReport
    year: Year
    lines: tuple[PlannedTarget, ...]
    may_set: bool

    def of(self, effect: Effect) -> tuple[PlannedTarget, ...]:
        """The lines of one effect."""
        return tuple(line for line in self.lines if line.effect == effect)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {effect.value: len(self.of(effect)) for effect in Effect}

    @property
    def new_themes(self) -> tuple[str, ...]:
        """Names of the goals that would be made, in the order of the text."""
        names = [line.theme for line in self.of(Effect.NEW) if line.goal_id is None]
        return tuple(dict.fromkeys(names))


def plan_of(report: WorkReport) -> TargetPlan:
    """The plan for a report whose year is loaded. Three queries."""
    targets = {
        known_by(target.name, target.unit): target for target in Target.objects.filter(year=report.year_id)
    }
    goals = {
        squeezed(word): pk
        for pk, *words in Goal.objects.filter(year=report.year_id).values_list("pk", "short_name", "name")
        for word in words
        if word
    }
    lines: list[PlannedTarget] = []
    seen: set[tuple[str, str]] = set()
    for finding in report.findings.select_related("lead").filter(status__in=ACCEPTED, target=None):
        key = known_by(finding.name, finding.unit)
        theme = finding.theme or report.title
        changes = {} if key in seen or key not in targets else _changes(finding, targets[key])
        effect = _effect(finding, report.year.number, key in targets or key in seen, changes)
        seen.add(key)
        lines.append(_line(finding, effect, theme, goals.get(squeezed(theme)), targets.get(key), changes))
    may_set = report.year.status in (YearStatus.DRAFT, YearStatus.COMMENTS)
    return TargetPlan(report, report.year, tuple(lines), may_set)


def _line(
    finding: Finding,
    effect: Effect,
    theme: str,
    goal_id: int | None,
    target: Target | None,
    changes: Mapping[str, Any],
) -> PlannedTarget:
    figure = figure_of(finding, finding.value_high)
    stood = figure_of(target) if target and changes else ""
    return PlannedTarget(
        finding,
        effect,
        theme,
        goal_id,
        target.pk if target else None,
        figure,
        finding.lead.short_name if finding.lead else finding.lead_text,
        changes,
        (stood if stood != figure else "", target.due if target and "due" in changes else None),
    )


def figure_of(row: Finding | Target, high: Decimal | None = None) -> str:
    """Operator, value and unit as one writes them."""
    return target_of(
        Promise("indicator", row.name, "", 0, 0, row.op, row.value, high, row.unit, row.approx)  # type: ignore[arg-type]
    )


def _changes(finding: Finding, target: Target) -> dict[str, Any]:
    """What the finding says of its target and the year does not say yet; what it leaves out stays as it is."""
    if kind_of(finding) != target.kind:
        return {}
    said = {name: getattr(finding, name) for name in ("op", "value", "approx")}
    if finding.due and finding.due != target.due:
        said |= {"due": finding.due, "due_explicit": finding.due_explicit}
    if words := range_of(finding):
        said["standard"] = words
    return {name: value for name, value in said.items() if value not in ("", None, getattr(target, name))}


def kind_of(finding: Finding) -> str:
    """The kind of target that the finding becomes."""
    return TargetKind.STANDING if finding.kind == FindingKind.WORK else finding.kind


def range_of(finding: Finding) -> str:
    """A range as one writes it, empty for a single figure."""
    if finding.value is None or finding.value_high is None:
        return ""
    return f"{finding.value.normalize():f}–{finding.value_high.normalize():f}{finding.unit}"


def _effect(finding: Finding, year: int, known: bool, changes: Mapping[str, Any]) -> Effect:
    if finding.due and finding.due < date(year, 1, 1):
        return Effect.REFUSED
    return Effect.NEW if not known else Effect.CHANGED if changes else Effect.THERE


def known_by(name: str, unit: str) -> tuple[str, str]:
    """What makes two targets of a year the same."""
    return squeezed(name), squeezed(unit)


def squeezed(words: str) -> str:
    """Without spaces."""
    return "".join(words.split())


def target_plan(actor: Actor, report_id: int) -> TargetPlan:
    """The plan of a report that `actor` may read."""
    rows = WorkReport.objects.select_related("year")
    return plan_of(fetch_or_404(actor, ReportAction.VIEW, rows, pk=report_id))


def units_by_name(day: date) -> dict[str, int]:
    """Ids of the units of `day` by full and by short name."""
    rows = Unit.objects.filter(valid_on(day)).values_list("pk", "name", "short_name")
    return {name: pk for pk, *names in rows for name in names}
