"""Writing stored schedules: many thousand rows in one statement, and only those that changed."""

from collections.abc import Mapping, Sequence

from yipanqi.bulk import insert_rows, update_rows
from yipanqi.plans.computing import Dates
from yipanqi.plans.lighting import Agreed
from yipanqi.plans.models import ScheduledActivity

PLACE = ("version_id", "key")
DATES = (*Dates._fields, "colour")
AGREED = ("baseline_start", "baseline_finish", "baseline_late", "baseline_float")

Row = tuple[int, str, Dates, str]
"""Version, key, dates, colour."""


def write_dates(new: Sequence[Row], changed: Sequence[Row]) -> None:
    """Insert rows that are not there yet, and update the computed columns of those that are."""
    insert_rows(ScheduledActivity, (*PLACE, *DATES), [_flat(row) for row in new])
    update_rows(ScheduledActivity, PLACE, DATES, [_flat(row) for row in changed])


def write_agreed(agreed: Mapping[int, Mapping[str, Agreed]]) -> None:
    """Freeze what is agreed of activities, by version and key; their rows must be there."""
    rows = [(version, key, *row) for version, found in agreed.items() for key, row in found.items()]
    update_rows(ScheduledActivity, PLACE, AGREED, rows)


def _flat(row: Row) -> tuple[object, ...]:
    version, key, dates, colour = row
    return (version, key, *dates, colour)
