"""The only clock of the house. Doors, jobs and the command line read it; operations are handed `now`.

The demo sets an offset, so that its year stands at a chosen moment and runs on from there.
"""

from datetime import UTC, date, datetime, timedelta, timezone

ZONE_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")

_offset = timedelta()


def set_offset(offset: timedelta) -> None:
    """Move this process's clock by `offset` from the machine's."""
    global _offset
    _offset = offset


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _offset


def today(moment: datetime) -> date:
    """The calendar day of `moment` where the zone lies."""
    return moment.astimezone(ZONE_TIME).date()
