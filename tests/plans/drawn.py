"""Plans for tests of the pages: drawn as little tables, in work, submitted, returned or agreed, and linked."""

from datetime import date
from typing import Any

from factories import NOW, actor
from targets.factories import YearFactory
from yipanqi.access.actor import SYSTEM, Actor
from yipanqi.access.roles import Role
from yipanqi.org.models import Unit
from yipanqi.plans import operations as op
from yipanqi.plans import pasting
from yipanqi.plans.drafts import PlanDraft
from yipanqi.plans.models import CrossLink, Plan
from yipanqi.plans.pasting import Line

START = date(2018, 9, 3)
TABLE = """
    拆迁清零 | 20 |
    用地手续 | 15 | 1SS+5
    开工     | 0  | 1,2
"""


def lines(table: str, unit: str = "") -> list[Line]:
    """Rows `name | days | predecessors`, all of one unit."""
    cells = [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]
    named = [dict(zip(("name", "days", "before"), row, strict=False)) | {"unit": unit} for row in cells]
    return [Line(number, each) for number, each in enumerate(named, start=1)]


def empty_plan(owner: Unit, name: str = "示例计划", **fields: Any) -> Plan:
    """A plan without any version."""
    year = fields.pop("year", None) or YearFactory()
    draft = PlanDraft(name=name, owner_id=owner.pk, start=fields.pop("start", START), **fields)
    return op.create_plan(actor=SYSTEM, year_id=year.pk, draft=draft, now=NOW)


def drawn(owner: Unit, table: str = TABLE, name: str = "示例计划", **fields: Any) -> Plan:
    """A plan with a draft as the table draws it."""
    plan = empty_plan(owner, name, **fields)
    typed = pasting.read(lines(table, owner.short_name), {pasting.word(owner.short_name): owner.pk})
    assert typed.faults == ()
    op.save_draft(
        actor=SYSTEM,
        plan_id=plan.pk,
        activities=typed.activities,
        links=typed.links,
        lock=plan.lock,
        now=NOW,
    )
    return Plan.objects.get(pk=plan.pk)


def submitted(owner: Unit, **fields: Any) -> Plan:
    """A plan whose version was put forward."""
    plan = drawn(owner, **fields)
    op.submit_version(actor=clerk(owner), plan_id=plan.pk, lock=plan.lock, now=NOW)
    return Plan.objects.get(pk=plan.pk)


def returned(owner: Unit, **fields: Any) -> Plan:
    """A plan whose version was sent back."""
    plan = submitted(owner, **fields)
    assert plan.draft_id
    op.return_version(actor=SYSTEM, version_id=plan.draft_id, note="示例：请补充", now=NOW)
    return Plan.objects.get(pk=plan.pk)


def agreed(owner: Unit, **fields: Any) -> Plan:
    """A plan with a baseline."""
    plan = submitted(owner, **fields)
    assert plan.draft_id
    op.agree_version(actor=SYSTEM, version_id=plan.draft_id, now=NOW)
    return Plan.objects.get(pk=plan.pk)


def clerk(unit: Unit) -> Actor:
    """Who types for a unit."""
    return actor(Role.CLERK, units=[unit])


def linked(asking: Plan, asked: Plan, *, then: str = "") -> CrossLink:
    """A wish of one plan for the last activity of another; `then` is refuse or accept."""
    link = op.propose_link(
        actor=clerk(asking.owner),
        predecessor_plan=asked.pk,
        predecessor="3",
        successor_plan=asking.pk,
        successor="2",
        reason="示例：等对方完成",
        now=NOW,
    )
    if then == "refuse":
        op.refuse_link(actor=clerk(asked.owner), link_id=link.pk, note="示例：来不及", now=NOW)
    if then == "accept":
        op.accept_link(actor=clerk(asked.owner), link_id=link.pk, now=NOW)
    return link
