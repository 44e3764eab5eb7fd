"""The life of an appraisal round and of an objection, as tables."""

from enum import StrEnum

from yipanqi.foundation.transitions import Group, Machine, Move


class RoundStatus(StrEnum):
    """试算 → 公示 → 定稿."""

    OPEN = "open"
    FROZEN = "frozen"
    FINAL = "final"


ROUNDS = Machine(
    RoundStatus,
    RoundStatus.OPEN,
    (
        Move("freeze", frozenset({RoundStatus.OPEN}), RoundStatus.FROZEN),
        Move("unfreeze", frozenset({RoundStatus.FROZEN}), RoundStatus.OPEN, needs_note=True),
        Move("finish", frozenset({RoundStatus.FROZEN}), RoundStatus.FINAL),
    ),
    groups={RoundStatus.FINAL: Group.CLOSED},
)


class ObjectionStatus(StrEnum):
    """Raised within 3 working days, decided within 10; both are settings of the scheme."""

    RAISED = "raised"
    UPHELD = "upheld"
    REJECTED = "rejected"


OBJECTIONS = Machine(
    ObjectionStatus,
    ObjectionStatus.RAISED,
    (
        Move("uphold", frozenset({ObjectionStatus.RAISED}), ObjectionStatus.UPHELD, needs_note=True),
        Move("reject", frozenset({ObjectionStatus.RAISED}), ObjectionStatus.REJECTED, needs_note=True),
    ),
    groups={ObjectionStatus.UPHELD: Group.CLOSED, ObjectionStatus.REJECTED: Group.CLOSED},
)
