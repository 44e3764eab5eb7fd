"""What one tries is not saved; what is decided becomes the agreed plan, and forgives nothing else."""

from datetime import date, timedelta

import pytest

from factories import UnitFactory, actor
from plans.calendars import Drawn, at, draw, tie
from yipanqi.access.actor import SYSTEM
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused, NotAllowed
from yipanqi.plans.events import PlanAgreed
from yipanqi.plans.models import Activity, CrossLink, Link, ScheduledActivity, Version
from yipanqi.plans.operations import PlanChange, apply_changes, submit_version
from yipanqi.plans.queries import what_if

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MON = date(2018, 2, 5)
TUE, WED, THU, FRI = (MON + timedelta(days=n) for n in (1, 2, 3, 4))


def change(plan: Drawn, key: str, field: str, value: object) -> PlanChange:
    """A change of the plan's current version."""
    row = plan.fresh()
    return PlanChange(plan.pk, key, field, value, row.baseline_id or row.draft_id)


def decide(*changes: PlanChange, day: date = TUE) -> dict[int, Version]:
    return apply_changes(actor=SYSTEM, changes=changes, reason="会商议定", now=at(day))


def test_what_if_shows_everything_that_is_reached_and_saves_nothing():
    unit = UnitFactory()
    first = draw("A 3", "B 2 A", "X 1", start=MON, name="甲", B={"unit_id": unit.pk})
    second = draw("C 1", "D 2 C", start=MON, name="乙")
    draw("E 1", start=MON, name="丙")
    tie(first, "B", second, "D", at(MON))
    before = list(ScheduledActivity.objects.order_by("pk").values())
    found = what_if(actor(Role.LEADER), [change(first, "A", "duration", 5)], at(MON))
    assert [(one.plan, one.finish_before, one.finish_after) for one in found.plans] == [
        ("甲", FRI, date(2018, 2, 13)),
        ("乙", date(2018, 2, 13), date(2018, 2, 15)),
    ]
    assert [(one.colour_before, one.colour_after) for one in found.plans] == [
        ("green", "red"),
        ("red", "red"),
    ]
    assert [(one.float_before, one.float_after) for one in found.plans] == [(0, -2), (-4, -6)]
    assert [(one.plan, one.key, one.days) for one in found.activities] == [
        ("甲", "A", 2),
        ("甲", "B", 2),
        ("乙", "D", 2),
    ]
    assert found.activities[1].unit == str(unit)
    assert list(ScheduledActivity.objects.order_by("pk").values()) == before
    assert Version.objects.count() == 3


def test_a_later_due_date_turns_red_to_green():
    plan = draw("A 3", start=MON, due=WED)
    plan.tell("A", at(MON), actual_start=MON, remaining=4)
    assert plan.fresh().light.colour == "red"
    found = what_if(SYSTEM, [change(plan, "", "due", date(2018, 2, 16))], at(MON))
    assert [(one.colour_before, one.colour_after, one.float_after) for one in found.plans] == [
        ("red", "green", 5)
    ]
    decide(change(plan, "", "due", date(2018, 2, 16)), day=MON)
    fresh = plan.fresh()
    assert (fresh.due, fresh.agreed_finish, fresh.agreed_float) == (date(2018, 2, 16), date(2018, 2, 16), 5)
    assert fresh.light.colour == "green"


def test_a_decision_is_a_new_agreed_version_and_what_if_told_the_truth():
    plan = draw("A 3", "B 2 A", start=MON, due=date(2018, 2, 28))
    asked = [change(plan, "A", "duration", 5)]
    foretold = what_if(SYSTEM, asked, at(TUE))
    heard = []
    events.subscribe(PlanAgreed, heard.append)
    try:
        versions = decide(*asked)
    finally:
        events._handlers[PlanAgreed].remove(heard.append)
    version = versions[plan.pk]
    assert [(one.number, one.status) for one in Version.objects.order_by("number")] == [
        (1, "superseded"),
        (2, "agreed"),
    ]
    assert (version.number, version.note) == (2, "会商议定")
    assert [event.version_id for event in heard] == [version.pk]
    assert plan.fresh().forecast_finish == foretold.plans[0].finish_after
    assert plan.fresh().light.colour == foretold.plans[0].colour_after
    assert Event.objects.get(action="plans.decide").note == "会商议定"


def test_a_decision_forgives_only_what_it_moves():
    """A slipped by a day before the decision about C: A keeps its agreed date, C gets a new one."""
    plan = draw("A 3", "B 2 A", "C 2", "D 1 C", start=MON, due=date(2018, 2, 28))
    plan.tell("A", at(MON), actual_start=MON, remaining=3)
    decide(change(plan, "C", "duration", 6), day=MON)
    stored = plan.stored()
    assert (stored["A"].baseline_finish, stored["A"].finish) == (WED, THU)
    assert (stored["B"].baseline_finish, stored["B"].finish) == (FRI, date(2018, 2, 12))
    assert stored["C"].baseline_finish == stored["C"].finish == date(2018, 2, 12)
    assert stored["D"].baseline_finish == stored["D"].finish == date(2018, 2, 13)
    assert (plan.fresh().agreed_finish, plan.fresh().agreed_float) == (date(2018, 2, 28), 13)


def test_every_kind_of_change():
    unit = UnitFactory()
    plan = draw("A 3", "B 2 A", "C 1", start=MON, due=date(2018, 3, 30), A={"standard": "移交"})
    other = draw("X 2", start=MON)
    decide(
        change(plan, "C", "start_on_or_after", WED),
        change(plan, "B", "finish_on_or_before", date(2018, 2, 20)),
        change(plan, "A", "unit", unit.pk),
        change(plan, "A", "claim", "示例地块"),
        change(plan, "B", "constraint_reason", "示例"),
        change(plan, "B", "lag", {"predecessor": "A", "type": "FS", "lag": 1}),
        change(plan, "C", "add_link", {"predecessor": "B", "type": "SS", "lag": 0}),
        change(plan, "A", "add_link", {"predecessor": f"{other.pk}/X", "type": "FS", "lag": 0}),
    )
    rows = {row.key: row for row in Activity.objects.filter(version=plan.fresh().baseline_id)}
    assert (rows["C"].constraint, rows["C"].constraint_date) == ("start_on_or_after", WED)
    assert (rows["B"].constraint, rows["B"].constraint_reason) == ("finish_on_or_before", "示例")
    assert (rows["A"].unit_id, rows["A"].claim, rows["A"].standard) == (unit.pk, "示例地块", "移交")
    links = Link.objects.filter(version=plan.fresh().baseline_id).values_list(
        "predecessor", "successor", "type", "lag"
    )
    assert set(links) == {("A", "B", "FS", 1), ("B", "C", "SS", 0)}
    assert CrossLink.objects.get().status == "accepted"
    stored = plan.stored()
    assert (stored["A"].start, stored["B"].start, stored["C"].start) == (
        THU,
        date(2018, 2, 14),
        date(2018, 2, 14),
    )
    decide(
        change(plan, "A", "remove_link", {"predecessor": f"{other.pk}/X", "type": "FS"}),
        change(plan, "C", "remove_link", {"predecessor": "B", "type": "SS"}),
        change(plan, "C", "start_on_or_after", None),
    )
    assert CrossLink.objects.get().status == "refused"
    assert plan.stored()["A"].start == TUE
    assert plan.stored()["C"].start == TUE


def test_a_submitted_first_version_is_agreed_by_the_decision():
    plan = draw("A 3", "B 2 A", start=MON, agreed=False)
    with pytest.raises(MoveRefused, match=r"plans\.not_submitted"):
        decide(change(plan, "A", "duration", 2), day=MON)
    submit_version(actor=SYSTEM, plan_id=plan.pk, lock=plan.fresh().lock, now=at(MON))
    versions = decide(change(plan, "A", "duration", 2), day=MON)
    assert [one.status for one in Version.objects.order_by("number")] == ["superseded", "agreed"]
    assert plan.fresh().baseline_id == versions[plan.pk].pk
    assert plan.fresh().draft_id is None


def test_a_version_in_work_learns_of_the_decision():
    plan = draw("A 3", "B 2 A", start=MON, due=date(2018, 3, 30))
    plan.save("A 3", "B 2 A", "C 1 B", now=at(MON))
    lock = plan.fresh().lock
    decide(
        change(plan, "A", "duration", 4),
        change(plan, "B", "lag", {"predecessor": "A", "type": "FS", "lag": 1}),
        day=MON,
    )
    draft = plan.fresh().draft
    assert plan.fresh().lock == lock + 1
    assert Activity.objects.get(version=draft, key="A").duration == 4
    assert ScheduledActivity.objects.get(version=draft, key="C").start == date(2018, 2, 14)
    plan.agree(at(MON))
    assert plan.stored()["B"].start == date(2018, 2, 12)


def test_a_decision_on_a_version_no_longer_current_is_refused():
    plan = draw("A 3", start=MON)
    stale = change(plan, "A", "duration", 5)
    decide(change(plan, "A", "duration", 4), day=MON)
    for attempt in (lambda: decide(stale, day=MON), lambda: what_if(SYSTEM, [stale], at(MON))):
        with pytest.raises(LostRace, match=r"plans\.version_not_current"):
            attempt()
    assert Activity.objects.get(version=plan.fresh().baseline_id).duration == 4


@pytest.mark.parametrize(
    ("key", "field", "value", "code"),
    [
        ("Z", "duration", 3, "plans.unknown_activity"),
        ("A", "duration", 0, "plans.days_out_of_range"),
        ("A", "duration", "3", "plans.days_out_of_range"),
        ("M", "duration", 3, "plans.milestone_has_no_days"),
        ("A", "colour", "green", "plans.change_unknown"),
        ("A", "due", MON, "plans.change_unknown"),
        ("", "due", "soon", "input.not_a_day"),
        ("A", "add_link", {"predecessor": "B"}, "plans.cycle"),
        ("B", "add_link", {"predecessor": "A"}, "plans.link_twice"),
        ("B", "add_link", {"predecessor": "Z"}, "plans.unknown_predecessor"),
        ("B", "lag", {"predecessor": "M", "lag": 2}, "plans.link_unknown"),
        ("B", "add_link", {"predecessor": "M", "type": "XX"}, "plans.link_type_unknown"),
        ("B", "add_link", "A", "plans.change_unknown"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(key, field, value, code):
    plan = draw("A 3", "B 2 A", "M m", start=MON)
    with pytest.raises(DomainError) as caught:
        decide(change(plan, key, field, value))
    assert caught.value.code == code
    assert Version.objects.count() == 1


def test_a_decision_needs_a_reason_and_the_right():
    plan = draw("A 3", start=MON)
    asked = [change(plan, "A", "duration", 5)]
    with pytest.raises(Invalid):
        apply_changes(actor=SYSTEM, changes=asked, reason=" ", now=at(MON))
    with pytest.raises(NotAllowed):
        apply_changes(
            actor=actor(Role.CLERK, units=[plan.plan.owner]), changes=asked, reason="x", now=at(MON)
        )
