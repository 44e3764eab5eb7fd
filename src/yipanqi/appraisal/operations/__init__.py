"""Writes of the room: schemes and rounds, the computation, objections, commendation.

`make_scheme` · `open_round` · `open_and_compute` · `compute_sheets` · `freeze_round` · `unfreeze_round` · `finish_round` ·
`raise_objection` · `uphold` · `reject` · `commend` · `strike`.
"""

from yipanqi.appraisal.operations.commending import commend, strike
from yipanqi.appraisal.operations.objections import raise_objection, reject, uphold
from yipanqi.appraisal.operations.rounds import (
    compute_sheets,
    finish_round,
    freeze_round,
    open_and_compute,
    open_round,
    unfreeze_round,
)
from yipanqi.appraisal.operations.schemes import make_scheme

__all__ = [
    "commend",
    "compute_sheets",
    "finish_round",
    "freeze_round",
    "make_scheme",
    "open_and_compute",
    "open_round",
    "raise_objection",
    "reject",
    "strike",
    "unfreeze_round",
    "uphold",
]
