"""The life of a session and of a conflict, as tables."""

from enum import StrEnum

from yipanqi.foundation.transitions import Group, Machine, Move


class SessionStatus(StrEnum):
    """筹备 → 征求意见 → 会商 → 定议."""

    PREPARING = "preparing"
    OPINIONS = "opinions"
    IN_SESSION = "in_session"
    DECIDED = "decided"


SESSIONS = Machine(
    SessionStatus,
    SessionStatus.PREPARING,
    (
        Move("ask_opinions", frozenset({SessionStatus.PREPARING}), SessionStatus.OPINIONS),
        Move("prepare_again", frozenset({SessionStatus.OPINIONS}), SessionStatus.PREPARING, needs_note=True),
        Move("begin", frozenset({SessionStatus.OPINIONS}), SessionStatus.IN_SESSION),
        Move("decide", frozenset({SessionStatus.IN_SESSION}), SessionStatus.DECIDED),
    ),
    groups={SessionStatus.DECIDED: Group.CLOSED},
)


class ConflictStatus(StrEnum):
    """A conflict is open until its plans no longer show it, it is decided, or it is put off with a reason.

    It is agreed when every unit that it concerns has accepted the remedy beforehand.
    """

    OPEN = "open"
    AGREED = "agreed"
    DECIDED = "decided"
    PUT_OFF = "put_off"
    GONE = "gone"


CONFLICTS = Machine(
    ConflictStatus,
    ConflictStatus.OPEN,
    (
        Move("agree", frozenset({ConflictStatus.OPEN}), ConflictStatus.AGREED),
        Move("settle", frozenset({ConflictStatus.OPEN, ConflictStatus.AGREED}), ConflictStatus.DECIDED),
        Move(
            "put_off",
            frozenset({ConflictStatus.OPEN, ConflictStatus.AGREED}),
            ConflictStatus.PUT_OFF,
            needs_note=True,
        ),
        Move("vanish", frozenset({ConflictStatus.OPEN, ConflictStatus.AGREED}), ConflictStatus.GONE),
        Move(
            "reopen",
            frozenset({ConflictStatus.GONE, ConflictStatus.AGREED}),
            ConflictStatus.OPEN,
        ),
    ),
    groups={
        ConflictStatus.DECIDED: Group.CLOSED,
        ConflictStatus.PUT_OFF: Group.CLOSED,
        ConflictStatus.GONE: Group.VOID,
    },
)
