"""Changes of plans between rows and JSON: packed with days as ISO text, unpacked as the operations of plans take them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yipanqi.plans.drafts import PlanChange

DAYS = frozenset({"due", "start_on_or_after", "finish_on_or_before"})
"""Fields whose value is a day."""


def packed(change: PlanChange) -> dict[str, Any]:
    """A change as a row keeps it."""
    value = change.value.isoformat() if isinstance(change.value, date) else change.value
    return vars(change) | {"value": value}


def unpacked(stored: Mapping[str, Any]) -> PlanChange:
    """The inverse of `packed`."""
    value = stored["value"]
    if stored["field"] in DAYS and value:
        value = date.fromisoformat(value)
    return PlanChange(**(dict(stored) | {"value": value}))


def remedy_changes(remedy: Mapping[str, Any]) -> tuple[PlanChange, ...]:
    """What a stored remedy would change."""
    changes: Sequence[Mapping[str, Any]] = remedy.get("changes", ())
    return tuple(unpacked(change) for change in changes)
