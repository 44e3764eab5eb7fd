"""One installation's data as a whole: is it current, bring it up, back it up, put it back."""

import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yipanqi import __version__
from yipanqi.access.actor import SYSTEM
from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError
from yipanqi.workdays.operations import seed_years

MANIFEST = "manifest.json"
DUMP = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class BadArchive(DomainError):
    """The archive cannot be used; `reason` says why."""

    code = "installation.bad_archive"


def is_behind() -> bool:
    """Whether the database lacks a migration of this version."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def has_data() -> bool:
    """Whether there is anything worth a backup."""
    return bool(connection.introspection.table_names())


def upgrade() -> None:
    """Migrate, enter the holidays of newly known years, and put the static files where the server finds them.

    The demo enters its holidays itself, on its own clock.
    """
    if is_behind():
        call_command("migrate", verbosity=0, interactive=False)
    if not settings.DEMO:
        seed_years(actor=SYSTEM, now=clock.now())
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)


def back_up(folder: Path) -> Path:
    """Write one archive of database, evidence and keys into `folder`; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = clock.now()
    path = folder / f"yipanqi-{moment.astimezone(clock.ZONE_TIME):%Y%m%d-%H%M%S}.tar.gz"
    with tempfile.TemporaryDirectory(dir=folder) as work:
        dump = Path(work) / DUMP[connection.vendor]
        _dump_database(dump)
        members = {dump.name: dump, **_kept_files()}
        unfinished = Path(work) / "archive"
        _write_archive(unfinished, members, moment)
        unfinished.chmod(0o600)
        unfinished.replace(path)
    return path


def _kept_files() -> dict[str, Path]:
    """Evidence and keys, by their name inside the archive."""
    home = settings.HOME
    evidence = {
        f"files/{path.relative_to(home / 'files')}": path
        for path in (home / "files").rglob("*")
        if path.is_file()
    }
    key = home / "secret_key"
    return evidence | ({"secret_key": key} if key.exists() else {})


def _write_archive(path: Path, members: dict[str, Path], moment: datetime) -> None:
    digests = {name: _digest(member) for name, member in members.items()}
    manifest = {
        "version": __version__,
        "at": moment.isoformat(),
        "vendor": connection.vendor,
        "files": digests,
    }
    with tarfile.open(path, "w:gz") as archive:
        text = json.dumps(manifest, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(text)
        archive.addfile(info, io.BytesIO(text))
        for name, member in members.items():
            archive.add(member, name, recursive=False)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump_database(path: Path) -> None:
    if connection.vendor == "sqlite":
        with (
            sqlite3.connect(connection.settings_dict["NAME"]) as source,
            sqlite3.connect(path) as target,
        ):
            source.backup(target)
    else:
        _run_postgresql("pg_dump", "--format=custom", f"--file={path}")


def _run_postgresql(program: str, *words: str) -> None:
    """Call one of PostgreSQL's own programs on this installation's database."""
    if not shutil.which(program):
        raise BadArchive("installation.program_missing", program=program)
    database = connection.settings_dict
    place = {
        "-h": database["HOST"],
        "-p": str(database["PORT"] or ""),
        "-U": database["USER"],
        "-d": database["NAME"],
    }
    options = [word for flag, value in place.items() if value for word in (flag, value)]
    done = subprocess.run(  # noqa: S603
        [program, *options, *words],
        env={"PGPASSWORD": database.get("PASSWORD", ""), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise BadArchive("installation.program_failed", program=program, reason=done.stderr.strip()[:300])


def restore(archive: Path, *, replace: bool = False) -> None:
    """Put a verified archive in place of this installation's data. Refuses to overwrite without `replace`."""
    if has_data() and not replace:
        raise BadArchive("installation.not_empty", home=str(settings.HOME))
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.HOME) as work:
        names = _unpack(archive, Path(work))
        _restore_database(Path(work) / DUMP[connection.vendor])
        for name in names - {DUMP[connection.vendor]}:
            target = settings.HOME / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(work) / name, target)


def _unpack(archive: Path, work: Path) -> set[str]:
    """The archive's files in `work`, each held against its digest; their names."""
    try:
        with tarfile.open(archive) as bundle:
            bundle.extractall(work, filter="data")
        manifest = json.loads((work / MANIFEST).read_text())
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BadArchive(path=str(archive), reason=str(error)) from error
    if manifest["vendor"] != connection.vendor:
        raise BadArchive("installation.other_database", path=str(archive), vendor=manifest["vendor"])
    for name, digest in manifest["files"].items():
        if not (work / name).is_file() or _digest(work / name) != digest:
            raise BadArchive("installation.altered", path=str(archive), name=name)
    return set(manifest["files"])


def _restore_database(dump: Path) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        for leftover in (place.with_name(place.name + "-wal"), place.with_name(place.name + "-shm")):
            leftover.unlink(missing_ok=True)
        shutil.move(dump, place)
    else:
        _run_postgresql(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(dump)
        )
