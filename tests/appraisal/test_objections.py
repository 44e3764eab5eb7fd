"""A unit objects within three working days; upheld means corrected facts and a new computation, never a typed score."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from appraisal.factories import TERMS, computed, draft, frozen, led_target, objection_of, office, sheet_of
from appraisal.test_rounds import events_of
from factories import NOW, UnitFactory, actor
from races import at_once
from yipanqi.access.actor import Actor
from yipanqi.access.roles import Role
from yipanqi.appraisal import operations as op
from yipanqi.appraisal import queries
from yipanqi.appraisal.models import Commendation, Objection, Round, Sheet
from yipanqi.appraisal.transitions import ObjectionStatus, RoundStatus
from yipanqi.foundation.errors import DomainError, Invalid, MoveRefused, NotAllowed, NotFound
from yipanqi.org.models import Unit
from yipanqi.targets.models import Reading

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FRIDAY = NOW


def head_of(unit: Unit) -> Actor:
    return actor(Role.UNIT_HEAD, units=[unit])


def objected(who: Actor, sheet: Sheet, now: datetime, text: str = "示例：少计一项") -> Objection:
    return op.raise_objection(actor=who, sheet_id=sheet.pk, rule="targets", text=text, now=now)


def test_the_last_day_is_counted_in_working_days() -> None:
    target = led_target()
    made = frozen(at=FRIDAY)
    page = queries.sheet_page(head_of(target.lead), sheet_of(made, target.lead).pk, FRIDAY)
    assert page.last_day == date(2018, 10, 3)  # by weekdays: no holiday was entered here
    assert page.may_object


def test_an_objection_comes_in_time_or_not_at_all(now: datetime) -> None:
    target = led_target()
    who, made = head_of(target.lead), frozen(at=FRIDAY)
    sheet = sheet_of(made, target.lead)
    with pytest.raises(DomainError, match=r"appraisal\.objection_too_late"):
        objected(who, sheet, datetime(2018, 10, 4, 2, tzinfo=UTC))
    assert not Objection.objects.exists()
    raised = objected(who, sheet, datetime(2018, 10, 3, 15, tzinfo=UTC))  # eleven at night of the last day
    assert raised.decide_by == date(2018, 10, 17)
    with pytest.raises(DomainError, match=r"appraisal\.objection_waits"):
        objected(who, sheet, now)
    assert events_of("object") == 1


def test_before_the_freezing_and_by_others_nothing_is_objected(now: datetime) -> None:
    target, other = led_target(), UnitFactory()
    made = computed()
    sheet = sheet_of(made, target.lead)
    with pytest.raises(DomainError, match=r"appraisal\.objection_not_open"):
        objected(head_of(target.lead), sheet, now)
    with pytest.raises(NotFound):  # not published to others yet
        objected(head_of(other), sheet, now)
    op.freeze_round(actor=office(), round_id=made.pk, now=now)
    with pytest.raises(NotAllowed):
        objected(head_of(other), sheet, now)
    with pytest.raises(Invalid):
        objected(head_of(target.lead), sheet, now, text=" ")
    with pytest.raises(NotFound):
        op.raise_objection(actor=head_of(target.lead), sheet_id=sheet.pk, rule="no", text="示例", now=now)
    assert not Objection.objects.exists()


def test_upheld_the_round_opens_the_fact_is_corrected_and_the_score_follows(now: datetime) -> None:
    target = led_target([5, 10, 15, 20, 25, 30, 35, 40, 45])
    who, raised = office(), objection_of(target.lead)
    with pytest.raises(MoveRefused):
        op.uphold(actor=who, objection_id=raised.pk, note="", now=now)
    op.uphold(actor=who, objection_id=raised.pk, note="9月读数少计", now=now)
    made = Round.objects.get()
    assert (made.status, made.computed_at) == (RoundStatus.OPEN, None)
    Reading.objects.filter(target=target, period=date(2018, 9, 30)).update(value=90)
    op.compute_sheets(actor=who, round_id=made.pk, now=now)
    op.freeze_round(actor=who, round_id=made.pk, now=now)
    page = queries.sheet_page(head_of(target.lead), sheet_of(made, target.lead).pk, now)
    assert page.total == 100
    [line] = page.lines
    [kept] = line.objections  # it outlives the new computation
    assert (kept.status, kept.answer) == (ObjectionStatus.UPHELD, "9月读数少计")
    assert [events_of(verb) for verb in ("uphold", "unfreeze", "freeze")] == [1, 1, 2]


def test_rejected_the_score_stands_and_the_result_may_be_confirmed(now: datetime) -> None:
    target = led_target()
    raised = objection_of(target.lead)
    later = now + timedelta(days=14)
    with pytest.raises(DomainError, match=r"appraisal\.objections_waiting"):
        op.finish_round(actor=actor(Role.LEADER), round_id=raised.round_id, now=later)
    op.reject(actor=office(), objection_id=raised.pk, note="读数属实", now=now)
    op.finish_round(actor=actor(Role.LEADER), round_id=raised.round_id, now=later)
    assert Round.objects.get().status == RoundStatus.FINAL


def test_only_the_office_decides(now: datetime) -> None:
    target = led_target()
    raised = objection_of(target.lead)
    with pytest.raises(NotAllowed):
        op.reject(actor=head_of(target.lead), objection_id=raised.pk, note="示例", now=now)
    with pytest.raises(NotFound):
        op.reject(actor=head_of(UnitFactory()), objection_id=raised.pk, note="示例", now=now)


@pytest.mark.django_db(transaction=True)
def test_decided_twice_at_once_it_is_decided_once(now: datetime) -> None:
    raised, people = objection_of(led_target().lead), [office() for _ in range(4)]
    acts = [
        lambda who=who, verb=verb: verb(actor=who, objection_id=raised.pk, note="示例", now=now)
        for who, verb in zip(people, (op.uphold, op.reject, op.uphold, op.reject), strict=True)
    ]
    outcomes = at_once(*acts)
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "state.lost_race", "state.move_refused"}
    decided = Objection.objects.get()
    assert events_of("uphold") + events_of("reject") == 1
    frozen_still = Round.objects.get().status == RoundStatus.FROZEN
    assert frozen_still == (decided.status == ObjectionStatus.REJECTED)


@pytest.mark.django_db(transaction=True)
def test_raised_twice_at_once_it_stands_once(now: datetime) -> None:
    target = led_target()
    made, people = frozen(), [head_of(target.lead) for _ in range(3)]
    sheet = sheet_of(made, target.lead)
    outcomes = at_once(*[lambda who=who: objected(who, sheet, now) for who in people])
    assert outcomes == ["appraisal.objection_waits", "appraisal.objection_waits", "done"]
    assert Objection.objects.count() == events_of("object") == 1


def finished() -> tuple[Round, Unit, Unit]:
    """A final round with one excellent and one poor unit."""
    good, poor = led_target(), led_target([5, 10, 15, 20, 25, 30, 35, 40, 45])
    made = frozen()
    op.finish_round(actor=actor(Role.LEADER), round_id=made.pk, now=NOW + timedelta(days=14))
    return made, good.lead, poor.lead


def test_only_units_of_a_commended_grade_are_commended_and_only_once(now: datetime) -> None:
    made, good, poor = finished()
    who = office()
    words = {"actor": who, "round_id": made.pk, "title": "年度先进单位", "reason": "示例", "now": now}
    assert [unit for unit, _label in queries.commendation_candidates(who, made.pk)] == [good.pk]
    for unit, code in (
        (poor, "appraisal.grade_not_commended"),
        (UnitFactory(), "appraisal.unit_without_sheet"),
    ):
        with pytest.raises(Invalid) as refused:
            op.commend(unit_id=unit.pk, **words)
        assert refused.value.fields["unit"].code == code
    line = op.commend(unit_id=good.pk, subsidy=Decimal(50_000), reward="奖牌", **words)
    with pytest.raises(Invalid):
        op.commend(unit_id=good.pk, **words)
    with pytest.raises(Invalid):
        op.commend(unit_id=good.pk, **{**words, "title": "另一称号"}, subsidy=Decimal(-1))
    found = queries.commendation_list(who, made.pk)
    assert [(one.unit, one.rank, one.subsidy) for one in found.lines] == [(good.name, 1, Decimal(50_000))]
    op.strike(actor=who, commendation_id=line.pk, now=now)
    assert not Commendation.objects.exists()
    assert [events_of(verb) for verb in ("commend", "strike")] == [1, 1]


def test_nobody_is_commended_before_the_result_is_final(now: datetime) -> None:
    target = led_target()
    made = frozen()
    with pytest.raises(DomainError, match=r"appraisal\.round_not_final"):
        op.commend(
            actor=office(), round_id=made.pk, unit_id=target.lead_id, title="称号", reason="示例", now=now
        )


def test_the_terms_of_the_scheme_set_the_days(now: datetime) -> None:
    assert (TERMS.objection_days, TERMS.decision_days) == (3, 10)
    assert draft().terms == TERMS
