"""What others owe a project, and what it brings to targets."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from factories import actor
from projects.factories import GuaranteeFactory, ProjectFactory, bring, clerk_of, invest, office
from targets.factories import TargetFactory
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import Invalid, LostRace, NotAllowed
from yipanqi.projects import operations as op
from yipanqi.projects import queries, sources
from yipanqi.projects.models import Contribution, ContributionKind, Project
from yipanqi.projects.operations import InvestmentEntry
from yipanqi.projects.transitions import Stage
from yipanqi.targets import sources as registry
from yipanqi.targets.models import Reading, Target

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TODAY = date(2018, 9, 28)


@pytest.fixture(autouse=True)
def _sources() -> None:
    for source in sources.SOURCES:
        registry.register_source(*source)


def counted(key: str, **fields: object) -> Target:
    return TargetFactory(source=key, **fields)


def test_a_guarantee_is_settled_once_by_the_unit_that_owes_it(now: datetime) -> None:
    owed = GuaranteeFactory(due=date(2018, 9, 1))
    op.recompute_projects([owed.project_id], now)
    assert Project.objects.get(pk=owed.project_id).light.rule == "project.guarantee_overdue"
    owner = actor(Role.CLERK, units=[owed.owner])
    done = {"guarantee_id": owed.pk, "done_on": date(2018, 9, 20), "result": "示例许可证号", "now": now}
    with pytest.raises(NotAllowed):
        op.settle_guarantee(actor=clerk_of(owed.project), **done)
    op.settle_guarantee(actor=owner, **done)
    owed.refresh_from_db()
    assert (owed.done_on, owed.settled_by) == (date(2018, 9, 20), owner.label)
    assert Project.objects.get(pk=owed.project_id).light.rule != "project.guarantee_overdue"
    with pytest.raises(LostRace):
        op.settle_guarantee(actor=owner, **done)
    assert Event.objects.filter(action="projects.settle_guarantee").count() == 1


def test_a_guarantee_needs_a_result_and_a_day_that_has_come(now: datetime) -> None:
    owed = GuaranteeFactory()
    owner = actor(Role.UNIT_HEAD, units=[owed.owner])
    with pytest.raises(Invalid) as refused:
        op.settle_guarantee(actor=owner, guarantee_id=owed.pk, done_on=TODAY, result=" ", now=now)
    assert refused.value.fields["result"].code == "targets.completion_needs_basis"
    with pytest.raises(Invalid) as refused:
        op.settle_guarantee(
            actor=owner, guarantee_id=owed.pk, done_on=date(2018, 9, 29), result="示例", now=now
        )
    assert refused.value.fields["done_on"].code == "targets.done_in_future"


def test_open_guarantees_are_told_the_longest_overdue_first(now: datetime) -> None:
    late = GuaranteeFactory(due=date(2018, 9, 18))
    later = GuaranteeFactory(owner=late.owner, due=date(2018, 11, 1))
    GuaranteeFactory(owner=late.owner, done_on=date(2018, 9, 1))
    GuaranteeFactory(owner=late.owner, project=ProjectFactory(stage=Stage.GIVEN_UP))
    GuaranteeFactory()
    rows = queries.guarantees_open([late.owner_id], now)
    assert [(row.pk, row.days_late) for row in rows] == [(late.pk, 10), (later.pk, 0)]
    assert len(queries.guarantees_open(None, now)) == 3


def test_a_move_counts_for_its_target_at_once_and_by_nobody_s_hand(now: datetime) -> None:
    project = ProjectFactory(stage=Stage.LANDED, stage_since=date(2018, 2, 1))
    target = counted("projects.count")
    op.add_contribution(
        actor=office(), project_id=project.pk, target_id=target.pk, kind="count", stage="started", now=now
    )
    target.refresh_from_db()
    assert target.to_date == 0
    op.move_stage(actor=clerk_of(project), project_id=project.pk, move="start", on=date(2018, 9, 20), now=now)
    target.refresh_from_db()
    assert (target.to_date, target.to_date_period) == (1, date(2018, 9, 30))
    reading = Reading.objects.filter(target=target, current=True).latest("period")
    assert (reading.source, reading.provenance) == ("projects.count", "1个项目中1个已到达该阶段")


def test_floor_area_counts_once_the_stage_is_reached_on_that_day(now: datetime) -> None:
    area = counted("projects.amount", unit="万平方米")
    for stage, since in (
        (Stage.BUILDING, date(2018, 2, 1)),
        (Stage.STARTED, date(2018, 9, 10)),
        (Stage.LANDED, date(2018, 1, 1)),
        (Stage.GIVEN_UP, date(2018, 5, 1)),
    ):
        bring(
            ProjectFactory(stage=stage, stage_since=since),
            area,
            ContributionKind.AMOUNT,
            amount=Decimal("23.1"),
        )
    found = sources.count_amounts([area.pk], TODAY)[area.pk]
    assert (found.value, found.day) == (Decimal("46.2"), date(2018, 9, 10))
    earlier = sources.count_amounts([area.pk], date(2018, 9, 9))[area.pk]
    assert (earlier.value, earlier.day) == (Decimal("23.1"), date(2018, 8, 31))


def test_investment_is_summed_over_the_projects_and_speaks_for_the_youngest_reading(now: datetime) -> None:
    money = counted("projects.investment", unit="亿元", value=Decimal(162))
    first, second, silent = ProjectFactory(), ProjectFactory(), ProjectFactory()
    for project in (first, second, silent):
        bring(project, money, ContributionKind.INVESTMENT)
    invest(first, [1, 2, 3])
    invest(second, [1, 1, 1, 1])
    found = sources.count_investment([money.pk], TODAY)[money.pk]
    assert (found.value, found.day) == (Decimal(4), date(2018, 4, 30))
    assert found.provenance == "3个项目中2个已填报投资"
    assert sources.count_investment([money.pk], date(2018, 3, 15))[money.pk].value == 3
    entry = InvestmentEntry(second.pk, date(2018, 9, 30), "9")
    op.enter_investments(actor=clerk_of(second), entries=[entry], now=now)
    money.refresh_from_db()
    assert money.to_date == 12


def test_many_targets_are_counted_in_as_many_queries_as_one(django_assert_num_queries) -> None:
    targets = [TargetFactory() for _ in range(4)]
    projects = [ProjectFactory() for _ in range(3)]
    for target in targets:
        for project in projects:
            bring(project, target)
            bring(project, target, ContributionKind.AMOUNT, amount=Decimal(2))
            bring(project, target, ContributionKind.INVESTMENT)
    ids = [target.pk for target in targets]
    for _key, _label, count in sources.SOURCES:
        with django_assert_num_queries(2):
            count(ids, TODAY)
        with django_assert_num_queries(2):
            count(ids[:1], TODAY)
    assert sources.count_amounts(ids, TODAY)[ids[-1]].value == 6


def test_a_count_makes_a_new_reading_only_when_something_moved(now: datetime) -> None:
    target = counted("projects.count")
    bring(ProjectFactory(), target)
    from yipanqi.targets.operations import recompute

    for day in (26, 27, 28):
        recompute([target.pk], now.replace(day=day))
    assert Reading.objects.filter(target=target).count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": "investment"}, {"target": "projects.target_in_other_unit"}),
        ({"kind": "count"}, {"stage": "input.required"}),
        ({"kind": "count", "stage": "given_up"}, {"stage": "input.required"}),
        ({"kind": "amount", "stage": "started"}, {"amount": "input.required"}),
        ({"kind": "amount", "stage": "started", "amount": Decimal(-1)}, {"amount": "targets.negative"}),
        ({"kind": "love", "stage": "started"}, {"kind": "input.not_a_choice"}),
        ({"kind": "count", "stage": "started", "target_id": 0}, {"target": "input.not_a_choice"}),
    ],
)
def test_a_contribution_that_cannot_be_counted_is_refused(
    now: datetime, fields: dict[str, object], wrong: dict[str, str]
) -> None:
    project = ProjectFactory()
    known: dict[str, object] = {"target_id": TargetFactory(unit="个").pk}
    with pytest.raises(Invalid) as refused:
        op.add_contribution(actor=office(), project_id=project.pk, now=now, **(known | fields))
    assert {name: error.code for name, error in refused.value.fields.items()} == wrong


def test_a_contribution_stands_once_and_can_be_ended(now: datetime) -> None:
    project, target = ProjectFactory(), counted("projects.count")
    words = {"project_id": project.pk, "target_id": target.pk, "kind": "count", "stage": "started"}
    row = op.add_contribution(actor=office(), now=now, **words)
    with pytest.raises(Invalid) as refused:
        op.add_contribution(actor=office(), now=now, **words)
    assert refused.value.fields["target"].code == "projects.contributes_already"
    op.remove_contribution(actor=office(), contribution_id=row.pk, now=now)
    assert not Contribution.objects.exists()


def test_parts_that_do_not_add_up_to_the_target_are_found() -> None:
    area = TargetFactory(name="示例面积", value=Decimal(270), unit="万平方米")
    enough = TargetFactory(value=Decimal(1))
    for amount in (100, 120):
        bring(ProjectFactory(), area, ContributionKind.AMOUNT, amount=Decimal(amount))
    bring(ProjectFactory(stage=Stage.GIVEN_UP), area, ContributionKind.AMOUNT, amount=Decimal(90))
    bring(ProjectFactory(), enough)
    (gap,) = queries.contribution_gaps(area.year_id)
    assert (gap.target, gap.planned, gap.missing, gap.projects) == ("示例面积", 220, 50, 2)


def test_a_talk_is_kept_and_says_what_is_next(now: datetime) -> None:
    project = ProjectFactory(stage=Stage.TALKS, is_major=False, firm="示例企业")
    op.recompute_projects([project.pk], now)
    assert Project.objects.get(pk=project.pk).light.rule == "project.silent"
    op.record_visit(
        actor=clerk_of(project),
        project_id=project.pk,
        on=TODAY,
        text="来访考察",
        next_step="拟定协议",
        now=now,
    )
    project.refresh_from_db()
    assert (project.next_step, project.light.rule) == ("拟定协议", "project.on_course")
