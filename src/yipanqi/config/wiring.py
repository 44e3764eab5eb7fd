"""Every connection that runs against the street: who loads the Actor, who listens, what `tick` does.

This file is read like a map: one line a connection, no logic.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yipanqi.access import demo_accounts, health
from yipanqi.access.actor import SYSTEM, register_loader
from yipanqi.access.registry import may
from yipanqi.access.rules import AccessAction
from yipanqi.appraisal.rules import AppraisalAction
from yipanqi.assignments import operations as assignments
from yipanqi.assignments.rules import AssignmentAction
from yipanqi.audit.operations import seal_events
from yipanqi.board.masthead import masthead
from yipanqi.board.rules import BoardAction
from yipanqi.config import env
from yipanqi.consultations.events import DecisionMade
from yipanqi.consultations.rules import ConsultationAction
from yipanqi.demo.cast import shown_accounts
from yipanqi.desk.rules import DeskAction
from yipanqi.files import visibility
from yipanqi.files.operations import sweep_orphans
from yipanqi.foundation import events
from yipanqi.org import panels as unit_panels
from yipanqi.org.events import UnitSucceeded
from yipanqi.org.queries import actor_for
from yipanqi.org.rules import OrgAction
from yipanqi.plans.events import PlanRescheduled, ProgressEntered
from yipanqi.plans.operations import hand_over as hand_plans_over
from yipanqi.plans.operations import recompute_stale
from yipanqi.plans.queries import plan_states, plan_states_without_chains, planned_milestones
from yipanqi.plans.rules import PlanAction
from yipanqi.projects import panels as project_panels
from yipanqi.projects import plan_states as plans_of_projects
from yipanqi.projects import sources as project_sources
from yipanqi.projects.operations import hand_over as hand_projects_over
from yipanqi.projects.operations import recompute_projects
from yipanqi.projects.queries import keys_of_visible_projects
from yipanqi.projects.rules import ProjectAction
from yipanqi.reports.rules import ReportAction
from yipanqi.supervision import panels
from yipanqi.supervision.operations import hand_over as hand_matters_over
from yipanqi.supervision.queries import keys_of_visible_matters
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.targets import planned
from yipanqi.targets.operations import hand_over as hand_targets_over
from yipanqi.targets.operations import recompute as recompute_targets
from yipanqi.targets.operations import recompute_year
from yipanqi.targets.queries import keys_of_visible_targets
from yipanqi.targets.rules import TargetAction
from yipanqi.targets.sources import register_source
from yipanqi.web.context import NavItem, register_masthead, register_nav

NAV = (
    NavItem("board", _("Board"), "board:board", "g b", lambda actor: may(actor, BoardAction.VIEW)),
    NavItem("desk", _("My month"), "desk:month", "g m", lambda actor: may(actor, DeskAction.FILL_MONTH)),
    NavItem("targets", _("Targets"), "targets:list", "g t", lambda actor: may(actor, TargetAction.VIEW)),
    NavItem("reports", _("Work report"), "reports:list", "g r", lambda actor: may(actor, ReportAction.VIEW)),
    NavItem("projects", _("Projects"), "projects:list", "g p", lambda actor: may(actor, ProjectAction.VIEW)),
    NavItem("plans", _("Plans"), "plans:list", "g n", lambda actor: may(actor, PlanAction.VIEW)),
    NavItem(
        "consultations",
        _("Consultation"),
        "consultations:at_hand",
        "g c",
        lambda actor: may(actor, ConsultationAction.VIEW),
    ),
    NavItem(
        "assignments",
        _("Assignments"),
        "assignments:own",
        "g i",
        lambda actor: may(actor, AssignmentAction.VIEW),
    ),
    NavItem(
        "supervision",
        _("Supervision"),
        "supervision:matters",
        "g s",
        lambda actor: may(actor, SupervisionAction.VIEW),
    ),
    NavItem(
        "appraisal", _("Appraisal"), "appraisal:rounds", "g k", lambda actor: may(actor, AppraisalAction.VIEW)
    ),
    NavItem("org", _("Units"), "org:units", "g u", lambda actor: may(actor, OrgAction.VIEW)),
    NavItem(
        "accounts",
        _("Accounts"),
        "access:accounts",
        "g a",
        lambda actor: may(actor, AccessAction.VIEW_ACCOUNTS),
    ),
    NavItem(
        "record", _("Record"), "access:events", "g e", lambda actor: may(actor, AccessAction.VIEW_EVENTS)
    ),
    NavItem(
        "system", _("System"), "access:system", "g y", lambda actor: may(actor, AccessAction.VIEW_SYSTEM)
    ),
)

TICK_JOBS: list[tuple[str, Callable[[datetime], object]]] = [
    ("plans of a new day", recompute_stale),
    ("projects of a new day", lambda now: recompute_projects(None, now)),
    ("lights of a new day", recompute_year),
    ("items of a new day", assignments.recompute_stale),
    ("seal of the audit chain", seal_events),
    ("orphans among the files", sweep_orphans),
]


def connect() -> None:
    """Called once, when all rooms are loaded."""
    register_loader(actor_for)
    register_nav(*NAV)
    register_masthead(masthead)
    health.register_settings(env.VARIABLES)
    for source in project_sources.SOURCES:
        register_source(*source)
    visibility.register("targets.target", keys_of_visible_targets)
    visibility.register("projects.project", keys_of_visible_projects)
    visibility.register("supervision.matter", keys_of_visible_matters)
    unit_panels.register(panels.unit_panel)
    project_panels.register(panels.project_panel)
    plans_of_projects.register(plan_states, plan_states_without_chains)
    planned.register(planned_milestones)
    events.subscribe(PlanRescheduled, follow_plans)
    events.subscribe(ProgressEntered, follow_progress)
    events.subscribe(DecisionMade, follow_decision)
    events.subscribe(UnitSucceeded, hand_duties_over)
    if settings.DEMO:
        demo_accounts.register(shown_accounts)


def hand_duties_over(event: UnitSucceeded) -> None:
    """Every duty follows the unit, in one operation."""
    for hand_over in (
        hand_targets_over,
        hand_projects_over,
        hand_plans_over,
        assignments.hand_over,
        hand_matters_over,
    ):
        hand_over(actor=SYSTEM, from_unit=event.unit_id, to_unit=event.successor_id, now=event.now)


def follow_plans(event: PlanRescheduled) -> None:
    """Projects, milestones and items follow the plan that was rescheduled."""
    recompute_projects(event.project_ids, event.now)
    recompute_targets(event.target_ids, event.now)
    assignments.follow_schedule(activities=event.activities, now=event.now)


def follow_progress(event: ProgressEntered) -> None:
    """A fact with a finish reports the item of its activity done: one fact, one entry."""
    assignments.follow_progress(entries=event.entries, now=event.now)


def follow_decision(event: DecisionMade) -> None:
    """Letters follow a decision made after its session, where whoever recorded it wants them at once."""
    if event.reissued_by:
        assignments.reissue(
            actor=event.reissued_by,
            session_id=event.session_id,
            decision_id=event.decision_id,
            now=event.now,
        )
