"""One month of one unit out of facts that are there already: nothing is asked a second time for the report."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404
from yipanqi.assignments.models import Item
from yipanqi.assignments.transitions import ITEMS
from yipanqi.foundation import clock
from yipanqi.foundation.transitions import Group
from yipanqi.lights.queries import colours_at
from yipanqi.org.models import Unit
from yipanqi.plans.models import Activity, ProgressFact, ScheduledActivity
from yipanqi.plans.queries import Blocker
from yipanqi.supervision.models import Matter, Reminder
from yipanqi.supervision.queries.blocking import waiting_and_blocking
from yipanqi.supervision.queries.matters import UNSEEN, MatterRow, as_row
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.targets.models import Reading, Statement, Target, TrajectoryPoint
from yipanqi.targets.periods import month_end
from yipanqi.targets.queries.pure import promise_of
from yipanqi.targets.trajectory import Point, expected_at
from yipanqi.targets.transitions import TargetStatus


@dataclass(frozen=True)
class Figure:
    """An indicator at the end of the month: the last value known then, and what was expected by then."""

    name: str
    value: Decimal | None
    period: date | None
    read_at: datetime | None
    expected: Decimal | None
    target: Decimal | None
    sign: str
    unit: str
    colour: str
    source: str
    illustrative: bool


@dataclass(frozen=True)
class Word:
    """A milestone or standing work with what its owner said in the month."""

    name: str
    due: date | None
    done_on: date | None
    said: str
    said_at: datetime | None
    colour: str


@dataclass(frozen=True)
class Done:
    """An activity that began or ended in the month."""

    plan: str
    activity: str
    started: date | None
    finished: date | None
    planned: date | None


@dataclass(frozen=True)
class Duty:
    """An item of a letter: due, done or open in the month."""

    text: str
    due: date
    extended_to: date | None
    done_on: date | None
    status: str
    is_open: bool


@dataclass(frozen=True)
class Next:
    """What falls due in the month after."""

    kind: str
    name: str
    due: date


@dataclass(frozen=True)
class UnitMonth:
    """Everything that the report tells; `until` is the last day told, in a running month today."""

    unit: str
    unit_short: str
    zone: str
    first: date
    until: date
    figures: tuple[Figure, ...]
    words: tuple[Word, ...]
    done: tuple[Done, ...]
    duties: tuple[Duty, ...]
    waiting: tuple[Blocker, ...]
    blocking: tuple[Blocker, ...]
    matters: tuple[MatterRow, ...]
    reminded: int
    ahead: tuple[Next, ...]


@dataclass(frozen=True)
class _Span:
    """The month in days and moments."""

    first: date
    until: date
    begin: datetime
    end: datetime


def unit_month(actor: Actor, unit_id: int, month: date, now: datetime) -> UnitMonth:
    """The month (any day of it; at the latest the running one) of a unit; NotFound unless the actor may report for it.

    About sixteen queries.
    """
    unit = fetch_or_404(actor, SupervisionAction.REPORT_UNIT, Unit.objects.all(), pk=unit_id)
    span = _span(month, clock.today(now))
    targets = list(_targets(unit_id, span))
    colours = colours_at([target.light_id for target in targets if target.light_id], min(now, span.end))
    waiting, blocking = waiting_and_blocking(targets[0].year_id, unit_id) if targets else ((), ())
    measured = [target for target in targets if target.kind == "indicator"]
    return UnitMonth(
        unit=unit.name,
        unit_short=unit.short_name,
        zone=targets[0].year.zone if targets else "",
        first=span.first,
        until=span.until,
        figures=_figures(measured, colours, span),
        words=_words([target for target in targets if target.kind != "indicator"], colours, span),
        done=_activities(unit_id, span),
        duties=_duties(unit_id, span),
        waiting=waiting,
        blocking=blocking,
        matters=_matters(unit_id, span),
        reminded=Reminder.objects.filter(unit=unit_id, day__gte=span.first, day__lte=span.until).count(),
        ahead=_ahead(unit_id, targets, span),
    )


def _span(month: date, today: date) -> _Span:
    first = min(month, today).replace(day=1)
    until = min(month_end(first), today)
    begin = datetime.combine(first, time(), clock.ZONE_TIME)
    end = datetime.combine(until + timedelta(days=1), time(), clock.ZONE_TIME)
    return _Span(first, until, begin, end)


def _targets(unit_id: int, span: _Span) -> Iterable[Target]:
    """Those the unit leads that were pursued in the month."""
    led = Target.objects.filter(lead=unit_id, year__number=span.first.year).exclude(
        status=TargetStatus.DROPPED
    )
    gone = Q(done_on__lt=span.first)
    return led.exclude(gone).select_related("year", "goal").order_by("goal__order", "order", "pk")


def _figures(targets: list[Target], colours: dict[int, str], span: _Span) -> tuple[Figure, ...]:
    points: dict[int, list[TrajectoryPoint]] = defaultdict(list)
    for point in TrajectoryPoint.objects.filter(target__in=targets):
        points[point.target_id].append(point)
    readings: dict[int, list[Reading]] = defaultdict(list)
    for reading in Reading.objects.filter(target__in=targets, current=True, as_of__lte=span.until):
        readings[reading.target_id].append(reading)
    return tuple(_figure(one, points[one.pk], readings[one.pk], colours, span) for one in targets)


def _figure(
    target: Target,
    points: list[TrajectoryPoint],
    readings: list[Reading],
    colours: dict[int, str],
    span: _Span,
) -> Figure:
    last = max(readings, key=lambda reading: reading.as_of, default=None)
    first = min(readings, key=lambda reading: reading.as_of, default=None)
    start = Point(first.as_of, first.value) if first else None
    return Figure(
        name=target.name,
        value=last.value if last else None,
        period=last.as_of if last else None,
        read_at=last.at if last else None,
        expected=expected_at(promise_of(target, points), span.until, start),
        target=target.value,
        sign={">=": "≥", "<=": "≤", "+": "+"}.get(target.op, ""),
        unit=target.unit,
        colour=colours.get(target.light_id or 0, "grey"),
        source=target.source,
        illustrative=bool(last and last.illustrative),
    )


def _words(targets: list[Target], colours: dict[int, str], span: _Span) -> tuple[Word, ...]:
    said = Statement.objects.filter(target__in=targets, at__gte=span.begin, at__lt=span.end)
    latest = {statement.target_id: statement for statement in said.order_by("at", "id")}
    return tuple(
        Word(
            name=target.name,
            due=target.counts_on or target.due,
            done_on=target.done_on if target.done_on and target.done_on <= span.until else None,
            said=latest[target.pk].text if target.pk in latest else "",
            said_at=latest[target.pk].at if target.pk in latest else None,
            colour=colours.get(target.light_id or 0, "grey"),
        )
        for target in targets
    )


def _activities(unit_id: int, span: _Span) -> tuple[Done, ...]:
    """Begun or ended in the month, by the unit's own facts."""
    in_month = Q(actual_start__gte=span.first, actual_start__lte=span.until)
    in_month |= Q(actual_finish__gte=span.first, actual_finish__lte=span.until)
    own = Q(unit=unit_id) | Q(unit__isnull=True, plan__owner=unit_id)
    facts = list(
        ProgressFact.objects.filter(in_month, own, current=True)
        .select_related("plan")
        .order_by("plan__name", "actual_start", "key")
    )
    rows = {"version__in": {_version(fact) for fact in facts}, "key__in": {fact.key for fact in facts}}
    planned = {
        (row.version_id, row.key): row.baseline_finish for row in ScheduledActivity.objects.filter(**rows)
    }
    names = {(row.version_id, row.key): row.name for row in Activity.objects.filter(**rows)}
    return tuple(
        Done(
            plan=fact.plan.name,
            activity=names.get((_version(fact), fact.key), fact.key),
            started=fact.actual_start,
            finished=fact.actual_finish,
            planned=planned.get((_version(fact), fact.key)),
        )
        for fact in facts
    )


def _version(fact: ProgressFact) -> int:
    """The version in force of the fact's plan."""
    return fact.plan.baseline_id or fact.plan.draft_id or 0


def _duties(unit_id: int, span: _Span) -> tuple[Duty, ...]:
    """Items that were open in the month or done in it."""
    void = ITEMS.in_group(Group.VOID)
    rows = Item.objects.filter(unit=unit_id, letter__issued_at__lt=span.end).exclude(status__in=void)
    kept = rows.exclude(done_on__lt=span.first).order_by("due", "pk")
    return tuple(
        Duty(
            text=row.text,
            due=row.due,
            extended_to=row.extended_to,
            done_on=row.done_on if row.done_on and row.done_on <= span.until else None,
            status=row.status,
            is_open=ITEMS.group(row.status) == Group.OPEN,
        )
        for row in kept
    )


def _matters(unit_id: int, span: _Span) -> tuple[MatterRow, ...]:
    """Open at its end, or closed in the month."""
    told = Matter.objects.filter(unit=unit_id, opened_at__lt=span.end).exclude(status__in=UNSEEN)
    kept = told.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=span.begin))
    return tuple(as_row(row, span.until) for row in kept.select_related("unit", "approver"))


def _ahead(unit_id: int, targets: list[Target], span: _Span) -> tuple[Next, ...]:
    """What falls due within the month that follows."""
    begin = month_end(span.first) + timedelta(days=1)
    end = month_end(begin)
    due = [
        Next("target", target.name, day)
        for target in targets
        if (day := target.counts_on or target.due) and begin <= day <= end and target.done_on is None
    ]
    items = Item.objects.filter(unit=unit_id, due__gte=begin, due__lte=end, done_on__isnull=True)
    open_items = items.filter(status__in=ITEMS.in_group(Group.OPEN))
    due += [Next("item", item.text, item.extended_to or item.due) for item in open_items]
    return tuple(sorted(due, key=lambda one: one.due))
