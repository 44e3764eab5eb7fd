"""Items reported done whose effect has to be looked at, the longest waiting first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.assignments.models import Item
from yipanqi.assignments.transitions import ItemStatus
from yipanqi.foundation.errors import NotFound
from yipanqi.supervision.models import Outcome, Verification
from yipanqi.supervision.rules import SupervisionAction


@dataclass(frozen=True)
class File:
    """A piece of evidence, to be opened by its id."""

    pk: int
    name: str


@dataclass(frozen=True)
class Look:
    """An earlier verification of the item."""

    outcome: str
    how: str
    found: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ToVerify:
    """An item with what its unit says was done. `days_late` counts from the date in force to the day of completion."""

    pk: int
    text: str
    unit_id: int
    unit: str
    letter_id: int
    letter: str
    standard: str
    verified_how: str
    due: date
    done_on: date | None
    result: str
    sent_back: int
    evidence: tuple[File, ...]
    looks: tuple[Look, ...]
    version: int

    @property
    def days_late(self) -> int:
        """Days by which it was done after its date; 0 when in time."""
        return max((self.done_on - self.due).days, 0) if self.done_on else 0


def items_to_verify(actor: Actor, year_id: int) -> tuple[ToVerify, ...]:
    """Reported done, the earliest done first. Three queries."""
    demand(actor, SupervisionAction.WATCH)
    rows = Item.objects.filter(letter__session__year=year_id, status=ItemStatus.REPORTED)
    return tuple(map(_item, _with_looks(rows).order_by("done_on", "pk")))


def item_to_verify(actor: Actor, item_id: int) -> ToVerify:
    """One of them; NotFound when it is not there."""
    demand(actor, SupervisionAction.WATCH)
    item = _with_looks(Item.objects.filter(pk=item_id)).first()
    if item is None:
        raise NotFound()
    return _item(item)


def _with_looks(rows: QuerySet[Item]) -> QuerySet[Item]:
    return rows.select_related("unit", "letter").prefetch_related("evidence", "verifications")


def _item(item: Item) -> ToVerify:
    return ToVerify(
        pk=item.pk,
        text=item.text,
        unit_id=item.unit_id,
        unit=item.unit.short_name,
        letter_id=item.letter_id,
        letter=item.letter.number,
        standard=item.standard,
        verified_how=item.verified_how,
        due=item.extended_to or item.due,
        done_on=item.done_on,
        result=item.result,
        sent_back=item.sent_back,
        evidence=tuple(File(file.pk, file.name) for file in item.evidence.all()),
        looks=tuple(_look(look) for look in item.verifications.all()),
        version=item.version,
    )


def _look(look: Verification) -> Look:
    return Look(str(Outcome(look.outcome).label), look.how, look.found, look.author_label, look.at)
