"""A version's way: submitted, returned, taken up again, agreed — and then frozen as the baseline."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.bulk import update_rows
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, MoveRefused
from yipanqi.plans.computing import PlanDates, float_to
from yipanqi.plans.days import DayTable
from yipanqi.plans.events import PlanAgreed
from yipanqi.plans.lighting import Agreed
from yipanqi.plans.models import Plan, Version
from yipanqi.plans.operations.access import (
    claim_network,
    claim_plan,
    move_version,
    plan_for,
    version_for,
    versions_for,
)
from yipanqi.plans.operations.recomputing import compute_or_refuse, recompute
from yipanqi.plans.operations.saving import store_versions
from yipanqi.plans.operations.storing import write_agreed
from yipanqi.plans.queries.loading import Loaded, load
from yipanqi.plans.rules import PlanAction
from yipanqi.plans.transitions import VERSIONS

_AGREED = ("baseline_id", "draft_id", "agreed_finish", "agreed_float")


@transaction.atomic
def submit_version(*, actor: Actor, plan_id: int, lock: int, now: datetime) -> Version:
    """Put the draft forward for consultation; it can no longer be edited."""
    plan = plan_for(actor, PlanAction.SUBMIT, plan_id)
    version = plan.draft
    if version is None:
        raise MoveRefused("plans.nothing_in_work", plan=str(plan))
    VERSIONS.guard(version.status, "submit")
    if not version.activities.exists():
        raise DomainError("plans.empty", plan=str(plan))
    claim_plan(plan, lock)
    changes = move_version(version, "submit", submitted_at=now)
    record(actor=actor, action=PlanAction.SUBMIT, subject=plan, now=now, changes=changes)
    return version


@transaction.atomic
def return_version(*, actor: Actor, version_id: int, note: str, now: datetime) -> Version:
    """Send a submitted version back with a reason."""
    plan, version = version_for(actor, PlanAction.RETURN, version_id)
    changes = move_version(version, "return", note, note=note.strip()[:300])
    record(actor=actor, action=PlanAction.RETURN, subject=plan, now=now, note=note.strip(), changes=changes)
    return version


@transaction.atomic
def revise_version(*, actor: Actor, version_id: int, now: datetime) -> Version:
    """Take a returned version into work again."""
    plan, version = version_for(actor, PlanAction.REVISE, version_id)
    changes = move_version(version, "revise")
    record(actor=actor, action=PlanAction.REVISE, subject=plan, now=now, changes=changes)
    return version


def agree_version(*, actor: Actor, version_id: int, now: datetime) -> Version:
    """Agree one version: see `agree_versions`."""
    return agree_versions(actor=actor, version_ids=[version_id], now=now)[0]


@transaction.atomic
def agree_versions(*, actor: Actor, version_ids: Sequence[int], now: datetime) -> list[Version]:
    """Freeze submitted versions as baselines: dates, floats and the plans' finishes are what was agreed together.

    Former baselines are superseded. Facts stay: they belong to keys. The finish agreed is the plan's due date, or
    the finish of the version where the plan has none. All or none; the networks are computed once for all.
    """
    found = versions_for(actor, PlanAction.AGREE, version_ids)
    for _, version in found:
        VERSIONS.guard(version.status, "agree")
    network = claim_network(plan.pk for plan, _ in found)
    for plan, version in found:
        _agree(actor, plan, version, now)
    freeze(found, load(network, clock.today(now), {plan.pk: version.pk for plan, version in found}))
    recompute(network, now, touched=[plan.pk for plan, _ in found])
    for plan, version in found:
        events.publish(PlanAgreed(plan.pk, version.pk, now))
    return [version for _, version in found]


def _agree(actor: Actor, plan: Plan, version: Version, now: datetime) -> None:
    if plan.baseline:
        move_version(plan.baseline, "supersede")
    changes = move_version(version, "agree", agreed_at=now)
    record(actor=actor, action=PlanAction.AGREE, subject=plan, now=now, changes=changes)


def freeze(chosen: Sequence[tuple[Plan, Version]], loaded: Loaded) -> None:
    """Keep the own dates of these versions as what was agreed, and make them the baselines of their plans."""
    found = compute_or_refuse(loaded)
    store_versions([(loaded.plans[plan.pk], found[plan.pk]) for plan, _ in chosen])
    write_agreed({version.pk: _agreed(found[plan.pk]) for plan, version in chosen})
    for plan, version in chosen:
        _make_baseline(plan, version, found[plan.pk].finish, loaded.calendars[plan.calendar])
    rows = [(plan.pk, *(getattr(plan, name) for name in _AGREED)) for plan, _ in chosen]
    update_rows(Plan, ("id",), _AGREED, rows)


def _agreed(found: PlanDates) -> dict[str, Agreed]:
    return {
        key: Agreed(row.start, row.finish, row.late_finish or row.finish, row.total_float)
        for key, row in found.dates.items()
    }


def _make_baseline(plan: Plan, version: Version, finish: date | None, days: DayTable) -> None:
    agreed = plan.due or finish
    plan.baseline, plan.draft, plan.agreed_finish = version, None, agreed
    plan.agreed_float = float_to(finish, agreed, days)
