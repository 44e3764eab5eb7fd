"""Two versions of a year's report: what stayed, changed, came and went, as both were read."""

from dataclasses import dataclass
from typing import Any

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404
from yipanqi.exchange.report.breakdown import target_of
from yipanqi.reading import Change, Comparison, Finding, compare
from yipanqi.reports.models import WorkReport
from yipanqi.reports.queries.review import promise_as_read
from yipanqi.reports.rules import ReportAction

_FIGURE = ("op", "value", "value_high", "unit", "approx")


@dataclass(frozen=True)
class FieldChange:
    """A field told differently; `field` is its name, a changed figure is one of name "value"."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedPromise:
    """The same promise in both versions."""

    name: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Line:
    """A promise of one version alone."""

    name: str
    figure: str
    due: Any
    theme: str


@dataclass(frozen=True)
class Versions:
    """The older and the newer report side by side."""

    old: WorkReport
    new: WorkReport
    same: int
    changed: tuple[ChangedPromise, ...]
    added: tuple[Line, ...]
    removed: tuple[Line, ...]


def versions(actor: Actor, report_id: int) -> Versions:
    """A report beside the one read before it for the same year; NotFound for the first one. Three queries."""
    rows = WorkReport.objects.select_related("previous", "year").filter(previous__isnull=False)
    report = fetch_or_404(actor, ReportAction.VIEW, rows, pk=report_id)
    old = report.previous
    assert old is not None
    both = compare(_promises(old), _promises(report))
    return Versions(old, report, len(both.same), _changed(both), _lines(both.added), _lines(both.removed))


def _promises(report: WorkReport) -> list[Finding]:
    """What the reader was sure of."""
    found = map(promise_as_read, report.findings.all())
    return [promise for promise in found if not promise.doubtful]


def _changed(both: Comparison) -> tuple[ChangedPromise, ...]:
    return tuple(ChangedPromise(change.new.name, _fields(change)) for change in both.changed)


def _fields(change: Change) -> tuple[FieldChange, ...]:
    told = []
    if set(change.fields) & set(_FIGURE):
        told.append(FieldChange("value", target_of(change.old), target_of(change.new)))
    told += [
        FieldChange(name, _word(change.old, name), _word(change.new, name))
        for name in change.fields
        if name not in (*_FIGURE, "due_explicit")
    ]
    return tuple(told)


def _word(promise: Finding, name: str) -> str:
    value = getattr(promise, name)
    return "、".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _lines(promises: tuple[Finding, ...]) -> tuple[Line, ...]:
    return tuple(Line(p.name, target_of(p), p.due, p.theme) for p in promises)
