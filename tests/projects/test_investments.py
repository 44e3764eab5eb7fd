"""Investment of projects: one fact, one entry; a correction stays beside what it corrects."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from factories import actor
from projects.factories import ProjectFactory, clerk_of, invest, office
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation import events
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotAllowed
from yipanqi.projects import operations as op
from yipanqi.projects.events import InvestmentEntered
from yipanqi.projects.models import InvestmentReading, Project
from yipanqi.projects.operations import InvestmentEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SEPTEMBER = date(2018, 9, 30)


def reason(refused: pytest.ExceptionInfo[Invalid], name: str) -> DomainError:
    return refused.value.fields[name]


def test_a_reading_is_saved_with_its_light_and_one_event_a_project(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    monkeypatch.setattr(events, "publish", heard.append)
    project = ProjectFactory()
    clerk = clerk_of(project)
    entry = InvestmentEntry(project.pk, date(2018, 9, 3), "9.2")
    op.enter_investments(actor=clerk, entries=[entry], now=now)
    project.refresh_from_db()
    assert (project.invested, project.invested_period, project.invested_by) == (
        Decimal("9.2"),
        SEPTEMBER,
        clerk.label,
    )
    assert project.light.colour == "green"
    assert project.light.rule == "project.on_course"
    assert [event.action for event in Event.objects.all()] == ["projects.enter_investment"]
    assert heard == [InvestmentEntered((project.pk,), project.year_id, (), now)]


def test_nothing_is_saved_when_one_of_many_lines_is_wrong(now: datetime) -> None:
    first = ProjectFactory()
    second = ProjectFactory(lead=first.lead)
    entries = [InvestmentEntry(first.pk, SEPTEMBER, "9"), InvestmentEntry(second.pk, SEPTEMBER, "八")]
    with pytest.raises(Invalid) as refused:
        op.enter_investments(actor=clerk_of(first), entries=entries, now=now)
    assert reason(refused, f"{second.pk}.value").code == "input.not_a_number"
    assert list(refused.value.fields) == [f"{second.pk}.value"]
    assert not InvestmentReading.objects.exists()
    first.refresh_from_db()
    assert first.version == 1


@pytest.mark.parametrize(
    ("entry", "field", "code"),
    [
        ({"period": date(2018, 8, 31), "value": "5"}, "value", "targets.period_twice"),
        ({"period": SEPTEMBER, "value": "6.9"}, "value", "targets.below_previous"),
        ({"period": SEPTEMBER, "value": "-1"}, "value", "targets.negative"),
        ({"period": SEPTEMBER, "value": "920"}, "value", "projects.over_total"),
        ({"period": SEPTEMBER, "value": ""}, "value", "input.required"),
        ({"period": SEPTEMBER, "value": "9 万人"}, "value", "input.wrong_unit"),
        ({"period": date(2018, 10, 31), "value": "9"}, "period", "targets.period_future"),
        ({"period": date(2017, 12, 31), "value": "9"}, "period", "targets.period_outside_year"),
        ({"period": date(2018, 8, 31), "value": "8", "correction": True}, "note", "input.reason_needed"),
        (
            {"period": SEPTEMBER, "value": "8", "correction": True, "note": "漏报"},
            "period",
            "targets.nothing_to_correct",
        ),
        (
            {"period": date(2018, 7, 31), "value": "9", "correction": True, "note": "漏报"},
            "value",
            "projects.above_next",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_reason(
    now: datetime, entry: dict[str, object], field: str, code: str
) -> None:
    project = ProjectFactory()
    invest(project, [1, 2, 3, 4, 5, 6, 7, 8])
    with pytest.raises(Invalid) as refused:
        op.enter_investments(actor=clerk_of(project), entries=[InvestmentEntry(project.pk, **entry)], now=now)
    assert reason(refused, f"{project.pk}.{field}").code == code
    assert InvestmentReading.objects.count() == 8


def test_ten_thousands_are_understood_as_hundred_millions(now: datetime) -> None:
    project = ProjectFactory()
    (reading,) = op.enter_investments(
        actor=clerk_of(project), entries=[InvestmentEntry(project.pk, SEPTEMBER, "92000万元")], now=now
    )
    assert reading.value == Decimal("9.2")


def test_a_correction_is_a_new_revision_and_the_old_one_stays(now: datetime) -> None:
    project = ProjectFactory()
    invest(project, [1, 2])
    entry = InvestmentEntry(project.pk, date(2018, 2, 1), "1.9", note="重复计算", correction=True)
    op.enter_investments(actor=clerk_of(project), entries=[entry], now=now)
    kept = InvestmentReading.objects.filter(period=date(2018, 2, 28)).values_list(
        "revision", "value", "current"
    )
    assert list(kept) == [(1, Decimal(2), False), (2, Decimal("1.9"), True)]
    event = Event.objects.get(action="projects.enter_investment")
    assert (event.note, event.changes["was"]) == ("重复计算", "2.0000")


def test_no_change_takes_the_last_value_over(now: datetime) -> None:
    project = ProjectFactory()
    clerk = clerk_of(project)
    nothing = InvestmentEntry(project.pk, SEPTEMBER, unchanged=True)
    with pytest.raises(Invalid) as refused:
        op.enter_investments(actor=clerk, entries=[nothing], now=now)
    assert reason(refused, f"{project.pk}.value").code == "targets.nothing_to_confirm"
    invest(project, [1, 2])
    (reading,) = op.enter_investments(actor=clerk, entries=[nothing], now=now)
    assert (reading.value, reading.unchanged) == (Decimal(2), True)


def test_two_months_of_one_project_may_come_at_once_but_one_month_only_once(now: datetime) -> None:
    project = ProjectFactory()
    clerk = clerk_of(project)
    august, september = date(2018, 8, 31), SEPTEMBER
    op.enter_investments(
        actor=clerk,
        entries=[InvestmentEntry(project.pk, august, "8"), InvestmentEntry(project.pk, september, "9")],
        now=now,
    )
    other = ProjectFactory(lead=project.lead)
    with pytest.raises(Invalid) as refused:
        op.enter_investments(
            actor=clerk,
            entries=[InvestmentEntry(other.pk, september, "9"), InvestmentEntry(other.pk, september, "9")],
            now=now,
        )
    assert reason(refused, f"{other.pk}.period").code == "targets.period_twice_in_batch"


def test_only_the_unit_that_leads_enters(now: datetime) -> None:
    project = ProjectFactory()
    entry = InvestmentEntry(project.pk, SEPTEMBER, "9")
    for who in (office(), actor(Role.LEADER), clerk_of(ProjectFactory())):
        with pytest.raises(NotAllowed):
            op.enter_investments(actor=who, entries=[entry], now=now)
    assert not Event.objects.exists()


def test_planned_months_replace_the_straight_line(now: datetime) -> None:
    project = ProjectFactory()
    invest(project, [0, 0, 0, 0, 0, 0, 0, 6])
    points = {date(2018, 6, 1): Decimal(0), date(2018, 9, 30): Decimal(8), date(2018, 12, 31): Decimal(12)}
    op.recompute_projects([project.pk], now)
    project.refresh_from_db()
    assert project.light.colour == "red"
    op.plan_investment(actor=office(), project_id=project.pk, points=points, now=now)
    project.refresh_from_db()
    assert project.expected == Decimal(
        "7.8261"
    )  # 8 × 90 of the 92 days from the end of June to that of September
    assert project.light.colour == "green"


def test_a_plan_that_shrinks_or_leaves_the_year_is_refused(now: datetime) -> None:
    project = ProjectFactory()
    points = {date(2018, 3, 31): Decimal(3), date(2018, 6, 30): Decimal(2), date(2019, 1, 31): Decimal(4)}
    with pytest.raises(Invalid) as refused:
        op.plan_investment(actor=clerk_of(project), project_id=project.pk, points=points, now=now)
    assert {name: error.code for name, error in refused.value.fields.items()} == {
        "2018-06-30": "projects.plan_shrinks",
        "2019-01-31": "targets.period_outside_year",
    }
    with pytest.raises(Invalid) as refused:
        op.plan_investment(
            actor=clerk_of(project), project_id=project.pk, points={date(2018, 12, 31): Decimal(13)}, now=now
        )
    assert reason(refused, "2018-12-31").code == "projects.plan_over_year"


def test_a_page_that_saw_an_older_project_is_told(now: datetime) -> None:
    project = ProjectFactory()
    op.alter_project(
        actor=office(), project_id=project.pk, changes={"place": "示例路1号"}, version=1, now=now
    )
    with pytest.raises(LostRace):
        op.alter_project(
            actor=office(), project_id=project.pk, changes={"place": "示例路2号"}, version=1, now=now
        )
    assert Project.objects.get().place == "示例路1号"
