"""Facts are entered once, by the owner, and only what can be true is taken."""

from datetime import date, timedelta

import pytest

from factories import UnitFactory, actor
from plans.calendars import Drawn, at, draw, picture, tie
from yipanqi.access.actor import SYSTEM
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, NotAllowed
from yipanqi.plans.events import PlanRescheduled, ProgressEntered
from yipanqi.plans.models import ProgressFact, ScheduledActivity
from yipanqi.plans.operations import ProgressEntry, enter_progress

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MON = date(2018, 2, 5)
TUE, WED, THU, FRI = (MON + timedelta(days=n) for n in (1, 2, 3, 4))


def refused(plan: Drawn, key: str, day: date, **fields: object) -> dict[str, str]:
    """The reasons by cell."""
    with pytest.raises(Invalid) as caught:
        plan.tell(key, at(day), **fields)
    return {name.split(".", 2)[2]: reason.code for name, reason in caught.value.fields.items()}


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({"actual_start": FRI}, {"actual_start": "plans.day_in_future"}),
        ({"as_of": TUE, "actual_start": WED}, {"actual_start": "plans.day_after_status"}),
        ({"actual_start": WED, "actual_finish": TUE}, {"actual_finish": "plans.finish_before_start"}),
        ({"actual_finish": TUE}, {"actual_start": "plans.finish_without_start"}),
        ({"remaining": 2}, {"actual_start": "plans.remaining_without_start"}),
        ({"actual_start": MON, "remaining": -1}, {"remaining": "plans.days_out_of_range"}),
        (
            {"actual_start": MON, "actual_finish": TUE, "remaining": 1},
            {"remaining": "plans.finished_has_nothing_left"},
        ),
        ({"unchanged": True, "actual_start": MON}, {"unchanged": "plans.unchanged_with_figures"}),
        ({}, {"as_of": "plans.nothing_entered"}),
        ({"correction": True, "actual_start": MON}, {"note": "input.reason_needed"}),
        ({"waits_for_id": 99999}, {"waits_for": "input.not_a_choice"}),
        ({"actual_start": MON, "evidence_ids": (99999,)}, {"evidence": "targets.evidence_unknown"}),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else None,
)
def test_what_cannot_be_true_is_refused(fields, reasons):
    plan = draw("A 3", "B 2 A", start=MON)
    assert refused(plan, "A", WED, **fields) == reasons
    assert not ProgressFact.objects.exists()


def test_a_milestone_is_told_by_its_day_and_a_summary_not_at_all():
    plan = draw("S s", "A 1", "M m A", start=MON, A={"level": 1})
    assert refused(plan, "S", TUE, actual_start=MON)["key"] == "plans.summary_has_no_facts"
    assert refused(plan, "M", TUE, actual_start=TUE)["actual_finish"] == "plans.milestone_is_a_day"
    plan.tell("M", at(TUE), actual_finish=TUE)
    assert ProgressFact.objects.get(key="M").actual_start == TUE


def test_an_unknown_activity_is_refused():
    plan = draw("A 3", start=MON)
    assert refused(plan, "Z", TUE, actual_start=MON) == {"key": "plans.unknown_activity"}


def test_nothing_is_entered_before_anything_is_agreed():
    plan = draw("A 3", start=MON, agreed=False)
    with pytest.raises(DomainError, match=r"plans\.not_agreed"):
        plan.tell("A", at(TUE), actual_start=MON)


def test_what_is_known_is_refused_with_what_is_known():
    plan = draw("A 3", start=MON)
    plan.tell("A", at(TUE), actual_start=MON, remaining=2)
    assert refused(plan, "A", WED, actual_start=TUE) == {"actual_start": "plans.start_known"}
    assert refused(plan, "A", TUE, remaining=1) == {"as_of": "plans.fact_exists"}
    assert refused(plan, "A", WED, as_of=MON, remaining=1) == {"as_of": "plans.fact_is_older"}
    plan.tell("A", at(WED), actual_finish=WED)
    assert refused(plan, "A", THU, actual_finish=THU) == {"actual_finish": "plans.already_finished"}
    with pytest.raises(Invalid) as caught:
        plan.tell("A", at(THU), actual_finish=THU)
    assert next(iter(caught.value.fields.values())).params["day"] == WED


def test_a_correction_replaces_and_the_old_fact_stays_in_the_history():
    plan = draw("A 3", "B 2 A", start=MON)
    plan.tell("A", at(WED), actual_start=MON, actual_finish=WED)
    plan.tell("A", at(THU), actual_start=MON, remaining=2, correction=True, note="报早了")
    assert [(fact.revision, fact.current) for fact in ProgressFact.objects.all()] == [(1, False), (2, True)]
    assert picture(plan, "05 06 07 08 09 12 13", MON)[0] == "A ■ ■ ■ ■ ■ ■ ·"


def test_no_change_confirms_the_forecast():
    plan = draw("A 10", "B 2 A", start=MON)
    plan.tell("A", at(MON), actual_start=MON, remaining=11)
    before = plan.stored()["A"].finish
    plan.tell("A", at(FRI), unchanged=True)
    fact = ProgressFact.objects.get(current=True)
    assert (fact.actual_start, fact.remaining, fact.unchanged) == (MON, 7, True)
    assert plan.stored()["A"].finish == before


def test_a_start_is_not_asked_twice():
    plan = draw("A 3", start=MON)
    plan.tell("A", at(MON), actual_start=MON)
    plan.tell("A", at(WED), actual_finish=WED)
    fact = ProgressFact.objects.get(current=True)
    assert (fact.actual_start, fact.actual_finish, fact.remaining) == (MON, WED, None)


def test_all_or_nothing():
    plan = draw("A 3", "B 2", start=MON)
    entries = [
        ProgressEntry(plan.pk, "A", TUE, actual_start=MON),
        ProgressEntry(plan.pk, "B", TUE, actual_start=FRI),
    ]
    with pytest.raises(Invalid) as caught:
        enter_progress(actor=SYSTEM, entries=entries, now=at(TUE))
    assert list(caught.value.fields) == [f"{plan.pk}.B.actual_start"]
    assert not ProgressFact.objects.exists()


def test_the_same_activity_twice_in_one_go_is_refused():
    plan = draw("A 3", start=MON)
    entries = [ProgressEntry(plan.pk, "A", TUE, actual_start=MON)] * 2
    with pytest.raises(Invalid) as caught:
        enter_progress(actor=SYSTEM, entries=entries, now=at(TUE))
    assert {reason.code for reason in caught.value.fields.values()} == {"plans.fact_twice"}


def test_each_unit_speaks_for_its_own_activities():
    owner, worker, other = UnitFactory(), UnitFactory(), UnitFactory()
    plan = draw("A 3", "B 2", start=MON, owner=owner, A={"unit_id": worker.pk})

    def enter(unit, key):
        who = actor(Role.CLERK, units=[unit])
        enter_progress(actor=who, entries=[ProgressEntry(plan.pk, key, TUE, actual_start=MON)], now=at(TUE))

    with pytest.raises(NotAllowed):
        enter(other, "A")
    with pytest.raises(NotAllowed):
        enter(worker, "B")
    enter(worker, "A")
    enter(owner, "B")
    assert ProgressFact.objects.count() == 2


def test_a_fact_changes_exactly_what_it_reaches():
    """Rows that the fact does not reach keep their row in the database, down to its version of it."""
    plan = draw("A 3", "B 2 A", "C 4", "D 2 C", start=MON, due=date(2018, 3, 30))
    alone = draw("E 3", start=MON)
    touched = set()

    def remember(event):
        touched.update(event.plan_ids)

    events.subscribe(PlanRescheduled, remember)
    try:
        before = dict(ScheduledActivity.objects.values_list("key", "start"))
        plan.tell("A", at(MON), actual_start=MON, remaining=7)
        after = dict(ScheduledActivity.objects.values_list("key", "start"))
    finally:
        events._handlers[PlanRescheduled].remove(remember)
    assert {key for key in after if after[key] != before[key]} == {"B"}
    assert touched == {plan.pk}
    assert alone.stored()["E"].colour == "green"


def test_a_fact_about_a_key_counts_after_a_new_version():
    plan = draw("A 3", "B 2 A", start=MON)
    plan.tell("A", at(TUE), actual_start=MON, actual_finish=TUE)
    plan.save("A 3", "N 1 A", "B 2 N", now=at(TUE))
    plan.agree(at(TUE))
    assert picture(plan, "05 06 07 08 09", MON) == ["A ■ ■ · · ·", "B · · · ■ ■", "N · · ■ · ·"]


def test_one_event_in_the_record_and_one_announcement():
    plan = draw("A 3", start=MON)
    heard = []
    events.subscribe(ProgressEntered, heard.append)
    try:
        plan.tell("A", at(TUE), actual_start=MON, actual_finish=TUE)
    finally:
        events._handlers[ProgressEntered].remove(heard.append)
    assert [event.entries for event in heard] == [((plan.pk, "A", TUE),)]
    assert Event.objects.filter(action="plans.enter_progress").count() == 1


def test_a_fact_reaches_across_plans_but_not_beyond():
    first, second, third = draw("A 3", start=MON), draw("B 2", start=MON), draw("C 2", start=MON)
    tie(first, "A", second, "B", at(MON))
    first.tell("A", at(MON), actual_start=MON, remaining=6)
    assert second.stored()["B"].start == date(2018, 2, 14)
    assert third.stored()["C"].start == MON
