"""One command each: backup, restore, doctor; and what they say when something is wrong."""

import tarfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from yipanqi.access.actor import SYSTEM
from yipanqi.access.health import settings_in_force
from yipanqi.access.models import User
from yipanqi.audit import guards
from yipanqi.audit.models import Event
from yipanqi.audit.operations import record, seal_events
from yipanqi.config import health, installation
from yipanqi.config.installation import BadArchive
from yipanqi.workdays.models import Day, DayKind

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings) -> Path:
    """An installation's folder with one evidence file."""
    settings.HOME = tmp_path / "home"
    evidence = settings.HOME / "files" / "ab" / "proof.pdf"
    evidence.parent.mkdir(parents=True)
    evidence.write_bytes(b"%PDF-1.4 proof")
    return settings.HOME


def account(name: str) -> None:
    User.objects.create(username=name, title="建设局经办")


def test_a_backup_brings_everything_back(home: Path) -> None:
    account("before")
    archive = installation.back_up(home / "backups")
    account("after")
    (home / "files" / "ab" / "proof.pdf").write_bytes(b"spoilt")

    installation.restore(archive, replace=True)

    assert list(User.objects.values_list("username", flat=True)) == ["before"]
    assert (home / "files" / "ab" / "proof.pdf").read_bytes() == b"%PDF-1.4 proof"
    assert archive.stat().st_mode & 0o077 == 0


def test_an_altered_archive_is_refused_and_nothing_changes(home: Path) -> None:
    account("before")
    archive = installation.back_up(home / "backups")
    with tarfile.open(archive) as bundle:
        bundle.extractall(home / "open", filter="data")
    (home / "open" / "files" / "ab" / "proof.pdf").write_bytes(b"forged")
    with tarfile.open(home / "forged.tar.gz", "w:gz") as bundle:
        bundle.add(home / "open", "")
    account("after")

    with pytest.raises(BadArchive) as refusal:
        installation.restore(home / "forged.tar.gz", replace=True)

    assert refusal.value.code == "installation.altered"
    assert refusal.value.params["name"] == "files/ab/proof.pdf"
    assert User.objects.count() == 2


def test_data_that_is_there_is_not_replaced_unasked(home: Path) -> None:
    archive = installation.back_up(home / "backups")
    with pytest.raises(BadArchive) as refusal:
        installation.restore(archive)
    assert refusal.value.code == "installation.not_empty"


def test_something_else_than_an_archive_is_refused(home: Path) -> None:
    (home / "note.txt").write_text("not an archive")
    with pytest.raises(BadArchive):
        installation.restore(home / "note.txt", replace=True)


def test_the_doctor_finds_a_readable_key_and_a_silent_clockwork(home: Path) -> None:
    key = home / "secret_key"
    key.write_text("secret")
    key.chmod(0o644)
    states = {finding.check: finding.state for finding in health.examine()}
    assert states["secret key"] == "failure"
    assert states["tick"] == "warning"
    assert states["migrations"] == "ok"


def test_an_upgrade_enters_the_holidays_that_the_library_knows(home: Path, settings: LazySettings) -> None:
    settings.DEMO = False
    settings.STATIC_ROOT = home / "static"
    installation.upgrade()
    assert Day.objects.get(date=date(2018, 10, 1)).kind == DayKind.HOLIDAY
    assert Day.objects.get(date=date(2018, 9, 29)).kind == DayKind.WORKING


def test_the_settings_in_force_are_shown_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPANQI_SECRET_KEY", "do-not-show")
    shown = {line.name: line.value for line in settings_in_force()}
    assert shown["YIPANQI_UPLOAD_MEGABYTES"] == "20"
    assert "do-not-show" not in shown["YIPANQI_SECRET_KEY"]


def test_the_doctor_names_the_first_broken_link_and_the_spoilt_file(home: Path) -> None:
    now = datetime(2018, 9, 28, 1, tzinfo=UTC)
    for name in ("a", "b", "c"):
        with transaction.atomic():
            record(
                actor=SYSTEM,
                action="test.do",
                subject=User.objects.create(username=name, title=name),
                now=now,
            )
    seal_events(now)
    guards.remove(connection)
    Event.objects.filter(pk=Event.objects.order_by("pk")[1].pk).update(actor_label="somebody else")
    guards.install(connection)

    states = {finding.check: finding for finding in health.examine()}

    assert states["audit chain"].state == "failure"
    assert "link 2" in states["audit chain"].detail
    assert states["evidence"].state == "ok"
