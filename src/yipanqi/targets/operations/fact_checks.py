"""What makes a fact acceptable: its period, its figure, its words. Nothing here writes."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.files.models import Attachment
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.foundation.text import parse_number
from yipanqi.targets.models import Measure, Reading, Target, TargetKind
from yipanqi.targets.periods import period_end, period_start
from yipanqi.targets.sources import MANUAL, find_source
from yipanqi.targets.transitions import TARGETS, YearStatus

_LARGEST = Decimal(10) ** 13


@dataclass(frozen=True)
class NewFile:
    """Evidence that comes with a fact: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Fact:
    """One line of a month page. An indicator takes `period` and `value` (or `unchanged`), the others a
    statement: `text`, `expected_on`, `done_on` or `unchanged`.

    `value` may be text as typed; `period` is any day of the period; `correction` replaces a reading that is
    there; `evidence` are ids of attachments, `files` new ones; `version` is the version of the target that the page had seen, if it is to be held against.
    """

    target_id: int
    period: date | None = None
    value: Decimal | str | None = None
    unchanged: bool = False
    text: str = ""
    done_on: date | None = None
    expected_on: date | None = None
    note: str = ""
    correction: bool = False
    evidence: tuple[int, ...] = ()
    files: tuple[NewFile, ...] = ()
    illustrative: bool = False
    version: int | None = None


@dataclass(frozen=True)
class CheckedReading:
    """A reading that may be saved; `replaces` is the one that it corrects."""

    target: Target
    fact: Fact
    period: date
    as_of: date
    value: Decimal
    replaces: Reading | None


@dataclass(frozen=True)
class CheckedStatement:
    """A statement that may be saved."""

    target: Target
    fact: Fact


class Former:
    """The current readings of some targets, by period; one query. Knows which periods this batch has taken."""

    def __init__(self, target_ids: Collection[int]) -> None:
        self._readings: dict[int, dict[date, Reading]] = defaultdict(dict)
        for reading in Reading.objects.filter(target__in=target_ids, current=True):
            self._readings[reading.target_id][reading.period] = reading
        self._taken: set[tuple[int, date]] = set()

    def of(self, target_id: int, period: date) -> Reading | None:
        """The reading of exactly this period."""
        return self._readings[target_id].get(period)

    def before(self, target_id: int, period: date) -> Reading | None:
        """The latest reading of an earlier period."""
        earlier = [day for day in self._readings[target_id] if day < period]
        return self._readings[target_id][max(earlier)] if earlier else None

    def take(self, target_id: int, period: date) -> bool:
        """Whether the period is free in this batch; taken from now on."""
        free = (target_id, period) not in self._taken
        self._taken.add((target_id, period))
        return free


def usable_evidence(actor: Actor, keys: Collection[int]) -> frozenset[int]:
    """Those of the attachments that the actor or one of his units has uploaded. No query without keys."""
    if not keys:
        return frozenset()
    own = Q() if actor.is_system else Q(uploaded_by_key=actor.key) | Q(unit__in=actor.units)
    return frozenset(Attachment.objects.filter(own, pk__in=keys).values_list("pk", flat=True))


def check_reading(target: Target, fact: Fact, former: Former, today: date) -> CheckedReading:
    """Invalid with the field and the reason when the reading cannot be taken."""
    _check_open(target)
    if fact.period is None:
        raise Invalid({"period": "input.required"})
    if target.source != MANUAL:
        raise Invalid({"value": _computed(target)})
    period = _check_period(target, fact.period, today)
    there = former.of(target.pk, period)
    if not former.take(target.pk, period) or (there and not fact.correction):
        raise Invalid({"period": _twice(target, period, there)})
    if fact.correction:
        _check_correction(fact, there, period, today)
    before = former.before(target.pk, period)
    value = _unchanged_value(before) if fact.unchanged else _figure(target, fact)
    as_of = min(period, today)
    if not fact.unchanged:
        _check_plausible(target, fact, value, before, as_of)
    return CheckedReading(target, fact, period, as_of, value, there)


def _check_open(target: Target) -> None:
    """Facts are taken for living targets of a fixed year."""
    if target.year.status != YearStatus.FIXED:
        raise Invalid({"target": DomainError("targets.year_not_fixed", year=target.year.number)})
    if target.status != TARGETS.initial:
        raise Invalid({"target": DomainError("targets.not_active", target=str(target))})


def _computed(target: Target) -> DomainError:
    """A computed figure is shown with its source instead of being typed a second time."""
    source = find_source(target.source)
    return DomainError(
        "targets.computed_source",
        target=str(target),
        value=_plain(target.to_date),
        unit=target.unit,
        source=source.label if source else target.source,
    )


def _plain(value: Decimal | None) -> str:
    return "—" if value is None else f"{value.normalize():f}"


def _check_period(target: Target, day: date, today: date) -> date:
    """The last day of the period that `day` lies in, if it is one of the year and has begun."""
    period = period_end(target.cycle, day)
    if period_start(target.cycle, day) > today:
        raise Invalid({"period": DomainError("targets.period_future", period=period)})
    if period.year < target.year.number or period_start(target.cycle, day).year > target.year.number:
        raise Invalid({"period": DomainError("targets.period_outside_year", year=target.year.number)})
    return period


def _twice(target: Target, period: date, there: Reading | None) -> DomainError:
    if there is None:
        return DomainError("targets.period_twice_in_batch", period=period)
    return DomainError(
        "targets.period_twice",
        period=period,
        value=_plain(there.value),
        unit=target.unit,
        who=there.author_label,
        at=f"{there.at:%Y-%m-%d}",
    )


def _check_correction(fact: Fact, there: Reading | None, period: date, today: date) -> None:
    """A finished period is corrected with a reason; a running one is simply read anew."""
    if there is None:
        raise Invalid({"period": DomainError("targets.nothing_to_correct", period=period)})
    if period < today and not fact.note.strip():
        raise Invalid({"note": "input.reason_needed"})


def _unchanged_value(before: Reading | None) -> Decimal:
    if before is None:
        raise Invalid({"value": "targets.nothing_to_confirm"})
    return before.value


def _figure(target: Target, fact: Fact) -> Decimal:
    """The typed figure in the target's unit."""
    if fact.value is None or fact.value == "":
        raise Invalid({"value": "input.required"})
    try:
        value = fact.value if isinstance(fact.value, Decimal) else parse_number(fact.value, unit=target.unit)
    except DomainError as error:
        raise Invalid({"value": error}) from error
    if not value.is_finite() or abs(value) > _LARGEST:
        raise Invalid({"value": DomainError("input.number_too_large", text=str(fact.value))})
    return round(value, 4)


def _check_plausible(target: Target, fact: Fact, value: Decimal, before: Reading | None, as_of: date) -> None:
    """Figures that cannot be: below zero, more days than there were; a shrinking total needs a reason."""
    elapsed = (as_of - date(target.year.number, 1, 1)).days + 1
    if value < 0 and target.measure != Measure.LEVEL:
        raise Invalid({"value": DomainError("targets.negative", value=_plain(value))})
    if target.measure == Measure.DAYS and value > elapsed:
        raise Invalid(
            {"value": DomainError("targets.more_days_than_elapsed", value=_plain(value), days=elapsed)}
        )
    grows = target.measure in (Measure.CUMULATIVE, Measure.DAYS, Measure.CEILING)
    if grows and before and value < before.value and not fact.note.strip():
        refusal = DomainError(
            "targets.below_previous", value=_plain(value), before=_plain(before.value), period=before.period
        )
        raise Invalid({"value": refusal})


def check_statement(target: Target, fact: Fact, today: date) -> CheckedStatement:
    """Invalid with the field and the reason when the statement cannot be taken."""
    _check_open(target)
    if fact.value not in (None, ""):
        raise Invalid({"value": DomainError("targets.not_an_indicator", target=str(target))})
    if fact.done_on:
        _check_completion(fact, today)
    if fact.expected_on and fact.expected_on < today and not fact.done_on:
        raise Invalid({"expected_on": DomainError("targets.expected_in_past", day=fact.expected_on)})
    if not (fact.text.strip() or fact.unchanged or fact.expected_on or fact.done_on):
        raise Invalid({"text": "input.required"})
    if target.kind == TargetKind.INDICATOR:
        raise Invalid({"text": DomainError("targets.is_an_indicator", target=str(target))})
    return CheckedStatement(target, fact)


def _check_completion(fact: Fact, today: date) -> None:
    if fact.done_on and fact.done_on > today:
        raise Invalid({"done_on": DomainError("targets.done_in_future", day=fact.done_on)})
    if not (fact.text.strip() or fact.evidence or fact.files):
        raise Invalid({"text": "targets.completion_needs_basis"})
