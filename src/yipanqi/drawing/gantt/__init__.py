"""横道图: rows of bars beside their table, on sheets of paper or as a strip beside a table of the page."""

from yipanqi.drawing.gantt.layout import layout, layout_strip
from yipanqi.drawing.gantt.plan import Column, GanttLabels, GanttLink, GanttPlan, Row, RowKind
from yipanqi.drawing.gantt.result import plan_of

__all__ = [
    "Column",
    "GanttLabels",
    "GanttLink",
    "GanttPlan",
    "Row",
    "RowKind",
    "layout",
    "layout_strip",
    "plan_of",
]
