"""The way of letters and items by the pages: each role does its part."""

import pytest
from django.test import Client

from assignments.factories import clerk, decided_session, extension_of, head, item_of, leader, office
from factories import NOW, UnitFactory, account
from yipanqi.access.actor import Actor
from yipanqi.assignments import operations as op
from yipanqi.assignments.models import Extension, Item, Letter

pytestmark = pytest.mark.django_db


def as_(who: Actor) -> Client:
    client = Client()
    client.force_login(account(who))
    return client


def test_draft_issue_and_sign():
    session, one, _ = decided_session()
    client, address = as_(office()), f"/assignments/session/{session.pk}/"
    assert "每单位草拟一份" in client.get(address).content.decode()
    client.post(f"{address}draft/")
    client.post(f"{address}issue/")
    letter = Letter.objects.get(unit=one.owner)
    assert letter.number in client.get(address).content.decode()
    unit = as_(clerk(one.owner))
    assert letter.number in unit.get("/assignments/").content.decode()
    page = unit.get(f"/assignments/letters/{letter.pk}/").content.decode()
    assert "示例甲计划：示例A" in page
    assert "签收" in page
    unit.post(f"/assignments/letters/{letter.pk}/sign/", {"version": letter.version})
    letter.refresh_from_db()
    assert letter.status == "signed"


def test_a_second_draft_says_why_it_is_refused():
    session, _, _ = decided_session()
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    page = as_(office()).post(f"/assignments/session/{session.pk}/draft/", follow=True).content.decode()
    assert "已全部交办，不重复交办" in page
    assert Letter.objects.count() == 2


def test_a_request_that_is_wrong_keeps_what_was_typed():
    unit = UnitFactory()
    item = item_of(unit)
    typed = {"until": item.due.isoformat(), "reason": "示例理由甲", "progress": "示例进展"}
    answer = as_(clerk(unit)).post(f"/assignments/items/{item.pk}/extension/", typed)
    assert answer.status_code == 422
    assert "示例理由甲" in answer.content.decode()
    assert not Extension.objects.exists()


def test_a_request_passes_head_supervision_and_leader():
    unit = UnitFactory()
    asked = extension_of(unit, "asked")
    for who, step in ((head(unit), "endorse"), (office(), "review"), (leader(), "approve")):
        client = as_(who)
        assert "示例理由" in client.get("/assignments/").content.decode()
        client.post(f"/assignments/extensions/{asked.pk}/{step}/")
    item = Item.objects.get(pk=asked.item_id)
    assert item.extended_to == asked.asked_until
    page = as_(clerk(unit)).get(f"/assignments/items/{item.pk}/").content.decode()
    assert f"{item.due:%Y-%m-%d} → {asked.asked_until:%Y-%m-%d}" in page
    assert "已批准延期" in page


def test_an_item_shows_its_light_and_its_steps():
    unit = UnitFactory()
    item = item_of(unit, status="assigned")
    op.recompute_items(NOW, item_ids=[item.pk])
    client = as_(clerk(unit))
    assert "接办" in client.get(f"/assignments/items/{item.pk}/").content.decode()
    client.post(f"/assignments/items/{item.pk}/take_in_hand/", {"version": item.version})
    item.refresh_from_db()
    assert item.status == "in_hand"


def test_a_return_without_reason_is_refused_in_words():
    unit = UnitFactory()
    item = item_of(unit, status="assigned")
    address = f"/assignments/items/{item.pk}/ask_return/"
    page = as_(clerk(unit)).post(address, {"version": item.version}, follow=True)
    assert page.status_code == 200
    item.refresh_from_db()
    assert item.status == "assigned"
