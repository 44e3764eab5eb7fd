"""Checks 1–5: the links and constraints themselves."""

from collections.abc import Iterable

from yipanqi.schedule.checks.facts import Facts
from yipanqi.schedule.checks.model import (
    Check,
    CheckResult,
    Measure,
    Offender,
    Population,
    judged,
    none_allowed,
    share,
)
from yipanqi.schedule.problem import Activity, ConstraintKind, LagUnit, Link, LinkType

HARD = frozenset(
    {
        ConstraintKind.START_ON,
        ConstraintKind.START_ON_OR_BEFORE,
        ConstraintKind.FINISH_ON,
        ConstraintKind.FINISH_ON_OR_BEFORE,
        ConstraintKind.MANDATORY_START,
        ConstraintKind.MANDATORY_FINISH,
    }
)
"""Constraints that can hold an activity against its links, in the forward or the backward pass."""

FEW = 0.05
MOSTLY_FINISH_START = 0.9


def logic(facts: Facts) -> CheckResult:
    """Unfinished activities without predecessor or successor.

    A project must begin and end somewhere: of each project the first open start and the last open end are no fault.
    """
    links = facts.result.problem.links
    no_start = _without({link.successor for link in links}, facts)
    no_end = _without({link.predecessor for link in links}, facts)
    excused = {min(rows, key=lambda a: _when(facts.start(a), a)) for rows in _by_project(no_start)}
    excused_end = {max(rows, key=lambda a: _when(facts.finish(a), a)) for rows in _by_project(no_end)}
    faulty = {a.key for a in no_start if a not in excused} | {a.key for a in no_end if a not in excused_end}
    offenders = tuple(Offender((a.id,)) for a in facts.open if a.key in faulty)
    return share(Check.LOGIC, Population.OPEN_ACTIVITIES, len(facts.open), offenders, FEW)


def _without(held: set[str], facts: Facts) -> list[Activity]:
    """Finished ones too: a project whose first activity is done has had its beginning."""
    return [a for a in facts.activities if a.key not in held]


def _by_project(activities: list[Activity]) -> Iterable[list[Activity]]:
    projects: dict[str, list[Activity]] = {}
    for activity in activities:
        projects.setdefault(activity.project, []).append(activity)
    return projects.values()


def _when(moment: object, activity: Activity) -> tuple[str, str]:
    """Ordering key: ISO text sorts like time, the key makes it total."""
    return str(moment), activity.key


def lag_days(facts: Facts, link: Link) -> float:
    """The lag in working days of the predecessor; elapsed lags in days of 24 hours."""
    first = facts.by_key[link.predecessor]
    if link.lag_unit is LagUnit.ELAPSED:
        return link.lag / 1440
    if link.lag_unit is LagUnit.WORKING:
        return link.lag / facts.day(first)
    return link.lag / 10_000 * first.duration / facts.day(first)


def _offender(facts: Facts, link: Link) -> Offender:
    ids = facts.by_key[link.predecessor].id, facts.by_key[link.successor].id
    return Offender(ids, lag_days(facts, link), link.type)


def _offenders(facts: Facts, links: Iterable[Link]) -> tuple[Offender, ...]:
    return tuple(_offender(facts, link) for link in links)


def leads(facts: Facts) -> CheckResult:
    """Links with a negative lag: none is allowed."""
    found = _offenders(facts, (link for link in facts.open_links if link.lag < 0))
    return none_allowed(Check.LEADS, Population.OPEN_LINKS, len(facts.open_links), found)


def lags(facts: Facts) -> CheckResult:
    """Links with a positive lag: at most 5 %."""
    found = _offenders(facts, (link for link in facts.open_links if link.lag > 0))
    return share(Check.LAGS, Population.OPEN_LINKS, len(facts.open_links), found, FEW)


def link_types(facts: Facts) -> CheckResult:
    """FS links: at least 90 %. Offenders are the others."""
    size = len(facts.open_links)
    found = _offenders(facts, (k for k in facts.open_links if k.type is not LinkType.FINISH_START))
    value = 1 - len(found) / size if size else None
    return judged(
        Check.LINK_TYPES, Population.OPEN_LINKS, size, found, Measure.SHARE, value, MOSTLY_FINISH_START, at_most=False
    )  # fmt: skip


def hard_constraints(facts: Facts) -> CheckResult:
    """Unfinished activities with a constraint that can go against the links: at most 5 %."""
    held = (
        a for a in facts.open if any(c is not None and c.kind in HARD for c in (a.constraint, a.secondary))
    )
    offenders = tuple(Offender((activity.id,)) for activity in held)
    return share(Check.HARD_CONSTRAINTS, Population.OPEN_ACTIVITIES, len(facts.open), offenders, FEW)
