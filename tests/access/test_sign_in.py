"""Coming in: password, lock-out, second factor, forced changes, idle sessions, headers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from factories import PASSWORD, UserFactory, account, actor, sign_in
from yipanqi.access import demo_accounts
from yipanqi.access.demo_accounts import DemoAccount
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event, Outcome

pytestmark = pytest.mark.django_db
SIGN_IN = reverse("access:sign_in")
PROFILE = reverse("access:profile")


def come_in(client, user, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": user.username, "password": password, **more})


def is_in(client) -> bool:
    return client.get(PROFILE).status_code == 200


def test_name_and_password_open_the_page_that_was_wanted(client):
    user = UserFactory()
    asked = client.get(PROFILE)
    assert asked.headers["Location"] == f"{SIGN_IN}?next={PROFILE}"
    answer = come_in(client, user, next=PROFILE)
    assert (answer.status_code, answer.headers["Location"]) == (303, PROFILE)
    assert is_in(client)
    event = Event.objects.get()
    assert (event.action, event.outcome) == ("access.sign_in", Outcome.DONE)
    assert event.changes == {"address": "127.0.0.1", "how": "password"}


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_leads_to_no_other_house(client, wanted):
    assert come_in(client, UserFactory(), next=wanted).headers["Location"] == "/"


@pytest.mark.parametrize("exists", [True, False])
def test_a_refusal_does_not_say_whether_the_account_exists(client, exists):
    user = UserFactory() if exists else UserFactory.build(username="ghost")
    answer = come_in(client, user, "wrong-Guess-1")
    assert answer.status_code == 422
    assert "用户名或密码" in answer.content.decode() or "User name or password" in answer.content.decode()
    event = Event.objects.get()
    assert event.outcome == Outcome.REFUSED
    assert event.subject_key == (str(user.pk) if exists else "")
    assert "ghost" not in event.subject_label


def test_a_closed_account_stays_out(client):
    come_in(client, UserFactory(is_active=False))
    assert not is_in(client)


def test_too_many_failures_lock_the_account_for_a_while(client, settings):
    user = UserFactory()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = come_in(client, user, "wrong-Guess-1")
    assert answer.status_code == 429
    assert come_in(client, user).status_code == 429
    assert not is_in(client)
    assert Event.objects.last().changes["why"] == "locked"


def test_the_security_administrator_unlocks(client, settings):
    user = UserFactory()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        come_in(client, user, "wrong-Guess-1")
    security = sign_in(type(client)(), actor(Role.SECURITY_ADMIN))
    assert "unlock" in security.get(reverse("access:account", args=[user.pk])).content.decode()
    security.post(reverse("access:unlock_account", args=[user.pk]))
    come_in(client, user)
    assert is_in(client)


def test_signing_out_takes_a_post_and_ends_the_session(client):
    come_in(client, UserFactory())
    assert client.get(reverse("access:sign_out")).status_code == 405
    client.post(reverse("access:sign_out"))
    assert not is_in(client)
    assert Event.objects.last().action == "access.sign_out"


def test_a_handed_over_password_must_be_changed_first(client):
    user = UserFactory(must_change_password=True)
    come_in(client, user)
    assert client.get(PROFILE).headers["Location"] == reverse("access:password")
    words = {"old": PASSWORD, "new": "another-Staple-7", "again": "another-Staple-7"}
    assert client.post(reverse("access:password"), words).status_code == 303
    assert is_in(client)


def test_two_different_new_passwords_are_told(client):
    come_in(client, UserFactory())
    words = {"old": PASSWORD, "new": "another-Staple-7", "again": "other-Staple-7"}
    assert client.post(reverse("access:password"), words).status_code == 422


def shown(device) -> str:
    return f"{totp(device.bin_key):06d}"


def test_a_second_factor_is_asked_after_the_password(client):
    user = UserFactory()
    device = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    assert come_in(client, user, next=PROFILE).headers["Location"] == reverse("access:verify")
    assert not is_in(client)
    assert client.post(reverse("access:verify"), {"token": "12"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0)
    answer = client.post(reverse("access:verify"), {"token": shown(device)})
    assert answer.headers["Location"] == PROFILE
    assert is_in(client)
    assert [event.outcome for event in Event.objects.order_by("id")] == ["refused", "done"]


def test_the_second_factor_cannot_be_shown_without_the_password(client):
    device = TOTPDevice.objects.create(user=UserFactory(), name="totp", confirmed=True)
    answer = client.post(reverse("access:verify"), {"token": shown(device)})
    assert answer.headers["Location"] == SIGN_IN


def test_the_wait_for_the_second_factor_runs_out(client, time_machine):
    time_machine.move_to(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    user = UserFactory()
    device = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    come_in(client, user)
    time_machine.shift(timedelta(minutes=6))
    assert client.post(reverse("access:verify"), {"token": shown(device)}).headers["Location"] == SIGN_IN


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_an_administrator_enrols_a_second_factor_before_anything_else(client, role):
    user = account(actor(role))
    come_in(client, user)
    assert client.get(PROFILE).headers["Location"] == reverse("access:second_factor")
    page = client.get(reverse("access:second_factor"))
    assert "otpauth://" in page.content.decode()
    device = TOTPDevice.objects.get(user=user)
    client.post(reverse("access:second_factor"), {"token": shown(device)})
    assert is_in(client)


def test_an_enrolled_device_must_be_shown_before_another_replaces_it(client):
    user = account(actor(Role.SYSTEM_ADMIN))
    come_in(client, user)
    device = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    page = client.get(reverse("access:second_factor")).content.decode()
    assert "otpauth://" not in page
    client.post(reverse("access:second_factor"), {"token": shown(device)})
    assert is_in(client)


def test_an_idle_session_ends_and_a_used_one_lives_on(client, time_machine, settings):
    half = timedelta(seconds=settings.SESSION_COOKIE_AGE * 0.6)
    time_machine.move_to(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    come_in(client, UserFactory())
    for _ in range(3):
        time_machine.shift(half)
        assert is_in(client)
    time_machine.shift(2 * half)
    assert not is_in(client)


def test_a_closed_account_loses_its_open_session(client):
    user = UserFactory()
    come_in(client, user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert not is_in(client)


def test_the_account_brings_its_language_and_text_size(client):
    answer = come_in(client, UserFactory(language="en", large_text=True))
    assert answer.cookies["yipanqi_language"].value == "en"
    assert answer.cookies["yipanqi_text"].value == "large"
    assert 'lang="en"' in client.get(PROFILE).content.decode()


def test_headers_guard_every_page(client):
    headers = client.get(SIGN_IN).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_of_an_account_are_kept_by_no_cache(client):
    come_in(client, UserFactory())
    assert client.get(PROFILE).headers["Cache-Control"] == "private, no-store"


@pytest.fixture
def demo(settings, monkeypatch):
    settings.DEMO = True
    shown = DemoAccount("leader", "shown-Password-1", "示例领导", "领导")
    monkeypatch.setattr(demo_accounts, "_providers", [lambda: [shown]])


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("where", "listed"),
    [
        ({}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "10.0.0.8"}, False),
        ({"HTTP_X_FORWARDED_FOR": "10.0.0.8"}, False),
    ],
)
def test_demo_passwords_are_shown_on_the_own_machine_only(client, where, listed):
    assert ("shown-Password-1" in client.get(SIGN_IN, **where).content.decode()) is listed


def test_without_a_demo_no_password_is_shown(client, settings, demo):
    settings.DEMO = False
    assert "shown-Password-1" not in client.get(SIGN_IN).content.decode()


def test_a_fragment_is_told_to_load_the_page_when_the_session_is_over(client):
    answer = client.get(PROFILE, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (401, "true")


def test_a_form_without_its_token_is_refused():
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(SIGN_IN, {}).status_code == 403
