"""States of a year and of a target, as tables."""

from enum import StrEnum

from yipanqi.foundation.transitions import Group, Machine, Move


class YearStatus(StrEnum):
    """编制 → 征求意见 → 已定 → 已结."""

    DRAFT = "draft"
    COMMENTS = "comments"
    FIXED = "fixed"
    CLOSED = "closed"


YEARS = Machine(
    YearStatus,
    YearStatus.DRAFT,
    (
        Move("open_comments", frozenset({YearStatus.DRAFT}), YearStatus.COMMENTS),
        Move("back_to_draft", frozenset({YearStatus.COMMENTS}), YearStatus.DRAFT, needs_note=True),
        Move("fix", frozenset({YearStatus.COMMENTS}), YearStatus.FIXED),
        Move("close", frozenset({YearStatus.FIXED}), YearStatus.CLOSED),
    ),
    groups={YearStatus.CLOSED: Group.CLOSED},
)


class TargetStatus(StrEnum):
    """A target lives until it is met, or is dropped by a decision."""

    ACTIVE = "active"
    DONE = "done"
    DROPPED = "dropped"


TARGETS = Machine(
    TargetStatus,
    TargetStatus.ACTIVE,
    (
        Move("complete", frozenset({TargetStatus.ACTIVE}), TargetStatus.DONE),
        Move("reopen", frozenset({TargetStatus.DONE}), TargetStatus.ACTIVE, needs_note=True),
        Move("drop", frozenset({TargetStatus.ACTIVE}), TargetStatus.DROPPED, needs_note=True),
    ),
    groups={TargetStatus.DONE: Group.CLOSED, TargetStatus.DROPPED: Group.VOID},
)
