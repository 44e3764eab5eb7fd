"""Reads of the room: files one may see, and their bytes."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Model, QuerySet

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, within
from yipanqi.files.models import Attachment
from yipanqi.files.rules import FileAction
from yipanqi.foundation.errors import DomainError

FOLDER = "evidence"
_CHUNK = 1024 * 1024
_ORPHAN_AFTER = timedelta(days=1)


def attachments(actor: Actor) -> QuerySet[Attachment]:
    """Files that `actor` may fetch, newest first."""
    return within(actor, FileAction.VIEW, Attachment.objects.select_related("unit"))


def attachment_for(actor: Actor, attachment_id: int, action: FileAction = FileAction.VIEW) -> Attachment:
    """One file on which `actor` may do `action`."""
    rows = Attachment.objects.select_related("unit")
    return fetch_or_404(actor, action, rows, pk=attachment_id)


def attached_to(actor: Actor, subject: Model) -> QuerySet[Attachment]:
    """The files of one thing that `actor` may fetch, newest first."""
    kind, key = subject._meta.label_lower, str(subject.pk)
    return attachments(actor).filter(
        pk__in=Attachment.objects.filter(attachings__subject_kind=kind, attachings__subject_key=key).values(
            "pk"
        )
    )


def opened(attachment: Attachment) -> File[Any]:
    """The bytes, from their start; DomainError when they are gone from the storage."""
    try:
        return default_storage.open(attachment.stored_as)
    except FileNotFoundError:
        raise DomainError("files.bytes_missing", name=attachment.name) from None


def unchanged(attachment: Attachment) -> bool:
    """Whether the stored bytes are still those that came in."""
    digest = hashlib.sha256()
    with opened(attachment) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == attachment.sha256


def damaged() -> Iterator[Attachment]:
    """Every file whose bytes are gone or changed; reads all of them."""
    for attachment in Attachment.objects.order_by("pk").iterator(chunk_size=200):
        try:
            whole = unchanged(attachment)
        except DomainError:
            whole = False
        if not whole:
            yield attachment


def orphans(now: datetime) -> Iterator[str]:
    """Stored names that no attachment knows, older than a day: left by a transaction that was undone."""
    known = frozenset(Attachment.objects.values_list("stored_as", flat=True))
    for folder in _listed(FOLDER, folders=True):
        for name in _listed(f"{FOLDER}/{folder}", folders=False):
            stored = f"{FOLDER}/{folder}/{name}"
            if stored not in known and default_storage.get_modified_time(stored) < now - _ORPHAN_AFTER:
                yield stored


def _listed(path: str, *, folders: bool) -> list[str]:
    try:
        found = default_storage.listdir(path)
    except FileNotFoundError:
        return []
    return sorted(found[0] if folders else found[1])
