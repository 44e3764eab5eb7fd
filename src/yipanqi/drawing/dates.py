"""Date scales: rows of years, months, 旬 (thirds of a month), weeks and days, as fine as the room allows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from yipanqi.drawing.metrics import text_width

ONE_DAY = timedelta(days=1)


class Step(StrEnum):
    """What one cell of a scale's row covers."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    TEN_DAYS = "ten_days"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class DateLabels:
    """Translated words of a scale.

    year, quarter  patterns such as "{year}年", "{quarter}季度"
    months         twelve names; thirds: the names of the first, second and last third of a month
    heads          the name of each row, shown in its head column
    """

    year: str
    quarter: str
    months: tuple[str, ...]
    thirds: tuple[str, str, str]
    heads: tuple[tuple[Step, str], ...]

    def head(self, step: Step) -> str:
        """The name of a row; empty where none was given."""
        return dict(self.heads).get(step, "")


CHINESE = DateLabels(
    "{year}年",
    "{quarter}季度",
    tuple(f"{month}月" for month in range(1, 13)),
    ("上", "中", "下"),
    (
        (Step.YEAR, "年"),
        (Step.QUARTER, "季"),
        (Step.MONTH, "月"),
        (Step.TEN_DAYS, "旬"),
        (Step.WEEK, "周"),
        (Step.DAY, "日"),
    ),
)
ENGLISH = DateLabels(
    "{year}",
    "Q{quarter}",
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ("1–10", "11–20", "21–"),
    (
        (Step.YEAR, "Year"),
        (Step.QUARTER, "Qtr"),
        (Step.MONTH, "Month"),
        (Step.TEN_DAYS, "10 d"),
        (Step.WEEK, "Week"),
        (Step.DAY, "Day"),
    ),
)
"""For callers without a catalogue of translations."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell from `first` up to but not including `end`, cut to the span of the scale."""

    first: date
    end: date
    text: str


def cells(first: date, end: date, step: Step, labels: DateLabels) -> tuple[Cell, ...]:
    """The cells of one row over [first, end). A week begins on Monday and is named by that day of the month."""
    found = []
    for begin in _begins(first, end, step):
        following = _next(begin, step)
        found.append(Cell(max(begin, first), min(following, end), _text(begin, step, labels)))
    return tuple(found)


def _begins(first: date, end: date, step: Step) -> Iterator[date]:
    day = _begin_of(first, step)
    while day < end:
        yield day
        day = _next(day, step)


def _begin_of(day: date, step: Step) -> date:
    match step:
        case Step.YEAR:
            return day.replace(month=1, day=1)
        case Step.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Step.MONTH:
            return day.replace(day=1)
        case Step.TEN_DAYS:
            return day.replace(day=min((day.day - 1) // 10, 2) * 10 + 1)
        case Step.WEEK:
            return day - timedelta(days=day.weekday())
        case Step.DAY:
            return day


def _next(day: date, step: Step) -> date:
    """The first day of the following cell; `day` begins its own."""
    match step:
        case Step.YEAR:
            return day.replace(year=day.year + 1)
        case Step.QUARTER:
            return _months_later(day, 3)
        case Step.MONTH:
            return _months_later(day, 1)
        case Step.TEN_DAYS:
            return _months_later(day.replace(day=1), 1) if day.day == 21 else day + timedelta(days=10)
        case Step.WEEK:
            return day + timedelta(days=7)
        case Step.DAY:
            return day + ONE_DAY


def _months_later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return day.replace(year=count // 12, month=count % 12 + 1)


def _text(begin: date, step: Step, labels: DateLabels) -> str:
    match step:
        case Step.YEAR:
            return labels.year.format(year=begin.year)
        case Step.QUARTER:
            return labels.quarter.format(quarter=(begin.month + 2) // 3)
        case Step.MONTH:
            return labels.months[begin.month - 1]
        case Step.TEN_DAYS:
            return labels.thirds[(begin.day - 1) // 10]
        case _:
            return str(begin.day)


ROWS: tuple[tuple[tuple[Step, ...], int], ...] = (
    ((Step.YEAR, Step.MONTH, Step.DAY), 1),
    ((Step.YEAR, Step.MONTH, Step.WEEK), 7),
    ((Step.YEAR, Step.MONTH, Step.TEN_DAYS), 8),
    ((Step.YEAR, Step.MONTH), 28),
    ((Step.YEAR, Step.QUARTER), 90),
    ((Step.YEAR,), 365),
)
"""Sets of rows from fine to coarse, with the days of the narrowest cell of the finest row."""


def rows_for(day: float, size: float, labels: DateLabels, *, weeks: bool = True) -> tuple[Step, ...]:
    """The finest set of rows whose text of `size` fits when one day is `day` wide; `weeks` False prefers 旬."""
    for steps, days in ROWS:
        if steps[-1] is Step.WEEK and not weeks:
            continue
        if day * days >= _widest(steps[-1], labels, size) + 0.5 * size:
            return steps
    return (Step.YEAR,)


def _widest(step: Step, labels: DateLabels, size: float) -> float:
    texts: tuple[str, ...]
    match step:
        case Step.MONTH:
            texts = labels.months
        case Step.TEN_DAYS:
            texts = labels.thirds
        case Step.YEAR:
            texts = (labels.year.format(year=2000),)
        case Step.QUARTER:
            texts = (labels.quarter.format(quarter=4),)
        case _:
            texts = ("30",)
    return max(text_width(text, size) for text in texts)
