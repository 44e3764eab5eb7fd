"""What the pages of the room need beside the rows: tabs, addresses of things, words of steps and kinds."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yipanqi.access.actor import Actor
from yipanqi.access.registry import may
from yipanqi.supervision.queries.watching import LATE, SILENT, UNANSWERED, UNSIGNED
from yipanqi.supervision.rules import SupervisionAction

Text = str | Promise

KINDS: Mapping[str, Text] = {
    "target": _("Target"),
    "plan": _("Plan"),
    "project": _("Project"),
    "item": _("Item of a letter"),
    "letter": _("Letter"),
    "matter": _("Supervision matter"),
}
WHYS: Mapping[str, Text] = {
    LATE: _("late"),
    SILENT: _("silent"),
    UNSIGNED: _("not signed"),
    UNANSWERED: _("not answered"),
}
STEPS: Mapping[str, Text] = {
    "propose": _("Proposed"),
    "instruct": _("Instructed"),
    "approve": _("Approved"),
    "drop": _("Dropped"),
    "open": _("Start to follow it up"),
    "feed_back": _("Answer given"),
    "send_back": _("Sent back"),
    "accept": _("Answer accepted"),
    "conclude": _("Concluded"),
    "file": _("Filed"),
}
MOVES: Mapping[str, Text] = {
    "approve": _("Approve"),
    "open": _("Start to follow it up"),
    "accept": _("Accept the answer"),
    "file": _("Put on file"),
    "send_back": _("Send back"),
    "drop": _("Drop the matter"),
}
"""Moves by a button; the last two ask for a reason."""
_PAGES = {
    "target": "targets:target",
    "plan": "plans:plan",
    "project": "projects:project",
    "item": "assignments:item",
    "letter": "assignments:letter",
    "matter": "supervision:matter",
}


def address(kind: str, pk: object) -> str:
    """The page of a thing; empty while its room has none."""
    try:
        return reverse(_PAGES[kind], args=[pk]) if kind in _PAGES and pk else ""
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class Tab:
    """One tab of the room."""

    label: Text
    url: str
    is_current: bool
    count: str = ""


_TABS = (
    ("matters", _("Matters"), SupervisionAction.VIEW),
    ("inbox", _("Inbox"), SupervisionAction.FEED_BACK),
    ("queue", _("To verify"), SupervisionAction.WATCH),
    ("reminders", _("Remind"), SupervisionAction.REMIND),
    ("sent", _("Reminders sent"), SupervisionAction.WATCH),
    ("blockers", _("Who blocks whom"), SupervisionAction.WATCH),
    ("bulletins", _("Bulletins"), SupervisionAction.VIEW_BULLETINS),
)


def tabs(actor: Actor, current: str) -> list[Tab]:
    """The tabs that this reader may open."""
    return [
        Tab(label, reverse(f"supervision:{name}"), name == current)
        for name, label, action in _TABS
        if may(actor, action)
    ]
