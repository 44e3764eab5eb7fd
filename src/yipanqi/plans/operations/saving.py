"""The table of a plan is saved: all rows or none, with stable keys."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, MoveRefused
from yipanqi.lights.verdict import Colour
from yipanqi.org.models import Unit
from yipanqi.plans import checking
from yipanqi.plans.computing import PlanDates
from yipanqi.plans.drafts import ActivityDraft, LinkDraft
from yipanqi.plans.models import Activity, CrossLink, Link, Plan, ProgressFact, ScheduledActivity, Version
from yipanqi.plans.operations.access import claim_network, claim_plan, plan_for
from yipanqi.plans.operations.recomputing import changed_rows, compute_or_refuse, recompute
from yipanqi.plans.operations.storing import Row, write_dates
from yipanqi.plans.queries.loading import Loaded, LoadedPlan, load
from yipanqi.plans.rules import PlanAction
from yipanqi.plans.transitions import CrossLinkStatus, VersionStatus
from yipanqi.targets.models import Target

_PLAIN = (
    "key",
    "level",
    "kind",
    "name",
    "duration",
    "unit_id",
    "constraint",
    "constraint_date",
    "constraint_reason",
    "claim_kind",
    "claim",
    "approval",
    "standard",
    "optimistic",
    "pessimistic",
    "target_id",
)


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    plan_id: int,
    activities: Sequence[ActivityDraft],
    links: Sequence[LinkDraft],
    lock: int,
    now: datetime,
) -> Version:
    """The whole table of the version in work, in the order of its rows; the first save of a plan begins a version.

    Refused as a whole: Invalid by "<row>.<cell>" (rows from 0, links under their successor's `predecessors`), a ring
    of links with the names along it (also through other plans) under "links", the deletion of an activity with
    facts or links to other plans under "rows"; LostRace when the plan was saved since `lock` was read; MoveRefused
    while the version is submitted or returned.
    """
    plan = plan_for(actor, PlanAction.EDIT, plan_id)
    _guard_rows(plan, activities, links)
    network = claim_network([plan.pk])
    claim_plan(plan, lock)
    version = _version_in_work(actor, plan, now)
    _replace_rows(version, activities, links)
    _schedule_draft(plan, version, network, now)
    changes = {"version": version.number, "rows": len(activities)}
    record(actor=actor, action=PlanAction.EDIT, subject=plan, now=now, changes=changes)
    return version


def _guard_rows(plan: Plan, activities: Sequence[ActivityDraft], links: Sequence[LinkDraft]) -> None:
    units = {unit for row in activities for unit in (row.unit_id, *row.partner_ids) if unit is not None}
    targets = {row.target_id for row in activities if row.target_id is not None}
    wrong = checking.wrong_rows(
        activities,
        links,
        set(Unit.objects.filter(pk__in=units).values_list("pk", flat=True)),
        set(Target.objects.filter(pk__in=targets, year=plan.year_id).values_list("pk", flat=True)),
    )
    if reason := _deleted(plan, {row.key for row in activities}):
        wrong["rows"] = reason
    if wrong:
        raise Invalid(wrong)


def _deleted(plan: Plan, keys: set[str]) -> DomainError | None:
    """Why one of the activities that are missing may not go: facts and links of other plans name it."""
    told = ProgressFact.objects.filter(plan=plan, current=True).exclude(key__in=keys)
    if facts := sorted(set(told.values_list("key", flat=True))):
        return DomainError("plans.deleted_has_facts", keys="、".join(facts))
    open_ = CrossLink.objects.exclude(status=CrossLinkStatus.REFUSED)
    ends = open_.filter(Q(predecessor_plan=plan) & ~Q(predecessor__in=keys)).values_list(
        "predecessor", flat=True
    )
    more = open_.filter(Q(successor_plan=plan) & ~Q(successor__in=keys)).values_list("successor", flat=True)
    if linked := sorted({*ends, *more}):
        return DomainError("plans.deleted_is_linked", keys="、".join(linked))
    return None


def _version_in_work(actor: Actor, plan: Plan, now: datetime) -> Version:
    """The draft, or a new one; MoveRefused when the version in work is out of the planner's hands."""
    if plan.draft is None:
        version = new_version(plan, actor, now)
        Plan.objects.filter(pk=plan.pk).update(draft=version)
        plan.draft = version
    elif plan.draft.status != VersionStatus.DRAFT:
        raise MoveRefused("plans.not_in_work", status=plan.draft.status)
    return plan.draft


def new_version(plan: Plan, actor: Actor, now: datetime, **fields: object) -> Version:
    """The next version of a plan, empty."""
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(plan=plan, number=last + 1, made_at=now, author_label=actor.label, **fields)


def _replace_rows(version: Version, activities: Sequence[ActivityDraft], links: Sequence[LinkDraft]) -> None:
    version.activities.all().delete()
    version.links.all().delete()
    rows = Activity.objects.bulk_create(
        Activity(version=version, order=order, **{name: getattr(draft, name) for name in _PLAIN})
        for order, draft in enumerate(activities)
    )
    partners = Activity.partners.through
    partners.objects.bulk_create(
        partners(activity_id=row.pk, unit_id=unit)
        for row, draft in zip(rows, activities, strict=True)
        for unit in dict.fromkeys(draft.partner_ids)
    )
    Link.objects.bulk_create(
        Link(
            version=version, predecessor=one.predecessor, successor=one.successor, type=one.type, lag=one.lag
        )
        for one in links
    )
    gone = ScheduledActivity.objects.filter(version=version).exclude(key__in=[row.key for row in activities])
    gone.delete()


def _schedule_draft(plan: Plan, version: Version, network: set[int], now: datetime) -> None:
    """Store the draft's dates; while nothing is agreed they are the plan's, and the whole network follows."""
    try:
        if plan.baseline_id is None:
            recompute(network, now, touched=[plan.pk])
        else:
            store_beside_baseline(load(network, clock.today(now), {plan.pk: version.pk}), plan.pk)
    except DomainError as error:
        raise Invalid({"links": error}) from None


def store_beside_baseline(loaded: Loaded, plan_id: int) -> None:
    """The dates of a version that is not (yet) the plan's current one."""
    one = loaded.plans[plan_id]
    store_versions([(one, compute_or_refuse(loaded)[plan_id])])


def store_versions(scheduled: Iterable[tuple[LoadedPlan, PlanDates]]) -> None:
    """The dates of versions without a light: those of their activities are grey."""
    new: list[Row] = []
    changed: list[Row] = []
    for one, found in scheduled:
        for row in changed_rows(one, found, dict.fromkeys(found.dates, Colour.GREY)):
            (changed if row[1] in one.stored else new).append(row)
    write_dates(new, changed)
