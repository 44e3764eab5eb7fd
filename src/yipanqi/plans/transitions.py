"""The life of a version of a plan, and of a link into another unit's plan."""

from enum import StrEnum

from yipanqi.foundation.transitions import Group, Machine, Move


class VersionStatus(StrEnum):
    """编制 → 提交会商 → 会商一致 → 被替代."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    AGREED = "agreed"
    SUPERSEDED = "superseded"


VERSIONS = Machine(
    VersionStatus,
    VersionStatus.DRAFT,
    (
        Move("submit", frozenset({VersionStatus.DRAFT}), VersionStatus.SUBMITTED),
        Move("return", frozenset({VersionStatus.SUBMITTED}), VersionStatus.RETURNED, needs_note=True),
        Move("revise", frozenset({VersionStatus.RETURNED}), VersionStatus.DRAFT),
        Move("agree", frozenset({VersionStatus.SUBMITTED}), VersionStatus.AGREED),
        Move("supersede", frozenset({VersionStatus.AGREED}), VersionStatus.SUPERSEDED),
    ),
    groups={VersionStatus.SUPERSEDED: Group.CLOSED},
)


class CrossLinkStatus(StrEnum):
    """A wish for another unit's activity, until that unit says yes or no."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


CROSS_LINKS = Machine(
    CrossLinkStatus,
    CrossLinkStatus.PROPOSED,
    (
        Move("accept", frozenset({CrossLinkStatus.PROPOSED}), CrossLinkStatus.ACCEPTED),
        Move("refuse", frozenset({CrossLinkStatus.PROPOSED}), CrossLinkStatus.REFUSED, needs_note=True),
        Move(
            "dissolve",
            frozenset({CrossLinkStatus.PROPOSED, CrossLinkStatus.ACCEPTED}),
            CrossLinkStatus.REFUSED,
            needs_note=True,
        ),
        Move("propose_again", frozenset({CrossLinkStatus.REFUSED}), CrossLinkStatus.PROPOSED),
    ),
    groups={CrossLinkStatus.REFUSED: Group.VOID},
)
