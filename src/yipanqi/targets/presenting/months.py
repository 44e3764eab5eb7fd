"""What each month brought, and what each remaining month must bring: bars beside the best three months.

Ink bars are the best three months, grey ones the others; dashed outlines are what is needed; the thin line is the
average of the best three.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yipanqi.drawing import svg
from yipanqi.drawing.metrics import text_width
from yipanqi.drawing.scene import Drawing, Label
from yipanqi.drawing.style import BULLET, CHART
from yipanqi.targets.forecast import BEST_MONTHS
from yipanqi.targets.periods import month_end
from yipanqi.targets.presenting.charts import markup
from yipanqi.targets.queries import TargetPage
from yipanqi.targets.trajectory import Point
from yipanqi.web import figures
from yipanqi.web.figures import about, number, unit_mark

WIDE, NARROW, PAPER = (760, 190), (340, 170), (760, 115)
SIZE, TOP, BOTTOM, LEFT = 12.0, 30.0, 24.0, 4.0
FEWEST = 3
_OTHER = "#76838f"


@dataclass(frozen=True)
class Months:
    """The bars: months gone with their amounts, months left, and the two figures they are held against."""

    gone: tuple[Point, ...]
    left: tuple[date, ...]
    needed: float
    best: float | None

    @property
    def highest(self) -> float:
        """What the tallest bar stands for."""
        return max([self.needed, self.best or 0.0, *(float(point.value) for point in self.gone)])


@dataclass(frozen=True)
class Frame:
    """Where bars stand, in pixels."""

    width: float
    height: float
    count: int
    highest: float

    @property
    def base(self) -> float:
        """The line that the bars stand on."""
        return self.height - BOTTOM

    def x(self, place: int) -> float:
        """The middle of a month's place."""
        return LEFT + (place + 0.5) * (self.width - 2 * LEFT) / self.count

    @property
    def bar(self) -> float:
        """The width of a bar."""
        return 0.66 * (self.width - 2 * LEFT) / self.count

    def y(self, value: float) -> float:
        """The top of a bar."""
        return self.base - max(0.0, value) / self.highest * (self.base - TOP)


def months_of_need(page: TargetPage) -> Months | None:
    """The bars of a target, where its months say something: a growing figure with three months known."""
    course, row = page.course, page.row
    if course is None or len(course.months) < FEWEST or row.needed is None or row.measure == "ceiling":
        return None
    best = row.numbers.get("best")
    last = course.months[-1].day
    months = Months(
        course.months, _months_left(last, course.end), float(row.needed), float(best) if best else None
    )
    return months if months.highest > 0 and months.left else None


def _months_left(last: date, end: date) -> tuple[date, ...]:
    """The ends of the months after `last`, up to the one that `end` lies in."""
    days, day = [], month_end(last + timedelta(days=1))
    while day <= month_end(end):
        days.append(day)
        day = month_end(day + timedelta(days=1))
    return tuple(days)


def month_bars(page: TargetPage, *, narrow: bool = False, stand_alone: bool = False) -> SafeString:
    """The bars as SVG; empty where there is nothing to hold against anything."""
    months = months_of_need(page)
    if months is None:
        return SafeString("")
    size = PAPER if stand_alone else NARROW if narrow else WIDE
    frame = Frame(*size, len(months.gone) + len(months.left), months.highest)
    drawing = Drawing(
        _("What each month brought and must bring, %(unit)s") % {"unit": unit_mark(page.row.unit)},
        _description(months),
        *size,
        "px",
        (*_bars(months, frame), *_lines(months, frame)),
        (*_figures(months, frame), *_names(months, frame, narrow=narrow), *_notes(months, frame)),
        CHART + BULLET,
    )
    return markup(drawing, stand_alone=stand_alone)


def _description(months: Months) -> str:
    words = {"needed": about(months.needed), "best": about(months.best)}
    return _("Each remaining month needs %(needed)s, the best three months averaged %(best)s") % words


def best_days(months: Months) -> frozenset[date]:
    """The ends of the best three months."""
    ordered = sorted(months.gone, key=lambda point: (-point.value, point.day))
    return frozenset(point.day for point in ordered[:BEST_MONTHS])


def _bars(months: Months, frame: Frame) -> list[svg.Element]:
    best = best_days(months)
    gone = [
        _bar(frame, place, float(point.value), class_="k-now" if point.day in best else None, fill=_OTHER)
        for place, point in enumerate(months.gone)
        if point.value > 0
    ]
    left = [
        _bar(frame, len(months.gone) + place, months.needed, class_="k-fore", fill="none")
        for place, _day in enumerate(months.left)
        if months.needed > 0
    ]
    return [*gone, *left]


def _bar(frame: Frame, place: int, value: float, *, class_: str | None, fill: str) -> svg.Element:
    top = frame.y(value)
    return svg.element(
        "rect",
        x=frame.x(place) - frame.bar / 2,
        y=top,
        width=frame.bar,
        height=frame.base - top,
        class_=class_,
        fill=None if class_ == "k-now" else fill,
    )


def _lines(months: Months, frame: Frame) -> list[svg.Element]:
    base = svg.element("path", class_="c-axis", d=svg.path("M", LEFT, frame.base, "H", frame.width - LEFT))
    if months.best is None:
        return [base]
    across = svg.path("M", LEFT, frame.y(months.best), "H", frame.width - LEFT)
    return [base, svg.element("path", class_="c-day", d=across)]


def _figures(months: Months, frame: Frame) -> list[Label]:
    """The amount over each bar, with a rim, so that it can be read over the line."""
    return [
        Label(
            number(round(point.value, 1)),
            frame.x(place),
            frame.y(float(point.value)) - 4,
            SIZE,
            "b" if point.day in best_days(months) else "q",
            "middle",
            halo=True,
        )
        for place, point in enumerate(months.gone)
    ]


def _names(months: Months, frame: Frame, *, narrow: bool) -> list[Label]:
    days = [*(point.day for point in months.gone), *months.left]
    return [
        Label(
            str(day.month) if narrow else figures.month(day),
            frame.x(place),
            frame.height - 6,
            SIZE,
            "q",
            "middle",
        )
        for place, day in enumerate(days)
    ]


def _notes(months: Months, frame: Frame) -> list[Label]:
    """What the outlines and the line mean, where there is room for the words."""
    words = _("Needed a month %(needed)s") % {"needed": about(months.needed)}
    middle = (frame.x(len(months.gone)) + frame.x(frame.count - 1)) / 2
    reach = text_width(words, SIZE) / 2
    x = min(max(middle, reach + LEFT), frame.width - reach - LEFT)
    notes = [Label(words, x, max(frame.y(months.needed) - 5, 12), SIZE, "t-fore", "middle", halo=True)]
    if months.best is not None:
        text = _("Best three months averaged %(best)s") % {"best": about(months.best)}
        notes.append(Label(text, LEFT, 12, SIZE, "q", halo=True))
    return notes
