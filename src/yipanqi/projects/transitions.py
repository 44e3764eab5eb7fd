"""The stages of a project, and whether it still lives, as tables."""

from enum import StrEnum

from yipanqi.foundation.transitions import Group, Machine, Move


class Stage(StrEnum):
    """在谈 → 签约 → 落地 → 开工 → 续建 → 竣工 → 达产; a project may also be given up."""

    TALKS = "talks"
    SIGNED = "signed"
    LANDED = "landed"
    STARTED = "started"
    BUILDING = "building"
    COMPLETED = "completed"
    AT_CAPACITY = "at_capacity"
    GIVEN_UP = "given_up"


_BEFORE_COMPLETION = frozenset({Stage.TALKS, Stage.SIGNED, Stage.LANDED, Stage.STARTED, Stage.BUILDING})

STAGES = Machine(
    Stage,
    Stage.TALKS,
    (
        Move("sign", frozenset({Stage.TALKS}), Stage.SIGNED),
        Move("land", frozenset({Stage.SIGNED}), Stage.LANDED),
        Move("start", frozenset({Stage.LANDED}), Stage.STARTED),
        Move("continue", frozenset({Stage.STARTED}), Stage.BUILDING),
        Move("complete", frozenset({Stage.STARTED, Stage.BUILDING}), Stage.COMPLETED),
        Move("reach_capacity", frozenset({Stage.COMPLETED}), Stage.AT_CAPACITY),
        Move("give_up", _BEFORE_COMPLETION, Stage.GIVEN_UP, needs_note=True),
        Move("take_up", frozenset({Stage.GIVEN_UP}), Stage.TALKS, needs_note=True),
    ),
    groups={Stage.AT_CAPACITY: Group.CLOSED, Stage.GIVEN_UP: Group.VOID},
)

LEADING = frozenset({Stage.TALKS, Stage.SIGNED})
"""Stages in which a project is a lead: a firm is talked with, and nothing is built yet."""
