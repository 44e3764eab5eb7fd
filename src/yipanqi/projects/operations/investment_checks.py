"""What makes a reading of investment acceptable: its month and its figure. Nothing here writes."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.foundation.text import parse_number
from yipanqi.projects.models import InvestmentReading, Project
from yipanqi.projects.transitions import Stage
from yipanqi.targets.periods import month_end

UNIT = "亿元"
_PLACES = 4
_ABSURD = 2


@dataclass(frozen=True)
class InvestmentEntry:
    """One line: the total of the year to date at the end of the month of `period`, 亿元; text as typed, or unchanged.

    `correction` replaces a reading that is there and needs a `note`.
    """

    project_id: int
    period: date
    value: Decimal | str | None = None
    unchanged: bool = False
    note: str = ""
    correction: bool = False
    illustrative: bool = False


@dataclass(frozen=True)
class Checked:
    """A reading that may be saved; `replaces` is the one that it corrects."""

    project: Project
    entry: InvestmentEntry
    period: date
    value: Decimal
    replaces: InvestmentReading | None


class Former:
    """The current readings of some projects, by month; one query. Knows which months this batch has taken."""

    def __init__(self, project_ids: Collection[int]) -> None:
        self._readings: dict[int, dict[date, InvestmentReading]] = defaultdict(dict)
        for reading in InvestmentReading.objects.filter(project__in=project_ids, current=True):
            self._readings[reading.project_id][reading.period] = reading
        self._taken: dict[tuple[int, date], Decimal] = {}

    def of(self, project_id: int, period: date) -> InvestmentReading | None:
        """The reading of exactly this month."""
        return self._readings[project_id].get(period)

    def values(self, project_id: int) -> dict[date, Decimal]:
        """What is known of each month, this batch included."""
        stored = {day: reading.value for day, reading in self._readings[project_id].items()}
        return stored | {day: value for (owner, day), value in self._taken.items() if owner == project_id}

    def take(self, project_id: int, period: date, value: Decimal) -> bool:
        """Whether the month is free in this batch; taken from now on."""
        free = (project_id, period) not in self._taken
        self._taken[project_id, period] = value
        return free


def check_entry(project: Project, entry: InvestmentEntry, former: Former, today: date) -> Checked:
    """Invalid with the field and the reason when the reading cannot be taken."""
    period = _checked_period(project, entry.period, today)
    there = former.of(project.pk, period)
    if there and not entry.correction:
        raise Invalid({"value": _twice(there)})
    if entry.correction and there is None:
        raise Invalid({"period": DomainError("targets.nothing_to_correct", period=period)})
    if entry.correction and not entry.note.strip():
        raise Invalid({"note": "input.reason_needed"})
    value = _value(project, entry, period, former)
    _check_course(project, period, value, former)
    if not former.take(project.pk, period, value):
        raise Invalid({"period": DomainError("targets.period_twice_in_batch", period=period)})
    return Checked(project, entry, period, value, there)


def _checked_period(project: Project, period: date, today: date) -> date:
    if project.stage == Stage.GIVEN_UP:
        raise Invalid({"period": DomainError("projects.given_up", project=str(project))})
    if period.year != project.year.number:
        raise Invalid({"period": DomainError("targets.period_outside_year", year=project.year.number)})
    if period.replace(day=1) > today:
        raise Invalid({"period": DomainError("targets.period_future", period=month_end(period))})
    return month_end(period)


def _twice(there: InvestmentReading) -> DomainError:
    return DomainError(
        "targets.period_twice",
        period=there.period,
        value=there.value.normalize(),
        unit=UNIT,
        who=there.author_label,
        at=clock.today(there.at),
    )


def _value(project: Project, entry: InvestmentEntry, period: date, former: Former) -> Decimal:
    """The figure, typed or taken over."""
    if entry.unchanged and entry.value in (None, ""):
        earlier = {day: value for day, value in former.values(project.pk).items() if day < period}
        if not earlier:
            raise Invalid({"value": "targets.nothing_to_confirm"})
        return earlier[max(earlier)]
    if entry.value is None or entry.value == "":
        raise Invalid({"value": "input.required"})
    return round(_parsed(entry.value), _PLACES)


def _parsed(value: Decimal | str) -> Decimal:
    if isinstance(value, Decimal):
        return value
    try:
        return parse_number(value, unit=UNIT)
    except DomainError as error:
        raise Invalid({"value": error}) from error


def _check_course(project: Project, period: date, value: Decimal, former: Former) -> None:
    """A total to date never shrinks, and is no hundred times too large by a wrong unit."""
    if value < 0:
        raise Invalid({"value": DomainError("targets.negative", value=value)})
    total = project.total_investment
    if total and value > total * _ABSURD:
        raise Invalid({"value": DomainError("projects.over_total", value=value, total=total.normalize())})
    known = former.values(project.pk)
    before = max((day for day in known if day < period), default=None)
    after = min((day for day in known if day > period), default=None)
    if before and value < known[before]:
        told = {"before": known[before].normalize(), "period": before}
        raise Invalid({"value": DomainError("targets.below_previous", **told)})
    if after and value > known[after]:
        told = {"after": known[after].normalize(), "period": after}
        raise Invalid({"value": DomainError("projects.above_next", **told)})
