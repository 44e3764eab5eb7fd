"""Appointments and stand-ins."""

from datetime import date, timedelta

import pytest

from factories import NOW, TODAY, AppointmentFactory, PostFactory, UnitFactory, UserFactory, account, actor
from yipanqi.access.actor import SYSTEM, load_actor
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import DomainError, Invalid, NotAllowed, NotFound
from yipanqi.org import operations
from yipanqi.org.models import Appointment, Delegation
from yipanqi.org.queries import delegation_for, delegations_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def security():
    return actor(Role.SECURITY_ADMIN)


def appoint(who, **words):
    entry = {"post": PostFactory(), "account": UserFactory(), "from_date": TODAY} | words
    return operations.appoint(actor=who, now=NOW, **entry)


def test_the_security_administrator_appoints(security):
    appointed = appoint(security)
    assert load_actor(appointed.user, NOW).posts == {appointed.post_id}
    assert Event.objects.get().changes == {"account": appointed.user.username, "from": "2018-09-28"}


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.SYSTEM_ADMIN])
def test_nobody_else_appoints(role):
    with pytest.raises(NotAllowed):
        appoint(actor(role))
    assert Appointment.objects.count() == 0


def test_administrators_and_oneself_are_not_appointed(security):
    for holder in (account(security), account(actor(Role.AUDIT_ADMIN)), UserFactory(is_active=False)):
        with pytest.raises(Invalid):
            appoint(security, account=holder)


@pytest.mark.parametrize(
    "post", [{"planned": True}, {"valid_to": date(2018, 5, 1)}, {"unit__valid_to": date(2018, 5, 1)}]
)
def test_a_post_on_paper_or_gone_is_not_held(security, post):
    with pytest.raises(DomainError, match="post_cannot_be_held"):
        appoint(security, post=PostFactory(**post))


def test_the_same_appointment_is_made_once(security):
    first = appoint(security)
    with pytest.raises(DomainError, match="already_appointed"):
        appoint(security, post=first.post, account=type(first.user).objects.get(pk=first.user_id))


def test_an_appointment_ends_once_and_not_before_it_began(security):
    held = AppointmentFactory(from_date=date(2018, 3, 1))
    with pytest.raises(Invalid):
        operations.end_appointment(actor=security, now=NOW, appointment=held, to_date=date(2018, 2, 1))
    operations.end_appointment(actor=security, now=NOW, appointment=held, to_date=TODAY)
    with pytest.raises(DomainError, match="appointment_has_ended"):
        operations.end_appointment(actor=security, now=NOW, appointment=held, to_date=TODAY)
    assert load_actor(held.user, NOW).posts == {held.post_id}
    assert load_actor(held.user, NOW + timedelta(days=1)).posts == frozenset()


def give(who, **words):
    entry = {"taker": UserFactory(), "from_date": TODAY, "until": date(2018, 10, 8), "reason": "示例：出差"}
    return operations.give_delegation(actor=who, now=NOW, **(entry | words))


@pytest.fixture
def head():
    return actor(Role.UNIT_HEAD, units=[UnitFactory()])


def test_a_stand_in_has_the_units_until_it_is_withdrawn(head):
    given = give(head)
    assert load_actor(given.taker, NOW).units == head.units
    operations.withdraw_delegation(actor=head, now=NOW, delegation=given)
    assert load_actor(given.taker, NOW).units == frozenset()
    assert Event.objects.count() == 2
    with pytest.raises(DomainError, match="delegation_has_ended"):
        operations.withdraw_delegation(actor=head, now=NOW, delegation=given)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"until": TODAY - timedelta(days=1), "from_date": TODAY - timedelta(days=3)}, "until"),
        ({"until": TODAY, "from_date": TODAY + timedelta(days=1)}, "until"),
        ({"until": TODAY + timedelta(days=400)}, "until"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_wrong_delegation_is_named_by_field(head, words, field):
    with pytest.raises(Invalid) as refused:
        give(head, **words)
    assert list(refused.value.fields) == [field]


def test_no_administrator_and_not_oneself_stands_in(head):
    for taker in (account(head), account(actor(Role.SYSTEM_ADMIN)), UserFactory(is_active=False)):
        with pytest.raises(Invalid):
            give(head, taker=taker)
    assert Delegation.objects.count() == 0


def test_who_holds_no_post_and_the_system_name_no_stand_in():
    for who in (actor(Role.CLERK), SYSTEM):
        with pytest.raises(NotAllowed):
            give(who)


def test_a_stand_in_hands_nothing_on(head):
    first = give(head)
    second = give(load_actor(first.taker, NOW))
    assert load_actor(second.taker, NOW).units == frozenset()


def test_both_sides_see_it_and_only_the_giver_withdraws(head):
    taker = actor(Role.CLERK)
    given = give(head, taker=account(taker))
    assert [row.is_mine for row in delegations_of(head, NOW)] == [True]
    assert [row.is_mine for row in delegations_of(taker, NOW)] == [False]
    assert delegations_of(actor(Role.LEADER), NOW) == []
    with pytest.raises(NotFound):
        delegation_for(taker, given.pk)
