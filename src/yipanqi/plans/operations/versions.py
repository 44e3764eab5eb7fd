"""A version's way: submitted, returned, taken up again, agreed — and then frozen as the baseline."""

from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, MoveRefused
from yipanqi.plans.computing import float_to
from yipanqi.plans.events import PlanAgreed
from yipanqi.plans.lighting import Agreed
from yipanqi.plans.models import Plan, Version
from yipanqi.plans.operations.access import (
    claim_network,
    claim_plan,
    move_version,
    plan_for,
    version_for,
)
from yipanqi.plans.operations.recomputing import compute_or_refuse, recompute
from yipanqi.plans.operations.saving import store_version
from yipanqi.plans.operations.storing import write_agreed
from yipanqi.plans.queries.loading import Loaded, load
from yipanqi.plans.rules import PlanAction
from yipanqi.plans.transitions import VERSIONS


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


@transaction.atomic
def agree_version(*, actor: Actor, version_id: int, now: datetime) -> Version:
    """Freeze a submitted version as the baseline: dates, floats and the plan's finish are what was agreed.

    The former baseline is superseded. Facts stay: they belong to keys. The finish agreed is the plan's due date, or
    the finish of the version where the plan has none.
    """
    plan, version = version_for(actor, PlanAction.AGREE, version_id)
    VERSIONS.guard(version.status, "agree")
    network = claim_network([plan.pk])
    former = plan.baseline
    if former:
        move_version(former, "supersede")
    changes = move_version(version, "agree", agreed_at=now)
    loaded = load(network, clock.today(now), {plan.pk: version.pk})
    freeze(plan, version, loaded)
    record(actor=actor, action=PlanAction.AGREE, subject=plan, now=now, changes=changes)
    recompute(network, now, touched=[plan.pk])
    events.publish(PlanAgreed(plan.pk, version.pk, now))
    return version


def freeze(plan: Plan, version: Version, loaded: Loaded) -> None:
    """Keep a version's own dates as what was agreed, and make it the baseline."""
    found = compute_or_refuse(loaded)[plan.pk]
    store_version(loaded.plans[plan.pk], found)
    agreed = {
        key: Agreed(row.start, row.finish, row.late_finish or row.finish, row.total_float)
        for key, row in found.dates.items()
    }
    write_agreed(version.pk, agreed)
    finish = plan.due or found.finish
    stamps = {
        "baseline": version,
        "draft": None,
        "agreed_finish": finish,
        "agreed_float": float_to(found.finish, finish, loaded.calendars[plan.calendar]),
    }
    Plan.objects.filter(pk=plan.pk).update(**stamps)
    for name, value in stamps.items():
        setattr(plan, name, value)
