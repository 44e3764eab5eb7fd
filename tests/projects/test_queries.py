"""Reads of the room: constant numbers of queries, and figures that add up."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from factories import UnitFactory, actor
from projects.factories import GuaranteeFactory, ProjectFactory, bring, clerk_of, invest, office
from targets.factories import TargetFactory
from yipanqi.access.actor import NOBODY
from yipanqi.access.roles import Role
from yipanqi.foundation.errors import NotFound
from yipanqi.org.panels import Panel
from yipanqi.projects import operations as op
from yipanqi.projects import panels, plan_states, queries
from yipanqi.projects.models import InvestmentPlan, Project, StageEvent
from yipanqi.projects.plan_states import PlanState
from yipanqi.projects.queries.page import Powers
from yipanqi.projects.transitions import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TODAY = date(2018, 9, 28)
AUGUST = date(2018, 8, 31)


@pytest.mark.parametrize("count", [2, 9])
def test_any_number_of_rows_costs_as_many_queries(
    now: datetime, django_assert_max_num_queries, count: int
) -> None:
    for number in range(count):
        project = ProjectFactory(order=number)
        GuaranteeFactory(project=project, due=date(2018, 9, 1))
        GuaranteeFactory(project=project)
    leader = actor(Role.LEADER)
    with django_assert_max_num_queries(4):  # those of the plans among them
        rows = queries.project_rows(leader, project.year_id, now)
    assert [(row.guarantees, row.overdue) for row in rows] == [(2, 1)] * count
    assert queries.project_rows(NOBODY, project.year_id, now) == ()


def test_a_row_carries_its_plan(now: datetime) -> None:
    project, other = ProjectFactory(), ProjectFactory()
    state = PlanState(7, "red", date(2019, 1, 31), date(2018, 12, 31), -20)

    def provider(ids: object) -> dict[int, PlanState]:
        return {project.pk: state}

    plan_states.register(provider)
    try:
        op.recompute_projects([project.pk, other.pk], now)
        rows = {row.pk: row for row in queries.project_rows(office(), project.year_id, now)}
    finally:
        plan_states.forget(provider)
    assert (rows[project.pk].plan, rows[other.pk].plan) == (state, None)
    assert (rows[project.pk].rule, rows[other.pk].rule) == ("project.plan_late", "project.no_reading")


@pytest.mark.parametrize("count", [1, 12])
def test_any_number_of_projects_is_recomputed_in_the_same_queries(
    now: datetime, django_assert_max_num_queries, count: int
) -> None:
    projects = [ProjectFactory() for _ in range(count)]
    for project in projects:
        invest(project, [1, 2, 3])
        GuaranteeFactory(project=project, due=date(2018, 9, 1))
    with django_assert_max_num_queries(20):
        op.recompute_projects([project.pk for project in projects], now)
    assert set(Project.objects.values_list("light__colour", flat=True)) == {"red"}


def test_a_new_day_recomputes_what_is_older_and_then_rests(
    now: datetime, django_assert_max_num_queries
) -> None:
    project = ProjectFactory()
    invest(project, [1, 2, 3, 4, 5, 6, 7, 8, 9])
    op.recompute_projects(None, now)
    assert Project.objects.get().light.colour == "green"
    with django_assert_max_num_queries(4):
        op.recompute_projects(None, now)
    later = datetime(2018, 11, 20, 2, tzinfo=UTC)
    op.recompute_projects(None, later)
    assert Project.objects.get().light.rule == "project.reading_overdue"


def test_the_pipeline_counts_stages_money_and_the_month_s_flow() -> None:
    for stage, since in (
        (Stage.TALKS, date(2018, 9, 3)),
        (Stage.TALKS, date(2018, 2, 1)),
        (Stage.BUILDING, date(2017, 5, 1)),
        (Stage.GIVEN_UP, date(2018, 3, 1)),
    ):
        project = ProjectFactory(stage=stage, stage_since=since)
    moved = ProjectFactory(stage=Stage.STARTED, stage_since=date(2018, 9, 12), invested=Decimal("1.5"))
    StageEvent.objects.create(
        project=moved,
        before=Stage.LANDED,
        after=Stage.STARTED,
        on=TODAY,
        author_label="示例",
        at=moved.created_at,
    )
    found = queries.pipeline(actor(Role.LEADER), project.year_id, AUGUST, TODAY)
    told = {row.stage: (row.count, row.came_in, row.went_out) for row in found.stages if row.count}
    assert told == {"talks": (2, 1, 0), "started": (1, 2, 0), "building": (1, 0, 0)}
    assert [row.went_out for row in found.stages if row.stage == "landed"] == [1]
    assert (found.count, found.given_up) == (4, 1)
    assert (found.total_investment, found.year_investment, found.invested) == (160, 48, Decimal("1.5"))


def test_the_curve_sums_the_projects_that_report_and_stops_at_the_last_month_known() -> None:
    first, second = ProjectFactory(), ProjectFactory()
    invest(first, [1, 2, 3])
    invest(second, [1, None, 4])
    ProjectFactory(is_major=False, year_investment=Decimal(50))
    curve = queries.investment_curve(actor(Role.LEADER), first.year_id, TODAY)
    assert [point.invested for point in curve.points[:4]] == [2, 3, 7, None]
    assert [point.reported for point in curve.points[:4]] == [2, 1, 2, 0]
    assert (curve.total, curve.projects, curve.period, curve.invested) == (24, 2, date(2018, 3, 31), 7)
    assert curve.points[-1].planned == 24


def test_the_curve_goes_through_planned_months_in_four_queries(django_assert_max_num_queries) -> None:
    planned, even = ProjectFactory(is_major=False), ProjectFactory()
    InvestmentPlan.objects.create(project=planned, period=date(2018, 6, 30), value=9)
    invest(even, [1, 2])
    leader = actor(Role.LEADER)
    with django_assert_max_num_queries(4):
        curve = queries.investment_curve(leader, even.year_id, TODAY)
    half = even.year_investment * 181 / 365
    assert curve.points[5].planned == round(9 + half, 4)
    assert [point.invested for point in curve.points[:3]] == [1, 2, None]
    assert (curve.total, curve.projects, curve.points[-1].planned) == (24, 2, 24)


def test_the_month_asks_what_is_not_answered(now: datetime) -> None:
    project = ProjectFactory()
    ProjectFactory(lead=project.lead, is_major=False)
    ProjectFactory(lead=project.lead, stage=Stage.COMPLETED)
    ProjectFactory()
    invest(project, [1, 2, 3, 4, 5, 6, 7, 8])
    (ask,) = queries.investment_asks([project.lead_id], now)
    assert (ask.period, ask.last_value, ask.last_period, ask.answered) == (
        date(2018, 9, 30),
        8,
        AUGUST,
        False,
    )
    entry = op.InvestmentEntry(project.pk, date(2018, 9, 30), "9")
    op.enter_investments(actor=clerk_of(project), entries=[entry], now=now)
    (ask,) = queries.investment_asks([project.lead_id], now)
    assert (ask.answered, ask.answer) == (True, 9)


def test_the_page_tells_everything_and_what_one_may_do(now: datetime) -> None:
    project = ProjectFactory(stage=Stage.STARTED)
    partner = UnitFactory()
    project.partners.set([partner])
    owed = GuaranteeFactory(project=project)
    bring(project, TargetFactory())
    invest(project, [1, 2])
    op.recompute_projects([project.pk], now)
    page = queries.project_page(clerk_of(project), project.pk, now)
    assert (page.partners, len(page.months), page.months[1].brought) == ((partner.short_name,), 12, 1)
    assert (page.why.rule, page.guarantees[0].pk, page.contributions[0].came) == (
        "project.reading_overdue",
        owed.pk,
        True,
    )
    assert page.powers.moves == ("continue", "complete")
    assert (page.powers.invest, page.powers.alter, page.powers.settle) == (True, False, ())
    assert queries.project_page(office(), project.pk, now).powers.moves == ("give_up",)
    owner = actor(Role.CLERK, units=[owed.owner])
    assert queries.project_page(owner, project.pk, now).powers.settle == (owed.pk,)
    assert queries.project_page(actor(Role.LEADER), project.pk, now).powers == Powers()
    with pytest.raises(NotFound):
        queries.project_page(NOBODY, project.pk, now)


def test_later_rooms_hang_panels_on_the_page(now: datetime) -> None:
    project = ProjectFactory()

    def provider(who: object, project_id: int, at: datetime) -> Panel | None:
        return (
            Panel("示例", "web/components/empty.html", {"id": project_id})
            if project_id == project.pk
            else None
        )

    panels.register(provider)
    try:
        page = queries.project_page(office(), project.pk, now)
        other = queries.project_page(office(), ProjectFactory().pk, now)
    finally:
        panels.forget(provider)
    assert [panel.context for panel in page.panels] == [{"id": project.pk}]
    assert other.panels == ()
