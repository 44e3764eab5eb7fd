"""A new plan together with its first rows: from a template or an imported file, all or nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yipanqi.access.actor import Actor
from yipanqi.plans.drafts import ActivityDraft, LinkDraft, PlanDraft
from yipanqi.plans.models import Plan
from yipanqi.plans.operations.creating import create_plan
from yipanqi.plans.operations.saving import save_draft


@transaction.atomic
def begin_plan(
    *,
    actor: Actor,
    year_id: int,
    draft: PlanDraft,
    activities: Sequence[ActivityDraft],
    links: Sequence[LinkDraft],
    now: datetime,
) -> Plan:
    """`create_plan`, then `save_draft` where there are rows; refused as a whole."""
    plan = create_plan(actor=actor, year_id=year_id, draft=draft, now=now)
    if activities:
        save_draft(actor=actor, plan_id=plan.pk, activities=activities, links=links, lock=plan.lock, now=now)
    return plan
