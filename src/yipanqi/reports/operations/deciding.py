"""Findings are confirmed, corrected, merged, rejected, and opened again. `seen` is always id → version as read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.reports.models import Finding, FindingKind, WorkReport
from yipanqi.reports.operations.access import begin_review, decide, findings_for, report_for
from yipanqi.reports.rules import ReportAction
from yipanqi.reports.transitions import FindingStatus
from yipanqi.targets.models import Measure, Operator

FIELDS = (
    "kind",
    "name",
    "op",
    "value",
    "value_high",
    "unit",
    "measure",
    "approx",
    "due",
    "lead_id",
    "partners",
    "theme",
)
"""What `correct` may change."""


@transaction.atomic
def confirm(*, actor: Actor, report_id: int, seen: Mapping[int, int], now: datetime) -> list[Finding]:
    """These findings are right as they were read: all of them, or none."""
    return _decided(actor, ReportAction.CONFIRM, report_id, seen, now)


@transaction.atomic
def reject(
    *, actor: Actor, report_id: int, seen: Mapping[int, int], now: datetime, reason: str = ""
) -> list[Finding]:
    """These are no targets: all of them, or none."""
    return _decided(actor, ReportAction.REJECT, report_id, seen, now, reason=reason.strip()[:300])


@transaction.atomic
def reopen(*, actor: Actor, report_id: int, seen: Mapping[int, int], now: datetime) -> list[Finding]:
    """Take the decision on these back."""
    return _decided(actor, ReportAction.REOPEN, report_id, seen, now, reason="", merged_into=None)


def _decided(
    actor: Actor,
    action: ReportAction,
    report_id: int,
    seen: Mapping[int, int],
    now: datetime,
    **columns: object,
) -> list[Finding]:
    report = report_for(actor, action, report_id)
    if not seen:
        raise DomainError("reports.nothing_chosen")
    findings = findings_for(report, seen)
    for finding in findings:
        decide(actor, finding, action.split(".")[1], now, **columns)
    _told(actor, action, report, findings, now, note=str(columns.get("reason", "")))
    return findings


def _told(
    actor: Actor,
    action: ReportAction,
    report: WorkReport,
    findings: list[Finding],
    now: datetime,
    *,
    note: str = "",
    changes: Mapping[str, object] | None = None,
) -> None:
    begin_review(report)
    told = dict(changes or {}) | {"findings": {str(finding.pk): finding.name for finding in findings}}
    record(actor=actor, action=action, subject=report, now=now, note=note, changes=told)


@transaction.atomic
def confirm_sure(*, actor: Actor, report_id: int, at_least: float, now: datetime) -> list[Finding]:
    """Confirm whatever is still open and at least this sure (0 to 1)."""
    report = report_for(actor, ReportAction.CONFIRM, report_id)
    rows = report.findings.filter(status=FindingStatus.OPEN, target=None, confidence__gte=at_least)
    findings = list(rows)
    for finding in findings:
        decide(actor, finding, "confirm", now)
    if findings:
        _told(actor, ReportAction.CONFIRM, report, findings, now, changes={"at_least": at_least})
    return findings


@transaction.atomic
def merge(*, actor: Actor, report_id: int, seen: Mapping[int, int], now: datetime) -> Finding:
    """These say the same: the surest of them stays and is confirmed, the others point to it."""
    report = report_for(actor, ReportAction.MERGE, report_id)
    if len(seen) < 2:
        raise DomainError("reports.merge_needs_two")
    findings = findings_for(report, seen)
    kept = max(findings, key=lambda finding: (finding.confidence, -finding.start))
    for finding in findings:
        if finding.pk != kept.pk:
            decide(actor, finding, "merge", now, merged_into=kept)
            Finding.objects.filter(merged_into=finding).update(merged_into=kept)
    if kept.status == FindingStatus.OPEN:
        decide(actor, kept, "confirm", now)
    _told(actor, ReportAction.MERGE, report, findings, now, changes={"kept": kept.pk})
    return kept


@transaction.atomic
def correct(
    *,
    actor: Actor,
    report_id: int,
    finding_id: int,
    changes: Mapping[str, Any],
    version: int,
    now: datetime,
) -> Finding:
    """Say it right; what was corrected is confirmed with it. Invalid names each wrong field."""
    report = report_for(actor, ReportAction.CORRECT, report_id)
    [finding] = findings_for(report, {finding_id: version})
    if unknown := set(changes) - set(FIELDS):
        raise ValueError(f"not correctable: {', '.join(sorted(unknown))}")
    before = {name: getattr(finding, name) for name in FIELDS}
    values = _tidied(before | dict(changes))
    _check(report, values)
    if values["kind"] != FindingKind.INDICATOR and changes.get("value") not in (None, before["value"]):
        raise Invalid({"value": "reports.figure_needs_indicator"})
    values["due_explicit"] = finding.due_explicit or values["due"] != before["due"]
    decide(actor, finding, "correct", now, **values)
    told: dict[str, object] = {
        name: [str(before[name]), str(values[name])] for name in FIELDS if before[name] != values[name]
    }
    _told(actor, ReportAction.CORRECT, report, [finding], now, changes=told)
    return finding


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    """Only an indicator carries a figure."""
    if values["kind"] == FindingKind.INDICATOR:
        return values
    return values | {"op": "", "value": None, "value_high": None, "unit": "", "measure": "", "approx": False}


def _check(report: WorkReport, values: Mapping[str, Any]) -> None:
    wrong: dict[str, DomainError | str] = {}
    if not str(values["name"]).strip():
        wrong["name"] = "input.required"
    if values["kind"] == FindingKind.INDICATOR:
        if values["value"] is None:
            wrong["value"] = "input.required"
        if values["op"] not in Operator.values:
            wrong["op"] = "input.not_a_choice"
        if values["measure"] not in Measure.values:
            wrong["measure"] = "input.not_a_choice"
    if values["due"] and values["due"] < date(report.year.number, 1, 1):
        wrong["due"] = DomainError("targets.due_before_year", year=report.year.number)
    if wrong:
        raise Invalid(wrong)
