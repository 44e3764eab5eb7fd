"""States of a report and of a finding, as tables."""

from enum import StrEnum

from yipanqi.foundation.transitions import Group, Machine, Move


class ReportStatus(StrEnum):
    """已读 → 核对中 → 已用."""

    READ = "read"
    REVIEWING = "reviewing"
    USED = "used"


REPORTS = Machine(
    ReportStatus,
    ReportStatus.READ,
    (
        Move("review", frozenset({ReportStatus.READ}), ReportStatus.REVIEWING),
        Move("use", frozenset({ReportStatus.REVIEWING, ReportStatus.USED}), ReportStatus.USED),
    ),
    groups={ReportStatus.USED: Group.CLOSED},
)


class FindingStatus(StrEnum):
    """What a person said of a finding; a corrected one is confirmed as corrected."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    MERGED = "merged"
    REJECTED = "rejected"


_OPEN, _KEPT = {FindingStatus.OPEN}, {FindingStatus.CONFIRMED, FindingStatus.CORRECTED}
FINDINGS = Machine(
    FindingStatus,
    FindingStatus.OPEN,
    (
        Move("confirm", frozenset(_OPEN), FindingStatus.CONFIRMED),
        Move("correct", frozenset(_OPEN | _KEPT), FindingStatus.CORRECTED),
        Move("merge", frozenset(_OPEN | _KEPT), FindingStatus.MERGED),
        Move("reject", frozenset(_OPEN | _KEPT), FindingStatus.REJECTED),
        Move(
            "reopen",
            frozenset(_KEPT | {FindingStatus.MERGED, FindingStatus.REJECTED}),
            FindingStatus.OPEN,
        ),
    ),
    groups={FindingStatus.MERGED: Group.VOID, FindingStatus.REJECTED: Group.VOID},
)
ACCEPTED = tuple(sorted(_KEPT))
"""Findings that become targets."""
