"""The search for conflicts: pure rules over the frozen network of a year, the most days at stake first.

Rules 1, 2, 3, 5, 6, 7, 8, 9 and 10 of the domain. Every rule is linear in activities and links, but for sorting.
"""

from collections.abc import Callable, Iterator

from yipanqi.consultations.search.claims import claimed_twice
from yipanqi.consultations.search.crossing import too_late
from yipanqi.consultations.search.cycles import cycles
from yipanqi.consultations.search.entries import (
    days_off,
    poor_quality,
    predecessors_gone,
    short_approvals,
    without_owner,
    without_reason,
)
from yipanqi.consultations.search.lateness import after_target, negative_float, parts_short
from yipanqi.consultations.search.model import Case, Due, Failure, Found, Remedy, Rule

RULES: tuple[Callable[[Case], Iterator[Found]], ...] = (
    cycles,
    without_owner,
    predecessors_gone,
    too_late,
    claimed_twice,
    short_approvals,
    without_reason,
    parts_short,
    after_target,
    negative_float,
    days_off,
    poor_quality,
)


def find(case: Case) -> tuple[Found, ...]:
    """All conflicts of the case, by days at stake, then by signature; each signature once."""
    found = {one.signature: one for rule in RULES for one in rule(case)}
    return tuple(sorted(found.values(), key=lambda one: (-one.days, one.signature)))


__all__ = ["RULES", "Case", "Due", "Failure", "Found", "Remedy", "Rule", "find"]
