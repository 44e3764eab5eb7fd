"""Writes of the room: units and their succession, posts, appointments, delegations, import."""

from yipanqi.org.entries import PostEntry, UnitEntry
from yipanqi.org.operations.appointments import appoint, end_appointment
from yipanqi.org.operations.delegations import give_delegation, withdraw_delegation
from yipanqi.org.operations.imports import import_units
from yipanqi.org.operations.posts import change_post, create_post
from yipanqi.org.operations.succession import succeed_unit
from yipanqi.org.operations.units import change_unit, create_unit

__all__ = [
    "PostEntry",
    "UnitEntry",
    "appoint",
    "change_post",
    "change_unit",
    "create_post",
    "create_unit",
    "end_appointment",
    "give_delegation",
    "import_units",
    "succeed_unit",
    "withdraw_delegation",
]
