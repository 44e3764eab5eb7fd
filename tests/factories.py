"""Rows for tests: units, posts, accounts, and actors as the house itself would load them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import factory
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from factory.django import DjangoModelFactory

from yipanqi.access.actor import Actor, load_actor
from yipanqi.access.models import RoleGrant, User
from yipanqi.access.roles import ADMINISTRATORS, Role
from yipanqi.org.models import Appointment, Delegation, Post, Unit, UnitKind

NOW = datetime(2018, 9, 28, 2, 0, tzinfo=UTC)
"""Ten in the morning of 28 September 2018 where the zone lies."""
TODAY = date(2018, 9, 28)
PASSWORD = "correct-horse-9"


class UserFactory(DjangoModelFactory[User]):
    """An account that signs in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    title = factory.Sequence(lambda n: f"示例岗位{n}")
    language = "zh-hans"
    password = factory.django.Password(PASSWORD)


class UnitFactory(DjangoModelFactory[Unit]):
    """A line department since 2018 began."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.Sequence(lambda n: f"示例第{n}局")
    short_name = factory.Sequence(lambda n: f"示例{n}局")
    kind = UnitKind.LINE
    valid_from = date(2018, 1, 1)


class PostFactory(DjangoModelFactory[Post]):
    """A post of a unit of its own."""

    class Meta:
        model = Post

    code = factory.Sequence(lambda n: f"post-{n}")
    unit = factory.SubFactory(UnitFactory)
    title = factory.Sequence(lambda n: f"示例岗位{n}")


class AppointmentFactory(DjangoModelFactory[Appointment]):
    """An account holds a post since 2018 began."""

    class Meta:
        model = Appointment

    post = factory.SubFactory(PostFactory)
    user = factory.SubFactory(UserFactory)
    from_date = date(2018, 1, 1)


class DelegationFactory(DjangoModelFactory[Delegation]):
    """One account stands in for another through September 2018."""

    class Meta:
        model = Delegation

    giver = factory.SubFactory(UserFactory)
    taker = factory.SubFactory(UserFactory)
    from_date = date(2018, 9, 1)
    until = date(2018, 9, 30)
    reason = "示例：出差"


def actor(*roles: Role, units: Iterable[Unit] = (), now: datetime = NOW, **fields: Any) -> Actor:
    """A fresh account with these roles and a post in each of these units, loaded as at the door."""
    user = UserFactory(**fields)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role)
    for unit in units:
        AppointmentFactory(post=PostFactory(unit=unit), user=user)
    return load_actor(user, now)


def account(who: Actor) -> User:
    """The account behind an actor."""
    return User.objects.get(pk=who.user_id)


def sign_in(client: Client, who: Actor) -> Client:
    """The client, signed in as this actor; an administrator has shown the second factor."""
    user = account(who)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if not who.roles.isdisjoint(ADMINISTRATORS):
        device = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client
