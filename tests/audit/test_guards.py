"""The database itself refuses to change or remove an event."""

import pytest
from django.db import DatabaseError, connection, transaction

from factories import UnitFactory, actor
from yipanqi.audit import guards
from yipanqi.audit.models import Event
from yipanqi.audit.operations import record

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def event(now):
    return record(actor=actor(), action="org.test", subject=UnitFactory(), now=now)


def test_the_migration_installed_the_triggers():
    assert guards.installed(connection)


@pytest.mark.parametrize(
    "change",
    [
        lambda event: Event.objects.filter(pk=event.pk).update(note="other"),
        lambda event: event.delete(),
        lambda event: Event.objects.all().delete(),
    ],
    ids=["update", "delete one", "delete all"],
)
def test_an_event_cannot_be_changed_or_removed(event, change):
    with pytest.raises(DatabaseError, match=guards.REFUSAL), transaction.atomic():
        change(event)
    assert Event.objects.get().note == ""


def test_triggers_can_be_taken_away_and_put_back_by_a_migration():
    guards.remove(connection)
    assert not guards.installed(connection)
    guards.install(connection)
    assert guards.installed(connection)
