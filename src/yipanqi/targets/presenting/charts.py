"""The chart of an indicator and its table twin."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yipanqi.drawing import curve
from yipanqi.drawing.dates import CHINESE, ENGLISH
from yipanqi.drawing.scene import Drawing, render
from yipanqi.targets.models import Measure
from yipanqi.targets.presenting.facts import signed_target
from yipanqi.targets.queries import TargetPage, TargetRow
from yipanqi.targets.trajectory import Point, interpolate
from yipanqi.web import figures
from yipanqi.web.figures import number, unit_mark

WIDE, NARROW, PAPER = (760, 300), (340, 240), (760, 210)
"""Width and height in pixels at the desk, on a phone, on A4."""


def chart(page: TargetPage, *, narrow: bool = False, stand_alone: bool = False) -> SafeString:
    """The chart of trajectory, readings and forecast as SVG; empty where there is nothing to draw."""
    course = page.course
    if course is None or course.end <= course.begin + timedelta(days=1):
        return SafeString("")
    begin = course.begin + timedelta(days=1)
    drawn = curve.Trajectory(
        begin=begin,
        end=course.end,
        fact=_series(course.fact, begin),
        plan=_series(course.plan, begin),
        forecast=_series(course.forecast, begin),
        low=_band(page, course.low),
        high=_band(page, course.high),
        target=float(page.row.value) if page.row.value is not None else None,
        data_date=min(page.today, course.end) if page.today >= begin else None,
        light=page.row.colour,
    )
    size = PAPER if stand_alone else NARROW if narrow else WIDE
    return markup(curve.layout(drawn, _chart_labels(page), *size), stand_alone=stand_alone)


def markup(drawing: Drawing, *, stand_alone: bool) -> SafeString:
    """A drawing as SVG; for paper without the rims of its labels, which the printer would paint over them."""
    if stand_alone:
        drawing = replace(drawing, labels=tuple(replace(label, halo=False) for label in drawing.labels))
    return mark_safe(render(drawing, stand_alone=stand_alone))  # noqa: S308 the drawing escapes its words


def _series(points: tuple[Point, ...], begin: date) -> curve.Series:
    """Points as the drawing takes them; what stood on the eve stands at the left edge."""
    return tuple((max(point.day, begin), float(point.value)) for point in points)


def _band(page: TargetPage, end: Decimal | None) -> curve.Series:
    if page.course is None or end is None or not page.course.forecast:
        return ()
    first, last = page.course.forecast[0], page.course.forecast[-1]
    return ((first.day, float(first.value)), (last.day, float(end)))


def _chart_labels(page: TargetPage) -> curve.CurveLabels:
    row = page.row
    words = {
        "name": row.name,
        "to_date": number(row.to_date),
        "expected": figures.about(row.expected),
        "forecast": figures.about(row.forecast),
        "value": signed_target(row),
        "unit": unit_mark(row.unit),
    }
    return curve.CurveLabels(
        title=_("%(name)s: trajectory, readings and forecast, %(unit)s") % words,
        desc=_("To date %(to_date)s, expected %(expected)s, forecast %(forecast)s, target %(value)s.")
        % words,
        now=_("To date %(to_date)s") % words if row.to_date is not None else "",
        gap=_gap_label(row),
        plan=_("Trajectory"),
        forecast=_("Forecast %(forecast)s") % words if row.forecast is not None else "",
        target=_("Target %(value)s") % words,
        data_date=f"{page.today.month}-{page.today.day}",
        dates=ENGLISH if get_language() == "en" else CHINESE,
    )


def _gap_label(row: TargetRow) -> str:
    if row.gap is None or row.gap >= 0 or row.measure in (Measure.MEAN, Measure.CEILING):
        return ""
    return _("%(gap)s short") % {"gap": figures.about(abs(row.gap))}


@dataclass(frozen=True)
class TwinRow:
    """One day of the chart's table twin."""

    day: date
    plan: Decimal | None
    fact: Decimal | None
    forecast: Decimal | None


def chart_table(page: TargetPage) -> list[TwinRow]:
    """Every day at which one of the chart's lines has a point."""
    course = page.course
    if course is None:
        return []
    fact = {point.day: point.value for point in course.fact}
    ahead = {point.day: point.value for point in course.forecast[1:]}
    days = sorted({*fact, *ahead, *(point.day for point in course.plan)})
    return [
        TwinRow(day, _rounded(interpolate(course.plan, day)), fact.get(day), ahead.get(day)) for day in days
    ]


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 1)
