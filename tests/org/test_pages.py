"""The directory in the browser."""

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories import (
    AppointmentFactory,
    DelegationFactory,
    PostFactory,
    UnitFactory,
    UserFactory,
    account,
    actor,
    sign_in,
)
from yipanqi.access.roles import Role
from yipanqi.org import panels
from yipanqi.org.models import Delegation, Post, Unit
from yipanqi.org.panels import Panel

pytestmark = pytest.mark.django_db
UNITS = [
    ["单位编码", "单位名称", "类型", "上级编码"],
    ["xz", "示例领导小组", "领导小组", ""],
    ["bb", "示例办", "领导小组办公室", "xz"],
]
POSTS = [["岗位编码", "单位编码", "岗位名称", "负责人"], ["bb-1", "bb", "示例主任", "是"]]


@pytest.fixture
def office(client):
    return sign_in(client, actor(Role.OFFICE))


def workbook(*sheets) -> SimpleUploadedFile:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name, rows in sheets:
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return SimpleUploadedFile("units.xlsx", target.getvalue())


def test_a_workbook_is_looked_at_and_then_imported(office):
    preview = office.post(reverse("org:import"), {"file": workbook(("单位", UNITS), ("岗位", POSTS))})
    assert Unit.objects.count() == 0
    assert "示例领导小组" in preview.content.decode()
    answer = office.post(reverse("org:apply_import"), {"carried": preview.context["carried"]})
    assert answer.status_code == 303
    assert Post.objects.get().unit.parent.code == "xz"


def test_mistakes_come_back_red_and_nothing_is_saved(office):
    wrong = [*UNITS, ["cc", "", "王国", "nowhere"]]
    preview = office.post(reverse("org:import"), {"file": workbook(("单位", wrong))})
    assert len(preview.context["faults"]) == 3
    assert (
        office.post(reverse("org:apply_import"), {"carried": preview.context["carried"]}).status_code == 422
    )
    assert Unit.objects.count() == 0
    red = office.post(reverse("org:import_mistakes"), {"carried": preview.context["carried"]})
    page = openpyxl.load_workbook(io.BytesIO(red.content)).active
    assert {page[cell].fill.fgColor.rgb for cell in ("B4", "C4", "D4")} == {"FFF8D7DA"}
    assert page["B2"].fill.fgColor.rgb != "FFF8D7DA"


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("units.xlsx", b"no workbook"),
        workbook(("别的", [["甲", "乙"], ["1", "2"]])),
        workbook(("空", [])),
    ],
    ids=["no workbook", "wrong sheet", "empty"],
)
def test_a_wrong_file_is_told_beside_the_field(office, file):
    file.seek(0)
    answer = office.post(reverse("org:import"), {"file": file})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_lines_that_were_not_previewed_are_not_imported(office):
    assert office.post(reverse("org:apply_import"), {"carried": "forged"}).status_code == 422


def test_a_unit_is_made_and_changed_on_the_page(office):
    words = {"code": "gh", "name": "示例规划局", "kind": "line", "valid_from": "2018-01-01", "order": "1"}
    office.post(reverse("org:new_unit"), words)
    unit = Unit.objects.get()
    url = reverse("org:change_unit", args=[unit.pk])
    assert office.post(url, words | {"name": "甲", "version": unit.version}).status_code == 303
    second = office.post(url, words | {"name": "乙", "version": unit.version})
    assert second.status_code == 422
    assert 'value="乙"' in second.content.decode()
    assert office.post(url, words | {"name": "乙", "version": unit.version + 1}).status_code == 303


def test_a_unit_is_handed_over_on_the_page(office):
    old, new = UnitFactory(), UnitFactory()
    words = {"successor": new.pk, "at": "2018-09-01", "reason": "示例：改革"}
    assert office.post(reverse("org:succeed_unit", args=[old.pk]), words).status_code == 303
    page = office.get(reverse("org:unit", args=[old.pk])).content.decode()
    assert new.name in page


def test_posts_are_made_and_changed_on_the_page(office):
    unit = UnitFactory()
    words = {"code": "p1", "title": "示例局长", "is_head": "on", "order": "0"}
    office.post(reverse("org:new_post", args=[unit.pk]), words)
    post = Post.objects.get()
    url = reverse("org:change_post", args=[post.pk])
    assert office.post(url, words | {"title": "示例主任", "version": post.version}).status_code == 303
    assert office.post(url, words | {"title": "又一个", "version": post.version}).status_code == 422
    assert Post.objects.get().title == "示例主任"


def test_the_security_administrator_appoints_on_the_page(client):
    security = sign_in(client, actor(Role.SECURITY_ADMIN))
    post, user = PostFactory(), UserFactory()
    security.post(reverse("org:appoint", args=[post.pk]), {"account": user.pk, "from_date": "2018-09-01"})
    held = post.appointments.get()
    page = security.get(reverse("org:unit", args=[post.unit_id])).content.decode()
    assert user.username in page
    security.post(reverse("org:end_appointment", args=[held.pk]))
    held.refresh_from_db()
    assert held.to_date is not None


def test_a_stand_in_is_named_and_withdrawn_on_the_page(client, time_machine):
    time_machine.move_to("2018-09-28 02:00:00+00:00")
    unit, user = UnitFactory(), UserFactory()
    head = sign_in(client, actor(Role.UNIT_HEAD, units=[unit]))
    words = {"taker": user.pk, "from_date": "2018-09-28", "until": "2018-10-08", "reason": "示例：出差"}
    assert head.post(reverse("org:give_delegation"), words).status_code == 303
    given = Delegation.objects.get()
    assert str(user) in head.get(reverse("org:delegations")).content.decode()
    head.post(reverse("org:withdraw_delegation", args=[given.pk]))
    given.refresh_from_db()
    assert given.withdrawn_at is not None


def test_a_wrong_stand_in_keeps_what_was_typed(client):
    head = sign_in(client, actor(Role.UNIT_HEAD, units=[UnitFactory()]))
    words = {
        "taker": UserFactory().pk,
        "from_date": "2018-09-28",
        "until": "2018-09-01",
        "reason": "示例：出差",
    }
    answer = head.post(reverse("org:give_delegation"), words)
    assert answer.status_code == 422
    assert "示例：出差" in answer.content.decode()


def test_later_rooms_hang_panels_on_a_unit(office, monkeypatch):
    monkeypatch.setattr(panels, "_providers", [])
    panel = Panel("示例面板", "web/components/empty.html", {"list": []})
    panels.register(lambda actor, unit_id, now: panel, lambda actor, unit_id, now: None)
    page = office.get(reverse("org:unit", args=[UnitFactory().pk])).content.decode()
    assert page.count("示例面板") == 1


def test_the_page_of_a_unit_takes_few_queries(office, django_assert_max_num_queries):
    unit = UnitFactory(parent=UnitFactory())
    for _ in range(5):
        DelegationFactory(giver=AppointmentFactory(post=PostFactory(unit=unit)).user)
    with django_assert_max_num_queries(17):  # one of them the panel of supervision
        office.get(reverse("org:unit", args=[unit.pk]))


def test_ended_units_show_when_asked(office):
    UnitFactory(name="示例旧局", valid_to=date(2018, 2, 1))
    assert "示例旧局" not in office.get(reverse("org:units")).content.decode()
    assert "示例旧局" in office.get(reverse("org:units"), {"ended": "1"}).content.decode()


def test_a_reader_finds_no_buttons(client):
    leader = sign_in(client, actor(Role.LEADER))
    unit = UnitFactory()
    page = leader.get(reverse("org:unit", args=[unit.pk])).content.decode()
    assert reverse("org:change_unit", args=[unit.pk]) not in page
    assert account(actor()).username
