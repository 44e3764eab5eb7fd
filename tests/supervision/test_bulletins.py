"""A bulletin is true to the data of its period, and stays as it went out."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from factories import UnitFactory, actor
from races import at_once
from supervision.factories import DUE, clerk, late_target, leader, matter_under_way, office, silent_target
from targets.factories import MilestoneFactory, TargetFactory, YearFactory, read_months
from yipanqi.access.actor import Actor
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import DomainError, Invalid, NotAllowed
from yipanqi.lights.models import Light
from yipanqi.supervision import operations as op
from yipanqi.supervision.models import Bulletin
from yipanqi.supervision.queries.bulletins import Period, bulletin_contents, bulletin_page, next_period
from yipanqi.supervision.telling import sections_of, source_line
from yipanqi.targets import operations as targets
from yipanqi.targets.models import Reading

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SEPTEMBER = Period(date(2018, 9, 1), date(2018, 9, 28))


def issue(now: datetime, who: Actor | None = None, **more: Any) -> Bulletin:
    given = {"since": SEPTEMBER.since, "until": SEPTEMBER.until} | more
    return op.issue_bulletin(actor=who or office(), year_id=YearFactory().pk, now=now, **given)


def test_it_counts_and_names_what_the_lights_and_the_facts_say(now: datetime) -> None:
    """One turned red in September, one is silent, one was reached, one instruction, one digest, one conclusion."""
    turned = TargetFactory(value=120)
    read_months(turned, [10, 20, 30, 40, 50, 60, 70])
    targets.recompute([turned.pk], now - timedelta(days=50))
    Reading.objects.filter(target=turned).delete()
    read_months(turned, [1, 2, 3, 4, 5, 6, 7, 8])
    targets.recompute([turned.pk], now - timedelta(days=10))
    silent = silent_target()
    reached = MilestoneFactory(done_on=date(2018, 9, 20))
    op.instruct(
        actor=leader(),
        year_id=turned.year_id,
        unit_id=turned.lead_id,
        text="示例：追赶",
        due=DUE,
        target_id=turned.pk,
        now=now,
    )
    op.remind(actor=office(), unit_ids=[silent.lead_id], now=now)
    matter, who = matter_under_way(UnitFactory(), now), office()
    op.feed_back(actor=clerk(matter.unit), matter_id=matter.pk, text="示例", now=now)
    op.move_matter(actor=who, matter_id=matter.pk, move="accept", now=now)
    op.conclude_matter(actor=who, matter_id=matter.pk, how="现场", found="示例：属实", now=now)
    made = bulletin_contents(who, turned.year_id, SEPTEMBER, now + timedelta(minutes=1))
    shining = dict.fromkeys(("red", "yellow", "grey", "blue", "green"), 0)
    for light in Light.objects.all():
        shining[light.colour] += 1
    assert made["counts"] == {"target": shining}
    [worse] = made["worse"]
    assert (worse["pk"], worse["before"], worse["after"]) == (turned.pk, "green", "red")
    assert worse["figures"]["to_date"] == "8"
    assert (worse["figures"]["value"], worse["figures"]["as_of"]) == ("120", "2018-08-31")
    assert [line["pk"] for line in made["silent"]] == [silent.pk]
    assert [line["pk"] for line in made["done"]] == [reached.pk]
    assert [line["name"] for line in made["instructions"]] == ["示例：追赶"]
    assert made["matters"]["open"] == 1
    assert [line["conclusion"] for line in made["matters"]["concluded"]] == ["示例：属实"]
    assert made["reminders"] == {"sent": 1, "units": 1, "unread": 1, "levels": {"1": 1}}
    assert made["verified"] == {"confirmed": 1, "sent_back": 0}


def test_the_sentences_say_the_figures(now: datetime) -> None:
    late_target()
    silent_target()
    made = bulletin_contents(office(), YearFactory().pk, SEPTEMBER, now)
    first, *_rest = sections_of(made)
    words = "".join(first.sentences)
    total = sum(made["counts"]["target"].values())
    assert f"{total}" in words
    assert f"{len(made['silent'])}" in words
    assert "2018-09-28" in source_line(made)


def test_a_period_is_told_as_it_stood_at_its_end(now: datetime) -> None:
    """In August it was green still."""
    target = TargetFactory()
    read_months(target, [10, 20, 30, 40, 50, 60, 70])
    targets.recompute([target.pk], now - timedelta(days=50))
    read_months(TargetFactory(lead=target.lead), [1])
    Reading.objects.filter(target=target).delete()
    read_months(target, [1, 2, 3, 4, 5, 6, 7, 8])
    targets.recompute([target.pk], now)
    august = Period(date(2018, 8, 1), date(2018, 8, 31))
    assert bulletin_contents(office(), target.year_id, august, now)["counts"]["target"]["green"] == 1
    assert bulletin_contents(office(), target.year_id, SEPTEMBER, now)["counts"]["target"]["red"] == 1


def test_once_issued_its_figures_stay(now: datetime) -> None:
    target = late_target()
    row = issue(now, remark="示例：请各单位抓紧。")
    before = bulletin_page(office(), row.pk).contents
    Reading.objects.filter(target=target).update(value=90)
    targets.recompute([target.pk], now + timedelta(days=1))
    after = bulletin_page(actor(Role.CLERK, units=[UnitFactory()]), row.pk)
    assert after.contents == before
    assert (after.number, after.remark) == (1, "示例：请各单位抓紧。")
    assert Event.objects.filter(action="supervision.issue_bulletin").count() == 1


def test_periods_in_disorder_in_the_future_or_told_already_are_refused(now: datetime) -> None:
    YearFactory()
    issue(now)
    wrong = (
        ({"until": date(2018, 8, 1)}, "org.dates_not_in_order"),
        ({"until": date(2018, 9, 29)}, "targets.done_in_future"),
        ({}, "supervision.period_has_bulletin"),
    )
    for days, code in wrong:
        with pytest.raises(Invalid) as refused:
            issue(now, **days)
        assert refused.value.fields["until"].code == code
    with pytest.raises(NotAllowed):
        issue(now, actor(Role.LEADER))
    assert Bulletin.objects.count() == 1


def test_the_next_one_begins_where_the_last_ended(now: datetime) -> None:
    year = YearFactory()
    assert next_period(year.pk, date(2018, 9, 28)) == SEPTEMBER
    issue(now, until=date(2018, 9, 20))
    assert next_period(year.pk, date(2018, 9, 28)) == Period(date(2018, 9, 21), date(2018, 9, 28))
    assert issue(now, since=date(2018, 9, 21)).number == 2


@pytest.mark.django_db(transaction=True)
def test_a_bulletin_issued_by_many_at_once_goes_out_once(now: datetime) -> None:
    late_target()
    hands = [office() for _ in range(4)]

    def send(hand: Actor) -> Callable[[], object]:
        return lambda: issue(now, hand)

    outcomes = at_once(*map(send, hands))
    assert outcomes == ["done", *["supervision.period_has_bulletin"] * 3]
    assert Bulletin.objects.count() == 1
    assert Event.objects.filter(action="supervision.issue_bulletin").count() == 1


def test_a_remark_may_be_long_but_not_endless(now: datetime) -> None:
    YearFactory()
    with pytest.raises(DomainError):
        issue(now, remark="示" * 2001)
