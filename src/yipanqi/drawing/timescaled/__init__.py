"""The time-scaled arrow network (双代号时标网络图): from a scheduled activity-on-node plan to SVG.

Pieces → events and dummies → node dates → chains → rows → heights → routes → front line → labels → sheets.
Every step is a pure function; the same plan gives the same bytes, whatever the ids and the order of its rows.
"""

from yipanqi.drawing.timescaled.adapter import from_schedule
from yipanqi.drawing.timescaled.captions import CHINESE, ENGLISH, Labels
from yipanqi.drawing.timescaled.draw import Drawing, Statistics, TableRow, draw_timescaled
from yipanqi.drawing.timescaled.plan import DrawingError, Link, NetworkPlan, TitleBlock, Work

__all__ = [
    "CHINESE",
    "ENGLISH",
    "Drawing",
    "DrawingError",
    "Labels",
    "Link",
    "NetworkPlan",
    "Statistics",
    "TableRow",
    "TitleBlock",
    "Work",
    "draw_timescaled",
    "from_schedule",
]
