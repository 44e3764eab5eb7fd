"""The security administrator's work: accounts, roles that stay apart, passwords for one use."""

import pytest

from factories import NOW, PASSWORD, UnitFactory, UserFactory, account, actor
from races import at_once, one_winner
from yipanqi.access.actor import SYSTEM, load_actor
from yipanqi.access.models import RoleGrant, User
from yipanqi.access.operations import accounts
from yipanqi.access.queries import account_choices, roles_of
from yipanqi.access.queries import accounts as listed
from yipanqi.access.roles import ADMINISTRATORS, Role, are_separated
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import DomainError, Invalid, LostRace, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def security():
    return actor(Role.SECURITY_ADMIN)


def test_a_new_account_has_a_password_for_one_use_and_one_event(security):
    made = accounts.create_account(
        actor=security, now=NOW, username="clerk1", title="示例科员", roles=[Role.CLERK]
    )
    assert made.account.check_password(made.password)
    assert made.account.must_change_password
    assert roles_of(made.account) == {Role.CLERK}
    event = Event.objects.get()
    assert (event.action, event.actor_key, event.subject_key) == (
        "access.create_account",
        security.key,
        str(made.account.pk),
    )
    assert made.password not in str(event.changes)


def test_an_installation_may_hand_in_a_password_by_the_rules():
    made = accounts.create_account(actor=SYSTEM, now=NOW, username="a", title="示例", password=PASSWORD)
    assert not made.account.must_change_password
    with pytest.raises(Invalid):
        accounts.create_account(actor=SYSTEM, now=NOW, username="b", title="示例", password="short")


@pytest.mark.parametrize(("username", "title", "field"), [("", "示例", "username"), ("x", " ", "title")])
def test_an_account_needs_a_name_and_a_title(security, username, title, field):
    with pytest.raises(Invalid) as refused:
        accounts.create_account(actor=security, now=NOW, username=username, title=title)
    assert list(refused.value.fields) == [field]


def test_a_user_name_is_taken_once(security):
    UserFactory(username="taken")
    with pytest.raises(Invalid) as refused:
        accounts.create_account(actor=security, now=NOW, username="taken", title="示例")
    assert refused.value.fields["username"].code == "access.username_taken"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECURITY_ADMIN])
def test_nobody_else_administers_accounts(role):
    other = UserFactory()
    who = actor(role)
    with pytest.raises(NotAllowed):
        accounts.create_account(actor=who, now=NOW, username="x", title="示例")
    with pytest.raises(NotAllowed):
        accounts.grant_role(actor=who, now=NOW, account=other, role=Role.LEADER)
    assert Event.objects.count() == 0


def test_nobody_changes_the_powers_of_the_own_account(security):
    own = account(security)
    for change in (
        lambda: accounts.grant_role(actor=security, now=NOW, account=own, role=Role.CLERK),
        lambda: accounts.revoke_role(actor=security, now=NOW, account=own, role=Role.SECURITY_ADMIN),
        lambda: accounts.deactivate_account(actor=security, now=NOW, account=own, reason="x"),
        lambda: accounts.reset_password(actor=security, now=NOW, account=own),
    ):
        with pytest.raises(NotAllowed):
            change()


@pytest.mark.parametrize("administrator", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("other", sorted(set(Role)))
def test_an_administrators_role_stands_alone(administrator, other):
    assert are_separated({administrator, other}) == (administrator == other)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [(Role.CLERK, Role.SYSTEM_ADMIN), (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN), (Role.AUDIT_ADMIN, Role.LEADER)],
)
def test_granting_keeps_administrators_apart(security, held, wanted):
    other = account(actor(held))
    with pytest.raises(accounts.NotSeparated):
        accounts.grant_role(actor=security, now=NOW, account=other, role=wanted)
    assert roles_of(other) == {held}


def test_who_holds_a_post_cannot_become_administrator(security):
    other = account(actor(units=[UnitFactory()]))
    with pytest.raises(accounts.NotSeparated):
        accounts.grant_role(actor=security, now=NOW, account=other, role=Role.AUDIT_ADMIN)


def test_creating_keeps_administrators_apart(security):
    with pytest.raises(accounts.NotSeparated):
        accounts.create_account(
            actor=security, now=NOW, username="x", title="示例", roles=[Role.CLERK, Role.SYSTEM_ADMIN]
        )
    assert not User.objects.filter(username="x").exists()


def test_roles_come_and_go(security):
    other = UserFactory()
    accounts.grant_role(actor=security, now=NOW, account=other, role=Role.CLERK)
    accounts.grant_role(actor=security, now=NOW, account=other, role=Role.UNIT_HEAD)
    accounts.revoke_role(actor=security, now=NOW, account=other, role=Role.CLERK)
    assert roles_of(other) == {Role.UNIT_HEAD}
    assert Event.objects.count() == 3
    with pytest.raises(DomainError, match="role_held"):
        accounts.grant_role(actor=security, now=NOW, account=other, role=Role.UNIT_HEAD)
    with pytest.raises(DomainError, match="role_not_held"):
        accounts.revoke_role(actor=security, now=NOW, account=other, role=Role.LEADER)


def test_a_change_on_an_old_copy_of_the_account_is_told(security):
    other = UserFactory()
    stale = User.objects.get(pk=other.pk)
    accounts.grant_role(actor=security, now=NOW, account=other, role=Role.CLERK)
    with pytest.raises(LostRace):
        accounts.grant_role(actor=security, now=NOW, account=stale, role=Role.LEADER)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_cannot_join_what_must_stay_apart():
    """Each grant alone is right; together they would make a clerk who administers the system."""
    first, second, other = actor(Role.SECURITY_ADMIN), actor(Role.SECURITY_ADMIN), UserFactory()

    def grant(who, role):
        copy = User.objects.get(pk=other.pk)
        return lambda: accounts.grant_role(actor=who, now=NOW, account=copy, role=role)

    one_winner(at_once(grant(first, Role.CLERK), grant(second, Role.SYSTEM_ADMIN)))
    assert RoleGrant.objects.filter(user=other).count() == 1
    assert Event.objects.count() == 1


def test_deactivating_needs_a_reason_and_can_be_undone(security):
    other = UserFactory()
    with pytest.raises(Invalid):
        accounts.deactivate_account(actor=security, now=NOW, account=other, reason=" ")
    accounts.deactivate_account(actor=security, now=NOW, account=other, reason="示例：调离")
    assert not User.objects.get(pk=other.pk).is_active
    again = accounts.reactivate_account(actor=security, now=NOW, account=other)
    assert User.objects.get(pk=other.pk).check_password(again.password)
    assert [event.note for event in Event.objects.order_by("id")] == ["示例：调离", ""]


def test_a_reset_gives_a_new_password_for_one_use(security):
    other = UserFactory()
    made = accounts.reset_password(actor=security, now=NOW, account=other)
    kept = User.objects.get(pk=other.pk)
    assert kept.must_change_password
    assert kept.check_password(made.password)
    assert not kept.check_password(PASSWORD)


def test_title_and_single_sign_on_name_change_with_their_old_values_on_record(security):
    other, third = UserFactory(title="旧"), UserFactory(sso_name="zone-3")
    accounts.change_account(actor=security, now=NOW, account=other, title="新", sso_name="zone-2")
    assert Event.objects.get().changes == {"title": ["旧", "新"], "sso_name": [None, "zone-2"]}
    with pytest.raises(Invalid):
        accounts.change_account(actor=security, now=NOW, account=third, title="新", sso_name="zone-2")


def test_the_list_is_the_security_administrators_alone(security, django_assert_max_num_queries):
    for _ in range(3):
        actor(Role.CLERK, Role.UNIT_HEAD)
    with django_assert_max_num_queries(3):
        rows = listed(security)
    assert len(rows) == 4
    assert rows[-1].roles == (Role.CLERK, Role.UNIT_HEAD)
    assert listed(actor(Role.SYSTEM_ADMIN)) == []


def test_administrators_cannot_be_chosen_for_posts(security):
    clerk = account(actor(Role.CLERK))
    assert [key for key, _ in account_choices()] == [clerk.pk]


def test_the_actor_of_an_account_carries_its_roles():
    who = actor(Role.CLERK, Role.OFFICE)
    assert load_actor(account(who), NOW).roles == {Role.CLERK, Role.OFFICE}
