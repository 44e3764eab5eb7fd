"""What every test may ask for, and what no test may leave behind."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from factories import NOW
from yipanqi.audit import guards
from yipanqi.foundation import clock

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver keeps a loop in the thread of the tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker holds the browser: a process has room for one."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield found
        found.close()


@pytest.fixture
def now() -> datetime:
    """The moment at which tests play."""
    return NOW


@pytest.fixture(autouse=True)
def _clock_as_the_machine() -> Iterator[None]:
    yield
    clock.set_offset(timedelta())


@pytest.fixture(autouse=True)
def _language_as_set() -> Iterator[None]:
    """A page that was asked for in English leaves its thread speaking English."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _clearing_passes_the_audit_guards() -> Iterator[None]:
    """A test database is emptied between tests; only for that moment its audit triggers step aside."""
    plain: Callable[..., Any] = BaseDatabaseOperations.execute_sql_flush

    def flush(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        guarded = any(table in statement for statement in statements for table in guards.TABLES)
        if guarded:
            guards.remove(operations.connection)
        plain(operations, statements)
        if guarded:
            guards.install(operations.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield
