"""Writes of the room. Every one ends in the same place: the network that it touches is rescheduled and stored."""

from yipanqi.plans.drafts import ActivityDraft, LinkDraft, PlanChange, PlanDraft, ProgressEntry
from yipanqi.plans.operations.creating import create_plan
from yipanqi.plans.operations.deciding import apply_changes
from yipanqi.plans.operations.linking import (
    accept_link,
    decide_against_link,
    dissolve_link,
    propose_link,
    propose_link_again,
    refuse_link,
)
from yipanqi.plans.operations.progress import enter_progress
from yipanqi.plans.operations.recomputing import SUBJECT, recompute_plans, recompute_stale
from yipanqi.plans.operations.saving import save_draft
from yipanqi.plans.operations.succession import hand_over
from yipanqi.plans.operations.versions import (
    agree_version,
    agree_versions,
    return_version,
    revise_version,
    submit_version,
)

__all__ = [
    "SUBJECT",
    "ActivityDraft",
    "LinkDraft",
    "PlanChange",
    "PlanDraft",
    "ProgressEntry",
    "accept_link",
    "agree_version",
    "agree_versions",
    "apply_changes",
    "create_plan",
    "decide_against_link",
    "dissolve_link",
    "enter_progress",
    "hand_over",
    "propose_link",
    "propose_link_again",
    "recompute_plans",
    "recompute_stale",
    "refuse_link",
    "return_version",
    "revise_version",
    "save_draft",
    "submit_version",
]
