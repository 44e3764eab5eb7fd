"""The S-curve of investment, of one project or of all, and its table twin."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yipanqi.drawing import curve as drawing
from yipanqi.drawing.dates import CHINESE, ENGLISH
from yipanqi.drawing.scene import render
from yipanqi.projects.queries import Curve, ProjectPage
from yipanqi.web import figures

WIDE, BROAD, NARROW = (760, 280), (1320, 300), (340, 230)
"""Width and height in pixels: beside a panel, over the whole page, on a phone."""


@dataclass(frozen=True)
class Line:
    """One curve: what is planned and invested by the ends of days, 亿元."""

    name: str
    year: int
    planned: tuple[tuple[date, Decimal], ...]
    invested: tuple[tuple[date, Decimal], ...]
    total: Decimal | None
    expected: Decimal | None
    today: date
    light: str = ""


def project_curve(page: ProjectPage, *, narrow: bool = False) -> SafeString:
    """The curve of one project; empty where nothing is planned and nothing invested."""
    corners = page.course.corners
    invested = tuple((month.day, month.invested) for month in page.months if month.invested is not None)
    if not corners and not invested:
        return SafeString("")
    line = Line(
        name=page.row.name,
        year=page.year,
        planned=tuple(corners),
        invested=invested,
        total=page.row.year_investment,
        expected=page.row.expected,
        today=page.today,
        light=page.row.colour,
    )
    return _drawn(line, NARROW if narrow else WIDE)


def curve(made: Curve, *, narrow: bool = False) -> SafeString:
    """The curve of all projects; empty where nothing is planned."""
    if not made.total and made.invested is None:
        return SafeString("")
    points = [point for point in made.points if point.invested is not None]
    line = Line(
        name=_("Investment of all projects"),
        year=made.year,
        planned=tuple((point.day, point.planned) for point in made.points),
        invested=tuple((point.day, point.invested) for point in points if point.invested is not None),
        total=made.total,
        expected=made.expected,
        today=made.today,
    )
    return _drawn(line, NARROW if narrow else BROAD)


def _drawn(line: Line, size: tuple[int, int]) -> SafeString:
    begin, end = date(line.year, 1, 1), date(line.year, 12, 31)
    eve = begin - timedelta(days=1)
    invested = ((eve, Decimal(0)), *line.invested)
    trajectory = drawing.Trajectory(
        begin=begin,
        end=end,
        fact=_series(((min(day, max(line.today, begin)), value) for day, value in invested), begin),
        plan=_series(line.planned, begin),
        target=float(line.total) if line.total is not None else None,
        data_date=line.today if begin <= line.today <= end else None,
        light=line.light,
    )
    layout = drawing.layout(trajectory, _labels(line), *size)
    return mark_safe(render(layout))  # noqa: S308 the drawing escapes its words


def _series(points: Iterable[tuple[date, Decimal]], begin: date) -> drawing.Series:
    """Points as the drawing takes them; what stood on the eve stands at the left edge."""
    return tuple((max(day, begin), float(value)) for day, value in points)


def _labels(line: Line) -> drawing.CurveLabels:
    last = line.invested[-1][1] if line.invested else None
    words = {
        "name": line.name,
        "invested": figures.number(last),
        "expected": figures.about(line.expected),
        "total": figures.number(line.total),
    }
    return drawing.CurveLabels(
        title=_("%(name)s: investment planned and made, 亿元") % words,
        desc=_("Invested %(invested)s, expected by today %(expected)s, year %(total)s 亿元.") % words,
        now=_("Invested %(invested)s") % words if last is not None else "",
        gap="",
        plan=_("Planned"),
        target=_("Year %(total)s") % words if line.total is not None else "",
        data_date=f"{line.today.month}-{line.today.day}",
        dates=ENGLISH if get_language() == "en" else CHINESE,
    )


@dataclass(frozen=True)
class TwinRow:
    """One month of the curve's table twin, 亿元."""

    day: date
    planned: Decimal | None
    invested: Decimal | None
    reported: int


def curve_table(made: Curve) -> list[TwinRow]:
    """Every month of the curve."""
    return [
        TwinRow(point.day, round(point.planned, 2), point.invested, point.reported) for point in made.points
    ]
