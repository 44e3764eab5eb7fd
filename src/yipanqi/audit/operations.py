"""Writing events. Called inside the operation whose change they record, in its transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction

from yipanqi.audit.models import Event


class Author(Protocol):
    """Who acts, as text that never changes its meaning."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...


def record(
    *,
    actor: Author,
    action: str,
    subject: models.Model,
    now: datetime,
    note: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Event:
    """Append one event about `subject`; `changes` is JSON-able. Must run inside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event belongs into the transaction of the change it records")
    return Event.objects.create(
        at=now,
        actor_key=actor.key,
        actor_label=actor.label,
        action=str(action),
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
        subject_label=str(subject)[:300],
        note=note,
        changes=dict(changes or {}),
    )
