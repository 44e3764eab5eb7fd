"""Posts of a unit: planned, set up, changed, abolished."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.org.entries import PostEntry
from yipanqi.org.models import Post, Unit
from yipanqi.org.operations.rows import write
from yipanqi.org.rules import OrgAction


@transaction.atomic
def create_post(*, actor: Actor, now: datetime, unit: Unit, entry: PostEntry) -> Post:
    """A new post of `unit`."""
    demand(actor, OrgAction.CREATE_POST)
    if unit.valid_to is not None:
        raise DomainError("org.unit_has_ended", unit=str(unit), day=unit.valid_to)
    try:
        with transaction.atomic():
            post = Post.objects.create(unit=unit, **_checked(entry))
    except IntegrityError:
        raise _code_taken(entry) from None
    record(
        actor=actor,
        action=OrgAction.CREATE_POST,
        subject=post,
        now=now,
        changes={"code": post.code, "unit": unit.code},
    )
    return post


@transaction.atomic
def change_post(*, actor: Actor, now: datetime, post: Post, entry: PostEntry) -> Post:
    """The post as `entry` says. An abolished post is held by nobody."""
    demand(actor, OrgAction.CHANGE_POST, post)
    if entry.valid_to is not None and post.appointments.filter(to_date__isnull=True).exists():
        raise Invalid({"valid_to": "org.post_is_held"})
    columns = _checked(entry)
    changes = {
        name: [getattr(post, name), value] for name, value in columns.items() if getattr(post, name) != value
    }
    write(post, taken=_code_taken(entry), **columns)
    record(actor=actor, action=OrgAction.CHANGE_POST, subject=post, now=now, changes=changes)
    return post


def _checked(entry: PostEntry) -> dict[str, Any]:
    """The columns of a right entry; Invalid names every wrong field."""
    missing = {name: "input.required" for name in ("code", "title") if not getattr(entry, name).strip()}
    if missing:
        raise Invalid(missing)
    return asdict(entry) | {"code": entry.code.strip(), "title": entry.title.strip()}


def _code_taken(entry: PostEntry) -> Invalid:
    return Invalid({"code": DomainError("org.code_taken", text=entry.code.strip())})
