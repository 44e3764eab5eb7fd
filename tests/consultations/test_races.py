"""Many hands at once: one winner, one event, and whoever lost is told why. On both databases."""

from collections.abc import Callable
from datetime import date

import pytest

from consultations.factories import clerk, convener, linked, project_office, session_of, submitted_plan
from factories import NOW, UnitFactory
from races import at_once, one_winner
from yipanqi.access.actor import Actor
from yipanqi.audit.models import Event
from yipanqi.consultations import operations as op
from yipanqi.consultations.models import AgreedPlan, Conflict, Decision, Opinion, Session
from yipanqi.plans.models import Plan, Version
from yipanqi.plans.operations import PlanChange

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

HANDS = 6
LOST = {
    "state.lost_race",
    "state.move_refused",
    "consultations.not_in_this_state",
    "consultations.conflict_settled",
}


def late_plan(name: str = "示例甲") -> Plan:
    """Twenty working days to be done in fifteen."""
    return submitted_plan(UnitFactory(), "A 12\nB 8 A", name=name, due=date(2018, 10, 26))


def hands(make: Callable[[], Actor], job: Callable[[Actor], object]) -> list[Callable[[], object]]:
    """The same job for as many people."""
    people = [make() for _ in range(HANDS)]

    def bound(who: Actor) -> Callable[[], object]:
        return lambda: job(who)

    return [bound(who) for who in people]


def test_a_session_decided_by_many_at_once_is_decided_once() -> None:
    session = session_of([late_plan(), late_plan("示例乙")], until="in_session")
    version = session.version
    one_winner(
        at_once(
            *hands(
                project_office,
                lambda who: op.decide_session(actor=who, session_id=session.pk, version=version, now=NOW),
            )
        ),
        LOST,
    )
    assert Event.objects.filter(action="consultations.decide").count() == 1
    assert AgreedPlan.objects.count() == 2
    assert Version.objects.filter(status="agreed").count() == 2


def test_a_meeting_begun_by_many_at_once_begins_once() -> None:
    session = session_of([], until="opinions")
    one_winner(
        at_once(
            *hands(
                convener,
                lambda who: op.begin(actor=who, session_id=session.pk, version=session.version, now=NOW),
            )
        ),
        LOST,
    )
    assert Event.objects.filter(action="consultations.begin").count() == 1


def test_a_conflict_settled_by_many_at_once_is_settled_once() -> None:
    plan = late_plan()
    conflict = Conflict.objects.get(session=session_of([plan], until="in_session"), rule="negative_float")
    change = PlanChange(plan.pk, "A", "duration", 7, plan.draft_id)

    def settle(who: Actor) -> object:
        return op.decide_conflict(
            actor=who,
            conflict_id=conflict.pk,
            changes=[change],
            text="示例：压缩工期",
            version=conflict.version,
            now=NOW,
        )

    one_winner(at_once(*hands(convener, settle)), LOST)
    assert Decision.objects.count() == 1
    assert Event.objects.filter(action="consultations.settle").count() == 1
    assert Version.objects.filter(plan=plan, status="agreed").count() == 1


def test_settling_and_putting_off_at_once_has_one_winner() -> None:
    plan = late_plan()
    conflict = Conflict.objects.get(session=session_of([plan], until="in_session"), rule="negative_float")
    seen = {"conflict_id": conflict.pk, "version": conflict.version, "now": NOW}
    first, second = convener(), convener()
    one_winner(
        at_once(
            lambda: op.decide_conflict(actor=first, changes=[], text="示例", **seen),
            lambda: op.put_off(actor=second, note="示例", **seen),
        ),
        LOST,
    )
    assert Event.objects.filter(action__in=["consultations.settle", "consultations.put_off"]).count() == 1


def test_many_who_search_at_once_leave_every_conflict_once() -> None:
    session = session_of([late_plan()])
    Conflict.objects.all().delete()
    outcomes = at_once(
        *hands(convener, lambda who: op.find_conflicts(actor=who, session_id=session.pk, now=NOW))
    )
    assert outcomes.count("done") >= 1
    assert set(outcomes) <= {"done", "state.lost_race"}
    signatures = list(Conflict.objects.values_list("signature", flat=True))
    assert len(signatures) == len(set(signatures)) > 0
    assert Event.objects.filter(action="consultations.find").count() == 1 + outcomes.count("done")


def test_two_units_that_accept_at_once_both_count() -> None:
    first, second = submitted_plan(UnitFactory(), "A 12", name="示例甲"), late_plan("示例乙")
    linked(first, "A", second, "A", needed_by=date(2018, 10, 12))
    conflict = Conflict.objects.get(session=session_of([first], until="opinions"), rule="too_late")

    def accept(plan: Plan) -> Callable[[], object]:
        who = clerk(plan.owner)
        return lambda: op.give_opinion(
            actor=who, conflict_id=conflict.pk, unit_id=plan.owner_id, accepts=True, now=NOW
        )

    assert at_once(accept(first), accept(second)) == ["done", "done"]
    assert Opinion.objects.count() == 2
    conflict.refresh_from_db()
    assert conflict.status == "agreed"


def test_an_opinion_and_the_beginning_of_the_meeting_at_once_leave_no_opinion_too_late() -> None:
    plan = late_plan()
    session = session_of([plan], until="opinions")
    conflict = Conflict.objects.get(session=session, rule="negative_float")
    who, other = clerk(plan.owner), convener()
    outcomes = at_once(
        lambda: op.give_opinion(
            actor=who, conflict_id=conflict.pk, unit_id=plan.owner_id, accepts=True, now=NOW
        ),
        lambda: op.begin(actor=other, session_id=session.pk, now=NOW),
    )
    assert set(outcomes) <= LOST | {"done"}
    assert Session.objects.get().status == "in_session"
    assert Opinion.objects.count() == outcomes.count("done") - 1
