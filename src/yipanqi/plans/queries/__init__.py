"""Reads of the room: everything stored at write; only `what_if`, `quality` and `version_difference` compute."""

from yipanqi.plans import wording
from yipanqi.plans.drafts import PlanChange
from yipanqi.plans.queries.asks import Blocker, ProgressAsk, blockers, progress_asks
from yipanqi.plans.queries.comparing import quality, version_difference
from yipanqi.plans.queries.network import (
    Network,
    NetworkActivity,
    NetworkCross,
    NetworkLink,
    NetworkPlan,
    whole_network,
)
from yipanqi.plans.queries.page import CrossRowView, PlanPage, VersionRow, plan_page
from yipanqi.plans.queries.rows import (
    PlanLight,
    PlanRow,
    ScheduledRow,
    plan_lights,
    plan_rows,
    predecessor_text,
    predecessors_of,
    scheduled_rows,
)
from yipanqi.plans.queries.states import plan_states, plan_states_without_chains, planned_milestones
from yipanqi.plans.queries.trying import ActivityEffect, PlanEffect, WhatIf, what_if

WORDINGS = wording.WORDINGS

__all__ = [
    "WORDINGS",
    "ActivityEffect",
    "Blocker",
    "CrossRowView",
    "Network",
    "NetworkActivity",
    "NetworkCross",
    "NetworkLink",
    "NetworkPlan",
    "PlanChange",
    "PlanEffect",
    "PlanLight",
    "PlanPage",
    "PlanRow",
    "ProgressAsk",
    "ScheduledRow",
    "VersionRow",
    "WhatIf",
    "blockers",
    "plan_lights",
    "plan_page",
    "plan_rows",
    "plan_states",
    "plan_states_without_chains",
    "planned_milestones",
    "predecessor_text",
    "predecessors_of",
    "progress_asks",
    "quality",
    "scheduled_rows",
    "version_difference",
    "what_if",
    "whole_network",
]
