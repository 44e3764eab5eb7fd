"""The project office makes projects and alters them; the record keeps what was before."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.audit.operations import record
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.org.models import Post, Unit
from yipanqi.projects.drafts import ProjectDraft
from yipanqi.projects.models import Project, ProjectKind, Sector, StageEvent
from yipanqi.projects.operations.access import (
    claim_project,
    feed_targets,
    guard_year,
    project_for,
    targets_of,
)
from yipanqi.projects.operations.recomputing import recompute_projects
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.transitions import Stage
from yipanqi.targets.models import Year
from yipanqi.targets.rules import TargetAction

ALTERABLE = (
    "name",
    "sector",
    "kind",
    "is_major",
    "firm",
    "chain_link",
    "next_step",
    "place",
    "total_investment",
    "year_investment",
    "due",
    "leader_id",
    "lead_id",
    "illustrative",
    "order",
)
LARGEST = Decimal(10) ** 9


@transaction.atomic
def create_project(*, actor: Actor, year_id: int, draft: ProjectDraft, now: datetime) -> Project:
    """A new project of a year that is not closed, with its first stage; its light is computed."""
    year = fetch_or_404(actor, TargetAction.VIEW, Year.objects.all(), pk=year_id)
    demand(actor, ProjectAction.CREATE)
    guard_year(year)
    project = add_project(actor, year, draft, now)
    recompute_projects([project.pk], now)
    project.refresh_from_db()
    return project


def add_project(actor: Actor, year: Year, draft: ProjectDraft, now: datetime) -> Project:
    """The row with its first stage, checked and recorded, inside the caller's transaction; no light yet."""
    since = draft.stage_since or clock.today(now)
    values = {name: getattr(draft, name) for name in ALTERABLE}
    wrong = _faults(values) | _stage_faults(draft.stage, since, clock.today(now))
    code = draft.code.strip() or f"p{uuid4().hex[:10]}"
    if Project.objects.filter(year=year, code=code).exists():
        wrong["code"] = DomainError("projects.code_exists", text=code)
    if wrong:
        raise Invalid(wrong)
    project = Project.objects.create(
        year=year, code=code, stage=draft.stage, stage_since=since, created_at=now, **values
    )
    place_partners(project, draft.partner_ids)
    StageEvent.objects.create(project=project, after=draft.stage, on=since, author_label=actor.label, at=now)
    changes = {"created": project.name, "code": code, "stage": draft.stage}
    record(actor=actor, action=ProjectAction.CREATE, subject=project, now=now, changes=changes)
    return project


def _stage_faults(stage: str, since: date, today: date) -> dict[str, DomainError | str]:
    if stage not in set(Stage):
        return {"stage": "input.not_a_choice"}
    return {"stage_since": DomainError("targets.done_in_future", day=since)} if since > today else {}


def _faults(values: Mapping[str, Any]) -> dict[str, DomainError | str]:
    """What is wrong, by field."""
    wrong: dict[str, DomainError | str] = {}
    if not str(values["name"]).strip():
        wrong["name"] = "input.required"
    if values["sector"] not in Sector.values:
        wrong["sector"] = "input.not_a_choice"
    if values["kind"] not in ProjectKind.values:
        wrong["kind"] = "input.not_a_choice"
    for name in ("total_investment", "year_investment"):
        if values[name] is not None and not 0 <= values[name] < LARGEST:
            wrong[name] = DomainError("targets.negative", value=values[name])
    total, year = values["total_investment"], values["year_investment"]
    if total is not None and year is not None and year > total and not wrong:
        wrong["year_investment"] = DomainError("projects.year_over_total", year=year, total=total)
    if not Unit.objects.filter(pk=values["lead_id"]).exists():
        wrong["lead"] = "input.not_a_choice"
    if values["leader_id"] and not Post.objects.filter(pk=values["leader_id"]).exists():
        wrong["leader"] = "input.not_a_choice"
    return wrong


def place_partners(project: Project, unit_ids: Collection[int]) -> None:
    """Exactly these units are partners; two queries."""
    links = Project.partners.through
    links.objects.filter(project=project).delete()
    links.objects.bulk_create(
        links(project_id=project.pk, unit_id=unit_id)
        for unit_id in dict.fromkeys(unit_ids)
        if unit_id != project.lead_id
    )


@transaction.atomic
def alter_project(
    *,
    actor: Actor,
    project_id: int,
    changes: Mapping[str, object],
    version: int | None = None,
    now: datetime,
) -> Project:
    """Change fields (of ALTERABLE, and `partner_ids`); old and new values stand in the record."""
    project = project_for(actor, ProjectAction.ALTER, project_id)
    claim_project(project, version)
    write_project(actor, project, changes, now)
    recompute_projects([project.pk], now)
    feed_targets(targets_of([project.pk]), now)
    project.refresh_from_db()
    return project


def write_project(actor: Actor, project: Project, changes: Mapping[str, object], now: datetime) -> None:
    """Set checked fields of a claimed project and record what differs."""
    fields: dict[str, Any] = dict(changes)
    partners = fields.pop("partner_ids", None)
    if unknown := set(fields) - set(ALTERABLE):
        raise ValueError(f"not alterable: {', '.join(sorted(unknown))}")
    if wrong := _faults({name: getattr(project, name) for name in ALTERABLE} | fields):
        raise Invalid(wrong)
    told = {
        name: [str(getattr(project, name)), str(value)]
        for name, value in fields.items()
        if getattr(project, name) != value
    }
    for name, value in fields.items():
        setattr(project, name, value)
    project.save(update_fields=[name.removesuffix("_id") for name in fields] or ["version"])
    if partners is not None:
        place_partners(project, partners)
        told["partners"] = ["", ",".join(map(str, sorted(partners)))]
    record(actor=actor, action=ProjectAction.ALTER, subject=project, now=now, changes=told)
