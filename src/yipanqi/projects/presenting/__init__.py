"""Finished pieces for the pages of the room: facts, curve, funnel, panels."""

from yipanqi.projects.presenting.curves import curve, curve_table, project_curve
from yipanqi.projects.presenting.facts import (
    UNIT,
    Fact,
    curve_facts,
    differences,
    facts_of,
    import_heads,
    open_periods,
    plan_months,
    plan_words,
    why_panel,
)
from yipanqi.projects.presenting.funnel import Funnel, funnel

__all__ = [
    "UNIT",
    "Fact",
    "Funnel",
    "curve",
    "curve_facts",
    "curve_table",
    "differences",
    "facts_of",
    "funnel",
    "import_heads",
    "open_periods",
    "plan_months",
    "plan_words",
    "project_curve",
    "why_panel",
]
