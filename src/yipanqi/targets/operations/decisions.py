"""After the fixing: a target changes only by a decision with a reason, and nothing is overwritten in silence."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.org.models import Post, Unit
from yipanqi.targets.models import Change, Target, TargetKind
from yipanqi.targets.operations.access import claim_target, target_for
from yipanqi.targets.operations.recomputing import recompute
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.transitions import TARGETS, YearStatus

CHANGEABLE = ("name", "op", "value", "unit", "due", "lead_id", "leader_id", "standard", "cycle")


@transaction.atomic
def change_target(
    *,
    actor: Actor,
    target_id: int,
    changes: Mapping[str, Any],
    decision: str,
    reason: str,
    now: datetime,
    extension: bool = False,
    version: int | None = None,
) -> Target:
    """Change fields (of CHANGEABLE) of a fixed target; old and new values are kept with decision and reason.

    A later date counts only when it is an approved `extension`; otherwise the target is scored on its old one.
    """
    target = target_for(actor, TargetAction.CHANGE_TARGET, target_id)
    _guard_change(target, changes, decision, reason)
    claim_target(target, version)
    differing = {name: value for name, value in changes.items() if getattr(target, name) != value}
    for name, value in differing.items():
        _keep(actor, target, name, value, decision, reason, now, extension=extension)
        setattr(target, name, value)
    if "due" in differing:
        target.counts_on = _counts_on(target, differing["due"], extension=extension)
    target.save(update_fields=[*(name.removesuffix("_id") for name in differing), "counts_on"])
    recompute([target.pk], now)
    return Target.objects.get(pk=target.pk)


def _guard_change(target: Target, changes: Mapping[str, Any], decision: str, reason: str) -> None:
    if target.year.status != YearStatus.FIXED:
        raise DomainError("targets.year_not_fixed", year=target.year.number)
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"not changeable: {', '.join(sorted(unknown))}")
    wrong: dict[str, DomainError | str] = {}
    if not decision.strip():
        wrong["decision"] = "input.required"
    if not reason.strip():
        wrong["reason"] = "input.reason_needed"
    for name in ("name", "lead_id"):
        if name in changes and not changes[name]:
            wrong[name.removesuffix("_id")] = "input.required"
    if target.kind == TargetKind.INDICATOR and "value" in changes and changes["value"] is None:
        wrong["value"] = "input.required"
    if target.kind != TargetKind.STANDING and "due" in changes and changes["due"] is None:
        wrong["due"] = "input.required"
    if all(getattr(target, name) == value for name, value in changes.items()):
        wrong.setdefault("changes", "targets.nothing_changed")
    if wrong:
        raise Invalid(wrong)


def _keep(
    actor: Actor,
    target: Target,
    name: str,
    value: Any,
    decision: str,
    reason: str,
    now: datetime,
    *,
    extension: bool,
) -> None:
    """One Change row and one audit event for one field."""
    before, after = _shown(name, getattr(target, name)), _shown(name, value)
    Change.objects.create(
        target=target,
        field=name.removesuffix("_id"),
        extension=extension and name == "due",
        before=before,
        after=after,
        decision=decision.strip(),
        reason=reason.strip(),
        author_label=actor.label,
        at=now,
    )
    told = {"field": name, "before": before, "after": after, "decision": decision.strip()}
    record(
        actor=actor,
        action=TargetAction.CHANGE_TARGET,
        subject=target,
        now=now,
        note=reason.strip(),
        changes=told,
    )


def _shown(name: str, value: Any) -> str:
    """A value as the list of changes shows it: units and posts by name."""
    if value is None:
        return ""
    if name == "lead_id":
        return str(Unit.objects.get(pk=value))
    if name == "leader_id":
        return str(Post.objects.get(pk=value))
    return str(value)


def _counts_on(target: Target, due: date, *, extension: bool) -> date:
    """The date to be scored on: an earlier date always, a later one only by extension."""
    kept = target.counts_on or due
    return due if extension else min(kept, due)


@transaction.atomic
def drop_target(
    *, actor: Actor, target_id: int, decision: str, reason: str, now: datetime, version: int | None = None
) -> Target:
    """Take a fixed target out of force by decision; it stays in the list of dropped ones."""
    target = target_for(actor, TargetAction.DROP, target_id)
    move = TARGETS.guard(target.status, "drop", note=reason)
    if not decision.strip():
        raise Invalid({"decision": "input.required"})
    claim_target(target, version)
    Change.objects.create(
        target=target,
        field="status",
        before=target.status,
        after=move.target,
        decision=decision.strip(),
        reason=reason.strip(),
        author_label=actor.label,
        at=now,
    )
    target.status = move.target
    target.save(update_fields=["status"])
    record(actor=actor, action=TargetAction.DROP, subject=target, now=now, note=reason.strip())
    return target


@transaction.atomic
def reopen_target(
    *, actor: Actor, target_id: int, reason: str, now: datetime, version: int | None = None
) -> Target:
    """A target was reported done and is not: back in force, with a reason."""
    target = target_for(actor, TargetAction.REOPEN, target_id)
    move = TARGETS.guard(target.status, "reopen", note=reason)
    claim_target(target, version)
    target.status, target.done_on = move.target, None
    target.save(update_fields=["status", "done_on"])
    record(actor=actor, action=TargetAction.REOPEN, subject=target, now=now, note=reason.strip())
    recompute([target.pk], now)
    return Target.objects.get(pk=target.pk)
