"""Shared by the benchmarks of whole pages and operations: a database of its own, a stopwatch, a counter of queries."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

os.environ["YIPANQI_HOME"] = tempfile.mkdtemp(prefix="yipanqi-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "yipanqi.config.settings.production"
import django

django.setup()
from django.db import connection  # noqa: E402

from yipanqi.config import installation  # noqa: E402

installation.upgrade()
import yipanqi.config.wsgi  # noqa: E402, F401 the same collector settings as the server


class Counter:
    """Counts the statements that pass through the connection."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., object], *rest: object) -> object:
        self.queries += 1
        return execute(*rest)


def timed(name: str, goal: str, action: Callable[[], object], rounds: int = 30) -> None:
    """Print median and 95th percentile of `action` in milliseconds, and its queries."""
    action()
    with connection.execute_wrapper(counted := Counter()):
        action()
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        spent.append((time.perf_counter() - start) * 1000)
    tail = statistics.quantiles(spent, n=20)[-1]
    median = statistics.median(spent)
    print(f"{name:28} median {median:7.1f} ms  p95 {tail:7.1f} ms  {counted.queries:4} queries  goal {goal}", flush=True)


def once(name: str, goal: str, action: Callable[[], object]) -> None:
    """Print the seconds of something that is done once."""
    with connection.execute_wrapper(counted := Counter()):
        start = time.perf_counter()
        action()
        spent = time.perf_counter() - start
    print(f"{name:28} {spent:7.2f} s  {counted.queries:4} queries  goal {goal}", flush=True)


def page(client: Any, address: str) -> Callable[[], object]:
    """Fetching a page; ends the run when it fails."""
    return lambda: client.get(address).status_code == 200 or sys.exit(f"{address} failed")
