"""What a check says: a value against a threshold, over a stated population, with the names of the offenders."""

from dataclasses import dataclass
from enum import StrEnum

from yipanqi.schedule.problem import LinkType


class Check(StrEnum):
    """The fourteen, in their usual order."""

    LOGIC = "logic"
    LEADS = "leads"
    LAGS = "lags"
    LINK_TYPES = "link_types"
    HARD_CONSTRAINTS = "hard_constraints"
    HIGH_FLOAT = "high_float"
    NEGATIVE_FLOAT = "negative_float"
    LONG_DURATION = "long_duration"
    INVALID_DATES = "invalid_dates"
    RESOURCES = "resources"
    MISSED = "missed"
    CRITICAL_PATH_TEST = "critical_path_test"
    CPLI = "cpli"
    BEI = "bei"


class Population(StrEnum):
    """What the denominator counts. Level of effort, summaries, hammocks and dummies are never counted.

    OPEN_ACTIVITIES  tasks and milestones that are not finished
    OPEN_TASKS       the same without milestones
    OPEN_LINKS       links between counted activities whose successor is not finished
    ACTIVITIES       tasks and milestones, finished or not
    DUE              tasks and milestones whose baseline finish is not after the data date
    DUE_OR_UNPLANNED DUE, and finished activities that have no baseline
    PROJECTS         projects with a required finish (must-finish-by, else the latest baseline finish)
    ONE_ACTIVITY     the first unfinished task of the longest path
    """

    OPEN_ACTIVITIES = "open_activities"
    OPEN_TASKS = "open_tasks"
    OPEN_LINKS = "open_links"
    ACTIVITIES = "activities"
    DUE = "due"
    DUE_OR_UNPLANNED = "due_or_unplanned"
    PROJECTS = "projects"
    ONE_ACTIVITY = "one_activity"


class Measure(StrEnum):
    """What `value` and `threshold` are: a share 0–1, a number of offenders, an index, working days."""

    SHARE = "share"
    COUNT = "count"
    INDEX = "index"
    DAYS = "days"


class Verdict(StrEnum):
    """REPORTED has no threshold; NOT_APPLICABLE has nobody to count."""

    PASSED = "passed"
    FAILED = "failed"
    REPORTED = "reported"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Offender:
    """One activity, a link as (predecessor, successor), or a project, by visible ids.

    days  what is wrong in working days: the lag, the float, the duration, the lateness; None where it is a yes or no
    """

    ids: tuple[str, ...]
    days: float | None = None
    type: LinkType | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`count` of `size` offend; `value` stands against `threshold` (at most, or at least)."""

    check: Check
    population: Population
    size: int
    count: int
    measure: Measure
    value: float | None
    threshold: float | None
    at_most: bool
    offenders: tuple[Offender, ...]
    verdict: Verdict


def judged(
    check: Check,
    population: Population,
    size: int,
    offenders: tuple[Offender, ...],
    measure: Measure,
    value: float | None,
    threshold: float | None,
    *,
    at_most: bool = True,
) -> CheckResult:
    """A result with its verdict."""
    if value is None or size == 0:
        verdict = Verdict.NOT_APPLICABLE
    elif threshold is None:
        verdict = Verdict.REPORTED
    else:
        holds = value <= threshold if at_most else value >= threshold
        verdict = Verdict.PASSED if holds else Verdict.FAILED
    return CheckResult(
        check, population, size, len(offenders), measure, value, threshold, at_most, offenders, verdict
    )


def share(
    check: Check, population: Population, size: int, offenders: tuple[Offender, ...], threshold: float | None
) -> CheckResult:
    """A check that allows a share of the population to offend."""
    value = len(offenders) / size if size else None
    return judged(check, population, size, offenders, Measure.SHARE, value, threshold)


def none_allowed(
    check: Check, population: Population, size: int, offenders: tuple[Offender, ...]
) -> CheckResult:
    """A check that allows nobody to offend."""
    return judged(check, population, size, offenders, Measure.COUNT, len(offenders), 0)
