"""Times of the loop: 500 projects, 50,000 activities, 60 units. Called by tools/bench loop, on PostgreSQL."""

import gc
import itertools
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from bench_timing import once, page, timed

from bench_year import NOW, build_year  # isort: skip
from bench_network import build_loop  # isort: skip
from django.db import connection
from django.test import Client

from yipanqi.access.actor import SYSTEM
from yipanqi.access.models import RoleGrant, User
from yipanqi.assignments import operations as assignments
from yipanqi.assignments.operations import recompute_stale
from yipanqi.consultations import operations as consultations
from yipanqi.plans import operations as plans
from yipanqi.plans.models import Plan
from yipanqi.plans.queries import what_if
from yipanqi.projects.operations import recompute_projects


def leader() -> Client:
    """A leader's browser."""
    account = User.objects.create(username="leader", title="示例")
    RoleGrant.objects.create(user=account, role="leader")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    return client


def session_over(year_id: int) -> int:
    """A session over all plans, whose agenda is found and timed."""
    day = date(2018, 10, 12)
    opened = consultations.open_session(
        actor=SYSTEM, year_id=year_id, title="示例会商", planned_for=day, opinions_until=None, plan_ids=[], now=NOW
    )  # fmt: skip
    once("agenda over all plans", "5 s", lambda: consultations.find_conflicts(actor=SYSTEM, session_id=opened.pk, now=NOW))
    for step in (consultations.ask_opinions, consultations.begin):
        step(actor=SYSTEM, session_id=opened.pk, now=NOW)
    once("agree 500 plans, minutes", "—", lambda: consultations.decide_session(actor=SYSTEM, session_id=opened.pk, now=NOW))
    return opened.pk


def letters(session_id: int) -> None:
    """All letters of the session, drafted and issued."""
    assignments.draft_letters(actor=SYSTEM, session_id=session_id, now=NOW)
    assignments.issue_letters(actor=SYSTEM, session_id=session_id, now=NOW)


def facts(plan: Plan) -> Callable[[], object]:
    """One fact after another about one activity."""
    remaining = itertools.cycle((8, 6, 9, 5))

    def save() -> object:
        entry = plans.ProgressEntry(
            plan.pk, "A000", NOW.date(), date(2018, 1, 8), remaining=next(remaining), correction=True, note="示例"
        )  # fmt: skip
        return plans.enter_progress(actor=SYSTEM, entries=[entry], now=NOW)

    plans.enter_progress(actor=SYSTEM, entries=[replace(plans.ProgressEntry(plan.pk, "A000", NOW.date(), date(2018, 1, 8)), remaining=9)], now=NOW)  # fmt: skip
    return save


def settle() -> None:
    """Statistics as autovacuum keeps them within a minute, and no rubbish of the building in the collector's way."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    gc.collect()
    gc.freeze()


def new_day() -> None:
    """The next morning: every plan computed, every open item judged."""
    plans.recompute_plans(None, NOW + timedelta(days=1))
    recompute_stale(NOW + timedelta(days=1))


def main() -> None:
    """Build, then measure each row of the list."""
    year, _ = build_year()
    made = build_loop(year)
    settle()
    once("first recomputation", "—", lambda: plans.recompute_plans(None, NOW))
    recompute_projects(None, NOW)
    session = session_over(year.pk)
    once("letters of 60 units", "15 s", lambda: letters(session))
    settle()
    timed("save one fact, recompute", "100 ms", facts(Plan.objects.get(pk=made[0].pk)))
    change = plans.PlanChange(made[0].pk, "A050", "duration", 40, Plan.objects.get(pk=made[0].pk).baseline_id or 0)
    timed("what-if", "150 ms", lambda: what_if(SYSTEM, [change], NOW))
    client = leader()
    timed("list of 500 projects", "200 ms, 8 queries", page(client, "/projects/"))
    timed("board", "150 ms p95, 12 queries", page(client, "/board/"))
    timed("recompute everything", "3 s", lambda: plans.recompute_plans(None, NOW), rounds=3)
    once("a new day, all judged", "—", new_day)


main()
