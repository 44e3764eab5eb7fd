"""Events inside one process."""

from dataclasses import dataclass

import pytest

from yipanqi.foundation import events


@dataclass(frozen=True)
class Rang:
    bell: str


@dataclass(frozen=True)
class RangTwice(Rang):
    pass


@pytest.fixture(autouse=True)
def _own_subscriptions(monkeypatch):
    monkeypatch.setattr(events, "_handlers", {})


def test_handlers_run_in_the_order_of_subscription():
    heard = []
    events.subscribe(Rang, lambda event: heard.append(("first", event.bell)))
    events.subscribe(Rang, lambda event: heard.append(("second", event.bell)))
    events.publish(Rang("a"))
    assert heard == [("first", "a"), ("second", "a")]


def test_the_same_handler_is_subscribed_once():
    heard = []
    for _ in range(2):
        events.subscribe(Rang, heard.append)
    events.publish(Rang("a"))
    assert heard == [Rang("a")]
    assert events.subscriptions() == {Rang: (heard.append,)}


def test_only_the_exact_type_is_heard():
    heard = []
    events.subscribe(Rang, heard.append)
    events.publish(RangTwice("a"))
    assert heard == []


def test_a_failing_handler_stops_the_publisher():
    heard = []

    def fail(event):
        raise RuntimeError(event.bell)

    events.subscribe(Rang, fail)
    events.subscribe(Rang, heard.append)
    with pytest.raises(RuntimeError, match="a"):
        events.publish(Rang("a"))
    assert heard == []


def test_a_handler_may_subscribe_another_for_the_next_time():
    heard = []
    events.subscribe(Rang, lambda event: events.subscribe(Rang, heard.append))
    events.publish(Rang("a"))
    assert heard == []
    events.publish(Rang("b"))
    assert heard == [Rang("b")]
