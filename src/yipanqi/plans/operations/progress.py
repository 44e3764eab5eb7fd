"""Facts are entered once, by who does the work; the network follows at once."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.files.models import Attachment
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotAllowed
from yipanqi.foundation.once import reading_once
from yipanqi.org.models import Unit
from yipanqi.plans import facts
from yipanqi.plans.assembling import ActivityRow
from yipanqi.plans.drafts import ProgressEntry
from yipanqi.plans.events import ProgressEntered
from yipanqi.plans.facts import Stated
from yipanqi.plans.models import Activity, Plan, ProgressFact
from yipanqi.plans.operations.access import claim_network, plans_for
from yipanqi.plans.operations.recomputing import recompute
from yipanqi.plans.queries.loading import ACTIVITY, calendars, facts_of
from yipanqi.plans.rules import PlanAction
from yipanqi.targets.operations.fact_checks import usable_evidence

Key = tuple[int, str]


@transaction.atomic
def enter_progress(
    *, actor: Actor, entries: Sequence[ProgressEntry], now: datetime
) -> tuple[ProgressFact, ...]:
    """Save facts, all or nothing, and reschedule their networks once.

    Invalid names every wrong cell at once: `fields["<plan id>.<key>.<cell>"]`. A fact belongs to the key, so one
    that was asked for under an older version still counts. NotAllowed unless the activity is the actor's unit's, or
    the plan is.
    """
    if not entries:
        raise Invalid({"facts": "plans.nothing_entered"})
    plans = _plans(actor, {entry.plan_id for entry in entries})
    network = claim_network(plans)
    with reading_once():
        stated = _checked(actor, entries, plans, now)
        saved = tuple(_save(actor, one, plans[one[0].entry.plan_id], now) for one in stated)
        recompute(network, now, touched=plans)
        told = tuple((one.entry.plan_id, one.entry.key, one.actual_finish) for one, _, _ in stated)
        events.publish(ProgressEntered(told, now))
    return saved


def _plans(actor: Actor, plan_ids: Collection[int]) -> dict[int, Plan]:
    """The plans of the entries; NotFound and NotAllowed as everywhere, `plans.not_agreed` without a baseline."""
    found = plans_for(actor, PlanAction.ENTER_PROGRESS, plan_ids)
    for plan in found.values():
        if plan.baseline_id is None:
            raise DomainError("plans.not_agreed", plan=str(plan))
    return found


Checked = tuple[Stated, ActivityRow, int]
"""A fact, its activity, and the number of the revision that it becomes."""


def _checked(
    actor: Actor, entries: Sequence[ProgressEntry], plans: Mapping[int, Plan], now: datetime
) -> list[Checked]:
    rows, former = _rows(plans, entries), facts_of(plans)
    days, today = calendars(), clock.today(now)
    wrong = _wrong_names(actor, entries)
    checked: list[Checked] = []
    revisions = _revisions(entries)
    for entry in entries:
        row, known = rows.get((entry.plan_id, entry.key)), former[entry.plan_id].get(entry.key)
        if row is None:
            wrong[f"{entry.plan_id}.{entry.key}.key"] = DomainError("plans.unknown_activity", key=entry.key)
            continue
        _demand_own(actor, plans[entry.plan_id], row)
        cells = facts.wrong_cells(entry, row, known, today)
        wrong |= {f"{entry.plan_id}.{entry.key}.{cell}": reason for cell, reason in cells.items()}
        table = days[plans[entry.plan_id].calendar]
        checked.append((facts.stated(entry, row, known, table), row, revisions[entry.plan_id, entry.key] + 1))
    if wrong:
        raise Invalid(wrong)
    return checked


def _rows(plans: Mapping[int, Plan], entries: Sequence[ProgressEntry]) -> dict[Key, ActivityRow]:
    """The activities of the versions agreed by now that the entries speak of."""
    found = Activity.objects.filter(version__baseline_of__in=plans, key__in={entry.key for entry in entries})
    rows = found.order_by().values_list("version__plan_id", *ACTIVITY)
    return {(plan_id, row[0]): ActivityRow._make(row) for plan_id, *row in rows}


def _wrong_names(actor: Actor, entries: Sequence[ProgressEntry]) -> dict[str, DomainError | str]:
    """Entries that stand twice, name an unknown unit, or evidence that is not the actor's."""
    times = Counter((entry.plan_id, entry.key) for entry in entries)
    wanted = {entry.waits_for_id for entry in entries if entry.waits_for_id}
    units = set(Unit.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    evidence = usable_evidence(actor, {key for entry in entries for key in entry.evidence_ids})
    wrong: dict[str, DomainError | str] = {}
    for entry in entries:
        place = f"{entry.plan_id}.{entry.key}"
        if times[entry.plan_id, entry.key] > 1:
            wrong[f"{place}.key"] = DomainError("plans.fact_twice", key=entry.key)
        if entry.waits_for_id and entry.waits_for_id not in units:
            wrong[f"{place}.waits_for"] = "input.not_a_choice"
        if missing := set(entry.evidence_ids) - evidence:
            wrong[f"{place}.evidence"] = DomainError("targets.evidence_unknown", count=len(missing))
    return wrong


def _revisions(entries: Sequence[ProgressEntry]) -> Counter[Key]:
    """The number of the last revision of each activity's fact; 0 where there is none."""
    found = ProgressFact.objects.filter(
        plan__in={entry.plan_id for entry in entries}, key__in={entry.key for entry in entries}, current=True
    )
    rows = found.order_by().values_list("plan_id", "key", "revision")
    return Counter({(plan_id, key): revision for plan_id, key, revision in rows})


def _demand_own(actor: Actor, plan: Plan, row: ActivityRow) -> None:
    if not actor.is_system and plan.owner_id not in actor.units and row.unit_id not in actor.units:
        raise NotAllowed(action=str(PlanAction.ENTER_PROGRESS))


def _save(actor: Actor, one: Checked, plan: Plan, now: datetime) -> ProgressFact:
    """The newest revision; LostRace when another one came first."""
    stated, row, revision = one
    entry = stated.entry
    mine = ProgressFact.objects.filter(plan=plan, key=entry.key, current=True, revision=revision - 1)
    if mine.update(current=False) != (revision > 1):
        raise LostRace(activity=row.name)
    try:
        with transaction.atomic(savepoint=False):
            fact = ProgressFact.objects.create(
                plan=plan,
                key=entry.key,
                revision=revision,
                as_of=entry.as_of,
                actual_start=stated.actual_start,
                actual_finish=stated.actual_finish,
                remaining=stated.remaining,
                unchanged=entry.unchanged,
                waits_for_id=stated.waits_for_id,
                note=stated.note,
                unit_id=row.unit_id or plan.owner_id,
                author_key=actor.key,
                author_label=actor.label,
                at=now,
                illustrative=entry.illustrative,
            )
    except IntegrityError:
        raise LostRace(activity=row.name) from None
    if entry.evidence_ids:
        fact.evidence.set(Attachment.objects.filter(pk__in=entry.evidence_ids))
    _record(actor, stated, row, plan, now)
    return fact


def _record(actor: Actor, stated: Stated, row: ActivityRow, plan: Plan, now: datetime) -> None:
    known = {
        "activity": row.name,
        "as_of": stated.entry.as_of,
        "actual_start": stated.actual_start,
        "actual_finish": stated.actual_finish,
        "remaining": stated.remaining,
    }
    changes = {name: str(value) for name, value in known.items() if value is not None}
    record(
        actor=actor,
        action=PlanAction.ENTER_PROGRESS,
        subject=plan,
        now=now,
        note=stated.note,
        changes=changes,
    )
