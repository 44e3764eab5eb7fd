"""A session from its opening to its minutes: the agenda, opinions, decisions that change plans, baselines frozen."""

from datetime import date, datetime, timedelta

import pytest

from consultations.factories import (
    MEETING,
    clerk,
    convener,
    linked,
    project_office,
    session_of,
    submitted_plan,
)
from factories import NOW, UnitFactory, actor
from targets.factories import YearFactory
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.consultations import operations as op
from yipanqi.consultations import quality
from yipanqi.consultations.events import DecisionMade, SessionDecided
from yipanqi.consultations.models import AgreedPlan, Conflict, Decision, Opinion, Session
from yipanqi.consultations.queries import agenda, open_conflicts, session_page, sessions, trial
from yipanqi.consultations.queries.meeting import based, dated, meeting_page
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused, NotAllowed, NotFound
from yipanqi.org.models import Unit
from yipanqi.plans.models import CrossLink, Plan
from yipanqi.plans.operations import PlanChange
from yipanqi.schedule import CycleError, Problem, ScheduleResult, schedule

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DUE = date(2018, 10, 26)
"""Fifteen working days from START, so that 示例甲 is five days late."""


def late_plan(unit: Unit | None = None, name: str = "示例甲") -> Plan:
    """A is followed by B: twenty working days, to be done in fifteen."""
    return submitted_plan(unit or UnitFactory(), "A 12\nB 8 A", name=name, due=DUE)


def only(session: Session, rule: str) -> Conflict:
    """The one conflict of a rule."""
    return Conflict.objects.get(session=session, rule=rule)


# opening and searching --------------------------------------------------------------------------------------


def test_the_agenda_stands_after_one_click_with_the_most_days_first() -> None:
    first, second = late_plan(), submitted_plan(UnitFactory(), "C 4 -", name="示例乙")
    session = session_of([first, second])
    page = agenda(actor(Role.LEADER), session.pk, NOW)
    days = [row.days for row in page.rows]
    assert days == sorted(days, reverse=True)
    by_rule = {row.rule: row for row in page.rows}
    assert by_rule["negative_float"].days == 5
    assert by_rule["negative_float"].units == ((first.owner_id, first.owner.short_name),)
    assert by_rule["no_owner"].where == ((second.pk, "C"),)
    assert all(row.sentence and row.remedy and row.title for row in page.rows)
    assert page.session.open == len(page.rows)


def test_a_submitted_plan_that_fails_its_checks_is_on_the_agenda() -> None:
    loose = submitted_plan(UnitFactory(), "A 60\nB 5\nC 5\nD 0 A-3", name="示例甲")
    conflict = only(session_of([loose]), "poor_quality")
    assert set(conflict.numbers["checks"]) == {"logic", "leads", "high_float", "long_duration"}
    assert {"plan": loose.pk, "key": "B"} in conflict.where


def test_a_plan_that_cannot_be_scheduled_hides_no_failed_check_of_the_others(monkeypatch) -> None:
    loose = submitted_plan(UnitFactory(), "A 60\nB 5", name="示例甲")
    ring = submitted_plan(UnitFactory(), "A 60\nB 5", name="示例乙")

    def scheduled(problem: Problem) -> ScheduleResult:
        if str(ring.pk) in {project.id for project in problem.projects}:
            raise CycleError(("A", "B"))
        return schedule(problem)

    monkeypatch.setattr(quality, "schedule", scheduled)
    conflict = only(session_of([loose, ring]), "poor_quality")
    assert {place["plan"] for place in conflict.where} == {loose.pk}


def test_conflicts_of_plans_that_are_not_on_the_list_stay_out() -> None:
    late_plan()
    quiet = submitted_plan(UnitFactory(), "C 4\nD 2 C", name="示例乙")
    rules = set(Conflict.objects.filter(session=session_of([quiet])).values_list("rule", flat=True))
    assert "negative_float" not in rules


def test_a_session_without_a_list_is_about_every_plan() -> None:
    late_plan()
    assert only(session_of([]), "negative_float").days == 5


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": " "}, "title"),
        ({"title": "示" * 101}, "title"),
        ({"planned_for": date(2018, 9, 1)}, "planned_for"),
        ({"opinions_until": MEETING + timedelta(1)}, "opinions_until"),
        ({"plan_ids": [99]}, "plans"),
    ],
)
def test_a_session_that_cannot_be_is_refused_with_its_field(fields: dict[str, object], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        session_of([], **fields)
    assert set(refused.value.fields) == {wrong}
    assert Session.objects.count() == 0


def test_sessions_are_numbered_within_their_year() -> None:
    session_of([]), session_of([])
    assert [row.number for row in sessions(convener(), YearFactory().pk)] == [2, 1]


def test_searching_again_keeps_opinions_and_marks_what_vanished() -> None:
    unit = UnitFactory()
    plan, other = late_plan(unit), submitted_plan(UnitFactory(), "C 4 -", name="示例乙")
    session = session_of([plan, other], until="opinions")
    conflict = only(session, "no_owner")
    op.give_opinion(
        actor=clerk(other.owner), conflict_id=conflict.pk, unit_id=other.owner_id, accepts=True, now=NOW
    )
    Plan.objects.get(pk=other.pk).draft.activities.update(unit=other.owner)
    Plan.objects.filter(pk=plan.pk).update(total_float=-9)
    again = op.find_conflicts(actor=convener(), session_id=session.pk, now=NOW)
    assert again.gone == 1
    assert only(session, "no_owner").status == "gone"
    assert only(session, "no_owner").opinions.count() == 1
    assert only(session, "negative_float").days == 9
    Plan.objects.get(pk=other.pk).draft.activities.update(unit=None)
    assert op.find_conflicts(actor=convener(), session_id=session.pk, now=NOW).back == 1
    assert only(session, "no_owner").status == "open"


def test_the_units_are_asked_only_when_there_is_an_agenda() -> None:
    who = convener()
    session = op.open_session(
        actor=who,
        year_id=YearFactory().pk,
        title="示例会商",
        planned_for=MEETING,
        opinions_until=None,
        plan_ids=[],
        now=NOW,
    )
    with pytest.raises(DomainError, match="nothing_searched"):
        op.ask_opinions(actor=who, session_id=session.pk, now=NOW)
    with pytest.raises(MoveRefused):
        op.begin(actor=who, session_id=session.pk, now=NOW)


def test_the_agenda_is_taken_back_with_a_reason() -> None:
    session = session_of([], until="opinions")
    with pytest.raises(MoveRefused, match="note_needed"):
        op.prepare_again(actor=convener(), session_id=session.pk, note=" ", now=NOW)
    op.prepare_again(actor=convener(), session_id=session.pk, note="示例原因", now=NOW)
    assert Session.objects.get().status == "preparing"
    assert Event.objects.filter(action="consultations.prepare_again").get().note == "示例原因"


# opinions ---------------------------------------------------------------------------------------------------


def test_when_all_accept_the_conflict_is_agreed_and_one_no_opens_it_again() -> None:
    first, second = UnitFactory(), UnitFactory()
    plan = submitted_plan(first, "A 12", name="示例甲")
    waiting = submitted_plan(second, "C 3", name="示例乙", due=date(2018, 10, 12))
    linked(plan, "A", waiting, "C")
    session = session_of([plan], until="opinions")
    conflict = only(session, "too_late")
    for unit in (first, second):
        op.give_opinion(actor=clerk(unit), conflict_id=conflict.pk, unit_id=unit.pk, accepts=True, now=NOW)
    assert only(session, "too_late").status == "agreed"
    op.give_opinion(
        actor=clerk(second),
        conflict_id=conflict.pk,
        unit_id=second.pk,
        accepts=False,
        proposed=date(2018, 11, 1),
        reason="示例：设备未到",
        now=NOW,
    )
    assert only(session, "too_late").status == "open"
    assert Opinion.objects.count() == 2
    [row] = [row for row in open_conflicts(clerk(second), [second.pk]) if row.rule == "too_late"]
    assert row.own_opinion
    assert (row.own_opinion.proposed, row.own_opinion.reason) == (date(2018, 11, 1), "示例：设备未到")


def test_who_does_not_accept_names_a_date_and_a_reason() -> None:
    plan = late_plan()
    conflict = only(session_of([plan], until="opinions"), "negative_float")
    with pytest.raises(Invalid) as refused:
        op.give_opinion(
            actor=clerk(plan.owner), conflict_id=conflict.pk, unit_id=plan.owner_id, accepts=False, now=NOW
        )
    assert set(refused.value.fields) == {"proposed", "reason"}
    assert Opinion.objects.count() == 0


def test_nobody_speaks_for_another_unit_or_where_it_is_not_concerned() -> None:
    plan, other = late_plan(), UnitFactory()
    conflict = only(session_of([plan], until="opinions"), "negative_float")
    with pytest.raises(NotAllowed):
        op.give_opinion(actor=clerk(other), conflict_id=conflict.pk, unit_id=other.pk, accepts=True, now=NOW)
    both = actor(Role.CLERK, units=[plan.owner, other])
    with pytest.raises(DomainError, match="not_concerned"):
        op.give_opinion(actor=both, conflict_id=conflict.pk, unit_id=other.pk, accepts=True, now=NOW)


def test_opinions_close_on_their_day_and_with_the_meeting() -> None:
    plan = late_plan()
    until = date(2018, 10, 9)
    session = session_of([plan], until="opinions", opinions_until=until)
    conflict = only(session, "negative_float")
    said = {"actor": clerk(plan.owner), "conflict_id": conflict.pk, "unit_id": plan.owner_id, "accepts": True}
    late = datetime.combine(until + timedelta(1), NOW.timetz())
    with pytest.raises(DomainError, match="opinions_closed"):
        op.give_opinion(**said, now=late)
    op.begin(actor=convener(), session_id=session.pk, now=NOW)
    with pytest.raises(MoveRefused):
        op.give_opinion(**said, now=NOW)
    assert Opinion.objects.count() == 0


# the meeting ------------------------------------------------------------------------------------------------


def test_a_date_is_tried_and_nothing_is_saved() -> None:
    first, second = late_plan(), submitted_plan(UnitFactory(), "C 3", name="示例乙", due=date(2018, 12, 28))
    linked(first, "B", second, "C")
    session = session_of([first], until="in_session")
    page = meeting_page(actor(Role.LEADER), session.pk, only(session, "negative_float").pk, NOW)
    changes = dated(f"start_on_or_after:{first.pk}/B", date(2018, 11, 5), page.versions)
    effect = trial(actor(Role.LEADER), changes, NOW)
    moved = {(one.plan, one.key): one.start_after for one in effect.activities}
    assert moved[first.name, "B"] == date(2018, 11, 5)
    assert moved[second.name, "C"] == date(2018, 11, 15)
    assert {one.plan for one in effect.plans} == {first.name, second.name}
    assert Plan.objects.get(pk=first.pk).baseline is None
    assert Plan.objects.get(pk=first.pk).forecast_finish == Plan.objects.get(pk=first.pk).forecast_finish


def test_a_decision_changes_the_plan_and_says_what_it_changed() -> None:
    plan = late_plan()
    session = session_of([plan], until="in_session")
    conflict = only(session, "negative_float")
    row = next(row for row in agenda(convener(), session.pk, NOW).rows if row.pk == conflict.pk)
    decision = op.decide_conflict(
        actor=convener(),
        conflict_id=conflict.pk,
        changes=row.changes,
        text="示例：压缩工期",
        who_id=plan.owner_id,
        by=DUE,
        version=conflict.version,
        now=NOW,
    )
    plan.refresh_from_db()
    assert plan.forecast_finish == DUE
    assert plan.baseline is not None
    assert [(one["key"], one["field"], one["before"], one["after"]) for one in decision.changes] == [
        ("A", "duration", 12, 7)
    ]
    assert only(session, "negative_float").status == "decided"
    told = Event.objects.filter(action="consultations.settle").get()
    assert told.note == "示例：压缩工期"
    op.find_conflicts(actor=convener(), session_id=session.pk, now=NOW)
    assert only(session, "negative_float").status == "decided"


def test_a_leader_decides_in_the_meeting() -> None:
    plan = late_plan()
    conflict = only(session_of([plan], until="in_session"), "negative_float")
    change = PlanChange(plan.pk, "", "due", date(2018, 11, 30), plan.draft_id)
    leader = actor(Role.LEADER)
    op.decide_conflict(actor=leader, conflict_id=conflict.pk, changes=[change], text="示例：延期", now=NOW)
    assert Plan.objects.get().due == date(2018, 11, 30)
    told = Event.objects.filter(action="plans.decide").get()
    assert told.actor_label == leader.label


def test_a_decision_on_a_version_that_is_no_longer_current_is_refused_and_nothing_is_lost() -> None:
    plan = submitted_plan(UnitFactory(), "A 12\nB 8 A -", name="示例甲", due=DUE)
    session = session_of([plan], until="in_session")
    first, second = only(session, "negative_float"), only(session, "no_owner")
    base = plan.draft_id
    change = PlanChange(plan.pk, "A", "duration", 10, base)
    op.decide_conflict(actor=convener(), conflict_id=first.pk, changes=[change], text="示例甲", now=NOW)
    before = Event.objects.count()
    with pytest.raises(LostRace, match="version_not_current"):
        op.decide_conflict(actor=convener(), conflict_id=second.pk, changes=[change], text="示例乙", now=NOW)
    assert only(session, "no_owner").status == "open"
    assert (Decision.objects.count(), Event.objects.count()) == (1, before)
    current = Plan.objects.get().baseline_id
    [again] = based([change], {plan.pk: current})
    op.decide_conflict(actor=convener(), conflict_id=second.pk, changes=[again], text="示例乙", now=NOW)
    assert Decision.objects.count() == 2


def test_a_proposed_link_that_closes_a_ring_is_refused_by_the_decision() -> None:
    first = submitted_plan(UnitFactory(), "A 3\nB 3 A", name="示例甲")
    second = submitted_plan(UnitFactory(), "C 3\nD 3 C", name="示例乙")
    linked(second, "D", first, "A", accepted=False)
    linked(first, "B", second, "C")
    session = session_of([first], until="in_session")
    conflict = only(session, "cycle")
    [row] = [row for row in agenda(convener(), session.pk, NOW).rows if row.rule == "cycle"]
    op.decide_conflict(
        actor=convener(), conflict_id=conflict.pk, changes=row.changes, text="示例：不设此搭接", now=NOW
    )
    assert set(CrossLink.objects.values_list("status", flat=True)) == {"accepted", "refused"}
    op.find_conflicts(actor=convener(), session_id=session.pk, now=NOW)
    assert only(session, "cycle").status == "decided"


def test_a_conflict_is_put_off_with_a_reason_and_stays_so() -> None:
    session = session_of([late_plan()], until="in_session")
    conflict = only(session, "negative_float")
    with pytest.raises(MoveRefused, match="note_needed"):
        op.put_off(actor=convener(), conflict_id=conflict.pk, note="", now=NOW)
    op.put_off(actor=convener(), conflict_id=conflict.pk, note="示例：待规划批复", now=NOW)
    op.find_conflicts(actor=convener(), session_id=session.pk, now=NOW)
    assert (only(session, "negative_float").status, only(session, "negative_float").note) == (
        "put_off",
        "示例：待规划批复",
    )


def test_nothing_is_decided_outside_the_meeting() -> None:
    plan = late_plan()
    session = session_of([plan], until="opinions")
    conflict = only(session, "negative_float")
    with pytest.raises(MoveRefused):
        op.decide_conflict(actor=convener(), conflict_id=conflict.pk, changes=[], text="示例", now=NOW)
    with pytest.raises(MoveRefused):
        op.put_off(actor=convener(), conflict_id=conflict.pk, note="示例", now=NOW)
    with pytest.raises(MoveRefused):
        op.decide_afterwards(actor=convener(), session_id=session.pk, text="示例", changes=[], now=NOW)
    assert Decision.objects.count() == 0


# the end ----------------------------------------------------------------------------------------------------


def test_deciding_the_session_freezes_every_submitted_plan_and_writes_the_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = late_plan(), submitted_plan(UnitFactory(), "C 4\nD 2 C", name="示例乙")
    apart = submitted_plan(UnitFactory(), "E 4", name="示例丙")
    heard: list[object] = []
    monkeypatch.setattr(events, "publish", heard.append)
    session = session_of([first, second], until="in_session")
    conflict = only(session, "negative_float")
    change = PlanChange(first.pk, "A", "duration", 7, first.draft_id)
    op.decide_conflict(
        actor=convener(),
        conflict_id=conflict.pk,
        changes=[change],
        text="示例：压缩工期",
        who_id=first.owner_id,
        by=DUE,
        now=NOW,
    )
    op.decide_session(actor=project_office(), session_id=session.pk, version=None, now=NOW)
    assert {row.plan_id for row in AgreedPlan.objects.all()} == {first.pk, second.pk}
    assert Plan.objects.get(pk=apart.pk).baseline is None
    assert SessionDecided(session.pk, NOW) in heard
    page = session_page(convener(), session.pk, NOW)
    written = "\n".join(text for _, text in page.minutes)
    for words in ("示例：压缩工期", first.owner.short_name, "示例甲", "示例乙", "2018-10-26"):
        assert words in written
    assert page.row.status == "decided"
    assert page.moves == ()


def test_a_version_that_cannot_be_agreed_leaves_the_session_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of([late_plan(), late_plan(name="示例乙")], until="in_session")
    from yipanqi.plans import operations as plans

    agree = plans.agree_versions

    def fails_at_the_end(**given: object) -> object:
        agree(**given)  # type: ignore[arg-type]
        raise DomainError("plans.cycle", ring="示例")

    monkeypatch.setattr(plans, "agree_versions", fails_at_the_end)
    with pytest.raises(DomainError, match="cycle"):
        op.decide_session(actor=convener(), session_id=session.pk, now=NOW)
    assert Session.objects.get().status == "in_session"
    assert Plan.objects.filter(baseline__isnull=False).count() == 0
    assert Event.objects.filter(action="consultations.decide").count() == 0


def test_a_later_decision_tells_whom_it_reaches(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = late_plan(), submitted_plan(UnitFactory(), "C 3", name="示例乙")
    far = submitted_plan(UnitFactory(), "E 3", name="示例丙")
    linked(first, "B", second, "C")
    session = session_of([first, second, far], until="decided")
    heard: list[object] = []
    monkeypatch.setattr(events, "publish", heard.append)
    first.refresh_from_db()
    change = PlanChange(first.pk, "B", "duration", 20, first.baseline_id)
    decision = op.decide_afterwards(
        actor=convener(), session_id=session.pk, text="示例：雨季顺延", changes=[change], now=NOW
    )
    [told] = [one for one in heard if isinstance(one, DecisionMade)]
    assert told.decision_id == decision.pk
    assert set(told.unit_ids) == {first.owner_id, second.owner_id}
    assert [(one["before"], one["after"]) for one in decision.changes] == [(8, 20)]
    with pytest.raises(Invalid):
        op.decide_afterwards(actor=convener(), session_id=session.pk, text="示例", changes=[], now=NOW)


def test_who_may_what() -> None:
    plan = late_plan()
    session = session_of([plan], until="in_session")
    conflict = only(session, "negative_float")
    for who in (clerk(plan.owner), actor(Role.AUDITOR), actor(Role.OFFICE)):
        with pytest.raises(NotAllowed):
            op.decide_conflict(actor=who, conflict_id=conflict.pk, changes=[], text="示例", now=NOW)
        with pytest.raises(NotAllowed):
            op.decide_session(actor=who, session_id=session.pk, now=NOW)
        assert agenda(who, session.pk, NOW).rows
    with pytest.raises(NotAllowed):
        op.decide_session(actor=actor(Role.LEADER), session_id=session.pk, now=NOW)
    for stranger in (actor(Role.GRID_STAFF), actor(Role.SYSTEM_ADMIN)):
        with pytest.raises(NotFound):
            agenda(stranger, session.pk, NOW)
