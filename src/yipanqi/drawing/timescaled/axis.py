"""The date scale: year, month, third of a month or week, running days; grid lines and free days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yipanqi.drawing.metrics import text_width
from yipanqi.drawing.timescaled.captions import Labels
from yipanqi.drawing.timescaled.chains import Scale
from yipanqi.drawing.timescaled.plan import NetworkPlan

WEEKS_UNDER = 60
TINT_FROM = 0.65


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an axis row, from x0 to x1 mm."""

    x0: float
    x1: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Rows of cells between the sheet's first and last day, tick positions of the day row, tinted spans."""

    heads: tuple[str, str, str, str]
    years: tuple[Cell, ...]
    months: tuple[Cell, ...]
    thirds: tuple[Cell, ...]
    ticks: tuple[Cell, ...]
    off: tuple[tuple[float, float], ...]


def axis(plan: NetworkPlan, scale: Scale, x0: float, x1: float, words: Labels) -> Axis:
    """The date scale of the canvas between ``x0`` and ``x1``; nothing stands before day 0."""
    first = max(0, int((x0 - scale.origin) / scale.day))
    last = int((x1 - scale.origin) / scale.day)
    days = [plan.day(k) for k in range(first, last + 1)]
    span = (x1 - x0) / scale.day
    weeks = span < WEEKS_UNDER

    def cells(key: Callable[[date], object], text: Callable[[date], str]) -> tuple[Cell, ...]:
        return tuple(spans(days, first, key, text, scale, x0, x1))

    thirds = (
        cells(monday, lambda d: f"{monday(d).month}/{monday(d).day}")
        if weeks
        else cells(lambda d: (d.year, d.month, third(d)), lambda d: words.thirds[third(d)])
    )
    working = bool(plan.off_days.get(""))
    heads = (words.year, words.month, words.week if weeks else words.third)
    return Axis(
        (*heads, words.working_day_row if working else words.day_row),
        cells(lambda d: d.year, lambda d: words.year_name.format(d.year)),
        cells(lambda d: (d.year, d.month), lambda d: words.months[d.month - 1]),
        thirds,
        tuple(ticks(plan, scale, first, last, weeks)),
        tuple(free_days(plan, scale, first, last)),
    )


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def third(day: date) -> int:
    return min((day.day - 1) // 10, 2)


def spans(
    days: list[date], first: int, key: Callable[[date], object], text: Callable[[date], str], scale: Scale,
    x0: float, x1: float,
) -> Iterator[Cell]:  # fmt: skip
    """Runs of days with one key as cells, clipped to the sheet."""
    start = 0
    for k in range(1, len(days) + 1):
        if k == len(days) or key(days[k]) != key(days[start]):
            left, right = scale.x(first + start), scale.x(first + k)
            yield Cell(max(left, x0), min(right, x1), text(days[start]))
            start = k


def ticks(plan: NetworkPlan, scale: Scale, first: int, last: int, weeks: bool) -> Iterator[Cell]:
    """Running days, numbered so that the numbers keep apart."""
    line = plan.timeline()
    total = int(line.units(float(last + 1)))
    share = scale.day * (last + 1 - first) / max(total - line.units(float(first)), 1)
    steps = (1, 2, 5, 10, 20, 50, 100, 200) if weeks else (10, 20, 50, 100, 200, 500)
    widest = text_width(str(total), 2.2) + 1.6
    step = next((s for s in steps if s * share >= widest), 1000)
    for number in range(step, total + 1, step):
        position = line.position(float(number))
        if first <= position <= last + 1:
            x = scale.x(position)
            yield Cell(x, x, str(number))


def free_days(plan: NetworkPlan, scale: Scale, first: int, last: int) -> Iterator[tuple[float, float]]:
    """Runs of non-working days of the plan's calendar, if a day is wide enough to tint."""
    off = plan.timeline().off
    if scale.day < TINT_FROM:
        return
    start = None
    for k in range(first, last + 2):
        if k in off and k <= last:
            start = k if start is None else start
        elif start is not None:
            yield scale.x(start), scale.x(k)
            start = None
