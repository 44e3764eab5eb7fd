"""Moments and durations as files write them, checked: nothing absurd reaches the engine."""

from datetime import date, datetime, timedelta

from yipanqi.exchange.schedule.source import SourceError

EARLIEST = datetime.fromisoformat("1900-01-01")
LATEST = datetime.fromisoformat("2200-01-01")
LONGEST = 100 * 366 * 1440
"""Minutes; no activity of a plan lasts a hundred years."""


def moment(
    text: str, *, row: int | None = None, activity: str | None = None, field: str = ""
) -> datetime | None:
    """A date with or without time of day, `2026-03-01 08:00`, `2026-03-01T08:00:00`, `2026/3/1`; empty is None."""
    plain = text.strip()
    if not plain:
        return None
    found = _strict(plain) or _loose(plain)
    if found is None:
        raise SourceError("not_a_date", row=row, activity=activity, field=field, text=_short(plain))
    found = found.replace(tzinfo=None, second=0, microsecond=0)
    if not EARLIEST <= found < LATEST:
        raise SourceError("date_out_of_range", row=row, activity=activity, field=field, text=_short(plain))
    return found


_LOOSE = (
    "%Y/%m/%d",
    "%Y/%m/%d %H:%M",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y%m%d",
    "%d-%b-%y",
)


def _strict(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _loose(text: str) -> datetime | None:
    """Dates as people write them; the year always comes first save in `05-Jan-26`."""
    for pattern in _LOOSE:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 -- a plan has no time zone
        except ValueError:
            continue
    return None


def minutes(
    hours: str, *, row: int | None = None, activity: str | None = None, field: str = "", signed: bool = False
) -> int | None:
    """Hours as a decimal text → whole minutes; empty is None. Only a `signed` one, such as a lag, may be negative."""
    if not hours.strip():
        return None
    try:
        value = float(hours.replace(",", "."))
        found = round(value * 60)
    except (ValueError, OverflowError):
        raise SourceError(
            "not_a_number", row=row, activity=activity, field=field, text=_short(hours)
        ) from None
    return sane_duration(found, row=row, activity=activity, field=field, signed=signed)


def sane_duration(
    found: int, *, row: int | None = None, activity: str | None = None, field: str = "", signed: bool = False
) -> int:
    """`found` minutes, refused when negative without being `signed` or beyond a hundred years."""
    if found < 0 and not signed:
        raise SourceError(
            "negative_duration", row=row, activity=activity, field=field, hours=round(found / 60, 2)
        )
    if abs(found) > LONGEST:
        raise SourceError("absurd_duration", row=row, activity=activity, field=field, hours=round(found / 60))
    return found


def number(text: str, *, row: int | None = None, field: str = "", default: float = 0.0) -> float:
    """A finite figure; `default` where the text is empty."""
    if not text.strip():
        return default
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = float("nan")
    if not abs(found) <= 1e12:
        raise SourceError("not_a_number", row=row, field=field, text=_short(text))
    return found


def from_serial(days: int) -> date:
    """A spreadsheet's day number (days since 1899-12-30) → its date."""
    return (EARLIEST - timedelta(days=2) + timedelta(days=days)).date()


def to_serial(day: date) -> int:
    """The inverse of `from_serial`."""
    return (day - (EARLIEST - timedelta(days=2)).date()).days


def clock(text: str) -> int:
    """`08:00`, `8:00`, `16:00:00` or `4:00 PM` → minutes from midnight; ValueError otherwise."""
    plain = text.strip().upper()
    half = plain[-2:] if plain.endswith(("AM", "PM")) else ""
    parts = plain.removesuffix(half).strip().split(":")
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    if half:
        hour = hour % 12 + (12 if half == "PM" else 0)
    if not (0 <= hour <= 24 and 0 <= minute < 60 and hour * 60 + minute <= 1440):
        raise ValueError(text)
    return hour * 60 + minute


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}…"
