"""The demo year carries the published facts exactly, and comes about through operations alone."""

import ast
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.db.models import Sum

from yipanqi.access.actor import SYSTEM
from yipanqi.appraisal.models import Round
from yipanqi.assignments import operations as assignments
from yipanqi.assignments.models import Extension, Item, Letter
from yipanqi.audit.models import Event
from yipanqi.board import queries as board
from yipanqi.consultations import operations as consultations
from yipanqi.consultations.models import Session
from yipanqi.demo import data, year
from yipanqi.lights.queries import why_light
from yipanqi.plans.models import Activity, Plan, ProgressFact
from yipanqi.plans.operations import PlanChange, ProgressEntry, enter_progress
from yipanqi.projects.models import Project
from yipanqi.reports.models import WorkReport
from yipanqi.targets.models import Reading, Target

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT.parent / "shared" / "year-2018" / "targets.yaml"
pytestmark = pytest.mark.django_db
WRITES = {
    "create",
    "bulk_create",
    "save",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
}


def published() -> dict[str, Any]:
    if not PUBLISHED.exists():
        if os.environ.get("CI"):
            pytest.fail("../shared is missing")
        pytest.skip("../shared is not here")
    facts: dict[str, Any] = yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))
    return facts


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One demo year for the whole module."""
    with django_db_blocker.unblock(), transaction.atomic():
        year.build()
        yield
        transaction.set_rollback(True)


def test_every_published_indicator_is_there(built: None) -> None:
    for row in published()["indicators"]:
        target = Target.objects.get(key=row["key"])
        assert (target.kind, target.name, target.op, target.unit, target.measure) == (
            "indicator", row["name"], row["op"], row["unit"], row["measure"]
        )  # fmt: skip
        assert target.value == Decimal(str(row["value"]))
        assert target.approx == row.get("approx", False)
        assert target.due_explicit == row.get("due_explicit", True)
        assert target.base == (Decimal(str(row["base"])) if "base" in row else None)


def test_every_published_milestone_has_its_date(built: None) -> None:
    for row in published()["milestones"]:
        target = Target.objects.get(key=row["key"])
        assert (target.kind, target.due, target.due_explicit) == (
            "milestone",
            row["due"],
            row.get("due_explicit", True),
        )


def test_nothing_is_there_that_was_not_published(built: None) -> None:
    facts = published()
    keys = {row["key"] for kind in ("indicators", "milestones", "standing_work") for row in facts[kind]}
    assert set(Target.objects.values_list("key", flat=True)) == keys
    kinds = Counter(Target.objects.values_list("kind", flat=True))
    assert kinds == {"indicator": 30, "milestone": 26, "standing": 10}


def test_everything_has_owner_date_light_and_is_marked(built: None) -> None:
    for target in Target.objects.select_related("light"):
        assert target.lead_id
        assert target.leader_id
        assert target.due
        assert target.light is not None
    assert not Reading.objects.filter(illustrative=False).exists()
    assert Reading.objects.latest("at").at <= year.PRESENT


def test_the_lights_tell_a_year_with_trouble(built: None) -> None:
    shown = board.board(SYSTEM, year.PRESENT)
    assert shown.counts.total == 66
    assert shown.counts.red
    assert shown.counts.yellow
    assert shown.counts.grey
    assert shown.counts.green > 40
    assert shown.last_meeting == date(2018, 9, 14)
    assert 1 <= len(shown.matters) <= 5


def test_the_report_of_the_year_tells_exactly_its_targets(built: None) -> None:
    report = WorkReport.objects.get()
    told = report.findings.exclude(target=None)
    assert sorted(told.values_list("target__name", flat=True)) == sorted(
        Target.objects.values_list("name", flat=True)
    )
    assert not report.findings.filter(status="open").exists()
    changed = Event.objects.get(action="reports.make_targets").changes
    assert changed == {"created": 0, "changed": 0, "known": Target.objects.count()}


def test_every_write_left_an_event_by_its_author(built: None) -> None:
    authors = set(Event.objects.filter(action="targets.enter_reading").values_list("actor_label", flat=True))
    assert "建设局经办" in authors
    assert "系统" not in authors
    assert Event.objects.filter(action="targets.fix", actor_label="党政办目标管理岗").count() == 1


def test_the_demo_writes_no_rows_itself() -> None:
    wrote = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "src" / "yipanqi" / "demo").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    assert wrote == []


def test_no_person_is_named() -> None:
    titles = [row["title"] for row in data.organisation()["accounts"]]
    assert len(titles) == len(set(titles))
    assert all(any(word in title for word in ("主任", "岗", "经办", "局长", "办", "员")) for title in titles)


def test_projects_add_up_to_what_was_published(built: None) -> None:
    majors = Project.objects.filter(is_major=True)
    sums = majors.aggregate(all=Sum("total_investment"), year=Sum("year_investment"))
    assert (majors.count(), sums["all"], sums["year"]) == (47, 511, 162)
    works = Project.objects.filter(sector="infrastructure", is_major=False)
    assert (works.count(), works.aggregate(year=Sum("year_investment"))["year"]) == (233, Decimal("53.8"))


def test_the_reform_plan_carries_its_four_published_milestones(built: None) -> None:
    """Reached by facts of the plan, entered once."""
    reform = [row for row in published()["milestones"] if row["theme"] == "reform"]
    assert len(reform) == 4
    for row in reform:
        target = Target.objects.get(key=row["key"])
        assert target.status == "done"
        assert Activity.objects.filter(target=target, version__baseline_of__isnull=False).count() == 1


def test_plans_go_through_the_whole_loop(built: None) -> None:
    plans = Plan.objects.all()
    assert plans.count() == 18
    assert all(plan.baseline_id for plan in plans)
    session = Session.objects.get(number=1)
    assert session.status == "decided"
    letters = Letter.objects.filter(session=session)
    units = letters.filter(kind="whole").values("unit").distinct().count()
    assert letters.filter(kind="whole").count() == units
    assert letters.filter(kind="difference").exists()
    late = [one for one in letters if one.signed_at and one.sign_by and one.signed_at.date() > one.sign_by]
    assert [one.unit.code for one in late] == ["csj"]
    assert Extension.objects.filter(status="approved").count() == 1
    assert Event.objects.filter(action="assignments.ask_return").count() == 1
    assert Item.objects.filter(light__colour="red").exists()
    assert Round.objects.get().status == "final"
    assert Session.objects.get(number=2).status == "opinions"


def test_the_demo_touches_no_row_itself() -> None:
    """Only operations and queries of the rooms: no manager, no saving."""
    reaching = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "src/yipanqi/demo").glob("*.py"))
        if path.name != "queries.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", *WRITES}
    ]
    assert reaching == []


def test_a_delay_of_twenty_days_is_seen_everywhere(built: None) -> None:
    """One fact: the plan's light and reason, the board, the agenda, the items and, by decision, a letter to whom it reaches."""
    with transaction.atomic():
        plan = Plan.objects.get(name="智能传感器产业园（示例）")
        before, red = why_light(SYSTEM, plan.light_id), board.board(SYSTEM, year.PRESENT).plans.red
        assert before.colour == "green"
        fact = ProgressFact.objects.get(plan=plan, key="IA130", current=True)
        late = (fact.remaining or 0) + 20 + (plan.total_float or 0)
        entry = ProgressEntry(
            plan.pk,
            "IA130",
            year.PRESENT.date(),
            actual_start=fact.actual_start,
            remaining=late,
            correction=True,
            note="示例",
        )
        enter_progress(actor=SYSTEM, entries=[entry], now=year.PRESENT)

        plan.refresh_from_db()
        after = why_light(SYSTEM, plan.light_id)
        assert (after.colour, after.rule) == ("red", "plan.beyond_agreed")
        assert any("设备安装调试" in step["text"] for step in after.chain)
        assert plan.forecast_finish > plan.agreed_finish
        assert any(str(plan.forecast_finish) in line for line in after.lines)
        assert board.board(SYSTEM, year.PRESENT).plans.red == red + 1
        assert Item.objects.filter(plan=plan, key="IA150", light__rule="item.forecast_late").exists()
        delayed_letters(plan)
        transaction.set_rollback(True)


def delayed_letters(plan: Plan) -> None:
    """The agenda names the plan; a decision on its date brings difference letters to its units alone."""
    second = Session.objects.get(number=2)
    consultations.prepare_again(actor=SYSTEM, session_id=second.pk, note="示例", now=year.PRESENT)
    consultations.find_conflicts(actor=SYSTEM, session_id=second.pk, now=year.PRESENT)
    named = [
        conflict
        for conflict in second.conflicts.filter(rule="negative_float", status="open")
        if any(place["plan"] == plan.pk for place in conflict.where)
    ]
    assert len(named) == 1
    first = Session.objects.get(number=1)
    change = PlanChange(plan.pk, "IA140", "duration", 20, plan.baseline_id or 0)
    decision = consultations.decide_afterwards(
        actor=SYSTEM, session_id=first.pk, text="示例：联合验收顺延", changes=[change], now=year.PRESENT
    )
    letters = assignments.draft_difference_letters(
        actor=SYSTEM, session_id=first.pk, decision_id=decision.pk, now=year.PRESENT
    )
    doers = set(Item.objects.filter(plan=plan).values_list("unit", flat=True))
    assert letters
    assert {letter.unit_id for letter in letters} <= doers
