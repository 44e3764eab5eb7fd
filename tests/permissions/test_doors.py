"""Every door against every kind of person: who is let in, and that a closed door writes nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from factories import sign_in
from permissions.table import permission_table
from permissions.world import World, things_behind

DOORS = list(permission_table())
WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session)', re.IGNORECASE)

pytestmark = pytest.mark.django_db


def patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its full name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from patterns(pattern, space + inner)
        else:
            yield space + (pattern.name or str(pattern.pattern)), pattern


def names_in(name: str) -> set[str]:
    """The names that stand in an address."""
    return set(dict(patterns())[name].pattern.converters)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever a try changes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def is_closed(response: HttpResponseBase) -> bool:
    """Sent to sign in, forbidden, or as if it were not there."""
    to_sign_in = response.headers.get("Location", "").startswith(f"{reverse('access:sign_in')}?next=")
    return to_sign_in or response.status_code in (401, 403, 404)


def knock(door: Any, who: Any, address: str) -> tuple[HttpResponseBase, list[str]]:
    """Try the door; the answer, and the statements that wrote."""
    client = Client(raise_request_exception=True)
    if who.is_known:
        sign_in(client, who)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        response = client.get(address) if door.verb == "GET" else client.post(address, {})
        if response.streaming:
            list(response.streaming_content)
    return response, [each["sql"] for each in seen if WRITES.match(each["sql"])]


@pytest.mark.both
@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_door_lets_in_whom_the_table_says(door):
    world = World()
    address = reverse(door.name, kwargs=things_behind(world, door.name, names_in(door.name)))
    let_in, wrote = set(), {}
    for name, who in world.people.items():
        with undone():
            response, writes = knock(door, who, address)
        if not is_closed(response):
            let_in.add(name)
        elif writes:
            wrote[name] = writes
    assert sorted(let_in) == sorted(door.lets_in)
    assert wrote == {}


def test_every_address_has_its_line():
    known = {door.name for door in DOORS}
    missing = sorted({name for name, _ in patterns()} - known)
    assert missing == [], f"add a line to tests/permissions/doors/<room>.txt for: {', '.join(missing)}"


def test_no_line_is_about_an_address_that_is_gone():
    assert sorted({door.name for door in DOORS} - {name for name, _ in patterns()}) == []


def test_every_line_stands_in_the_file_of_its_room():
    strays = [str(door) for door in DOORS if ":" in door.name and not door.name.startswith(f"{door.room}:")]
    assert strays == []


APPOINTING = {"org:units", "org:unit", "org:appoint", "org:end_appointment"}


def test_administrators_see_no_business():
    """Whatever a room adds stays closed to the three administrators, but for posts, which are given like roles."""
    wrong = [
        f"{door} is open to {who}"
        for door in DOORS
        for who in sorted(door.lets_in & {"system", "security", "audit"})
        if door.room not in {"access", "web"} and door.name != "home"
        if who != "security" or door.name not in APPOINTING
    ]
    assert wrong == []


def test_a_line_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "x.txt").write_text("door verb\n\nx:y GET + .\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.txt:3"):
        list(permission_table(tmp_path))
