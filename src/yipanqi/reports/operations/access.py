"""How every operation of the room begins: the row, if the actor may know of it; the right; the lock."""

from collections.abc import Mapping
from datetime import datetime

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.foundation.errors import DomainError, LostRace, NotFound
from yipanqi.reports.models import Finding, WorkReport
from yipanqi.reports.rules import ReportAction
from yipanqi.reports.transitions import FINDINGS, REPORTS, ReportStatus


def report_for(actor: Actor, action: ReportAction, report_id: int) -> WorkReport:
    """The report on which `actor` may do `action`; NotFound or NotAllowed otherwise."""
    rows = WorkReport.objects.select_related("year")
    report = fetch_or_404(actor, ReportAction.VIEW, rows, pk=report_id)
    demand(actor, action, report)
    return report


def findings_for(report: WorkReport, seen: Mapping[int, int]) -> list[Finding]:
    """The findings of `seen` (id → version) in the order of the text; LostRace when one has moved on."""
    found = list(report.findings.filter(pk__in=seen))
    if len(found) != len(seen):
        raise NotFound()
    for finding in found:
        if finding.version != seen[finding.pk]:
            raise LostRace(finding=finding.name)
    return found


def decide(actor: Actor, finding: Finding, step: str, now: datetime, /, **columns: object) -> None:
    """Move a finding and say by whom; compare-and-set on its state and version.

    A finding that has become a target is settled: `reports.finding_is_used`.
    """
    if finding.target_id is not None:
        raise DomainError("reports.finding_is_used", finding=finding.name)
    move = FINDINGS.guard(finding.status, step)
    columns |= {"status": move.target, "decided_by_label": actor.label, "decided_at": now}
    claim(finding, **columns)


def claim(finding: Finding, /, **columns: object) -> None:
    """Write `columns` if nobody else has changed the row since it was read; LostRace otherwise."""
    columns["version"] = finding.version + 1
    rows = Finding.objects.filter(pk=finding.pk, version=finding.version, status=finding.status)
    if not rows.update(**columns):
        raise LostRace(finding=finding.name)
    for column, value in columns.items():
        setattr(finding, column, value)


def begin_review(report: WorkReport) -> None:
    """The first decision turns a report that was read into one under review."""
    if report.status == ReportStatus.READ:
        move_report(report, "review")


def move_report(report: WorkReport, name: str) -> None:
    """Take the report one step further; two who take the same step do no harm."""
    move = REPORTS.guard(report.status, name)
    WorkReport.objects.filter(pk=report.pk, status=report.status).update(status=move.target)
    report.status = move.target
