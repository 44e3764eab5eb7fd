"""What everyone does with the own account: password, text size, language, second factor."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_otp import verify_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from yipanqi.access.actor import Actor
from yipanqi.access.models import User
from yipanqi.access.operations.claims import claim
from yipanqi.access.passwords import check_password_rules
from yipanqi.access.registry import demand
from yipanqi.access.rules import AccessAction
from yipanqi.audit.operations import record
from yipanqi.foundation.errors import Invalid


@transaction.atomic
def change_password(*, actor: Actor, now: datetime, account: User, old: str, new: str) -> User:
    """A new password, different from the old one, by the rules of passwords."""
    demand(actor, AccessAction.CHANGE_OWN_PASSWORD, account)
    if not account.check_password(old):
        raise Invalid({"old": "access.wrong_password"})
    if old == new:
        raise Invalid({"new": "access.same_password"})
    check_password_rules(new, account, field="new")
    claim(account, password=make_password(new), must_change_password=False)
    record(actor=actor, action=AccessAction.CHANGE_OWN_PASSWORD, subject=account, now=now)
    return account


@transaction.atomic
def change_profile(*, actor: Actor, now: datetime, account: User, large_text: bool, language: str) -> User:
    """Size of text and language, kept with the account for every machine it signs in from."""
    demand(actor, AccessAction.CHANGE_OWN_PROFILE, account)
    if language not in dict(settings.LANGUAGES):
        raise Invalid({"language": "access.unknown_language"})
    changes = {
        name: [getattr(account, name), value]
        for name, value in (("large_text", large_text), ("language", language))
        if getattr(account, name) != value
    }
    claim(account, large_text=large_text, language=language)
    record(actor=actor, action=AccessAction.CHANGE_OWN_PROFILE, subject=account, now=now, changes=changes)
    return account


class WrongToken(Invalid):
    """The six digits are not those that the device shows now."""

    def __init__(self) -> None:
        super().__init__({"token": "access.wrong_token"})


@transaction.atomic
def prepare_second_factor(*, actor: Actor, account: User) -> TOTPDevice:
    """The device that waits for its first token; the same one until it is confirmed. Nothing counts yet."""
    demand(actor, AccessAction.ENROL_SECOND_FACTOR, account)
    device, _ = TOTPDevice.objects.get_or_create(user=account, confirmed=False, defaults={"name": "totp"})
    return device


def confirm_second_factor(*, actor: Actor, now: datetime, account: User, token: str) -> TOTPDevice:
    """The prepared device counts from now on, if `token` is what it shows; older devices go.

    A wrong token is not undone: its failure stays counted and makes the next one wait.
    """
    demand(actor, AccessAction.ENROL_SECOND_FACTOR, account)
    device = _shown(account, token, confirmed=False)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=account).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        record(actor=actor, action=AccessAction.ENROL_SECOND_FACTOR, subject=account, now=now)
    return device


def check_token(*, account: User, token: str) -> TOTPDevice:
    """The confirmed device of `account` that shows `token`; each failure makes the next one wait longer."""
    return _shown(account, token, confirmed=True)


def _shown(account: User, token: str, *, confirmed: bool) -> TOTPDevice:
    """The device if it shows `token` now and did not show it before; WrongToken otherwise."""
    device = TOTPDevice.objects.filter(user=account, confirmed=confirmed).first()
    if device is None or not verify_token(account, device.persistent_id, token.replace(" ", "")):
        raise WrongToken()
    return device
