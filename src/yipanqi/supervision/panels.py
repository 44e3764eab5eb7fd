"""What the room hangs on the pages of earlier rooms: a unit's card, a project's page. Registered in the wiring."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yipanqi.access.actor import Actor
from yipanqi.access.registry import may
from yipanqi.org.models import Unit
from yipanqi.org.panels import Panel
from yipanqi.supervision.queries.blocking import blocked_by
from yipanqi.supervision.queries.matters import matters_about, matters_of
from yipanqi.supervision.queries.reminding import reminders_of
from yipanqi.supervision.rules import SupervisionAction
from yipanqi.targets.queries import current_year

LAST = 5


def unit_panel(actor: Actor, unit_id: int, now: datetime) -> Panel | None:
    """On a unit's card: its open matters, its last reminders, who waits for it."""
    year = current_year(actor, now)
    if year is None or not may(actor, SupervisionAction.VIEW):
        return None
    rows = [row for row in matters_of(actor, [unit_id], year_id=year.pk, now=now) if row.is_open]
    reminders = reminders_of(actor, [unit_id])[:LAST]
    blocked = blocked_by(year.pk, [unit_id])
    may_report = may(actor, SupervisionAction.REPORT_UNIT, Unit(pk=unit_id))
    context = {
        "matters": rows,
        "reminders": reminders,
        "blocked": blocked,
        "unit_id": unit_id,
        "may_instruct": may(actor, SupervisionAction.INSTRUCT),
        "may_report": may_report,
    }
    shown = rows or reminders or blocked or context["may_instruct"] or may_report
    return Panel(_("Supervision"), "supervision/unit_panel.html", context) if shown else None


def project_panel(actor: Actor, project_id: int, now: datetime) -> Panel | None:
    """On a project's page: the open matters about it and the door to an instruction."""
    return _about(actor, now, project_id=project_id)


def target_panel(actor: Actor, target_id: int, now: datetime) -> Panel | None:
    """The same on a target's page."""
    return _about(actor, now, target_id=target_id)


def plan_panel(actor: Actor, plan_id: int, now: datetime) -> Panel | None:
    """The same on a plan's page."""
    return _about(actor, now, plan_id=plan_id)


def _about(actor: Actor, now: datetime, **about: int) -> Panel | None:
    if not may(actor, SupervisionAction.VIEW):
        return None
    rows = matters_about(actor, now=now, **about)
    may_instruct = may(actor, SupervisionAction.INSTRUCT)
    if not rows and not may_instruct:
        return None
    context = {
        "matters": rows,
        "may_instruct": may_instruct,
        "project": about.get("project_id"),
        "target": about.get("target_id"),
        "plan": about.get("plan_id"),
    }
    return Panel(_("Supervision"), "supervision/about_panel.html", context)
