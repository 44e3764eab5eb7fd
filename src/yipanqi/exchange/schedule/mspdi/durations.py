"""Durations of MSPDI: `PT8H0M0S`, formats that say what a number means, slack in tenths of a minute."""

import re

from yipanqi.exchange.schedule.source import SourceError
from yipanqi.exchange.schedule.values import sane_duration
from yipanqi.schedule.problem import LagUnit

_ISO = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
ELAPSED_FORMATS = frozenset({4, 6, 8, 10, 12, 36, 38, 40, 42, 44})
_PERCENT_FORMATS = frozenset({19, 51})
_ELAPSED_PERCENT_FORMATS = frozenset({20, 52})


def read_duration(text: str, *, row: int | None, activity: str, field: str) -> int | None:
    """Minutes; empty is None."""
    if not text:
        return None
    found = _ISO.fullmatch(text)
    if not found or len(text) > 40:
        raise SourceError("not_a_duration", row=row, activity=activity, field=field, text=text[:40])
    days, hours, minutes, seconds = (
        float(found[name] or 0) for name in ("days", "hours", "minutes", "seconds")
    )
    total = round(days * 1440 + hours * 60 + minutes + seconds / 60)
    return sane_duration(-total if found["sign"] else total, row=row, activity=activity, field=field)


def write_duration(minutes: int) -> str:
    """The inverse of `read_duration`."""
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def read_lag(value: int, lag_format: int) -> tuple[int, LagUnit]:
    """Tenths of a minute or whole percent → as `Link.lag` counts."""
    if lag_format in _PERCENT_FORMATS:
        return value * 100, LagUnit.PERCENT
    if lag_format in _ELAPSED_PERCENT_FORMATS:
        return value * 100, LagUnit.ELAPSED_PERCENT
    return round(value / 10), LagUnit.ELAPSED if lag_format in ELAPSED_FORMATS else LagUnit.WORKING


def write_lag(lag: int, unit: LagUnit) -> tuple[str, int]:
    """LinkLag and LagFormat; a percentage may have decimals, which MS Project rounds."""
    if unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        return f"{lag / 100:g}", 19 if unit is LagUnit.PERCENT else 20
    return str(lag * 10), 8 if unit is LagUnit.ELAPSED else 7
