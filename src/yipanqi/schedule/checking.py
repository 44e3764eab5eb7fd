"""Facts that cannot be right are refused before anything is computed, one clear line each."""

from collections.abc import Iterable

from yipanqi.schedule.errors import InputError
from yipanqi.schedule.problem import Problem

ABSURD = 10**9
"""Working minutes; about two thousand years."""


def refuse_bad(problem: Problem) -> None:
    """InputError for the first fact that cannot be right."""
    _refuse_duplicates("project", (p.id for p in problem.projects))
    _refuse_duplicates("activity", (a.key for a in problem.activities))
    _refuse_duplicates("calendar", (c.id for c in problem.calendars))


def _refuse_duplicates(what: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise InputError(
                f"schedule.duplicate_{what}", f"{what} {key} occurs twice; give each its own id", (key,)
            )
        seen.add(key)
