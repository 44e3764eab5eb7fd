"""The administrators' and auditors' pages."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import transaction
from django.urls import reverse

from factories import NOW, UserFactory, actor, sign_in
from yipanqi.access import health
from yipanqi.access.actor import SYSTEM
from yipanqi.access.models import User
from yipanqi.access.queries import roles_of
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.audit.operations import Subject, record, seal_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def security(client):
    return sign_in(client, actor(Role.SECURITY_ADMIN))


def test_an_account_is_made_on_the_page_and_its_password_shown_once(security):
    answer = security.post(
        reverse("access:new_account"), {"username": "clerk1", "title": "示例科员", "roles": ["clerk"]}
    )
    made = User.objects.get(username="clerk1")
    assert roles_of(made) == {Role.CLERK}
    password = answer.context["made"].password
    assert password in answer.content.decode()
    assert made.check_password(password)
    page = security.get(reverse("access:account", args=[made.pk])).content.decode()
    assert password not in page


def test_what_was_typed_stays_beside_its_mistake(security):
    UserFactory(username="taken")
    answer = security.post(reverse("access:new_account"), {"username": "taken", "title": "示例科员"})
    assert answer.status_code == 422
    assert 'value="示例科员"' in answer.content.decode()


def test_roles_are_given_and_taken_on_the_page(security):
    user = UserFactory()
    security.post(reverse("access:grant_role", args=[user.pk]), {"role": "clerk"})
    answer = security.post(reverse("access:grant_role", args=[user.pk]), {"role": "system_admin"})
    assert answer.status_code == 422
    assert roles_of(user) == {Role.CLERK}
    security.post(reverse("access:revoke_role", args=[user.pk]), {"role": "clerk"})
    assert roles_of(user) == set()


def test_the_second_of_two_administrators_is_told_and_keeps_the_typing(security):
    user = UserFactory(title="旧")
    seen = user.version
    User.objects.filter(pk=user.pk).update(title="别人改的", version=seen + 1)
    url = reverse("access:change_account", args=[user.pk])
    answer = security.post(url, {"title": "我改的", "version": seen})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="我改的"' in page
    assert f'value="{seen + 1}"' in page
    assert User.objects.get(pk=user.pk).title == "别人改的"
    assert security.post(url, {"title": "我改的", "version": seen + 1}).status_code == 303


def test_the_list_filters_by_role(security):
    clerk, leader = actor(Role.CLERK), actor(Role.LEADER)
    page = security.get(reverse("access:accounts"), {"role": "clerk"}).content.decode()
    assert clerk.label in page
    assert leader.label not in page


@pytest.fixture
def events():
    with transaction.atomic():
        for number in range(60):
            record(
                actor=SYSTEM,
                action="org.create_unit" if number % 2 else "org.change_unit",
                subject=Subject("org.unit", str(number), f"示例单位{number}"),
                now=NOW + timedelta(days=number),
                note="机构改革" if number == 59 else "",
                changes={"name": ["旧名", "新名"]},
            )
    seal_events(NOW)


@pytest.fixture
def auditor(client):
    return sign_in(client, actor(Role.AUDITOR))


def test_the_record_is_read_by_pages(auditor, events):
    first = auditor.get(reverse("access:events"))
    assert len(first.context["lines"]) == 50
    assert "旧名 → 新名" in first.content.decode()
    assert len(auditor.get(reverse("access:events"), {"page": 2}).context["lines"]) == 10


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"action": "org.create_unit"}, 30),
        ({"subject": "示例单位59"}, 1),
        ({"subject": "7"}, 6),
        ({"actor": "system"}, 60),
        ({"actor": "别人"}, 0),
        ({"from_day": "2018-10-01"}, 57),
        ({"to_day": "2018-09-29"}, 2),
        ({"from_day": "2018-10-01", "to_day": "2018-10-01"}, 1),
        ({"outcome": "refused"}, 0),
    ],
)
def test_the_record_is_searched(auditor, events, asked, count):
    assert auditor.get(reverse("access:events"), asked).context["page"].paginator.count == count


def test_taking_events_away_is_an_event(auditor, events):
    answer = auditor.post(reverse("access:export_events"), {"action": "org.create_unit"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 31
    last = Event.objects.order_by("id").last()
    assert last.action == "access.export_events"
    assert last.changes == {"rows": 30, "filter": {"action": "org.create_unit"}}


def test_the_auditor_checks_the_chain(auditor, events):
    found = auditor.post(reverse("access:check_events")).context["found"]
    assert (found.holds, found.sealed) == (True, 60)


def test_the_record_takes_few_queries(auditor, events, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        auditor.get(reverse("access:events"))


def test_the_system_page_shows_settings_without_secrets(client, monkeypatch):
    class Variable:
        def __init__(self, name, value):
            self.name, self.value, self.meaning = name, value, "meaning"

        def text(self):
            return self.value

    monkeypatch.setattr(health, "_settings", [])
    health.register_settings(
        [
            Variable("YIPANQI_SECRET_KEY", "topsecret"),
            Variable("YIPANQI_DATABASE", "postgresql://me:s3cret@db/yipanqi"),
        ]
    )
    page = sign_in(client, actor(Role.SYSTEM_ADMIN)).get(reverse("access:system")).content.decode()
    assert "topsecret" not in page
    assert "s3cret" not in page
    assert "postgresql://me:…@db/yipanqi" in page


def test_health_tells_what_is_wrong(monkeypatch):
    def broken(now):
        raise OSError("no disk")

    monkeypatch.setattr(health, "_checkers", [*health._checkers, broken])
    with transaction.atomic():
        record(actor=SYSTEM, action="x", subject=Subject("x", "1", "x"), now=NOW)
    found = {check.name: check for check in health.checks(NOW + timedelta(hours=2))}
    assert found["broken"].said == "OSError: no disk"
    assert [check.ok for check in found.values()] == [True, True, False, True, False]
    seal_events(NOW)
    assert all(check.ok for check in health.checks(NOW + timedelta(hours=2))[:4])


def test_the_second_factor_can_be_photographed(client):
    sign_in(client, actor(Role.CLERK))
    page = client.get(reverse("access:second_factor")).content.decode()
    assert 'class="qr"' in page
