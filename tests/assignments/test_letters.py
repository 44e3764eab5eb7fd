"""One letter a unit with everything it owes; afterwards only what changed, and only to whom it changed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from assignments.factories import clerk, decided_session, office
from consultations.factories import session_of, submitted_plan
from factories import NOW, UnitFactory, actor
from yipanqi.access.roles import Role
from yipanqi.assignments import operations as op
from yipanqi.assignments import queries
from yipanqi.assignments.models import Item, Letter
from yipanqi.assignments.operations import drafting
from yipanqi.audit.models import Event
from yipanqi.consultations import operations as consultations
from yipanqi.consultations.models import Decision
from yipanqi.foundation.errors import DomainError, LostRace, MoveRefused, NotAllowed
from yipanqi.plans.models import Plan
from yipanqi.plans.operations import PlanChange, ProgressEntry, enter_progress

pytestmark = pytest.mark.django_db


def drafted() -> tuple[tuple[Letter, ...], Plan, Plan]:
    session, one, other = decided_session()
    return op.draft_letters(actor=office(), session_id=session.pk, now=NOW), one, other


def test_every_unit_gets_one_letter_with_everything_it_owes():
    letters, one, other = drafted()
    assert [letter.unit_id for letter in letters] == sorted([one.owner_id, other.owner_id])
    assert [letter.number for letter in letters] == ["督办〔2018〕1号", "督办〔2018〕2号"]
    first, second = (Item.objects.filter(unit=plan.owner).order_by("order") for plan in (one, other))
    assert [item.text for item in first] == ["示例甲计划：示例A", "示例甲计划：示例B"]
    assert [item.text for item in second] == ["示例乙计划：示例X", "示例乙计划：示例Y"]


def test_an_item_says_whom_it_waits_for_and_who_waits():
    _, one, other = drafted()
    last, first = Item.objects.get(plan=one, key="B"), Item.objects.get(plan=other, key="X")
    assert [(who["unit"], who["what"]) for who in last.waited_by] == [(other.owner.short_name, "示例X")]
    assert [(who["unit"], who["what"]) for who in first.waits_for] == [(one.owner.short_name, "示例B")]
    assert {who["contact"] for who in last.waited_by} <= {post.title for post in other.owner.posts.all()}
    assert Item.objects.get(plan=one, key="A").waited_by == []  # inside the unit nobody is told


def test_dates_are_those_that_were_agreed():
    _, one, _ = drafted()
    stored = {row.key: row for row in one.__class__.objects.get(pk=one.pk).baseline.schedule.all()}
    for item in Item.objects.filter(plan=one):
        assert (item.start, item.due) == (stored[item.key].baseline_start, stored[item.key].baseline_finish)
        assert (item.latest, item.total_float) == (
            stored[item.key].baseline_late,
            stored[item.key].baseline_float,
        )


def test_what_is_done_is_not_assigned():
    session, one, _ = decided_session()
    entry = ProgressEntry(one.pk, "A", NOW.date(), date(2018, 9, 20), date(2018, 9, 27))
    enter_progress(actor=clerk(one.owner), entries=[entry], now=NOW)
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    assert [item.key for item in Item.objects.filter(plan=one)] == ["B"]


def test_drafting_and_issuing_tell_how_far_they_are(monkeypatch):
    monkeypatch.setattr(drafting, "_AT_ONCE", 1)
    session, _, _ = decided_session()
    told: list[tuple[int, int]] = []
    work = {"actor": office(), "session_id": session.pk, "now": NOW}
    op.draft_letters(**work, progress=lambda *far: told.append(far))
    op.issue_letters(**work, progress=lambda *far: told.append(far))
    assert told == [(1, 2), (2, 2)] * 2


def test_the_same_duty_cannot_be_handed_out_twice():
    letters, one, _ = drafted()
    with pytest.raises(DomainError, match="nothing_to_assign"):
        op.draft_letters(actor=office(), session_id=letters[0].session_id, now=NOW)
    again = session_of([Plan.objects.get(pk=one.pk)], until="decided")
    with pytest.raises(DomainError, match="nothing_to_assign"):
        op.draft_letters(actor=office(), session_id=again.pk, now=NOW)


def test_nothing_is_assigned_before_the_session_has_decided():
    session = session_of([submitted_plan(UnitFactory(), "A 3")], until="in_session")
    with pytest.raises(MoveRefused, match="session_not_decided"):
        op.draft_letters(actor=office(), session_id=session.pk, now=NOW)


def test_only_the_supervision_office_hands_out():
    session, one, _ = decided_session()
    with pytest.raises(NotAllowed):
        op.draft_letters(actor=clerk(one.owner), session_id=session.pk, now=NOW)
    assert not Letter.objects.exists()


def test_a_letter_is_issued_with_a_day_to_sign_by_and_signed_once():
    letters, one, _ = drafted()
    op.issue_letters(actor=office(), session_id=letters[0].session_id, now=NOW)
    letter = Letter.objects.get(unit=one.owner)
    # 28 September 2018 is a Friday; the 29th and 30th are working days before the holidays
    assert letter.sign_by > NOW.date()
    assert len(letter.digest) == 64
    signed = op.sign_letter(actor=clerk(one.owner), letter_id=letter.pk, now=NOW)
    assert signed.signed_by
    with pytest.raises(MoveRefused):
        op.sign_letter(actor=clerk(one.owner), letter_id=letter.pk, now=NOW)
    with pytest.raises(LostRace):
        op.sign_letter(actor=clerk(Plan.objects.get(pk=one.pk).owner), letter_id=_unsigned(letters), now=NOW, version=99)  # fmt: skip
    assert Event.objects.filter(action="assignments.sign").count() == 1


def _unsigned(letters: tuple[Letter, ...]) -> int:
    left = Letter.objects.get(status="issued")
    Letter.objects.filter(pk=left.pk).update(
        unit=Letter.objects.get(status="signed").unit, sequence=9, kind="difference"
    )
    return left.pk


def test_another_unit_cannot_sign():
    letters, one, other = drafted()
    op.issue_letters(actor=office(), session_id=letters[0].session_id, now=NOW)
    with pytest.raises(NotAllowed):
        op.sign_letter(actor=clerk(other.owner), letter_id=Letter.objects.get(unit=one.owner).pk, now=NOW)


def later(plan: Plan, key: str, days: int) -> PlanChange:
    return PlanChange(plan.pk, key, "duration", days, Plan.objects.get(pk=plan.pk).baseline_id or 0)


def test_a_later_decision_reaches_only_the_units_that_it_changes_something_for():
    alone = UnitFactory()
    apart = submitted_plan(alone, "P 3\nQ 4 P", name="示例丙计划")
    one = submitted_plan(UnitFactory(), "A 10\nB 5 A", name="示例甲计划")
    session = session_of([one, apart], until="decided")
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    op.issue_letters(actor=office(), session_id=session.pk, now=NOW)
    before = {item.key: item.due for item in Item.objects.filter(plan=one)}
    decision = consultations.decide_afterwards(
        actor=office(), session_id=session.pk, text="示例：延长十天", changes=[later(one, "A", 20)], now=NOW
    )
    letters = op.draft_difference_letters(
        actor=office(), session_id=session.pk, decision_id=decision.pk, now=NOW + timedelta(days=1)
    )
    assert [(letter.unit_id, letter.kind, letter.number) for letter in letters] == [
        (one.owner_id, "difference", "督办〔2018〕3号")
    ]
    now_due = {item.key: item.due for item in Item.objects.filter(plan=one)}
    assert all(now_due[key] > before[key] for key in before)
    told = {(change["text"], change["before"], change["after"]) for change in letters[0].changes}
    assert ("示例甲计划：示例A", before["A"].isoformat(), now_due["A"].isoformat()) in told
    shown = queries.session_letters(office(), session.pk, NOW)
    assert shown.differences == 1
    with pytest.raises(DomainError, match="decision_is_lettered"):
        op.draft_difference_letters(actor=office(), session_id=session.pk, decision_id=decision.pk, now=NOW)


def lettered_plan() -> tuple[int, Plan]:
    one = submitted_plan(UnitFactory(), "A 10\nB 5 A", name="示例甲计划")
    session = session_of([one], until="decided")
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    op.issue_letters(actor=office(), session_id=session.pk, now=NOW)
    return session.pk, one


def test_a_decision_may_send_the_letters_it_changes_out_at_once():
    session_id, one = lettered_plan()
    work = {"actor": office(), "session_id": session_id, "text": "示例：延长", "now": NOW}
    consultations.decide_afterwards(**work, changes=[later(one, "A", 20)], reissue=True)
    assert list(Letter.objects.filter(kind="difference").values_list("unit", "status")) == [
        (one.owner_id, "issued")
    ]
    consultations.decide_afterwards(**work, changes=[later(one, "A", 20)], reissue=True)
    assert Letter.objects.filter(kind="difference").count() == 1  # the second changed no date


def test_who_may_not_issue_cannot_have_letters_sent_out_by_deciding():
    session_id, one = lettered_plan()
    with pytest.raises(NotAllowed):
        consultations.decide_afterwards(
            actor=actor(Role.PROJECT_OFFICE),
            session_id=session_id,
            text="示例：延长",
            changes=[later(one, "A", 20)],
            reissue=True,
            now=NOW,
        )
    assert not Decision.objects.exists()


def test_a_decision_is_not_told_before_the_letters_of_its_session():
    session, one, _ = decided_session()
    decision = consultations.decide_afterwards(
        actor=office(), session_id=session.pk, text="示例：延长", changes=[later(one, "A", 20)], now=NOW
    )
    with pytest.raises(DomainError, match="no_letters_yet"):
        op.draft_difference_letters(actor=office(), session_id=session.pk, decision_id=decision.pk, now=NOW)


def test_work_given_to_another_unit_is_withdrawn_from_the_first():
    one, taker = submitted_plan(UnitFactory(), "A 10\nB 5 A", name="示例甲计划"), UnitFactory()
    session = session_of([one], until="decided")
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    op.issue_letters(actor=office(), session_id=session.pk, now=NOW)
    change = PlanChange(one.pk, "B", "unit", taker.pk, Plan.objects.get(pk=one.pk).baseline_id or 0)
    decision = consultations.decide_afterwards(
        actor=office(), session_id=session.pk, text="示例：换单位", changes=[change], now=NOW
    )
    letters = op.draft_difference_letters(
        actor=office(), session_id=session.pk, decision_id=decision.pk, now=NOW
    )
    assert {letter.unit_id for letter in letters} == {one.owner_id, taker.pk}
    assert Item.objects.get(unit=one.owner, key="B").status == "withdrawn"
    assert Item.objects.get(unit=taker, key="B").status == "assigned"


def test_decisions_that_name_a_unit_stand_in_its_letter():
    unit = UnitFactory()
    one = submitted_plan(UnitFactory(), "A 12\nB 8 A", name="示例甲计划", due=date(2018, 10, 26))
    session = session_of([one], until="in_session")
    conflict = session.conflicts.order_by("-days").first()
    consultations.decide_conflict(
        actor=office(),
        conflict_id=conflict.pk,
        changes=[],
        text="示例：补足人手",
        who_id=unit.pk,
        by=date(2018, 10, 20),
        now=NOW,
    )
    consultations.decide_session(actor=office(), session_id=session.pk, now=NOW)
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    item = Item.objects.get(unit=unit)
    assert (item.text, item.due) == ("示例：补足人手", date(2018, 10, 20))
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(
            unit=unit, letter=item.letter, decision=item.decision, text="示例", due=date(2018, 10, 20)
        )
