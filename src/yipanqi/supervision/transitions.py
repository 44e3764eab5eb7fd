"""The life of a supervision matter, as a table."""

from enum import StrEnum

from yipanqi.foundation.transitions import Group, Machine, Move


class MatterStatus(StrEnum):
    """拟立 → 批准立项 → 督办中 → 反馈待审 → 办结待核 → 办结 → 归档."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    UNDER_WAY = "under_way"
    FEEDBACK = "feedback"
    TO_VERIFY = "to_verify"
    CONCLUDED = "concluded"
    FILED = "filed"
    DROPPED = "dropped"


MATTERS = Machine(
    MatterStatus,
    MatterStatus.PROPOSED,
    (
        Move("approve", frozenset({MatterStatus.PROPOSED}), MatterStatus.APPROVED),
        Move(
            "drop",
            frozenset({MatterStatus.PROPOSED, MatterStatus.APPROVED}),
            MatterStatus.DROPPED,
            needs_note=True,
        ),
        Move("open", frozenset({MatterStatus.APPROVED}), MatterStatus.UNDER_WAY),
        Move("feed_back", frozenset({MatterStatus.UNDER_WAY}), MatterStatus.FEEDBACK),
        Move(
            "send_back",
            frozenset({MatterStatus.FEEDBACK, MatterStatus.TO_VERIFY}),
            MatterStatus.UNDER_WAY,
            needs_note=True,
        ),
        Move("accept", frozenset({MatterStatus.FEEDBACK}), MatterStatus.TO_VERIFY),
        Move("conclude", frozenset({MatterStatus.TO_VERIFY}), MatterStatus.CONCLUDED),
        Move("file", frozenset({MatterStatus.CONCLUDED}), MatterStatus.FILED),
    ),
    groups={
        MatterStatus.CONCLUDED: Group.CLOSED,
        MatterStatus.FILED: Group.CLOSED,
        MatterStatus.DROPPED: Group.VOID,
    },
)
