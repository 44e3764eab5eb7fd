"""Who may see a thing may fetch its files: later rooms say which of their things an actor sees."""

from collections.abc import Callable

from django.db.models import Q

from yipanqi.access.actor import Actor

Keys = Callable[[Actor], object]

_kinds: dict[str, Keys] = {}


def register(subject_kind: str, keys: Keys) -> None:
    """Hand in, from the wiring, a function from the Actor to the keys (a list or subquery of text) of visible things."""
    _kinds[subject_kind] = keys


def through_subjects(actor: Actor) -> Q:
    """Attachments of the things that `actor` sees."""
    wanted = Q()
    for kind, keys in _kinds.items():
        wanted |= Q(attachings__subject_kind=kind, attachings__subject_key__in=keys(actor))
    return wanted
