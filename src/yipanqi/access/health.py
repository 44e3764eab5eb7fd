"""How the installation is: one check a line, for the system administrator's page and `doctor`."""

import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yipanqi.audit.queries import unsealed_events

UNSEALED_FOR = timedelta(hours=1)
LEAST_FREE = 1024**3


@dataclass(frozen=True)
class Check:
    """One thing looked at; `said` is a sentence with the numbers."""

    name: "str | Promise"
    ok: bool
    said: str


Checker = Callable[[datetime], Check]


def database(now: datetime) -> Check:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check(_("Database"), True, _("%(name)s answers") % {"name": connection.display_name})


def migrations(now: datetime) -> Check:
    """The tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    said = _("%(count)s changes of the tables wait for the upgrade.") % {"count": waiting}
    return Check(_("Tables"), waiting == 0, said if waiting else _("as this version needs them"))


def sealing(now: datetime) -> Check:
    """The sealer runs."""
    oldest = unsealed_events().values_list("at", flat=True).first()
    late = oldest is not None and oldest < now - UNSEALED_FOR
    said = _("Events wait for their seal for more than an hour: is the tick running?")
    return Check(_("Seals of the record"), not late, said if late else _("up to date"))


def disk(now: datetime) -> Check:
    """There is room for evidence and backups."""
    folder = settings.HOME if settings.HOME.exists() else settings.HOME.parent
    free = shutil.disk_usage(folder).free
    said = _("%(free)s GB free") % {"free": free // LEAST_FREE}
    return Check(_("Disk"), free >= LEAST_FREE, said)


_settings: list[Any] = []
_PASSWORD_IN_ADDRESS = re.compile(r"(//[^:/@]+):[^@]+@")
_checkers: list[Checker] = [database, migrations, sealing, disk]


def register(checker: Checker) -> None:
    """A later room hands in one check more."""
    if checker not in _checkers:
        _checkers.append(checker)


def checks(now: datetime) -> list[Check]:
    """Every check; one that fails to run is a failed check."""
    return [_run(checker, now) for checker in _checkers]


def _run(checker: Checker, now: datetime) -> Check:
    try:
        return checker(now)
    except Exception as error:
        return Check(checker.__name__, False, f"{type(error).__name__}: {error}")


@dataclass(frozen=True)
class SettingLine:
    """One setting of the environment as it is in force."""

    name: str
    value: str
    meaning: str


def settings_in_force() -> list[SettingLine]:
    """Every setting handed in by `register_settings`; what looks like a secret is only said to be set."""
    return [SettingLine(v.name, _shown(v.name, v.text()), str(v.meaning)) for v in _settings]


def register_settings(variables: Iterable[Any]) -> None:
    """The wiring hands in the variables of `config/env.py`: things with name, text() and meaning."""
    _settings[:] = variables


def _shown(name: str, value: str) -> str:
    if any(word in name for word in ("SECRET", "PASSWORD", "KEY")):
        return _("set") if value else _("not set")
    return _PASSWORD_IN_ADDRESS.sub(r"\1:…@", value)
