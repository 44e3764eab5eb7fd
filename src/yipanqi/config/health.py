"""What `doctor` looks at: each check gives one finding with its remedy."""

import ctypes.util
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db import connection
from django.db.utils import Error as DatabaseError

from yipanqi.audit.queries import verify
from yipanqi.config import installation
from yipanqi.files.queries import damaged
from yipanqi.foundation import clock
from yipanqi.workdays.queries import calendar

LEAST_FREE_MEGABYTES = 1_000
TICK_LATE = timedelta(minutes=15)


@dataclass(frozen=True)
class Finding:
    """The outcome of one check."""

    check: str
    state: Literal["ok", "warning", "failure"]
    detail: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Every check in turn; a check that breaks is itself a finding."""
    return [finding for check in CHECKS for finding in _guarded(check)]


def as_json(findings: list[Finding]) -> str:
    """The findings for a monitoring program."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1)


def _guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except Exception as error:
        yield Finding(check.__name__, "failure", f"{type(error).__name__}: {error}", "see the line above")


def database() -> Iterator[Finding]:
    """Reachable, current, and durable."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield Finding("database", "failure", str(error).strip(), "check YIPANQI_DATABASE and the server")
        return
    yield Finding("database", "ok", connection.vendor)
    if installation.is_behind():
        yield Finding("migrations", "failure", "behind this version", "yipanqi upgrade")
    else:
        yield Finding("migrations", "ok", "current")


def disk() -> Iterator[Finding]:
    """Room to work."""
    free = shutil.disk_usage(settings.HOME).free // 1_000_000
    state: Literal["ok", "warning"] = "ok" if free >= LEAST_FREE_MEGABYTES else "warning"
    yield Finding("disk", state, f"{free} MB free at {settings.HOME}", "" if state == "ok" else "make room")


def secret() -> Iterator[Finding]:
    """The signing key is its owner's only."""
    path = settings.HOME / "secret_key"
    if path.exists() and path.stat().st_mode & 0o077:
        yield Finding("secret key", "failure", f"{path} can be read by others", f"chmod 600 {path}")
    else:
        yield Finding("secret key", "ok", "kept")


def clockwork() -> Iterator[Finding]:
    """The last round of `tick`."""
    path = settings.HOME / "last_tick.json"
    if not path.exists():
        yield Finding("tick", "warning", "never ran", "yipanqi serve runs it, or cron: yipanqi tick")
        return
    note = json.loads(path.read_text(encoding="utf-8"))
    age = clock.now() - datetime.fromisoformat(note["at"])
    if note["failed"]:
        yield Finding("tick", "failure", f"failed: {', '.join(note['failed'])}", "see the log")
    elif age > TICK_LATE:
        yield Finding("tick", "warning", f"last ran {age} ago", "is serve or cron running?")
    else:
        yield Finding("tick", "ok", f"last ran {int(age.total_seconds())} s ago")


def printing() -> Iterator[Finding]:
    """PDF needs Pango, and a Chinese face."""
    if ctypes.util.find_library("pangoft2-1.0"):
        yield Finding("PDF", "ok", "Pango found")
    else:
        yield Finding(
            "PDF",
            "warning",
            "Pango is missing: pages cannot be printed to PDF",
            "apt-get install libpangoft2-1.0-0",
        )


def audit_chain() -> Iterator[Finding]:
    """Every seal from the first; the first broken link is named."""
    found = verify()
    if found.broken:
        remedy = "keep the database as it is, and compare with the last backup"
        yield Finding("audit chain", "failure", f"link {found.broken.position}: {found.broken.fault}", remedy)
    elif not found.guarded:
        yield Finding("audit chain", "failure", "the triggers that guard it are gone", "yipanqi upgrade")
    else:
        yield Finding("audit chain", "ok", f"{found.sealed} events sealed, {found.unsealed} waiting")


def evidence() -> Iterator[Finding]:
    """Every evidence file is there and unchanged."""
    names = [str(attachment) for attachment in damaged()]
    if names:
        yield Finding(
            "evidence",
            "failure",
            f"{len(names)} files damaged: {', '.join(names[:3])}",
            "restore them from a backup",
        )
    else:
        yield Finding("evidence", "ok", "every file as it was uploaded")


def holidays() -> Iterator[Finding]:
    """The holidays of this year are known."""
    today = clock.today(clock.now())
    if calendar(today.year, today.year).assumed(today):
        yield Finding(
            "holidays",
            "warning",
            f"{today.year} is not entered: weekdays are assumed",
            "enter them under working days",
        )
    else:
        yield Finding("holidays", "ok", f"{today.year} entered")


CHECKS: list[Callable[[], Iterator[Finding]]] = [
    database,
    disk,
    secret,
    clockwork,
    printing,
    audit_chain,
    evidence,
    holidays,
]
