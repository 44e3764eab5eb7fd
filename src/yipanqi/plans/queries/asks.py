"""What the doers of plans are asked this month, and who waits for whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from yipanqi.foundation import clock
from yipanqi.org.models import Unit
from yipanqi.plans.assembling import FactRow, remaining_days
from yipanqi.plans.days import Calendars
from yipanqi.plans.models import Activity, CrossLink, Link, ProgressFact, ScheduledActivity
from yipanqi.plans.queries.loading import calendars, facts_of
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
    list as answered. Eight queries.
    """
    today = clock.today(now)
    rows = _rows_of(unit_ids)
    dates = _stored({row.version_id for row in rows})
    facts = facts_of({row.version.plan_id for row in rows})
    end, month = month_end(today), today.replace(day=1)
    owed = []
    for row in rows:
        stored, fact = dates.get((row.version_id, row.key)), facts[row.version.plan_id].get(row.key)
        if stored and stored.baseline_start and stored.baseline_start <= end and _is_owed(fact, month):
            owed.append((row, stored, fact))
    candidates = _candidates([row for row, _, _ in owed])
    names = dict(Unit.objects.order_by().values_list("pk", "short_name"))
    days = calendars()
    asks = [_ask(row, stored, fact, candidates, names, days, today, month) for row, stored, fact in owed]
    return tuple(sorted(asks, key=lambda ask: (ask.answered, ask.plan, ask.planned_start or end, ask.key)))


def _rows_of(unit_ids: Collection[int]) -> list[Activity]:
    """Activities of agreed versions in open years that are these units' own."""
    own = Q(unit__in=unit_ids) | Q(unit__isnull=True, version__plan__owner__in=unit_ids)
    rows = Activity.objects.filter(own, version__baseline_of__isnull=False).exclude(kind="summary")
    live = rows.exclude(version__plan__year__status=YearStatus.CLOSED)
    return list(live.select_related("version__plan").order_by("version__plan", "order"))


def _stored(versions: Collection[int]) -> dict[tuple[int, str], ScheduledActivity]:
    rows = ScheduledActivity.objects.filter(version__in=versions)
    return {(row.version_id, row.key): row for row in rows}


def _is_owed(fact: FactRow | None, month: date) -> bool:
    """Unfinished, or finished by a fact of this month."""
    return fact is None or fact.actual_finish is None or clock.today(fact.at) >= month


def _ask(
    row: Activity,
    stored: ScheduledActivity,
    fact: FactRow | None,
    candidates: Mapping[Key, tuple[int, ...]],
    names: Mapping[int, str],
    days: Calendars,
    today: date,
    month: date,
) -> ProgressAsk:
    plan = row.version.plan
    unit_id = row.unit_id or plan.owner_id
    begun = bool(fact and fact.actual_start)
    left = remaining_days(row.duration, fact, today, days[plan.calendar]) if fact and begun else None
    known = candidates.get((plan.pk, row.key), ())
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
        candidates=tuple((unit, names.get(unit, "")) for unit in known if unit != unit_id),
        answered=bool(fact and clock.today(fact.at) >= month),
        standard=row.standard,
        illustrative=plan.illustrative,
    )


def _candidates(rows: Collection[Activity]) -> dict[Key, tuple[int, ...]]:
    """The units of the predecessors of these activities, inside the plan and across. Four queries."""
    versions = {row.version_id: row.version.plan_id for row in rows}
    wanted = {(row.version.plan_id, row.key) for row in rows}
    before: dict[Key, list[Key]] = defaultdict(list)
    for version, one, other in Link.objects.filter(version__in=versions).values_list(
        "version_id", "predecessor", "successor"
    ):
        before[versions[version], other].append((versions[version], one))
    cross = CrossLink.objects.filter(successor_plan__in=versions.values(), status=CrossLinkStatus.ACCEPTED)
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
    dates = _stored({row.version_id for row in rows.values()})
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
