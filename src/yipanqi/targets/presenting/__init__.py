"""How targets are shown; for doors only."""

from yipanqi.targets.presenting.charts import chart, chart_table
from yipanqi.targets.presenting.facts import facts_of, signed_target, source_of
from yipanqi.targets.presenting.months import month_bars
from yipanqi.targets.presenting.panels import (
    changes,
    differences,
    history,
    lacks,
    lists,
    months_of,
    open_periods,
    period_name,
    why_panel,
)

__all__ = [
    "changes",
    "chart",
    "chart_table",
    "differences",
    "facts_of",
    "history",
    "lacks",
    "lists",
    "month_bars",
    "months_of",
    "open_periods",
    "period_name",
    "signed_target",
    "source_of",
    "why_panel",
]
