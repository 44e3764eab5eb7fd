"""What the pages and the later rooms read, in a constant number of queries."""

import itertools
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import UnitFactory, actor
from plans.calendars import at, draw, tie
from projects.factories import ProjectFactory
from targets.factories import MilestoneFactory, YearFactory
from yipanqi.access.actor import NOBODY, SYSTEM
from yipanqi.access.roles import Role
from yipanqi.foundation import events
from yipanqi.foundation.errors import NotAllowed, NotFound
from yipanqi.plans.events import PlanRescheduled
from yipanqi.plans.models import ScheduledActivity
from yipanqi.plans.operations import PlanChange, propose_link, recompute_plans, recompute_stale
from yipanqi.plans.queries import (
    blockers,
    plan_page,
    plan_rows,
    plan_states,
    planned_milestones,
    progress_asks,
    scheduled_rows,
    what_if,
    whole_network,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MON = date(2018, 2, 5)
TUE, WED, THU, FRI = (MON + timedelta(days=n) for n in (1, 2, 3, 4))


def queries(work) -> int:
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


@pytest.fixture
def year():
    return YearFactory()


def test_rows_of_a_year_for_its_readers(year):
    plan = draw("S s", "A 3", "B 2 A", start=MON, due=date(2018, 2, 28), A={"level": 1}, B={"level": 1})
    draw("A 1", start=MON, agreed=False)
    first, second = plan_rows(actor(Role.LEADER), year.pk)
    assert (first.name, first.status, first.activities, first.colour) == ("示例计划", "agreed", 2, "green")
    assert (first.agreed_finish, first.forecast_finish, first.total_float) == (date(2018, 2, 28), FRI, 13)
    assert (second.status, second.colour, second.is_agreed) == ("draft", "grey", False)
    assert plan_rows(NOBODY, year.pk) == ()
    with pytest.raises(NotFound):
        plan_page(NOBODY, plan.pk, at(MON))


def test_a_table_with_its_predecessors_as_typed_and_its_facts():
    unit, partner = UnitFactory(), UnitFactory()
    plan = draw(
        *("A 3", "B 2 A", "C 2 ASS+1,B-1"),
        start=MON,
        A={"unit_id": unit.pk, "partner_ids": (partner.pk,)},
    )
    plan.tell("A", at(TUE), actual_start=MON, remaining=2, waits_for_id=partner.pk, note="等图纸")
    rows = scheduled_rows(plan.fresh().baseline_id)
    assert [row.predecessors for row in rows] == ["", "A", "ASS+1, BFS-1"]
    first = rows[0]
    assert (first.unit, first.partners, first.waits_for, first.note) == (
        str(unit),
        str(partner),
        str(partner),
        "等图纸",
    )
    assert (first.actual_start, first.remaining, first.fact_as_of) == (MON, 2, TUE)
    assert (first.baseline_finish, first.finish, first.colour) == (WED, THU, "red")


def test_the_whole_network_needs_as_many_queries_for_many_plans(year):
    plans = [draw("A 3", "B 2 A", start=MON, due=date(2018, 3, 30)) for _ in range(2)]
    draft = draw("X 4", start=MON, agreed=False)
    tie(plans[0], "A", plans[1], "B", at(MON))
    propose_link(
        actor=SYSTEM,
        predecessor_plan=draft.pk,
        predecessor="X",
        successor_plan=plans[0].pk,
        successor="B",
        now=at(MON),
        needed_by=WED,
    )
    plans[0].tell("A", at(MON), actual_start=MON, actual_finish=MON)
    network = whole_network(year.pk)
    few = queries(lambda: whole_network(year.pk))
    assert [network.plans[plan.pk].status for plan in (*plans, draft)] == ["agreed", "agreed", "draft"]
    assert len(network.activities) == 5
    row = network.by_key[plans[1].pk, "B"]
    assert (row.start, row.name, row.unit_id) == (THU, "示例B", None)
    assert network.is_done((plans[0].pk, "A"))
    assert not network.is_done((plans[1].pk, "A"))
    assert [(one.status, one.needed_by) for one in network.cross] == [("accepted", None), ("proposed", WED)]
    assert {(one.plan_id, one.predecessor) for one in network.links} == {(plan.pk, "A") for plan in plans}
    assert set(whole_network(year.pk, [draft.pk]).plans) == {draft.pk}
    for _ in range(3):
        draw("A 3", "B 2 A", start=MON)
    assert queries(lambda: whole_network(year.pk)) == few == 7


def test_a_fact_costs_as_many_queries_in_a_large_network():
    small = draw("A 3", "B 2 A", start=MON, due=date(2018, 6, 29))
    few = queries(lambda: small.tell("A", at(MON), actual_start=MON, remaining=5))
    large = [
        draw("A 3", *(f"B{n} 2 A" for n in range(30)), start=MON, due=date(2018, 6, 29)) for _ in range(4)
    ]
    for one, other in itertools.pairwise(large):
        tie(one, "B1", other, "B2", at(MON))
    many = queries(lambda: large[0].tell("A", at(MON), actual_start=MON, remaining=5))
    assert many <= few + 2


def test_what_is_asked_of_a_unit_this_month():
    owner, worker = UnitFactory(), UnitFactory()
    plan = draw(
        *("A 3", "B 2 A", "C 40 B", "D 2 C", "E 1"),
        start=MON,
        owner=owner,
        due=date(2018, 6, 29),
        A={"unit_id": worker.pk},
        B={"unit_id": worker.pk},
        D={"unit_id": worker.pk},
    )
    plan.tell("A", at(TUE), actual_start=MON, remaining=4)
    asks = progress_asks([worker.pk], at(THU))
    assert [(ask.key, ask.node, ask.answered, ask.remaining) for ask in asks] == [
        ("B", "start", False, None),
        ("A", "finish", True, 3),
    ]
    assert asks[0].candidates == ()
    assert (asks[1].planned_finish, asks[1].finish, asks[1].last_as_of) == (WED, date(2018, 2, 12), TUE)
    mine = progress_asks([owner.pk], at(THU))
    assert [(ask.key, ask.unit_id) for ask in mine] == [("E", owner.pk), ("C", owner.pk)]
    assert mine[1].candidates == ((worker.pk, str(worker)),)
    plan.tell("E", at(THU), actual_start=MON, actual_finish=MON)
    assert [ask.key for ask in progress_asks([owner.pk], at(THU)) if not ask.answered] == ["C"]
    assert "E" not in [ask.key for ask in progress_asks([owner.pk], at(date(2018, 3, 2)))]
    assert "D" not in [ask.key for ask in progress_asks([worker.pk], at(THU))]


def test_nothing_is_asked_of_a_plan_that_is_not_agreed():
    owner = UnitFactory()
    draw("A 3", start=MON, owner=owner, agreed=False)
    assert progress_asks([owner.pk], at(THU)) == ()


def test_who_waits_for_whom_and_since_when(year):
    unit, blocking = UnitFactory(), UnitFactory()
    plan = draw("A 3", "B 2", start=MON, A={"unit_id": unit.pk})
    plan.tell("A", at(MON), actual_start=MON)
    plan.tell("A", at(TUE), waits_for_id=blocking.pk, note="等用地手续")
    plan.tell("A", at(WED), unchanged=True)
    (found,) = blockers(year.pk)
    assert (found.unit, found.blocking, found.since, found.name) == (str(unit), str(blocking), TUE, "示例A")
    assert blockers(year.pk + 1) == ()
    plan.tell("A", at(THU), actual_finish=THU)
    assert blockers(year.pk) == ()


def test_how_the_plan_of_a_project_stands(year):
    project = ProjectFactory(year=year)
    plan = draw("A 3", start=MON, project_id=project.pk)
    plan.tell("A", at(TUE), actual_start=TUE, remaining=4)
    state = plan_states([project.pk])[project.pk]
    assert (state.plan_id, state.colour, state.agreed_finish) == (plan.pk, "red", WED)
    assert state.forecast_finish == date(2018, 2, 12)
    assert [step["text"] for step in state.chain] == ["示例A"]
    assert plan_states([project.pk + 1]) == {}


def test_a_published_milestone_is_answered_by_its_plan():
    target = MilestoneFactory(due=date(2018, 3, 31))
    heard = []
    events.subscribe(PlanRescheduled, heard.append)
    try:
        plan = draw("A 3", "M m A", start=MON, M={"target_id": target.pk})
        assert planned_milestones([target.pk])[target.pk].expected_on == WED
        plan.tell("A", at(WED), actual_start=MON, actual_finish=WED)
        plan.tell("M", at(WED), actual_finish=WED)
    finally:
        events._handlers[PlanRescheduled].remove(heard.append)
    found = planned_milestones([target.pk])[target.pk]
    assert (found.done_on, found.heard, found.plan) == (WED, at(WED), "示例计划")
    assert heard[-1].target_ids == (target.pk,)
    assert planned_milestones([]) == {}


def test_a_new_day_recomputes_once_and_writes_only_what_changed():
    plan = draw("A 3", start=MON, due=date(2018, 6, 29))
    draw("A 30", start=date(2018, 6, 4))
    recompute_stale(at(TUE))
    assert plan.stored()["A"].start == TUE
    assert plan.fresh().data_date == TUE
    assert queries(lambda: recompute_stale(at(TUE))) <= 4
    before = list(ScheduledActivity.objects.values())
    recompute_plans(None, at(TUE))
    assert list(ScheduledActivity.objects.values()) == before


def test_what_if_is_for_readers_and_needs_few_queries():
    plan = draw("A 3", "B 2 A", start=MON)
    change = PlanChange(plan.pk, "A", "duration", 5, plan.fresh().baseline_id)
    with pytest.raises(NotAllowed):
        what_if(NOBODY, [change], at(MON))
    assert queries(lambda: what_if(SYSTEM, [change], at(MON))) <= 12
