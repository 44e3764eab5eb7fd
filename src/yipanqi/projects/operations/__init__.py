"""Writes of the room. Keyword-only; `actor` and `now` are always passed in; each is one transaction.

Money is in 亿元. Setting: `create_project(year_id=, draft=ProjectDraft(...))`, `alter_project(project_id=, changes=
{...}, version=)`, `plan_investment(project_id=, points={end of month: total})`, `add_guarantee(project_id=, kind=,
text=, owner_id=, due=)`, `add_contribution(project_id=, target_id=, kind="investment|amount|count", stage=, amount=)`,
`remove_contribution(contribution_id=)`, `import_projects(year_id=, sheet=)`.

Facts: `move_stage(project_id=, move=, on=, note=, evidence_ids=, files=, version=)` with a move of
`transitions.STAGES`; `enter_investments(entries=[InvestmentEntry(...), ...])`, all or nothing, its `Invalid.fields`
named "<project id>.<value|period|note>"; `settle_guarantee(guarantee_id=, done_on=, result=)` by the unit that owes;
`record_visit(project_id=, on=, text=, next_step=)`.

For the wiring: `hand_over(actor=SYSTEM, from_unit=, to_unit=, now=)` on UnitSucceeded; `recompute_projects(None, now)`
in `tick`; `recompute_projects(ids, now)` when the plan of a project was rescheduled.
"""

from yipanqi.projects.drafts import ProjectDraft
from yipanqi.projects.operations.duties import (
    add_contribution,
    add_guarantee,
    record_visit,
    remove_contribution,
    settle_guarantee,
)
from yipanqi.projects.operations.imports import Imported, import_projects
from yipanqi.projects.operations.investment_checks import InvestmentEntry
from yipanqi.projects.operations.investments import enter_investments, plan_investment
from yipanqi.projects.operations.recomputing import recompute_projects
from yipanqi.projects.operations.setting import alter_project, create_project
from yipanqi.projects.operations.stages import move_stage
from yipanqi.projects.operations.succession import hand_over

__all__ = [
    "Imported",
    "InvestmentEntry",
    "ProjectDraft",
    "add_contribution",
    "add_guarantee",
    "alter_project",
    "create_project",
    "enter_investments",
    "hand_over",
    "import_projects",
    "move_stage",
    "plan_investment",
    "recompute_projects",
    "record_visit",
    "remove_contribution",
    "settle_guarantee",
]
