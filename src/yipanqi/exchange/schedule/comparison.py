"""Our dates beside those the file's own program had stored: how many agree, and which do not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from yipanqi.exchange.schedule.source import ScheduleFile, Stored
from yipanqi.schedule.problem import Activity, Calendar
from yipanqi.schedule.result import Dates, ScheduleResult
from yipanqi.schedule.working import working_minutes

MEASURES = ("ES/EF", "LS/LF", "TF", "FF", "longest path", "float path")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "ES/EF": ("early_start", "early_finish"),
    "LS/LF": ("late_start", "late_finish"),
    "TF": ("total_float",),
    "FF": ("free_float",),
    "longest path": ("longest_path",),
}
_FAR = 400


@dataclass(frozen=True, slots=True)
class Deviation:
    """One field of one activity that differs."""

    activity: Activity
    field: str
    stored: object
    computed: object


@dataclass(frozen=True)
class Comparison:
    """How many activities were compared and, by measure, (equal, with a stored value).

    An activity counts as equal in ES/EF only when both are. Two moments are equal when no working time of the
    activity's calendar lies between them [1.2]; `worded` counts those that are written differently all the same.
    """

    compared: int
    counts: Mapping[str, tuple[int, int]]
    deviations: tuple[Deviation, ...]
    worded: int

    def share(self, measure: str) -> float | None:
        """Equal ones in percent; None when the file stores nothing to compare."""
        equal, known = self.counts.get(measure, (0, 0))
        return 100 * equal / known if known else None


def compare(result: ScheduleResult, file: ScheduleFile) -> Comparison:
    """Compare all activities that are neither finished, where only actual dates are known, nor given."""
    stored = {key: each for key, each in file.stored.items() if key not in file.given}
    calendars = {each.id: each for each in result.problem.calendars}
    counts = {measure: [0, 0] for measure in _FIELDS}
    deviations: list[Deviation] = []
    worded = compared = 0
    for each in result.problem.activities:
        if each.actual_finish or each.key not in stored:
            continue
        dates, known, found = result.dates(each.key), stored[each.key], False
        for measure, names in _FIELDS.items():
            if all(getattr(known, name) is None for name in names) or not _counts(measure, known):
                continue
            found = True
            wrong = list(_deviations(each, names, known, dates, calendars[each.calendar]))
            deviations += wrong
            counts[measure][0] += not wrong
            counts[measure][1] += 1
            worded += sum(getattr(known, name) != getattr(dates, name) for name in names) - len(wrong)
        compared += found
    totals = {measure: (equal, known) for measure, (equal, known) in counts.items()}
    return Comparison(compared, totals, tuple(deviations), worded)


def _counts(measure: str, stored: Stored) -> bool:
    """A flag without late dates is the default of a plan that was never scheduled."""
    return measure != "longest path" or stored.late_finish is not None


def _deviations(
    each: Activity, names: tuple[str, ...], known: Stored, dates: Dates, calendar: Calendar
) -> Iterator[Deviation]:
    for name in names:
        stored, computed = getattr(known, name), getattr(dates, name)
        if stored is not None and not _equal(stored, computed, calendar):
            yield Deviation(each, name, stored, computed)


def _equal(stored: object, computed: object, calendar: Calendar) -> bool:
    if stored == computed:
        return True
    if not isinstance(stored, datetime) or not isinstance(computed, datetime):
        return False
    return abs((stored - computed).days) < _FAR and working_minutes(calendar, stored, computed) == 0
