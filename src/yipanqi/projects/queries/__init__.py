"""Reads of the room: frozen dataclasses for pages, in a constant number of queries. Money is in 亿元.

* `project_rows(actor, year_id, now)` → ProjectRow for lists and the board; `project_page(actor, project_id, now)`.
* `pipeline(actor, year_id, since, today)` → Pipeline; `investment_curve(actor, year_id, today)` → Curve.
* `investment_asks(unit_ids, now)`, `guarantees_open(unit_ids | None, now)` → what units are asked and owe.
* `contribution_gaps(year_id)` → targets that the contributions planned will not reach (conflict rule 8).
* `preview_projects(actor, year_id, sheet)` → what importing a table of projects would do.
* `keys_of_visible_projects(actor)` → for `files.visibility.register("projects.project", …)`.
"""

from yipanqi.projects import wording
from yipanqi.projects.queries.asks import GuaranteeRow, InvestmentAsk, guarantees_open, investment_asks
from yipanqi.projects.queries.evidence import keys_of_visible_projects
from yipanqi.projects.queries.gaps import Gap, contribution_gaps
from yipanqi.projects.queries.imports import Preview, PreviewLine, preview_projects
from yipanqi.projects.queries.page import ProjectPage, project_page
from yipanqi.projects.queries.pipeline import (
    Curve,
    CurvePoint,
    Pipeline,
    StageCount,
    investment_curve,
    pipeline,
    pipeline_and_curve,
)
from yipanqi.projects.queries.rows import ProjectRow, project_rows

__all__ = [
    "Curve",
    "CurvePoint",
    "Gap",
    "GuaranteeRow",
    "InvestmentAsk",
    "Pipeline",
    "Preview",
    "PreviewLine",
    "ProjectPage",
    "ProjectRow",
    "StageCount",
    "contribution_gaps",
    "guarantees_open",
    "investment_asks",
    "investment_curve",
    "keys_of_visible_projects",
    "pipeline",
    "pipeline_and_curve",
    "preview_projects",
    "project_page",
    "project_rows",
    "wording",
]
