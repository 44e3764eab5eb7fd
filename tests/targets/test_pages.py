"""The doors of the room: every page opens, refusals keep what was typed, and nobody gets in who should not."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories import NOW, UnitFactory, actor, sign_in
from targets.factories import (
    GoalFactory,
    MilestoneFactory,
    StandingFactory,
    TargetFactory,
    YearFactory,
    read_months,
)
from yipanqi.access.roles import Role
from yipanqi.files.models import Attachment
from yipanqi.targets import operations as op
from yipanqi.targets.models import Comment, Goal, Reading, Target

pytestmark = pytest.mark.django_db

NARROW = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _present() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def read_target(**fields: Any) -> Target:
    target = TargetFactory(**fields)
    read_months(target, [10, 20, 30, 40, 50, 60, 70, 80])
    op.recompute([target.pk], NOW)
    return Target.objects.select_related("lead").get(pk=target.pk)


def page(client: Any, name: str, *args: Any) -> str:
    response = client.get(reverse(f"targets:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_to_look_at(client: Any, language: str) -> None:
    sign_in(client, actor(Role.LEADER))
    client.cookies["yipanqi_language"] = language
    target, milestone, work = read_target(), MilestoneFactory(), StandingFactory()
    op.recompute([milestone.pk, work.pk], NOW)
    assert target.name in page(client, "list")
    assert target.goal.name in page(client, "tree")
    for one in (target, milestone, work):
        html = page(client, "target", one.pk)
        assert 'id="why"' in html
        assert "style=" not in html
        page(client, "why", one.pk)
    page(client, "year", 2018)
    for name in ("lights:rules",):
        assert client.get(reverse(name)).status_code == 200
    assert client.get(reverse("lights:light", args=[target.light_id])).status_code == 200


def test_without_a_year_the_list_says_so(client: Any) -> None:
    sign_in(client, actor(Role.LEADER))
    assert client.get(reverse("targets:list")).status_code == 200
    assert client.get(reverse("targets:tree")).status_code == 404


def test_a_lamp_opens_its_reason_in_one_click(client: Any) -> None:
    sign_in(client, actor(Role.LEADER))
    target = read_target()
    assert f'href="{reverse("targets:target", args=[target.pk])}#why"' in page(client, "list")
    fragment = client.get(reverse("targets:why", args=[target.pk]), **NARROW).content.decode()
    assert fragment.lstrip().startswith("<section")


def test_the_list_goes_out_as_excel(client: Any) -> None:
    sign_in(client, actor(Role.AUDITOR))
    target = read_target(name="专利申请量")
    TargetFactory(name="其他")
    content = client.get(reverse("targets:list"), {"export": "xlsx", "q": "专利"}).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    assert len(rows) == 2
    assert rows[1][1] == target.name


def test_a_target_on_a4_is_one_pdf(client: Any) -> None:
    sign_in(client, actor(Role.LEADER))
    response = client.get(reverse("targets:sheet", args=[read_target().pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_a_clerk_enters_a_figure_with_evidence(client: Any) -> None:
    target = read_target()
    sign_in(client, actor(Role.CLERK, units=[target.lead]))
    address = reverse("targets:reading", args=[target.pk])
    assert client.get(address).context["form"]["period"].value() == "2018-09-30"
    data = {"period": "2018-09-30", "value": "约９０", "note": "示例", "version": target.version}
    wrong = client.post(address, data | {"value": "许多"})
    assert wrong.status_code == 422
    assert "许多" in wrong.content.decode()
    evidence = SimpleUploadedFile("表.txt", "示例".encode())
    saved = client.post(address, data | {"file": evidence})
    assert saved.status_code in (303, 422)
    if saved.status_code == 422:  # plain text is no evidence that the house lets in
        assert "file" in saved.context["form"].errors
        assert Reading.objects.filter(target=target).count() == 8
        saved = client.post(address, data | {"file": SimpleUploadedFile("表.png", PNG)})
    assert saved.status_code == 303
    reading = Reading.objects.get(target=target, period=date(2018, 9, 30))
    assert reading.value == 90
    assert reading.evidence.count() == Attachment.objects.count() == 1


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082".replace(" ", "")
)


def test_the_second_person_is_told_and_loses_nothing_typed(client: Any) -> None:
    target = read_target()
    clerk = actor(Role.CLERK, units=[target.lead])
    sign_in(client, clerk)
    seen = target.version
    op.enter_reading(actor=clerk, target_id=target.pk, period=date(2018, 9, 30), value="88", now=NOW)
    data = {"period": "2018-09-30", "value": "91", "note": "我的说明", "version": seen}
    address = reverse("targets:reading", args=[target.pk])
    told = client.post(address, data)
    assert told.status_code == 422
    html = told.content.decode()
    assert "91" in html
    assert "我的说明" in html
    again = client.post(address, data | {"version": told.context["form"]["version"].value()})
    assert again.status_code == 422
    assert "88" in str(again.context["form"].errors["period"])
    assert clerk.label in str(again.context["form"].errors["period"])
    assert Reading.objects.get(target=target, period=date(2018, 9, 30), current=True).value == 88


def test_the_second_to_change_a_target_may_send_it_again(client: Any) -> None:
    target = read_target()
    office = actor(Role.OFFICE)
    sign_in(client, office)
    seen = target.version
    words = {"decision": "会议纪要（示例）", "reason": "口径调整"}
    op.change_target(actor=office, target_id=target.pk, changes={"name": "甲"}, now=NOW, **words)
    data = {
        "name": "乙",
        "value": "130",
        "due": "2018-12-31",
        "lead": target.lead_id,
        "version": seen,
        **words,
    }
    address = reverse("targets:change", args=[target.pk])
    told = client.post(address, data)
    assert told.status_code == 422
    assert Target.objects.get(pk=target.pk).name == "甲"
    again = client.post(address, data | {"version": told.context["form"]["version"].value()})
    assert again.status_code == 303
    assert Target.objects.get(pk=target.pk).name == "乙"


def test_the_second_to_edit_keeps_every_partner_chosen(client: Any) -> None:
    YearFactory(status="draft", fixed_at=None)
    target = TargetFactory()
    office = actor(Role.OFFICE)
    sign_in(client, office)
    seen, partners = target.version, [UnitFactory().pk, UnitFactory().pk]
    op.alter_target(actor=office, target_id=target.pk, changes={"name": "甲"}, now=NOW)
    data = {
        "name": "乙",
        "goal": target.goal_id,
        "measure": "cumulative",
        "op": ">=",
        "value": "9",
        "cycle": "monthly",
    }
    data |= {"partners": partners, "lead": target.lead_id, "version": seen}
    told = client.post(reverse("targets:alter", args=[target.pk]), data)
    assert told.status_code == 422
    assert [int(pk) for pk in told.context["form"]["partners"].value()] == partners
    assert int(told.context["form"]["version"].value()) == seen + 1


def test_a_correction_page(client: Any) -> None:
    target = read_target()
    sign_in(client, actor(Role.CLERK, units=[target.lead]))
    address = reverse("targets:correction", args=[target.pk, date(2018, 8, 31)])
    assert client.get(address).status_code == 200
    data = {"value": "79", "version": target.version}
    assert client.post(address, data).status_code == 422
    assert client.post(address, data | {"note": "重复计算"}).status_code == 303
    assert Reading.objects.get(target=target, period=date(2018, 8, 31), current=True).value == 79
    assert client.get(reverse("targets:correction", args=[target.pk, date(2018, 9, 30)])).status_code == 404


def test_statements_completion_and_one_click_for_nothing_new(client: Any) -> None:
    milestone = MilestoneFactory()
    sign_in(client, actor(Role.CLERK, units=[milestone.lead]))
    address = reverse("targets:statement", args=[milestone.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"version": milestone.version}).status_code == 422
    assert client.post(reverse("targets:unchanged", args=[milestone.pk])).status_code == 303
    milestone.refresh_from_db()
    done = {"text": "已签约", "done_on": "2018年9月27日", "version": milestone.version}
    assert client.post(address, done).status_code == 303
    milestone.refresh_from_db()
    assert milestone.done_on == date(2018, 9, 27)


def test_lists_of_standing_work(client: Any) -> None:
    work = StandingFactory()
    sign_in(client, actor(Role.CLERK, units=[work.lead]))
    address = reverse("targets:list_item", args=[work.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"kind": "problem", "text": "证照积压"}).status_code == 422
    data = {"kind": "problem", "text": "证照积压", "owner": work.lead_id, "due": "2018-09-20"}
    assert client.post(address, data).status_code == 303
    item = work.list_items.get()
    done = reverse("targets:line_done", args=[work.pk, item.pk])
    assert client.get(done).status_code == 200
    assert client.post(done, {"done_on": "2018-09-27", "result": "已办结"}).status_code == 303
    assert "证照积压" in page(client, "target", work.pk)


def test_the_office_changes_drops_and_reopens(client: Any) -> None:
    target = read_target()
    sign_in(client, actor(Role.OFFICE))
    change = reverse("targets:change", args=[target.pk])
    assert client.get(change).status_code == 200
    data = {
        "name": target.name,
        "value": "130",
        "due": "2018-12-31",
        "lead": target.lead_id,
        "decision": "会议纪要（示例）",
        "reason": "口径调整",
        "version": target.version,
    }
    assert client.post(change, data | {"reason": ""}).status_code == 422
    assert client.post(change, data).status_code == 303
    target.refresh_from_db()
    assert target.value == 130
    assert "口径调整" in page(client, "target", target.pk)
    drop = reverse("targets:drop", args=[target.pk])
    assert client.get(drop).status_code == 200
    assert client.post(drop, {"decision": "示例", "reason": "并入"}).status_code == 303
    milestone = MilestoneFactory(status="done", done_on=date(2018, 9, 1))
    reopen = reverse("targets:reopen", args=[milestone.pk])
    assert client.get(reopen).status_code == 200
    assert client.post(reopen, {"reason": "未生效"}).status_code == 303


def test_a_year_is_set_on_its_page(client: Any) -> None:
    year = YearFactory(status="draft", fixed_at=None)
    theme, unit = GoalFactory(year=year), UnitFactory()
    office = actor(Role.OFFICE)
    sign_in(client, office)
    new = reverse("targets:new_target", args=[2018])
    assert client.get(new).status_code == 200
    data = {
        "kind": "indicator",
        "name": "专利申请量",
        "goal": theme.pk,
        "measure": "cumulative",
        "op": ">=",
        "value": "1万",
        "unit": "件",
        "due": "2018-12-31",
        "cycle": "monthly",
    }
    assert client.post(new, data | {"measure": ""}).status_code == 422
    assert client.post(new, data).status_code == 303
    target = Target.objects.get()
    assert target.value == 10000
    assert client.post(reverse("targets:open_comments", args=[2018])).status_code == 303
    refused = client.post(reverse("targets:fix", args=[2018]), {"decision": "示例"})
    assert refused.status_code == 422
    alter = reverse("targets:alter", args=[target.pk])
    assert client.get(alter).status_code == 200
    target.refresh_from_db()
    assert client.post(alter, data | {"lead": unit.pk, "version": target.version}).status_code == 303
    clerk = actor(Role.CLERK, units=[unit])
    sign_in(client, clerk)
    comment = reverse("targets:comment", args=[target.pk])
    assert client.get(comment).status_code == 200
    assert client.post(comment, {"unit": unit.pk, "text": "偏高", "proposed_value": "9千"}).status_code == 303
    sign_in(client, office)
    remark = Comment.objects.get()
    answer = reverse("targets:answer", args=[2018, remark.pk])
    assert client.post(answer, {"accepted": "no", "answer": ""}).status_code == 422
    assert client.post(answer, {"accepted": "no", "answer": "按报告执行"}).status_code == 303
    assert client.post(reverse("targets:back_to_draft", args=[2018]), {"reason": ""}).status_code == 422
    assert client.post(reverse("targets:fix", args=[2018]), {"decision": "示例会议"}).status_code == 303
    year.refresh_from_db()
    assert year.status == "fixed"
    trajectory = reverse("targets:trajectory", args=[target.pk])
    assert client.get(trajectory).status_code == 200
    assert client.post(trajectory, {"kind": "typed"}).status_code == 422
    assert client.post(trajectory, {"kind": "typed", "2018-06-30": "3000"}).status_code == 303
    assert client.post(reverse("targets:close", args=[2018])).status_code == 303


def test_supervision_revises_the_rules(client: Any) -> None:
    sign_in(client, actor(Role.SUPERVISION))
    address = reverse("lights:revise")
    first = client.get(address)
    data = {name: first.context["form"][name].value() for name in first.context["form"].fields}
    data |= {"version": "2018-2", "reason": "收紧", "palette": "three"}
    assert client.post(address, data | {"yellow_from": "1.2"}).status_code == 422
    assert client.post(address, data | {"yellow_from": "0.95"}).status_code == 303
    assert "0.95" in client.get(reverse("lights:rules")).content.decode()


READING_DOORS = ("list", "tree")
ROW_DOORS = ("target", "why", "sheet")
OWNER_DOORS = ("reading", "statement", "list_item")
OFFICE_DOORS = ("change", "drop", "reopen", "alter", "trajectory")


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.GRID_STAFF])
def test_doors_closed_to_who_does_not_work_with_the_year(client: Any, role: Role) -> None:
    target = read_target()
    sign_in(client, actor(role))
    for name in READING_DOORS:
        assert client.get(reverse(f"targets:{name}")).status_code in (302, 403)
    for name in (*ROW_DOORS, *OWNER_DOORS, *OFFICE_DOORS):
        assert client.get(reverse(f"targets:{name}", args=[target.pk])).status_code in (302, 403, 404)


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        (Role.LEADER, (*OWNER_DOORS, *OFFICE_DOORS)),
        (Role.AUDITOR, (*OWNER_DOORS, *OFFICE_DOORS)),
        (Role.CLERK, OFFICE_DOORS),
        (Role.OFFICE, OWNER_DOORS),
    ],
)
def test_doors_closed_to_readers(client: Any, role: Role, closed: tuple[str, ...], now: datetime) -> None:
    target = read_target()
    sign_in(client, actor(role))
    for name in closed:
        assert client.get(reverse(f"targets:{name}", args=[target.pk])).status_code in (403, 404)
    before = Reading.objects.count()
    assert client.post(reverse("targets:unchanged", args=[target.pk])).status_code in (403, 404)
    assert Reading.objects.count() == before


def test_strangers_are_led_to_the_sign_in(client: Any) -> None:
    response = client.get(reverse("targets:list"))
    assert response.status_code == 302


def test_a_year_is_begun_from_nothing(client: Any) -> None:
    sign_in(client, actor(Role.OFFICE))
    assert reverse("targets:new_year") in page(client, "list")
    made = client.post(reverse("targets:new_year"), {"number": "2019", "zone": "示例高新区"})
    assert made["Location"] == reverse("targets:year", args=[2019])
    vision = {"kind": "vision", "name": "示例愿景", "parent": "", "horizon": "2025"}
    assert client.post(reverse("targets:new_goal", args=[2019]), vision).status_code == 303
    theme = {"kind": "theme", "name": "示例主题", "parent": str(Goal.objects.get().pk)}
    assert client.post(reverse("targets:new_goal", args=[2019]), theme).status_code == 303
    assert Goal.objects.get(name="示例主题").parent.name == "示例愿景"
    assert "示例主题" in page(client, "year", 2019)
    twice = client.post(reverse("targets:new_year"), {"number": "2019", "zone": "示例高新区"})
    assert twice.status_code == 422
    assert "2019" in str(twice.context["form"].errors["number"])


def test_a_goal_is_renamed_moved_and_taken_out(client: Any) -> None:
    sign_in(client, actor(Role.OFFICE))
    year = YearFactory(number=2019, status="draft", fixed_at=None)
    vision = GoalFactory(year=year, kind="vision", name="示例愿景")
    theme = GoalFactory(year=year, name="示例主题")
    address = reverse("targets:goal", args=[2019, theme.pk])
    moved = {"kind": "theme", "name": "改名的主题", "parent": str(vision.pk)}
    assert client.post(address, moved).status_code == 303
    theme.refresh_from_db()
    assert (theme.name, theme.parent) == ("改名的主题", vision)
    below = client.post(
        reverse("targets:goal", args=[2019, vision.pk]), moved | {"kind": "vision", "parent": str(theme.pk)}
    )
    assert below.status_code == 422
    assert below.context["form"].errors["parent"]
    assert client.post(reverse("targets:remove_goal", args=[2019, vision.pk])).status_code == 422
    assert client.post(reverse("targets:remove_goal", args=[2019, theme.pk])).status_code == 303
    assert list(Goal.objects.all()) == [vision]


def test_the_goals_of_a_fixed_year_stay(client: Any) -> None:
    sign_in(client, actor(Role.OFFICE))
    theme = GoalFactory()
    answer = client.post(
        reverse("targets:goal", args=[theme.year.number, theme.pk]), {"kind": "theme", "name": "改名"}
    )
    assert answer.status_code == 422
    theme.refresh_from_db()
    assert theme.name != "改名"
