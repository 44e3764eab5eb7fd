"""A link between two plans counts once the other unit has said yes."""

from datetime import date, timedelta

import pytest

from factories import UnitFactory, actor
from plans.calendars import at, draw, tie
from yipanqi.access.roles import Role
from yipanqi.foundation.errors import DomainError, Invalid, MoveRefused, NotAllowed
from yipanqi.plans.models import CrossLink
from yipanqi.plans.operations import accept_link, dissolve_link, propose_link, propose_link_again, refuse_link
from yipanqi.plans.queries import plan_page

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MON = date(2018, 2, 5)
THU = MON + timedelta(days=3)


@pytest.fixture
def units():
    return UnitFactory(), UnitFactory()


@pytest.fixture
def plans(units):
    """The first unit's A holds the second unit's D."""
    return (
        draw("A 3", "B 2 A", start=MON, name="甲", owner=units[0]),
        draw("C 1", "D 2 C", start=MON, name="乙", owner=units[1]),
    )


def wish(who, first, second, one="A", other="D", **more):
    return propose_link(
        actor=who,
        predecessor_plan=first.pk,
        predecessor=one,
        successor_plan=second.pk,
        successor=other,
        now=at(MON),
        **more,
    )


def test_the_other_unit_is_asked_and_only_its_yes_counts(units, plans):
    first, second = plans
    asking, asked = actor(Role.CLERK, units=[units[1]]), actor(Role.CLERK, units=[units[0]])
    link = wish(asking, first, second)
    assert link.asked_id == first.pk
    assert second.stored()["D"].start == MON + timedelta(days=1)
    with pytest.raises(NotAllowed):
        accept_link(actor=asking, link_id=link.pk, now=at(MON))
    accept_link(actor=asked, link_id=link.pk, now=at(MON))
    assert second.stored()["D"].start == THU


def test_the_page_shows_both_ends(units, plans):
    first, second = plans
    asking, asked = actor(Role.CLERK, units=[units[1]]), actor(Role.CLERK, units=[units[0]])
    wish(asking, first, second, type="FS", lag=2)
    (seen,) = plan_page(asked, first.pk, at(MON)).links
    assert (seen.incoming, seen.own, seen.other_plan, seen.other, seen.lag) == (
        False,
        "示例A",
        "乙",
        "示例D",
        2,
    )
    assert (seen.asks_this_plan, seen.moves) == (True, ("accept", "refuse", "dissolve"))
    (seen,) = plan_page(asking, second.pk, at(MON)).links
    assert (seen.incoming, seen.other_finish, seen.moves) == (True, MON + timedelta(days=2), ("dissolve",))


def test_no_needs_a_reason_and_the_wish_can_be_put_again(units, plans):
    first, second = plans
    asking, asked = actor(Role.CLERK, units=[units[1]]), actor(Role.CLERK, units=[units[0]])
    link = wish(asking, first, second)
    with pytest.raises(MoveRefused):
        refuse_link(actor=asked, link_id=link.pk, note="", now=at(MON))
    refuse_link(actor=asked, link_id=link.pk, note="不是本单位事项", now=at(MON))
    with pytest.raises(MoveRefused):
        accept_link(actor=asked, link_id=link.pk, now=at(MON))
    propose_link_again(actor=asking, link_id=link.pk, now=at(MON))
    accept_link(actor=asked, link_id=link.pk, now=at(MON))
    with pytest.raises(DomainError, match=r"plans\.cross_link_exists"):
        wish(asking, first, second)


def test_an_ended_link_lets_go(units, plans):
    first, second = plans
    tie(first, "A", second, "D", at(MON))
    link = CrossLink.objects.get()
    dissolve_link(
        actor=actor(Role.CLERK, units=[units[0]]), link_id=link.pk, note="改由本单位承担", now=at(MON)
    )
    assert second.stored()["D"].start == MON + timedelta(days=1)


def test_a_ring_across_plans_is_refused_when_wished_and_when_accepted(units, plans):
    first, second = plans
    back = wish(actor(Role.CLERK, units=[units[0]]), second, first, one="D", other="A")
    there = wish(actor(Role.CLERK, units=[units[1]]), first, second)
    accept_link(actor=actor(Role.CLERK, units=[units[0]]), link_id=there.pk, now=at(MON))
    with pytest.raises(DomainError, match=r"plans\.cycle") as caught:
        accept_link(actor=actor(Role.CLERK, units=[units[1]]), link_id=back.pk, now=at(MON))
    assert set(caught.value.params["ring"].split(" → ")) == {"甲：示例A", "乙：示例D"}
    assert CrossLink.objects.get(pk=back.pk).status == "proposed"
    back.delete()
    with pytest.raises(DomainError, match=r"plans\.cycle"):
        wish(actor(Role.CLERK, units=[units[0]]), second, first, one="D", other="A")


def test_ends_must_be_there(units, plans):
    first, second = plans
    who = actor(Role.CLERK, units=[units[1]])
    with pytest.raises(Invalid) as caught:
        wish(who, first, second, one="Z")
    assert caught.value.fields["predecessor"].code == "plans.unknown_activity"
    with pytest.raises(Invalid):
        wish(who, second, second, one="C")
    with pytest.raises(NotAllowed):
        wish(actor(Role.CLERK, units=[UnitFactory()]), first, second)
