"""Rows of the room for tests: a decided session over two tied plans, and items in any state."""

from datetime import date
from typing import Any

from consultations.factories import clerk, linked, session_of, submitted_plan
from factories import NOW, UnitFactory, actor
from supervision.factories import item_of
from yipanqi.access.actor import Actor
from yipanqi.access.roles import Role
from yipanqi.assignments.models import Extension
from yipanqi.consultations.models import Decision, Session
from yipanqi.org.models import Unit
from yipanqi.plans.models import Plan

STATUS_OF_STEP = {
    "take_in_hand": "assigned",
    "ask_return": "assigned",
    "keep": "returned",
    "withdraw": "returned",
    "report_done": "in_hand",
    "verify": "reported",
    "send_back": "reported",
    "close": "verified",
    "suspend": "in_hand",
    "resume": "suspended",
    "ask_extension": "in_hand",
    "item": "in_hand",
}
"""In which state an item stands before each step."""


def office() -> Actor:
    """The supervision office."""
    return actor(Role.SUPERVISION)


def head(unit: Unit) -> Actor:
    """The head of a unit."""
    return actor(Role.UNIT_HEAD, units=[unit])


def leader() -> Actor:
    """A leader."""
    return actor(Role.LEADER)


def extension_of(unit: Unit, status: str) -> Extension:
    """A request for a week more about an item of the unit."""
    item = item_of(unit, key="示例")
    return Extension.objects.create(
        item=item,
        asked_until=date(2018, 10, 30),
        reason="示例理由",
        progress="示例进展",
        status=status,
        asked_at=NOW,
        asked_by="示例岗位",
    )


def decided_session(first: Unit | None = None, second: Unit | None = None) -> tuple[Session, Plan, Plan]:
    """Two agreed plans of two units; the second waits for the first: A 10 → B 5 → X 8 → Y 4."""
    one = submitted_plan(first or UnitFactory(), "A 10\nB 5 A", name="示例甲计划")
    other = submitted_plan(second or UnitFactory(), "X 8\nY 4 X", name="示例乙计划")
    linked(one, "B", other, "X")
    return session_of([one, other], until="decided"), one, other


def decided(world: Any) -> Decision:
    """A decision after the session of the permission table's world."""
    session = Session.objects.filter(status="decided").first() or session_of([], until="decided")
    return Decision.objects.create(session=session, text="示例决定", author_label="示例岗位", at=NOW)


__all__ = ["clerk", "decided", "decided_session", "extension_of", "head", "item_of", "leader", "office"]
