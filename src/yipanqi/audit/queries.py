"""Reads of the room: the events an auditor looks for, and whether the chain holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db import connection
from django.db.models import Q, QuerySet

from yipanqi.audit import guards
from yipanqi.audit.chain import START, link
from yipanqi.audit.models import Event, Seal
from yipanqi.foundation import clock

KEPT_DAYS = 183
"""Events may leave the database for an archive after six months at the earliest; nothing here removes them."""
_CHUNK = 2000


class Fault(StrEnum):
    """How the chain can be broken."""

    ALTERED = "altered"
    MOVED = "moved"
    EVENT_MISSING = "event_missing"
    SEAL_MISSING = "seal_missing"
    CUT = "cut"


@dataclass(frozen=True)
class Broken:
    """The first broken link: its position, the event that should stand there (if known), and what is wrong."""

    position: int
    event_id: int | None
    fault: Fault


@dataclass(frozen=True)
class Verification:
    """What verifying found: links that hold, the last of them, events still without a seal, guards in place."""

    sealed: int
    head: str
    unsealed: int
    guarded: bool
    broken: Broken | None

    @property
    def holds(self) -> bool:
        """The chain is whole and the database still refuses changes."""
        return self.broken is None and self.guarded


@dataclass(frozen=True)
class EventFilter:
    """What an auditor asks for; empty means everything. Dates are the zone's days, both inclusive."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    subject_kind: str = ""
    outcome: str = ""
    from_day: date | None = None
    to_day: date | None = None


def chain_head() -> tuple[int, str]:
    """Position and digest of the last seal; (0, zeros) of an empty chain."""
    return Seal.objects.order_by("-position").values_list("position", "digest").first() or (0, START)


def unsealed_events() -> QuerySet[Event]:
    """Committed events without a seal, oldest id first."""
    return Event.objects.filter(seal__isnull=True).order_by("id")


def find_events(wanted: EventFilter) -> QuerySet[Event]:
    """Events that fit every filled field, newest first."""
    return Event.objects.filter(
        _contains("actor_label", "actor_key", wanted.actor),
        _contains("subject_label", "subject_key", wanted.subject),
        Q(action__startswith=wanted.action) if wanted.action else Q(),
        Q(subject_kind=wanted.subject_kind) if wanted.subject_kind else Q(),
        Q(outcome=wanted.outcome) if wanted.outcome else Q(),
        Q(at__gte=_midnight(wanted.from_day)) if wanted.from_day else Q(),
        Q(at__lt=_midnight(wanted.to_day + timedelta(days=1))) if wanted.to_day else Q(),
    ).order_by("-at", "-id")


def events_about(kind: str, key: str) -> QuerySet[Event]:
    """The history of one thing, newest first."""
    return Event.objects.filter(subject_kind=kind, subject_key=key).order_by("-id")


def known_actions() -> list[str]:
    """Every action that has an event."""
    return sorted(Event.objects.order_by().values_list("action", flat=True).distinct())


def _contains(label: str, key: str, text: str) -> Q:
    return Q(**{f"{label}__icontains": text}) | Q(**{key: text}) if text else Q()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE_TIME)


def verify(anchor: tuple[int, str] | None = None) -> Verification:
    """Walk the chain from its start and name the first broken link.

    `anchor` is a head (position, digest) noted earlier outside the database: only it can show that the end
    of the chain was cut off together with its events.
    """
    position, digest, broken = 0, START, None
    for seal in _seals():
        broken = _fault(seal, position + 1, digest)
        if broken:
            break
        position, digest = seal.position, seal.digest
    broken = broken or _orphan(position) or _cut(position, anchor)
    return Verification(position, digest, unsealed_events().count(), guards.installed(connection), broken)


def _seals() -> Iterator[Seal]:
    """Seals with their events in order; a seal whose event is gone does not appear."""
    return Seal.objects.select_related("event").order_by("position").iterator(chunk_size=_CHUNK)


def _fault(seal: Seal, expected: int, before: str) -> Broken | None:
    """What is wrong with the link that should stand at `expected`, if anything."""
    if seal.position != expected:
        return _gap(expected)
    if seal.digest != link(before, seal.event):
        return Broken(expected, seal.event_id, _altered_or_moved(seal, before))
    return None


def _gap(expected: int) -> Broken:
    lost = Seal.objects.filter(position=expected).values_list("event_id", flat=True).first()
    return Broken(expected, lost, Fault.SEAL_MISSING if lost is None else Fault.EVENT_MISSING)


def _orphan(position: int) -> Broken | None:
    """Seals behind the last good link whose events are gone."""
    return _gap(position + 1) if Seal.objects.filter(position__gt=position).exists() else None


def _altered_or_moved(seal: Seal, before: str) -> Fault:
    """Moved when another event of the chain fits this place."""
    others = Event.objects.filter(seal__position__gt=seal.position).iterator(chunk_size=_CHUNK)
    return Fault.MOVED if any(link(before, other) == seal.digest for other in others) else Fault.ALTERED


def _cut(position: int, anchor: tuple[int, str] | None) -> Broken | None:
    if anchor is None or anchor[0] == 0:
        return None
    kept = Seal.objects.filter(position=anchor[0], digest=anchor[1]).exists()
    return None if kept else Broken(min(anchor[0], position + 1), None, Fault.CUT)
