"""The life of a letter, of an item, and of what a unit asks about an item, as tables."""

from enum import StrEnum

from yipanqi.foundation.transitions import Group, Machine, Move


class LetterStatus(StrEnum):
    """草拟 → 签发 → 签收."""

    DRAFT = "draft"
    ISSUED = "issued"
    SIGNED = "signed"


LETTERS = Machine(
    LetterStatus,
    LetterStatus.DRAFT,
    (
        Move("issue", frozenset({LetterStatus.DRAFT}), LetterStatus.ISSUED),
        Move("sign", frozenset({LetterStatus.ISSUED}), LetterStatus.SIGNED),
    ),
    groups={LetterStatus.SIGNED: Group.CLOSED},
)


class ItemStatus(StrEnum):
    """已交办 → 办理中 → 报完成 → 核查 → 销号, with return, sending back, suspension and withdrawal."""

    ASSIGNED = "assigned"
    RETURNED = "returned"
    IN_HAND = "in_hand"
    REPORTED = "reported"
    VERIFIED = "verified"
    SENT_BACK = "sent_back"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


_WORKING = frozenset({ItemStatus.ASSIGNED, ItemStatus.IN_HAND, ItemStatus.SENT_BACK})

ITEMS = Machine(
    ItemStatus,
    ItemStatus.ASSIGNED,
    (
        Move("ask_return", frozenset({ItemStatus.ASSIGNED}), ItemStatus.RETURNED, needs_note=True),
        Move("keep", frozenset({ItemStatus.RETURNED}), ItemStatus.ASSIGNED, needs_note=True),
        Move("take_in_hand", frozenset({ItemStatus.ASSIGNED}), ItemStatus.IN_HAND),
        Move("report_done", _WORKING, ItemStatus.REPORTED),
        Move("verify", frozenset({ItemStatus.REPORTED}), ItemStatus.VERIFIED),
        Move("send_back", frozenset({ItemStatus.REPORTED}), ItemStatus.SENT_BACK, needs_note=True),
        Move("close", frozenset({ItemStatus.VERIFIED}), ItemStatus.CLOSED),
        Move("suspend", _WORKING, ItemStatus.SUSPENDED, needs_note=True),
        Move("resume", frozenset({ItemStatus.SUSPENDED}), ItemStatus.IN_HAND),
        Move(
            "withdraw",
            _WORKING | {ItemStatus.RETURNED, ItemStatus.SUSPENDED},
            ItemStatus.WITHDRAWN,
            needs_note=True,
        ),
    ),
    groups={ItemStatus.CLOSED: Group.CLOSED, ItemStatus.WITHDRAWN: Group.VOID},
)


class ExtensionStatus(StrEnum):
    """Unit head → supervision → leader."""

    ASKED = "asked"
    ENDORSED = "endorsed"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    REFUSED = "refused"


_UNDECIDED = frozenset({ExtensionStatus.ASKED, ExtensionStatus.ENDORSED, ExtensionStatus.REVIEWED})

EXTENSIONS = Machine(
    ExtensionStatus,
    ExtensionStatus.ASKED,
    (
        Move("endorse", frozenset({ExtensionStatus.ASKED}), ExtensionStatus.ENDORSED),
        Move("review", frozenset({ExtensionStatus.ENDORSED}), ExtensionStatus.REVIEWED),
        Move("approve", frozenset({ExtensionStatus.REVIEWED}), ExtensionStatus.APPROVED),
        Move("refuse", _UNDECIDED, ExtensionStatus.REFUSED, needs_note=True),
    ),
    groups={ExtensionStatus.APPROVED: Group.CLOSED, ExtensionStatus.REFUSED: Group.CLOSED},
)
