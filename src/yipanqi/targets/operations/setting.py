"""Setting the year: its goal tree, its targets and their trajectories, while nothing is fixed yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.targets.models import (
    Cycle,
    Goal,
    GoalKind,
    Measure,
    Operator,
    PastValue,
    Target,
    TargetKind,
    TrajectoryKind,
    TrajectoryPoint,
    Year,
)
from yipanqi.targets.operations.access import claim_target, target_for, year_for
from yipanqi.targets.operations.recomputing import recompute
from yipanqi.targets.queries.pure import promise_of
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.sources import MANUAL, find_source
from yipanqi.targets.trajectory import Point, points_by_history
from yipanqi.targets.transitions import YearStatus

SETTABLE = (YearStatus.DRAFT, YearStatus.COMMENTS)
FIELDS = (
    "goal_id",
    "name",
    "op",
    "value",
    "unit",
    "measure",
    "approx",
    "base",
    "due",
    "due_explicit",
    "lead_id",
    "leader_id",
    "cycle",
    "source",
    "standard",
    "order",
)
"""What `alter_target` may change while the year is being set."""


@dataclass(frozen=True)
class TargetDraft:
    """A target to be created: an indicator needs measure and, by the fixing, a figure; a milestone a date.

    An empty `key` is made up; `order` places it among the targets of its goal.
    """

    goal_id: int
    key: str
    kind: str
    name: str
    op: str = ""
    value: Decimal | None = None
    unit: str = ""
    measure: str = ""
    approx: bool = False
    base: Decimal | None = None
    due: date | None = None
    due_explicit: bool = True
    lead_id: int | None = None
    partner_ids: tuple[int, ...] = ()
    leader_id: int | None = None
    cycle: str = Cycle.MONTHLY
    source: str = MANUAL
    standard: str = ""
    order: int = 0


@transaction.atomic
def create_goal(
    *,
    actor: Actor,
    year_id: int,
    kind: str,
    name: str,
    now: datetime,
    key: str = "",
    parent_id: int | None = None,
    short_name: str = "",
    horizon: int | None = None,
    order: int = 0,
) -> Goal:
    """A node of the goal tree under `parent_id`; `horizon` is the year the goal looks to; an empty `key` is made up."""
    year = settable_year(actor, year_id)
    key = key or f"g{uuid4().hex[:12]}"
    if kind not in GoalKind.values:
        raise Invalid({"kind": "input.not_a_choice"})
    if parent_id and not Goal.objects.filter(pk=parent_id, year=year).exists():
        raise Invalid({"parent": "targets.goal_of_other_year"})
    if Goal.objects.filter(year=year, key=key).exists():
        raise Invalid({"key": DomainError("targets.key_exists", key=key)})
    goal = Goal.objects.create(
        year=year,
        parent_id=parent_id,
        kind=kind,
        key=key,
        name=name,
        short_name=short_name,
        horizon=horizon,
        order=order,
    )
    record(actor=actor, action=TargetAction.SET_YEAR, subject=goal, now=now, changes={"created": name})
    return goal


def settable_year(actor: Actor, year_id: int) -> Year:
    """The year, while it can still be set by `actor`."""
    year = year_for(actor, TargetAction.SET_YEAR, year_id)
    if year.status not in SETTABLE:
        raise DomainError("targets.year_is_fixed", year=year.number)
    return year


@transaction.atomic
def create_target(*, actor: Actor, year_id: int, draft: TargetDraft, now: datetime) -> Target:
    """A new target of a year that is being set."""
    year = settable_year(actor, year_id)
    return add_target(actor, year, draft, now)


def add_target(actor: Actor, year: Year, draft: TargetDraft, now: datetime) -> Target:
    """The row, checked and recorded, inside the caller's transaction."""
    values = {name: getattr(draft, name) for name in (*FIELDS, "kind")}
    _check(year, draft.kind, values)
    values["key"] = draft.key or f"t{uuid4().hex[:12]}"
    if Target.objects.filter(year=year, key=values["key"]).exists():
        raise Invalid({"key": DomainError("targets.key_exists", key=draft.key)})
    if draft.kind == TargetKind.INDICATOR:
        values["op"] = draft.op or Operator.AT_LEAST
    target = Target.objects.create(year=year, **values)
    place_partners(target, draft.partner_ids)
    record(
        actor=actor,
        action=TargetAction.ALTER_TARGET,
        subject=target,
        now=now,
        changes={"created": _told(values, FIELDS)},
    )
    return target


@transaction.atomic
def alter_target(
    *,
    actor: Actor,
    target_id: int,
    changes: Mapping[str, Any],
    now: datetime,
    version: int | None = None,
    partner_ids: Collection[int] | None = None,
) -> Target:
    """Change fields (of FIELDS) of a target while its year is being set; after the fixing use `change_target`."""
    target = target_for(actor, TargetAction.ALTER_TARGET, target_id)
    settable_year(actor, target.year_id)
    unknown = set(changes) - set(FIELDS)
    if unknown:
        raise ValueError(f"not alterable: {', '.join(sorted(unknown))}")
    claim_target(target, version)
    return write_target(actor, target, changes, now, partner_ids=partner_ids)


def write_target(
    actor: Actor,
    target: Target,
    changes: Mapping[str, Any],
    now: datetime,
    *,
    partner_ids: Collection[int] | None = None,
) -> Target:
    """Set checked fields of a claimed target and record what differs."""
    before = {name: getattr(target, name) for name in changes}
    values = {name: getattr(target, name) for name in FIELDS} | dict(changes)
    _check(target.year, target.kind, values)
    for name, value in changes.items():
        setattr(target, name, value)
    target.save(update_fields=[name.removesuffix("_id") for name in changes] or ["version"])
    told = {name: [str(before[name]), str(value)] for name, value in changes.items() if before[name] != value}
    if partner_ids is not None:
        place_partners(target, partner_ids)
        told["partners"] = ["", ",".join(map(str, sorted(partner_ids)))]
    record(actor=actor, action=TargetAction.ALTER_TARGET, subject=target, now=now, changes=told)
    return target


def place_partners(target: Target, unit_ids: Collection[int]) -> None:
    """Exactly these units are partners; two queries."""
    links = Target.partners.through
    links.objects.filter(target=target).delete()
    links.objects.bulk_create(links(target_id=target.pk, unit_id=unit_id) for unit_id in unit_ids)


def _told(values: Mapping[str, Any], names: Collection[str]) -> dict[str, str]:
    """Set fields as text for the record."""
    return {name: str(values[name]) for name in names if values.get(name) not in (None, "", False)}


def _check(year: Year, kind: str, values: Mapping[str, Any]) -> None:
    """Invalid by field when a target does not fit its kind and year."""
    wrong: dict[str, DomainError | str] = {}
    if kind not in TargetKind.values:
        wrong["kind"] = "input.not_a_choice"
    if not str(values["name"]).strip():
        wrong["name"] = "input.required"
    if kind == TargetKind.INDICATOR:
        if values["measure"] not in Measure.values:
            wrong["measure"] = "input.required"
        if values["op"] and values["op"] not in Operator.values:
            wrong["op"] = "input.not_a_choice"
    if values["due"] and values["due"] < date(year.number, 1, 1):
        wrong["due"] = DomainError("targets.due_before_year", year=year.number)
    if values["source"] and find_source(values["source"]) is None:
        wrong["source"] = DomainError("targets.source_unknown", source=values["source"])
    if not Goal.objects.filter(pk=values["goal_id"], year=year).exists():
        wrong["goal"] = "targets.goal_of_other_year"
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def remove_target(*, actor: Actor, target_id: int, now: datetime) -> None:
    """Take a target out of a year that is being set; a fixed one is dropped by decision instead."""
    target = target_for(actor, TargetAction.ALTER_TARGET, target_id)
    settable_year(actor, target.year_id)
    record(
        actor=actor,
        action=TargetAction.ALTER_TARGET,
        subject=target,
        now=now,
        changes={"removed": target.key},
    )
    target.delete()


@transaction.atomic
def set_trajectory(
    *,
    actor: Actor,
    target_id: int,
    kind: str,
    now: datetime,
    points: Mapping[date, Decimal] | None = None,
    past: Mapping[date, Decimal] | None = None,
) -> Target:
    """How the value expected by a day is found; open to the office at any time before the year is closed.

    `points` are values expected at the ends of days, for `typed`; `past` are last year's values to date, from
    which `history` makes the points. After the fixing this is recorded like every other act.
    """
    target = target_for(actor, TargetAction.ALTER_TARGET, target_id)
    if target.kind != TargetKind.INDICATOR:
        raise DomainError("targets.not_an_indicator", target=str(target))
    if kind not in TrajectoryKind.values:
        raise Invalid({"trajectory": "input.not_a_choice"})
    claim_target(target, None)
    if past is not None:
        _replace_past(target, past)
    target.trajectory = kind
    target.save(update_fields=["trajectory"])
    made = _points(target, kind, points or {})
    _replace_points(target, made)
    told = {"trajectory": kind, "points": {day.isoformat(): str(value) for day, value in made.items()}}
    record(actor=actor, action=TargetAction.ALTER_TARGET, subject=target, now=now, changes=told)
    recompute([target.pk], now)
    return target


def _points(target: Target, kind: str, typed: Mapping[date, Decimal]) -> dict[date, Decimal]:
    """The points that the trajectory runs through; Invalid when it has none to run through."""
    if kind == TrajectoryKind.EVEN:
        return {}
    if kind == TrajectoryKind.HISTORY:
        past = [Point(row.day, row.value) for row in PastValue.objects.filter(target=target)]
        found = {
            point.day: round(point.value, 4) for point in points_by_history(promise_of(target, ()), past)
        }
    else:
        found = dict(typed)
    if not found:
        raise Invalid({"points": "targets.trajectory_without_points"})
    return found


def _replace_past(target: Target, values: Mapping[date, Decimal]) -> None:
    PastValue.objects.filter(target=target).delete()
    PastValue.objects.bulk_create(
        PastValue(target=target, day=day, value=value) for day, value in values.items()
    )


def _replace_points(target: Target, values: Mapping[date, Decimal]) -> None:
    TrajectoryPoint.objects.filter(target=target).delete()
    TrajectoryPoint.objects.bulk_create(
        TrajectoryPoint(target=target, day=day, value=value) for day, value in values.items()
    )
