"""What the doers of plans are asked this month, and who waits for whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q

from yipanqi.foundation import clock
from yipanqi.org.models import Unit
from yipanqi.plans.assembling import FactRow, remaining_days
from yipanqi.plans.days import Calendars
from yipanqi.plans.models import Activity, CrossLink, Link, ProgressFact, ScheduledActivity
from yipanqi.plans.queries.loading import FACT, calendars
from yipanqi.plans.transitions import CrossLinkStatus
from yipanqi.targets.periods import month_end
from yipanqi.targets.transitions import YearStatus

Key = tuple[int, str]


@dataclass(frozen=True)
class ProgressAsk:
    """One activity whose planned start or finish has come. `node` is what is asked next: "start" or "finish".

    `planned_*` are the agreed dates, `start` and `finish` the computed ones; `remaining` counts working days from
    today, None before the start. `answered`: a fact was entered this month. `candidates` are the units that the
    activity waits for by its links, (id, name).
    """

    plan_id: int
    plan: str
    key: str
    name: str
    kind: str
    unit_id: int
    unit: str
    duration: int
    node: str
    planned_start: date | None
    planned_finish: date | None
    start: date | None
    finish: date | None
    colour: str
    actual_start: date | None
    actual_finish: date | None
    remaining: int | None
    last_as_of: date | None
    last_at: datetime | None
    last_note: str
    waits_for_id: int | None
    waits_for: str
    candidates: tuple[tuple[int, str], ...]
    answered: bool
    standard: str
    illustrative: bool


@dataclass(frozen=True)
class Blocker:
    """Unit `unit` waits for unit `blocking` with an activity since `since`; `finish` is its computed finish now."""

    plan_id: int
    plan: str
    key: str
    name: str
    unit_id: int
    unit: str
    blocking_id: int
    blocking: str
    since: date
    at: datetime
    note: str
    finish: date | None
    agreed: date | None
    colour: str


def progress_asks(unit_ids: Collection[int], now: datetime) -> tuple[ProgressAsk, ...]:
    """Planned nodes of agreed plans that these units owe word on until the end of this month, earliest first.

    Activities without a unit are asked of the plan's owner. What was finished by a fact of this month stays on the
    list as answered. Nine queries.
    """
    today = clock.today(now)
    end, month = month_end(today), today.replace(day=1)
    stored = _due_by(end, unit_ids, month)
    rows = _rows_of(stored)
    facts = _facts_of(rows)
    candidates = _candidates(rows)
    names = dict(Unit.objects.order_by().values_list("pk", "short_name"))
    days = calendars()
    asks = []
    for row in rows:
        key = (row.version.plan_id, row.key)
        known = tuple((unit, names.get(unit, "")) for unit in candidates.get(key, ()))
        asks.append(_ask(row, stored[row.version_id, row.key], facts.get(key), known, names, days, today))
    return tuple(sorted(asks, key=lambda ask: (ask.answered, ask.plan, ask.planned_start or end, ask.key)))


def _due_by(end: date, unit_ids: Collection[int], month: date) -> dict[tuple[int, str], ScheduledActivity]:
    """Stored rows of these units' activities that were to begin by `end` and are not finished since before `month`."""
    here = {"version": OuterRef("version"), "key": OuterRef("key")}
    own = Q(unit__in=unit_ids) | Q(unit__isnull=True, version__plan__owner__in=unit_ids)
    mine = Activity.objects.filter(own, **here).exclude(kind="summary")
    begin = datetime.combine(month, time(), clock.ZONE_TIME)
    over = ProgressFact.objects.filter(
        plan=OuterRef("version__plan"),
        key=OuterRef("key"),
        current=True,
        actual_finish__isnull=False,
        at__lt=begin,
    )
    rows = ScheduledActivity.objects.filter(
        Exists(mine), ~Exists(over), version__baseline_of__isnull=False, baseline_start__lte=end
    ).exclude(version__plan__year__status=YearStatus.CLOSED)
    return {(row.version_id, row.key): row for row in rows}


def _rows_of(keys: Collection[tuple[int, str]]) -> list[Activity]:
    """The activities of these versions and keys with their plans."""
    rows = Activity.objects.filter(
        version__in={version for version, _ in keys}, key__in={key for _, key in keys}
    ).select_related("version__plan")
    return [row for row in rows.order_by("version__plan", "order") if (row.version_id, row.key) in keys]


def _facts_of(rows: Collection[Activity]) -> dict[Key, FactRow]:
    """The newest facts of these activities."""
    found = ProgressFact.objects.filter(
        plan__in={row.version.plan_id for row in rows}, key__in={row.key for row in rows}, current=True
    )
    return {(plan, key): FactRow._make(row) for plan, key, *row in found.values_list("plan_id", "key", *FACT)}


def _stored(versions: Collection[int], keys: Collection[str]) -> dict[tuple[int, str], ScheduledActivity]:
    rows = ScheduledActivity.objects.filter(version__in=versions, key__in=keys)
    return {(row.version_id, row.key): row for row in rows}


def _ask(
    row: Activity,
    stored: ScheduledActivity,
    fact: FactRow | None,
    candidates: tuple[tuple[int, str], ...],
    names: Mapping[int, str],
    days: Calendars,
    today: date,
) -> ProgressAsk:
    plan = row.version.plan
    unit_id = row.unit_id or plan.owner_id
    begun = bool(fact and fact.actual_start)
    left = remaining_days(row.duration, fact, today, days[plan.calendar]) if fact and begun else None
    return ProgressAsk(
        plan_id=plan.pk,
        plan=plan.name,
        key=row.key,
        name=row.name,
        kind=row.kind,
        unit_id=unit_id,
        unit=names.get(unit_id, ""),
        duration=row.duration,
        node="finish" if begun or row.kind == "milestone" else "start",
        planned_start=stored.baseline_start,
        planned_finish=stored.baseline_finish,
        start=stored.start,
        finish=stored.finish,
        colour=stored.colour,
        actual_start=fact.actual_start if fact else None,
        actual_finish=fact.actual_finish if fact else None,
        remaining=None if fact and fact.actual_finish else left,
        last_as_of=fact.as_of if fact else None,
        last_at=fact.at if fact else None,
        last_note=fact.note if fact else "",
        waits_for_id=fact.waits_for_id if fact else None,
        waits_for=names.get(fact.waits_for_id or 0, "") if fact else "",
        candidates=tuple(one for one in candidates if one[0] != unit_id),
        answered=bool(fact and clock.today(fact.at) >= today.replace(day=1)),
        standard=row.standard,
        illustrative=plan.illustrative,
    )


def _candidates(rows: Collection[Activity]) -> dict[Key, tuple[int, ...]]:
    """The units of the predecessors of these activities, inside the plan and across. Three queries."""
    versions = {row.version_id: row.version.plan_id for row in rows}
    wanted = {(row.version.plan_id, row.key) for row in rows}
    before: dict[Key, list[Key]] = defaultdict(list)
    keys = {row.key for row in rows}
    links = Link.objects.filter(version__in=versions, successor__in=keys).order_by("pk")
    for version, one, other in links.values_list("version_id", "predecessor", "successor"):
        before[versions[version], other].append((versions[version], one))
    cross = CrossLink.objects.filter(
        successor_plan__in=versions.values(), successor__in=keys, status=CrossLinkStatus.ACCEPTED
    )
    for plan, one, after, other in cross.values_list(
        "predecessor_plan_id", "predecessor", "successor_plan_id", "successor"
    ):
        before[after, other].append((plan, one))
    ends = {end for key in wanted for end in before.get(key, ())}
    units = _units_of(ends)
    return {
        key: tuple(dict.fromkeys(units[end] for end in before.get(key, ()) if end in units)) for key in wanted
    }


def _units_of(keys: Collection[Key]) -> dict[Key, int]:
    """Who does these activities of agreed versions: their unit, or the plan's owner. One query."""
    rows = Activity.objects.filter(
        version__baseline_of__in={plan for plan, _ in keys}, key__in={key for _, key in keys}
    )
    found = rows.order_by().values_list("version__plan_id", "key", "unit_id", "version__plan__owner_id")
    return {(plan, key): unit or owner for plan, key, unit, owner in found if (plan, key) in keys}


def blockers(year_id: int) -> tuple[Blocker, ...]:
    """Every unfinished activity of the year whose newest fact says that another unit blocks it, longest first."""
    facts = list(
        ProgressFact.objects.filter(
            plan__year=year_id, current=True, waits_for__isnull=False, actual_finish__isnull=True
        ).select_related("plan__owner", "waits_for")
    )
    plans = {fact.plan_id for fact in facts}
    rows = {
        (row.version.plan_id, row.key): row
        for row in Activity.objects.filter(version__baseline_of__in=plans, key__in={f.key for f in facts})
        .select_related("unit", "version")
        .order_by()
    }
    dates = _stored({row.version_id for row in rows.values()}, {row.key for row in rows.values()})
    since = _blocked_since(facts)
    found = [
        _blocker(fact, rows[fact.plan_id, fact.key], dates, since)
        for fact in facts
        if (fact.plan_id, fact.key) in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.plan, one.key)))


def _blocker(
    fact: ProgressFact,
    row: Activity,
    dates: Mapping[tuple[int, str], ScheduledActivity],
    since: Mapping[Key, date],
) -> Blocker:
    stored = dates.get((row.version_id, row.key))
    unit = row.unit or fact.plan.owner
    return Blocker(
        plan_id=fact.plan_id,
        plan=fact.plan.name,
        key=fact.key,
        name=row.name,
        unit_id=unit.pk,
        unit=str(unit),
        blocking_id=fact.waits_for_id or 0,
        blocking=str(fact.waits_for),
        since=since[fact.plan_id, fact.key],
        at=fact.at,
        note=fact.note,
        finish=stored.finish if stored else None,
        agreed=stored.baseline_finish if stored else None,
        colour=stored.colour if stored else "grey",
    )


def _blocked_since(facts: Collection[ProgressFact]) -> dict[Key, date]:
    """The day of the first of the facts in a row that name the same unit. One query."""
    history = ProgressFact.objects.filter(
        plan__in={fact.plan_id for fact in facts}, key__in={fact.key for fact in facts}
    ).order_by("revision")
    since: dict[Key, date] = {}
    last: dict[Key, int | None] = {}
    for plan, key, unit, as_of in history.values_list("plan_id", "key", "waits_for_id", "as_of"):
        if unit != last.get((plan, key)):
            since[plan, key] = as_of
        last[plan, key] = unit
    return since
