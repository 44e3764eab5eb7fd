"""Items walk their table; a fact in the plan and a report are one; a later date is asked for in time."""

from datetime import date, timedelta

import pytest

from assignments.factories import clerk, decided_session, extension_of, head, item_of, leader, office
from factories import NOW, UnitFactory
from yipanqi.access.actor import SYSTEM
from yipanqi.assignments import operations as op
from yipanqi.assignments import queries
from yipanqi.assignments.models import Extension, Item
from yipanqi.assignments.transitions import ITEMS
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused
from yipanqi.lights.models import Light
from yipanqi.plans.models import Plan, ProgressFact
from yipanqi.plans.operations import ProgressEntry, enter_progress

pytestmark = pytest.mark.django_db


def handed_out() -> tuple[Plan, Plan]:
    session, one, other = decided_session()
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    op.issue_letters(actor=office(), session_id=session.pk, now=NOW)
    return one, other


def test_from_assigned_to_closed():
    unit = UnitFactory()
    item = item_of(unit, status="assigned")
    who, day = clerk(unit), NOW.date()
    op.accept_item(actor=who, item_id=item.pk, now=NOW)
    op.report_done(actor=who, item_id=item.pk, done_on=day, result="示例结果", now=NOW)
    op.verify_item(actor=office(), item_id=item.pk, now=NOW)
    closed = op.close_item(actor=office(), item_id=item.pk, now=NOW)
    assert closed.status == "closed"
    told = Event.objects.filter(subject_key=str(item.pk)).values_list("action", flat=True)
    assert [action.split(".")[1] for action in told] == ["take_in_hand", "report_done", "verify", "close"]


def test_sent_back_counts_and_goes_on_on_the_old_date():
    unit = UnitFactory()
    item = item_of(unit, status="reported", done_on=date(2018, 9, 20))
    op.send_back_item(actor=office(), item_id=item.pk, note="示例：现场未完", now=NOW)
    item.refresh_from_db()
    assert (item.status, item.sent_back, item.done_on) == ("sent_back", 1, None)
    op.report_done(actor=clerk(unit), item_id=item.pk, done_on=NOW.date(), result="示例", now=NOW)


def test_a_fact_in_the_plan_reports_the_item():
    one, _ = handed_out()
    entry = ProgressEntry(one.pk, "A", NOW.date(), date(2018, 9, 20), date(2018, 9, 27))
    enter_progress(actor=clerk(one.owner), entries=[entry], now=NOW)
    op.follow_progress(entries=((one.pk, "A", date(2018, 9, 27)),), now=NOW)
    item = Item.objects.get(plan=one, key="A")
    assert (item.status, item.done_on) == ("reported", date(2018, 9, 27))
    assert op.follow_progress(entries=((one.pk, "A", date(2018, 9, 27)),), now=NOW) == 0


def test_a_report_enters_the_fact_in_the_plan():
    one, _ = handed_out()
    item = Item.objects.get(plan=one, key="A")
    report = {"actor": clerk(one.owner), "item_id": item.pk, "done_on": date(2018, 9, 27), "now": NOW}
    with pytest.raises(Invalid) as refused:
        op.report_done(result="示例结果", **report)
    assert set(refused.value.fields) == {"started_on"}  # the plan does not know when it began
    item.refresh_from_db()
    assert item.status == "assigned"
    op.report_done(result="示例结果", started_on=date(2018, 9, 10), **report)
    fact = ProgressFact.objects.get(plan=one, key="A", current=True)
    assert (fact.actual_start, fact.actual_finish) == (date(2018, 9, 10), date(2018, 9, 27))


def test_a_report_needs_a_result_or_evidence_and_no_future_day():
    unit = UnitFactory()
    item = item_of(unit)
    with pytest.raises(Invalid) as refused:
        op.report_done(
            actor=clerk(unit), item_id=item.pk, done_on=NOW.date() + timedelta(days=1), result=" ", now=NOW
        )
    assert set(refused.value.fields) == {"done_on", "result"}


def test_not_our_duty_within_three_working_days():
    unit = UnitFactory()
    item = item_of(unit, status="assigned")
    op.return_item(actor=clerk(unit), item_id=item.pk, note="示例：非本单位职责", now=NOW)
    op.settle_return(actor=office(), item_id=item.pk, keep=True, note="示例：三定方案已明确", now=NOW)
    item.refresh_from_db()
    assert item.status == "assigned"
    with pytest.raises(MoveRefused, match="return_too_late"):
        op.return_item(actor=clerk(unit), item_id=item.pk, note="示例", now=NOW + timedelta(days=20))


def test_a_return_needs_its_reason():
    unit = UnitFactory()
    with pytest.raises(MoveRefused, match="note_needed"):
        op.return_item(actor=clerk(unit), item_id=item_of(unit, status="assigned").pk, note=" ", now=NOW)


def ask(item: Item, until: date, now=NOW) -> Extension:
    who = clerk(item.unit)
    return op.ask_extension(
        actor=who, item_id=item.pk, until=until, reason="示例理由", progress="示例：完成六成", now=now
    )


def test_an_extension_goes_from_head_to_supervision_to_leader_and_never_touches_the_date_agreed():
    unit = UnitFactory()
    item = item_of(unit)
    asked = ask(item, item.due + timedelta(days=10))
    op.endorse_extension(actor=head(unit), extension_id=asked.pk, now=NOW)
    op.review_extension(actor=office(), extension_id=asked.pk, now=NOW)
    op.approve_extension(actor=leader(), extension_id=asked.pk, now=NOW)
    before = item.due
    item.refresh_from_db()
    assert (item.due, item.extended_to) == (before, before + timedelta(days=10))


def test_steps_of_an_extension_cannot_be_skipped():
    unit = UnitFactory()
    asked = extension_of(unit, "asked")
    with pytest.raises(MoveRefused):
        op.approve_extension(actor=leader(), extension_id=asked.pk, now=NOW)


def test_after_the_due_day_no_extension_is_taken():
    item = item_of(UnitFactory())
    with pytest.raises(MoveRefused, match="extension_too_late"):
        ask(item, item.due + timedelta(days=30), NOW + timedelta(days=15))


def test_an_extension_lies_later_and_only_one_is_open():
    item = item_of(UnitFactory())
    with pytest.raises(Invalid) as refused:
        ask(item, item.due)
    assert set(refused.value.fields) == {"until"}
    ask(item, item.due + timedelta(days=5))
    with pytest.raises(LostRace, match="extension_is_open"):
        ask(item, item.due + timedelta(days=6))


@pytest.mark.parametrize(
    ("status", "days", "colour", "rule"),
    [
        ("in_hand", 30, "green", "item.on_course"),
        ("in_hand", 3, "yellow", "item.near"),
        ("in_hand", -1, "red", "item.overdue"),
        ("sent_back", 30, "yellow", "item.sent_back"),
        ("reported", -5, "green", "item.done"),
        ("returned", -5, "grey", "item.aside"),
    ],
)
def test_lights_of_items(status, days, colour, rule):
    item = item_of(UnitFactory(), status=status, due=NOW.date() + timedelta(days=days))
    op.recompute_items(NOW, item_ids=[item.pk])
    light = Light.objects.get(subject_kind="assignments.item", subject_key=str(item.pk))
    assert (light.colour, light.rule) == (colour, rule)


def test_an_approved_extension_keeps_it_from_being_late():
    item = item_of(UnitFactory(), due=date(2018, 9, 20), extended_to=date(2018, 10, 31))
    op.recompute_items(NOW, item_ids=[item.pk])
    assert Light.objects.get(subject_key=str(item.pk), subject_kind="assignments.item").colour == "green"


def test_only_items_of_activities_that_moved_are_judged_again():
    session, one, _ = decided_session()
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    op.issue_letters(actor=office(), session_id=session.pk, now=NOW)
    later = NOW + timedelta(hours=1)
    assert op.follow_schedule(activities={(one.pk, "B"), (one.pk, "示例无此工作")}, now=later) == 1
    judged = Light.objects.filter(subject_kind="assignments.item", computed_at=later)
    assert list(judged.values_list("item__plan", "item__key")) == [(one.pk, "B")]
    assert op.follow_schedule(activities=(), now=later) == 0


def test_a_new_day_turns_it_red_and_tick_is_idle_afterwards():
    item = item_of(UnitFactory(), due=NOW.date())
    op.recompute_items(NOW, item_ids=[item.pk])
    op.recompute_stale(NOW + timedelta(days=1))
    light = Light.objects.get(subject_key=str(item.pk), subject_kind="assignments.item")
    assert light.colour == "red"
    op.recompute_stale(NOW + timedelta(days=1, hours=2))
    again = Light.objects.get(pk=light.pk)
    assert again.computed_at == light.computed_at


def test_duties_move_with_a_succession():
    one, _ = handed_out()
    successor = UnitFactory()
    assert op.hand_over(actor=SYSTEM, from_unit=one.owner_id, to_unit=successor.pk, now=NOW) == 2
    assert {item.unit_id for item in Item.objects.filter(plan=one)} == {successor.pk}
    assert op.hand_over(actor=SYSTEM, from_unit=one.owner_id, to_unit=successor.pk, now=NOW) == 0


def test_every_move_is_refused_from_every_other_state():
    unit, doer = (
        UnitFactory(),
        {"take_in_hand": op.accept_item, "resume": op.resume_item, "close": op.close_item},
    )
    for name, act in doer.items():
        for status in ITEMS.states:
            if status in ITEMS.move(name).source:
                continue
            item = item_of(unit, status=status, key=f"{name}-{status}")
            with pytest.raises(MoveRefused):
                act(actor=SYSTEM, item_id=item.pk, now=NOW)
            item.refresh_from_db()
            assert item.status == status


def test_what_a_unit_has_in_hand_is_read_in_a_few_queries(django_assert_max_num_queries):
    unit = UnitFactory()
    for number in range(20):
        item_of(unit, key=f"示例{number}")
    who = clerk(unit)
    with django_assert_max_num_queries(4):
        assert len(queries.items_of(who, [unit.pk], NOW)) == 20


def test_returned_items_and_requests_wait_with_who_decides():
    unit = UnitFactory()
    item_of(unit, status="returned", note="示例")
    extension_of(unit, "endorsed")
    assert [row.status for row in queries.open_returns(office())] == ["returned"]
    assert queries.open_returns(clerk(unit)) == ()
    assert [row.moves for row in queries.open_extensions(office())] == [("review", "refuse")]
    assert queries.open_extensions(leader()) == ()


def test_unknown_evidence_is_refused():
    unit = UnitFactory()
    with pytest.raises(DomainError):
        op.report_done(
            actor=clerk(unit),
            item_id=item_of(unit).pk,
            done_on=NOW.date(),
            result="示例",
            evidence_ids=[999],
            now=NOW,
        )
