"""A year is drafted, commented, fixed; afterwards it changes only by decision."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from factories import UnitFactory, actor
from targets.factories import MilestoneFactory, TargetFactory
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, MoveRefused, NotAllowed
from yipanqi.targets import operations as op
from yipanqi.targets.models import Change, Measure, Target, TargetKind, Year
from yipanqi.targets.operations import TargetDraft
from yipanqi.targets.transitions import YearStatus

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def drafted(now: datetime) -> tuple[Year, Target]:
    """A year in draft with one complete target."""
    office = actor(Role.OFFICE)
    year = op.create_year(actor=office, number=2018, zone="示例高新区", now=now)
    theme = op.create_goal(actor=office, year_id=year.pk, kind="theme", key="t", name="示例领域", now=now)
    draft = TargetDraft(
        goal_id=theme.pk,
        key="housing",
        kind=TargetKind.INDICATOR,
        name="安置房新开工面积",
        value=Decimal(270),
        unit="万平方米",
        measure=Measure.CUMULATIVE,
        due=date(2018, 12, 31),
        lead_id=UnitFactory().pk,
    )
    return year, op.create_target(actor=office, year_id=year.pk, draft=draft, now=now)


def test_from_draft_over_comments_to_fixed(now: datetime) -> None:
    year, target = drafted(now)
    office, clerk = actor(Role.OFFICE), actor(Role.CLERK, units=[target.lead])
    op.open_comments(actor=office, year_id=year.pk, now=now)
    comment = op.comment_on(
        actor=clerk,
        target_id=target.pk,
        unit_id=target.lead_id,
        text="偏高",
        proposed_value="２５０",
        now=now,
    )
    assert comment.proposed_value == 250
    op.answer_comment(actor=office, comment_id=comment.pk, accepted=False, answer="按报告执行", now=now)
    fixed = op.fix_year(actor=office, year_id=year.pk, decision="管委会会议（示例）", now=now)
    target.refresh_from_db()
    assert fixed.status == YearStatus.FIXED
    assert fixed.fixed_at == now
    assert target.counts_on == date(2018, 12, 31)
    assert target.light is not None
    assert target.light.colour == "grey"


def test_a_year_with_gaps_is_not_fixed_and_the_gaps_are_listed(now: datetime) -> None:
    year, target = drafted(now)
    office = actor(Role.OFFICE)
    op.alter_target(actor=office, target_id=target.pk, changes={"lead_id": None, "value": None}, now=now)
    op.open_comments(actor=office, year_id=year.pk, now=now)
    with pytest.raises(DomainError) as refused:
        op.fix_year(actor=office, year_id=year.pk, decision="示例", now=now)
    assert refused.value.code == "targets.year_incomplete"
    [lack] = refused.value.params["lacks"]
    assert lack.fields == ("lead", "value")
    assert Year.objects.get(pk=year.pk).status == YearStatus.COMMENTS


def test_draft_cannot_be_fixed_and_fixed_cannot_be_set(now: datetime) -> None:
    year, target = drafted(now)
    office = actor(Role.OFFICE)
    with pytest.raises(MoveRefused):
        op.fix_year(actor=office, year_id=year.pk, decision="示例", now=now)
    op.open_comments(actor=office, year_id=year.pk, now=now)
    op.fix_year(actor=office, year_id=year.pk, decision="示例", now=now)
    with pytest.raises(DomainError, match=r"targets\.year_is_fixed"):
        op.alter_target(actor=office, target_id=target.pk, changes={"value": Decimal(1)}, now=now)
    with pytest.raises(DomainError, match=r"targets\.year_is_fixed"):
        op.remove_target(actor=office, target_id=target.pk, now=now)


def test_comments_only_while_open_and_only_of_units_concerned(now: datetime) -> None:
    year, target = drafted(now)
    clerk = actor(Role.CLERK, units=[target.lead])
    with pytest.raises(DomainError, match="not_open_for_comments"):
        op.comment_on(actor=clerk, target_id=target.pk, unit_id=target.lead_id, text="偏高", now=now)
    op.open_comments(actor=actor(Role.OFFICE), year_id=year.pk, now=now)
    stranger = actor(Role.CLERK, units=[UnitFactory()])
    with pytest.raises(NotAllowed):
        op.comment_on(actor=stranger, target_id=target.pk, unit_id=target.lead_id, text="偏高", now=now)
    assert target.comments.count() == 0


def test_a_partner_may_comment_but_not_enter(now: datetime) -> None:
    target = TargetFactory()
    partner = UnitFactory()
    target.partners.set([partner])
    clerk = actor(Role.CLERK, units=[partner])
    with pytest.raises(NotAllowed):
        op.enter_reading(actor=clerk, target_id=target.pk, period=date(2018, 9, 1), value=Decimal(1), now=now)
    with pytest.raises(DomainError, match="not_open_for_comments"):
        op.comment_on(actor=clerk, target_id=target.pk, unit_id=partner.pk, text="可行", now=now)


def test_one_answer_a_comment(now: datetime) -> None:
    year, target = drafted(now)
    office, clerk = actor(Role.OFFICE), actor(Role.CLERK, units=[target.lead])
    op.open_comments(actor=office, year_id=year.pk, now=now)
    comment = op.comment_on(actor=clerk, target_id=target.pk, unit_id=target.lead_id, text="偏高", now=now)
    op.answer_comment(actor=office, comment_id=comment.pk, accepted=True, answer="", now=now)
    with pytest.raises(LostRace):
        op.answer_comment(actor=office, comment_id=comment.pk, accepted=False, answer="再议", now=now)


def test_two_people_altering_one_target(now: datetime) -> None:
    _, target = drafted(now)
    office = actor(Role.OFFICE)
    seen = target.version
    op.alter_target(actor=office, target_id=target.pk, changes={"name": "甲"}, version=seen, now=now)
    with pytest.raises(LostRace):
        op.alter_target(actor=office, target_id=target.pk, changes={"name": "乙"}, version=seen, now=now)
    assert Target.objects.get(pk=target.pk).name == "甲"


def test_a_fixed_target_changes_by_decision_with_reason_only(now: datetime) -> None:
    target = TargetFactory()
    office = actor(Role.OFFICE)
    with pytest.raises(Invalid) as refused:
        op.change_target(
            actor=office,
            target_id=target.pk,
            changes={"value": Decimal(100)},
            decision="",
            reason="",
            now=now,
        )
    assert set(refused.value.fields) == {"decision", "reason"}
    op.change_target(
        actor=office,
        target_id=target.pk,
        changes={"value": Decimal(100)},
        decision="会议纪要（示例）",
        reason="口径调整",
        now=now,
    )
    change = Change.objects.get(target=target)
    assert (change.field, Decimal(change.before), Decimal(change.after)) == ("value", 120, 100)
    event = Event.objects.get(action="targets.change_target")
    assert event.note == "口径调整"


@pytest.mark.parametrize(("extension", "counts_on"), [(False, date(2018, 9, 1)), (True, date(2018, 12, 31))])
def test_a_later_date_counts_only_as_an_approved_extension(
    now: datetime, extension: bool, counts_on: date
) -> None:
    milestone = MilestoneFactory(due=date(2018, 9, 1))
    office = actor(Role.OFFICE)
    changed = op.change_target(
        actor=office,
        target_id=milestone.pk,
        changes={"due": date(2018, 12, 31)},
        decision="示例",
        reason="示例",
        extension=extension,
        now=now,
    )
    assert changed.due == date(2018, 12, 31)
    assert changed.counts_on == counts_on
    assert changed.light.rule == ("milestone.silent" if extension else "milestone.past")


def test_dropped_targets_stay_but_are_not_judged(now: datetime) -> None:
    target = TargetFactory()
    office = actor(Role.OFFICE)
    with pytest.raises(MoveRefused):
        op.drop_target(actor=office, target_id=target.pk, decision="示例", reason="", now=now)
    op.drop_target(actor=office, target_id=target.pk, decision="示例", reason="并入他项", now=now)
    op.recompute([target.pk], now)
    target.refresh_from_db()
    assert (target.status, target.light) == ("dropped", None)


@pytest.mark.parametrize("role", [Role.LEADER, Role.CLERK, Role.UNIT_HEAD, Role.SUPERVISION, Role.AUDITOR])
def test_others_set_nothing_and_nothing_is_written(role: Role, now: datetime) -> None:
    target = TargetFactory()
    other = actor(role, units=[target.lead])
    before = Target.objects.values().get(pk=target.pk)
    events = Event.objects.count()
    for act in (
        lambda: op.change_target(
            actor=other,
            target_id=target.pk,
            changes={"value": Decimal(1)},
            decision="示",
            reason="示",
            now=now,
        ),
        lambda: op.alter_target(actor=other, target_id=target.pk, changes={"name": "示"}, now=now),
        lambda: op.drop_target(actor=other, target_id=target.pk, decision="示", reason="示", now=now),
        lambda: op.fix_year(actor=other, year_id=target.year_id, decision="示", now=now),
        lambda: op.set_trajectory(actor=other, target_id=target.pk, kind="even", now=now),
        lambda: op.hand_over(actor=other, from_unit=target.lead_id, to_unit=target.lead_id, now=now),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Target.objects.values().get(pk=target.pk) == before
    assert Event.objects.count() == events
