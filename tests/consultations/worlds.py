"""What stands behind the addresses of the room in the world of the permission table."""

from datetime import date
from typing import Any

from consultations.factories import session_of, submitted_plan
from yipanqi.consultations.models import Conflict, Session
from yipanqi.plans.models import Plan

NAME = "示例会商计划"


def consulted_plan(world: Any) -> Plan:
    """A late plan of the own unit."""
    there = Plan.objects.filter(name=NAME).first()
    return there or submitted_plan(world.own, "A 12\nB 8 A", name=NAME, due=date(2018, 10, 26))


def consultation(world: Any, until: str = "opinions") -> Session:
    """A session about that plan, led on to a state."""
    there = Session.objects.filter(status=until).first()
    return there or session_of([consulted_plan(world)], until=until)


def conflict(world: Any) -> Conflict:
    """What the session found of it."""
    return Conflict.objects.get(session=consultation(world), rule="negative_float")
