"""Many at once on both databases: one winner, one event."""

import pytest
from django.db import transaction

from assignments.factories import clerk, decided_session, extension_of, item_of, leader, office
from factories import NOW, UnitFactory
from races import at_once, one_winner
from yipanqi.assignments import operations as op
from yipanqi.assignments.models import Item, Letter
from yipanqi.audit.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
MANY = 6


def test_a_letter_is_signed_once():
    unit = UnitFactory()
    letter, who = item_of(unit).letter, clerk(unit)
    one_winner(at_once(*[lambda: op.sign_letter(actor=who, letter_id=letter.pk, now=NOW)] * MANY))
    assert Event.objects.filter(action="assignments.sign").count() == 1


def test_an_extension_is_decided_once():
    asked, who = extension_of(UnitFactory(), "reviewed"), leader()
    one_winner(at_once(*[lambda: op.approve_extension(actor=who, extension_id=asked.pk, now=NOW)] * MANY))
    assert Event.objects.filter(action="assignments.approve").count() == 1


def test_letters_are_drafted_once():
    session, _, _ = decided_session()
    who = office()
    one_winner(at_once(*[lambda: op.draft_letters(actor=who, session_id=session.pk, now=NOW)] * 3))
    assert Letter.objects.count() == 2
    assert Item.objects.count() == 4


def test_an_item_is_taken_in_hand_once():
    unit = UnitFactory()
    item, who = item_of(unit, status="assigned"), clerk(unit)
    one_winner(at_once(*[lambda: op.accept_item(actor=who, item_id=item.pk, now=NOW)] * MANY))
    with transaction.atomic():
        assert Item.objects.get(pk=item.pk).version == item.version + 1
