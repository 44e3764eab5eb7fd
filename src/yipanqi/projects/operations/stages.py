"""A project takes another stage on a day, with its proof: one winner, one event."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.audit.operations import record
from yipanqi.files.operations import add_attachment
from yipanqi.foundation import clock, events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotFound
from yipanqi.foundation.transitions import Move
from yipanqi.projects.events import ProjectMoved
from yipanqi.projects.models import Project, StageEvent
from yipanqi.projects.operations.access import feed_targets, project_for, targets_of
from yipanqi.projects.operations.recomputing import recompute_projects
from yipanqi.projects.rules import ProjectAction
from yipanqi.projects.transitions import STAGES, Stage
from yipanqi.targets.operations import NewFile
from yipanqi.targets.operations.fact_checks import usable_evidence

NEEDS_BASIS = frozenset({"complete", "reach_capacity"})
"""Moves that say by what they are shown: a few words or a file."""


@transaction.atomic
def move_stage(
    *,
    actor: Actor,
    project_id: int,
    move: str,
    on: date,
    note: str = "",
    evidence_ids: Collection[int] = (),
    files: Collection[NewFile] = (),
    version: int | None = None,
    now: datetime,
) -> Project:
    """Take the move on the day `on`. LostRace when somebody else has moved it meanwhile; nothing is half done."""
    if move not in {one.name for one in STAGES.moves}:
        raise NotFound()
    project = project_for(actor, ProjectAction(f"projects.{move}"), project_id)
    step = STAGES.guard(project.stage, move, note=note)
    _guard(project, move, on, clock.today(now), has_basis=bool(note.strip() or evidence_ids or files))
    before = Stage(project.stage)
    _take(project, step, on, project.version if version is None else version)
    event = StageEvent.objects.create(
        project=project,
        before=before,
        after=step.target,
        on=on,
        note=note.strip(),
        author_label=actor.label,
        at=now,
    )
    _prove(actor, project, event, evidence_ids, files, now)
    changes = {"before": before.value, "after": step.target.value, "on": on}
    action = ProjectAction(f"projects.{move}")
    record(actor=actor, action=action, subject=project, now=now, note=note.strip(), changes=changes)
    recompute_projects([project.pk], now)
    target_ids = targets_of([project.pk])
    feed_targets(target_ids, now)
    events.publish(ProjectMoved(project.pk, project.year_id, target_ids, now))
    project.refresh_from_db()
    return project


def _guard(project: Project, move: str, on: date, today: date, *, has_basis: bool) -> None:
    """Not in the future, not before the stage it leaves, and a completion shows something."""
    if on > today:
        raise Invalid({"on": DomainError("targets.done_in_future", day=on)})
    if on < project.stage_since:
        raise Invalid({"on": DomainError("projects.before_stage", day=project.stage_since)})
    if move in NEEDS_BASIS and not has_basis:
        raise Invalid({"note": "targets.completion_needs_basis"})


def _take(project: Project, step: Move[Stage], on: date, seen: int) -> None:
    """Compare and set: only who sees the stage and version as they are moves it."""
    rows = Project.objects.filter(pk=project.pk, stage=project.stage, version=seen)
    if not rows.update(stage=step.target, stage_since=on, version=seen + 1):
        raise LostRace(project=str(project))
    project.stage, project.stage_since, project.version = step.target, on, seen + 1


def _prove(
    actor: Actor,
    project: Project,
    event: StageEvent,
    evidence_ids: Collection[int],
    files: Collection[NewFile],
    now: datetime,
) -> None:
    """Hang the evidence named, and the files that came along, on the event."""
    known = usable_evidence(actor, evidence_ids)
    if missing := set(evidence_ids) - known:
        raise Invalid({"evidence": DomainError("targets.evidence_unknown", count=len(missing))})
    brought = {
        add_attachment(
            actor=actor,
            now=now,
            name=file.name,
            content=file.content,
            unit=project.lead,
            why=str(project),
            subject=project,
        ).attachment.pk
        for file in files
    }
    links = StageEvent.evidence.through
    links.objects.bulk_create(links(stageevent_id=event.pk, attachment_id=key) for key in known | brought)
