"""Writes of the room.

`open_matter`, `instruct`, `move_matter`, `feed_back`, `conclude_matter` · `verify_item` · `remind`, `read_reminder` ·
`issue_bulletin` · `hand_over`.
"""

from yipanqi.supervision.operations.bulletins import check_period, issue_bulletin
from yipanqi.supervision.operations.matters import (
    MatterDraft,
    conclude_matter,
    feed_back,
    instruct,
    move_matter,
    open_matter,
)
from yipanqi.supervision.operations.reminders import read_reminder, remind
from yipanqi.supervision.operations.succession import hand_over
from yipanqi.supervision.operations.verifying import verify_item

__all__ = [
    "MatterDraft",
    "check_period",
    "conclude_matter",
    "feed_back",
    "hand_over",
    "instruct",
    "issue_bulletin",
    "move_matter",
    "open_matter",
    "read_reminder",
    "remind",
    "verify_item",
]
