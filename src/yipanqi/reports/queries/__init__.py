"""Reads of the room: frozen dataclasses for pages, in a constant number of queries."""

from yipanqi.reports.queries.planning import Effect, PlannedTarget, TargetPlan, target_plan
from yipanqi.reports.queries.review import (
    SURE,
    Correctable,
    FindingRow,
    Piece,
    ReportRow,
    Review,
    breakdown_rows,
    correctable,
    report_rows,
    review,
)
from yipanqi.reports.queries.versions import Versions, versions

__all__ = [
    "SURE",
    "Correctable",
    "Effect",
    "FindingRow",
    "Piece",
    "PlannedTarget",
    "ReportRow",
    "Review",
    "TargetPlan",
    "Versions",
    "breakdown_rows",
    "correctable",
    "report_rows",
    "review",
    "target_plan",
    "versions",
]
