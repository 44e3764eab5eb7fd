"""前锋线: how far each work in hand is behind at the check date, and what that does to its successors and the plan.

point = ES + done · D, or EF − remaining          behind = check − point (negative: ahead)
successors slip max(0, behind − FF)               the plan slips max(0, behind − TF)
"""

from dataclasses import dataclass

from yipanqi.schedule.errors import InputError
from yipanqi.schedule.standard.order import Number, check_duration


@dataclass(frozen=True, slots=True)
class InHand:
    """A work that should have begun or has begun; `remaining` goes before `done`, the share from 0 to 1."""

    id: str
    es: Number
    duration: Number
    free_float: Number
    total_float: Number
    done: Number = 0
    remaining: Number | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Where the front line passes a work, and the slips that follow if nothing is done."""

    id: str
    point: Number
    behind: Number
    successors_slip: Number
    plan_slip: Number


@dataclass(frozen=True, slots=True)
class FrontLine:
    """All conclusions in the order given, and the slip of the whole plan."""

    check: Number
    conclusions: tuple[Conclusion, ...]
    plan_slip: Number


def slips(behind: Number, free_float: Number, total_float: Number) -> tuple[Number, Number]:
    """By how much the successors' earliest starts and the planned duration slip."""
    return max(0, behind - free_float), max(0, behind - total_float)


def read_front_line(check: Number, works: tuple[InHand, ...]) -> FrontLine:
    """Conclusions at the check date; InputError for a share outside 0…1 or a negative remaining duration."""
    conclusions = tuple(_conclude(check, work) for work in works)
    return FrontLine(check, conclusions, max((c.plan_slip for c in conclusions), default=0))


def _conclude(check: Number, work: InHand) -> Conclusion:
    point = _point(work)
    behind = check - point
    return Conclusion(work.id, point, behind, *slips(behind, work.free_float, work.total_float))


def _point(work: InHand) -> Number:
    check_duration(work.id, work.duration)
    if work.remaining is not None:
        check_duration(work.id, work.remaining)
        return work.es + work.duration - work.remaining
    if not 0 <= work.done <= 1:
        raise InputError(
            "schedule.bad_share", f"the share done of {work.id} must lie between 0 and 1", (work.id,)
        )
    return work.es + work.done * work.duration
