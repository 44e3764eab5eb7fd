"""What making the year's targets would do: new ones, those already there, those that cannot be made."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404
from yipanqi.org.models import Unit
from yipanqi.org.queries.choices import valid_on
from yipanqi.reports.models import Finding, WorkReport
from yipanqi.reports.rules import ReportAction
from yipanqi.reports.transitions import ACCEPTED
from yipanqi.targets.models import Goal, Target, Year
from yipanqi.targets.transitions import YearStatus


class Effect(StrEnum):
    """What becomes of an accepted finding."""

    NEW = "new"
    THERE = "there"
    REFUSED = "refused"


@dataclass(frozen=True)
class PlannedTarget:
    """One accepted finding and its effect; `theme` is the goal's name, `goal_id` None while there is none of it."""

    finding: Finding
    effect: Effect
    theme: str
    goal_id: int | None
    target_id: int | None


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
        known_by(name, unit): pk
        for pk, name, unit in Target.objects.filter(year=report.year_id).values_list("pk", "name", "unit")
    }
    goals = {
        squeezed(word): pk
        for pk, *words in Goal.objects.filter(year=report.year_id).values_list("pk", "short_name", "name")
        for word in words
        if word
    }
    lines: list[PlannedTarget] = []
    seen: set[tuple[str, str]] = set()
    for finding in report.findings.filter(status__in=ACCEPTED, target=None):
        key = known_by(finding.name, finding.unit)
        theme = finding.theme or report.title
        effect = _effect(finding, report.year.number, key in targets or key in seen)
        seen.add(key)
        lines.append(PlannedTarget(finding, effect, theme, goals.get(squeezed(theme)), targets.get(key)))
    may_set = report.year.status in (YearStatus.DRAFT, YearStatus.COMMENTS)
    return TargetPlan(report, report.year, tuple(lines), may_set)


def _effect(finding: Finding, year: int, known: bool) -> Effect:
    if finding.due and finding.due < date(year, 1, 1):
        return Effect.REFUSED
    return Effect.THERE if known else Effect.NEW


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
