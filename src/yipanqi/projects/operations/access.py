"""How every operation of the room begins: the row, if the actor may know of it; the right; the lock."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from django.db.models import F

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404, within
from yipanqi.foundation.errors import DomainError, LostRace, NotAllowed, NotFound
from yipanqi.projects.models import Contribution, Project
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.sources import KEYS
from yipanqi.targets.models import Target, Year
from yipanqi.targets.operations import recompute
from yipanqi.targets.transitions import YearStatus


def project_for(actor: Actor, action: StrEnum, project_id: int) -> Project:
    """The project on which `actor` may do `action`; NotFound or NotAllowed otherwise, and not in a closed year."""
    rows = Project.objects.select_related("year", "lead", "leader")
    project = fetch_or_404(actor, ProjectAction.VIEW, rows, pk=project_id)
    demand(actor, action, project)
    guard_year(project.year)
    return project


def guard_year(year: Year) -> None:
    """A closed year stays as it was."""
    if year.status == YearStatus.CLOSED:
        raise DomainError("targets.year_closed", year=year.number)


def claim_project(project: Project, version: int | None) -> None:
    """Take the next version of the row for this transaction; LostRace when it is not at `version` any more.

    The update holds the row (or the database) until the transaction ends, so what follows runs alone.
    """
    seen = project.version if version is None else version
    won = Project.objects.filter(pk=project.pk, version=seen).update(version=seen + 1)
    if not won:
        raise LostRace(project=str(project))
    project.version = seen + 1


def claim_projects(actor: Actor, action: StrEnum, project_ids: Collection[int]) -> dict[int, Project]:
    """Many projects at once, locked in one update: all of them or none."""
    rows = Project.objects.filter(pk__in=project_ids)
    readable = within(actor, ProjectAction.VIEW, rows).count()
    if readable != len(set(project_ids)):
        raise NotFound()
    if within(actor, action, rows).count() != readable:
        raise NotAllowed(action=str(action))
    rows.update(version=F("version") + 1)
    projects = {project.pk: project for project in rows.select_related("year", "lead", "leader")}
    for year in {project.year_id: project.year for project in projects.values()}.values():
        guard_year(year)
    return projects


def targets_of(project_ids: Collection[int]) -> tuple[int, ...]:
    """Ids of the targets that these projects contribute to. One query."""
    rows = Contribution.objects.filter(project__in=project_ids).order_by("target_id")
    return tuple(rows.values_list("target_id", flat=True).distinct())


def feed_targets(target_ids: Collection[int], now: datetime) -> None:
    """Count those of the targets anew that this room is the source of."""
    fed = Target.objects.filter(pk__in=target_ids, source__in=KEYS)
    recompute(list(fed.values_list("pk", flat=True)), now)
