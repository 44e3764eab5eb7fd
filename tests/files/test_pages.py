"""Evidence in the browser: brought, listed, saved, never shown inline."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories import UnitFactory, actor, sign_in
from yipanqi.access.roles import Role
from yipanqi.files.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": own}


@pytest.fixture
def clerk(client):
    return sign_in(client, actor(Role.CLERK, units=[UnitFactory()]))


CONTENT = "完成情况".encode()


def bring(browser, name="说明.txt", content=CONTENT, **words):
    file = SimpleUploadedFile(name, content)
    return browser.post(reverse("files:upload"), {"file": file, "why": "示例", **words})


def test_a_file_is_brought_listed_and_saved(clerk):
    unit = UnitFactory._meta.model.objects.get()
    assert bring(clerk, unit=unit.pk).status_code == 303
    kept = Attachment.objects.get()
    assert kept.unit == unit
    assert "说明.txt" in clerk.get(reverse("files:list")).content.decode()
    answer = clerk.get(reverse("files:download", args=[kept.pk]))
    assert b"".join(answer.streaming_content) == CONTENT
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("页.txt", b"<html><script>alert(1)</script></html>"), ("程序.exe", b"MZ\x90\0"), ("空.txt", b"")],
)
def test_what_is_no_evidence_is_told_beside_the_field(clerk, name, content):
    answer = bring(clerk, name, content)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert Attachment.objects.count() == 0


def test_another_units_file_is_not_there(clerk, client):
    bring(clerk)
    other = sign_in(type(client)(), actor(Role.CLERK, units=[UnitFactory()]))
    assert other.get(reverse("files:download", args=[Attachment.objects.get().pk])).status_code == 404


def test_the_auditor_reads_and_brings_nothing(client):
    auditor = sign_in(client, actor(Role.AUDITOR))
    assert auditor.get(reverse("files:list")).context["form"] is None
    assert bring(auditor).status_code == 403
