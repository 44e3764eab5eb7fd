"""Sheets of paper and the places on them, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from yipanqi.drawing.timescaled.layout import Canvas
from yipanqi.drawing.timescaled.plan import DrawingError


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: 25 mm margin left for binding, 5 mm elsewhere; axis above the plot, legend and block below."""

    name: str
    width: float
    height: float

    head: float = 34.6
    axis_top: float = 20.0
    axis_row: float = 4.6
    plot_top: float = 37.8

    @property
    def left(self) -> float:
        return 25.0

    @property
    def right(self) -> float:
        return self.width - 5.0

    @property
    def foot(self) -> float:
        """Lower edge of the frame."""
        return self.height - 5.0

    @property
    def plot_bottom(self) -> float:
        return self.height - 47.0

    @property
    def plot_left(self) -> float:
        """x of day 0: 3.4 mm behind the head column."""
        return self.head + 3.4

    @property
    def plot_right(self) -> float:
        """x of the last day: a 10 mm tail before the frame."""
        return self.right - 10.0

    def canvas(self) -> Canvas:
        """The canvas of a plan on one such sheet."""
        return Canvas(
            self.plot_left,
            self.plot_right,
            self.plot_top,
            self.plot_bottom,
            self.head + 0.6,
            self.right - 2.0,
        )

    def tiled(self, pages: int) -> tuple[Canvas, float]:
        """The long canvas of several sheets, and the width of plot on each; 7 % slack for early cuts."""
        page = self.plot_right - self.plot_left - 8.0
        right = self.plot_left + page * (1 + (pages - 1) * 0.93)
        return (
            Canvas(self.plot_left, right, self.plot_top, self.plot_bottom, self.head + 0.6, right + 8.0),
            page,
        )


A3 = Paper("A3", 420.0, 297.0)
A3_LONG = Paper("A3×1.5", 630.0, 297.0)
A2 = Paper("A2", 594.0, 420.0)
A1 = Paper("A1", 841.0, 594.0)
PAPERS = {paper.name: paper for paper in (A3, A3_LONG, A2, A1)}


def papers(sheet: str) -> tuple[Paper, ...]:
    """The sheets to try, in order: one named sheet first and the larger ones after it, or all for "auto"."""
    if sheet != "auto" and sheet not in PAPERS:
        raise DrawingError(f"sheet {sheet} is unknown: choose auto, {', '.join(PAPERS)}")
    names = list(PAPERS)
    return tuple(PAPERS[name] for name in (names if sheet == "auto" else names[names.index(sheet) :]))
