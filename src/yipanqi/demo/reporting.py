"""The year's report of the demo: read, its names corrected, its hints left, and tied to the targets of the year."""

from collections.abc import Iterable
from datetime import datetime

from yipanqi.access.actor import Actor
from yipanqi.demo import data
from yipanqi.reports import operations as reports
from yipanqi.reports.queries import FindingRow, review


def read_the_report(office: Actor, now: datetime) -> None:
    """What the report promises is what the year holds: every promise finds its target, and none is left over."""
    report = reports.read_report(
        actor=office, content=data.report(), name="2018年工作报告（示例）.txt", number=2018, now=now
    ).report
    rows = review(office, report.pk).rows
    names = data.year()["report_names"]
    for row in rows:
        if row.name in names:
            reports.correct(
                actor=office, report_id=report.pk, finding_id=row.pk, version=row.version, now=now,
                changes={"name": names[row.name]},
            )  # fmt: skip
    hints = _seen(row for row in rows if row.level == "doubtful")
    plain = _seen(row for row in rows if row.level != "doubtful" and row.name not in names)
    reports.reject(actor=office, report_id=report.pk, seen=hints, reason="要求，不是任务（示例）", now=now)
    reports.confirm(actor=office, report_id=report.pk, seen=plain, now=now)
    reports.make_targets(actor=office, report_id=report.pk, now=now)


def _seen(rows: Iterable[FindingRow]) -> dict[int, int]:
    return {row.pk: row.version for row in rows}
