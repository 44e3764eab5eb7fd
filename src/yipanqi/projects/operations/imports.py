"""A list of projects becomes projects: all of its rows, or none."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404
from yipanqi.audit.operations import record
from yipanqi.exchange.tables import Sheet
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.projects.drafts import ProjectDraft
from yipanqi.projects.models import Project
from yipanqi.projects.operations.access import claim_project, feed_targets, guard_year, targets_of
from yipanqi.projects.operations.recomputing import recompute_projects
from yipanqi.projects.operations.setting import add_project, write_project
from yipanqi.projects.queries.imports import PreviewLine, preview_projects
from yipanqi.projects.roster import RosterEntry
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.transitions import Stage
from yipanqi.targets.models import Year
from yipanqi.targets.queries import Effect
from yipanqi.targets.rules import TargetAction


@dataclass(frozen=True)
class Imported:
    """How many projects a table added and changed."""

    added: int
    changed: int


@transaction.atomic
def import_projects(*, actor: Actor, year_id: int, sheet: Sheet, now: datetime) -> Imported:
    """Import a table into a year; lights are computed once.

    Refuses with `projects.import_has_faults` while any row has one: nothing is half saved. Projects that the table
    does not name stay as they are, stages of existing ones too. Importing it again changes nothing.
    """
    year = fetch_or_404(actor, TargetAction.VIEW, Year.objects.all(), pk=year_id)
    demand(actor, ProjectAction.CREATE)
    guard_year(year)
    preview = preview_projects(actor, year_id, sheet)
    if preview.refused:
        raise DomainError("projects.import_has_faults", count=preview.refused)
    there = Project.objects.in_bulk([line.project_id for line in preview.lines if line.project_id])
    touched = [_apply(actor, year, line, there, now) for line in preview.lines if line.effect != Effect.SAME]
    made = Imported(preview.count(Effect.ADDED), preview.count(Effect.CHANGED))
    changes = {"added": made.added, "changed": made.changed, "sheet": sheet.name}
    record(actor=actor, action=ProjectAction.CREATE, subject=year, now=now, changes=changes)
    recompute_projects(touched, now)
    feed_targets(targets_of(touched), now)
    return made


def _apply(actor: Actor, year: Year, line: PreviewLine, there: dict[int, Project], now: datetime) -> int:
    """The project that the row made or changed."""
    entry = line.entry
    try:
        if line.project_id is None:
            return add_project(actor, year, _draft(entry, year, clock.today(now)), now).pk
        project = there[line.project_id]
        claim_project(project, None)
        partners = {"partner_ids": entry.partner_ids} if entry.partner_ids else {}
        write_project(actor, project, {**entry.values, **partners}, now)
        return project.pk
    except Invalid as error:
        raise DomainError("projects.row_refused", row=entry.row) from error


def _draft(entry: RosterEntry, year: Year, today: date) -> ProjectDraft:
    """A row as a draft; a stage whose day is not told stood when the year began."""
    since = entry.since or min(today, date(year.number, 1, 1))
    return ProjectDraft(
        **entry.values,
        code=entry.code,
        stage=entry.stage or Stage.TALKS,
        stage_since=since,
        partner_ids=entry.partner_ids,
        order=entry.row,
    )
