"""What everyone does with the own account."""

import pytest
from django_otp.oath import totp

from factories import NOW, PASSWORD, account, actor
from yipanqi.access.models import User
from yipanqi.access.operations import own
from yipanqi.access.passwords import check_password_rules, kinds_of_characters, one_time_password
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import Invalid, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NEW = "another-Staple-7"


def change(who, **words):
    return own.change_password(
        actor=who, now=NOW, account=account(who), **({"old": PASSWORD, "new": NEW} | words)
    )


def test_a_new_password_replaces_the_old_one():
    who = actor(must_change_password=True)
    change(who)
    kept = account(who)
    assert kept.check_password(NEW)
    assert not kept.must_change_password
    assert Event.objects.get().action == "access.change_own_password"


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        ({"old": "guess"}, "old", "access.wrong_password"),
        ({"new": PASSWORD}, "new", "access.same_password"),
        ({"new": "Ab1!"}, "new", "access.password_too_short"),
        ({"new": "alllowercase"}, "new", "access.password_too_plain"),
    ],
)
def test_a_bad_password_is_refused_beside_its_field(words, field, code):
    who = actor()
    with pytest.raises(Invalid) as refused:
        change(who, **words)
    assert refused.value.fields[field].code == code
    assert account(who).check_password(PASSWORD)
    assert Event.objects.count() == 0


def test_a_password_like_the_user_name_is_refused():
    user = User(username="zhengbei-clerk-1", title="示例")
    with pytest.raises(Invalid):
        check_password_rules("Zhengbei-clerk-1", user, field="new")


def test_another_persons_account_is_not_ones_own():
    who, other = actor(), account(actor())
    with pytest.raises(NotAllowed):
        own.change_password(actor=who, now=NOW, account=other, old=PASSWORD, new=NEW)
    with pytest.raises(NotAllowed):
        own.change_profile(actor=who, now=NOW, account=other, large_text=True, language="en")


def test_profile_keeps_text_size_and_language():
    who = actor()
    own.change_profile(actor=who, now=NOW, account=account(who), large_text=True, language="en")
    kept = account(who)
    assert (kept.large_text, kept.language) == (True, "en")
    with pytest.raises(Invalid):
        own.change_profile(actor=who, now=NOW, account=kept, large_text=True, language="xx")


def shown(device) -> str:
    """What the phone shows now."""
    return f"{totp(device.bin_key):06d}"


def test_a_second_factor_counts_once_its_token_was_seen():
    who = actor()
    device = own.prepare_second_factor(actor=who, account=account(who))
    with pytest.raises(own.WrongToken):
        own.check_token(account=account(who), token=shown(device))
    own.confirm_second_factor(actor=who, now=NOW, account=account(who), token=shown(device))
    assert Event.objects.get().action == "access.enrol_second_factor"
    device.refresh_from_db()
    device.last_t = -1
    device.save()
    assert own.check_token(account=account(who), token=f"{totp(device.bin_key):06d}") == device


def test_a_token_works_once():
    who = actor()
    device = own.prepare_second_factor(actor=who, account=account(who))
    token = shown(device)
    own.confirm_second_factor(actor=who, now=NOW, account=account(who), token=token)
    with pytest.raises(own.WrongToken):
        own.check_token(account=account(who), token=token)


def test_a_wrong_token_slows_the_next_down():
    who = actor()
    device = own.prepare_second_factor(actor=who, account=account(who))
    wrong = f"{(totp(device.bin_key) + 1) % 1_000_000:06d}"
    with pytest.raises(own.WrongToken):
        own.confirm_second_factor(actor=who, now=NOW, account=account(who), token=wrong)
    device.refresh_from_db()
    assert device.throttling_failure_count == 1


@pytest.mark.parametrize(
    ("password", "kinds"), [("abc", 1), ("abC", 2), ("abC1", 3), ("abC1-", 4), ("汉字", 1), ("", 0)]
)
def test_kinds_of_characters(password, kinds):
    assert kinds_of_characters(password) == kinds


def test_one_time_passwords_keep_the_rules_and_differ():
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        check_password_rules(password, User(username="x", title="示例"), field="password")
