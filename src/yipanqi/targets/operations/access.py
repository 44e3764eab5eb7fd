"""How every operation of the room begins: the row, if the actor may know of it; the right; the lock."""

from collections.abc import Collection
from enum import StrEnum

from django.db.models import F

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand, fetch_or_404, within
from yipanqi.foundation.errors import LostRace, NotAllowed, NotFound
from yipanqi.targets.models import Target, Year
from yipanqi.targets.rules import TargetAction


def target_for(actor: Actor, action: StrEnum, target_id: int) -> Target:
    """The target on which `actor` may do `action`; NotFound or NotAllowed otherwise."""
    rows = Target.objects.select_related("year", "lead", "goal", "leader")
    target = fetch_or_404(actor, TargetAction.VIEW, rows, pk=target_id)
    demand(actor, action, target)
    return target


def year_for(actor: Actor, action: StrEnum, year_id: int) -> Year:
    """The year on which `actor` may do `action`; NotFound or NotAllowed otherwise."""
    year = fetch_or_404(actor, TargetAction.VIEW, Year.objects.all(), pk=year_id)
    demand(actor, action, year)
    return year


def claim_target(target: Target, version: int | None) -> None:
    """Take the next version of the row for this transaction; LostRace when it is not at `version` any more.

    The update holds the row (or the database) until the transaction ends, so what follows runs alone.
    """
    seen = target.version if version is None else version
    won = Target.objects.filter(pk=target.pk, version=seen).update(version=seen + 1)
    if not won:
        raise LostRace(target=str(target))
    target.version = seen + 1


def claim_year(year: Year, version: int | None) -> None:
    """The same for a year."""
    seen = year.version if version is None else version
    won = Year.objects.filter(pk=year.pk, version=seen).update(version=seen + 1)
    if not won:
        raise LostRace(year=str(year))
    year.version = seen + 1


def claim_targets(
    actor: Actor, action: StrEnum, target_ids: Collection[int], versions: dict[int, int]
) -> dict[int, Target]:
    """Many targets at once, locked in one update: all of them or none.

    `versions` holds those that a form had seen; LostRace when one of these has moved on.
    """
    rows = Target.objects.filter(pk__in=target_ids)
    readable = set(within(actor, TargetAction.VIEW, rows).values_list("pk", flat=True))
    if readable != set(target_ids):
        raise NotFound()
    if within(actor, action, rows).count() != len(readable):
        raise NotAllowed(action=str(action))
    rows.update(version=F("version") + 1)
    targets = {target.pk: target for target in rows.select_related("year", "lead", "leader")}
    for target_id, seen in versions.items():
        if targets[target_id].version != seen + 1:
            raise LostRace(target=str(targets[target_id]))
    return targets
