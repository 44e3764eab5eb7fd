"""Doors of the room: rounds with their ranking, sheets, objections, schemes, commendation."""

from yipanqi.appraisal.views.commending import commendations, commendations_file, strike
from yipanqi.appraisal.views.objecting import object_, objections, reject, uphold
from yipanqi.appraisal.views.rounds import (
    check,
    compute,
    finish,
    freeze,
    new_round,
    round_,
    rounds,
    unfreeze,
)
from yipanqi.appraisal.views.schemes import difference, new_scheme, scheme, schemes
from yipanqi.appraisal.views.sheets import sheet

__all__ = [
    "check",
    "commendations",
    "commendations_file",
    "compute",
    "difference",
    "finish",
    "freeze",
    "new_round",
    "new_scheme",
    "object_",
    "objections",
    "reject",
    "round_",
    "rounds",
    "scheme",
    "schemes",
    "sheet",
    "strike",
    "unfreeze",
    "uphold",
]
