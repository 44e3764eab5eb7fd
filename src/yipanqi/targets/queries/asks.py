"""What is asked of a unit this period: one line a target, prefilled, with minutes; and who never answers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max, OuterRef, QuerySet, Subquery

from yipanqi.access.actor import SYSTEM, Actor
from yipanqi.access.registry import within
from yipanqi.foundation import clock
from yipanqi.lights.queries import rules_in_force
from yipanqi.targets.models import Comment, Cycle, Reading, Statement, Target, TargetKind
from yipanqi.targets.periods import (
    MONTHLY,
    QUARTERLY,
    WEEKLY,
    after_cycles,
    period_end,
    period_start,
    previous_end,
)
from yipanqi.targets.planned import planned
from yipanqi.targets.queries.rows import TargetRow, as_row, with_history
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.sources import MANUAL
from yipanqi.targets.transitions import TargetStatus, YearStatus
from yipanqi.workdays.queries import calendar

ASKED_BEFORE_END = {WEEKLY: 3, MONTHLY: 10, QUARTERLY: 15}
"""A running period is asked for once so few of its days are left; before that the one before it."""
MINUTES = {TargetKind.INDICATOR: 1, TargetKind.MILESTONE: 2, TargetKind.STANDING: 2}
"""What one line takes, roughly."""


@dataclass(frozen=True)
class Ask:
    """One line of a month page. `period` is the last day of the period asked for, `due_on` the last fair day.

    `answer` is the value entered for the period, `answered` whether anything was; `last_value` is the value
    of the latest earlier period, `last_text` what the owner said last.
    """

    row: TargetRow
    period: date
    due_on: date
    minutes: int
    last_value: Decimal | None
    last_period: date | None
    last_text: str
    answer: Decimal | None
    answered: bool


@dataclass(frozen=True)
class Asks:
    """Everything asked of some units at a moment; `minutes` counts what is still open."""

    asks: tuple[Ask, ...]

    @property
    def open(self) -> tuple[Ask, ...]:
        """Not answered yet."""
        return tuple(ask for ask in self.asks if not ask.answered)

    @property
    def minutes(self) -> int:
        """About how long the open ones take."""
        return sum(ask.minutes for ask in self.open)


def asked_period(cycle: str, today: date) -> date:
    """The last day of the period that is asked for on `today`."""
    running = period_end(cycle, today)
    near = running - today < timedelta(days=ASKED_BEFORE_END[cycle])
    return running if near else previous_end(cycle, today)


def asks_of(actor: Actor, unit_ids: Collection[int], now: datetime) -> Asks:
    """What these units (ids) are asked this period for the targets they lead. Three queries and those of the plans.

    Computed figures, milestones that a plan reaches, dropped and finished targets, and years that are not fixed
    ask nothing.
    """
    today = clock.today(now)
    rows = _asking(within(actor, TargetAction.VIEW, Target.objects.filter(lead__in=unit_ids)))
    workdays = calendar(today.year, today.year)
    grace = rules_in_force(now).thresholds.grace_days
    asks = []
    asked = list(_with_answers(rows))
    by_plan = planned([target.pk for target in asked if target.kind == TargetKind.MILESTONE])
    for target in asked:
        if target.pk in by_plan:
            continue
        period = asked_period(target.cycle, today)
        if period.year >= target.year.number:
            asks.append(_ask(target, period, workdays.add(period, grace)))
    return Asks(tuple(asks))


def _asking(rows: QuerySet[Target]) -> QuerySet[Target]:
    """Targets of fixed years that their owners answer for by hand."""
    return rows.filter(year__status=YearStatus.FIXED, status=TargetStatus.ACTIVE, source=MANUAL)


def _with_answers(rows: QuerySet[Target]) -> QuerySet[Target]:
    """Each target with the readings and the statement around the period asked of its cycle."""
    read = Reading.objects.filter(target=OuterRef("pk"), current=True).order_by("-period")
    said = Statement.objects.filter(target=OuterRef("pk")).order_by("-at", "-id")
    return (
        with_history(rows, None)
        .select_related("year", "light", "lead", "leader", "goal")
        .annotate(
            last_read=Subquery(read.values("period")[:1]),
            last_read_value=Subquery(read.values("value")[:1]),
            former_read=Subquery(read.values("period")[1:2]),
            former_read_value=Subquery(read.values("value")[1:2]),
            said_at=Subquery(said.values("at")[:1]),
            said_text=Subquery(said.values("text")[:1]),
        )
    )


def _ask(target: Target, period: date, due_on: date) -> Ask:
    found = (
        _reading_asked(target, period) if target.kind == TargetKind.INDICATOR else _word_asked(target, period)
    )
    answered, answer, last_period, last_value = found
    return Ask(
        row=as_row(target),
        period=period,
        due_on=due_on,
        minutes=MINUTES[TargetKind(target.kind)],
        last_value=last_value,
        last_period=last_period,
        last_text=getattr(target, "said_text", "") or "",
        answer=answer,
        answered=answered,
    )


Found = tuple[bool, Decimal | None, date | None, Decimal | None]


def _reading_asked(target: Target, period: date) -> Found:
    """Answered by a reading of this period or a later one; the one before it is the last value."""
    latest: date | None = getattr(target, "last_read", None)
    value: Decimal | None = getattr(target, "last_read_value", None)
    if latest is None or latest < period:
        return False, None, latest, value
    return True, value, getattr(target, "former_read", None), getattr(target, "former_read_value", None)


def _word_asked(target: Target, period: date) -> Found:
    """Answered by any word since the period began."""
    said_at: datetime | None = getattr(target, "said_at", None)
    said_on = clock.today(said_at) if said_at else None
    return bool(said_on and said_on >= period_start(target.cycle, period)), None, said_on, None


@dataclass(frozen=True)
class PhantomOwner:
    """A unit that has entered, said or answered nothing for longer than two cycles while something was due."""

    unit_id: int
    unit: str
    heard: date | None
    silent_days: int
    waiting: int


def phantom_owners(actor: Actor, year_id: int, now: datetime) -> tuple[PhantomOwner, ...]:
    """The silent owners of a year, the longest silent first. Five queries."""
    today = clock.today(now)
    cycles = rules_in_force(now).thresholds.phantom_cycles
    rows = _asking(within(actor, TargetAction.VIEW, Target.objects.filter(year=year_id, lead__isnull=False)))
    by_unit: dict[int, list[Target]] = {}
    for target in rows.select_related("lead", "year"):
        by_unit.setdefault(target.lead_id or 0, []).append(target)
    heard = last_heard(by_unit)
    found = [_phantom(targets, heard.get(unit_id), cycles, today) for unit_id, targets in by_unit.items()]
    return tuple(sorted(filter(None, found), key=lambda owner: -owner.silent_days))


def last_heard(unit_ids: Iterable[int]) -> dict[int, datetime]:
    """When each unit last entered, said or commented anything; units never heard from are missing."""
    units = list(unit_ids)
    latest: dict[int, datetime] = {}
    entered = Reading.objects.filter(unit__in=units).exclude(author_key=SYSTEM.key)
    for facts in (entered, Statement.objects.filter(unit__in=units), Comment.objects.filter(unit__in=units)):
        for unit_id, at in (
            facts.order_by().values("unit").annotate(last=Max("at")).values_list("unit", "last")
        ):
            latest[unit_id] = max(at, latest.get(unit_id, at))
    return latest


def _phantom(targets: list[Target], heard: datetime | None, cycles: int, today: date) -> PhantomOwner | None:
    first = targets[0]
    start = date(first.year.number, 1, 1)
    owed = max(start, clock.today(first.year.fixed_at)) if first.year.fixed_at else start
    since = clock.today(heard) if heard else owed
    cycle = min((target.cycle for target in targets), key=Cycle.values.index)
    if today <= after_cycles(cycle, since, cycles):
        return None
    lead = first.lead
    return PhantomOwner(
        unit_id=first.lead_id or 0,
        unit=lead.short_name if lead else "",
        heard=clock.today(heard) if heard else None,
        silent_days=(today - since).days,
        waiting=len(targets),
    )
