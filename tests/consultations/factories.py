"""A small zone for tests: plans made by their own operations, a session led to the state that a test needs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from factories import NOW, actor
from targets.factories import YearFactory
from yipanqi.access.actor import Actor
from yipanqi.access.roles import Role
from yipanqi.consultations import operations as op
from yipanqi.consultations.models import Session
from yipanqi.org.models import Unit
from yipanqi.plans import operations as plans
from yipanqi.plans.models import CrossLink, Plan
from yipanqi.plans.operations import ActivityDraft, LinkDraft, PlanDraft
from yipanqi.plans.pasting import read_predecessors

START = date(2018, 10, 8)
MEETING = date(2018, 10, 10)


def convener() -> Actor:
    """The supervision office."""
    return actor(Role.SUPERVISION)


def project_office() -> Actor:
    """The project office."""
    return actor(Role.PROJECT_OFFICE)


def clerk(unit: Unit) -> Actor:
    """The clerk of a unit."""
    return actor(Role.CLERK, units=[unit])


def table(rows: str, unit: Unit) -> tuple[list[ActivityDraft], list[LinkDraft]]:
    """Rows drawn as text: key, working days (0 is a milestone), predecessors."""
    lines = [line.split() for line in rows.strip().splitlines()]
    keys = [words[0] for words in lines]
    activities = [
        ActivityDraft(
            key=key,
            name=f"示例{key}",
            duration=int(days),
            kind="task" if int(days) else "milestone",
            unit_id=None if "-" in rest else unit.pk,
        )
        for key, days, *rest in lines
    ]
    links = [
        LinkDraft(link.predecessor, key, link.type, link.lag)
        for key, _, *rest in lines
        for link in read_predecessors(",".join(word for word in rest if word != "-"), key, keys)
    ]
    return activities, links


def submitted_plan(
    unit: Unit, rows: str, *, name: str = "示例计划", due: date | None = None, **fields: Any
) -> Plan:
    """A plan whose first version is submitted."""
    who = clerk(unit)
    draft = PlanDraft(name=name, owner_id=unit.pk, start=START, due=due, **fields)
    plan = plans.create_plan(actor=who, year_id=YearFactory().pk, draft=draft, now=NOW)
    activities, links = table(rows, unit)
    plans.save_draft(actor=who, plan_id=plan.pk, activities=activities, links=links, lock=plan.lock, now=NOW)
    plan.refresh_from_db()
    plans.submit_version(actor=who, plan_id=plan.pk, lock=plan.lock, now=NOW)
    plan.refresh_from_db()
    return plan


def linked(
    before: Plan, before_key: str, after: Plan, after_key: str, *, accepted: bool = True, **fields: Any
) -> CrossLink:
    """A link between two plans, wished for by the one that waits."""
    link = plans.propose_link(
        actor=clerk(after.owner),
        predecessor_plan=before.pk,
        predecessor=before_key,
        successor_plan=after.pk,
        successor=after_key,
        now=NOW,
        **fields,
    )
    if accepted:
        plans.accept_link(actor=clerk(before.owner), link_id=link.pk, now=NOW)
    return link


def session_of(listed: Sequence[Plan], *, until: str = "preparing", **fields: Any) -> Session:
    """A session about these plans, searched, and led on to a state."""
    who = convener()
    given: dict[str, Any] = {
        "title": "示例会商",
        "planned_for": MEETING,
        "opinions_until": None,
        "plan_ids": [plan.pk for plan in listed],
    }
    session = op.open_session(actor=who, year_id=YearFactory().pk, now=NOW, **(given | fields))
    op.find_conflicts(actor=who, session_id=session.pk, now=NOW)
    if until != "preparing":
        op.ask_opinions(actor=who, session_id=session.pk, now=NOW)
    if until in ("in_session", "decided"):
        op.begin(actor=who, session_id=session.pk, now=NOW)
    if until == "decided":
        op.decide_session(actor=who, session_id=session.pk, now=NOW)
    return Session.objects.get(pk=session.pk)
