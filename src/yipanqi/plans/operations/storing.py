"""Writing stored schedules: many thousand rows in one statement, and only those that changed.

Both databases unpack one JSON text; row by row or through the ORM a new day of 50,000 activities takes three times
as long. Nothing else of the room speaks SQL.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from yipanqi.plans.computing import Dates
from yipanqi.plans.lighting import Agreed
from yipanqi.plans.models import ScheduledActivity

DATES = (*Dates._fields, "colour")
AGREED = ("baseline_start", "baseline_finish", "baseline_late", "baseline_float")
_TYPES = {"DateField": "date", "IntegerField": "integer", "BooleanField": "boolean", "CharField": "text"}
_UNPACK = {
    "postgresql": ("jsonb_array_elements(%s::jsonb)", "(new.value->>{at})::{type}"),
    "sqlite": ("json_each(%s)", "new.value->>{at}"),
}
"""How each database makes rows of a JSON array, and reads a column of one."""

Row = tuple[int, str, Dates, str]
"""Version, key, dates, colour."""


def write_dates(new: Sequence[Row], changed: Sequence[Row]) -> None:
    """Insert rows that are not there yet, and update the computed columns of those that are."""
    if new:
        ScheduledActivity.objects.bulk_create((_as_row(row) for row in new), batch_size=5000)
    if changed:
        _update([(version, key, *dates, colour) for version, key, dates, colour in changed], DATES)


def write_agreed(version_id: int, agreed: Mapping[str, Agreed]) -> None:
    """Freeze what is agreed of a version's activities; their rows must be there."""
    _update([(version_id, key, *row) for key, row in agreed.items()], AGREED)


def _as_row(row: Row) -> ScheduledActivity:
    version, key, dates, colour = row
    return ScheduledActivity(version_id=version, key=key, colour=colour, **dates._asdict())


def _update(rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> None:
    """Set `columns` of the rows with the leading (version, key)."""
    unpack, read = _UNPACK[connection.vendor]
    meta = ScheduledActivity._meta
    types = [_TYPES[meta.get_field(name).get_internal_type()] for name in columns]
    wanted = ", ".join(
        f'"{name}" = {read.format(at=at, type=type_)}'
        for at, (name, type_) in enumerate(zip(columns, types, strict=True), start=2)
    )
    version, key = read.format(at=0, type="bigint"), read.format(at=1, type="text")
    statement = (
        f'UPDATE "{meta.db_table}" SET {wanted} FROM {unpack} AS new '  # noqa: S608  # names of columns alone
        f'WHERE "{meta.db_table}"."version_id" = {version} AND "{meta.db_table}"."key" = {key}'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows, default=_json, ensure_ascii=False)])


def _json(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))
