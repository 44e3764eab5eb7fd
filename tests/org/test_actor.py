"""How an account becomes an Actor."""

from datetime import date, timedelta

import pytest

from factories import (
    NOW,
    TODAY,
    AppointmentFactory,
    DelegationFactory,
    PostFactory,
    UnitFactory,
    account,
    actor,
)
from yipanqi.access.actor import load_actor
from yipanqi.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_it_has_the_posts_and_units_of_its_appointments():
    unit, other = UnitFactory.create_batch(2)
    who = actor(Role.CLERK, units=[unit, other])
    assert who.units == {unit.pk, other.pk}
    assert len(who.posts) == 2
    assert who.roles == {Role.CLERK}


@pytest.mark.parametrize(
    ("from_date", "to_date", "holds"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (date(2018, 1, 1), TODAY - timedelta(days=1), False),
    ],
)
def test_an_appointment_counts_from_its_first_to_its_last_day(from_date, to_date, holds):
    held = AppointmentFactory(from_date=from_date, to_date=to_date)
    assert bool(load_actor(held.user, NOW).posts) is holds


@pytest.mark.parametrize(
    ("words", "stands_in"),
    [
        ({}, True),
        ({"from_date": TODAY, "until": TODAY}, True),
        ({"until": TODAY - timedelta(days=1)}, False),
        ({"from_date": TODAY + timedelta(days=1)}, False),
        ({"withdrawn_at": NOW}, False),
    ],
)
def test_a_stand_in_acts_for_the_givers_posts(words, stands_in):
    held = AppointmentFactory(post=PostFactory(unit=UnitFactory()))
    given = DelegationFactory(giver=held.user, **words)
    who = load_actor(given.taker, NOW)
    assert (held.post.unit_id in who.units) is stands_in
    assert (held.user_id in who.delegated_from) is stands_in


def test_roles_are_not_handed_on():
    giver = account(actor(Role.LEADER, units=[UnitFactory()]))
    given = DelegationFactory(giver=giver)
    assert load_actor(given.taker, NOW).roles == frozenset()


def test_four_queries_at_most(django_assert_max_num_queries):
    who = account(actor(Role.CLERK, units=UnitFactory.create_batch(3)))
    DelegationFactory(giver=account(actor(units=[UnitFactory()])), taker=who)
    with django_assert_max_num_queries(4):
        load_actor(who, NOW)
