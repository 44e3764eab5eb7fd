"""Many threads at once: one winner, one event, and no thread's fact is missed by another's computation."""

import itertools
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from factories import UnitFactory, actor
from plans.calendars import Drawn, at, draw, rows, tie
from races import DONE, at_once, one_winner
from yipanqi.access.actor import SYSTEM
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.plans.models import CrossLink, Link, ProgressFact, Version
from yipanqi.plans.operations import (
    PlanChange,
    ProgressEntry,
    accept_link,
    agree_version,
    apply_changes,
    enter_progress,
    propose_link,
    save_draft,
    submit_version,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

MON = date(2018, 2, 5)
NOW = at(MON)
MANY = 8


def events(action: str) -> int:
    return Event.objects.filter(action=action).count()


def test_submit_once():
    plan = draw("A 3", start=MON, agreed=False)
    lock = plan.fresh().lock
    one_winner(at_once(*[lambda: submit_version(actor=SYSTEM, plan_id=plan.pk, lock=lock, now=NOW)] * MANY))
    assert events("plans.submit") == 1


def test_agree_once():
    plan = draw("A 3", "B 2 A", start=MON, agreed=False)
    version = submit_version(actor=SYSTEM, plan_id=plan.pk, lock=plan.fresh().lock, now=NOW)
    one_winner(at_once(*[lambda: agree_version(actor=SYSTEM, version_id=version.pk, now=NOW)] * MANY))
    assert events("plans.agree") == 1
    assert Version.objects.get().status == "agreed"


def test_accept_once():
    first, second = draw("A 3", start=MON), draw("B 2", start=MON)
    link = propose_link(
        actor=SYSTEM,
        predecessor_plan=first.pk,
        predecessor="A",
        successor_plan=second.pk,
        successor="B",
        now=NOW,
    )
    one_winner(at_once(*[lambda: accept_link(actor=SYSTEM, link_id=link.pk, now=NOW)] * MANY))
    assert events("plans.accept") == 1
    assert second.stored()["B"].start == date(2018, 2, 8)


def test_one_fact_of_a_day():
    plan = draw("A 3", start=MON)

    def tell(remaining: int) -> Callable[[], object]:
        entry = ProgressEntry(plan.pk, "A", MON, actual_start=MON, remaining=remaining)
        return lambda: enter_progress(actor=SYSTEM, entries=[entry], now=NOW)

    one_winner(at_once(*[tell(number + 3) for number in range(MANY)]))
    assert events("plans.enter_progress") == 1
    assert ProgressFact.objects.count() == 1


def test_one_decision_on_a_version():
    plan = draw("A 3", start=MON)
    change = PlanChange(plan.pk, "A", "duration", 5, plan.fresh().baseline_id)
    one_winner(
        at_once(*[lambda: apply_changes(actor=SYSTEM, changes=[change], reason="示例", now=NOW)] * MANY)
    )
    assert events("plans.decide") == 1
    assert Version.objects.count() == 2


def test_two_clerks_on_one_plan():
    plan = draw("A 3", start=MON, agreed=False)
    lock, before = plan.fresh().lock, events("plans.edit")
    activities, links = rows(["A 4", "B 2 A"])

    def save() -> Version:
        return save_draft(
            actor=SYSTEM, plan_id=plan.pk, activities=activities, links=links, lock=lock, now=NOW
        )

    one_winner(at_once(*[save] * MANY))
    assert events("plans.edit") == before + 1
    assert Link.objects.count() == 1


def test_facts_of_one_network_at_once_are_all_in_the_dates():
    """Every thread tells of another activity; the last to compute must have seen all."""
    plans = [draw("A 3", "B 2 A", start=MON, name=f"示例{n}", due=date(2018, 6, 29)) for n in range(MANY)]
    for one, other in itertools.pairwise(plans):
        tie(one, "B", other, "B", NOW)

    def tell(plan: Drawn, remaining: int) -> Callable[[], object]:
        entry = ProgressEntry(plan.pk, "A", MON, actual_start=MON, remaining=remaining)
        return lambda: enter_progress(actor=SYSTEM, entries=[entry], now=NOW)

    assert at_once(*[tell(plan, 4 + n) for n, plan in enumerate(plans)]) == [DONE] * MANY
    stored = [plan.stored() for plan in plans]
    assert [row["A"].finish for row in stored] == [
        (MON + timedelta(days=n)) for n in (4, 7, 8, 9, 10, 11, 14, 15)
    ]
    starts = [row["B"].start for row in stored]
    assert starts == sorted(starts)
    assert all(row["B"].start > row["A"].finish for row in stored)
    assert all(later["B"].start > earlier["B"].finish for earlier, later in itertools.pairwise(stored))


def test_links_that_would_close_a_ring_only_together():
    """Two wishes, each fine alone: whichever is accepted second finds the ring."""
    own, other = UnitFactory(), UnitFactory()
    first, second = draw("A 3", start=MON, owner=own), draw("B 2", start=MON, owner=other)

    def wish(before: Drawn, one: str, after: Drawn, another: str) -> CrossLink:
        return propose_link(
            actor=SYSTEM,
            predecessor_plan=before.pk,
            predecessor=one,
            successor_plan=after.pk,
            successor=another,
            now=NOW,
        )

    links = [wish(first, "A", second, "B"), wish(second, "B", first, "A")]
    who = actor(Role.CLERK, units=[own, other])
    one_winner(
        at_once(*[lambda link=link: accept_link(actor=who, link_id=link.pk, now=NOW) for link in links])
    )
    assert CrossLink.objects.filter(status="accepted").count() == 1


def test_typing_and_telling_at_once_in_one_network():
    """A planner saves a draft while facts of a plan tied to it come in: all go through, none waits for ever."""
    first, second = (
        draw("A 3", start=MON, due=date(2018, 6, 29)),
        draw("B 2", start=MON, due=date(2018, 6, 29)),
    )
    tie(first, "A", second, "B", NOW)
    other = draw("C 3", start=MON, due=date(2018, 6, 29))
    tie(other, "C", second, "B", NOW)
    activities, links = rows(["B 4"])
    lock = second.fresh().lock

    def save() -> Version:
        return save_draft(
            actor=SYSTEM, plan_id=second.pk, activities=activities, links=links, lock=lock, now=NOW
        )

    def tell(plan: Drawn, key: str, remaining: int) -> Callable[[], object]:
        entry = ProgressEntry(plan.pk, key, MON, actual_start=MON, remaining=remaining)
        return lambda: enter_progress(actor=SYSTEM, entries=[entry], now=NOW)

    assert at_once(save, tell(first, "A", 8), tell(other, "C", 4)) == [DONE] * 3
    assert second.stored()["B"].start == first.stored()["A"].finish + timedelta(days=1)
