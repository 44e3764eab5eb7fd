"""The chain: what the sealer closes, and how verifying names the first broken link."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction

from factories import NOW
from races import DONE, at_once
from yipanqi.access.actor import SYSTEM
from yipanqi.audit import guards
from yipanqi.audit.chain import START, link
from yipanqi.audit.models import Event, Seal
from yipanqi.audit.operations import Subject, record, seal_events
from yipanqi.audit.queries import Broken, Fault, verify

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def write(count: int) -> list[Event]:
    with transaction.atomic():
        return [
            record(
                actor=SYSTEM,
                action="test.write",
                subject=Subject("test", str(number), f"事项{number}"),
                now=NOW + timedelta(seconds=number),
                changes={"value": 1.5, "words": "一二三"},
            )
            for number in range(count)
        ]


@contextmanager
def intruder() -> Iterator[None]:
    """Somebody with the database's own password takes the guards away, changes rows and puts them back."""
    guards.remove(connection)
    with connection.constraint_checks_disabled():
        yield
    guards.install(connection)


def test_every_event_is_sealed_once_in_order():
    events = write(5)
    assert seal_events(NOW, batch=2) == 5
    assert seal_events(NOW) == 0
    assert list(Seal.objects.order_by("position").values_list("position", "event_id")) == [
        (number, event.pk) for number, event in enumerate(events, start=1)
    ]


def test_the_first_link_hangs_on_the_start_and_the_next_on_it():
    first, second = write(2)
    seal_events(NOW)
    one, two = Seal.objects.order_by("position")
    assert one.digest == link(START, Event.objects.get(pk=first.pk))
    assert two.digest == link(one.digest, Event.objects.get(pk=second.pk))


def test_a_whole_chain_holds():
    write(3)
    seal_events(NOW)
    write(1)
    found = verify()
    assert (found.holds, found.sealed, found.unsealed) == (True, 3, 1)
    assert found.head == Seal.objects.get(position=3).digest


def test_an_empty_chain_holds():
    assert verify().holds


def test_an_event_that_commits_late_takes_a_later_place():
    early, late, last = write(3)
    with intruder():  # as if `late` were not yet committed when its neighbours were sealed
        Event.objects.filter(pk=late.pk).delete()
    seal_events(NOW)
    late.save(force_insert=True)
    seal_events(NOW)
    assert list(Seal.objects.order_by("position").values_list("event_id", flat=True)) == [
        early.pk,
        last.pk,
        late.pk,
    ]
    assert verify().holds


@pytest.mark.parametrize("column", ["note", "actor_label", "outcome", "subject_key"])
def test_an_altered_event_is_named(column):
    events = write(4)
    seal_events(NOW)
    with intruder():
        Event.objects.filter(pk=events[1].pk).update(**{column: "refused"})
    assert verify().broken == Broken(2, events[1].pk, Fault.ALTERED)


def test_swapped_events_are_named():
    events = write(4)
    seal_events(NOW)
    with intruder():
        one, other = Seal.objects.get(position=2), Seal.objects.get(position=3)
        spare = Seal.objects.create(position=99, event=write(1)[0], digest="x", sealed_at=NOW)
        free = spare.event_id
        spare.delete()
        Seal.objects.filter(pk=one.pk).update(event_id=free)
        Seal.objects.filter(pk=other.pk).update(event_id=events[1].pk)
        Seal.objects.filter(pk=one.pk).update(event_id=events[2].pk)
    assert verify().broken == Broken(2, events[2].pk, Fault.MOVED)


def test_a_missing_seal_is_named():
    events = write(4)
    seal_events(NOW)
    with intruder():
        Seal.objects.filter(event=events[2]).delete()
    assert verify().broken == Broken(3, None, Fault.SEAL_MISSING)


@pytest.mark.parametrize("place", [2, 4])
def test_a_missing_event_is_named(place):
    event = write(4)[place - 1]
    seal_events(NOW)
    with intruder(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [event.pk])
        verified = verify()
        event.save(force_insert=True)  # so that the test's own transaction may end
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER ALL")
    assert verified.broken == Broken(place, event.pk, Fault.EVENT_MISSING)


def test_only_a_noted_head_shows_that_the_end_was_cut():
    events = write(3)
    seal_events(NOW)
    noted = (3, Seal.objects.get(position=3).digest)
    with intruder():
        Seal.objects.filter(position=3).delete()
        events[2].delete()
    assert verify().broken is None
    assert verify(anchor=noted).broken == Broken(3, None, Fault.CUT)


def test_missing_guards_are_told():
    guards.remove(connection)
    found = verify()
    guards.install(connection)
    assert (found.guarded, found.holds) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        record(actor=SYSTEM, action="test", subject=Subject("test", "1", "x"), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_writers_and_sealers_at_once_leave_one_whole_chain():
    """Three writers and two sealers race; nothing is lost, doubled or forked."""

    def often(work):
        return lambda: [work() for _ in range(10)]

    jobs = [lambda: write(2)] * 3 + [lambda: seal_events(NOW, batch=3)] * 2
    assert at_once(*map(often, jobs)) == [DONE] * 5
    seal_events(NOW)
    assert verify().holds
    assert Seal.objects.count() == Event.objects.count() == 60
