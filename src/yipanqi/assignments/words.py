"""States and steps in words."""

from django.utils.translation import gettext_lazy as _

from yipanqi.assignments.transitions import ExtensionStatus, ItemStatus, LetterStatus

LETTER = {
    LetterStatus.DRAFT.value: _("Drafted"),
    LetterStatus.ISSUED.value: _("Issued, not signed"),
    LetterStatus.SIGNED.value: _("Signed for"),
}
ITEM = {
    ItemStatus.ASSIGNED.value: _("Assigned"),
    ItemStatus.RETURNED.value: _("Returned"),
    ItemStatus.IN_HAND.value: _("In hand"),
    ItemStatus.REPORTED.value: _("Reported done"),
    ItemStatus.VERIFIED.value: _("Verified"),
    ItemStatus.SENT_BACK.value: _("Sent back"),
    ItemStatus.SUSPENDED.value: _("Suspended"),
    ItemStatus.CLOSED.value: _("Struck off"),
    ItemStatus.WITHDRAWN.value: _("Withdrawn"),
}
EXTENSION = {
    ExtensionStatus.ASKED.value: _("Asked; the head of the unit is next"),
    ExtensionStatus.ENDORSED.value: _("Endorsed; the supervision office is next"),
    ExtensionStatus.REVIEWED.value: _("Reviewed; the leader is next"),
    ExtensionStatus.APPROVED.value: _("Later date approved"),
    ExtensionStatus.REFUSED.value: _("Not granted"),
}
MOVES = {
    "take_in_hand": _("Take in hand"),
    "ask_return": _("Not our duty: return"),
    "keep": _("The unit keeps it"),
    "withdraw": _("Withdraw it from the unit"),
    "verify": _("Verified"),
    "send_back": _("Send back"),
    "close": _("Strike off"),
    "suspend": _("Suspend"),
    "resume": _("Resume"),
    "endorse": _("Endorse"),
    "review": _("Put before the leader"),
    "approve": _("Approve"),
    "refuse": _("Refuse"),
}
NOTED = ("ask_return", "keep", "withdraw", "send_back", "suspend", "refuse")
"""Steps that need a reason."""
