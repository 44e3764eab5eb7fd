"""Facts come once, from their owner, and are never overwritten."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from factories import UnitFactory, actor
from races import at_once, one_winner
from targets.factories import MilestoneFactory, StandingFactory, TargetFactory, YearFactory, read_months
from yipanqi.access.actor import SYSTEM, Actor
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotAllowed, NotFound
from yipanqi.targets import operations as op
from yipanqi.targets.events import TargetRecomputed
from yipanqi.targets.models import Reading, Statement, Target
from yipanqi.targets.operations import Fact
from yipanqi.targets.sources import SourcedValue, forget_source, register_source

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SEPTEMBER = date(2018, 9, 30)


def clerk_of(*targets: Target) -> Actor:
    return actor(Role.CLERK, units=[target.lead for target in targets])


def refusal(error: pytest.ExceptionInfo[Invalid], field: str) -> DomainError:
    return error.value.fields[field]


def test_a_reading_changes_value_forecast_and_light_at_once(now: datetime) -> None:
    target = TargetFactory()
    read_months(target, [10, 20, 30, 40, 50, 60, 70, 80])
    reading = op.enter_reading(
        actor=clerk_of(target), target_id=target.pk, period=date(2018, 9, 1), value="90个", now=now
    )
    target.refresh_from_db()
    assert (reading.period, reading.as_of) == (SEPTEMBER, date(2018, 9, 28))
    assert target.to_date == 90
    assert round(target.expected) == 89
    assert target.forecast > 120
    assert target.light.colour == "green"
    assert Event.objects.get(action="targets.enter_reading").changes["value"] == "90.0000"


@pytest.mark.parametrize(
    ("text", "value"), [("１，３５０", 1350), ("1,350", 1350), ("1.35千", 1350), ("约199", 199), (" 7 个", 7)]
)
def test_figures_as_people_type_them(text: str, value: int, now: datetime) -> None:
    target = TargetFactory(value=Decimal(2000))
    reading = op.enter_reading(
        actor=clerk_of(target), target_id=target.pk, period=SEPTEMBER, value=text, now=now
    )
    assert reading.value == value


@pytest.mark.parametrize(
    ("period", "value", "field", "code"),
    [
        (SEPTEMBER, "许多", "value", "input.not_a_number"),
        (SEPTEMBER, "", "value", "input.required"),
        (SEPTEMBER, "9亩", "value", "input.wrong_unit"),
        (SEPTEMBER, "-1", "value", "targets.negative"),
        (SEPTEMBER, "9" * 30, "value", "input.number_too_large"),
        (date(2018, 10, 1), "9", "period", "targets.period_future"),
        (date(2017, 12, 31), "9", "period", "targets.period_outside_year"),
        (date(2018, 8, 1), "9", "period", "targets.period_twice"),
        (SEPTEMBER, "79", "value", "targets.below_previous"),
    ],
)
def test_bad_readings_say_why_and_save_nothing(
    period: date, value: str, field: str, code: str, now: datetime
) -> None:
    target = TargetFactory()
    read_months(target, [10, 20, 30, 40, 50, 60, 70, 80])
    with pytest.raises(Invalid) as refused:
        op.enter_reading(actor=clerk_of(target), target_id=target.pk, period=period, value=value, now=now)
    assert refusal(refused, field).code == code
    assert Reading.objects.count() == 8
    assert Event.objects.filter(subject_kind="targets.target").count() == 0


def test_the_second_of_a_period_is_shown_the_first(now: datetime) -> None:
    target = TargetFactory()
    read_months(target, [10])
    with pytest.raises(Invalid) as refused:
        op.enter_reading(
            actor=clerk_of(target), target_id=target.pk, period=date(2018, 1, 9), value=Decimal(11), now=now
        )
    params = refusal(refused, "period").params
    assert (params["value"], params["unit"], params["who"]) == ("10", "个", "示例岗位")


def test_a_correction_is_a_new_revision_with_a_reason(now: datetime) -> None:
    target = TargetFactory()
    read_months(target, [10, 20])
    clerk = clerk_of(target)
    february = date(2018, 2, 28)
    with pytest.raises(Invalid) as refused:
        op.correct_reading(
            actor=clerk, target_id=target.pk, period=february, value=Decimal(19), reason=" ", now=now
        )
    assert refusal(refused, "note").code == "input.reason_needed"
    op.correct_reading(
        actor=clerk, target_id=target.pk, period=february, value=Decimal(19), reason="重复计算", now=now
    )
    kept = target.readings.filter(period=february).values_list("revision", "value", "current")
    assert list(kept) == [(1, Decimal(20), False), (2, Decimal(19), True)]
    target.refresh_from_db()
    assert target.to_date == 19


def test_no_change_is_confirmed_with_the_former_value(now: datetime) -> None:
    target = TargetFactory()
    clerk = clerk_of(target)
    with pytest.raises(Invalid) as refused:
        op.confirm_unchanged(actor=clerk, target_id=target.pk, period=SEPTEMBER, now=now)
    assert refusal(refused, "value").code == "targets.nothing_to_confirm"
    read_months(target, [10, 20])
    reading = op.confirm_unchanged(actor=clerk, target_id=target.pk, period=SEPTEMBER, now=now)
    assert (reading.value, reading.unchanged) == (20, True)


def test_a_computed_figure_cannot_be_typed_over(now: datetime) -> None:
    register_source("tests.counted", "示例登记簿", lambda ids, day: {})
    try:
        target = TargetFactory(source="tests.counted", to_date=Decimal(17))
        with pytest.raises(Invalid) as refused:
            op.enter_reading(
                actor=clerk_of(target), target_id=target.pk, period=SEPTEMBER, value=Decimal(18), now=now
            )
    finally:
        forget_source("tests.counted")
    error = refusal(refused, "value")
    assert error.code == "targets.computed_source"
    assert (error.params["value"], error.params["source"]) == ("17", "示例登记簿")


def test_a_source_fills_readings_and_keeps_its_own_history(now: datetime) -> None:
    counted = {"value": Decimal(17)}
    register_source(
        "tests.filling",
        "示例登记簿",
        lambda ids, day: {pk: SourcedValue(counted["value"], day, "示例17家") for pk in ids},
    )
    try:
        target = TargetFactory(source="tests.filling")
        for counted["value"] in (Decimal(17), Decimal(17), Decimal(18)):
            op.recompute([target.pk], now)
    finally:
        forget_source("tests.filling")
    kept = target.readings.values_list("revision", "value", "current", "source", "author_key")
    assert list(kept) == [
        (1, Decimal(17), False, "tests.filling", "system"),
        (2, Decimal(18), True, "tests.filling", "system"),
    ]
    target.refresh_from_db()
    assert target.to_date == 18


def test_days_cannot_outnumber_the_days_gone(now: datetime) -> None:
    target = TargetFactory(measure="days", value=Decimal(200), unit="天")
    with pytest.raises(Invalid) as refused:
        op.enter_reading(actor=clerk_of(target), target_id=target.pk, period=SEPTEMBER, value="272", now=now)
    error = refusal(refused, "value")
    assert (error.code, error.params["days"]) == ("targets.more_days_than_elapsed", 271)


def test_a_month_is_saved_whole_or_not_at_all(now: datetime) -> None:
    unit = UnitFactory()
    indicator, other = TargetFactory(lead=unit), TargetFactory(lead=unit)
    milestone = MilestoneFactory(lead=unit)
    clerk = actor(Role.CLERK, units=[unit])
    page = [
        Fact(indicator.pk, SEPTEMBER, "12"),
        Fact(other.pk, SEPTEMBER, "很多"),
        Fact(milestone.pk, text="已进场"),
    ]
    with pytest.raises(Invalid) as refused:
        op.enter_month(actor=clerk, facts=page, now=now)
    assert set(refused.value.fields) == {f"{other.pk}.value"}
    assert (Reading.objects.count(), Statement.objects.count()) == (0, 0)
    page[1] = Fact(other.pk, SEPTEMBER, "13")
    assert len(op.enter_month(actor=clerk, facts=page, now=now)) == 3
    assert Event.objects.filter(actor_key=clerk.key).count() == 3


def test_the_system_may_enter_for_everybody(now: datetime) -> None:
    target = TargetFactory()
    reading = op.enter_reading(actor=SYSTEM, target_id=target.pk, period=SEPTEMBER, value="1", now=now)
    assert reading.author_key == SYSTEM.key


def test_a_period_twice_in_one_page(now: datetime) -> None:
    target = TargetFactory()
    page = [Fact(target.pk, SEPTEMBER, "12"), Fact(target.pk, date(2018, 9, 2), "13")]
    with pytest.raises(Invalid) as refused:
        op.enter_month(actor=clerk_of(target), facts=page, now=now)
    assert refusal(refused, f"{target.pk}.period").code == "targets.period_twice_in_batch"


def test_one_foreign_line_refuses_the_page(now: datetime) -> None:
    own, foreign = TargetFactory(), TargetFactory()
    with pytest.raises(NotAllowed):
        op.enter_month(
            actor=clerk_of(own),
            facts=[Fact(own.pk, SEPTEMBER, "1"), Fact(foreign.pk, SEPTEMBER, "1")],
            now=now,
        )
    assert Reading.objects.count() == 0


@pytest.mark.parametrize(
    "role", [Role.LEADER, Role.OFFICE, Role.SUPERVISION, Role.AUDITOR, Role.APPRAISAL, Role.PROJECT_OFFICE]
)
def test_nobody_but_the_owner_enters(role: Role, now: datetime) -> None:
    target = TargetFactory()
    with pytest.raises(NotAllowed):
        op.enter_reading(
            actor=actor(role, units=[target.lead]), target_id=target.pk, period=SEPTEMBER, value="1", now=now
        )
    assert Reading.objects.count() == 0
    assert Target.objects.get(pk=target.pk).version == target.version


def test_administrators_and_grid_staff_do_not_know_the_target(now: datetime) -> None:
    target = TargetFactory()
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.GRID_STAFF):
        with pytest.raises(NotFound):
            op.enter_reading(
                actor=actor(role, units=[target.lead]),
                target_id=target.pk,
                period=SEPTEMBER,
                value="1",
                now=now,
            )


def test_statements_and_the_completion_of_a_milestone(now: datetime) -> None:
    milestone = MilestoneFactory()
    clerk = clerk_of(milestone)
    with pytest.raises(Invalid) as refused:
        op.enter_statement(actor=clerk, target_id=milestone.pk, now=now)
    assert refusal(refused, "text").code == "input.required"
    op.enter_statement(
        actor=clerk, target_id=milestone.pk, text="推进中", expected_on=date(2019, 2, 1), now=now
    )
    milestone.refresh_from_db()
    assert (milestone.light.colour, milestone.light.rule) == ("red", "milestone.expected_late")
    with pytest.raises(Invalid) as refused:
        op.complete_target(actor=clerk, target_id=milestone.pk, done_on=date(2018, 9, 27), now=now)
    assert refusal(refused, "text").code == "targets.completion_needs_basis"
    with pytest.raises(Invalid) as refused:
        op.complete_target(actor=clerk, target_id=milestone.pk, done_on=date(2018, 9, 29), text="签", now=now)
    assert refusal(refused, "done_on").code == "targets.done_in_future"
    op.complete_target(actor=clerk, target_id=milestone.pk, done_on=date(2018, 9, 27), text="已签约", now=now)
    milestone.refresh_from_db()
    assert (milestone.status, milestone.light.colour) == ("done", "green")
    with pytest.raises(Invalid) as refused:
        op.enter_statement(actor=clerk, target_id=milestone.pk, text="再报", now=now)
    assert refusal(refused, "target").code == "targets.not_active"
    op.reopen_target(actor=actor(Role.OFFICE), target_id=milestone.pk, reason="协议未生效", now=now)
    milestone.refresh_from_db()
    assert (milestone.status, milestone.done_on) == ("active", None)


def test_problems_have_an_owner_and_a_date_and_turn_red(now: datetime) -> None:
    work = StandingFactory()
    clerk = clerk_of(work)
    with pytest.raises(Invalid) as refused:
        op.add_list_item(actor=clerk, target_id=work.pk, kind="problem", text="欠费", now=now)
    assert set(refused.value.fields) == {"owner", "due"}
    op.enter_statement(actor=clerk, target_id=work.pk, text="已排查", now=now)
    item = op.add_list_item(
        actor=clerk,
        target_id=work.pk,
        kind="problem",
        text="证照积压",
        owner_id=work.lead_id,
        due=date(2018, 9, 20),
        now=now,
    )
    work.refresh_from_db()
    assert (work.light.colour, work.light.rule) == ("red", "standing.problems_overdue")
    assert work.light.chain[0]["text"] == "证照积压"
    op.close_list_item(actor=clerk, item_id=item.pk, done_on=date(2018, 9, 27), result="已办结", now=now)
    work.refresh_from_db()
    assert work.light.colour == "green"
    with pytest.raises(LostRace):
        op.close_list_item(actor=clerk, item_id=item.pk, done_on=date(2018, 9, 27), result="再办", now=now)


def test_nothing_is_taken_before_the_year_is_fixed(now: datetime) -> None:
    YearFactory(status="draft")
    target = TargetFactory()
    with pytest.raises(Invalid) as refused:
        op.enter_reading(actor=clerk_of(target), target_id=target.pk, period=SEPTEMBER, value="1", now=now)
    assert refusal(refused, "target").code == "targets.year_not_fixed"


def test_a_page_that_has_seen_an_older_target_is_told(now: datetime) -> None:
    target = TargetFactory()
    clerk = clerk_of(target)
    seen = target.version
    op.enter_reading(
        actor=clerk, target_id=target.pk, period=date(2018, 7, 1), value="7", version=seen, now=now
    )
    with pytest.raises(LostRace):
        op.enter_reading(
            actor=clerk, target_id=target.pk, period=date(2018, 8, 1), value="8", version=seen, now=now
        )
    assert Reading.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_saving_one_period_at_the_same_moment(now: datetime) -> None:
    target = TargetFactory()
    clerks = [clerk_of(target) for _ in range(2)]

    def save(clerk: Actor, value: str) -> Callable[[], object]:
        return lambda: op.enter_reading(
            actor=clerk, target_id=target.pk, period=SEPTEMBER, value=value, now=now
        )

    one_winner(at_once(*map(save, clerks, ("9", "10"))), {"targets.period_twice"})
    assert Reading.objects.filter(target=target, current=True).count() == 1


def test_every_computation_is_announced_with_from_and_to(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    monkeypatch.setattr(events, "publish", heard.append)
    target = TargetFactory()
    op.recompute([target.pk], now)
    read_months(target, [10, 20, 30, 40, 50, 60, 70, 80, 90])
    op.recompute([target.pk], now)
    assert heard == [
        TargetRecomputed(target.pk, "", "grey", now),
        TargetRecomputed(target.pk, "grey", "green", now),
    ]


def test_duties_move_with_a_succession(now: datetime) -> None:
    target, partnered = TargetFactory(), TargetFactory()
    heir = UnitFactory()
    partnered.partners.set([target.lead])
    assert op.hand_over(actor=SYSTEM, from_unit=target.lead_id, to_unit=heir.pk, now=now) == 1
    old = target.lead
    target.refresh_from_db()
    assert target.lead == heir
    assert list(partnered.partners.all()) == [heir]
    assert target.changes.get().before == str(old)
    assert target.light.unit == heir
    assert op.hand_over(actor=SYSTEM, from_unit=old.pk, to_unit=heir.pk, now=now) == 0


def test_the_next_day_silence_turns_grey_and_tick_is_idle_within_a_day(now: datetime) -> None:
    target = TargetFactory()
    clerk = clerk_of(target)
    op.enter_reading(actor=clerk, target_id=target.pk, period=SEPTEMBER, value="90", now=now)
    op.recompute_year(now)
    first = Target.objects.select_related("light").get(pk=target.pk)
    op.recompute_year(now + timedelta(hours=1))
    assert Target.objects.get(pk=target.pk).computed_at == first.computed_at
    later = now + timedelta(days=60)
    op.recompute_year(later)
    light = Target.objects.select_related("light").get(pk=target.pk).light
    assert (light.colour, light.rule) == ("grey", "indicator.silent")
    assert [turn.after for turn in light.changes.all()] == [first.light.colour, "grey"]
