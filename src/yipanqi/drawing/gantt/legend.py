"""The legend of a Gantt chart: the symbols that occur in it, and no others."""

from yipanqi.drawing import svg
from yipanqi.drawing.gantt import bars
from yipanqi.drawing.gantt.plan import GanttLabels, GanttPlan, Row, RowKind
from yipanqi.drawing.metrics import Box
from yipanqi.drawing.sheet import SAMPLE, Symbol, rect


def entries(plan: GanttPlan, words: GanttLabels) -> list[tuple[Symbol, str]]:
    """Symbol and name of everything the plan shows; an empty name leaves its entry out."""
    rows = plan.rows
    found: list[tuple[bool, Symbol, str]] = [
        (any(r.critical and _bar(r) for r in rows), _critical, words.critical),
        (any(not r.critical and _bar(r) for r in rows), _work, words.work),
        (any(r.done > 0 for r in rows), _done, words.done),
        (any(r.free_until and r.finish and r.free_until > r.finish for r in rows), _wave, words.free_float),
        (any(r.float_until and r.finish and r.float_until > (r.free_until or r.finish) for r in rows), _rest,
         words.total_float),
        (any(r.baseline_finish for r in rows), _baseline, words.baseline),
        (any(r.kind is RowKind.MILESTONE for r in rows), _milestone, words.milestone),
        (any(r.kind is RowKind.SUMMARY for r in rows), _summary, words.summary),
        (plan.data_date is not None and any(r.point for r in rows), _front, words.front_line),
    ]  # fmt: skip
    return [(symbol, text) for occurs, symbol, text in found if occurs and text]


def _bar(row: Row) -> bool:
    return row.kind is RowKind.WORK and row.start is not None


def _sample(x: float, y: float) -> Box:
    return Box(x, y - 1, x + SAMPLE, y + 1)


def _critical(x: float, y: float) -> list[svg.Element]:
    return [rect("g-crit", _sample(x, y)), rect("g-core", Box(x, y - 0.4, x + SAMPLE, y + 0.4))]


def _work(x: float, y: float) -> list[svg.Element]:
    return [rect("g-open", _sample(x, y))]


def _done(x: float, y: float) -> list[svg.Element]:
    return [rect("g-open", _sample(x, y)), rect("g-done", Box(x, y - 0.88, x + SAMPLE / 2, y + 0.88))]


def _wave(x: float, y: float) -> list[svg.Element]:
    return [svg.element("path", class_="g-wave", d=bars.wave(x, x + SAMPLE, y, 0.6))]


def _rest(x: float, y: float) -> list[svg.Element]:
    return [
        svg.element("path", class_="g-rest", d=svg.path("M", x, y, "H", x + SAMPLE)),
        svg.element("path", class_="g-end", d=svg.path("M", x + SAMPLE, y - 0.8, "v", 1.6)),
    ]


def _baseline(x: float, y: float) -> list[svg.Element]:
    return [rect("g-base", Box(x, y - 0.4, x + SAMPLE, y + 0.4))]


def _milestone(x: float, y: float) -> list[svg.Element]:
    d = svg.path("M", x + 4.6, y, "l", 1.4, -1.4, 1.4, 1.4, -1.4, 1.4, "Z")
    return [svg.element("path", class_="g-mile", d=d)]


def _summary(x: float, y: float) -> list[svg.Element]:
    d = svg.path(
        "M", x, y - 0.8, "h", SAMPLE, "v", 1.8, "l", -1.4, -1, "h", -(SAMPLE - 2.8), "l", -1.4, 1, "Z"
    )
    return [svg.element("path", class_="g-sum", d=d)]


def _front(x: float, y: float) -> list[svg.Element]:
    line = svg.points([(x, y), (x + SAMPLE, y)])
    return [
        svg.element("polyline", class_="g-front", points=line),
        svg.element("circle", class_="g-point", cx=x + SAMPLE / 2, cy=y, r=0.8),
    ]
