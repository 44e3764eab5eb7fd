"""Two versions side by side in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yipanqi.plans.assembling import DAY_MINUTES
from yipanqi.schedule.difference import (
    ChangedActivity,
    ChangedLink,
    Difference,
    FieldChange,
    LinkName,
    MovedActivity,
)
from yipanqi.web.figures import NOTHING, full_day, number, signed

FIELDS = {
    "name": gettext_lazy("Activity"),
    "duration": gettext_lazy("Workdays"),
    "constraint": gettext_lazy("Constraint"),
    "unit": gettext_lazy("Unit"),
    "kind": gettext_lazy("Kind"),
    "wbs": gettext_lazy("Outline level"),
}
"""Fields of the engine that a planner sets; the others follow from facts."""


@dataclass(frozen=True)
class Change:
    """One line: the activity, what changed, before and after."""

    key: str
    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Move:
    """One activity that moved; `days` by how many working days its finish is later."""

    key: str
    name: str
    before: str
    after: str
    days: str


@dataclass(frozen=True)
class Sides:
    """What differs between two versions."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changes: tuple[Change, ...]
    links: tuple[str, ...]
    moves: tuple[Move, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.removed or self.changes or self.links or self.moves)


def sides(found: Difference) -> Sides:
    """What differs, in words."""
    return Sides(
        added=tuple(f"{each.id} {each.name}" for each in found.added),
        removed=tuple(f"{each.id} {each.name}" for each in found.removed),
        changes=tuple(line for each in found.changed for line in _changes(each)),
        links=tuple(_links(found)),
        moves=tuple(map(_move, found.moved)),
    )


def _changes(each: ChangedActivity) -> list[Change]:
    return [
        Change(each.id, each.name, str(FIELDS[change.field]), *_values(change))
        for change in each.changes
        if change.field in FIELDS
    ]


def _values(change: FieldChange) -> tuple[str, str]:
    return _value(change.field, change.before), _value(change.field, change.after)


def _value(field: str, value: object) -> str:
    if value in (None, "", ()):
        return NOTHING
    if field == "duration" and isinstance(value, int):
        return number(value // DAY_MINUTES)
    if field == "constraint":
        kind, day = getattr(value, "kind", ""), getattr(value, "date", None)
        return f"{kind} {_day(day)}"
    if isinstance(value, tuple):
        return " / ".join(map(str, value))
    return str(value)


def _move(each: MovedActivity) -> Move:
    minutes = each.finish_working_minutes
    days = "" if minutes is None else signed(minutes // DAY_MINUTES)
    return Move(each.id, each.name, _day(each.finish_before), _day(each.finish_after), days)


def _day(moment: datetime | None) -> str:
    return full_day(moment.date()) if moment else NOTHING


def _links(found: Difference) -> list[str]:
    """Links that came, went or changed, by the keys of their ends."""
    lines = [_("new: %(link)s") % {"link": _link(each)} for each in found.links_added]
    lines += [_("gone: %(link)s") % {"link": _link(each)} for each in found.links_removed]
    return lines + [_("changed: %(link)s") % {"link": _changed(each)} for each in found.links_changed]


def _link(each: LinkName) -> str:
    kind = each.link.type.value + _lag(each.link.lag)
    return f"{each.predecessor} → {each.successor} {kind}"


def _changed(each: ChangedLink) -> str:
    values = ((_lag(change.before), _lag(change.after)) for change in each.changes)
    words = "、".join(f"{before or 0} → {after or 0}" for before, after in values)
    return f"{each.predecessor} → {each.successor} {words}"


def _lag(value: object) -> str:
    """Minutes as days with their sign; kinds of links as they are."""
    if isinstance(value, int):
        return signed(value // DAY_MINUTES) if value else ""
    return str(getattr(value, "value", value))
