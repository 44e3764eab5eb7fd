"""What others owe a project, what a project brings to targets, and the talks with the firm behind it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, within
from yipanqi.audit.operations import record
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotFound
from yipanqi.org.models import Unit
from yipanqi.projects.models import (
    Contribution,
    ContributionKind,
    Guarantee,
    GuaranteeKind,
    Project,
    Visit,
)
from yipanqi.projects.operations.access import claim_project, feed_targets, guard_year, project_for
from yipanqi.projects.operations.investment_checks import UNIT
from yipanqi.projects.operations.recomputing import recompute_projects
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.sources import RANK
from yipanqi.targets.models import Target, TargetKind


@transaction.atomic
def add_guarantee(
    *, actor: Actor, project_id: int, kind: str, text: str, owner_id: int, due: date, now: datetime
) -> Guarantee:
    """One thing that the unit `owner_id` owes the project by `due`."""
    project = project_for(actor, ProjectAction.ADD_GUARANTEE, project_id)
    wrong: dict[str, DomainError | str] = {}
    if kind not in GuaranteeKind.values:
        wrong["kind"] = "input.not_a_choice"
    if not text.strip():
        wrong["text"] = "input.required"
    if not Unit.objects.filter(pk=owner_id).exists():
        wrong["owner"] = "input.not_a_choice"
    if wrong:
        raise Invalid(wrong)
    owed = Guarantee.objects.create(project=project, kind=kind, text=text.strip(), owner_id=owner_id, due=due)
    changes = {"text": owed.text, "unit": str(owed.owner), "due": due}
    record(actor=actor, action=ProjectAction.ADD_GUARANTEE, subject=project, now=now, changes=changes)
    recompute_projects([project.pk], now)
    return owed


@transaction.atomic
def settle_guarantee(
    *, actor: Actor, guarantee_id: int, done_on: date, result: str, now: datetime
) -> Guarantee:
    """The owner has given it, on a day and with a result; once."""
    owed = guarantee_for(actor, guarantee_id)
    guard_year(owed.project.year)
    if done_on > clock.today(now):
        raise Invalid({"done_on": DomainError("targets.done_in_future", day=done_on)})
    if not result.strip():
        raise Invalid({"result": "targets.completion_needs_basis"})
    won = Guarantee.objects.filter(pk=owed.pk, done_on__isnull=True).update(
        done_on=done_on, result=result.strip(), settled_at=now, settled_by=actor.label
    )
    if not won:
        raise LostRace(guarantee=owed.text)
    changes = {"text": owed.text, "done_on": done_on}
    record(
        actor=actor,
        action=ProjectAction.SETTLE_GUARANTEE,
        subject=owed.project,
        now=now,
        note=result.strip(),
        changes=changes,
    )
    recompute_projects([owed.project_id], now)
    owed.refresh_from_db()
    return owed


def guarantee_for(actor: Actor, guarantee_id: int) -> Guarantee:
    """The guarantee that `actor` may settle; NotFound or NotAllowed otherwise."""
    rows = Guarantee.objects.select_related("project__year", "owner")
    owed = rows.filter(pk=guarantee_id).first()
    if owed is None or not within(actor, ProjectAction.VIEW, Project.objects.filter(pk=owed.project_id)):
        raise NotFound()
    demand(actor, ProjectAction.SETTLE_GUARANTEE, owed)
    return owed


@transaction.atomic
def add_contribution(
    *,
    actor: Actor,
    project_id: int,
    target_id: int,
    kind: str,
    stage: str = "",
    amount: Decimal | None = None,
    now: datetime,
) -> Contribution:
    """What the project brings to a target: its investment, or an amount or one project once `stage` is reached."""
    project = project_for(actor, ProjectAction.ADD_CONTRIBUTION, project_id)
    target = Target.objects.filter(pk=target_id, year=project.year_id).first()
    _check_contribution(target, kind, stage, amount)
    try:
        with transaction.atomic():
            row = Contribution.objects.create(
                project=project,
                target_id=target_id,
                kind=kind,
                stage="" if kind == ContributionKind.INVESTMENT else stage,
                amount=amount if kind == ContributionKind.AMOUNT else None,
            )
    except IntegrityError:
        raise Invalid({"target": DomainError("projects.contributes_already", target=str(target))}) from None
    changes = {"target": str(target), "kind": kind, "stage": row.stage, "amount": str(row.amount or "")}
    record(actor=actor, action=ProjectAction.ADD_CONTRIBUTION, subject=project, now=now, changes=changes)
    feed_targets([target_id], now)
    return row


def _check_contribution(target: Target | None, kind: str, stage: str, amount: Decimal | None) -> None:
    wrong: dict[str, DomainError | str] = {}
    if target is None or target.kind != TargetKind.INDICATOR:
        wrong["target"] = "input.not_a_choice"
    elif kind == ContributionKind.INVESTMENT and target.unit != UNIT:
        wrong["target"] = DomainError("projects.target_in_other_unit", unit=target.unit or "—", needed=UNIT)
    if kind not in ContributionKind.values:
        wrong["kind"] = "input.not_a_choice"
    elif kind != ContributionKind.INVESTMENT and stage not in RANK:
        wrong["stage"] = "input.required"
    if kind == ContributionKind.AMOUNT and amount is None:
        wrong["amount"] = "input.required"
    elif amount is not None and amount < 0:
        wrong["amount"] = DomainError("targets.negative", value=amount)
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def remove_contribution(*, actor: Actor, contribution_id: int, now: datetime) -> None:
    """The project brings this to the target no more."""
    rows = Contribution.objects.select_related("project__year", "target")
    row = rows.filter(pk=contribution_id).first()
    if row is None:
        raise NotFound()
    project = project_for(actor, ProjectAction.REMOVE_CONTRIBUTION, row.project_id)
    gone, _counts = Contribution.objects.filter(pk=row.pk).delete()
    if not gone:
        raise LostRace(contribution=row.pk)
    changes = {
        "target": str(row.target),
        "kind": row.kind,
        "stage": row.stage,
        "amount": str(row.amount or ""),
    }
    record(actor=actor, action=ProjectAction.REMOVE_CONTRIBUTION, subject=project, now=now, changes=changes)
    feed_targets([row.target_id], now)


@transaction.atomic
def record_visit(
    *,
    actor: Actor,
    project_id: int,
    on: date,
    text: str,
    next_step: str = "",
    version: int | None = None,
    now: datetime,
) -> Visit:
    """A talk with the firm behind a lead, and what is next."""
    project = project_for(actor, ProjectAction.RECORD_VISIT, project_id)
    if on > clock.today(now):
        raise Invalid({"on": DomainError("targets.done_in_future", day=on)})
    if not text.strip():
        raise Invalid({"text": "input.required"})
    claim_project(project, version)
    visit = Visit.objects.create(project=project, on=on, text=text.strip(), author_label=actor.label, at=now)
    Project.objects.filter(pk=project.pk).update(next_step=next_step.strip())
    changes = {"on": on, "next_step": next_step.strip()}
    record(
        actor=actor,
        action=ProjectAction.RECORD_VISIT,
        subject=project,
        now=now,
        note=visit.text,
        changes=changes,
    )
    recompute_projects([project.pk], now)
    return visit
