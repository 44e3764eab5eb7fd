"""A unit is succeeded: the projects it leads, its partnerships and what it owes move in one operation."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.org.models import Unit
from yipanqi.projects.models import Guarantee, Project
from yipanqi.projects.operations.recomputing import recompute_projects
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.transitions import Stage
from yipanqi.targets.transitions import YearStatus


@transaction.atomic
def hand_over(*, actor: Actor, from_unit: int, to_unit: int, now: datetime) -> int:
    """Move lead, partnership and open guarantees of living projects from one unit (id) to another.

    Called through the wiring as SYSTEM when a unit is succeeded. Returns the number of led projects that moved;
    calling it again moves nothing.
    """
    demand(actor, ProjectAction.HAND_OVER)
    units = Unit.objects.in_bulk([from_unit, to_unit])
    old, new = units[from_unit], units[to_unit]
    living = Project.objects.exclude(year__status=YearStatus.CLOSED).exclude(stage=Stage.GIVEN_UP)
    led = list(living.filter(lead=old))
    living.filter(lead=old).update(lead=new, version=F("version") + 1)
    owed = Guarantee.objects.filter(owner=old, done_on__isnull=True, project__in=living)
    touched = {project.pk for project in led} | set(owed.values_list("project_id", flat=True))
    owed.update(owner=new)
    _move_partnership([project.pk for project in living.filter(partners=old)], old, new)
    for project in led:
        changes = {"before": str(old), "after": str(new)}
        record(actor=actor, action=ProjectAction.HAND_OVER, subject=project, now=now, changes=changes)
    recompute_projects(sorted(touched), now)
    return len(led)


def _move_partnership(project_ids: list[int], old: Unit, new: Unit) -> None:
    """The new unit takes the old one's place, unless it leads or is there already."""
    links = Project.partners.through
    there = set(links.objects.filter(project__in=project_ids, unit=new).values_list("project", flat=True))
    led = set(Project.objects.filter(lead=new).values_list("pk", flat=True))
    links.objects.filter(project__in=project_ids, unit=old).delete()
    links.objects.bulk_create(
        links(project_id=pk, unit_id=new.pk) for pk in project_ids if pk not in there and pk not in led
    )
    links.objects.filter(project__in=led, unit=new).delete()
