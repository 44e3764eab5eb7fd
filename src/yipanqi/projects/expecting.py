"""The investment of a year expected by a day, pure: through the planned months, else in a straight line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

ZERO = Decimal(0)
Line = tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True)
class InvestmentCourse:
    """What a project is to invest in its year, 亿元.

    `points` are totals planned by the ends of days; without them the whole `total` is spread evenly from `begin`
    (the day it landed, or the eve of the year) to the last day of the year.
    """

    year: int
    total: Decimal | None
    begin: date
    points: Mapping[date, Decimal] = field(default_factory=dict)

    @property
    def eve(self) -> date:
        """The day before the year."""
        return date(self.year - 1, 12, 31)

    @property
    def end(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)

    @cached_property
    def corners(self) -> Line:
        """The points of the line, from nothing to the total of the year; empty where nothing is planned."""
        planned = sorted(self.points.items())
        if not planned and self.total is None:
            return ()
        start = self.begin if not planned else min(self.eve, planned[0][0] - timedelta(days=1))
        last = planned[-1][1] if planned else ZERO
        line = [(max(start, self.eve), ZERO), *planned]
        if line[-1][0] < self.end:
            line.append((self.end, max(last, self.total or last)))
        return tuple(line)


def expected_by(course: InvestmentCourse, day: date) -> Decimal | None:
    """The total expected by the end of `day`; None where nothing is planned."""
    return line_at(course.corners, day)


def line_at(line: Line, day: date) -> Decimal | None:
    """The value of a broken line by the end of `day`; None where it has no points."""
    if not line:
        return None
    if day <= line[0][0]:
        return line[0][1]
    for (left, below), (right, above) in pairwise(line):
        if day <= right:
            return below + (above - below) * (day - left).days / (right - left).days
    return line[-1][1]


def summed_lines(courses: Iterable[InvestmentCourse]) -> list[Line]:
    """The lines of all courses, those with corners on the same days added up into one."""
    alike: dict[tuple[date, ...], list[tuple[Decimal, ...]]] = defaultdict(list)
    for course in courses:
        if course.corners:
            days, values = zip(*course.corners, strict=True)
            alike[days].append(values)
    return [
        tuple(zip(days, (sum(each, ZERO) for each in zip(*found, strict=True)), strict=True))
        for days, found in alike.items()
    ]
