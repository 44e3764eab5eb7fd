"""Reads of the room: the Actor of an account, the directory of units, choices for forms, the preview of an import."""

from yipanqi.org.queries.actors import actor_for
from yipanqi.org.queries.choices import leader_choices, post_choices, unit_choices, unit_of
from yipanqi.org.queries.delegations import delegation_for, delegations_of
from yipanqi.org.queries.directory import (
    UnitSheet,
    appointment_for,
    post_for,
    unit_for,
    unit_rows,
    unit_sheet,
    units_by_code,
)
from yipanqi.org.queries.imports import ImportPreview, preview_import

__all__ = [
    "ImportPreview",
    "UnitSheet",
    "actor_for",
    "appointment_for",
    "delegation_for",
    "delegations_of",
    "leader_choices",
    "post_choices",
    "post_for",
    "preview_import",
    "unit_choices",
    "unit_for",
    "unit_of",
    "unit_rows",
    "unit_sheet",
    "units_by_code",
]
