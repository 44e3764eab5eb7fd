"""Units and posts from a workbook, all or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import Subject, record
from yipanqi.exchange.tables import Record
from yipanqi.foundation.errors import DomainError
from yipanqi.org.imports import Effect, PostLine, UnitLine
from yipanqi.org.models import Post, Unit
from yipanqi.org.operations.posts import change_post, create_post
from yipanqi.org.operations.units import change_unit, create_unit
from yipanqi.org.queries.imports import ImportPreview, preview_import
from yipanqi.org.rules import OrgAction


@transaction.atomic
def import_units(
    *, actor: Actor, now: datetime, units: Sequence[Record], posts: Sequence[Record]
) -> ImportPreview:
    """Do what the preview of the same lines shows; nothing at all when any line is wrong."""
    demand(actor, OrgAction.IMPORT)
    plan = preview_import(actor, now, units, posts)
    if plan.faults:
        raise DomainError("org.import_has_faults", count=len(plan.faults))
    for line in plan.units:
        _apply_unit(actor, now, line)
    for post in plan.posts:
        _apply_post(actor, now, post)
    record(
        actor=actor,
        action=OrgAction.IMPORT,
        subject=Subject(Unit._meta.label_lower, "", "—"),
        now=now,
        changes={"new": plan.count(Effect.NEW), "changed": plan.count(Effect.CHANGED)},
    )
    return plan


def _apply_unit(actor: Actor, now: datetime, line: UnitLine) -> None:
    if line.effect == Effect.SAME:
        return
    parent = Unit.objects.get(code=line.parent).pk if line.parent else None
    entry = replace(line.entry, parent_id=parent)
    if line.effect == Effect.NEW:
        create_unit(actor=actor, now=now, entry=entry)
    else:
        change_unit(actor=actor, now=now, unit=Unit.objects.get(code=entry.code), entry=entry)


def _apply_post(actor: Actor, now: datetime, line: PostLine) -> None:
    if line.effect == Effect.NEW:
        create_post(actor=actor, now=now, unit=Unit.objects.get(code=line.unit), entry=line.entry)
    elif line.effect == Effect.CHANGED:
        post = Post.objects.get(code=line.entry.code)
        change_post(actor=actor, now=now, post=post, entry=line.entry)
