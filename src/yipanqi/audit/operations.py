"""Writing events and sealing them. `record` is called inside the operation whose change it records."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import IntegrityError, models, transaction

from yipanqi.audit.chain import link
from yipanqi.audit.models import Event, Outcome, Seal
from yipanqi.audit.queries import chain_head, unsealed_events


class Author(Protocol):
    """Who acts, as text that never changes its meaning."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class Subject:
    """What an event speaks of when there is no row for it: an unknown account, an imported file."""

    kind: str
    key: str
    label: str


def record(
    *,
    actor: Author,
    action: str,
    subject: models.Model | Subject,
    now: datetime,
    note: str = "",
    changes: Mapping[str, Any] | None = None,
    outcome: Outcome = Outcome.DONE,
) -> Event:
    """Append one event about `subject`; `changes` may hold dates and decimals. Must run in a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event belongs into the transaction of the change it records")
    named = subject if isinstance(subject, Subject) else _named(subject)
    return Event.objects.create(
        at=now,
        actor_key=actor.key,
        actor_label=actor.label,
        action=str(action),
        outcome=outcome,
        subject_kind=named.kind,
        subject_key=named.key,
        subject_label=named.label[:300],
        note=note,
        changes=dict(changes or {}),
    )


def _named(row: models.Model) -> Subject:
    return Subject(row._meta.label_lower, str(row.pk), str(row))


def seal_events(now: datetime, *, batch: int = 1000) -> int:
    """Seal every committed event that has no seal, oldest id first; returns how many were sealed.

    An event is sealed when a seal refers to it. Ids may commit out of order: an event that becomes visible
    after a younger one was sealed simply takes a later position, so positions grow by one without a gap while
    ids need not ascend. Two sealers at once cannot fork the chain: the unique position lets one batch
    win, and the other stops.
    """
    sealed = 0
    while count := _seal_batch(now, batch):
        sealed += count
    return sealed


def _seal_batch(now: datetime, batch: int) -> int:
    try:
        with transaction.atomic():
            position, digest = chain_head()
            seals = list(_links(unsealed_events()[:batch], position, digest, now))
            Seal.objects.bulk_create(seals)
            return len(seals)
    except IntegrityError:
        return 0  # another sealer was faster; what is left waits for the next run


def _links(events: Iterable[Event], position: int, digest: str, now: datetime) -> Iterator[Seal]:
    for event in events:
        position, digest = position + 1, link(digest, event)
        yield Seal(position=position, event=event, digest=digest, sealed_at=now)
