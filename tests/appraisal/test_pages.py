"""The pages of the room: every one opens, a year is appraised in three clicks, each number opens its fact."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from appraisal.factories import (
    commended,
    computed,
    frozen,
    led_target,
    objection_of,
    office,
    opened,
    scheme,
    sheet_of,
)
from factories import NOW, UnitFactory, actor, sign_in
from targets.factories import MilestoneFactory, YearFactory
from yipanqi.access.roles import Role
from yipanqi.appraisal import operations as op
from yipanqi.appraisal.default import default_rules
from yipanqi.appraisal.models import Commendation, Objection, Round, Scheme, Sheet
from yipanqi.appraisal.presenting import fact_address
from yipanqi.appraisal.transitions import RoundStatus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _present() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Any, name: str, *args: Any, status: int = 200) -> str:
    response = client.get(reverse(f"appraisal:{name}", args=args))
    assert response.status_code == status
    return str(response.content.decode())


def everything() -> tuple[Round, Sheet]:
    """A frozen round over the default rules with an objection, and a second version of the scheme."""
    target = led_target([5, 10, 15, 20, 25, 30, 35, 40, 45])
    MilestoneFactory(lead=target.lead, due="2018-06-30", done_on="2018-07-20")
    made = frozen(*default_rules())
    sheet = sheet_of(made, target.lead)
    head = actor(Role.UNIT_HEAD, units=[target.lead])
    op.raise_objection(actor=head, sheet_id=sheet.pk, rule="targets", text="示例：少计一项", now=NOW)
    return made, sheet


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_to_look_at(client: Any, language: str) -> None:
    sign_in(client, office())
    client.cookies["yipanqi_language"] = language
    for name in ("rounds", "schemes", "objections", "new_scheme", "new_round"):
        YearFactory()
        page(client, name)
    made, sheet = everything()
    second = scheme(*default_rules()[:-1])
    for name, args in (
        ("rounds", ()),
        ("round", (made.pk,)),
        ("check", (made.pk,)),
        ("commendations", (made.pk,)),
        ("sheet", (sheet.pk,)),
        ("objections", ()),
        ("schemes", ()),
        ("scheme", (second.pk,)),
        ("difference", (made.scheme_id, second.pk)),
        ("new_round", ()),
    ):
        assert "style=" not in page(client, name, *args)


def test_the_year_is_scored_frozen_and_its_objections_opened_in_three_clicks(client: Any) -> None:
    sign_in(client, office())
    led_target()
    made = opened()
    home = page(client, "rounds")
    address, lock = re.search(
        r'action="(/appraisal/\d+/compute/)".*?name="lock" value="(\d+)"', home, re.S
    ).groups()  # type: ignore[union-attr]
    scored = client.post(address, {"lock": lock}, follow=True).content.decode()
    address, lock = re.search(
        r'action="(/appraisal/\d+/freeze/)".*?name="lock" value="(\d+)"', scored, re.S
    ).groups()  # type: ignore[union-attr]
    published = client.post(address, {"lock": lock}, follow=True).content.decode()
    assert Round.objects.get(pk=made.pk).status == RoundStatus.FROZEN
    queue = reverse("appraisal:objections")
    assert f'href="{queue}"' in published
    assert client.get(queue).status_code == 200


def test_every_number_of_a_sheet_opens_its_fact(client: Any) -> None:
    sign_in(client, actor(Role.AUDITOR))
    target = led_target()
    made = computed()
    html = page(client, "sheet", sheet_of(made, target.lead).pk)
    assert f'href="{reverse("targets:target", args=[target.pk])}"' in html
    assert "100 × 1 = 100" in html


@pytest.mark.parametrize("kind", ["targets.target", "projects.project", "plans.activity", "assignments.item"])
def test_every_kind_of_fact_has_its_page(kind: str) -> None:
    assert fact_address(kind, "7/A10" if kind == "plans.activity" else "7").startswith("/")
    assert fact_address("no.such", "7") == ""


def test_two_who_pressed_the_same_button_are_told_and_computed_once(client: Any) -> None:
    sign_in(client, office())
    led_target()
    made = opened()
    address = reverse("appraisal:compute", args=[made.pk])
    client.post(address, {"lock": made.lock})
    told = client.post(address, {"lock": made.lock}, follow=True)
    assert Round.objects.get().lock == made.lock + 1
    assert 'class="note bad"' in told.content.decode()


def rows_of(rules: int, **cells: str) -> dict[str, str]:
    """A posted scheme of one rule, with the cells given."""
    empty = {
        f"r{n}-{name}": ""
        for n in range(rules)
        for name in ("name", "source", "weight", "cap", "step", "limit")
    }
    grades = {f"g{n}-{name}": "" for n in range(6) for name in ("name", "begins")}
    head = {
        "rows": str(rules),
        "name": "示例办法",
        "reason": "示例",
        "objection_days": "3",
        "decision_days": "10",
    }
    more = {
        "late": "0.5",
        "empty": "leave_out",
        "g0-name": "优秀",
        "g0-begins": "90",
        "g1-name": "其他",
        "g1-begins": "0",
    }
    return empty | grades | head | more | {name.replace("_", "-", 1): text for name, text in cells.items()}


def test_a_scheme_that_does_not_weigh_100_names_its_sum_and_keeps_what_was_typed(client: Any) -> None:
    sign_in(client, office())
    typed = rows_of(2, r0_name="年度目标任务", r0_source="targets.indicators", r0_weight="９５")
    told = client.post(reverse("appraisal:new_scheme"), typed)
    assert told.status_code == 422
    html = told.content.decode()
    assert "权重合计为95，不是100。" in html
    assert "年度目标任务" in html
    assert not Scheme.objects.exists()
    saved = client.post(reverse("appraisal:new_scheme"), typed | {"r0-weight": "100"})
    assert saved.status_code == 303
    made = Scheme.objects.get()
    assert (made.version, [rule["key"] for rule in made.rules]) == (1, ["r1"])


def test_a_wrong_cell_is_told_beside_it(client: Any) -> None:
    sign_in(client, office())
    words = {
        "r0_source": "targets.indicators",
        "r1_name": "节点",
        "r1_source": "plans.nodes",
        "r1_weight": "二",
    }
    told = client.post(reverse("appraisal:new_scheme"), rows_of(3, r0_name="目标", r0_weight="100", **words))
    assert told.status_code == 422
    assert told.context["form"].rows[1].errors["weight"]
    also = rows_of(3, r0_name="目标", r0_source="targets.indicators", r0_weight="100", r1_name="节点")
    told = client.post(reverse("appraisal:new_scheme"), also)
    assert told.context["form"].rows[1].errors["source"]
    assert not Scheme.objects.exists()


def test_adding_up_saves_nothing(client: Any) -> None:
    sign_in(client, office())
    typed = rows_of(2, r0_name="目标", r0_source="targets.indicators", r0_weight="40", r1_weight="2.5")
    shown = client.post(reverse("appraisal:new_scheme"), typed | {"sum": "1"})
    assert shown.status_code == 200
    assert shown.context["form"].sum == Decimal("42.5")
    assert not Scheme.objects.exists()


def test_the_next_version_begins_with_the_last_one(client: Any) -> None:
    sign_in(client, office())
    first = scheme(*default_rules())
    form = client.get(reverse("appraisal:new_scheme"), {"from": first.pk}).context["form"]
    assert form.head["name"].value() == first.name
    assert form.sum == 100
    assert [row["key"].value() for row in form.rows if row["key"].value()] == [
        rule["key"] for rule in first.rules
    ]
    assert client.get(reverse("appraisal:new_scheme"), {"from": "x" * 30}).status_code == 200


def test_a_round_is_proposed_without_typing(client: Any) -> None:
    sign_in(client, office())
    YearFactory()
    scheme()
    form = client.get(reverse("appraisal:new_round")).context["form"]
    data = {name: form[name].value() for name in form.fields}
    assert client.post(reverse("appraisal:new_round"), data).status_code == 303
    again = client.post(reverse("appraisal:new_round"), data)
    assert again.status_code == 422
    assert again.context["form"].errors["name"]
    assert Round.objects.count() == 1


def test_a_unit_sees_its_own_sheet_before_and_all_after_publication(client: Any) -> None:
    target, other = led_target(), led_target()
    made = computed()
    own, others = sheet_of(made, target.lead), sheet_of(made, other.lead)
    sign_in(client, actor(Role.CLERK, units=[target.lead]))
    page(client, "sheet", own.pk)
    page(client, "sheet", others.pk, status=404)
    assert other.lead.name not in page(client, "round", made.pk)
    op.freeze_round(actor=office(), round_id=made.pk, now=NOW)
    page(client, "sheet", others.pk)
    assert other.lead.name in page(client, "round", made.pk)


def test_the_ranking_goes_out_as_a_workbook_with_every_rule(client: Any) -> None:
    sign_in(client, actor(Role.LEADER))
    target = led_target()
    made = computed(*default_rules())
    content = client.get(reverse("appraisal:round", args=[made.pk]), {"export": "xlsx"}).content
    head, row = openpyxl.load_workbook(io.BytesIO(content)).active.values
    named = {rule["name"] for rule in made.scheme.rules if not rule["veto"]}
    assert named <= set(head)
    assert row[1] == target.lead.name


def test_a_clerk_objects_and_the_office_answers(client: Any) -> None:
    target = led_target()
    made = frozen()
    sheet = sheet_of(made, target.lead)
    sign_in(client, actor(Role.CLERK, units=[target.lead]))
    address = reverse("appraisal:object", args=[sheet.pk, "targets"])
    assert f'href="{address}"' in page(client, "sheet", sheet.pk)
    empty = client.post(address, {"text": " "})
    assert empty.status_code == 422
    assert empty.context["form"].errors["text"]
    assert client.post(address, {"text": "示例：少计一项"}).status_code == 303
    twice = client.post(address, {"text": "示例：再说一次"})
    assert twice.status_code == 422
    assert "示例：再说一次" in twice.content.decode()
    raised = Objection.objects.get()
    sign_in(client, office())
    nothing = client.post(reverse("appraisal:reject", args=[raised.pk]), {"note": "", "lock": raised.version})
    assert nothing.status_code == 422
    uphold = reverse("appraisal:uphold", args=[raised.pk])
    assert client.post(uphold, {"note": "9月少计", "lock": raised.version}).status_code == 303
    late = client.post(uphold, {"note": "我的说明", "lock": raised.version})
    assert late.status_code == 422
    assert Round.objects.get().status == RoundStatus.OPEN


def test_a_reason_is_asked_to_unfreeze_and_kept_on_the_page(client: Any) -> None:
    sign_in(client, office())
    led_target()
    made = frozen()
    address = reverse("appraisal:unfreeze", args=[made.pk])
    told = client.post(address, {"note": "", "lock": made.lock})
    assert told.status_code == 422
    assert client.post(address, {"note": "示例：更正事实", "lock": made.lock}).status_code == 303
    assert Round.objects.get().status == RoundStatus.OPEN


def test_the_commendation_list_is_filled_and_printed(client: Any) -> None:
    target = led_target()
    line = commended(target.lead)
    sign_in(client, office())
    address = reverse("appraisal:commendations", args=[line.round_id])
    wrong = client.post(address, {"unit": target.lead_id, "title": line.title, "reason": "示例"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["title"]
    more = {"unit": target.lead_id, "title": "改革创新奖", "reason": "示例", "subsidy": "1万"}
    assert client.post(address, more).status_code == 303
    assert Commendation.objects.latest("pk").subsidy == 10_000
    word = client.get(reverse("appraisal:commendations_docx", args=[line.round_id])).content
    body = ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    assert target.lead.name in body
    assert "50,000" in body
    printed = client.get(reverse("appraisal:commendations_pdf", args=[line.round_id]))
    assert printed.content.startswith(b"%PDF")


def test_a_leader_confirms_by_one_button(client: Any) -> None:
    led_target()
    made = frozen()
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        sign_in(client, actor(Role.LEADER))
        address = reverse("appraisal:finish", args=[made.pk])
        assert f'action="{address}"' in page(client, "round", made.pk)
        client.post(address, {"lock": made.lock})
    assert Round.objects.get().status == RoundStatus.FINAL


def test_an_objection_stands_on_the_sheet_of_its_unit_alone(client: Any) -> None:
    target = led_target()
    raised = objection_of(target.lead)
    sheet = sheet_of(raised.round, target.lead)
    sign_in(client, actor(Role.UNIT_HEAD, units=[target.lead]))
    assert raised.text in page(client, "sheet", sheet.pk)
    sign_in(client, actor(Role.UNIT_HEAD, units=[UnitFactory()]))
    assert raised.text not in page(client, "sheet", sheet.pk)
    assert raised.text not in page(client, "objections")
