"""The pages: an agenda in one click, an answer in two, a date tried on the wall, a decision, the minutes on paper."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultations.factories import clerk, convener, project_office, session_of, submitted_plan
from factories import NOW, UnitFactory, actor, sign_in
from targets.factories import YearFactory
from yipanqi.access.actor import Actor
from yipanqi.access.roles import Role
from yipanqi.consultations.models import Conflict, Decision, Opinion, Session
from yipanqi.consultations.queries import minutes_document
from yipanqi.exchange.official import to_docx
from yipanqi.foundation import clock
from yipanqi.org.models import Unit
from yipanqi.plans.models import Plan

pytestmark = pytest.mark.django_db

DUE = date(2018, 10, 26)


@pytest.fixture(autouse=True)
def _the_moment(_clock_as_the_machine: None) -> None:
    """The pages read the clock: it stands where the tests play."""
    clock.set_offset(NOW - clock.now())


def late_plan(unit: Unit | None = None) -> Plan:
    """Five working days late."""
    return submitted_plan(unit or UnitFactory(), "A 12\nB 8 A", name="示例甲", due=DUE)


def signed_in(who: Actor) -> Client:
    """A client of this person."""
    return sign_in(Client(), who)


def found(session: Session) -> Conflict:
    """The late plan's conflict."""
    return Conflict.objects.get(session=session, rule="negative_float")


def page_of(name: str, *args: int) -> str:
    """An address of the room."""
    return reverse(f"consultations:{name}", args=args)


def test_opening_a_session_leads_straight_to_its_agenda() -> None:
    plan = late_plan()
    client = signed_in(convener())
    form = {"title": "示例会商", "planned_for": "2018-10-10", "plans": [plan.pk]}
    answer = client.post(page_of("new"), form)
    assert answer.status_code == 303
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "示例甲2018-11-02完成，而期限是2018-10-26" in shown.replace('<span class="num">', "").replace(
        "</span>", ""
    )
    assert found(Session.objects.get()).days == 5


def test_a_wrong_session_comes_back_with_what_was_typed() -> None:
    YearFactory()
    answer = signed_in(convener()).post(page_of("new"), {"title": "示例会商", "planned_for": "2018-01-01"})
    assert answer.status_code == 422
    assert "示例会商" in answer.content.decode()
    assert Session.objects.count() == 0


def test_a_clerk_accepts_with_one_button_of_the_own_page() -> None:
    plan = late_plan()
    session = session_of([plan], until="opinions")
    client = signed_in(clerk(plan.owner))
    assert page_of("opinion", found(session).pk) in client.get(page_of("mine")).content.decode()
    answer = client.post(page_of("opinion", found(session).pk), {"answer": "accept", "unit": plan.owner_id})
    assert answer.status_code == 303
    assert Opinion.objects.get().accepts
    assert found(session).status == "agreed"


def test_a_clerk_names_another_date_and_must_say_why() -> None:
    plan = late_plan()
    session = session_of([plan], until="opinions")
    client = signed_in(clerk(plan.owner))
    address = page_of("opinion", found(session).pk)
    assert 'value="2018-11-02"' in client.get(address).content.decode()
    said = {"answer": "other", "unit": plan.owner_id, "proposed": "2018-11-09", "reason": ""}
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert 'value="2018-11-09"' in refused.content.decode()
    assert client.post(address, said | {"reason": "示例原因"}).status_code == 303
    assert Opinion.objects.get().proposed == date(2018, 11, 9)


def test_a_leader_tries_a_date_and_decides_it() -> None:
    plan = late_plan()
    session = session_of([plan], until="in_session")
    conflict = found(session)
    client = signed_in(actor(Role.LEADER))
    wall = client.get(page_of("meeting", session.pk))
    assert wall.context["how"] == "remedy"
    tried = {"conflict": conflict.pk, "how": "date", "place": f"due:{plan.pk}/", "day": "2018-11-09"}
    part = client.get(page_of("meeting", session.pk), tried, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert page_of("settle", conflict.pk) in part
    shown = client.get(page_of("meeting", session.pk), tried)
    [effect] = shown.context["effect"].plans
    assert (effect.float_before, effect.float_after) == (-5, 5)
    assert Plan.objects.get().due == DUE
    form = {name: shown.context["form"][name].value() for name in shown.context["form"].fields}
    assert form["text"] == "示例甲 计划完成期限：2018-11-09。"
    answer = client.post(
        page_of("settle", conflict.pk), {name: value for name, value in form.items() if value is not None}
    )
    assert answer.status_code == 303
    assert Plan.objects.get().due == date(2018, 11, 9)
    assert Decision.objects.get().text == form["text"]


def test_a_decision_that_comes_too_late_keeps_what_was_typed() -> None:
    plan = late_plan()
    session = session_of([plan], until="in_session")
    conflict = found(session)
    form = {
        "how": "date",
        "place": f"due:{plan.pk}/",
        "day": "2018-11-09",
        "base": f"{plan.pk}:{plan.draft_id + 99}",
        "version": conflict.version,
        "text": "示例：延期一周",
    }
    answer = signed_in(convener()).post(page_of("settle", conflict.pk), form)
    assert answer.status_code == 422
    assert "示例：延期一周" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_nonsense_on_the_wall_is_answered_with_a_sentence() -> None:
    session = session_of([late_plan()], until="in_session")
    client = signed_in(actor(Role.LEADER))
    for asked in (
        {"how": "date", "place": "due:99/", "day": "2018-11-09"},
        {"how": "date", "place": "x", "day": "2018-11-09"},
        {"how": "date", "place": "due:1/A", "day": "nonsense"},
        {"how": "strange"},
        {"conflict": "x"},
    ):
        assert client.get(page_of("meeting", session.pk), asked).status_code == 200
    assert client.get(page_of("meeting", session.pk), {"conflict": 99}).status_code == 404


def test_putting_off_needs_its_reason() -> None:
    session = session_of([late_plan()], until="in_session")
    client = signed_in(convener())
    address = page_of("put_off", found(session).pk)
    assert client.post(address, {"note": ""}).status_code == 422
    assert client.post(address, {"note": "示例原因"}).status_code == 303
    assert found(session).status == "put_off"


def test_the_project_office_freezes_the_baseline_from_the_sessions_page() -> None:
    plan = late_plan()
    session = session_of([plan], until="in_session")
    client = signed_in(project_office())
    assert page_of("decide", session.pk) in client.get(page_of("session", session.pk)).content.decode()
    assert client.post(page_of("decide", session.pk), {"version": session.version}).status_code == 303
    plan.refresh_from_db()
    assert plan.baseline is not None
    again = client.post(page_of("decide", session.pk), {"version": session.version})
    assert again.status_code == 422


def test_the_minutes_go_out_as_word_and_pdf() -> None:
    session = session_of([late_plan()], until="decided")
    client = signed_in(convener())
    word = client.get(page_of("minutes_docx", session.pk))
    assert word.content[:2] == b"PK"
    assert client.get(page_of("minutes_pdf", session.pk)).content[:5] == b"%PDF-"
    document = minutes_document(convener(), session.pk, NOW)
    assert document.title == "示例会商纪要"
    assert any("示例甲" in getattr(block, "text", "") for block in document.blocks)
    assert to_docx(document)[:2] == b"PK"


def test_there_are_no_minutes_before_the_session_is_decided() -> None:
    session = session_of([late_plan()], until="in_session")
    assert signed_in(convener()).get(page_of("minutes_docx", session.pk)).status_code == 404


def test_the_list_opens_the_wall_for_those_at_the_table() -> None:
    session = session_of([late_plan()], until="in_session")
    wall = page_of("meeting", session.pk)
    assert wall in signed_in(actor(Role.LEADER)).get(page_of("list")).content.decode()
    assert wall not in signed_in(clerk(UnitFactory())).get(page_of("list")).content.decode()


def test_plans_that_moved_on_since_the_search_are_counted() -> None:
    plan = late_plan()
    session = session_of([plan], until="in_session")
    client = signed_in(convener())
    said = "此后1个计划有新进展"
    assert said not in client.get(page_of("session", session.pk)).content.decode()
    Plan.objects.filter(pk=plan.pk).update(fact_at=NOW + timedelta(minutes=1))
    assert said in client.get(page_of("session", session.pk)).content.decode()


def test_the_wall_says_that_a_search_is_of_an_earlier_day() -> None:
    session = session_of([late_plan()], until="in_session")
    client, said = signed_in(convener()), "下面按今天的情况试算"
    assert said not in client.get(page_of("meeting", session.pk)).content.decode()
    Session.objects.filter(pk=session.pk).update(found_at=NOW - timedelta(days=2))
    assert said in client.get(page_of("meeting", session.pk)).content.decode()


def test_a_later_decision_is_recorded_on_its_own_page() -> None:
    plan = late_plan()
    session = session_of([plan], until="decided")
    plan.refresh_from_db()
    client = signed_in(convener())
    assert (
        page_of("later_plan", session.pk, plan.pk)
        in client.get(page_of("later", session.pk)).content.decode()
    )
    address = page_of("later_plan", session.pk, plan.pk)
    form = {"key": "B", "field": "duration", "text": "示例：雨季顺延", "base": plan.baseline_id}
    wrong = client.post(address, form)
    assert wrong.status_code == 422
    assert client.post(address, form | {"days": "12"}).status_code == 303
    assert Decision.objects.get(conflict=None).changes[0]["after"] == 12
    assert "示例：雨季顺延" in client.get(page_of("session", session.pk)).content.decode()


@pytest.mark.parametrize("until", ["preparing", "opinions", "in_session", "decided"])
def test_a_session_is_shown_in_every_state_and_language(until: str) -> None:
    session = session_of([late_plan()], until=until)
    client = signed_in(convener())
    for language in ("zh-hans", "en"):
        client.cookies["yipanqi_language"] = language
        assert client.get(page_of("session", session.pk)).status_code == 200
        assert client.get(page_of("list")).status_code == 200


def test_the_agenda_takes_as_many_queries_however_long_it_is(django_assert_max_num_queries) -> None:
    session = session_of([late_plan(), *(submitted_plan(UnitFactory(), "C 4 -") for _ in range(4))])
    client = signed_in(convener())
    address = page_of("session", session.pk)
    client.get(address)
    with django_assert_max_num_queries(40):
        client.get(address)


def test_the_nav_leads_to_the_session_at_hand_and_to_the_list_without_one() -> None:
    client = signed_in(convener())
    YearFactory()
    assert client.get(page_of("at_hand")).headers["Location"] == page_of("list")
    session_of([late_plan()], until="decided")
    assert client.get(page_of("at_hand")).headers["Location"] == page_of("list")
    open_one = session_of([late_plan()])
    assert client.get(page_of("at_hand")).headers["Location"] == page_of("session", open_one.pk)
