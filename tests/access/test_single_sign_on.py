"""The zone's own sign-on: off by default; on, it recognises accounts and makes none."""

import pytest

from factories import UserFactory
from yipanqi.access import sso
from yipanqi.access.models import User
from yipanqi.audit.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def switched_on(settings):
    settings.OIDC_RP_CLIENT_ID = "yipanqi"
    settings.OIDC_RP_CLIENT_SECRET = "only-for-tests"
    settings.OIDC_OP_TOKEN_ENDPOINT = "https://sign-on.invalid/token"
    settings.OIDC_OP_USER_ENDPOINT = "https://sign-on.invalid/user"
    return sso.Recognised()


def test_it_is_off_by_default():
    assert not sso.is_on()


@pytest.mark.parametrize(
    ("claims", "recognised"),
    [
        ({"preferred_username": "zone-7"}, True),
        ({"preferred_username": "zone-8"}, False),
        ({"preferred_username": "zone-9"}, False),
    ],
)
def test_an_account_is_recognised_by_the_name_entered_for_it(switched_on, claims, recognised):
    UserFactory(sso_name="zone-7")
    UserFactory(sso_name="zone-8", is_active=False)
    assert switched_on.filter_users_by_claims(claims).exists() is recognised


def test_claims_without_a_name_are_refused(switched_on):
    assert not switched_on.verify_claims({"email": "x@zone.invalid"})


def test_nobody_gets_an_account_by_signing_in_elsewhere(switched_on, monkeypatch):
    monkeypatch.setattr(switched_on, "get_userinfo", lambda *words: {"preferred_username": "stranger"})
    assert switched_on.get_or_create_user("access", "id", {}) is None
    assert User.objects.count() == 0


def test_coming_back_signed_in_is_an_event(switched_on, rf, client):
    user = UserFactory(sso_name="zone-7")
    view = sso.Return()
    view.request = rf.get("/access/sso/return/")
    view.request.session = client.session
    view.request.user = None
    view.user = user
    user.backend = "django.contrib.auth.backends.ModelBackend"
    view.login_success()
    assert Event.objects.get().changes["how"] == "single sign-on"
