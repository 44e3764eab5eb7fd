"""Network plans as the Chinese specification computes them by hand (JGJ/T 121, GB/T 13400), exact and without dates.

Three networks: `solve_arrows` (双代号), `solve_nodes` (单代号, with 搭接 when a bond is not FS 0), and the conclusions
of a front line (前锋线), `read_front_line`. Times are integers or Fractions of a working unit, counted from 0.
"""

from yipanqi.schedule.standard.arrows import (
    Arrow,
    ArrowPlan,
    ArrowTimes,
    EventTimes,
    SolvedArrows,
    solve_arrows,
)
from yipanqi.schedule.standard.front_line import Conclusion, FrontLine, InHand, read_front_line, slips
from yipanqi.schedule.standard.nodes import Bond, NodePlan, SolvedNodes, Work, WorkTimes, solve_nodes
from yipanqi.schedule.standard.order import Number

__all__ = [
    "Arrow",
    "ArrowPlan",
    "ArrowTimes",
    "Bond",
    "Conclusion",
    "EventTimes",
    "FrontLine",
    "InHand",
    "NodePlan",
    "Number",
    "SolvedArrows",
    "SolvedNodes",
    "Work",
    "WorkTimes",
    "read_front_line",
    "slips",
    "solve_arrows",
    "solve_nodes",
]
