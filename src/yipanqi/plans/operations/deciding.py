"""A decision changes plans: each named plan gets a new agreed version, and what was not decided stays agreed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import Invalid, LostRace, MoveRefused, NotFound
from yipanqi.plans.assembling import ActivityRow, CrossRow
from yipanqi.plans.drafts import PlanChange
from yipanqi.plans.events import PlanAgreed
from yipanqi.plans.models import Activity, CrossLink, Link, Plan, Version
from yipanqi.plans.operations.access import claim_network, move_version, plans_for
from yipanqi.plans.operations.drafts_beside import change_drafts
from yipanqi.plans.operations.recomputing import recompute
from yipanqi.plans.operations.saving import new_version, store_versions
from yipanqi.plans.operations.storing import write_agreed
from yipanqi.plans.operations.versions import freeze
from yipanqi.plans.queries.loading import load
from yipanqi.plans.queries.trying import Trial, agreed_figures, tried
from yipanqi.plans.rules import PlanAction
from yipanqi.plans.transitions import CrossLinkStatus, VersionStatus

_ROW = ("duration", "unit_id", "constraint", "constraint_date", "constraint_reason", "claim")
_CROSS = ("predecessor_plan_id", "predecessor", "successor_plan_id", "successor", "type")


@transaction.atomic
def apply_changes(
    *, actor: Actor, changes: Sequence[PlanChange], reason: str, now: datetime
) -> dict[int, Version]:
    """Apply what was decided; returns the new agreed version of each plan named.

    A submitted version that was never agreed is agreed first. LostRace (`plans.version_not_current`) when a change
    was meant for a version that is no longer current; MoveRefused while a first version is still in work. The
    agreed dates of what the decision does not move stay, and so does the agreed finish unless `due` is changed: a
    decision forgives no other delay.
    """
    if not changes:
        raise Invalid({"changes": "plans.nothing_entered"})
    if not reason.strip():
        raise Invalid({"reason": "input.reason_needed"})
    plans = dict(sorted(plans_for(actor, PlanAction.DECIDE, {c.plan_id for c in changes}).items()))
    network = claim_network(plans)
    for plan in plans.values():
        _agree_submitted(plan, network, now)
    trial = tried(changes, now)
    versions = {plan_id: _decided(actor, plan, trial, reason, now) for plan_id, plan in plans.items()}
    _write_cross(actor, trial, reason, now)
    told = _told(changes)
    for plan_id, plan in plans.items():
        record(
            actor=actor,
            action=PlanAction.DECIDE,
            subject=plan,
            now=now,
            note=reason.strip(),
            changes=told[plan_id],
        )
    recompute(claim_network(plans), now, touched=plans)
    change_drafts(plans.values(), changes, now)
    for plan_id, version in versions.items():
        events.publish(PlanAgreed(plan_id, version.pk, now))
    return versions


def _agree_submitted(plan: Plan, network: set[int], now: datetime) -> None:
    """A first version on the table of the consultation is agreed, so that the decision can change it."""
    plan.refresh_from_db(fields=["baseline", "draft", "agreed_finish", "agreed_float", "due"])
    if plan.baseline_id is not None:
        return
    if plan.draft is None or plan.draft.status != VersionStatus.SUBMITTED:
        raise MoveRefused("plans.not_submitted", plan=str(plan))
    move_version(plan.draft, "agree", agreed_at=now)
    freeze([(plan, plan.draft)], load(network, clock.today(now)))


def _decided(actor: Actor, plan: Plan, trial: Trial, reason: str, now: datetime) -> Version:
    """The new version: the old one's rows with the changes, agreed at once."""
    former = plan.baseline
    if former is None:
        raise NotFound()
    move_version(former, "supersede")
    version = new_version(
        plan,
        actor,
        now,
        status=VersionStatus.AGREED,
        submitted_at=now,
        agreed_at=now,
        note=reason.strip()[:300],
        drawing_rows=former.drawing_rows,
    )
    after = trial.after.plans[plan.pk]
    _copy_rows(former, version, {row.key: row for row in trial.changed[plan.pk].activities})
    Link.objects.bulk_create(Link(version=version, **link._asdict()) for link in trial.changed[plan.pk].links)
    store_versions([(replace(after, version_id=version.pk, stored={}), trial.dates_after[plan.pk])])
    write_agreed({version.pk: after.agreed})
    finish, float_ = agreed_figures(trial, plan.pk)
    due = trial.changed[plan.pk].due
    won = Plan.objects.filter(pk=plan.pk, baseline=former)
    if not won.update(baseline=version, due=due, agreed_finish=finish, agreed_float=float_):
        raise LostRace(plan=str(plan))
    return version


def _copy_rows(former: Version, version: Version, rows: dict[str, ActivityRow]) -> None:
    """The former version's activities with the changed columns; partners come along."""
    old = list(former.activities.prefetch_related("partners"))
    partners = {activity.key: [unit.pk for unit in activity.partners.all()] for activity in old}
    for activity in old:
        activity.pk, activity.version = None, version
        for name in _ROW:
            setattr(activity, name, getattr(rows[activity.key], name))
    new = Activity.objects.bulk_create(old)
    through = Activity.partners.through
    through.objects.bulk_create(
        through(activity_id=activity.pk, unit_id=unit) for activity in new for unit in partners[activity.key]
    )


def _write_cross(actor: Actor, trial: Trial, reason: str, now: datetime) -> None:
    """Links between plans that the decision makes, ends or changes."""
    before, after = set(trial.before.cross), set(trial.after.cross)
    kept = {link[:-1] for link in after}
    for link in before - after:
        if link[:-1] not in kept:
            _row_of(link).update(status=CrossLinkStatus.REFUSED, reason=reason.strip()[:200])
    for link in after - before:
        made = {"lag": link.lag, "status": CrossLinkStatus.ACCEPTED, "reason": reason.strip()[:200]}
        if not _row_of(link).update(**made):
            CrossLink.objects.create(
                **dict(zip(_CROSS, link, strict=False)),
                **made,
                asked_id=link.predecessor_plan,
                author_label=actor.label,
                at=now,
            )


def _row_of(link: CrossRow) -> QuerySet[CrossLink]:
    return CrossLink.objects.filter(**dict(zip(_CROSS, link, strict=False)))


def _told(changes: Sequence[PlanChange]) -> dict[int, dict[str, str]]:
    """The changes as the record keeps them."""
    told: dict[int, dict[str, str]] = defaultdict(dict)
    for change in changes:
        told[change.plan_id][f"{change.key or '*'}.{change.field}"] = str(change.value)
    return told
