"""Evidence in the house: brought, hung on things, fetched by those who may."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from factories import NOW, UnitFactory, actor
from yipanqi.access.roles import Role
from yipanqi.audit.models import Event
from yipanqi.files import visibility
from yipanqi.files.models import Attaching, Attachment
from yipanqi.files.operations import add_attachment, attach, sweep_orphans
from yipanqi.files.queries import attached_to, attachment_for, attachments, damaged, opened, unchanged
from yipanqi.foundation.errors import DomainError, Invalid, NotAllowed, NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.both]
CONTENT = "完成情况说明".encode()


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": own}


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def clerk(unit):
    return actor(Role.CLERK, units=[unit])


def bring(who, **words):
    return add_attachment(actor=who, now=NOW, **({"name": "说明.txt", "content": CONTENT} | words))


def test_a_file_is_kept_with_its_hash_under_a_name_nobody_guesses(clerk, unit):
    kept = bring(clerk, unit=unit, why="示例：竣工").attachment
    assert (kept.name, kept.size, kept.media_type) == ("说明.txt", len(CONTENT), "text/plain")
    assert kept.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert "说明" not in kept.stored_as
    assert kept.sha256 not in kept.stored_as
    with opened(kept) as file:
        assert file.read() == CONTENT
    assert Event.objects.get().note == "示例：竣工"


@pytest.mark.parametrize(
    ("words", "code"),
    [({"name": "a.exe"}, "files.name_disagrees"), ({"content": b"\0\1\2"}, "files.kind_not_allowed")],
)
def test_what_is_no_evidence_is_refused_beside_the_field(clerk, unit, words, code):
    with pytest.raises(Invalid) as refused:
        bring(clerk, unit=unit, **words)
    assert refused.value.fields["file"].code == code
    assert Attachment.objects.count() == Event.objects.count() == 0


def test_a_file_over_the_limit_is_refused(clerk, unit, settings):
    settings.UPLOAD_LIMIT = 5
    with pytest.raises(Invalid) as refused:
        bring(clerk, unit=unit)
    assert refused.value.fields["file"].code == "files.too_large"


def test_the_same_bytes_of_one_unit_are_kept_once(clerk, unit):
    first, second = bring(clerk, unit=unit), bring(clerk, unit=unit, name="又一次.txt")
    assert (first.known_before, second.known_before) == (False, True)
    assert first.attachment == second.attachment


def test_another_units_bytes_stay_unknown(clerk, unit):
    other = UnitFactory()
    bring(actor(Role.CLERK, units=[other]), unit=other)
    assert not bring(clerk, unit=unit).known_before


def test_one_brings_for_the_own_unit_only(clerk):
    with pytest.raises(NotAllowed):
        bring(clerk, unit=UnitFactory())
    assert bring(actor(Role.OFFICE), unit=UnitFactory()).attachment.pk


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_who_only_watches_brings_nothing(role):
    with pytest.raises(NotAllowed):
        bring(actor(role))
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.LEADER, True),
        (Role.OFFICE, True),
        (Role.SUPERVISION, True),
        (Role.AUDITOR, True),
        (Role.CLERK, False),
        (Role.UNIT_HEAD, False),
        (Role.SYSTEM_ADMIN, False),
        (Role.SECURITY_ADMIN, False),
        (Role.AUDIT_ADMIN, False),
    ],
)
def test_who_fetches_the_file_of_a_unit(clerk, unit, role, sees):
    kept = bring(clerk, unit=unit).attachment
    assert attachment_for(clerk, kept.pk) == kept
    assert (kept in attachments(actor(role, units=[UnitFactory()]))) is sees
    if not sees:
        with pytest.raises(NotFound):
            attachment_for(actor(role), kept.pk)


def test_who_sees_the_thing_fetches_its_files(clerk, unit, monkeypatch):
    kept = bring(clerk, unit=unit, subject=unit).attachment
    partner = actor(Role.CLERK)
    assert list(attached_to(partner, unit)) == []
    monkeypatch.setattr(visibility, "_kinds", {})
    visibility.register("org.unit", lambda who: [str(unit.pk)] if who == partner else [])
    assert list(attached_to(partner, unit)) == [kept]
    assert list(attached_to(actor(Role.CLERK), unit)) == []


def test_a_file_hangs_on_several_things_each_once(clerk, unit):
    kept = bring(clerk, unit=unit).attachment
    attach(actor=clerk, now=NOW, attachment=kept, subject=unit)
    attach(actor=clerk, now=NOW, attachment=kept, subject=unit)
    assert Attaching.objects.count() == 1
    assert Event.objects.filter(action="files.attach").count() == 1
    with pytest.raises(NotAllowed):
        attach(actor=actor(Role.CLERK, units=[UnitFactory()]), now=NOW, attachment=kept, subject=unit)


def test_changed_and_lost_bytes_are_found(clerk, unit):
    kept = bring(clerk, unit=unit).attachment
    assert unchanged(kept)
    assert list(damaged()) == []
    default_storage.delete(kept.stored_as)
    default_storage.save(kept.stored_as, ContentFile(b"forged"))
    assert list(damaged()) == [kept]
    default_storage.delete(kept.stored_as)
    assert list(damaged()) == [kept]
    with pytest.raises(DomainError, match="bytes_missing"):
        opened(kept)


def test_bytes_of_an_undone_transaction_are_swept_after_a_day(clerk, unit):
    kept = bring(clerk, unit=unit).attachment
    with transaction.atomic():
        lost = bring(clerk, unit=unit, content=CONTENT + b"!").attachment
        transaction.set_rollback(True)
    assert sweep_orphans(timezone.now()) == 0
    assert sweep_orphans(timezone.now() + timedelta(days=2)) == 1
    assert not default_storage.exists(lost.stored_as)
    assert default_storage.exists(kept.stored_as)
