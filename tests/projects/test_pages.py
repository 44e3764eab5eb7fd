"""The doors of the room: every page opens, refusals keep what was typed, and nobody gets in who should not."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import NOW, UnitFactory, actor, sign_in
from projects.factories import GuaranteeFactory, ProjectFactory, bring, clerk_of, invest, office
from targets.factories import TargetFactory
from yipanqi.access.roles import Role
from yipanqi.projects import operations as op
from yipanqi.projects.models import Contribution, Guarantee, InvestmentReading, Project, StageEvent
from yipanqi.projects.transitions import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _present() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def address(name: str, *args: Any) -> str:
    return reverse(f"projects:{name}", args=args)


def page(client: Any, name: str, *args: Any) -> str:
    response = client.get(address(name, *args))
    assert response.status_code == 200
    return str(response.content.decode())


def rich_project(**fields: Any) -> Project:
    """One with everything on its page."""
    project = ProjectFactory(firm="示例企业", **fields)
    invest(project, [1, 2, 3, 4, 5, 6, 7, 8])
    GuaranteeFactory(project=project, due=date(2018, 9, 1))
    GuaranteeFactory(project=project, done_on=date(2018, 8, 1), result="示例许可证号", settled_by="示例岗位")
    bring(project, TargetFactory())
    op.record_visit(
        actor=clerk_of(project),
        project_id=project.pk,
        on=date(2018, 9, 1),
        text="来访",
        next_step="示例下一步",
        now=NOW,
    )
    op.recompute_projects([project.pk], NOW)
    project.refresh_from_db()
    return project


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_to_look_at(client: Any, language: str) -> None:
    project = rich_project()
    sign_in(client, actor(Role.LEADER))
    client.cookies["yipanqi_language"] = language
    assert project.name in page(client, "list")
    html = page(client, "project", project.pk)
    for words in ("示例地块供地", "示例许可证号", "示例企业", project.code, "<svg"):
        assert words in html
    assert "<polygon" in page(client, "pipeline")


def test_pages_of_an_empty_year_say_so(client: Any) -> None:
    year = TargetFactory().year
    sign_in(client, actor(Role.LEADER))
    assert year.zone
    assert "本年度还没有项目" in page(client, "list")
    assert "本年度没有项目安排投资" in page(client, "pipeline")


def test_the_list_of_500_costs_few_queries(client: Any) -> None:
    lead = UnitFactory()
    first = ProjectFactory(lead=lead)
    made = [
        Project(
            year=first.year,
            code=f"many-{number}",
            name=f"示例批量项目{number}",
            sector="industry",
            kind="new",
            stage="building",
            stage_since=date(2018, 1, 1),
            lead=lead,
            created_at=NOW,
            order=number,
        )
        for number in range(499)
    ]
    Project.objects.bulk_create(made)
    op.recompute_projects(None, NOW)
    reader = sign_in(client, actor(Role.LEADER))
    address_of_list = address("list")
    reader.get(address_of_list)
    with CaptureQueriesContext(connection) as seen:
        html = reader.get(address_of_list).content.decode()
    own = [each for each in seen if "projects_" in each["sql"] or "targets_" in each["sql"]]
    assert len(own) <= 8
    assert "500" in html


def test_the_list_is_filtered_sorted_and_exported_from_the_same_columns(client: Any) -> None:
    rich_project()
    ProjectFactory(stage=Stage.TALKS, name="示例洽谈项目")
    sign_in(client, actor(Role.LEADER))
    html = client.get(address("list"), {"stage": "talks"}).content.decode()
    assert "示例洽谈项目" in html
    assert "1条" in html.replace(" ", "")
    file = client.get(address("list"), {"export": "xlsx", "sort": "-invested"}).content
    rows = list(openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("灯", "项目", "阶段")
    assert rows[1][0] == "滞后"
    assert rows[1][rows[0].index("完成投资")] == 8


def test_leads_tell_firm_link_and_next_step(client: Any) -> None:
    rich_project(stage=Stage.TALKS, stage_since=date(2018, 2, 1), chain_link="示例芯片")
    ProjectFactory(name="示例在建项目")
    sign_in(client, actor(Role.LEADER))
    html = page(client, "leads")
    for words in ("示例企业", "示例芯片", "示例下一步"):
        assert words in html
    assert "示例在建项目" not in html


def test_a_month_is_entered_and_a_second_one_refused_with_the_first(client: Any) -> None:
    project = rich_project()
    clerk = clerk_of(project)
    sign_in(client, clerk)
    form = {"period": "2018-09-30", "value": "9.1", "note": ""}
    assert "2018-09-30" in page(client, "investment", project.pk)
    assert client.post(address("investment", project.pk), form).status_code == 303
    refused = client.post(address("investment", project.pk), {**form, "value": "9.5"})
    assert refused.status_code == 422
    assert "9.1亿元" in refused.content.decode()
    assert 'value="9.5"' in refused.content.decode()
    assert InvestmentReading.objects.filter(period=date(2018, 9, 30)).count() == 1


def test_a_month_is_corrected_with_a_reason(client: Any) -> None:
    project = rich_project()
    sign_in(client, clerk_of(project))
    where = address("correction", project.pk, date(2018, 8, 31))
    assert client.get(where).status_code == 200
    assert client.post(where, {"value": "7.9"}).status_code == 422
    assert client.post(where, {"value": "7.9", "note": "重复计算"}).status_code == 303
    assert "重复计算" in page(client, "project", project.pk)
    assert client.get(address("correction", project.pk, date(2018, 11, 30))).status_code == 404


def test_a_move_takes_its_proof_and_a_late_page_is_told(client: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    project = rich_project(stage=Stage.STARTED, stage_since=date(2018, 3, 1))
    sign_in(client, clerk_of(project))
    where = address("move", project.pk)
    assert "竣工" in page(client, "move", project.pk)
    file = SimpleUploadedFile("验收.txt", "示例验收意见".encode())
    form = {"move": "complete", "on": "2018-09-20", "note": "", "file": file, "version": project.version - 1}
    late = client.post(where, form)
    assert late.status_code == 422
    assert f'name="version" value="{project.version}"' in late.content.decode()
    file.seek(0)
    assert client.post(where, {**form, "version": project.version}).status_code == 303
    event = StageEvent.objects.get(after=Stage.COMPLETED)
    assert event.evidence.get().name == "验收.txt"
    assert "验收.txt" in page(client, "project", project.pk)


def test_a_move_into_the_future_is_refused_beside_its_field(client: Any) -> None:
    project = rich_project()
    sign_in(client, clerk_of(project))
    form = {"move": "complete", "on": "2018-10-20", "note": "示例", "version": project.version}
    html = client.post(address("move", project.pk), form).content.decode()
    assert "2018-10-20还没有到" in html
    assert not StageEvent.objects.filter(after=Stage.COMPLETED).exists()


def test_the_project_office_makes_alters_and_gives_up(client: Any) -> None:
    lead = ProjectFactory().lead
    sign_in(client, office())
    form = {
        "name": "示例新项目",
        "sector": "ecology",
        "kind": "new",
        "stage": "talks",
        "total_investment": "3亿元",
        "lead": lead.pk,
    }
    assert page(client, "new")
    assert client.post(address("new"), {**form, "year_investment": "4"}).status_code == 422
    made = client.post(address("new"), form)
    project = Project.objects.get(name="示例新项目")
    assert made.headers["Location"] == address("project", project.pk)
    assert project.total_investment == 3
    altered = {**form, "name": "示例改名项目", "version": project.version}
    assert client.get(address("alter", project.pk)).status_code == 200
    assert client.post(address("alter", project.pk), altered).status_code == 303
    project.refresh_from_db()
    assert project.name == "示例改名项目"
    decision = {"move": "give_up", "on": "2018-09-28", "version": project.version}
    assert client.post(address("decide", project.pk), decision).status_code == 422
    assert client.post(address("decide", project.pk), {**decision, "note": "投资方退出"}).status_code == 303
    assert "恢复" in page(client, "project", project.pk)


def test_months_are_planned_on_one_form(client: Any) -> None:
    project = rich_project()
    sign_in(client, clerk_of(project))
    form = {"2018-06-30": "2", "2018-09-30": "1", "version": project.version}
    refused = client.post(address("plan", project.pk), form)
    assert refused.status_code == 422
    assert client.post(address("plan", project.pk), {**form, "2018-09-30": "8"}).status_code == 303
    assert Decimal(8) in project.investment_plan.values_list("value", flat=True)
    assert 'value="8"' in page(client, "plan", project.pk)


def test_guarantees_and_contributions_have_their_forms(client: Any) -> None:
    project = rich_project()
    target = TargetFactory(unit="万平方米")
    sign_in(client, office())
    owner = UnitFactory()
    form = {"kind": "permit", "text": "示例施工许可", "owner": owner.pk, "due": "2018-11-01"}
    assert client.post(address("guarantee", project.pk), {**form, "text": ""}).status_code == 422
    assert client.post(address("guarantee", project.pk), form).status_code == 303
    brings = {"target": target.pk, "kind": "amount", "stage": "completed"}
    assert client.post(address("contribution", project.pk), brings).status_code == 422
    assert client.post(address("contribution", project.pk), {**brings, "amount": "12.5"}).status_code == 303
    row = Contribution.objects.get(target=target)
    assert client.post(address("remove_contribution", project.pk, row.pk)).status_code == 303
    owed = Guarantee.objects.get(owner=owner)
    sign_in(client, actor(Role.CLERK, units=[owner]))
    done = {"done_on": "2018-09-27", "result": "示例许可证号"}
    assert "示例施工许可" in page(client, "settle", project.pk, owed.pk)
    assert client.post(address("settle", project.pk, owed.pk), done).status_code == 303
    assert client.get(address("settle", project.pk, owed.pk)).status_code == 403


def test_a_talk_is_recorded(client: Any) -> None:
    project = rich_project()
    sign_in(client, clerk_of(project))
    form = {"on": "2018-09-27", "text": "洽谈协议条款", "next_step": "签约", "version": project.version}
    assert client.post(address("visit", project.pk), form).status_code == 303
    assert "洽谈协议条款" in page(client, "project", project.pk)


def workbook(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in (("项目名称", "类别", "性质", "总投资", "牵头单位"), *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("项目.xlsx", content.getvalue())


def test_a_list_is_uploaded_previewed_and_imported(client: Any) -> None:
    unit = ProjectFactory().lead
    sign_in(client, office())
    assert "项目名称" in page(client, "import")
    shown = client.post(
        address("import"), {"file": workbook(("示例甲", "产业", "续建", 3.5, unit.short_name))}
    )
    assert shown.status_code == 200
    assert "示例甲" in shown.content.decode()
    done = client.post(address("import_confirm"), {"token": shown.context["token"]})
    assert done.status_code == 303
    assert Project.objects.get(name="示例甲").total_investment == Decimal("3.5")


def test_mistakes_of_a_list_come_back_in_red(client: Any) -> None:
    unit = ProjectFactory().lead
    sign_in(client, office())
    rows = (("示例甲", "产业", "续建", "许多", unit.short_name), ("示例乙", "产业", "续建", 1, "月球局"))
    shown = client.post(address("import"), {"file": workbook(*rows)})
    token = shown.context["token"]
    assert client.post(address("import_confirm"), {"token": token}).status_code == 422
    assert not Project.objects.filter(name="示例甲").exists()
    file = client.post(address("import_errors"), {"token": token}).content
    made = openpyxl.load_workbook(io.BytesIO(file)).active
    assert made["D2"].fill.fgColor.rgb.endswith("F8D7DA")
    assert "月球局" in str(made["F3"].value)


def test_a_token_that_was_altered_and_a_file_that_is_none_are_refused(client: Any) -> None:
    ProjectFactory()
    sign_in(client, office())
    junk = SimpleUploadedFile("项目.xlsx", b"no workbook")
    assert client.post(address("import"), {"file": junk}).status_code == 422
    assert client.post(address("import_confirm"), {"token": "altered"}).status_code == 422
