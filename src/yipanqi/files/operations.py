"""Evidence comes in, is hung on things, and what a broken transaction left behind is swept away."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.files.models import Attaching, Attachment
from yipanqi.files.queries import FOLDER, orphans
from yipanqi.files.rules import ANY_UNIT, FileAction
from yipanqi.files.sniffing import FileKind, cleaned_name, kind_of
from yipanqi.foundation.errors import DomainError, Invalid, NotAllowed
from yipanqi.org.models import Unit


@dataclass(frozen=True)
class Upload:
    """What came in; `known_before` when the same unit had brought the same bytes already."""

    attachment: Attachment
    known_before: bool


@transaction.atomic
def add_attachment(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    content: bytes,
    unit: Unit | None = None,
    why: str = "",
    subject: Model | None = None,
) -> Upload:
    """Keep one file of `unit` (of the actor alone, if None) and hang it on `subject`, if any.

    Invalid on `file` says what is wrong with it: too large, of a kind that is not let in, with macros, not what its
    name says. The same bytes from the same unit are kept once.
    """
    demand(actor, FileAction.UPLOAD)
    if unit is not None and unit.pk not in actor.units and not (actor.is_system or actor.has(*ANY_UNIT)):
        raise NotAllowed(action=str(FileAction.UPLOAD))
    kind = _checked(name, content)
    digest = hashlib.sha256(content).hexdigest()
    known = _known(actor, unit, digest)
    attachment = known or _kept(actor, now, cleaned_name(name, kind), kind, content, digest, unit, why)
    if subject is not None:
        _hang(attachment, subject, now)
    record(
        actor=actor,
        action=FileAction.UPLOAD,
        subject=attachment,
        now=now,
        note=why,
        changes={
            "sha256": digest,
            "size": len(content),
            "known_before": known is not None,
            "subject": _label(subject),
        },
    )
    return Upload(attachment, known is not None)


def _checked(name: str, content: bytes) -> FileKind:
    if len(content) > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // (1024 * 1024)
        raise Invalid({"file": DomainError("files.too_large", limit=limit)})
    try:
        return kind_of(name, content)
    except DomainError as error:
        raise Invalid({"file": error}) from None


def _known(actor: Actor, unit: Unit | None, digest: str) -> Attachment | None:
    """The same bytes of the same owner; those of others stay unknown to the bringer."""
    rows = Attachment.objects.filter(sha256=digest, unit=unit)
    if unit is None:
        rows = rows.filter(uploaded_by_key=actor.key)
    return rows.first()


def _kept(
    actor: Actor,
    now: datetime,
    name: str,
    kind: FileKind,
    content: bytes,
    digest: str,
    unit: Unit | None,
    why: str,
) -> Attachment:
    """Bytes under a name nobody can guess, then the row; if the transaction is undone, the sweeper takes the bytes."""
    token = secrets.token_hex(20)
    stored_as = default_storage.save(f"{FOLDER}/{token[:2]}/{token}", ContentFile(content))
    return Attachment.objects.create(
        name=name,
        stored_as=stored_as,
        media_type=kind.media_type,
        size=len(content),
        sha256=digest,
        why=why[:300],
        unit=unit,
        uploaded_by_key=actor.key,
        uploaded_by_label=actor.label,
        uploaded_at=now,
    )


@transaction.atomic
def attach(*, actor: Actor, now: datetime, attachment: Attachment, subject: Model) -> None:
    """Hang a file that is here already on one thing more; twice is once."""
    demand(actor, FileAction.ATTACH, attachment)
    if _hang(attachment, subject, now):
        record(
            actor=actor,
            action=FileAction.ATTACH,
            subject=attachment,
            now=now,
            changes={"subject": _label(subject)},
        )


def _hang(attachment: Attachment, subject: Model, now: datetime) -> bool:
    _, new = Attaching.objects.get_or_create(
        attachment=attachment,
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
        defaults={"at": now},
    )
    return bool(new)


def _label(subject: Model | None) -> str:
    return f"{subject._meta.label_lower} {subject.pk}" if subject is not None else ""


def sweep_orphans(now: datetime) -> int:
    """Remove stored bytes that no attachment knows; returns how many."""
    swept = 0
    for stored in orphans(now):
        default_storage.delete(stored)
        swept += 1
    return swept
