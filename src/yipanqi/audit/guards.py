"""Triggers that make the events and seals append-only in the database itself, on SQLite and PostgreSQL.

A migration that rebuilds one of these tables on SQLite loses its triggers: it must end with `install`.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("audit_event", "audit_seal")
VERBS = ("UPDATE", "DELETE")
REFUSAL = "audit rows are append-only"

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Refuse UPDATE and DELETE (and TRUNCATE, where it exists) on every audit table."""
    _run(connection, _postgresql_on() if connection.vendor == "postgresql" else _sqlite_on())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: only a migration backwards and a test's clearing of its database may."""
    if connection.vendor == "postgresql":
        drops = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table, _ in _triggers("TRUNCATE")]
    else:
        drops = [f"DROP TRIGGER IF EXISTS {name}" for name, _, _ in _triggers()]
    _run(connection, drops)


def installed(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger stands."""
    source = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(source)
        present = {row[0] for row in cursor.fetchall()}
    return all(name in present for name, _, _ in _triggers())


def _triggers(*more: str) -> list[tuple[str, str, str]]:
    """Name, table and verb of each trigger."""
    return [(f"{table}_no_{verb.lower()}", table, verb) for table in TABLES for verb in (*VERBS, *more)]


def _sqlite_on() -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, table, verb in _triggers()
    ]


def _postgresql_on() -> list[str]:
    return [
        _FUNCTION,
        *(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
            for name, table, verb in _triggers("TRUNCATE")
        ),
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
