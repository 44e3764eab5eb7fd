"""Durations and lags as people type them: 5, 3d, 4h, 2.5 天, 1w, 3ed, 50%."""

import re
import unicodedata
from dataclasses import dataclass

from yipanqi.schedule.problem import LagUnit

_AMOUNT = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<number>\d+(?:\.\d+)?|\.\d+)\s*(?P<elapsed>e|日历)?\s*(?P<unit>[^\d\s]*)\s*"
)
_UNITS = {
    "m": "minute", "min": "minute", "mins": "minute", "minute": "minute", "minutes": "minute", "分": "minute", "分钟": "minute",
    "h": "hour", "hr": "hour", "hrs": "hour", "hour": "hour", "hours": "hour", "时": "hour", "小时": "hour", "个小时": "hour", "工时": "hour",
    "": "day", "d": "day", "day": "day", "days": "day", "天": "day", "日": "day", "工日": "day", "工作日": "day", "个工作日": "day",
    "w": "week", "wk": "week", "wks": "week", "week": "week", "weeks": "week", "周": "week", "星期": "week", "周工作日": "week",
    "mo": "month", "mon": "month", "mons": "month", "month": "month", "months": "month", "月": "month", "个月": "month",
}  # fmt: skip
_ELAPSED_DAYS = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True, slots=True)
class Measure:
    """How many working minutes a day has, and how many working days a week and a month."""

    day: int = 480
    days_per_week: int = 5
    days_per_month: int = 20

    def working(self, unit: str) -> int:
        """Minutes of one unit of work."""
        days = {"day": 1, "week": self.days_per_week, "month": self.days_per_month}
        return {"minute": 1, "hour": 60}.get(unit) or days[unit] * self.day


@dataclass(frozen=True, slots=True)
class Amount:
    """A length as `Link.lag` counts it: minutes, or hundredths of a percent."""

    value: int
    unit: LagUnit = LagUnit.WORKING


def parse_amount(text: str, measure: Measure) -> Amount:
    """One amount with its sign; a bare number is days. ValueError for anything else."""
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip().lower().rstrip("?"))
    if not found or len(text) > 40:
        raise ValueError(text)
    number = float(found["number"]) * (-1 if found["sign"] == "-" else 1)
    if found["unit"] in ("%", "e%"):
        return Amount(round(number * 100), LagUnit.ELAPSED_PERCENT if found["elapsed"] else LagUnit.PERCENT)
    unit = _UNITS.get(found["unit"])
    if unit is None:
        raise ValueError(text)
    if found["elapsed"]:
        minutes = {"minute": 1, "hour": 60}.get(unit) or _ELAPSED_DAYS[unit] * 1440
        return Amount(round(number * minutes), LagUnit.ELAPSED)
    return Amount(round(number * measure.working(unit)))


def format_minutes(minutes: int, measure: Measure) -> str:
    """Working minutes in the largest unit that stays exact: 3d, 4h, 90m, 0d."""
    if minutes % measure.day == 0:
        return f"{minutes // measure.day}d"
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


def format_lag(lag: int, unit: LagUnit, measure: Measure) -> str:
    """A lag with its sign, as `parse_amount` reads it; no lag is an empty text."""
    if not lag:
        return ""
    if unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        return f"{lag / 100:+g}{'e' if unit is LagUnit.ELAPSED_PERCENT else ''}%"
    if unit is LagUnit.ELAPSED:
        return f"{lag // 1440:+d}ed" if lag % 1440 == 0 else f"{lag:+d}em"
    sign = "-" if lag < 0 else "+"
    return sign + format_minutes(abs(lag), measure)
