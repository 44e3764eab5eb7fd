"""A round: computed, frozen with its digest, taken back, finished; two at once, one winner."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from appraisal.factories import computed, frozen, led_target, office, opened, scheme, sheet_of
from factories import NOW, actor
from races import at_once, one_winner
from targets.factories import YearFactory
from yipanqi.access.roles import Role
from yipanqi.appraisal import operations as op
from yipanqi.appraisal import queries
from yipanqi.appraisal.events import RoundMoved
from yipanqi.appraisal.models import Round, Score, Sheet
from yipanqi.appraisal.transitions import RoundStatus
from yipanqi.audit.models import Event
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused, NotAllowed
from yipanqi.targets.models import Reading

pytestmark = [pytest.mark.django_db, pytest.mark.both]
AFTER_OBJECTIONS = NOW + timedelta(days=14)


def events_of(verb: str) -> int:
    return Event.objects.filter(action=f"appraisal.{verb}").count()


def test_a_round_lies_inside_its_year_and_has_its_own_name(now: datetime) -> None:
    who, made = office(), opened()
    words = {"actor": who, "year_id": YearFactory().pk, "scheme_id": made.scheme_id, "now": now}
    for since, until, name, field in (
        (date(2018, 1, 1), date(2019, 1, 1), "另一轮", "until"),
        (date(2018, 5, 1), date(2018, 4, 1), "另一轮", "until"),
        (date(2018, 1, 1), date(2018, 4, 1), " ", "name"),
        (date(2018, 1, 1), date(2018, 4, 1), made.name, "name"),
    ):
        with pytest.raises(Invalid) as found:
            op.open_round(since=since, until=until, name=name, **words)
        assert list(found.value.fields) == [field]
    assert Round.objects.count() == 1


def test_a_sheet_shows_the_arithmetic_and_names_every_fact(now: datetime) -> None:
    good, poor = led_target(), led_target([5, 10, 15, 20, 25, 30, 35, 40, 45])
    made = computed()
    first, second = sheet_of(made, good.lead), sheet_of(made, poor.lead)
    assert (first.total, first.rank, first.grade) == (Decimal("100.000"), 1, "优秀")
    score = Score.objects.get(sheet=second)
    expected = Decimal(120) * 273 / 365  # even, by 30 September
    assert score.points == pytest.approx(Decimal(45) / expected * 100, abs=Decimal("0.001"))
    assert (score.numbers["weight"], score.numbers["scored"]) == ("100", "1")
    [fact] = score.facts
    assert (fact["kind"], fact["key"], fact["actual"]) == ("targets.target", str(poor.pk), "45")
    assert (second.rank, second.grade) == (2, "不合格")


def test_the_same_facts_give_the_same_digest_whenever_they_are_computed(now: datetime) -> None:
    who = office()
    for _ in range(3):
        led_target()
    first = computed(who=who)
    before = list(Sheet.objects.order_by("pk").values_list("pk", "total"))
    again = op.compute_sheets(actor=who, round_id=first.pk, now=now + timedelta(days=40))
    assert again.digest == first.digest
    assert list(Sheet.objects.order_by("pk").values_list("pk", "total")) == before
    checked = queries.check_round(who, first.pk)
    assert checked.kept == checked.stored == checked.now == first.digest


def test_later_facts_change_neither_the_frozen_sheets_nor_their_digest(now: datetime) -> None:
    who, target = office(), led_target()
    made = frozen(who=who)
    Reading.objects.filter(target=target, current=True).update(value=1)
    assert Round.objects.get().digest == made.digest
    assert sheet_of(made, target.lead).total == 100
    checked = queries.check_round(who, made.pk)
    assert checked.is_untouched
    assert not checked.is_same
    assert [(one.unit, one.stored) for one in checked.differing] == [(target.lead.name, Decimal(100))]
    with pytest.raises(DomainError, match=r"appraisal\.round_is_frozen"):
        op.compute_sheets(actor=who, round_id=made.pk, now=now)
    assert events_of("compute") == 1


def test_a_sheet_changed_behind_the_house_is_seen(now: datetime) -> None:
    led_target()
    made = frozen()
    Sheet.objects.update(total=1)
    assert not queries.check_round(actor(Role.AUDITOR), made.pk).is_untouched


def test_nothing_stale_is_frozen(now: datetime) -> None:
    who = office()
    made = opened(who=who)
    with pytest.raises(DomainError, match=r"appraisal\.not_computed"):
        op.freeze_round(actor=who, round_id=made.pk, now=now)
    op.compute_sheets(actor=who, round_id=made.pk, now=now)
    op.freeze_round(actor=who, round_id=made.pk, now=now)
    with pytest.raises(MoveRefused):
        op.unfreeze_round(actor=who, round_id=made.pk, note=" ", now=now)
    op.unfreeze_round(actor=who, round_id=made.pk, note="示例：更正一项事实", now=now)
    with pytest.raises(DomainError, match=r"appraisal\.not_computed"):
        op.freeze_round(actor=who, round_id=made.pk, now=now)


def test_a_leader_confirms_once_nobody_may_object_any_more(now: datetime) -> None:
    who, leader = office(), actor(Role.LEADER)
    led_target()
    made = frozen(who=who)
    with pytest.raises(NotAllowed):
        op.finish_round(actor=who, round_id=made.pk, now=AFTER_OBJECTIONS)
    with pytest.raises(DomainError, match=r"appraisal\.objections_possible"):
        op.finish_round(actor=leader, round_id=made.pk, now=now)
    op.finish_round(actor=leader, round_id=made.pk, now=AFTER_OBJECTIONS)
    assert Round.objects.get().status == RoundStatus.FINAL
    with pytest.raises(MoveRefused):
        op.unfreeze_round(actor=who, round_id=made.pk, note="示例", now=AFTER_OBJECTIONS)


def test_every_move_is_told_once(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(events, "publish", heard.append)
    made = frozen()
    op.finish_round(actor=actor(Role.LEADER), round_id=made.pk, now=AFTER_OBJECTIONS)
    moves = [one for one in heard if isinstance(one, RoundMoved)]
    assert [one.status for one in moves] == ["open", "frozen", "final"]
    assert [events_of(verb) for verb in ("compute", "freeze", "finish")] == [1, 1, 1]


def test_a_unit_that_lost_its_last_fact_loses_its_sheet(now: datetime) -> None:
    who, target, other = office(), led_target(), led_target()
    made = computed(who=who)
    target.readings.all().delete()
    target.delete()
    op.compute_sheets(actor=who, round_id=made.pk, now=now)
    assert [sheet.unit for sheet in Sheet.objects.all()] == [other.lead]


def test_the_number_of_queries_does_not_grow_with_the_units(
    now: datetime, django_assert_max_num_queries: Any
) -> None:
    who, made = office(), opened()
    for _ in range(12):
        led_target()
    with django_assert_max_num_queries(40):
        op.compute_sheets(actor=who, round_id=made.pk, now=now)
    assert Sheet.objects.count() == 12


LOST = {"state.lost_race", "state.move_refused", "appraisal.round_is_frozen"}


@pytest.mark.django_db(transaction=True)
def test_many_who_freeze_at_once_freeze_once(now: datetime) -> None:
    led_target()
    made, people = computed(), [office() for _ in range(6)]
    acts = [lambda who=who: op.freeze_round(actor=who, round_id=made.pk, now=now) for who in people]
    one_winner(at_once(*acts), LOST)
    assert events_of("freeze") == 1


@pytest.mark.django_db(transaction=True)
def test_of_finishing_and_taking_back_one_wins(now: datetime) -> None:
    led_target()
    made, leader, who = frozen(), actor(Role.LEADER), office()
    outcomes = at_once(
        lambda: op.finish_round(actor=leader, round_id=made.pk, now=AFTER_OBJECTIONS),
        lambda: op.unfreeze_round(actor=who, round_id=made.pk, note="示例", now=AFTER_OBJECTIONS),
    )
    assert outcomes.count("done") == 1
    assert events_of("finish") + events_of("unfreeze") == 1


@pytest.mark.django_db(transaction=True)
def test_two_computations_of_one_state_make_one_set_of_sheets(now: datetime) -> None:
    for _ in range(3):
        led_target()
    made, people = opened(), [office() for _ in range(4)]
    acts = [
        lambda who=who: op.compute_sheets(actor=who, round_id=made.pk, now=now, lock=made.lock)
        for who in people
    ]
    outcomes = at_once(*acts)
    assert outcomes == ["done", *["state.lost_race"] * 3]
    assert events_of("compute") == 1
    assert Sheet.objects.count() == Score.objects.count() == 3
    assert queries.check_round(people[0], made.pk).is_untouched


@pytest.mark.django_db(transaction=True)
def test_a_freeze_beside_a_computation_never_keeps_a_torn_sheet(now: datetime) -> None:
    for _ in range(3):
        led_target()
    made, who, other = computed(), office(), office()
    Reading.objects.filter(period=date(2018, 9, 30)).update(value=45)
    outcomes = at_once(
        lambda: op.freeze_round(actor=who, round_id=made.pk, now=now, lock=made.lock),
        lambda: op.compute_sheets(actor=other, round_id=made.pk, now=now, lock=made.lock),
    )
    assert outcomes.count("done") == 1
    assert len({sheet.total for sheet in Sheet.objects.all()}) == 1
    assert queries.check_round(who, made.pk).is_untouched


def test_one_scheme_serves_many_rounds(now: datetime) -> None:
    found = scheme()
    for number in range(2):
        op.open_round(
            actor=office(),
            year_id=YearFactory().pk,
            scheme_id=found.pk,
            name=f"示例{number}",
            since=date(2018, 1, 1),
            until=date(2018, 6, 30),
            now=now,
        )
    assert [row.scheme_id for row in queries.rounds(office())] == [found.pk] * 2


def test_the_loser_of_a_race_is_told(now: datetime) -> None:
    who, made = office(), computed()
    with pytest.raises(LostRace):
        op.freeze_round(actor=who, round_id=made.pk, now=now, lock=made.lock - 1)
