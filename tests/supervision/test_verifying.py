"""An item is struck off by its effect, or goes back with what was found; two who look at once do it once."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories import NOW, UnitFactory, sign_in
from races import at_once
from supervision.factories import clerk, item_of, leader, office
from yipanqi.access.actor import Actor
from yipanqi.assignments.models import Item
from yipanqi.assignments.transitions import ItemStatus
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import Invalid, LostRace, MoveRefused, NotAllowed, NotFound
from yipanqi.supervision import operations as op
from yipanqi.supervision.models import Verification
from yipanqi.supervision.queries.verifying import items_to_verify
from yipanqi.targets.operations import NewFile

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DONE = date(2018, 9, 20)


def reported() -> Item:
    """Reported done on the 20th of September."""
    return item_of(UnitFactory(), status=ItemStatus.REPORTED, done_on=DONE, result="示例：已建成")


def look(now: datetime, item: Item, outcome: str = "confirmed", who: Actor | None = None, **more: Any) -> Any:
    given = {"how": "现场", "found": "示例：属实"} | more
    return op.verify_item(actor=who or office(), item_id=item.pk, outcome=outcome, now=now, **given)


def test_a_confirmed_effect_strikes_the_item_off(now: datetime) -> None:
    item = reported()
    assert [row.pk for row in items_to_verify(office(), item.letter.session.year_id)] == [item.pk]
    made = look(now, item, files=[NewFile("照片说明.txt", "示例".encode())])
    item.refresh_from_db()
    assert item.status == ItemStatus.CLOSED
    assert made.evidence.count() == 1
    assert items_to_verify(office(), item.letter.session.year_id) == ()
    actions = Event.objects.filter(subject_kind="assignments.item").order_by("id")
    assert [event.action for event in actions] == ["assignments.verify", "assignments.close"]


def test_what_does_not_hold_goes_back_with_what_was_found_and_can_be_reported_again(now: datetime) -> None:
    item = reported()
    look(now, item, "sent_back", found="示例：现场未见")
    item.refresh_from_db()
    assert (item.status, item.sent_back, item.done_on) == (ItemStatus.SENT_BACK, 1, None)
    Item.objects.filter(pk=item.pk).update(status=ItemStatus.REPORTED, done_on=DONE)
    [row] = items_to_verify(office(), item.letter.session.year_id)
    assert (row.sent_back, [one.found for one in row.looks]) == (1, ["示例：现场未见"])


def test_only_what_was_reported_by_those_who_verify_with_words(now: datetime) -> None:
    item = reported()
    for words in ({"how": " "}, {"found": ""}, {"found": "示" * 301}):
        with pytest.raises(Invalid):
            look(now, item, **words)
    with pytest.raises(Invalid):
        look(now, item, "perhaps")
    for who in (leader(), clerk(item.unit)):
        with pytest.raises(NotAllowed):
            look(now, item, who=who)
    with pytest.raises(LostRace):
        look(now, item, version=item.version + 1)
    with pytest.raises(MoveRefused):
        look(now, item_of(UnitFactory()))
    with pytest.raises(NotFound):
        op.verify_item(actor=office(), item_id=0, outcome="confirmed", how="现场", found="示例", now=now)
    assert Verification.objects.count() == 0
    item.refresh_from_db()
    assert item.status == ItemStatus.REPORTED


def test_the_page_of_the_look(client: Any) -> None:
    with time_machine.travel(NOW, tick=False):
        item = reported()
        sign_in(client, office())
        address = reverse("supervision:verify", args=[item.pk])
        assert "示例：已建成" in client.get(address).content.decode()
        refused = client.post(address, {"how": "现场", "found": "", "outcome": "confirmed", "version": 1})
        assert refused.status_code == 422
        file = SimpleUploadedFile("说明.txt", "示例".encode())
        data = {"how": "现场", "found": "示例", "outcome": "sent_back", "version": item.version, "file": file}
        assert client.post(address, data).status_code == 303
        item.refresh_from_db()
        assert item.status == ItemStatus.SENT_BACK


@pytest.mark.django_db(transaction=True)
def test_two_looks_at_once_end_as_one(now: datetime) -> None:
    item = reported()
    hands = [office() for _ in range(4)]

    def see(hand: Actor, outcome: str) -> Callable[[], object]:
        return lambda: look(now, item, outcome, hand)

    outcomes = at_once(*(see(hand, ("confirmed", "sent_back")[n % 2]) for n, hand in enumerate(hands)))
    assert outcomes.count("done") == 1
    assert Verification.objects.count() == 1
