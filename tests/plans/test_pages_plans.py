"""The doors of the room: every page opens, the table is typed and saved, imports are previewed, links answered."""

import io
import json
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from factories import NOW, UnitFactory, actor, sign_in
from plans.drawn import TABLE, agreed, clerk, drawn, empty_plan, linked, returned, submitted
from targets.factories import MilestoneFactory, YearFactory
from yipanqi.access.roles import Role
from yipanqi.exchange.schedule import ScheduleFile, write
from yipanqi.org.models import Unit
from yipanqi.plans import operations as op
from yipanqi.plans.models import Activity, CrossLink, Plan, Version
from yipanqi.plans.planning_templates import TEMPLATES
from yipanqi.schedule import Activity as Work
from yipanqi.schedule import Link, Problem, ProjectInfo
from yipanqi.web.sheets import xlsx_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _present() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def unit() -> Unit:
    return UnitFactory()


@pytest.fixture
def typist(client: Client, unit: Unit) -> Client:
    """Signed in as the clerk of the unit, in the year 2018."""
    YearFactory()
    return sign_in(client, clerk(unit))


def at(name: str, *args: Any, **query: Any) -> str:
    address = reverse(f"plans:{name}", args=args)
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    response = client.get(at(name, *args, **query))
    assert response.status_code == 200
    return response.content.decode()


def rows(table: str, unit: str = "", **more: str) -> str:
    """What the editor posts: rows `name | days | predecessors`, numbered from 1."""
    found = []
    for number, line in enumerate(table.strip().splitlines(), start=1):
        name, days, before = (cell.strip() for cell in line.split("|"))
        found.append({"key": str(number), "name": name, "days": days, "before": before, "unit": unit, **more})
    return json.dumps(found)


# --- to look


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_to_look_at(client: Client, unit: Unit, language: str) -> None:
    sign_in(client, actor(Role.LEADER))
    client.cookies["yipanqi_language"] = language
    plan = agreed(unit)
    assert plan.name in page(client, "list")
    html = page(client, "plan", plan.pk)
    assert "拆迁清零" in html
    assert 'role="img"' in html
    assert "network.svg" in page(client, "plan", plan.pk, drawing="network")
    assert "拆迁清零" in page(client, "quality", plan.pk)
    assert plan.name in page(client, "versions", plan.pk)


def test_a_plan_without_rows_offers_how_to_begin_to_its_unit_alone(typist: Client, unit: Unit) -> None:
    own, other = empty_plan(unit), empty_plan(UnitFactory(), name="示例别的计划")
    assert all(f'value="{template.key}"' in page(typist, "plan", own.pk) for template in TEMPLATES)
    assert 'name="template"' not in page(typist, "plan", other.pk)


def test_drawings_come_as_files(client: Client, unit: Unit) -> None:
    sign_in(client, actor(Role.LEADER))
    plan = agreed(unit)
    svg = client.get(at("network_svg", plan.pk))
    assert svg["Content-Type"] == "image/svg+xml"
    assert "拆迁清零" in svg.content.decode()
    again = client.get(at("network_svg", plan.pk), headers={"If-None-Match": svg["ETag"]})
    assert again.status_code == 304
    for name in ("gantt_pdf", "network_pdf"):
        assert client.get(at(name, plan.pk)).content.startswith(b"%PDF")


def test_rows_are_chosen_by_scope_and_level(client: Client, unit: Unit) -> None:
    sign_in(client, clerk(unit))
    plan = empty_plan(unit)
    typed = [
        {"key": "1", "level": "", "name": "手续汇总", "days": "", "before": ""},
        {"key": "2", "level": "1", "name": "漫长的事", "days": "30", "before": ""},
        {"key": "3", "level": "1", "name": "短小的事", "days": "2", "before": ""},
    ]
    client.post(at("edit", plan.pk), {"rows": json.dumps(typed), "lock": plan.lock, "act": "save"})
    assert "短小的事" in page(client, "plan", plan.pk)
    critical = page(client, "plan", plan.pk, scope="critical")
    assert [name in critical for name in ("漫长的事", "手续汇总", "短小的事")] == [True, True, False]
    assert "漫长的事" not in page(client, "plan", plan.pk, level=1)


def test_a_version_that_does_not_exist_is_not_found(client: Client, unit: Unit) -> None:
    sign_in(client, actor(Role.LEADER))
    assert client.get(at("plan", agreed(unit).pk, version=7)).status_code == 404


def test_a_page_costs_the_same_number_of_queries_for_many_rows(
    client: Client, unit: Unit, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, actor(Role.LEADER))
    many = "\n".join(f"工作{number} | 3 | {number - 1 or ''}" for number in range(1, 81))
    plan = agreed(unit, table=many)
    with django_assert_max_num_queries(40):
        page(client, "plan", plan.pk)


# --- to type


def test_a_new_plan_from_a_template(typist: Client, unit: Unit) -> None:
    values = {"name": "示例新计划", "owner": unit.pk, "start": "2018-09-03", "calendar": "china"}
    response = typist.post(at("new"), {**values, "template": "village"})
    plan = Plan.objects.get(name="示例新计划")
    assert response.headers["Location"] == at("edit", plan.pk)
    assert Activity.objects.filter(version=plan.draft_id).count() == 10


def test_a_new_plan_keeps_what_was_typed_when_it_is_refused(typist: Client, unit: Unit) -> None:
    values = {
        "name": "示例",
        "owner": unit.pk,
        "start": "2018-09-03",
        "due": "2018-01-01",
        "calendar": "china",
    }
    response = typist.post(at("new"), values)
    assert response.status_code == 422
    assert 'value="示例"' in response.content.decode()
    assert not Plan.objects.exists()


def test_an_empty_plan_takes_a_template(typist: Client, unit: Unit) -> None:
    plan = empty_plan(unit)
    typist.post(at("template", plan.pk), {"template": "housing"})
    assert Activity.objects.filter(version__plan=plan, name="主体封顶").exists()
    before = Version.objects.get(plan=plan).activities.count()
    typist.post(at("template", plan.pk), {"template": "village"})
    assert Version.objects.get(plan=plan).activities.count() == before


def test_the_table_is_saved_with_units_and_links(typist: Client, unit: Unit) -> None:
    plan = empty_plan(unit)
    data = {"rows": rows(TABLE, unit.short_name), "lock": plan.lock, "act": "save"}
    response = typist.post(at("edit", plan.pk), data)
    assert response.status_code == 303
    version = Version.objects.get(plan=plan)
    assert list(version.activities.values_list("key", "duration", "unit")) == [
        ("1", 20, unit.pk),
        ("2", 15, unit.pk),
        ("3", 0, unit.pk),
    ]
    assert set(version.links.values_list("predecessor", "successor", "type", "lag")) == {
        ("1", "2", "SS", 5),
        ("1", "3", "FS", 0),
        ("2", "3", "FS", 0),
    }


def test_the_table_works_without_scripts(typist: Client, unit: Unit) -> None:
    """Cell by cell, with a computation in between and more rows on request."""
    plan = empty_plan(unit)
    cells: dict[str, list[str]] = {
        "key": ["", ""],
        "level": ["", ""],
        "name": ["甲", "乙"],
        "days": ["3", "2"],
        "before": ["", "1"],
        "unit": ["", ""],
        "constraint": ["", "≥2018-10-08"],
        "reason": ["", "示例：节后"],
    }
    tried = typist.post(at("edit", plan.pk), {**cells, "lock": [plan.lock], "act": ["check"]})
    assert "2018-10-09" in tried.content.decode()
    assert not Version.objects.exists()
    more = typist.post(at("edit", plan.pk), {**cells, "lock": [plan.lock], "act": ["rows"]})
    assert more.content.decode().count('name="name"') == 7
    assert (
        typist.post(at("edit", plan.pk), {**cells, "lock": [plan.lock], "act": ["save"]}).status_code == 303
    )
    saved = Activity.objects.get(version__plan=plan, name="乙")
    assert (saved.key, saved.constraint, saved.constraint_reason) == ("2", "start_on_or_after", "示例：节后")


def test_a_wrong_table_is_shown_again_and_nothing_is_saved(typist: Client, unit: Unit) -> None:
    plan = empty_plan(unit)
    data = {"rows": rows("甲 | x |\n乙 | 2 | 9"), "lock": plan.lock, "act": "save"}
    response = typist.post(at("edit", plan.pk), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert html.count('aria-invalid="true"') == 2
    assert 'value="x"' in html
    assert 'href="#c-2-before"' in html
    assert not Version.objects.exists()


def test_a_ring_is_told_where_it_closes(typist: Client, unit: Unit) -> None:
    plan = empty_plan(unit)
    ring = rows("甲 | 1 | 3\n乙 | 1 | 1\n丙 | 1 | 2")
    answer = typist.post(at("check", plan.pk), {"rows": ring}).json()
    assert [(each["row"], each["cell"]) for each in answer["problems"]] == [(1, "before")]
    assert all(name in answer["problems"][0]["text"] for name in ("甲", "乙", "丙"))
    data = {"rows": ring, "lock": plan.lock, "act": "save"}
    assert typist.post(at("edit", plan.pk), data).status_code == 422
    assert not Version.objects.exists()


def test_the_check_computes_and_saves_nothing(typist: Client, unit: Unit) -> None:
    plan = empty_plan(unit, due=date(2018, 9, 20))
    answer = typist.post(at("check", plan.pk), {"rows": rows(TABLE)}).json()
    assert [(row["start"], row["finish"], row["float"]) for row in answer["rows"]] == [
        ("2018-09-03", "2018-09-28", "−6"),
        ("2018-09-10", "2018-09-28", "−6"),
        ("—", "2018-09-28", "−6"),
    ]
    assert all(row["critical"] for row in answer["rows"])
    assert answer["problems"] == []
    assert not Version.objects.exists()


def test_two_people_on_one_plan_the_second_is_told_and_keeps_the_text(typist: Client, unit: Unit) -> None:
    plan = drawn(unit)
    first = {"rows": rows("甲 | 1 |"), "lock": plan.lock, "act": "save"}
    assert typist.post(at("edit", plan.pk), first).status_code == 303
    second = typist.post(at("edit", plan.pk), {"rows": rows("乙 | 2 |"), "lock": plan.lock, "act": "save"})
    assert second.status_code == 422
    assert 'value="乙"' in second.content.decode()
    assert list(Version.objects.get(plan=plan).activities.values_list("name", flat=True)) == ["甲"]


def test_what_the_table_does_not_show_survives_a_save(typist: Client, unit: Unit) -> None:
    milestone = MilestoneFactory(lead=unit)
    plan = drawn(unit)
    form = {"standard": "示例：移交完毕", "claim_kind": "parcel", "claim": "示例地块", "target": milestone.pk}
    sent = typist.post(at("activity", plan.pk, "1"), {**form, "lock": plan.lock})
    assert sent.status_code == 303
    lock = Plan.objects.get(pk=plan.pk).lock
    typist.post(at("edit", plan.pk), {"rows": rows(TABLE), "lock": lock, "act": "save"})
    kept = Activity.objects.get(version__plan=plan, key="1")
    assert (kept.standard, kept.claim, kept.target_id) == ("示例：移交完毕", "示例地块", milestone.pk)


def test_a_wrong_estimate_is_told_at_its_field(typist: Client, unit: Unit) -> None:
    plan = drawn(unit)
    sent = typist.post(at("activity", plan.pk, "1"), {"pessimistic": "3", "lock": plan.lock})
    assert sent.status_code == 422


def test_a_pasted_table_is_read_by_its_heads(typist: Client, unit: Unit) -> None:
    plan = empty_plan(unit)
    answer = typist.post(
        at("paste", plan.pk), {"text": "编号\t任务名称\t工期\t前置任务\n10\t甲\t3\t\n20\t乙\t2\t10\n"}
    )
    found = answer.json()
    assert found["headed"] is True
    assert [(row["key"], row["name"], row["before"]) for row in found["rows"]] == [
        ("10", "甲", ""),
        ("20", "乙", "10"),
    ]
    assert typist.post(at("paste", plan.pk), {"text": "甲\t乙\n"}).json() == {"headed": False, "rows": []}


@pytest.mark.parametrize(
    "posted",
    [
        "",
        "[",
        "7",
        '["x", 3]',
        '[{"name": {"a": 1}, "days": [2]}]',
        '[{"name": "\\u0000甲\\ud800", "days": "1"}]',
        "[" * 5000,
    ],
)
def test_what_no_browser_sends_breaks_nothing(typist: Client, unit: Unit, posted: str) -> None:
    plan = empty_plan(unit)
    assert typist.post(at("check", plan.pk), {"rows": posted}).status_code == 200
    data = {"rows": posted, "lock": plan.lock, "act": "save"}
    assert typist.post(at("edit", plan.pk), data).status_code in (303, 422)


@pytest.mark.parametrize("text", ["\0", '"' + "x" * 200_000, "\t" * 5000 + "\n" + "甲"])
def test_a_senseless_clipboard_breaks_nothing(typist: Client, unit: Unit, text: str) -> None:
    plan = empty_plan(unit)
    assert typist.post(at("paste", plan.pk), {"text": text}).json() == {"headed": False, "rows": []}
    assert typist.post(at("import", plan.pk), {"text": text}).status_code == 422


# --- to import


def workbook(heads: list[str], lines: list[list[Any]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("安置房D地块.xlsx", xlsx_bytes(heads, lines))


HEADS = ["编号", "工作名称", "工期", "紧前工作", "责任单位"]


def token(html: str) -> str:
    return html.split('name="token" value="', 1)[1].split('"', 1)[0]


def test_sixty_activities_from_excel_become_a_plan(typist: Client, unit: Unit) -> None:
    lines = [[n, f"工作{n}", 5, str(n - 1) if n > 1 else "", unit.short_name] for n in range(1, 61)]
    html = typist.post(at("import_new"), {"file": workbook(HEADS, lines)}).content.decode()
    assert 'value="安置房D地块"' in html
    assert "工作60" in html
    assert not Plan.objects.exists()
    data = {
        "token": token(html),
        "name": "安置房D地块",
        "owner": unit.pk,
        "start": "2018-09-03",
        "calendar": "china",
    }
    response = typist.post(at("import_new_confirm"), data)
    plan = Plan.objects.get(name="安置房D地块")
    assert response.headers["Location"] == at("plan", plan.pk)
    assert Activity.objects.filter(version=plan.draft_id).count() == 60


def test_an_empty_plan_of_that_name_is_filled(typist: Client, unit: Unit) -> None:
    plan = empty_plan(unit, name="安置房D地块")
    sheet = workbook(HEADS, [[1, "甲", 5, "", unit.short_name]])
    html = typist.post(at("import_new"), {"file": sheet}).content.decode()
    assert f'<option value="{plan.pk}" selected>' in html
    typist.post(at("import_new_confirm"), {"token": token(html), "fill": plan.pk})
    assert Activity.objects.filter(version__plan=plan).count() == 1
    assert Plan.objects.count() == 1


def test_mistakes_are_listed_first_and_come_back_as_a_workbook(typist: Client, unit: Unit) -> None:
    sheet = workbook(HEADS, [[1, "甲", 5, "", unit.short_name], [2, "乙", "五天", "9", "某局"]])
    html = typist.post(at("import_new"), {"file": sheet}).content.decode()
    assert html.index("乙") < html.index("甲")
    refused = typist.post(at("import_new_confirm"), {"token": token(html), "owner": unit.pk})
    assert refused.status_code == 422
    assert not Plan.objects.exists()
    file = typist.post(at("import_errors"), {"token": token(html)})
    book = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert book is not None
    assert [bool(book.cell(3, column).comment) for column in range(1, 6)] == [False, False, True, True, True]


def test_an_import_into_a_plan_keeps_its_keys(typist: Client, unit: Unit) -> None:
    plan = drawn(unit)
    table = "编号\t工作名称\t工期\t紧前工作\nX1\t拆迁清零\t30\t\nX2\t用地手续\t15\tX1\nX3\t新的事\t4\tX2\n"
    html = typist.post(at("import", plan.pk), {"text": table}).content.decode()
    assert 'name="is-X1"' in html
    data = {
        "token": token(html),
        "lock": plan.lock,
        "is-X1": "1",
        "is-X2": "2",
        "is-X3": "+",
        "act": "import",
    }
    assert typist.post(at("import_confirm", plan.pk), data).status_code == 303
    found = list(Activity.objects.filter(version__plan=plan).values_list("key", "name", "duration"))
    assert found == [("1", "拆迁清零", 30), ("2", "用地手续", 15), ("X3", "新的事", 4)]


def test_other_choices_can_be_previewed_before(typist: Client, unit: Unit) -> None:
    plan = drawn(unit)
    table = "编号\t工作名称\t工期\nX1\t房屋拆除\t30\n"
    html = typist.post(at("import", plan.pk), {"text": table}).content.decode()
    again = typist.post(
        at("import_confirm", plan.pk),
        {"token": token(html), "lock": plan.lock, "is-X1": "1", "act": "again"},
    )
    assert '<option value="1" selected>' in again.content.decode()
    assert Activity.objects.filter(version__plan=plan, name="房屋拆除").count() == 0


def test_a_stale_preview_says_so(typist: Client, unit: Unit) -> None:
    plan = drawn(unit)
    html = typist.post(
        at("import", plan.pk), {"text": "编号\t工作名称\t工期\n1\t拆迁清零\t30\n"}
    ).content.decode()
    typist.post(at("edit", plan.pk), {"rows": rows("甲 | 1 |"), "lock": plan.lock, "act": "save"})
    late = typist.post(
        at("import_confirm", plan.pk), {"token": token(html), "lock": plan.lock, "act": "import"}
    )
    assert late.status_code == 422
    assert list(Activity.objects.values_list("name", flat=True)) == ["甲"]


def test_a_schedule_file_says_whether_its_dates_hold(typist: Client, unit: Unit) -> None:
    start = datetime(2018, 9, 3, 8)
    works = tuple(Work(key, key, f"工作{key}", "P", duration=5 * 480) for key in "AB")
    file = ScheduleFile(Problem((ProjectInfo("P", start, "示例项目"),), works, (Link("A", "B"),)), "xer")
    upload = SimpleUploadedFile("plan.xer", write("plan.xer", file)[0][""])
    response = typist.post(at("import_new"), {"file": upload})
    assert response.context["dates"].count == 2
    assert response.context["dates"].differences == ()


@pytest.mark.parametrize(
    ("name", "content"), [("a.xer", b"x"), ("a.mpp", b"x"), ("a.xlsx", b"x"), ("a.doc", b"x")]
)
def test_a_file_that_cannot_be_read_is_told_beside_its_field(
    typist: Client, name: str, content: bytes
) -> None:
    response = typist.post(at("import_new"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert response.context["form"].errors["file"]


def test_a_forged_preview_is_refused(typist: Client, unit: Unit) -> None:
    plan = drawn(unit)
    assert typist.post(at("import_confirm", plan.pk), {"token": "forged"}).status_code >= 400


# --- to put forward


def test_submit_shows_the_checks_first(typist: Client, unit: Unit) -> None:
    plan = drawn(unit)
    html = page(typist, "submit", plan.pk)
    assert "checks14" in html
    response = typist.post(at("submit", plan.pk), {"lock": plan.lock})
    assert response.status_code == 303
    assert Version.objects.get(plan=plan).status == "submitted"


def test_a_plan_that_changed_meanwhile_is_not_submitted(typist: Client, unit: Unit) -> None:
    plan = drawn(unit)
    typist.post(at("edit", plan.pk), {"rows": rows("甲 | 1 |"), "lock": plan.lock, "act": "save"})
    assert typist.post(at("submit", plan.pk), {"lock": plan.lock}).status_code == 422
    assert Version.objects.get(plan=plan).status == "draft"


def test_a_version_goes_back_with_a_reason_and_is_taken_up_again(client: Client, unit: Unit) -> None:
    plan = submitted(unit)
    sign_in(client, actor(Role.PROJECT_OFFICE))
    assert client.post(at("return", plan.pk), {"note": ""}).status_code == 422
    assert client.post(at("return", plan.pk), {"note": "示例：缺环评"}).status_code == 303
    assert Version.objects.get(plan=plan).note == "示例：缺环评"
    sign_in(client, clerk(unit))
    assert client.post(at("revise", plan.pk)).headers["Location"] == at("edit", plan.pk)
    assert Version.objects.get(plan=plan).status == "draft"


def test_a_submitted_table_cannot_be_saved(typist: Client, unit: Unit) -> None:
    plan = submitted(unit)
    response = typist.post(at("edit", plan.pk), {"rows": rows("甲 | 1 |"), "lock": plan.lock, "act": "save"})
    assert response.status_code == 422
    assert Activity.objects.filter(version__plan=plan).count() == 3


def test_a_newer_version_is_compared_with_the_agreed_one(typist: Client, unit: Unit) -> None:
    plan = agreed(unit)
    table = "拆迁清零 | 25 |\n用地手续 | 15 | 1SS+5\n开工 | 0 | 1,2\n施工 | 9 | 3"
    sent = typist.post(
        at("edit", plan.pk), {"rows": rows(table, unit.short_name), "lock": plan.lock, "act": "save"}
    )
    assert sent.status_code == 303
    found = typist.get(at("versions", plan.pk)).context["sides"]
    assert found.added == ("4 施工",)
    assert [(each.key, each.before, each.after) for each in found.changes] == [("1", "20", "25")]
    assert "3 → 4 FS" in found.links[0]
    assert page(typist, "plan", plan.pk, version=2).count("施工") > 0


# --- links to other plans


def test_a_link_is_proposed_and_the_other_unit_accepts(client: Client, unit: Unit) -> None:
    other = UnitFactory()
    own, theirs = drawn(unit), drawn(other, name="示例别的计划")
    sign_in(client, clerk(unit))
    assert "示例别的计划" in page(client, "propose_link", own.pk)
    form = {"own": f"{own.pk}/2", "direction": "in", "other": f"{theirs.pk}/3", "type": "FS", "lag": "2"}
    sent = client.post(at("propose_link", own.pk, plan=theirs.pk), {**form, "needed_by": "2018-09-20"})
    assert sent.status_code == 303
    link = CrossLink.objects.get()
    assert (link.predecessor_plan_id, link.predecessor, link.successor, link.lag) == (theirs.pk, "3", "2", 2)
    assert "2018-09-20" in page(client, "plan", own.pk)
    sign_in(client, clerk(other))
    assert at("accept_link", theirs.pk, link.pk) in page(client, "plan", theirs.pk)
    client.post(at("accept_link", theirs.pk, link.pk))
    assert CrossLink.objects.get().status == "accepted"


def test_a_link_that_exists_is_refused_in_words(client: Client, unit: Unit) -> None:
    own, theirs = drawn(unit), drawn(UnitFactory(), name="示例别的计划")
    linked(own, theirs)
    sign_in(client, clerk(unit))
    form = {"own": f"{own.pk}/2", "direction": "in", "other": f"{theirs.pk}/3", "type": "FS", "lag": "0"}
    assert client.post(at("propose_link", own.pk, plan=theirs.pk), form).status_code == 422
    assert CrossLink.objects.count() == 1


def test_a_link_is_refused_proposed_again_and_ended(client: Client, unit: Unit) -> None:
    other = UnitFactory()
    own, theirs = drawn(unit), drawn(other, name="示例别的计划")
    link = linked(own, theirs)
    sign_in(client, clerk(other))
    assert client.post(at("refuse_link", theirs.pk, link.pk), {"note": ""}).status_code == 422
    client.post(at("refuse_link", theirs.pk, link.pk), {"note": "示例：来不及"})
    assert CrossLink.objects.get().status == "refused"
    sign_in(client, clerk(unit))
    client.post(at("propose_link_again", own.pk, link.pk), {"note": "示例：推迟一周"})
    assert CrossLink.objects.get().status == "proposed"
    client.post(at("dissolve_link", own.pk, link.pk), {"note": "示例：不再需要"})
    assert CrossLink.objects.get().status == "refused"


def test_nobody_else_answers_a_link(client: Client, unit: Unit) -> None:
    own, theirs = drawn(unit), drawn(UnitFactory(), name="示例别的计划")
    link = linked(own, theirs)
    sign_in(client, clerk(unit))
    assert client.post(at("accept_link", own.pk, link.pk)).status_code in (403, 404)
    assert CrossLink.objects.get().status == "proposed"


def test_a_returned_plan_shows_why(client: Client, unit: Unit) -> None:
    plan = returned(unit)
    sign_in(client, clerk(unit))
    assert "示例：请补充" in page(client, "versions", plan.pk)


def test_a_delay_shows_on_the_page(client: Client, unit: Unit) -> None:
    plan = agreed(unit)
    late = op.ProgressEntry(
        plan.pk, "1", NOW.date(), actual_start=NOW.date(), remaining=40, illustrative=True
    )
    op.enter_progress(actor=clerk(unit), entries=[late], now=NOW)
    sign_in(client, actor(Role.LEADER))
    html = page(client, "plan", plan.pk)
    assert "lamp red" in html
    assert "t-red" in html
